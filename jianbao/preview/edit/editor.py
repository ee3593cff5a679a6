"""The acts that the screen may ask for, by name: each takes plain values and gives plain values.

One act at a time touches content/; whoever only looks does not wait. Raises UsageError, EditError or SiteError with the
reason, acts.NoActError for a name that there is not.
"""

import contextlib
import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote

from jianbao.cache.state import state_path
from jianbao.errors import UsageError
from jianbao.importer.model import Plan
from jianbao.preview.edit import acts, article, bundle, checking, git, handing, keeping, pasting, place, tagging
from jianbao.preview.edit.listing import FIELDS, Listing
from jianbao.preview.session import Session
from jianbao.settings import config as configuration
from jianbao.settings import knowledge

_PLANS = 4
"""Bulletins that are being looked at; each holds its pictures."""

_READING = ("changes", "handin", "withdraw", "move")
"""Acts that read the whole archive."""
_HITS = 50
"""Articles that a search gives."""

Asked = Mapping[str, Any]


class Editor:
    """One site's editor."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.site = session.request.site
        self.listing = Listing(self.site, state_path(self.site, session.request.output))
        self._writing = threading.Lock()
        self._plans: OrderedDict[str, tuple[str, bytes, Plan]] = OrderedDict()
        self._acts: dict[str, Callable[[Asked, bytes, str], Any]] = {
            "site": self._site,
            "list": self._list,
            "search": self._search,
            "news": self._news,
            "open": self._open,
            "check": lambda asked, *_: checking.problems(session, _path(asked)),
            "tags": lambda asked, *_: tagging.alike(self._rows(), asked.get("tags", [])),
            "paste": lambda asked, *_: pasting.markdown(_text(asked, "html")),
            "changes": lambda *_: handing.changed(session),
            "lists": lambda *_: keeping.listed(self.site),
            "entries": lambda asked, *_: keeping.opened(self.site, _text(asked, "list")),
        }
        self._writes: dict[str, Callable[[Asked, bytes, str], Any]] = {
            "save": lambda asked, *_: article.saved(self.site, _path(asked), asked),
            "undo": lambda asked, *_: article.undone(self.site, _path(asked), _text(asked, "mark")),
            "drop": lambda asked, *_: article.dropped(self.site, _path(asked)),
            "fix": lambda asked, *_: checking.mended(session, _path(asked), *_finding(asked)),
            "ignore": lambda asked, *_: checking.ignored(session, _path(asked), *_finding(asked)),
            "beside": self._beside,
            "article": lambda asked, *_: acts.new_article(self.site, asked),
            "issue": lambda asked, *_: acts.new_issue(self.site, asked),
            "schedule": lambda asked, *_: acts.scheduled(
                self.site, _path(asked), _text(asked, "mark"), {k: _text(asked, k) for k in ("publish", "expires")}
            ),
            "withdraw": self._withdraw,
            "correct": lambda asked, *_: acts.corrected(
                self.site, _path(asked), _text(asked, "mark"), _text(asked, "date"), _text(asked, "text")
            ),
            "move": lambda asked, *_: acts.moved(
                self.site, _path(asked), _text(asked, "issue"), write=asked.get("write") is True
            ),
            "entry": self._entry,
            "plan": self._plan,
            "bring": self._bring,
            "handin": lambda asked, *_: handing.handed_in(session, _text(asked, "message")),
        }

    def ready(self) -> None:
        """Makes what the first list and the first check would wait for: the rows, the rules, the lists of words."""
        self._rows()
        self.session.found("", "---\ntitle: 题\n---\n一句话。\n")

    def act(self, name: str, data: bytes, asked: str, pages: str) -> Any:
        """What an act led to. ``data`` is its JSON; or a file's bytes, and ``asked`` (percent-encoded) its JSON."""
        try:
            values = json.loads(unquote(asked) if asked else data or b"{}")
        except ValueError:
            raise UsageError("看不懂这个请求") from None
        if not isinstance(values, dict):
            raise UsageError("看不懂这个请求")
        act, writing = self._acts.get(name), self._writes.get(name)
        with contextlib.ExitStack() as held:
            if writing:
                held.enter_context(self._writing)
            if name in _READING:
                held.enter_context(self.listing.reading)
            if made := act or writing:
                return made(values, data, pages)
        raise acts.NoActError(name)

    def _site(self, _asked: Asked, _data: bytes, pages: str) -> dict[str, Any]:
        """What the screen has to know before anything is opened."""
        settings, known = configuration.load(self.site), knowledge.load(self.site)
        return {
            "name": settings.name,
            "columns": [column.name for column in settings.columns],
            "sources": sorted(set(known.departments.values())),
            "signoff": list(settings.signoff),
            "people": {name: [[p.post, p.since, p.until] for p in posts] for name, posts in known.people.items()},
            "pages": pages,
            "today": acts.today(self.site),
            "git": git.there(self.site),
            "bundled": bundle.made(),
            "lists": len(settings.lists),
        }

    def _rows(self) -> list[list[Any]]:
        return self.listing.rows(self.session.outcome.version)

    def _list(self, asked: Asked, *_: object) -> dict[str, Any]:
        version = self.session.outcome.version
        same = asked.get("version") == version
        return {"version": version, "fields": FIELDS, "rows": None if same else self._rows()}

    def _search(self, asked: Asked, *_: object) -> dict[str, Any]:
        """Content paths of what readers would find, best first; none where there is no index."""
        from jianbao.search.asking.ask import Asker

        try:
            with self.session.gate:
                found = Asker(self.session.request.output).ask(_text(asked, "words"), _HITS)["results"]
        except UsageError:
            return {"paths": []}
        paths = (self.session.source_of(result["url"].partition("#")[0]) for result in found)
        return {"paths": [path for path in paths if path]}

    def _news(self, asked: Asked, *_: object) -> dict[str, Any]:
        """What the last build led to, once it is another one than the screen knows; after a while in any case."""
        version = asked.get("version")
        outcome = self.session.after(version if isinstance(version, int) else -1, 20) or self.session.outcome
        return {"version": outcome.version, "failed": outcome.failed, "ended": self.session.ended}

    def _open(self, asked: Asked, *_: object) -> dict[str, Any]:
        path = _path(asked)
        made = article.opened(self.site, path, configuration.load(self.site).time_zone)
        return made | {"page": self.session.page_of(path)[0]}

    def _beside(self, asked: Asked, data: bytes, _pages: str) -> dict[str, Any]:
        """A picture or an attachment, put beside an article."""
        more = configuration.load(self.site).attachments
        name = place.beside(self.site, _path(asked), _text(asked, "name"), data, more)
        return {"name": name, "told": pasting.told_by_camera(data, name)}

    def _withdraw(self, asked: Asked, *_: object) -> dict[str, Any]:
        silent, write = asked.get("silent") is True, asked.get("write") is True
        return acts.withdrawn(self.site, _path(asked), _text(asked, "reason"), silent=silent, write=write)

    def _entry(self, asked: Asked, *_: object) -> dict[str, Any]:
        after = asked.get("after")
        if after is not None and not isinstance(after, dict):
            raise UsageError("看不懂这次保存")
        return keeping.saved(self.site, _text(asked, "list"), _text(asked, "mark"), _text(asked, "before"), after)

    def _plan(self, asked: Asked, data: bytes, _pages: str) -> dict[str, Any]:
        """The plan for a bulletin: of the bytes that come along, or of those that came before."""
        said = {key: value for key, value in asked.items() if isinstance(value, str)}
        key = said.get("plan", "")
        if key:
            name, data, _ = self._planned(key)
        else:
            name, key = said.get("name", ""), place.mark(data)[:16]
        made = acts.planned(self.site, name, data, said)
        self._plans[key] = (name, data, made)
        while len(self._plans) > _PLANS:
            self._plans.popitem(last=False)
        return acts.shown(made) | {"plan": key}

    def _bring(self, asked: Asked, *_: object) -> dict[str, Any]:
        answers = asked.get("items")
        if not isinstance(answers, list) or not all(isinstance(a, dict) for a in answers):
            raise UsageError("看不懂这次导入")
        key = _text(asked, "plan")
        made = acts.brought(self.site, self._planned(key)[2], answers)
        self._plans.pop(key, None)
        return made

    def _planned(self, key: str) -> tuple[str, bytes, Plan]:
        """A bulletin that is being looked at: its name, its bytes and the plan for it."""
        if key not in self._plans:
            raise UsageError("这份文件的导入计划不在了（后来又看过别的几份）；再选一次这份文件")
        return self._plans[key]


def _path(asked: Asked) -> str:
    return place.checked(asked.get("path"))


def _text(asked: Asked, key: str) -> str:
    value = asked.get(key, "")
    if not isinstance(value, str):
        raise UsageError("看不懂这个请求")
    return value


def _finding(asked: Asked) -> tuple[str, int, int, str]:
    start, end = asked.get("start"), asked.get("end")
    if not isinstance(start, int) or not isinstance(end, int):
        raise UsageError("看不懂这个请求")
    return _text(asked, "mark"), start, end, _text(asked, "code")
