"""Drafts that are ones by their folder: Hexo and Jekyll keep what is not yet to be read in _drafts."""

from dataclasses import replace
from pathlib import PurePath

from jianbao.importer.model import Source

_FOLDERS = frozenset({"_drafts", "drafts", "_draft", "草稿"})
_DRAFT = ("draft", "true")


def of_folder(source: Source, path: PurePath) -> Source:
    """An article's source; a draft when its file lies in a folder of drafts, or in one of the folders in it."""
    folder = next((part for part in path.parts[:-1] if part.lower() in _FOLDERS), "")
    if not folder or _DRAFT in source.front or not (source.markdown or source.front):
        return source
    doubt = f"原来放在草稿的文件夹（{folder}）里，作草稿收入"
    return replace(source, front=(*source.front, _DRAFT), doubts=(*source.doubts, doubt))
