"""What lies in a segment's folder: terms and their articles as bytes, shared out among small files."""
