"""Telling CDNs: signatures by the providers' own examples, batches, quotas, second attempts, what is left for tomorrow."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jianbao import cli
from jianbao.publish import cdn, manifest, refresh
from jianbao.publish.cdn import aliyun, huawei, tencent
from jianbao.publish.publisher import Refreshed
from jianbao.publish.stores.signature import Keys
from jianbao.publish.target import Cdn, Target
from tests import clouds
from tests.clouds import Cloud, cloud
from tests.sites import Site
from tests.small import CONFIG, small

KINDS = ("aliyun", "tencent", "huawei")
URL = "https://example.org/small/"


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", clouds.ACCESS)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", clouds.SECRET)
    monkeypatch.delenv("AWS_SESSION_TOKEN", raising=False)


@pytest.fixture(params=KINDS)
def running(request: pytest.FixtureRequest) -> Iterator[Cloud]:
    with cloud(request.param) as made:
        yield made


def told(running: Cloud, paths: tuple[str, ...], daily: int = 0) -> Refreshed:
    target = Target("t", "folder", cdn=Cdn(running.kind, daily, running.url))
    return refresh.told(target, Path(), URL, paths)


def test_the_signature_of_aliyun_s_example() -> None:
    """ "V3版本请求体&签名机制", the example with fixed parameters."""
    headers = {
        "host": "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-version": "2014-05-26",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
    }
    query = {"ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd", "RegionId": "cn-shanghai"}
    made = aliyun.signed(Keys("YourAccessKeyId", "YourAccessKeySecret", ""), "POST", "/", query, headers, b"")
    assert made["authorization"] == (
        "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;"
        "x-acs-signature-nonce;x-acs-version,"
        "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )


def test_the_signature_of_tencent_s_example() -> None:
    """ "签名方法 v3", the example of DescribeInstances, with the keys as they are masked there."""
    body = b'{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}'
    headers = {"host": "cvm.tencentcloudapi.com", "content-type": "application/json; charset=utf-8"}
    keys = Keys("AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******", "Gu5t9xGARNpq86cd98joQYCN3*******", "")
    made = tencent.signed(keys, "cvm", headers, body, 1551113065)
    assert made["authorization"] == (
        "TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******/2019-02-25/cvm/tc3_request, "
        "SignedHeaders=content-type;host, Signature=2230eefd229f582d8b1b891af7107b91597240707d778ab3738f756258d7652c"
    )


def test_the_signature_of_huawei_s_example() -> None:
    """ "AK/SK签名认证算法详解", the example of listing VPCs."""
    made = huawei.signed(
        Keys("QTWAOYTTINDUT2QVKYUC", "MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc", ""),
        "GET",
        "/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs",
        {"limit": "2", "marker": "13551d6b-755d-4757-b956-536f674975c0"},
        {"content-type": "application/json", "host": "service.region.example.com"},
        b"",
        datetime(2019, 11, 15, 3, 36, 55, tzinfo=UTC),
    )
    assert made["authorization"] == (
        "SDK-HMAC-SHA256 Access=QTWAOYTTINDUT2QVKYUC, SignedHeaders=content-type;host;x-sdk-date, "
        "Signature=7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe"
    )


def test_told_in_batches(running: Cloud) -> None:
    """A thousand addresses a request, Han escaped, the home page by both its names."""
    paths = ("index.html", "标签/妇联 改革.html", *(f"{n}.html" for n in range(1500)))
    assert told(running, paths) == Refreshed()
    assert running.requests == [1000, 503]
    assert running.refreshed[:2] == [URL, f"{URL}%E6%A0%87%E7%AD%BE/%E5%A6%87%E8%81%94%20%E6%94%B9%E9%9D%A9.html"]
    assert f"{URL}index.html" in running.refreshed


def test_the_day_s_quota(running: Cloud) -> None:
    """What is over the day's quota is left, by our count or by theirs."""
    paths = tuple(f"{n:04}.html" for n in range(1200))
    came = told(running, paths, daily=700)
    assert (len(came.left), len(running.refreshed)) == (500, 700)
    assert "一天最多刷新 700 条" in came.why
    running.daily = 1000
    came = told(running, paths)
    assert (len(came.left), len(running.refreshed)) == (1200, 700)
    assert "今天的刷新条数用完了" in came.why


def test_trouble_that_passes(running: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is only busy is asked again."""
    monkeypatch.setattr("jianbao.publish.cdn.time.sleep", lambda _: None)
    monkeypatch.setattr("jianbao.publish.stores.wire.time.sleep", lambda _: None)
    busy = {
        "aliyun": (503, "ServiceUnavailable"),
        "tencent": (200, "RequestLimitExceeded"),
        "huawei": (503, "APIGW.0801"),
    }
    running.trouble = [busy[running.kind]] * 2
    assert told(running, ("a.html",)) == Refreshed()
    assert running.refreshed == [f"{URL}a.html"]


@pytest.mark.parametrize(
    ("variable", "words"),
    [("AWS_SECRET_ACCESS_KEY", "密钥不对"), ("AWS_ACCESS_KEY_ID", "密钥不对")],
)
def test_wrong_keys(variable: str, words: str, running: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused with what to look at; nothing counts as told."""
    monkeypatch.setenv(variable, "wrong")
    came = told(running, ("a.html", "b.html"))
    assert came.left == ("a.html", "b.html")
    assert words in came.why
    assert running.refreshed == []


def test_a_domain_that_is_not_theirs(running: Cloud) -> None:
    """site.url must be a domain of the account."""
    running.hosts = ("elsewhere.example.org",)
    came = told(running, ("a.html",))
    assert came.left == ("a.html",)
    assert running.refreshed == []


def test_addresses_that_are_too_long(running: Cloud) -> None:
    """One that no CDN takes does not hold up the others."""
    came = told(running, ("a" * 5000 + ".html", "b.html"))
    assert running.refreshed == [f"{URL}b.html"]
    assert "1 个网址超过" in came.why


def test_limits_are_the_providers() -> None:
    """As their documents say: a request, a day, an address."""
    assert {name: tuple(quota) for name, quota in cdn.QUOTAS.items()} == {
        "aliyun": (1000, 10_000, 1024),
        "tencent": (1000, 10_000, 2048),
        "huawei": (1000, 2_000, 4096),
    }


def test_pages_that_a_cdn_keeps() -> None:
    """With max-age=0 Aliyun's CDN keeps nothing: behind a CDN that is told of changes pages have an age."""
    plain, behind = Target("t", "oss"), Target("t", "oss", html_age=3600)
    page = {target: manifest.headers("a.html", "page", target)["Cache-Control"] for target in (plain, behind)}
    assert page == {plain: "public, max-age=0, must-revalidate", behind: "public, max-age=60, s-maxage=3600"}
    fixed = {manifest.headers("s.0123456789.css", "asset", target)["Cache-Control"] for target in (plain, behind)}
    assert fixed == {"public, max-age=31536000, immutable"}


def test_through_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A publish whose CDN has no quota left ends with 1 and loses nothing; the next tells the rest; refresh tells more."""
    site = small(Site(tmp_path / "site"))
    with cloud("aliyun", daily=10) as running:
        place = f"{{provider: folder, path: www, cdn: {{provider: aliyun, endpoint: '{running.url}'}}}}"
        site.write("config.yaml", f"{CONFIG}publish:\n  web: {place}\n")
        site.build()
        assert cli.main(["publish", "web", "--site", str(site.path)]) == 1
        shown = capsys.readouterr()
        assert shown.out.startswith("第 1 代：上传 ")
        assert "CDN 没有全部刷新：阿里云 CDN 没有接受刷新：QuotaExceeded.Refresh：今天的刷新条数用完了" in shown.err
        running.daily = 10_000
        assert cli.main(["publish", "web", "--site", str(site.path), "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["changed"] is False
        assert f"{URL}2018/2018-04/zuotan.html" in running.refreshed
        assert not [url for url in running.refreshed if "/assets/" in url]
        count = len(running.refreshed)
        assert cli.main(["publish", "web", "--site", str(site.path)]) == 0
        assert len(running.refreshed) == count
        assert cli.main(["refresh", "web", f"{URL}tags.html", "/2018/2018-04.html", "--site", str(site.path)]) == 0
        assert running.refreshed[count:] == [f"{URL}tags.html", f"{URL}2018/2018-04.html"]
        assert cli.main(["refresh", "web", "--site", str(site.path)]) == 2


def test_a_hook_that_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its addresses are told again by the next publish, and the failure is an exit code."""
    site = small(Site(tmp_path / "site"))
    hook = "[sh, -c, 'cat >> told.txt; test -e ready']"
    site.write("config.yaml", f"{CONFIG}publish:\n  web: {{provider: folder, path: www, hook: {hook}}}\n")
    site.build()
    assert cli.main(["publish", "web", "--site", str(site.path)]) == 1
    assert "CDN 没有全部刷新：CDN 刷新命令返回 1" in capsys.readouterr().err
    (site.path / "ready").touch()
    first = (site.path / "told.txt").read_text("utf-8")
    assert cli.main(["publish", "web", "--site", str(site.path)]) == 0
    assert (site.path / "told.txt").read_text("utf-8") == first * 2
    assert cli.main(["publish", "web", "--site", str(site.path)]) == 0
    assert (site.path / "told.txt").read_text("utf-8") == first * 2
