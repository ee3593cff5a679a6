"""A saved web page as lines: the element that holds the article, what the page prints around it, what its head says."""
