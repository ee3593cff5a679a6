"""What an object store means by an answer that is no success, and what to do about it, in Chinese."""

import re

from jianbao.publish.stores import StoreError
from jianbao.publish.stores.wire import Answer

_EXISTS = ("PreconditionFailed", "ConditionalRequestConflict", "FileAlreadyExists")
_AGAIN = "再运行一次，会接着做"
_CURES = {
    "NoSuchBucket": "没有这个存储桶：核对 bucket 和 endpoint，或先建好它",
    "InvalidAccessKeyId": "访问密钥不对：核对环境变量 AWS_ACCESS_KEY_ID",
    "SignatureDoesNotMatch": "密钥不对：核对环境变量 AWS_SECRET_ACCESS_KEY",
    "RequestTimeTooSkewed": "本机时钟与服务器相差太多：先校准时间",
    "ExpiredToken": "短期密钥过期了：重新取一次，再运行会接着做",
    "InvalidToken": "短期密钥不对：核对环境变量 AWS_SESSION_TOKEN",
    "AccessDenied": "没有权限：这把密钥需要对该前缀的读、写、列举和删除权限",
    "QuotaExceeded": "存储空间已满：清理或扩容，再运行一次会接着做",
    "SlowDown": f"存储太忙：稍后{_AGAIN}",
    "TooManyRequests": f"请求太频繁，存储限了速：在 config.yaml 里把 at_once 调小（例如 at_once: 8），稍后{_AGAIN}",
    "InternalError": f"存储自己出了错：稍后{_AGAIN}",
    "RequestTimeout": f"上传得太慢，存储不等了：检查网络，或把 at_once 调小，{_AGAIN}",
    "PermanentRedirect": "存储桶在别的地域：核对 region 和 endpoint",
    "AuthorizationHeaderMalformed": "地域不对：核对 region",
    "FileImmutable": "存储桶打开了“合规保留”（WORM），期限之内的文件不能改也不能删：网站要发布到没有保留策略的桶",
    "ObjectLocked": "存储桶打开了“对象锁定”（WORM），期限之内的文件不能改也不能删：网站要发布到没有锁定的桶",
    "ConditionalRequestConflict": f"另一个程序正在写同一个文件：等它结束，{_AGAIN}",
    "OperationAborted": f"另一个操作正在进行（例如刚刚改过桶的设置）：过一分钟{_AGAIN}",
    "PublicEndpointForbidden": (
        "2025年3月20日以后开通的阿里云用户，中国内地的桶不能再用默认的外网地址读写数据：给桶绑定自己的域名（要备案），"
        "写成 endpoint: https://自己的域名 和 style: cname；在同地域的云主机上发布的，改用内网地址 "
        "endpoint: https://s3.oss-…-internal.aliyuncs.com"
    ),
    "UserDisable": "账号被停用，多半是欠费：到控制台充值或找管理员",
    "RequestRateLimitExceeded": f"请求太频繁，存储限了速：在 config.yaml 里把 at_once 调小，稍后{_AGAIN}",
}
_BY_STATUS = {
    "401": "InvalidAccessKeyId",
    "403": "AccessDenied",
    "429": "TooManyRequests",
    "503": "SlowDown",
    "507": "QuotaExceeded",
}
_EC = {"0048-00000401": "PublicEndpointForbidden"}
"""Aliyun's numbers of refusals whose code says less."""


def missing(answer: Answer) -> bool:
    """Whether the object does not exist; a bucket that does not exist is another matter."""
    return answer.status == 404 and _field(answer, "Code") in ("", "NoSuchKey", "404")


def exists(answer: Answer) -> bool:
    """Whether a create-only upload met something."""
    return answer.status == 412 or (answer.status == 409 and _field(answer, "Code") in ("", *_EXISTS))


def cure(code: str) -> str:
    """What to do about an error of this code, "" when it is none that is known."""
    return _CURES.get(code, "")


def error(name: str, answer: Answer) -> StoreError:
    """What is raised for an answer of the store ``name``."""
    code, message = _field(answer, "Code"), _field(answer, "Message")
    code = _EC.get(_field(answer, "EC"), code)
    if code == "AccessDenied" and re.search(r"object lock|WORM|retention", message, re.IGNORECASE):
        code = "ObjectLocked"
    known = cure(code) or cure(_BY_STATUS.get(str(answer.status), ""))
    elsewhere = answer.headers.get("x-amz-bucket-region", "")
    if code in ("PermanentRedirect", "AuthorizationHeaderMalformed") and elsewhere:
        known = f"存储桶在 {elsewhere}：写成 region: {elsewhere}"
    told = code or str(answer.status)
    return StoreError(f"{name} 拒绝了请求（{told}）：{known or f'{message}；稍后{_AGAIN}'}")


def _field(answer: Answer, name: str) -> str:
    found = re.search(rb"<%s>([^<]*)</%s>" % (name.encode(), name.encode()), answer.body[:4000])
    return found[1].decode("utf-8", "replace") if found else ""
