"""Object storage by its REST interface, as plainly as it can be asked: what OSS, COS, OBS and old MinIO refuse is not
used (aws-chunked trailers, Expect, checksums other than Content-MD5 and the signed SHA-256).

Every request goes out by wire.py, is signed by signature.py, and is checked by the server: an upload by its digests, a
copy and a batch of deletes by the answer's body, which may tell of an error behind a 200.
"""

import base64
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote, unquote, urlsplit
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from jianbao.publish.stores import Found, StoreError, md5, refusals, signature, turns
from jianbao.publish.stores.fence import Fence
from jianbao.publish.stores.providers import PROFILES
from jianbao.publish.stores.wire import Answer, Wire

_BATCH = 1000
_MOST_CONFLICTS = 5


class S3Store:
    """A bucket.

    ``before`` is given every request as it goes over the wire (method, url, headers), ``after`` the name
    of every operation that was answered: for tests that look, count and kill.
    """

    def __init__(
        self,
        profile: str,
        bucket: str,
        endpoint: str,
        region: str,
        *,
        style: str = "",
        fence: Fence | None = None,
        attempts: int = 6,
        timeout: float = 30,
        before: Callable[[Any], None] | None = None,
        after: Callable[[str], None] | None = None,
    ) -> None:
        self._profile, self._bucket = PROFILES[profile], bucket
        region = region or _region(endpoint)
        origin, self._root = base_address(endpoint, bucket, region, style or self._profile.style)
        self.fence = fence or Fence()
        self.region = region
        self._signer = signature.Signer(signature.keys(), region)
        self._wire = Wire(
            origin,
            self.fence,
            name=self._profile.name,
            attempts=attempts,
            timeout=timeout,
            before=before,
            after=after,
        )

    def list(self, prefix: str) -> Iterator[Found]:
        """By ListObjectsV2, a thousand at a time."""
        query = {"list-type": "2", "prefix": prefix, "encoding-type": "url"}
        while True:
            page = _xml(self._done(self._ask("GET", "", query=query, told="ListObjectsV2")).body)
            for item in page.iter("Contents"):
                yield found({child.tag: child.text or "" for child in item})
            token = page.findtext("NextContinuationToken")
            if page.findtext("IsTruncated") != "true" or not token:
                return
            query["continuation-token"] = token

    def get(self, key: str) -> bytes | None:
        """By GetObject."""
        answer = self._ask("GET", key, told="GetObject")
        return None if refusals.missing(answer) else self._done(answer).body

    def age(self, key: str) -> timedelta | None:
        """By HeadObject: when it was written, and the date of the answer."""
        answer = self._ask("HEAD", key, told="HeadObject")
        if answer.status == 404:
            return None
        told = self._done(answer).headers
        now = parsedate_to_datetime(told["date"]) if "date" in told else datetime.now(UTC)
        return now - parsedate_to_datetime(told["last-modified"])

    def put(self, key: str, data: bytes, headers: Mapping[str, str]) -> None:
        """By PutObject, its bytes checked by the server."""
        self._done(self._put(key, data, headers))

    def create(self, key: str, data: bytes) -> bool:
        """By PutObject with the provider's create-only header, then by reading back what stands there."""
        headers = {"Content-Type": "application/json", "Cache-Control": "no-store"}
        if self._profile.create_header is None:
            return turns.create(self, key, data, headers)
        name, value = self._profile.create_header
        for _ in range(_MOST_CONFLICTS):
            answer = self._put(key, data, {**headers, name: value})
            if not refusals.exists(answer):
                self._done(answer)
                return True
            # Ours after all, when the reply to an earlier attempt was lost.
            stands = self.get(key)
            if stands is not None:
                return stands == data
            # Somebody else's attempt was under way at the same time, and came to nothing.
        raise refusals.error(self._profile.name, answer)

    def copy(self, source: str, key: str) -> bool:
        """By CopyObject, headers included."""
        where = quote(f"/{self._bucket}/{source}", safe="/~")
        headers = {"x-amz-copy-source": where, "x-amz-metadata-directive": "COPY"}
        answer = self._ask("PUT", key, headers=headers, told="CopyObject")
        if refusals.missing(answer):
            return False
        if b"<Error>" in self._done(answer).body:  # said after the 200 was
            raise refusals.error(self._profile.name, answer)
        return True

    def delete(self, keys: Iterable[str]) -> None:
        """By DeleteObjects, a thousand at a time."""
        wanted = list(keys)
        for at in range(0, len(wanted), _BATCH):
            lines = "".join(f"<Object><Key>{escape(key)}</Key></Object>" for key in wanted[at : at + _BATCH])
            body = f"<Delete><Quiet>true</Quiet>{lines}</Delete>".encode()
            headers = {"Content-Type": "application/xml", "Content-MD5": content_md5(body)}
            answer = self._done(self._ask("POST", "", body, headers, {"delete": ""}, told="DeleteObjects"))
            errors = list(_xml(answer.body).iter("Error")) if answer.body.strip() else []
            if errors:
                code, key = errors[0].findtext("Code") or "", errors[0].findtext("Key")
                why = refusals.cure(code) or errors[0].findtext("Message") or code
                raise StoreError(f"有 {len(errors)} 个文件没有删掉，例如 {key}：{why}")

    def versioning(self) -> str:
        """By GetBucketVersioning; ``Unknown`` where the key may not ask, or the store does not know the question."""
        answer = self._ask("GET", "", query={"versioning": ""}, told="GetBucketVersioning")
        return (_xml(answer.body).findtext("Status") or "") if answer.status == 200 else "Unknown"

    def versions(self, prefix: str) -> Iterator[tuple[str, str]]:
        """(key, version) of every version that is not the current one, deletion marks included."""
        query = {"versions": "", "prefix": prefix, "encoding-type": "url"}
        while True:
            page = _xml(self._done(self._ask("GET", "", query=query, told="ListObjectVersions")).body)
            for item in (*page.iter("Version"), *page.iter("DeleteMarker")):
                if item.tag == "DeleteMarker" or item.findtext("IsLatest") != "true":
                    yield unquote(item.findtext("Key") or ""), item.findtext("VersionId") or ""
            if page.findtext("IsTruncated") != "true":
                return
            query["key-marker"] = unquote(page.findtext("NextKeyMarker") or "")
            query["version-id-marker"] = page.findtext("NextVersionIdMarker") or ""

    def erase(self, key: str, version: str) -> None:
        """Deletes one version for good."""
        self._done(self._ask("DELETE", key, query={"versionId": version}, told="DeleteObject"))

    def _put(self, key: str, data: bytes, headers: Mapping[str, str]) -> Answer:
        told = {**headers, "Content-MD5": content_md5(data)}
        mark = md5(data)

        def stands() -> bool:
            there = self._ask("HEAD", key, told="HeadObject")
            return there.status == 200 and there.headers.get("etag", "").strip('"').lower() == mark

        return self._ask("PUT", key, data, told, told="PutObject", stands=stands)

    def _ask(
        self,
        method: str,
        key: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        *,
        told: str,
        stands: Callable[[], bool] | None = None,
    ) -> Answer:
        path, asked = self._root + quote(key, safe="/~"), query or {}
        if not key and self._root != "/":
            path = self._root.rstrip("/")
        payload = hashlib.sha256(body).hexdigest()
        base = {"host": self._wire.host, **(headers or {})}

        def signed() -> dict[str, str]:
            return self._signer.signed(method, path, asked, base, payload, signature.now())

        target = f"{path}?{signature.canonical(asked)}" if asked else path
        return self._wire.ask(method, target, signed, body, told=told, stands=stands)

    def _done(self, answer: Answer) -> Answer:
        """The answer, if it is a good one. Raises StoreError."""
        if answer.status >= 300:
            raise refusals.error(self._profile.name, answer)
        return answer


def found(item: Mapping[str, str]) -> Found:
    """An object of a listing. OSS writes its MD5 in capitals; a digest of parts is none."""
    tag = item["ETag"].strip('"').lower()
    when = datetime.fromisoformat(item["LastModified"])
    return Found(unquote(item["Key"]), tag if len(tag) == 32 else "", when)


def content_md5(data: bytes) -> str:
    """The header's value."""
    return base64.b64encode(bytes.fromhex(md5(data))).decode()


def _xml(body: bytes) -> ElementTree.Element:
    """A document of the store's, without its name space. Raises StoreError."""
    try:
        root = ElementTree.fromstring(body)  # noqa: S314 (expat bounds what entities may become)
    except ElementTree.ParseError:
        raise StoreError("存储的答复读不懂：核对 endpoint，它多半不是对象存储的地址") from None
    for item in root.iter():
        item.tag = item.tag.rpartition("}")[2]
    return root


def _region(endpoint: str) -> str:
    """For AWS itself what its own tools go by. Others take any name."""
    if not endpoint:
        return os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or _configured() or "us-east-1"
    return "us-east-1"


def _configured() -> str:
    """The region of ~/.aws/config, where botocore is there to read it."""
    try:
        import botocore.session
    except ImportError:
        return ""
    return botocore.session.Session().get_config_variable("region") or ""


def base_address(endpoint: str, bucket: str, region: str, style: str) -> tuple[str, str]:
    """(origin, path that keys are appended to). ``style``: the bucket's name stands in the host's name
    (``virtual``), in the path (``path``), or nowhere (``cname``: the endpoint is a domain bound to the bucket)."""
    if not endpoint:
        china = ".cn" if region.startswith("cn-") else ""
        endpoint = f"https://s3.{region}.amazonaws.com{china}"
    parts = urlsplit(endpoint)
    if style == "cname":
        return f"{parts.scheme}://{parts.netloc}", "/"
    if style == "virtual" and not ("." in bucket and parts.scheme == "https"):
        # A certificate for *.example.org does not cover a bucket whose name has dots.
        host = parts.netloc if parts.netloc.startswith(f"{bucket}.") else f"{bucket}.{parts.netloc}"
        return f"{parts.scheme}://{host}", "/"
    return f"{parts.scheme}://{parts.netloc}", f"/{quote(bucket)}/"
