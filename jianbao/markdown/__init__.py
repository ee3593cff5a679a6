"""A body as HTML: what is refused unread, Markdown, raw HTML made harmless, links as placeholders."""
