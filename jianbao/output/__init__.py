"""The folder output/: what stands there, what a build will do, and the one place that writes into it."""
