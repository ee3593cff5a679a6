"""Articles of other generators: Markdown below a header of theirs."""
