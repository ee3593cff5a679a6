"""A raw bulletin, as Word, a text file or a saved page hold it, becomes the articles of one issue.

read → cut → name → date → plan are pure; ``act`` writes one issue folder and overwrites nothing. The
law of the room is conservation: every non-blank character of the source lands in exactly one item or
in what was dropped, with the reason; bulletin.py looks after it at every import.
"""
