"""Aliyun CDN: RefreshObjectCaches (version 2018-05-10), signed by ACS3-HMAC-SHA256 ("V3版本请求体&签名机制")."""

import hashlib
import hmac
import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

from jianbao.publish.cdn import Verdict
from jianbao.publish.stores.signature import Keys
from jianbao.publish.stores.wire import Answer

_AGAIN = ("Throttling", "Throttling.User", "Throttling.Api", "ServiceBusy", "ServiceUnavailable", "InternalError")
_CURES = {
    "QuotaExceeded.Refresh": "今天的刷新条数用完了，明天的发布会接着刷新（额度可在控制台“配额管理”里申请提高）",
    "SignatureDoesNotMatch": "密钥不对：核对环境变量 AWS_SECRET_ACCESS_KEY",
    "InvalidAccessKeyId.NotFound": "访问密钥不对：核对环境变量 AWS_ACCESS_KEY_ID",
    "Forbidden.RAM": "这把密钥没有刷新的权限：给它 cdn:RefreshObjectCaches",
    "NoPermission": "这把密钥没有刷新的权限：给它 cdn:RefreshObjectCaches",
    "InvalidDomain.NotFound": "这个域名不是您账号下的加速域名：核对 config.yaml 的 site.url",
    "InvalidDomain.Offline": "这个域名的加速已经停用：到 CDN 控制台启用",
}


class Aliyun:
    """The interface of Aliyun's CDN."""

    name = "阿里云 CDN"

    def __init__(self, keys: Callable[[], Keys], endpoint: str = "") -> None:
        self.origin = endpoint or "https://cdn.aliyuncs.com"
        self._keys = keys

    def request(self, addresses: Sequence[str]) -> tuple[str, str, Callable[[], Mapping[str, str]], bytes]:
        """One POST; its parameters stand in the form that is the body."""
        body = f"ObjectPath={quote(chr(10).join(addresses), safe='-_.~')}&ObjectType=File".encode()
        host = urlsplit(self.origin).netloc

        def headers() -> Mapping[str, str]:
            base = {
                "host": host,
                "x-acs-action": "RefreshObjectCaches",
                "x-acs-version": "2018-05-10",
                "x-acs-date": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
                "x-acs-signature-nonce": uuid.uuid4().hex,
                "content-type": "application/x-www-form-urlencoded",
            }
            return signed(self._keys(), "POST", "/", {}, base, body)

        return "POST", "/", headers, body

    def verdict(self, answer: Answer) -> Verdict:
        """By the code in the answer."""
        if answer.status == 200:
            return Verdict(done=True)
        code, message = _told(answer.body)
        cure = _CURES.get(code) or _CURES.get(code.partition(".")[0]) or message or str(answer.status)
        again = code in _AGAIN or answer.status >= 500
        return Verdict(done=False, again=again, full=code == "QuotaExceeded.Refresh", why=f"{code}：{cure}")


def signed(
    keys: Keys, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes
) -> dict[str, str]:
    """The headers with those of the signature."""
    payload = hashlib.sha256(body).hexdigest()
    found = {**headers, "x-acs-content-sha256": payload}
    if keys.token:
        found["x-acs-security-token"] = keys.token
    names = sorted(name for name in found if name.startswith("x-acs-") or name in ("host", "content-type"))
    listed = ";".join(names)
    asked = "&".join(f"{quote(k, safe='-_.~')}={quote(v, safe='-_.~')}" for k, v in sorted(query.items()))
    lines = "".join(f"{name}:{found[name].strip()}\n" for name in names)
    text = f"{method}\n{path}\n{asked}\n{lines}\n{listed}\n{payload}"
    to_sign = f"ACS3-HMAC-SHA256\n{hashlib.sha256(text.encode()).hexdigest()}"
    signature = hmac.digest(keys.secret.encode(), to_sign.encode(), "sha256").hex()
    found["authorization"] = f"ACS3-HMAC-SHA256 Credential={keys.access},SignedHeaders={listed},Signature={signature}"
    return found


def _told(body: bytes) -> tuple[str, str]:
    try:
        value = json.loads(body)
        return str(value.get("Code", "")), str(value.get("Message", ""))
    except (ValueError, AttributeError):
        return "", ""
