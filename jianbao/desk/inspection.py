"""The recipe of `check`: everything the build refuses, the rules over every text, the archive's health; and --fix.

Files outside the site are accepted: an article is read as if its folder were the site's, a .txt has its
words looked at. Nothing is written here: see fixing.py.
"""

import os
import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from jianbao import check, digest, files, mime, workers
from jianbao.check import elsewhere, engine, health, proofreader, prose
from jianbao.check.engine import Found
from jianbao.check.inspect import Context
from jianbao.content import parsing
from jianbao.desk import loading, mending, promises, remembered, signoff
from jianbao.desk.remembered import Seen
from jianbao.errors import PROGRAM, Level, Problem, RefusedError, SiteError, UsageError, in_order
from jianbao.importer.text import decode
from jianbao.model import Article
from jianbao.settings import knowledge, placeholder
from jianbao.settings.config import Config
from jianbao.site import builder, pictures
from jianbao.site.built import Asked

CHUNK = 128
"""Texts inspected together in a worker."""
SEVERAL = 8
"""Texts from which on it is worth while to look at them together first."""
MANY = 30_000
"""Texts of which all that was found is no burden when it is told at once."""


class Text(NamedTuple):
    """A file that is to be inspected: where it is, how problems name it, the date its names are held against."""

    file: Path
    shown: str
    date: str
    below: Path | None = None
    """The content/ that a link may not lead out of; None for a file that was named on the command line."""

    def read(self) -> bytes | Problem:
        """Its bytes, or why there are none."""
        return files.read(self.file, self.shown, files.LARGEST_TEXT, self.below, walked=True)


class Inspection(NamedTuple):
    """All findings, sorted, and what is needed to mend some of them."""

    found: list[Found]
    texts: tuple[Text, ...]
    digests: dict[str, bytes]
    """By the path that problems name; a text that is another one by now is not mended by these findings."""


def inspected(site: Path | None, paths: Sequence[Path], *, as_of: str = "", jobs: int = 1) -> Inspection:
    """Every finding in a site, or in some files; ``site`` None when there is none. Raises UsageError."""
    texts, outside = _chosen(site, paths)
    unchecked = _plain(_unchecked(paths))
    found: list[Found] = []
    archive: loading.Archive | None = None
    try:
        if site is not None:
            archive = loading.archive(site, as_of=as_of, jobs=jobs, whole=True)
            found += _plain(archive.problems)
        made = engine.of_site(site)
    except SiteError as error:
        return Inspection(_sorted([*_plain(error.problems), *unchecked]), (), {})
    for group in _by_folder(outside):
        found += _plain(_alone(group, archive.config if archive else Config(), as_of))
    texts = _dated(texts, archive)
    seen = [*_of_site(site, made, texts, jobs, whole=not paths), *_seen(made, outside, jobs)]
    found += _as_names([f for one in seen for f in one.found])
    if archive is not None and (example := placeholder.told(archive.config)):
        found += _plain([example])
    if archive is not None:
        found += _health(archive, made, texts, seen, whole=not paths)
    if paths:
        wanted = {text.shown for text in (*texts, *outside)}
        if archive is not None:
            named = {text.shown.removeprefix("content/") for text in texts}
            wanted |= {f"content/{path}" for path in pictures.used_by(archive.site, named)}
        found = [*unchecked, *(f for f in found if f.problem.path in wanted)]
    every = (*texts, *outside)
    return Inspection(_sorted(found), every, {t.shown: one.digest for t, one in zip(every, seen, strict=True)})


_OFTEN = 3
"""Articles: what so many write alike is more likely a name than a slip."""


def _as_names(found: list[Found]) -> list[Found]:
    """The findings, those of slips that several articles write alike as hints: the archive itself is evidence."""
    where: dict[str, set[str]] = {}
    for one in found:
        if one.problem.code == "typo-word":
            where.setdefault(one.problem.message, set()).add(one.problem.path)
    often = {message for message, paths in where.items() if len(paths) >= _OFTEN}
    return [
        one._replace(problem=one.problem._replace(level=Level.NOTICE)) if one.problem.message in often else one
        for one in found
    ]


def _plain(problems: Iterable[Problem]) -> list[Found]:
    return [Found(problem, 0, 0, None) for problem in problems]


def _sorted(found: Iterable[Found]) -> list[Found]:
    """By place, each problem once; the one that can be mended before the same one that cannot."""
    by_problem: dict[Problem, Found] = {}
    for one in found:
        if one.problem not in by_problem or one.fix is not None:
            by_problem[one.problem] = one
    return [by_problem[problem] for problem in in_order(by_problem)]


def _chosen(site: Path | None, paths: Sequence[Path]) -> tuple[list[Text], list[Text]]:
    """(files of the site's content/, other files) that are to be inspected."""
    if not paths:
        if site is None:
            raise UsageError(
                "这里没有 content/，不是网站文件夹；请写上要检查的文件，或加 --site 文件夹；"
                f"要新建一个，运行 {PROGRAM} init 文件夹"
            )
        paths = [site / "content"]
    inside: dict[Path, Text] = {}
    outside: dict[Path, Text] = {}
    content = files.real(site / "content") if site is not None else None
    real_folder = cache(files.real)

    @cache
    def named(folder: Path) -> str:
        """How problems name a folder of content/; "" for one elsewhere."""
        if content is None or not (folder == content or content in folder.parents):
            return ""
        return f"content/{folder.relative_to(content).as_posix()}/".replace("/./", "/")

    for path in paths:
        if not path.exists():
            raise UsageError(f"没有 {path} 这个文件或文件夹")
        for file in _files(path):
            folder = real_folder(file.parent)
            here = folder / file.name
            real = files.real(file) if file.is_symlink() else here
            of_real = named(folder) if real is here else named(real.parent)
            if of_real:
                inside[real] = Text(real, of_real + real.name, "", content)
            elif of_here := named(folder):
                # A link out of the archive: the build says so, and nothing behind it is read.
                inside[here] = Text(here, of_here + here.name, "", content)
            else:
                outside[real] = Text(real, from_here(file), "")
    return sorted(inside.values(), key=lambda t: t.shown), sorted(outside.values(), key=lambda t: t.shown)


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path] if path.suffix.lower() in (".md", ".txt") else []
    found = []
    for folder, folders, names in files.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [Path(folder, n) for n in sorted(names) if n.lower().endswith((".md", ".txt")) and n[0] not in ".~"]
    return found


def _unchecked(paths: Sequence[Path]) -> list[Problem]:
    """What was named and holds nothing that is looked at here: whoever reads that nothing was found believes it was."""
    found = []
    for path in paths:
        if _files(path):
            continue
        kind = path.suffix.lower()
        if path.is_dir():
            what, cure = "这个文件夹里没有可以检查的文件", "check 只看 .md 和 .txt；Word、网页等原稿先导入"
        elif kind in (".yaml", ".yml"):
            what, cure = "没有检查这个文件：它不是文章", f"设置由 {PROGRAM} check（不写文件名）和构建来查"
        elif kind[1:] in mime.PICTURES:
            what, cure = "没有检查这个文件：它是图片", "图片随用到它的文章一起查，写那篇文章的文件名"
        else:
            what = f"没有检查这个文件：check 只看 .md 和 .txt，不看{kind or '没有扩展名的'}"
            cure = f"先导入：{PROGRAM} import {path.name}，再检查导入的文章"
        found.append(Problem(from_here(path), 0, 0, Level.ERROR, "not-checked", what, cure))
    return found


def from_here(file: Path) -> str:
    """As the editor wrote it, relative to here where that is shorter."""
    try:
        return files.real(file).relative_to(Path.cwd()).as_posix()
    except ValueError:
        return file.as_posix()


def _by_folder(texts: Sequence[Text]) -> list[list[Text]]:
    groups: dict[Path, list[Text]] = {}
    for text in texts:
        if text.file.suffix.lower() == ".md":
            groups.setdefault(text.file.parent, []).append(text)
    return list(groups.values())


def _alone(texts: Sequence[Text], config: Config, as_of: str) -> list[Problem]:
    """What the build would say of articles outside the site, their own folder taken for the site's."""
    folder = texts[0].file.parent
    shown = {f"content/{text.file.name}": text.shown for text in texts}
    articles: list[Article] = []
    problems: list[Problem] = []
    files: set[str] = set()
    for text in texts:
        data = text.read()
        if isinstance(data, Problem):
            problems.append(data._replace(path=f"content/{text.file.name}"))
            continue
        article, _, found = parsing.parsed(data, text.file.name, ZoneInfo(config.time_zone))
        problems += found
        if article is not None:
            articles.append(article)
            targets = [link.target.partition("#")[0].partition("?")[0] for link in article.links]
            files |= {
                t for t in (os.path.normpath(t) for t in [*targets, article.cover] if t) if (folder / t).is_file()
            }
    files -= {article.path for article in articles}
    asked = Asked(frozenset(files), config, drafts=True, now=as_of or "9999-12-31T00:00")
    told = builder.from_nothing(articles, asked, complete=False).problems
    problems += [
        p for p in told if p.code not in ("no-date", "no-articles", "unknown-issue", "topic-unused", "nav-nowhere")
    ]
    return [p._replace(path=shown.get(p.path, p.path)) for p in problems if p.path in shown]


def _dated(texts: Sequence[Text], archive: loading.Archive | None) -> list[Text]:
    if archive is None:
        return list(texts)
    dates = {f"content/{entry.article.path}": entry.card.date for entry in archive.site.entries}
    return [text._replace(date=dates.get(text.shown, "")) for text in texts]


def _of_site(site: Path | None, made: engine.Engine, texts: Sequence[Text], jobs: int, *, whole: bool) -> list[Seen]:
    """What was seen in the site's own texts: of those that are as they were, what is remembered."""
    if site is None or not texts:
        return []
    version = remembered.version(site)
    known = remembered.load(site, [text.shown for text in texts], version)
    seen = [_remembered(text, known.get(text.shown)) for text in texts] if known else [None] * len(texts)
    new = iter(_seen(made, [text for text, one in zip(texts, seen, strict=True) if one is None], jobs))
    every = [next(new) if one is None else one for one in seen]
    told = {text.shown: (text.date, one) for text, one in zip(texts, every, strict=True)}
    remembered.keep(site, told, known, version, whole=whole)
    return every


def _remembered(text: Text, kept: tuple[Any, ...] | None) -> Seen | None:
    """What is remembered of a text, when its bytes are those that it was found in."""
    data = text.read() if kept is not None else None
    if not isinstance(data, bytes):
        return None
    return remembered.of(kept, text.shown, text.date, digest.of_bytes(data))


def _seen(made: engine.Engine, texts: Sequence[Text], jobs: int) -> list[Seen]:
    if not texts:
        return []
    chunks = [texts[i : i + CHUNK] for i in range(0, len(texts), CHUNK)]
    if len(texts) >= SEVERAL:
        made.made_ready(len(texts))
    return [
        seen for part in workers.results(_inspect, made, chunks, jobs, together=len(texts) <= MANY) for seen in part
    ]


def _inspect(made: engine.Engine, chunk: Sequence[Text]) -> list[Seen]:
    read = [(data, data if isinstance(data, Problem) else prose_of(t, data)) for t in chunk for data in [t.read()]]
    if len(chunk) >= SEVERAL:
        made.looks_ahead([read_as for _, read_as in read if isinstance(read_as, prose.Prose)])
    return [_one(made, text, data, read_as) for text, (data, read_as) in zip(chunk, read, strict=True)]


def _one(made: engine.Engine, text: Text, data: bytes | Problem, read_as: prose.Prose | Problem) -> Seen:
    """One text through the rules. What cannot be read is the build's to say for articles, and said here for others."""
    if isinstance(data, Problem) or isinstance(read_as, Problem):
        assert isinstance(read_as, Problem)
        return Seen(_plain([read_as] if text.file.suffix.lower() == ".txt" else []), frozenset(), b"")
    found = mending.promised(read_as, data, proofreader.found(made, read_as, text.date))
    sentences, letters = health.said(read_as)
    return Seen(found, sentences, digest.of_text(read_as.text), digest.of_bytes(data), letters)


def _read(text: Text) -> prose.Prose | Problem:
    data = text.read()
    return data if isinstance(data, Problem) else prose_of(text, data)


def prose_of(text: Text, data: bytes) -> prose.Prose | Problem:
    """A file's bytes as a proof-reader sees them, or why they cannot be read."""
    if text.file.suffix.lower() == ".md":
        decoded = files.text(data, text.shown)
        return decoded if isinstance(decoded, Problem) else prose.of_markdown(decoded, text.shown)
    try:
        plain, _ = decode.text(data, text.shown)
    except RefusedError as error:
        told = error.problems[0]
        return Problem(text.shown, 0, 0, Level.ERROR, "unreadable", told.message, told.hint)
    for broken in decode.problems(plain, text.shown):
        return broken._replace(level=Level.ERROR, code="unreadable")
    return prose.of_text(plain.replace("\r\n", "\n").replace("\r", "\n"), text.shown)


def _health(
    archive: loading.Archive, made: engine.Engine, texts: Sequence[Text], seen: Sequence[Seen], *, whole: bool
) -> list[Found]:
    """The archive's health, which needs the whole site; and who has to sign."""
    paths = {f"content/{article.path}": article for article in archive.articles}
    found = health.unsigned(
        signoff.missing(archive.folder, archive.config, [paths[t.shown] for t in texts if t.shown in paths]),
        made.by_check.get("signoff"),
    )
    found += elsewhere.records([paths[t.shown] for t in texts if t.shown in paths], made.by_check)
    if not whole:
        return found
    found += health.of_site(archive.site, archive.config, promises.of(archive.folder), archive.now, made.by_check)
    order = {f"content/{entry.article.path}": n for n, entry in enumerate(archive.site.entries)}
    seen_of = {text.shown: one for text, one in zip(texts, seen, strict=False) if text.shown in order}
    said = [(path, one.sentences, one.letters) for path, one in sorted(seen_of.items(), key=lambda s: order[s[0]])]
    return found + health.twice(said, made.by_check, paths)


def suggested(site: Path | None, paths: Sequence[Path]) -> list[str]:
    """Lines for `--suggest`: names with posts and quoted names that data/ does not know, with where and how often."""
    texts, outside = _chosen(site, paths)
    known = knowledge.load(site)
    first: dict[tuple[str, str], str] = {}
    times: dict[tuple[str, str], int] = {}
    for text in (*texts, *outside):
        read_as = _read(text)
        if isinstance(read_as, Problem):
            continue
        for kind, offset, words in check.people.unknown(read_as, Context(known)):
            line, column = read_as.place(offset)
            first.setdefault((kind, words), f"{from_here(text.file)}:{line}:{column}")
            times[kind, words] = times.get((kind, words), 0) + 1
    ordered = sorted(times, key=lambda k: (k[0], -times[k], k[1]))
    return [f"{first[key]} {key[0]} {re.sub('[“”]', '', key[1])}（{times[key]}次）" for key in ordered]
