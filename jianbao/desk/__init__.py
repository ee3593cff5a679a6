"""The editor's desk: what is looked at and written before a build."""
