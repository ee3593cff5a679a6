"""Bytes as text, and text as lines: encodings, what is damaged or hidden, blanks, Traditional characters."""
