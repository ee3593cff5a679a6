"""Handing in: what changed in words, what `check` refuses of it, and then git."""

from typing import Any

from jianbao.desk import inspection
from jianbao.errors import Level, UsageError
from jianbao.preview.edit import git, wording
from jianbao.preview.session import Session
from jianbao.settings import config as configuration


def changed(session: Session) -> dict[str, Any]:
    """The changes, a message that says them, what stands in the way; and why git is not there, if it is not."""
    site = session.request.site
    missing = git.there(site)
    if missing:
        return {"git": missing, "changes": [], "message": "", "refused": []}
    found = git.changes(site)
    listed = git.told(site, found)
    return {"git": "", "changes": listed, "message": git.message(listed), "refused": refused(session, found)}


def refused(session: Session, found: list[git.Change]) -> list[dict[str, Any]]:
    """What `check` calls an error in the articles that are to be handed in, and the build's errors anywhere."""
    site = session.request.site
    paths = [
        site / c.path for c in found if c.path.endswith(".md") and c.kind != "gone" and c.path.startswith("content/")
    ]
    problems = list(session.outcome.errors)
    if paths:
        problems += [one.problem for one in inspection.inspected(site, paths, jobs=1).found]
    errors = dict.fromkeys(p for p in problems if p.level is Level.ERROR)
    titles = {row["path"]: row["title"] for row in git.told(site, found) if row["path"]}
    made = []
    for problem in errors:
        path = problem.path.removeprefix("content/")
        title = titles.get(path, "")
        made.append(
            {"path": path if path.endswith(".md") else "", "title": title, "message": wording.told(problem.message)}
        )
    return made


def handed_in(session: Session, message: str) -> dict[str, Any]:
    """Hands in; what happened. Raises UsageError, nothing done, for what `check` refuses."""
    site = session.request.site
    missing = git.there(site)
    if missing:
        raise UsageError(missing)
    wrong = refused(session, git.changes(site))
    if wrong:
        raise UsageError(f"还有 {len(wrong)} 处错误没有改，不能提交")
    branch = configuration.load(site).review
    return git.handed_in(site, message.strip(), branch)
