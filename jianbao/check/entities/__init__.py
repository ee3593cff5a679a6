"""Who and what is named: people, bodies, laws, places, and whom a name should not be told of."""
