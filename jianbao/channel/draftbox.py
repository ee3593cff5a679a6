"""The draft box of 公众号: pictures uploaded, a draft added. Nothing is ever sent to readers from here.

The interface is Tencent's (developers.weixin.qq.com/doc/service/api: stable_token, media/uploadimg,
material/add_material, draft/add). Credentials come from the environment alone and are never printed. What was
uploaded is remembered by its digest, and a draft that has not changed is not added twice.
Refused before anything is sent: what breaks the limits that the interface describes.
"""

import json
import os
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from jianbao import digest, files
from jianbao.channel import act, poster, raster, wechat_rules
from jianbao.channel.making import Maker
from jianbao.channel.piece import Bulletin, Piece
from jianbao.channel.wechat import Message, message, messages
from jianbao.errors import Problem, UsageError, reason
from jianbao.files.folders import Folder

API = "https://api.weixin.qq.com"
MOST = 8
"""Articles of one draft."""
_SECONDS = 30
_BOUNDARY = "jianbao-channel-boundary"
_KNOWN = "draftbox.json"
_SAID = {
    40001: "AppSecret 不对，或凭证过期：核对 JIANBAO_WEIXIN_SECRET",
    40005: "图片格式不对，只收 jpg、png",
    40007: "封面素材失效了：删去 .cache/channel/draftbox.json 再试一次",
    40009: "图片太大",
    40013: "AppID 不对：核对 JIANBAO_WEIXIN_APPID",
    40125: "AppSecret 不对：核对 JIANBAO_WEIXIN_SECRET",
    40164: "这台机器的 IP 不在公众号的白名单里：在公众号后台“基本配置”里加上",
    42001: "凭证过期了，再试一次",
    45002: "正文太长",
    45003: "标题太长",
    45004: "摘要太长",
    45009: "今天的调用次数用完了，明天再试",
    45110: "作者太长",
    45166: "正文里有公众号不收的内容",
    48001: "这个公众号没有草稿接口的权限（要认证）",
}


class Credentials(NamedTuple):
    """Of one 公众号; ``api`` is another address in tests."""

    appid: str
    secret: str
    api: str = API


class Sent(NamedTuple):
    """What came of it, and how it is told."""

    done: bool
    said: str
    media_id: str = ""


class _RefusedError(Exception):
    """The interface has answered with an error."""


def credentials(environment: Mapping[str, str] = os.environ) -> Credentials:
    """From JIANBAO_WEIXIN_APPID and JIANBAO_WEIXIN_SECRET. Raises UsageError when one is not set."""
    values = [environment.get(f"JIANBAO_WEIXIN_{name}", "").strip() for name in ("APPID", "SECRET", "API")]
    if not values[0] or not values[1]:
        raise UsageError("送草稿要先设好环境变量 JIANBAO_WEIXIN_APPID 和 JIANBAO_WEIXIN_SECRET；不要写进文件")
    api = values[2] or API
    if not api.startswith("https://") and not api.startswith("http://127.0.0.1:"):
        raise UsageError("JIANBAO_WEIXIN_API 应以 https:// 开头")
    return Credentials(values[0], values[1], api.rstrip("/"))


def send(given: Credentials, maker: Maker, asked: Piece | Bulletin) -> Sent:
    """Adds a draft of an article or an issue."""
    box = _Box(given, act.home(maker.archive.folder))
    try:
        return box.send(maker, asked)
    except _RefusedError as error:
        return Sent(False, f"草稿箱没有收下：{error}")
    finally:
        box.remember()


class _Box:
    def __init__(self, given: Credentials, folder: Path) -> None:
        self.given = given
        self.folder = folder
        self.token = ""
        self.known: dict[str, str] = {}
        data = files.read(folder / _KNOWN, _KNOWN, files.LARGEST_TEXT, folder)
        try:
            found = json.loads(b"" if isinstance(data, Problem) else data)
            self.known = {k: v for k, v in found.items() if isinstance(k, str) and isinstance(v, str)}
        except (ValueError, AttributeError):
            pass  # nothing is remembered: everything is uploaded again

    def remember(self) -> None:
        with Folder(self.folder) as folder:
            folder.write(_KNOWN, json.dumps(self.known, ensure_ascii=False, indent=1).encode())

    def send(self, maker: Maker, asked: Piece | Bulletin) -> Sent:
        plain = maker.messages(asked)
        wrong = [said for one in plain for said in _breaks(one)]
        outside = [p.path for one in plain for p in one.pictures if "://" in p.path]
        if wrong or outside:
            said = wrong or [f"图片在别的网站上：{outside[0]}"]
            return Sent(False, "没有送：" + "；".join(said))
        uploaded = {}
        for picture in (p for one in plain for p in one.pictures):
            data = raster.for_upload(maker.content / picture.path, wechat_rules.PICTURE_BYTES, maker.font)
            uploaded[picture.path] = self._picture(picture.file, data)
        if isinstance(asked, Bulletin):
            full = messages(asked, maker.look(), uploaded=uploaded)
        else:
            full = (message(asked, maker.look(), name=maker.name, uploaded=uploaded),)
        wrong = [said for one in full for said in _breaks(one)]
        if wrong or len(full) > MOST:
            return Sent(False, "没有送：" + "；".join(wrong or [f"分成了{len(full)}篇，一次最多{MOST}篇"]))
        cover = self._cover(raster.png(poster.cover(maker.poster(asked), maker.content)))
        articles = [self._article(one, cover) for one in full]
        mark = self._mark("draft", json.dumps(articles, ensure_ascii=False).encode())
        if mark in self.known:
            return Sent(True, f"草稿箱里已有这一稿，内容没有变，没有再送（{self.known[mark]}）", self.known[mark])
        body = json.dumps({"articles": articles}, ensure_ascii=False).encode()
        answer = self._call("draft/add", body, "application/json; charset=utf-8")
        media_id = self.known[mark] = str(answer["media_id"])
        return Sent(True, f"已放进草稿箱，还没有发出：到公众号后台“草稿箱”里预览、送审（{media_id}）", media_id)

    def _article(self, one: Message, cover: str) -> dict[str, Any]:
        return {
            "article_type": "news",
            "title": one.title,
            "author": one.author,
            "digest": one.digest,
            "content": one.content,
            "content_source_url": one.source_url,
            "thumb_media_id": cover,
            "need_open_comment": 0,
        }

    def _mark(self, kind: str, data: bytes) -> str:
        return f"{self.given.appid} {kind} {digest.of_bytes(data).hex()}"

    def _picture(self, name: str, data: bytes) -> str:
        mark = self._mark("picture", data)
        if mark not in self.known:
            answer = self._call("media/uploadimg", *_form(name, data))
            # Answers name http; readers come by https.
            self.known[mark] = str(answer["url"]).replace("http://mmbiz.", "https://mmbiz.", 1)
        return self.known[mark]

    def _cover(self, data: bytes) -> str:
        mark = self._mark("cover", data)
        if mark not in self.known:
            answer = self._call("material/add_material", *_form("fengmian.png", data), more="&type=image")
            self.known[mark] = str(answer["media_id"])
        return self.known[mark]

    def _call(self, name: str, body: bytes, kind: str, more: str = "") -> dict[str, Any]:
        if not self.token:
            asked = {"grant_type": "client_credential", "appid": self.given.appid, "secret": self.given.secret}
            answer = self._post("stable_token", json.dumps(asked).encode(), "application/json")
            self.token = str(answer["access_token"])
        return self._post(f"{name}?access_token={self.token}{more}", body, kind)

    def _post(self, name: str, body: bytes, kind: str) -> dict[str, Any]:
        """The answer. An address with a token in it is never shown."""
        url = f"{self.given.api}/cgi-bin/{name}"
        request = urllib.request.Request(url, body, {"Content-Type": kind})  # noqa: S310 (https, or this machine)
        try:
            with urllib.request.urlopen(request, timeout=_SECONDS) as response:  # noqa: S310 (as above)
                answer = json.loads(response.read())
        except urllib.error.HTTPError as error:
            raise _RefusedError(f"接口回答 HTTP {error.code}") from None
        except urllib.error.URLError as error:
            why = reason(error.reason) if isinstance(error.reason, OSError) else str(error.reason)
            raise _RefusedError(f"连不上 {self.given.api}：{why}") from None
        except (OSError, ValueError):
            raise _RefusedError("接口的回答读不懂，或中途断了") from None
        code = answer.get("errcode", 0) if isinstance(answer, dict) else -1
        if code:
            said = str(answer.get("errmsg", "")) if isinstance(answer, dict) else ""
            raise _RefusedError(f"{_SAID.get(code, '接口报错')}（{code} {said.partition(' rid')[0]}）")
        return dict(answer)


def _form(name: str, data: bytes) -> tuple[bytes, str]:
    """multipart/form-data (RFC 7578) with one file, ``media``."""
    kind = "image/jpeg" if data.startswith(b"\xff\xd8") else "image/png"
    named = f'Content-Disposition: form-data; name="media"; filename="{name}"'
    head = f"--{_BOUNDARY}\r\n{named}\r\nContent-Type: {kind}\r\n\r\n"
    return head.encode() + data + f"\r\n--{_BOUNDARY}--\r\n".encode(), f"multipart/form-data; boundary={_BOUNDARY}"


def _breaks(one: Message) -> list[str]:
    """The limits and rules that a message breaks; places for pictures are none of them."""
    values = {"title": one.title, "author": one.author, "digest": one.digest, "content_source_url": one.source_url}
    said = [
        limit.says for limit in wechat_rules.LIMITS if limit.code in values and not limit.within(values[limit.code])
    ]
    return said + [f"{b.rule.says}（{b.found}）" for b in wechat_rules.breaches(one.content)]
