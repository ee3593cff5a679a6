"""Object storage by boto3, mended where the providers differ from AWS.

Checksums only where required and never as aws-chunked trailers (OSS, COS, OBS and older MinIO reject
them); no Expect header (a round trip for each object); Content-MD5 on every upload and on batch
deletes. Credentials come from boto3's own chain: environment, shared files, roles.
"""

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any

from jianbao.publish.stores import Found, StoreError, turns
from jianbao.publish.stores.put import Putter, md5

THREADS = 32
"""Requests under way at once."""
_BATCH = 1000
_NAMES = {
    "Content-Type": "ContentType",
    "Cache-Control": "CacheControl",
    "Content-Encoding": "ContentEncoding",
    "Content-Disposition": "ContentDisposition",
}


@dataclass(frozen=True, slots=True)
class Profile:
    """How a provider differs."""

    name: str
    style: str
    """``virtual`` or ``path`` addressing."""
    create_header: tuple[str, str] | None
    """The header that makes a PUT create-only; None: none is known, turns.py does it."""


PROFILES = {
    "s3": Profile("AWS S3", "virtual", ("If-None-Match", "*")),
    "oss": Profile("阿里云 OSS", "virtual", ("x-oss-forbid-overwrite", "true")),
    "cos": Profile("腾讯云 COS", "virtual", ("x-cos-forbid-overwrite", "true")),
    "obs": Profile("华为云 OBS", "virtual", None),
    "minio": Profile("MinIO", "path", ("If-None-Match", "*")),
    "ceph": Profile("Ceph", "path", ("If-None-Match", "*")),
}

_EXISTS = ("PreconditionFailed", "ConditionalRequestConflict", "FileAlreadyExists", "409", "412")
_CURES = {
    "NoSuchBucket": "没有这个存储桶：核对 bucket 和 endpoint，或先建好它",
    "InvalidAccessKeyId": "访问密钥不对：核对环境变量 AWS_ACCESS_KEY_ID",
    "SignatureDoesNotMatch": "密钥不对：核对环境变量 AWS_SECRET_ACCESS_KEY",
    "RequestTimeTooSkewed": "本机时钟与服务器相差太多：先校准时间",
    "ExpiredToken": "短期密钥过期了：重新取一次，再运行会接着做",
    "InvalidToken": "短期密钥不对：核对环境变量 AWS_SESSION_TOKEN",
    "AccessDenied": "没有权限：这把密钥需要对该前缀的读、写、列举和删除权限",
    "QuotaExceeded": "存储空间已满：清理或扩容，再运行一次会接着做",
    "SlowDown": "存储太忙：稍后再运行一次，会接着做",
    "InternalError": "存储自己出了错：稍后再运行一次，会接着做",
    "PermanentRedirect": "存储桶在别的地域：核对 region 和 endpoint",
    "AuthorizationHeaderMalformed": "地域不对：核对 region",
}


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
        attempts: int = 6,
        timeout: float = 30,
        before: Callable[[Any], None] | None = None,
        after: Callable[[str], None] | None = None,
    ) -> None:
        try:
            # What boto3 is made of: itself it would load its transfer manager, half of the start of a publish.
            import botocore.handlers
            import botocore.session
            from botocore.config import Config
        except ImportError:
            raise StoreError("缺少 boto3：pip install boto3，或在项目里运行 make setup") from None
        self._profile = PROFILES[profile]
        self._bucket = bucket
        settings = Config(
            s3={"addressing_style": self._profile.style},
            signature_version="s3v4",
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            retries={"mode": "standard", "total_max_attempts": attempts},
            max_pool_connections=THREADS,
            connect_timeout=5,
            read_timeout=timeout,
            tcp_keepalive=True,
        )
        session = botocore.session.Session()
        try:
            self._client = session.create_client(
                "s3", endpoint_url=endpoint or None, region_name=_region(region, endpoint, session), config=settings
            )
        except Exception as error:  # noqa: BLE001 (botocore raises many kinds for a bad endpoint)
            raise StoreError(f"不能连接 {endpoint}：{error}；核对 config.yaml 里的 endpoint") from None
        events = self._client.meta.events
        events.unregister("before-call.s3", botocore.handlers.add_expect_header)
        events.register("before-sign.s3.DeleteObjects", _content_md5)
        events.register("before-sign.s3.PutObject", self._create_only)
        self._creating = threading.local()
        self._putter: Putter | None = None
        self._session, self._hooks, self._timeout = session, (before, after), timeout
        self._lock = threading.Lock()
        if before:
            events.register("before-send.s3", _told(before))
        if after:
            events.register("after-call.s3", _told_after(after))

    def list(self, prefix: str) -> Iterator[Found]:
        """By ListObjectsV2, a thousand at a time."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix)
        iterator = iter(pages)
        while True:
            page = self._call(lambda: next(iterator, None))
            if page is None:
                return
            yield from map(found, page.get("Contents", ()))

    def get(self, key: str) -> bytes | None:
        """By GetObject."""
        from botocore.exceptions import IncompleteReadError, ReadTimeoutError, ResponseStreamingError

        def read() -> Any:
            return self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read()

        def patiently() -> Any:
            # boto3 asks again when the head of an answer is lost, not when its body is.
            for _ in range(2):
                try:
                    return read()
                except (IncompleteReadError, ResponseStreamingError, ReadTimeoutError):
                    continue
            return read()

        data: bytes | None = self._call(patiently, missing=("NoSuchKey", "404"))
        return data

    def age(self, key: str) -> timedelta | None:
        """By HeadObject: when it was written, and the date of the answer."""
        answer = self._call(lambda: self._client.head_object(Bucket=self._bucket, Key=key), missing=("404",))
        if answer is None:
            return None
        date = answer["ResponseMetadata"]["HTTPHeaders"].get("date")
        now = parsedate_to_datetime(date) if date else datetime.now(UTC)
        written: datetime = answer["LastModified"]
        return now - written

    def put(self, key: str, data: bytes, headers: Mapping[str, str]) -> None:
        """By PutObject, its bytes checked by the server."""
        putter = self._quick()
        if not (putter.usable and putter.put(key, data, headers)):
            self._put(key, data, headers)

    def _put(self, key: str, data: bytes, headers: Mapping[str, str], missing: tuple[str, ...] = ()) -> Any:
        named = {_NAMES[name]: value for name, value in headers.items()}
        return self._call(
            lambda: self._client.put_object(Bucket=self._bucket, Key=key, Body=data, ContentMD5=md5(data), **named),
            missing,
        )

    def _quick(self) -> Putter:
        with self._lock:
            if self._putter is None:
                self._putter = self._call(self._made)
            return self._putter

    def _made(self) -> Putter:
        from botocore.httpsession import get_cert_path

        # boto3 knows which address the style, the region and the bucket's name lead to.
        url = self._client.generate_presigned_url("put_object", {"Bucket": self._bucket, "Key": "x"})
        base = url.partition("?")[0].removesuffix("x")
        authority = os.environ.get("AWS_CA_BUNDLE") or get_cert_path(True)
        region = self._client.meta.region_name
        return Putter(base, region, self._session.get_credentials(), authority, self._timeout, *self._hooks)

    def create(self, key: str, data: bytes) -> bool:
        """By PutObject with the provider's create-only header, then by reading back what stands there."""
        headers = {"Content-Type": "application/json", "Cache-Control": "no-store"}
        if self._profile.create_header is None:
            return turns.create(self, key, data, headers)
        self._creating.now = True
        try:
            made = self._put(key, data, headers, missing=_EXISTS)
        finally:
            self._creating.now = False
        if made is not None:
            return True
        # Ours after all, when the reply to an earlier attempt was lost.
        return self.get(key) == data

    def _create_only(self, request: Any, **_: Any) -> None:
        if getattr(self._creating, "now", False) and self._profile.create_header:
            name, value = self._profile.create_header
            request.headers[name] = value

    def copy(self, source: str, key: str) -> bool:
        """By CopyObject, headers included."""
        copied = self._call(
            lambda: self._client.copy_object(
                Bucket=self._bucket,
                Key=key,
                CopySource={"Bucket": self._bucket, "Key": source},
                MetadataDirective="COPY",
            ),
            missing=("NoSuchKey", "404"),
        )
        return copied is not None

    def delete(self, keys: Iterable[str]) -> None:
        """By DeleteObjects, a thousand at a time."""
        wanted = list(keys)
        for at in range(0, len(wanted), _BATCH):
            batch = {"Objects": [{"Key": key} for key in wanted[at : at + _BATCH]], "Quiet": True}
            answer = self._call(partial(self._client.delete_objects, Bucket=self._bucket, Delete=batch))
            errors = (answer or {}).get("Errors")
            if errors:
                raise StoreError(
                    f"有 {len(errors)} 个文件没有删掉，例如 {errors[0]['Key']}：{errors[0].get('Message', '')}"
                )

    def _call(self, request: Callable[[], Any], missing: tuple[str, ...] = ()) -> Any:
        """The answer; None when the error is one of ``missing``; every other error in Chinese."""
        from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

        try:
            return request()
        except NoCredentialsError:
            raise StoreError("没有找到密钥：设置环境变量 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY") from None
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code", "")
            status = str(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", ""))
            if code in missing or status in missing:
                return None
            cure = _CURES.get(code) or f"{error.response.get('Error', {}).get('Message', '')}；稍后再运行一次，会接着做"
            raise StoreError(f"{self._profile.name} 拒绝了请求（{code or status}）：{cure}") from None
        except BotoCoreError as error:
            raise StoreError(
                f"连不上 {self._profile.name}：{type(error).__name__}；检查网络和 endpoint，再运行一次会接着做"
            ) from None


def found(item: Mapping[str, Any]) -> Found:
    """An object of a listing. OSS writes its MD5 in capitals; a digest of parts is none."""
    md5 = item["ETag"].strip('"').lower()
    return Found(item["Key"], md5 if len(md5) == 32 else "", item["LastModified"])


def _region(region: str, endpoint: str, session: Any) -> str:
    """What is configured; for AWS itself also what its own tools go by. Others take any name."""
    if not (region or endpoint):
        region = os.environ.get("AWS_REGION") or session.get_config_variable("region") or ""
    return region or "us-east-1"


def _told(before: Callable[[Any], None]) -> Callable[..., None]:
    def tell(request: Any, **_: Any) -> None:
        before(request)

    return tell


def _told_after(after: Callable[[str], None]) -> Callable[..., None]:
    def tell(model: Any, **_: Any) -> None:
        after(model.name)

    return tell


def _content_md5(request: Any, **_: Any) -> None:
    body = request.body if isinstance(request.body, bytes) else request.body.encode()
    request.headers["Content-MD5"] = md5(body)
