"""A Word document as lines."""
