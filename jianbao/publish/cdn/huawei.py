"""Huawei Cloud CDN: POST /v1.0/cdn/content/refresh-tasks, signed by SDK-HMAC-SHA256 ("API Request Signing Guide")."""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

from jianbao.publish.cdn import Verdict
from jianbao.publish.stores.signature import Keys
from jianbao.publish.stores.wire import Answer

_PATH = "/v1.0/cdn/content/refresh-tasks"
_CURES = {
    "CDN.0103": "今天的刷新条数用完了，明天的发布会接着刷新",
    "APIGW.0301": "密钥不对或本机时钟不准：核对环境变量 AWS_ACCESS_KEY_ID、AWS_SECRET_ACCESS_KEY",
    "APIGW.0302": "这把密钥没有刷新的权限：给它 CDN RefreshAndPreheatAccess",
}


class Huawei:
    """The interface of Huawei's CDN."""

    name = "华为云 CDN"

    def __init__(self, keys: Callable[[], Keys], endpoint: str = "") -> None:
        self.origin = endpoint or "https://cdn.myhuaweicloud.com"
        self._keys = keys

    def request(self, addresses: Sequence[str]) -> tuple[str, str, Callable[[], Mapping[str, str]], bytes]:
        """One POST of JSON."""
        body = json.dumps({"refresh_task": {"type": "file", "urls": list(addresses)}}).encode()
        host = urlsplit(self.origin).netloc

        def headers() -> Mapping[str, str]:
            base = {"host": host, "content-type": "application/json"}
            return signed(self._keys(), "POST", _PATH, {}, base, body, datetime.now(UTC))

        return "POST", _PATH, headers, body

    def verdict(self, answer: Answer) -> Verdict:
        """By status, and by the code of an error."""
        if answer.status in (200, 201):
            return Verdict(done=True)
        code, message = _told(answer.body)
        full = code == "CDN.0103" or "quota" in message.lower()
        cure = _CURES["CDN.0103"] if full else _CURES.get(code) or message or str(answer.status)
        return Verdict(done=False, again=answer.status in (429, 500, 502, 503), full=full, why=f"{code}：{cure}")


def signed(
    keys: Keys,
    method: str,
    path: str,
    query: Mapping[str, str],
    headers: Mapping[str, str],
    body: bytes,
    moment: datetime,
) -> dict[str, str]:
    """The headers with those of the signature. A path is signed with a slash at its end."""
    stamp = f"{moment:%Y%m%dT%H%M%SZ}"
    found = {**headers, "x-sdk-date": stamp}
    if keys.token:
        found["x-security-token"] = keys.token
    names = sorted(found)
    listed = ";".join(names)
    lines = "".join(f"{name}:{found[name].strip()}\n" for name in names)
    asked = "&".join(f"{quote(k, safe='-_.~')}={quote(v, safe='-_.~')}" for k, v in sorted(query.items()))
    ended = path if path.endswith("/") else f"{path}/"
    text = f"{method}\n{ended}\n{asked}\n{lines}\n{listed}\n{hashlib.sha256(body).hexdigest()}"
    to_sign = f"SDK-HMAC-SHA256\n{stamp}\n{hashlib.sha256(text.encode()).hexdigest()}"
    signature = hmac.digest(keys.secret.encode(), to_sign.encode(), "sha256").hex()
    found["authorization"] = f"SDK-HMAC-SHA256 Access={keys.access}, SignedHeaders={listed}, Signature={signature}"
    return found


def _told(body: bytes) -> tuple[str, str]:
    try:
        value = json.loads(body)
        error = value.get("error", value)
        return str(error.get("error_code", "")), str(error.get("error_msg", ""))
    except (ValueError, AttributeError):
        return "", ""
