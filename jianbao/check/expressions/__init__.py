"""Regular expressions looked at as trees, before they meet a text: how long they take, how far they look."""
