"""Object storage by boto3, mended where the providers differ from AWS.

Checksums only where required and never as aws-chunked trailers (OSS, COS, OBS and older MinIO reject
them); no Expect header (a round trip for each object); Content-MD5 on every upload and on batch
deletes. Credentials come from boto3's own chain: environment, shared files, roles.
"""

import base64
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any

from jianbao.store import Found, Got, StoreError

THREADS = 32
"""Requests under way at once."""
_BATCH = 1000
_NAMES = {
    "Content-Type": "ContentType",
    "Cache-Control": "CacheControl",
    "Content-Encoding": "ContentEncoding",
    "Content-Disposition": "ContentDisposition",
    "Content-Language": "ContentLanguage",
}


@dataclass(frozen=True, slots=True)
class Profile:
    """How a provider differs."""

    name: str
    style: str
    """``virtual`` or ``path`` addressing."""
    create_header: tuple[str, str]
    """The header that makes a PUT create-only."""


PROFILES = {
    "s3": Profile("AWS S3", "virtual", ("If-None-Match", "*")),
    "oss": Profile("阿里云 OSS", "virtual", ("x-oss-forbid-overwrite", "true")),
    "cos": Profile("腾讯云 COS", "virtual", ("x-cos-forbid-overwrite", "true")),
    "obs": Profile("华为云 OBS", "virtual", ("If-None-Match", "*")),
    "minio": Profile("MinIO", "path", ("If-None-Match", "*")),
    "ceph": Profile("Ceph", "path", ("If-None-Match", "*")),
}

_CURES = {
    "NoSuchBucket": "没有这个存储桶：核对 bucket 和 endpoint，或先建好它",
    "InvalidAccessKeyId": "访问密钥不对：核对环境变量 AWS_ACCESS_KEY_ID",
    "SignatureDoesNotMatch": "密钥不对：核对环境变量 AWS_SECRET_ACCESS_KEY",
    "RequestTimeTooSkewed": "本机时钟与服务器相差太多：先校准时间",
    "AccessDenied": "没有权限：这把密钥需要对该前缀的读、写、列举和删除权限",
    "QuotaExceeded": "存储空间已满",
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
        before: Callable[[Any], None] | None = None,
        after: Callable[[str], None] | None = None,
    ) -> None:
        try:
            import boto3
            import botocore.handlers
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
            retries={"mode": "standard", "total_max_attempts": 6},
            max_pool_connections=THREADS,
            connect_timeout=5,
            read_timeout=30,
            tcp_keepalive=True,
        )
        try:
            self._client = boto3.session.Session().client(
                "s3", endpoint_url=endpoint or None, region_name=region or "us-east-1", config=settings
            )
        except Exception as error:  # noqa: BLE001 (botocore raises many kinds for a bad endpoint)
            raise StoreError(f"不能连接 {endpoint}：{error}") from None
        events = self._client.meta.events
        events.unregister("before-call.s3", botocore.handlers.add_expect_header)
        events.register("before-sign.s3.DeleteObjects", _content_md5)
        name, value = self._profile.create_header

        def create_only(request: Any, **_: Any) -> None:
            if request.headers.get("x-amz-meta-create"):
                request.headers[name] = value

        events.register("before-sign.s3.PutObject", create_only)
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
            for item in page.get("Contents", ()):
                md5 = item["ETag"].strip('"')
                yield Found(item["Key"], item["Size"], md5 if len(md5) == 32 else "", item["LastModified"])

    def get(self, key: str) -> Got | None:
        """By GetObject."""

        def read() -> Got | None:
            answer = self._client.get_object(Bucket=self._bucket, Key=key)
            headers = answer["ResponseMetadata"]["HTTPHeaders"]
            now = parsedate_to_datetime(headers["date"]) if "date" in headers else datetime.now(UTC)
            return Got(answer["Body"].read(), answer["LastModified"], now)

        found: Got | None = self._call(read, missing=("NoSuchKey", "404"))
        return found

    def put(self, key: str, data: bytes, headers: Mapping[str, str]) -> None:
        """By PutObject, its bytes checked by the server."""
        named = {_NAMES[name]: value for name, value in headers.items()}
        self._call(
            lambda: self._client.put_object(Bucket=self._bucket, Key=key, Body=data, ContentMD5=_md5(data), **named)
        )

    def create(self, key: str, data: bytes) -> bool:
        """By PutObject with the provider's create-only header, then by reading back what stands there."""
        made = self._call(
            lambda: self._client.put_object(
                Bucket=self._bucket,
                Key=key,
                Body=data,
                ContentMD5=_md5(data),
                ContentType="application/json",
                CacheControl="no-store",
                Metadata={"create": "1"},
            ),
            missing=("PreconditionFailed", "ConditionalRequestConflict", "FileAlreadyExists", "409", "412"),
        )
        if made is not None:
            return True
        # Ours after all, when the reply to an earlier attempt was lost.
        stands = self.get(key)
        return stands is not None and stands.data == data

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
            cure = _CURES.get(code) or error.response.get("Error", {}).get("Message", "")
            raise StoreError(f"{self._profile.name} 拒绝了请求（{code or status}）：{cure}") from None
        except BotoCoreError as error:
            raise StoreError(
                f"连不上 {self._profile.name}：{type(error).__name__}；检查网络和 endpoint，再运行一次会接着做"
            ) from None


def _told(before: Callable[[Any], None]) -> Callable[..., None]:
    def tell(request: Any, **_: Any) -> None:
        before(request)

    return tell


def _told_after(after: Callable[[str], None]) -> Callable[..., None]:
    def tell(model: Any, **_: Any) -> None:
        after(model.name)

    return tell


def _md5(data: bytes) -> str:
    return base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()


def _content_md5(request: Any, **_: Any) -> None:
    body = request.body if isinstance(request.body, bytes) else request.body.encode()
    request.headers["Content-MD5"] = _md5(body)
