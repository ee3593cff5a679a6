"""Lines as items: where one ends and the next begins, its title, its text, its signature."""
