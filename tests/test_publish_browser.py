"""A published site as its readers have it: Chromium at the website endpoint of a real object store."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import quote

import pytest

from jianbao import cli
from tests.places import bucket
from tests.searching import needs_search
from tests.sites import NOW, Site
from tests.small import CONFIG, small
from tools import gateway as tools

pytestmark = [pytest.mark.s3, pytest.mark.browser]
BUCKET = "www-site"


class Published(NamedTuple):
    """Where a reader finds the site, and what has failed since he came."""

    origin: str
    context: Any
    failed: list[str]

    def tab(self, path: str) -> Any:
        """A tab at an address of the site."""
        page = self.context.new_page()
        page.on("response", lambda r: self.failed.append(f"{r.status} {r.url}") if r.status >= 400 else None)
        page.on("pageerror", lambda error: self.failed.append(str(error)))
        page.on("console", lambda m: self.failed.append(m.text) if "Content Security Policy" in m.text else None)
        page.goto(f"{self.origin}/{quote(path, safe='/?=')}")
        return page


@pytest.fixture(scope="module")
def origin(gateway: tools.Gateway, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a site that was published through the command line into a bucket set up as a website."""
    import boto3

    bucket(gateway, BUCKET)
    client: Any = boto3.client("s3", endpoint_url=gateway.url, region_name="us-east-1")
    client.put_bucket_website(
        Bucket=BUCKET,
        WebsiteConfiguration={"IndexDocument": {"Suffix": "index.html"}, "ErrorDocument": {"Key": "404.html"}},
    )
    # As docs/publishing.md has it: everything may be read but the record of publishing.
    public = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "NotResource": f"arn:aws:s3:::{BUCKET}/_site/*",
    }
    client.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps({"Version": "2012-10-17", "Statement": [public]}))
    # Chromium takes every name below .localhost for this machine.
    url = f"http://{BUCKET}.{gateway.website}:{gateway.port}"
    site = small(Site(tmp_path_factory.mktemp("www") / "site"))
    # So many that the search index has a level with shards, and not only its young articles.
    for n in range(12):
        site.article(f"2017/2017-11/n{n:02}.md", f"第{n}次下乡", "2017-11-02", f"下乡巡诊第{n}天。\n", column="要闻")
    target = f"publish:\n  www: {{provider: ceph, endpoint: '{gateway.url}', bucket: {BUCKET}}}\n"
    site.write("config.yaml", CONFIG.replace("https://example.org/small/", f"{url}/") + target)
    site.build(as_of=NOW, search=True)
    assert cli.main(["publish", "--site", str(site.path), "www"]) == 0
    return url


@pytest.fixture
def published(origin: str, browser: Any) -> Iterator[Published]:
    context = browser.new_context()
    context.set_default_timeout(30_000)
    yield Published(origin, context, [])
    context.close()


def test_reading(published: Published) -> None:
    """The index document, styles, links, pictures, addresses of Han; nothing is missing, no policy is broken."""
    page = published.tab("")
    assert page.evaluate("document.characterSet") == "UTF-8"
    assert page.evaluate("[...document.styleSheets].every(sheet => sheet.cssRules.length > 0)")
    page.get_by_role("link", name="家长座谈").first.click()
    page.wait_for_url(f"{published.origin}/2018/2018-04/zuotan.html")
    assert "座谈会开了半天" in page.inner_text("body")
    page = published.tab("tags/四癌救助.html")
    page.get_by_role("link", name="发放第三批救助金").first.click()
    page.wait_for_url("**/jiuzhu.html")
    page.locator("main img").first.scroll_into_view_if_needed()  # pictures are fetched when they are about to be seen
    page.wait_for_function("document.querySelector('main img').naturalWidth > 0")
    assert published.failed == []


def test_what_is_not_there(published: Published) -> None:
    """The 404 document, styled wherever it is shown; the record of publishing is not to be read."""
    # Without the right to list, a store says 403 of what does not exist, and shows the same page.
    page = published.tab("nowhere/at/all.html")
    assert [line.split()[0] in ("403", "404") for line in published.failed] == [True]
    assert "小站" in page.title()
    assert page.evaluate("document.styleSheets[0].cssRules.length") > 0
    for path in ("_site/log/gen-00000001", "_site/log/files-00000001-001"):
        page = published.tab(path)
        assert published.failed[-1].split()[0] in ("403", "404")
        assert "author" not in page.content()


def test_headers_as_a_browser_gets_them(published: Published) -> None:
    """What is named by a digest is kept for ever, everything else asked for each time; the policy is in force."""
    page = published.context.new_page()
    got: dict[str, Any] = {}
    page.on("response", lambda r: got.setdefault(r.url.removeprefix(f"{published.origin}/"), r.headers))
    page.goto(f"{published.origin}/")
    sheet = next(path for path in got if path.endswith(".css"))
    assert (got[""]["content-type"], got[""]["cache-control"]) == (
        "text/html; charset=utf-8",
        "public, max-age=0, must-revalidate",
    )
    assert (got[sheet]["content-type"], got[sheet]["cache-control"]) == (
        "text/css; charset=utf-8",
        "public, max-age=31536000, immutable",
    )
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.ran = true'; document.body.append(s) }"
    )
    assert page.evaluate("window.ran") is None


@needs_search
def test_searching(published: Published) -> None:
    """The search page answers Han from the young articles and pinyin from the shards; a result leads to its page."""
    page = published.tab("search.html?q=救助金")
    page.locator("#results a").first.wait_for()
    assert "发放第三批救助金" in page.locator("#results").inner_text()
    page.locator("#search-q").fill("xunzhen")
    page.locator("#search-q").press("Enter")
    page.get_by_role("link", name="次下乡").first.click()
    page.wait_for_url(re.compile(r"/2017/2017-11/n[^/]*\.html"))
    assert "下乡巡诊第" in page.inner_text("body")
    assert published.failed == []
