"""Characters that were not meant: exchanged, missing, doubled, out of order."""
