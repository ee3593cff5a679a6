"""Sign-off (三审三校): who edited, reviewed and approved an article, where config.yaml asks for it by column."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from jianbao import files
from jianbao.content import frontmatter
from jianbao.errors import Problem
from jianbao.model import Article
from jianbao.settings.config import Config

ROLES = {"editor": "责任编辑（editor）", "reviewer": "复审（reviewer）", "approver": "终审（approver）"}


def missing(
    site: Path, config: Config, articles: Sequence[Article]
) -> Iterator[tuple[str, str, tuple[str, ...], tuple[int, int]]]:
    """(path, column, the roles that nobody is named for, where the title stands) of the articles that lack one."""
    for article in articles:
        if article.kind != "article" or article.column not in config.signoff or article.draft:
            continue
        from datetime import UTC

        folder, shown = site / "content", f"content/{article.path}"
        data = files.read(folder / article.path, shown, files.LARGEST_TEXT, folder)
        if isinstance(data, Problem):
            continue  # gone since it was read; whoever looks next is told
        text = data.decode("utf-8-sig", "replace")
        front, _ = frontmatter.read(text.replace("\r\n", "\n"), article.path, UTC)
        named = front.values if front is not None else {}
        lacking = tuple(shown for key, shown in ROLES.items() if not named.get(key))
        if lacking:
            yield f"content/{article.path}", article.column, lacking, article.place("title")
