"""What a query means and finds in the files of an index: what the browser's modules of the same names do."""
