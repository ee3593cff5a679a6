"""What was changed in words, and handing it in by git itself: commit, take over what others did, push.

git is run as the editor would run it, with the editor's own settings; it never asks for a password here, and none is
kept: where one is needed and git has none, the commit stays, and that is told. A conflict is taken back, and nothing
is lost.
"""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from jianbao.errors import UsageError
from jianbao.preview.edit import article
from jianbao.settings.lists import TITLES

_PATIENCE = 120
"""Seconds for one call of git."""
_FOLDERS = ("content", "data")


class Change(NamedTuple):
    """A file that differs from what was handed in last: ``kind`` is new, changed, gone."""

    path: str
    kind: str


def run(site: Path, *words: str, patience: int = _PATIENCE) -> tuple[int, str]:
    """(exit code, what git said) of one call in a site's folder; it asks nothing and waits for nobody."""
    quiet = {"GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": "true", "LC_ALL": "C.UTF-8", "GIT_OPTIONAL_LOCKS": "0"}
    env = {**os.environ, **quiet, "GIT_SSH_COMMAND": os.environ.get("GIT_SSH_COMMAND", "ssh -oBatchMode=yes")}
    command = ["git", "-C", str(site), "-c", "core.quotePath=false", *words]
    try:
        done = subprocess.run(
            command, env=env, stdin=subprocess.DEVNULL, capture_output=True, timeout=patience, check=False
        )
    except FileNotFoundError:
        return 127, ""
    except subprocess.TimeoutExpired:
        return 124, ""
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")


def there(site: Path) -> str:
    """Why nothing can be handed in by git; "" when it can."""
    code, said = run(site, "rev-parse", "--is-inside-work-tree")
    if code == 127:
        return "这台电脑上没有 git：写、看、检查都可以，保存就够了；要在这里提交，请维护网站的人装上 git"
    if code or said.strip() != "true":
        return (
            "这个网站文件夹还没有用 git 管理：写、看、检查都可以，"
            "保存就够了；要记下每次的修改、在这里提交，先在网站文件夹里运行 git init"
        )
    return ""


def changes(site: Path) -> list[Change]:
    """What differs below content/ and data/, sorted by path."""
    code, said = run(
        site, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", *_present(site)
    )
    if code:
        raise UsageError("git 说不出哪些改了；请维护网站的人看一看")
    _, prefix = run(site, "rev-parse", "--show-prefix")
    made = []
    for entry in said.split("\0"):
        if len(entry) > 3:
            state, path = entry[:2], entry[3:].removeprefix(prefix.strip())
            made.append(Change(path, "gone" if "D" in state else "new" if state in ("??", "A ", "AM") else "changed"))
    return sorted(made)


def _present(site: Path) -> list[str]:
    return [name for name in _FOLDERS if (site / name).exists()]


def told(site: Path, found: Sequence[Change]) -> list[dict[str, Any]]:
    """The changes as an officer reads them: which article, and what of it; an article that moved is one change."""
    befores = {c.path: _at_head(site, c.path) for c in found if c.kind != "new" and c.path.endswith(".md")}
    nows = {
        c.path: article.front_of((site / c.path).read_bytes())
        for c in found
        if c.kind != "gone" and c.path.endswith(".md")
    }
    moves = _moves(found, befores, nows)
    left = {old.rpartition("/")[0]: new.rpartition("/")[0] for new, old in moves.items()}
    gone = {c.path for c in found if c.kind == "gone"}
    made = []
    for change in found:
        folder, _, name = change.path.rpartition("/")
        if change.path in moves.values():
            continue
        if not change.path.endswith(".md"):
            along = f"{left.get(folder)}/{name}" in {c.path for c in found} if change.kind == "gone" else False
            came = any(new == folder and f"{old}/{name}" in gone for old, new in left.items())
            if not along:
                kind = "moved" if change.kind == "new" and came else change.kind
                name = (
                    f"名单“{TITLES[stem]}”"
                    if (stem := name.removesuffix(".yaml")) in TITLES and folder == "data"
                    else name
                )
                made.append({"path": "", "kind": kind, "title": name, "what": [], "beside": True})
            continue
        before, now = befores.get(moves.get(change.path, change.path), {}), nows.get(change.path, {})
        kind = "moved" if change.path in moves else change.kind
        what = [] if kind in ("new", "gone") else _what(site, change.path, before, now, moved=kind == "moved")
        title = str(now.get("title") or before.get("title") or name)
        made.append(
            {"path": change.path.removeprefix("content/"), "kind": kind, "title": title, "what": what, "beside": False}
        )
    return made


def _moves(found: Sequence[Change], befores: Mapping[str, Any], nows: Mapping[str, Any]) -> dict[str, str]:
    """New path → old path of the articles that stand elsewhere: of one name, with the old address among theirs."""
    made = {}
    for change in found:
        if change.kind != "new" or change.path not in nows:
            continue
        name, aliases = change.path.rpartition("/")[2], set(nows[change.path].get("aliases", []))
        for other in found:
            at = other.path.removeprefix("content/").removesuffix(".md") + ".html"
            known = set(befores.get(other.path, {}).get("aliases", []))
            if other.kind == "gone" and other.path.endswith(f"/{name}") and (at in aliases or known < aliases):
                made[change.path] = other.path
    return made


def _at_head(site: Path, path: str) -> dict[str, Any]:
    _, prefix = run(site, "rev-parse", "--show-prefix")
    code, said = run(site, "show", f"HEAD:{prefix.strip()}{path}")
    return article.front_of(said.encode()) if code == 0 else {}


def _what(site: Path, path: str, before: Mapping[str, Any], now: Mapping[str, Any], *, moved: bool) -> list[str]:
    from jianbao.preview.edit.wording import FIELDS

    if now.get("status") == "已撤回" != before.get("status"):
        return ["撤回"]
    named = [FIELDS[key] for key in FIELDS if before.get(key) != now.get(key) and not (moved and key == "aliases")]
    if moved:
        return named
    _, said = run(site, "diff", "HEAD", "--numstat", "--", path)
    lines = said.split()
    more = bool(lines) and lines[0].isdigit() and int(lines[0]) > len(named)
    return [*named, *(["正文"] if more or not named else [])]


def message(listed: Sequence[Mapping[str, Any]]) -> str:
    """A commit message that says it: one line an article."""
    words = {"new": "新增", "changed": "修改", "gone": "删去", "moved": "移动"}
    articles = [one for one in listed if not one["beside"]]
    lines = [
        f"{words[one['kind']] if one['what'] != ['撤回'] else '撤回'}《{one['title']}》"
        + (f"：{'、'.join(one['what'])}" if one["what"] and one["what"] != ["撤回"] else "")
        for one in articles
    ]
    beside = len(listed) - len(articles)
    if not lines:
        return f"图片和附件 {beside} 个"
    return lines[0] if len(lines) == 1 else f"{lines[0]} 等 {len(lines)} 篇\n\n" + "\n".join(lines)


def handed_in(site: Path, words: str, review: str) -> dict[str, Any]:
    """Commits, takes over what others did, pushes; what happened, step by step. ``review`` is a branch to push to.

    ``state`` is ``done``, ``kept`` (committed here, not sent) or ``nothing``. Raises UsageError, nothing committed.
    """
    found, branch = changes(site), _branch(site)
    steps: list[str] = []
    if found:
        code, said = run(site, "add", "-A", "--", *_present(site))
        if not code:
            code, said = run(site, "commit", "-q", "-m", words or message(told(site, found)), "--", *_present(site))
        if code:
            raise UsageError(_committing(said))
        steps.append(f"已存为一次提交：{len(found)} 个文件")
    remote = _remote(site, branch)
    if not remote:
        return {"state": "done" if found else "nothing", "steps": [*steps, "没有设置共享的资料库，只存在本机"]}
    wrong = "" if review else _taken_over(site, remote, branch, steps)
    if wrong:
        return {"state": "kept", "steps": [*steps, wrong]}
    target = f"HEAD:refs/heads/{review or branch}"
    code, said = run(site, "push", "-q", *([] if review else ["-u"]), remote, target)
    if code:
        return {"state": "kept", "steps": [*steps, _sending(code, said)]}
    steps.append(f"已送去审稿（{review}）" if review else "已送到共享的资料库")
    return {"state": "done", "steps": steps}


def _branch(site: Path) -> str:
    code, said = run(site, "symbolic-ref", "--short", "HEAD")
    if code:
        raise UsageError("git 现在不在任何分支上，没有提交；请维护网站的人看一看")
    return said.strip()


def _remote(site: Path, branch: str) -> str:
    named = run(site, "config", "--get", f"branch.{branch}.remote")[1].strip()
    return named or next(iter(run(site, "remote")[1].split()), "")


def _taken_over(site: Path, remote: str, branch: str, steps: list[str]) -> str:
    """Takes over what others handed in; why it could not be, everything as it was before."""
    code, said = run(site, "fetch", "-q", remote)
    if code:
        return _sending(code, said)
    upstream = f"{remote}/{branch}"
    if run(site, "rev-parse", "--verify", "-q", upstream)[0]:
        return ""
    behind = run(site, "rev-list", "--count", f"HEAD..{upstream}")[1].strip()
    if behind in ("", "0"):
        return ""
    code, said = run(site, "merge", "-q", "--no-edit", upstream)
    if code:
        both = run(site, "diff", "--name-only", "--diff-filter=U", "-z")[1].split("\0")
        titles = [str(_at_head(site, p).get("title", "")) for p in both if p.endswith(".md")]
        run(site, "merge", "--abort")
        names = "、".join(f"《{title}》" for title in titles if title) or "同一个文件"
        return (
            f"别人也改了{names}的同一处，没有合在一起。您的修改已存为本机的一次提交，没有丢；请维护网站的人合并后再提交"
        )
    steps.append(f"已并入别人提交的 {behind} 次修改")
    return ""


def _committing(said: str) -> str:
    if "user.email" in said or "Please tell me who you are" in said or "empty ident" in said:
        return "git 还不知道您是谁，没有提交；请维护网站的人在这台电脑上设好 git 的姓名和邮箱"
    if "index.lock" in said:
        return "别的程序正在用 git，没有提交；过一会儿再试"
    last = next((line for line in reversed(said.strip().split("\n")) if line), "")
    return f"git 没有接受这次提交：{last[:200]}"


def _sending(code: int, said: str) -> str:
    kept = "您的修改已存为本机的一次提交，没有丢"
    if code == 124:
        return f"等了 {_PATIENCE} 秒没有送到，网络可能不通；{kept}，以后再按一次提交"
    asked = ("could not read Username", "Authentication failed", "Permission denied", "terminal prompts disabled")
    if any(word in said for word in asked):
        return f"共享的资料库要登录，这台电脑上还没有登录好；{kept}，请维护网站的人设好后再按一次提交"
    if "rejected" in said or "fetch first" in said:
        return f"共享的资料库刚好又有新的修改；{kept}，再按一次提交"
    last = next((line for line in reversed(said.strip().split("\n")) if line), "")
    return f"没有送到共享的资料库：{last[:200]}；{kept}，以后再按一次提交"
