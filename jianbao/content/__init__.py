"""The folder content/ as articles: looked at, decoded, front matter read, bodies converted, each file once."""
