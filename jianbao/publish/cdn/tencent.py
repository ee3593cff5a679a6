"""Tencent Cloud CDN: PurgeUrlsCache (version 2018-06-06), signed by TC3-HMAC-SHA256 ("签名方法 v3")."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from jianbao.publish.cdn import Verdict
from jianbao.publish.stores.signature import Keys
from jianbao.publish.stores.wire import Answer

_AGAIN = ("RequestLimitExceeded", "InternalError", "InternalError.SystemError", "ResourceUnavailable")
_FULL = ("LimitExceeded.CdnPurgeUrlExceedDayLimit", "LimitExceeded.CdnPurgeExceedDayLimit")
_CURES = {
    "LimitExceeded": "今天的刷新条数用完了，明天的发布会接着刷新（额度可在控制台申请提高）",
    "AuthFailure.SignatureFailure": "密钥不对：核对环境变量 AWS_SECRET_ACCESS_KEY",
    "AuthFailure.SecretIdNotFound": "访问密钥不对：核对环境变量 AWS_ACCESS_KEY_ID",
    "AuthFailure.SignatureExpire": "本机时钟不准：先校准时间",
    "AuthFailure.UnauthorizedOperation": "这把密钥没有刷新的权限：给它 cdn:PurgeUrlsCache",
    "UnauthorizedOperation": "这把密钥没有刷新的权限：给它 cdn:PurgeUrlsCache",
    "ResourceNotFound.CdnHostNotExists": "这个域名不是您账号下的加速域名：核对 config.yaml 的 site.url",
}


class Tencent:
    """The interface of Tencent's CDN."""

    name = "腾讯云 CDN"

    def __init__(self, keys: Callable[[], Keys], endpoint: str = "") -> None:
        self.origin = endpoint or "https://cdn.tencentcloudapi.com"
        self._keys = keys

    def request(self, addresses: Sequence[str]) -> tuple[str, str, Callable[[], Mapping[str, str]], bytes]:
        """One POST of JSON."""
        body = json.dumps({"Urls": list(addresses)}).encode()
        host = urlsplit(self.origin).netloc

        def headers() -> Mapping[str, str]:
            base = {
                "host": host,
                "content-type": "application/json; charset=utf-8",
                "x-tc-action": "PurgeUrlsCache",
                "x-tc-version": "2018-06-06",
            }
            return signed(self._keys(), "cdn", base, body, int(time.time()))

        return "POST", "/", headers, body

    def verdict(self, answer: Answer) -> Verdict:
        """Every answer is a 200; an error stands in it."""
        try:
            error = json.loads(answer.body)["Response"].get("Error")
        except (ValueError, KeyError, AttributeError, TypeError):
            return Verdict(done=False, again=answer.status >= 500, why=f"答复读不懂（{answer.status}）")
        if not error:
            return Verdict(done=True)
        code, message = str(error.get("Code", "")), str(error.get("Message", ""))
        cure = _CURES.get(code) or _CURES.get(code.partition(".")[0]) or message
        return Verdict(done=False, again=code in _AGAIN, full=code in _FULL, why=f"{code}：{cure}")


def signed(keys: Keys, service: str, headers: Mapping[str, str], body: bytes, moment: int) -> dict[str, str]:
    """The headers with those of the signature; signed are content-type, host and, where given, x-tc-action."""
    names = sorted(name for name in headers if name in ("content-type", "host", "x-tc-action"))
    listed = ";".join(names)
    lines = "".join(f"{name}:{headers[name].strip().lower()}\n" for name in names)
    text = f"POST\n/\n\n{lines}\n{listed}\n{hashlib.sha256(body).hexdigest()}"
    day = f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%d}"
    scope = f"{day}/{service}/tc3_request"
    to_sign = f"TC3-HMAC-SHA256\n{moment}\n{scope}\n{hashlib.sha256(text.encode()).hexdigest()}"
    key = f"TC3{keys.secret}".encode()
    for part in (day, service, "tc3_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, to_sign.encode(), "sha256").hex()
    found = {**headers, "x-tc-timestamp": str(moment)}
    if keys.token:
        found["x-tc-token"] = keys.token
    found["authorization"] = (
        f"TC3-HMAC-SHA256 Credential={keys.access}/{scope}, SignedHeaders={listed}, Signature={signature}"
    )
    return found
