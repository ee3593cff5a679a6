"""Where the providers of object storage and their CDNs differ, as their public documents tell (2025)."""

from dataclasses import dataclass


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
    "seaweedfs": Profile("SeaweedFS", "path", ("If-None-Match", "*")),
}
STYLES = ("virtual", "path", "cname")
