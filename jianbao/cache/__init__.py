"""What is remembered between builds. All of it may be lost at any time; that costs only time."""
