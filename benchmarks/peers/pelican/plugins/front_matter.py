"""Let Pelican read the corpus as it stands: `tags: [a, b]` as a list, `source` as the author.

Pelican's metadata is lines of `key: value`, also between --- fences; the brackets of a YAML list
would become part of the first and the last tag. Its authors are the nearest it has to signing
departments.
"""

from collections.abc import Iterator
from typing import Any

from pelican import signals  # type: ignore[import-not-found, import-untyped, unused-ignore]
from pelican.readers import (  # type: ignore[import-not-found, import-untyped, unused-ignore]
    MarkdownReader,
)


def _headings(tokens: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for token in tokens:
        yield token["id"], token["name"]
        yield from _headings(token["children"])


class FrontMatterReader(MarkdownReader):  # type: ignore[misc, unused-ignore]
    """Pelican's Markdown reader with two keys rewritten before it interprets them, and headings."""

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """The body as HTML and the metadata; headings are (id, title) in order, nested ones too."""
        content, metadata = super().read(source_path)
        metadata["headings"] = list(_headings(self._md.toc_tokens))
        return content, metadata

    def _parse_metadata(self, meta: dict[str, list[str]]) -> Any:
        if tags := meta.get("tags"):
            meta["tags"] = [tags[0].strip("[]")]
        if source := meta.pop("source", None):
            meta["author"] = source
        return super()._parse_metadata(meta)


def _add(readers: Any) -> None:
    readers.reader_classes["md"] = FrontMatterReader


def register() -> None:
    """Pelican's entry point."""
    signals.readers_init.connect(_add)
