"""The editor's screen: one person at one machine writes, sees, is checked and hands in, in the browser."""
