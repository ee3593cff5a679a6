"""config.yaml and data/ as values: what editors and site owners decide, held to its keys."""
