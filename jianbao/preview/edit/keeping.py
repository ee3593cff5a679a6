"""The lists of data/ that the settings let the screen edit: departments, people, topics and the like, entry by entry.

Only what changed of one entry changes in its file. What the site could not be built with is not written: the new file
is first read as the build reads it. A list that came along with jianbao becomes the site's own with its first change.
"""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jianbao import files
from jianbao.content import entries
from jianbao.content.editing import EditError
from jianbao.errors import Problem, SiteError, UsageError, reason
from jianbao.files.folders import Folder, LinkError
from jianbao.preview.edit import place, wording
from jianbao.settings import config as configuration
from jianbao.settings import knowledge
from jianbao.settings.lists import SHAPES, Shape


def listed(site: Path) -> list[dict[str, Any]]:
    """The lists that may be edited, with how many entries each has; why not, where one cannot be read."""
    made = []
    for name in configuration.load(site).lists:
        count, fault = 0, ""
        try:
            count = len(entries.read(_decoded(_data(site, name)), SHAPES[name]))
        except (EditError, UsageError) as error:
            fault = wording.told(str(error))
        made.append({"list": name, "title": SHAPES[name].title, "count": count, "fault": fault})
    return made


def opened(site: Path, name: str) -> dict[str, Any]:
    """A list: its entries, what they consist of, and its state. Raises UsageError or EditError."""
    shape, data = _allowed(site, name), _data(site, name)
    found = entries.read(_decoded(data), shape)
    return {
        "list": name,
        "title": shape.title,
        "about": shape.about,
        "name": shape.name,
        "fields": [f._asdict() for f in shape.fields],
        "entries": [{"name": entry.name, "values": dict(entry.values)} for entry in found],
        "mark": place.mark(data),
    }


def saved(site: Path, name: str, mark: str, before: str, after: Mapping[str, Any] | None) -> dict[str, Any]:
    """Writes one entry, or takes it away (``after`` None); the list then. Raises UsageError or EditError."""
    shape, data = _allowed(site, name), _data(site, name)
    if place.mark(data) != mark:
        raise UsageError("这份名单刚刚在别处改过，没有存；看一看新的，再改")
    entry = None if after is None else _entry(shape, after)
    made = entries.changed(data, shape, before, entry)
    if made != data:
        _readable(site, name, made)
        try:
            with Folder(site / "data") as folder:
                if folder.is_link(f"{name}.yaml"):
                    raise LinkError(name)
                folder.write(f"{name}.yaml", made)
        except LinkError:
            raise UsageError("写不了：路上有符号链接，它指向别处；请维护网站的人看一看") from None
        except OSError as error:
            raise UsageError(f"没有存下来：{reason(error)}；写的内容还在这个窗口里") from None
    return opened(site, name)


def _allowed(site: Path, name: str) -> Shape:
    if name not in configuration.load(site).lists:
        raise UsageError("网站的设置没有让这份名单在这里改")
    return SHAPES[name]


def _data(site: Path, name: str) -> bytes:
    """The list's file: the site's own, else the one that came along, else nothing."""
    path, shown = knowledge.file(site, name)
    if not path.exists():
        return b""
    root = site if path.is_relative_to(site) else knowledge.SHIPPED
    found = files.read(path, shown, files.LARGEST_DATA, root)
    if isinstance(found, Problem):
        raise UsageError(f"读不了：{found.message}")
    return found


def _decoded(data: bytes) -> str:
    text = files.text(data, "")
    if isinstance(text, Problem):
        raise UsageError(f"读不了：{text.message}")
    return text


def _entry(shape: Shape, given: Mapping[str, Any]) -> entries.Entry:
    """The entry that a browser asks for. Raises UsageError for what no form sends."""
    name, values = given.get("name"), given.get("values", {})
    known = {field.key: field for field in shape.fields}
    if not isinstance(name, str) or not isinstance(values, dict) or values.keys() - known.keys():
        raise UsageError("看不懂这次保存")
    for key, value in values.items():
        form, parts = known[key].form, {part for part, _ in known[key].parts}
        fits = {
            "text": isinstance(value, str),
            "list": isinstance(value, list) and all(isinstance(v, str) and v.strip() for v in value),
            "records": isinstance(value, list) and all(_record(v, parts) for v in value),
        }
        if not fits[form]:
            raise UsageError("看不懂这次保存")
    name = " ".join(name.split())
    if not name:
        raise UsageError(f"请写{shape.name}")
    if files.HIDDEN.search(f"{name}{values}"):
        raise UsageError("有看不见的字符，没有存；删去刚才粘贴的内容，重新输入")
    if shape.single and not any(values.values()):
        raise UsageError(f"请写{shape.fields[0].title}")
    return entries.Entry(name, values)


def _record(value: Any, parts: set[str]) -> bool:
    return isinstance(value, dict) and not value.keys() - parts and all(isinstance(v, str) for v in value.values())


def _readable(site: Path, name: str, data: bytes) -> None:
    """Raises UsageError with what the build would say of the new file, if that is an error."""
    with tempfile.TemporaryDirectory(prefix="jianbao-") as folder:
        beside = Path(folder)
        (beside / "data").mkdir()
        for file in [site / "config.yaml", *(site / "data").glob("*.yaml")]:
            if file.is_file():
                shutil.copyfile(file, beside / file.relative_to(site))
        (beside / "data" / f"{name}.yaml").write_bytes(data)
        wrong: list[Problem] = []
        for read in (configuration.load, knowledge.load):
            try:
                read(beside)
            except SiteError as error:
                wrong += [p for p in error.problems if p.path == f"data/{name}.yaml"]
    if wrong:
        raise UsageError("；".join(dict.fromkeys(filter(None, (wrong[0].message, wording.cure(wrong[0], ""))))))
