"""What one line of a bulletin or a page can be, by its own look: a title, a date, a signature, a page's field."""
