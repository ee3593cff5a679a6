"""What the proof-reader knows of words and of characters in a row; the data lie beside it."""
