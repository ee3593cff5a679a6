"""The ``publish`` section of config.yaml as targets; every fault with its place and its cure."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from jianbao import address, files
from jianbao import expressions as re
from jianbao.errors import PROGRAM, SiteError, UsageError, suggestion
from jianbao.publish import redirects
from jianbao.publish.cdn import QUOTAS
from jianbao.publish.stores.providers import PROFILES, STYLES
from jianbao.publish.target import FOLDER, GIT, SFTP, WEBDAV, Cdn, HeaderRule, Target
from jianbao.settings.config import CONFIG_FILE
from jianbao.settings.schema import Reader
from jianbao.yaml.document import Node

LEAST_LEASE = 10
"""Minutes. A publisher stops at half of its lease; one request with all its retries may take longer than three."""
_TEXTS = (
    "provider", "bucket", "prefix", "endpoint", "region", "style", "path", "user", "host_key", "repository", "branch",
    "redirects",
)  # fmt: skip
_NUMBERS = {"keep": 1000, "lease": 1440, "at_once": 128, "bandwidth": 10**6, "html_age": 86400, "preview_days": 365}
KEYS = (*_TEXTS, *_NUMBERS, "compress", "headers", "hook", "cdn")
_HEADERS = ("cache_control", "content_type", "content_disposition")
_OWN = ("output", "content", "data", "themes", "public", ".cache", ".git")
"""Folders of a site that are not for publishing into."""
_NEEDED = {FOLDER: ("path",), SFTP: ("endpoint", "user", "path"), WEBDAV: ("endpoint",), GIT: ("repository",)}
_SCHEMES = {SFTP: ("sftp",), FOLDER: ("http", "https"), GIT: ("http", "https")}
_PROVIDERS = (*PROFILES, FOLDER, SFTP, WEBDAV, GIT)
_BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_BRANCH = re.compile(r"(?!.*(?:\.\.|//|@\{|\.lock$))[A-Za-z0-9][A-Za-z0-9._/-]*")
_HEADER_VALUE = re.compile(r"[\x20-\x7e]*")
_PASSWORD = re.compile(r"://[^/@:]*+:[^/@]*+@")


def targets(site: Path) -> dict[str, Target]:
    """Every configured target by name. Raises SiteError."""
    reader = Reader(CONFIG_FILE)
    section = next((node for key, node in reader.items(site / CONFIG_FILE) if key.text == "publish"), None)
    found = {}
    if section is not None:
        for key, node in reader.mapping(section, "publish"):
            target = _target(reader, key.text, node, site)
            if target:
                found[key.text] = target
    if reader.problems:
        raise SiteError(reader.problems)
    return found


def named(targets: Mapping[str, Target], name: str) -> Target:
    """The target of that name. Raises UsageError."""
    if name in targets:
        return targets[name]
    hint = suggestion(name, list(targets)) or (
        f"可用：{'、'.join(targets)}" if targets else f"先写 config.yaml 的 publish，见 {PROGRAM} docs publishing"
    )
    raise UsageError(f"没有叫“{name}”的发布目标。{hint}")


def _target(reader: Reader, name: str, node: Node, site: Path) -> Target | None:
    values = dict(reader.known(reader.mapping(node, name), KEYS))
    texts: dict[str, str] = {key: reader.text(values[key], key) or "" for key in _TEXTS if key in values}
    provider = texts.get("provider", "")
    if provider not in _PROVIDERS:
        hint = f"可用：{'、'.join(_PROVIDERS)}"
        reader.add(values.get("provider", node), "publish-provider", f"不认识的 provider“{provider}”", hint)
        return None
    for needed in _NEEDED.get(provider, ("bucket",)):
        if not texts.get(needed):
            reader.add(node, "publish-incomplete", f"{name} 缺少 {needed}", f"加一行 {needed}: …")
    _faults(reader, values, texts, site)
    _words(reader, values, texts)
    numbers = {key: reader.number(values[key], key, most) for key, most in _NUMBERS.items() if key in values}
    lease = numbers.get("lease")
    if lease and lease < LEAST_LEASE:
        hint = f"写成 lease: {LEAST_LEASE} 或更大"
        reader.add(values["lease"], "publish-lease", f"lease 至少 {LEAST_LEASE} 分钟，现为 {lease}", hint)
    # A command's words may be written twice.
    hook = (
        (reader.text(word, "hook 里的一项") for word in reader.list(values["hook"], "hook")) if "hook" in values else ()
    )
    given = {key: value for key, value in {**texts, **numbers}.items() if value}
    given["prefix"] = texts.get("prefix", "").lstrip("/")
    cdn = _cdn(reader, values["cdn"]) if "cdn" in values else None
    if cdn and "html_age" not in given:
        given["html_age"] = 3600
    return Target(
        **{"name": name, **given},  # type: ignore[arg-type]
        compress=bool("compress" in values and reader.boolean(values["compress"], "compress")),
        headers=_rules(reader, values["headers"]) if "headers" in values else (),
        hook=tuple(word or "" for word in hook),
        cdn=cdn,
    )


def _cdn(reader: Reader, node: Node) -> Cdn | None:
    words = reader.texts(node, "cdn", ("provider", "daily", "endpoint"))
    provider, daily = words.get("provider", ""), words.get("daily", "")
    if provider not in QUOTAS:
        hint = f"可用：{'、'.join(QUOTAS)}；别家的用 hook"
        reader.add(node, "publish-cdn", f"不认识的 CDN“{provider}”", hint)
        return None
    if daily and not (daily.isascii() and daily.isdigit()):
        reader.add(node, "publish-cdn", f"daily 应为每天的条数，现为“{daily}”", "写成 daily: 10000 这样")
        return None
    return Cdn(provider, int(daily or 0), words.get("endpoint", ""))


def _words(reader: Reader, values: Mapping[str, Node], texts: Mapping[str, str]) -> None:
    """What may only be one of a few words."""
    style, form = texts.get("style", ""), texts.get("redirects", "")
    if style and style not in STYLES:
        reader.add(values["style"], "publish-style", f"不认识的 style“{style}”", f"可用：{'、'.join(STYLES)}")
    if form and form not in redirects.FORMS:
        hint = f"可用：{'、'.join(redirects.FORMS)}"
        reader.add(values["redirects"], "publish-redirects", f"不认识的 redirects“{form}”", hint)
    branch = texts.get("branch", "")
    if branch and not _BRANCH.fullmatch(branch):
        reader.add(values["branch"], "publish-branch", f"branch “{branch}”不是分支的名字", "写成 branch: gh-pages 这样")


def _faults(reader: Reader, values: Mapping[str, Node], texts: Mapping[str, str], site: Path) -> None:
    """What is wrong with what is written of the place."""

    def add(key: str, code: str, message: str, hint: str) -> None:
        reader.add(values[key], code, message, hint)

    bucket, path = texts.get("bucket", ""), texts.get("path", "")
    if bucket and not _BUCKET.fullmatch(bucket):
        add("bucket", "publish-bucket", f"bucket “{bucket}”不是桶的名字", "只写桶名；桶里的文件夹写在 prefix")
    if prefix := texts.get("prefix", "").lstrip("/"):
        if not prefix.endswith("/"):
            add("prefix", "publish-prefix", f"prefix “{prefix}”要以 / 结尾", f"写成 prefix: {prefix}/")
        elif fault := address.fault(prefix[:-1]):
            add("prefix", "publish-prefix", f"prefix “{prefix}”不能用：{fault}", "写成 prefix: site/ 这样")
    _endpoint(reader, values, texts)
    if _PASSWORD.search(texts.get("repository", "")):  # not shown: it is a secret
        hint = "删去账号和密码；用 SSH 密钥，或 git 自己的凭据管理"
        add("repository", "publish-endpoint", "repository 里不能写账号和密码", hint)
    if path and texts["provider"] == FOLDER:
        folder = files.real(site / path)
        for own in (files.real(site / name) for name in _OWN):
            if folder == own or folder in own.parents or own in folder.parents:
                message = f"path “{path}”与网站自己的 {own.name}/ 重叠"
                add("path", "publish-path", message, "换一个文件夹，例如 path: www")
                break


def _endpoint(reader: Reader, values: Mapping[str, Node], texts: Mapping[str, str]) -> None:
    endpoint, provider = texts.get("endpoint", ""), texts.get("provider", "")
    schemes = _SCHEMES.get(provider, ("http", "https"))
    if "@" in endpoint:  # not shown: it is a secret
        hint = "删去 @ 和它前面的部分；账号写在 user，密码放在环境变量里"
        if provider not in (SFTP, WEBDAV):
            hint = "删去 @ 和它前面的部分；密钥放在环境变量里"
        reader.add(values["endpoint"], "publish-endpoint", "endpoint 里不能写账号和密码", hint)
    elif endpoint and urlsplit(endpoint).scheme not in schemes:
        hint = f"写成 endpoint: {schemes[-1]}://{endpoint.rpartition('://')[2]}"
        reader.add(values["endpoint"], "publish-endpoint", f"endpoint “{endpoint}”不是网址", hint)


def _rules(reader: Reader, node: Node) -> tuple[HeaderRule, ...]:
    found = []
    for item in reader.list(node, "headers"):
        words = reader.texts(item, "headers 里的一项", ("pattern", *_HEADERS))
        pattern = words.pop("pattern", "")
        if not pattern:
            hint = '例如 {pattern: "*.pdf", cache_control: max-age=86400}'
            reader.add(item, "publish-headers", "headers 里的一项要有 pattern", hint)
        for key, value in words.items():
            if not _HEADER_VALUE.fullmatch(value):
                hint = "响应头里只能用英文、数字和半角标点；中文文件名写成 filename*=UTF-8''%E7%AE%80 这样"
                reader.add(item, "publish-headers", f"{key} 的值“{value}”不能放进响应头", hint)
        found.append(HeaderRule(pattern, {key.replace("_", "-").title(): value for key, value in words.items()}))
    return tuple(found)
