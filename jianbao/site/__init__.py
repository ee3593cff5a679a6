"""Articles as one Site: their order, issues, lists, neighbours, links and related articles."""
