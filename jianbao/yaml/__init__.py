"""YAML as text with places, and what an editor probably meant by a text that is none."""
