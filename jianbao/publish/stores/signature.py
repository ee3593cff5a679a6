"""AWS Signature Version 4 for S3, single chunk, payload signed; and where the keys come from.

Held to the examples that AWS documents ("Authenticating Requests: Using the Authorization Header"). Keys are looked
for in the environment; everything else that AWS's own tools know (profiles, roles, single sign-on, OIDC) is asked
of botocore.
"""

import hashlib
import hmac
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import quote

from jianbao.publish.stores import StoreError

_UNSIGNED = ("cache-control", "content-length", "content-encoding", "content-disposition", "user-agent")


class Keys(NamedTuple):
    """An access key; ``token`` is "" for one that does not expire."""

    access: str
    secret: str
    token: str


class Signer:
    """Signs for one region and service. ``keys`` is asked each time: they may expire."""

    def __init__(self, keys: Callable[[], Keys], region: str, service: str = "s3") -> None:
        self._keys, self._region, self._service = keys, region, service
        self._made: tuple[tuple[str, str], bytes] = (("", ""), b"")

    def signed(
        self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], payload: str, now: datetime
    ) -> dict[str, str]:
        """The headers with those of the signature. ``path`` is escaped, ``payload`` the body's SHA-256."""
        keys = self._keys()
        stamp = f"{now:%Y%m%dT%H%M%SZ}"
        found = {name.lower(): value for name, value in headers.items()}
        found["x-amz-content-sha256"], found["x-amz-date"] = payload, stamp
        if keys.token:
            found["x-amz-security-token"] = keys.token
        names = sorted(name for name in found if name not in _UNSIGNED)
        listed = ";".join(names)
        lines = "".join(f"{name}:{found[name].strip()}\n" for name in names)
        asked = f"{method}\n{path}\n{canonical(query)}\n{lines}\n{listed}\n{payload}"
        scope = f"{stamp[:8]}/{self._region}/{self._service}/aws4_request"
        text = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{hashlib.sha256(asked.encode()).hexdigest()}"
        signature = hmac.digest(self._key(stamp[:8], keys.secret), text.encode(), "sha256").hex()
        found["authorization"] = (
            f"AWS4-HMAC-SHA256 Credential={keys.access}/{scope},SignedHeaders={listed},Signature={signature}"
        )
        return found

    def _key(self, day: str, secret: str) -> bytes:
        made, key = self._made
        if made != (day, secret):
            key = f"AWS4{secret}".encode()
            for part in (day, self._region, self._service, "aws4_request"):
                key = hmac.digest(key, part.encode(), "sha256")
            self._made = ((day, secret), key)
        return key


def canonical(query: Mapping[str, str]) -> str:
    """A query as it is signed and sent: sorted, everything escaped that may be."""
    return "&".join(f"{quote(name, safe='-_.~')}={quote(query[name], safe='-_.~')}" for name in sorted(query))


def now() -> datetime:
    """The moment that a signature names."""
    return datetime.now(UTC)


def keys() -> Callable[[], Keys]:
    """Where keys come from. Raises StoreError when there are none."""
    access, secret = os.environ.get("AWS_ACCESS_KEY_ID"), os.environ.get("AWS_SECRET_ACCESS_KEY")
    if access and secret:
        given = Keys(access, secret, os.environ.get("AWS_SESSION_TOKEN", ""))
        return lambda: given
    return _chain()


def _chain() -> Callable[[], Keys]:
    lack = "没有找到密钥：设置环境变量 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY"
    try:
        import botocore.session
        from botocore.exceptions import BotoCoreError
    except ImportError:
        raise StoreError(f"{lack}；要用 ~/.aws 里的密钥或云主机的角色，先安装 botocore") from None
    try:
        found = botocore.session.Session().get_credentials()
    except BotoCoreError as error:
        raise StoreError(f"取不到密钥：{error}") from None
    if found is None:
        raise StoreError(lack)

    def ask() -> Keys:
        try:
            frozen = found.get_frozen_credentials()
        except BotoCoreError as error:
            raise StoreError(f"取不到密钥：{error}；重新登录，再运行会接着做") from None
        return Keys(frozen.access_key, frozen.secret_key, frozen.token or "")

    return ask
