"""config.yaml, data/ and themes: what they say is done; what they say wrongly is told with place and cure."""

from dataclasses import fields
from typing import Any

import pytest

from jianbao import cli
from jianbao.errors import SiteError
from jianbao.publish import configured
from jianbao.settings import config
from jianbao.settings.config import Column, Config, Footer
from jianbao.settings.menu import Menu
from tests.sites import Site

COUNT = "1 个错误；output/ 未改动\n"
ARTICLE = "2018/2018-04/jiuzhu.md"


def loaded(site: Site, text: str) -> Config:
    site.write("config.yaml", text)
    return config.load(site.path)


# Faults of config.yaml ---------------------------------------------------------------------------

# fmt: off
FAULTS: dict[str, tuple[str | bytes, str, str]] = {
    "a misspelt setting": (
        "sit:\n  name: 甲\n",
        "1:1 错误[config-unknown-key] 不认识的设置 sit", "是不是想写 site？"),
    "an unknown setting": (
        "zzz: 甲\n",
        "1:1 错误[config-unknown-key] 不认识的设置 zzz",
        "可用的键：site、footer、theme、theme_options、columns、nav、pages、search、government_tags、signoff、review、lists、attachments、publish、channels、analytics、comments"),
    "a misspelt setting of the footer": (
        "footer:\n  sponser: 甲\n",
        "2:3 错误[config-unknown-key] 不认识的设置 sponser", "是不是想写 sponsor？"),
    "an address without scheme": (
        "site:\n  name: 甲\n  url: www.example.org\n",
        "3:8 错误[config-url] site.url 应为完整网址，现为“www.example.org”",
        "例如 url: https://www.example.org/archive/"),
    "an address with a query": (
        "site:\n  url: https://example.org/?a\n",
        "2:8 错误[config-url] site.url 应为完整网址，现为“https://example.org/?a”",
        "例如 url: https://www.example.org/archive/"),
    "an address that is none": (
        "site:\n  url: 'http://[example'\n",
        "2:8 错误[config-url] site.url 应为完整网址，现为“http://[example”",
        "例如 url: https://www.example.org/archive/"),
    "an address with a blank": (
        "site:\n  url: https://example.org/a b\n",
        "2:8 错误[config-url] site.url 应为完整网址，现为“https://example.org/a b”",
        "例如 url: https://www.example.org/archive/"),
    "an impossible port": (
        "site:\n  url: http://example.org:99999/\n",
        "2:8 错误[config-url] site.url 应为完整网址，现为“http://example.org:99999/”",
        "例如 url: https://www.example.org/archive/"),
    "an unknown time zone": (
        "site:\n  time_zone: Asia/Xiamen\n",
        "2:14 错误[config-time-zone] 不认识的时区“Asia/Xiamen”", "例如 time_zone: Asia/Shanghai"),
    "a time zone that is a file": (
        "site:\n  time_zone: /etc/passwd\n",
        "2:14 错误[config-time-zone] 不认识的时区“/etc/passwd”", "例如 time_zone: Asia/Shanghai"),
    "a language that is none": (
        "site:\n  language: '\"><script>'\n",
        "2:13 错误[config-language] site.language 应为语言代码，现为“\"><script>”", "例如 language: zh-CN"),
    "a text where settings belong": (
        "site: 甲\n",
        "1:7 错误[config-not-mapping] site 应为一组“键: 值”", "site: 写在一行，下面每行缩进两格写 键: 值"),
    "a list where a text belongs": (
        "site:\n  name: [甲]\n",
        "2:9 错误[config-not-text] name 应为一段文字，现为列表", "写成 name: 文字"),
    "a text where a list belongs": (
        "columns: 要闻\n",
        "1:10 错误[config-not-list] columns 应为列表", "写成 columns: [要闻]"),
    "settings where a text belongs": (
        "columns:\n  - {甲: 乙}\n",
        "2:5 错误[config-not-text] columns 里的一项应为一段文字", "写成 columns: [甲, 乙]"),
    "a full-width comma": (
        "columns: [要闻，基层动态]\n",
        "1:11 错误[full-width-comma] columns 里用了全角标点，“要闻，基层动态”会被当作一项", "改为：要闻, 基层动态"),
    "a column twice": (
        "columns: [要闻, 要闻]\n",
        "1:15 错误[config-twice] columns 里“要闻”写了两次", "只留一个"),
    "columns that differ in case": (
        "columns: [PTA, pta]\n",
        "1:16 错误[config-twice] 栏目“pta”与“PTA”只差大小写或字形", "只留一个"),
    "a column that leads out of output/": (
        "columns: ['..']\n",
        "1:11 错误[column-character] 栏目“..”不能用：不能是空的，也不能以点开头或结尾",
        "栏目名会成为网址的一部分，换一个短的、没有符号的写法"),
    "an entry of the navigation without address": (
        "nav:\n  - {title: 甲}\n",
        "2:5 错误[config-nav] nav 里的一项要有 title，还要有 href 或 items", "写成 {title: 关于本站, href: pages/about.html}"),
    "a navigation that runs a script": (
        "nav:\n  - {title: 甲, href: 'javascript:alert(1)'}\n",
        "2:5 错误[config-nav] 导航要指向站内的页面或 https:// 开头的网址，现为“javascript:alert(1)”",
        "写站内地址，例如 href: pages/about.html；站外的以 https:// 开头写全"),
    "a navigation of another site without its scheme": (
        "nav:\n  - {title: 甲, href: '//example.org/'}\n",
        "2:5 错误[config-nav] 导航要指向站内的页面或 https:// 开头的网址，现为“//example.org/”",
        "写站内地址，例如 href: pages/about.html；站外的以 https:// 开头写全"),
    "a group of the navigation within a group": (
        "nav:\n  - title: 甲\n    items:\n      - {title: 乙, href: /, items: []}\n",
        "4:29 错误[config-unknown-key] 不认识的设置 items", "可用的键：title、href"),
    "a nested entry that leads nowhere": (
        "nav:\n  - title: 甲\n    items:\n      - {title: 乙, href: /tag.html}\n",
        "4:9 错误[nav-nowhere] 导航“乙”指向不存在的 tag.html", "是不是想写 tags.html？"),
    "analytics of nobody": (
        "analytics: {service: baidoo, id: a}\n",
        "1:22 错误[config-service] 不认识的统计服务“baidoo”", "是不是想写 baidu？"),
    "analytics with a number that ends the address": (
        "analytics: {service: baidu, id: 'x\"><script>'}\n",
        "1:33 错误[config-service] analytics.id“x\"><script>”不是 baidu 的统计编号",
        "从统计服务给的代码里抄下编号，只抄编号"),
    "analytics at an address that ends the policy's word": (
        "analytics: {service: umami, id: 00000000-0000-4000-8000-000000000000, url: 'https://a.example.org;x'}\n",
        "1:76 错误[config-service] analytics.url 应为 https:// 开头的完整网址，现为“https://a.example.org;x”",
        "例如 https://tongji.example.org/script.js"),
    "comments of nobody": (
        "comments: {service: disqus}\n",
        "1:21 错误[config-service] 不认识的评论服务“disqus”", "可用：isso（装在自己的服务器上）"),
    "a navigation that leads nowhere": (
        "nav:\n  - {title: 首页, href: /}\n  - {title: 标签, href: /tag.html}\n",
        "3:5 错误[nav-nowhere] 导航“标签”指向不存在的 tag.html", "是不是想写 tags.html？"),
    "no number": (
        "pages:\n  list: 五十\n",
        "2:9 错误[config-not-number] list 应为 1 到 1000 的整数，现为“五十”", "写半角数字，例如 20"),
    "a number that is too small": (
        "pages:\n  feed: 0\n",
        "2:9 错误[config-not-number] feed 应为 1 到 1000 的整数，现为“0”", "写半角数字，例如 20"),
    "a list of numbers": (
        "pages:\n  list: [1]\n",
        "2:9 错误[config-not-text] list 应为一个整数，现为列表", "写成 list: 20"),
    "neither true nor false": (
        "government_tags: maybe\n",
        "1:18 错误[config-not-boolean] government_tags 应为 true 或 false，现为“maybe”", "写成 government_tags: true"),
    "a list of booleans": (
        "government_tags: [true]\n",
        "1:18 错误[config-not-text] government_tags 应为 true 或 false，现为列表", "写成 government_tags: true"),
    "a misspelt theme": (
        "theme: ludoa\n",
        "1:8 错误[unknown-theme] 没有主题“ludoa”", "是不是想写 ludao？"),
    "a theme somewhere else": (
        "theme: ../../ludao\n",
        "1:8 错误[unknown-theme] 没有主题“../../ludao”", "是不是想写 ludao？"),
    "an unknown theme": (
        "theme: zzz\n",
        "1:8 错误[unknown-theme] 没有主题“zzz”", "可用：ludao、plain、qinghe"),
    "an unknown option": (
        "theme_options:\n  tagine: 甲\n",
        "2:3 错误[unknown-option] 主题 ludao 没有选项 tagine", "是不是想写 tagline？"),
    "an unknown palette": (
        "theme_options:\n  palette: 大红\n",
        "2:3 错误[unknown-choice] 主题选项 palette 没有“大红”这个值", "可用：胭脂、黛青、松绿、靛蓝，或 \"#b3261e\" 这样的颜色"),
    "a misspelt palette in a child theme": (
        "theme: plain\ntheme_options:\n  palette: 松緑\n",
        "3:3 错误[unknown-choice] 主题选项 palette 没有“松緑”这个值", "是不是想写 松绿？"),
    "a setting twice": (
        "theme: ludao\ntheme: plain\n",
        "2:1 错误[key-twice] theme 写了两次（第一次在第 1 行）", "两处合为一处"),
    "a full-width colon": (
        "site:\n  name：甲\n",
        "2:7 错误[full-width-colon] 键后面用了全角冒号“：”", "改为半角冒号加空格：name: …"),
    "no blank after a colon": (
        "site:\n  name:甲\n",
        "2:7 错误[yaml-colon-space] 冒号后面少一个空格", "改为：name: 甲"),
    "a tabulator": (
        "site:\n\tname: 甲\n",
        "2:1 错误[yaml-tab] 缩进用了制表符", "改为空格"),
    "an anchor": (
        "site: &a\n  name: 甲\n",
        "1:7 错误[yaml-anchor] 不支持 YAML 的 & 和 * 记号", "值以 & 或 * 开头时请加引号"),
    "a list for all": (
        "- 甲\n",
        "1:1 错误[yaml-not-mapping] 这里应为一行一个“键: 值”", "键后面是半角冒号和一个空格"),
    "nested brackets": (
        "a: " + "[" * 30_000,
        "1:53 错误[yaml-too-deep] 嵌套超过 50 层", "检查是否多了括号"),
    "an invisible character": (
        'site:\n  name: "甲\\x00乙"\n',
        "2:9 错误[control-character] name 里有看不见的字符 U+0000", "删去它，重新输入这几个字"),
    "NUL": (
        b"site:\n  name: a\x00b\n",
        "2:10 错误[control-character] 这里有一个看不见的空字符（NUL）", "删去它"),
    "GBK": (
        "site:\n  name: 鹭岛\n".encode("gbk"),
        "2:1 错误[not-utf8] 文件是 GBK（ANSI）编码", "用编辑器另存为 UTF-8（记事本：另存为 → 编码 → UTF-8）"),
    "UTF-16": (
        "site:\n  name: 鹭岛\n".encode("utf-16"),
        "1:1 错误[utf16] 文件是 UTF-16 编码", "用编辑器另存为 UTF-8"),
    "Windows line ends": (
        b"\xef\xbb\xbfsite:\r\n  nam: x\r\n",
        "2:3 错误[config-unknown-key] 不认识的设置 nam", "是不是想写 name？"),
}
# fmt: on


@pytest.mark.parametrize(("text", "message", "cure"), FAULTS.values(), ids=FAULTS)
def test_a_fault_of_the_settings_is_told_with_place_and_cure(
    site: Site, text: str | bytes, message: str, cure: str
) -> None:
    """One fault, one message: at the value, with what to write."""
    site.article(ARTICLE, column="要闻")
    site.write("config.yaml", text)
    assert f"config.yaml:{message}\n    {cure}\n{COUNT}" == site.told()


def test_all_faults_of_all_settings_are_told_at_once(site: Site) -> None:
    """config.yaml and the files of data/ in one go."""
    site.article(ARTICLE)
    site.write("config.yaml", "site:\n  nam: 甲\n  url: 乙\npages: {list: 0}\n")
    site.write("data/columns.yaml", "要闻: 丙\n")
    expected = (
        "config.yaml:2:3 错误[config-unknown-key] 不认识的设置 nam\n    是不是想写 name？\n"
        "config.yaml:3:8 错误[config-url] site.url 应为完整网址，现为“乙”\n"
        "    例如 url: https://www.example.org/archive/\n"
        "config.yaml:4:15 错误[config-not-number] list 应为 1 到 1000 的整数，现为“0”\n    写半角数字，例如 20\n"
        "data/columns.yaml:1:5 错误[config-not-mapping] 要闻 应为一组“键: 值”\n"
        "    要闻: 写在一行，下面每行缩进两格写 键: 值\n"
        "4 个错误；output/ 未改动\n"
    )
    assert expected == site.told()


# fmt: off
DATA_FAULTS = {
    "a misspelt key of a column": (
        "columns", "要闻:\n  descripton: 甲\n",
        "2:3 错误[config-unknown-key] 不认识的设置 descripton", "是不是想写 description？"),
    "keywords without brackets": (
        "columns", "要闻:\n  keywords: 会议，活动\n",
        "2:13 错误[config-not-list] keywords 应为列表", "写成 keywords: [会议, 活动]"),
    "a column that config.yaml does not have": (
        "columns", "要问:\n  description: 甲\n",
        "1:1 错误[unknown-column] config.yaml 里没有“要问”这个栏目", "是不是想写 要闻？"),
    "topics that are a list": (
        "topics", "- 四癌\n",
        "1:1 错误[yaml-not-mapping] 这里应为一行一个“键: 值”", "键后面是半角冒号和一个空格"),
    "a topic of two parts": (
        "topics", "四癌:\n  甲: 乙\n",
        "2:3 错误[config-not-text] 四癌 应为一段文字，现为一组“键: 值”", "写成 四癌: 文字"),
    "a figure that no front page holds": (
        "figures", "四癌救助: 累计五百二十八点六九万元整\n",
        "1:7 错误[figure-long] “四癌救助”的数字“累计五百二十八点六九万元整”有13个字，首页放不下", "最多12个字，例如 528.69万元"),
    "a misspelt key of the readings": (
        "pinyin", "word:\n  厦大: xià dà\n",
        "1:1 错误[config-unknown-key] 不认识的设置 word", "是不是想写 words？"),
    "a reading with a syllable too few": (
        "pinyin", "words:\n  厦大: xià\n",
        "2:7 错误[pinyin-syllables] “厦大”有 2 个字，读音“xià”有 1 个音节", "一个字一个音节，音节之间空一格"),
    "a reading with numbers": (
        "pinyin", "words:\n  厦大: xia4 da4\n",
        "2:7 错误[pinyin-form] 读音“xia4 da4”看不懂", "声调标在字母上，例如 xià dà，不写 xia4 da4"),
}
# fmt: on


@pytest.mark.parametrize(("name", "text", "message", "cure"), DATA_FAULTS.values(), ids=DATA_FAULTS)
def test_a_fault_in_data_is_told_with_place_and_cure(site: Site, name: str, text: str, message: str, cure: str) -> None:
    """data/ is the editors' own."""
    site.article(ARTICLE, column="要闻")
    site.write("config.yaml", "columns: [要闻]\n")
    site.write(f"data/{name}.yaml", text)
    assert f"data/{name}.yaml:{message}\n    {cure}\n{COUNT}" == site.told()


# fmt: off
PUBLISHING = {
    "an unknown provider": (
        "publish:\n  zhengshi:\n    provider: aliyun\n    bucket: jianbao\n",
        "3:15 错误[publish-provider] 不认识的 provider“aliyun”", "可用：s3、oss、cos、obs、minio、ceph、seaweedfs、folder、sftp、webdav、git"),
    "no bucket": (
        "publish:\n  zhengshi:\n    provider: oss\n",
        "3:5 错误[publish-incomplete] zhengshi 缺少 bucket", "加一行 bucket: …"),
    "a prefix that is half a name": (
        "publish:\n  zhengshi:\n    provider: oss\n    bucket: jianbao\n    prefix: lishi\n",
        "5:13 错误[publish-prefix] prefix “lishi”要以 / 结尾", "写成 prefix: lishi/"),
    "a lease that ends too soon": (
        "publish:\n  zhengshi:\n    provider: oss\n    bucket: jianbao\n    lease: 1\n",
        "5:12 错误[publish-lease] lease 至少 10 分钟，现为 1", "写成 lease: 10 或更大"),
    "headers for nothing": (
        "publish:\n  zhengshi:\n    provider: oss\n    bucket: jianbao\n    headers: [{cache_control: no-cache}]\n",
        "5:15 错误[publish-headers] headers 里的一项要有 pattern",
        '例如 {pattern: "*.pdf", cache_control: max-age=86400}'),
    "a misspelt setting": (
        "publish:\n  zhengshi: {provider: oss, bukket: jianbao, bucket: x}\n",
        "2:29 错误[config-unknown-key] 不认识的设置 bukket", "是不是想写 bucket？"),
}
# fmt: on


@pytest.mark.parametrize(("text", "message", "cure"), PUBLISHING.values(), ids=PUBLISHING)
def test_a_fault_of_a_publishing_target_is_told(site: Site, text: str, message: str, cure: str) -> None:
    """Before anything is sent anywhere."""
    site.write("config.yaml", text)
    with pytest.raises(SiteError) as refused:
        configured.targets(site.path)
    assert f"config.yaml:{message}\n    {cure}" == str(refused.value)


def test_settings_that_are_a_folder_are_told(site: Site) -> None:
    """What the system says is told in Chinese."""
    site.article(ARTICLE)
    (site.path / "config.yaml").mkdir()
    expected = "config.yaml 错误[unreadable] 读不了这个文件：这是一个文件夹\n    检查文件和它的权限\n"
    assert expected + COUNT == site.told()


# What settings do --------------------------------------------------------------------------------


def test_a_site_without_settings_is_built_with_the_defaults(site: Site) -> None:
    """An empty file, or one with nothing but comments and empty settings, says the same as none."""
    default = config.load(site.path)
    assert _values(Config()) == _values(default)
    for text in ("", "# 设置\n", "\ufeff# 设置\r\n", "site:\ncolumns:\npages:\nfooter:\ntheme:\n"):
        assert _values(default) == _values(loaded(site, text))


OURS = ("places", "synonyms", "pinyin", "surnames")
"""What comes with jianbao, or is no setting."""


def _values(settings: Config) -> dict[str, Any]:
    """All settings but the places at which they are written, and words that come with jianbao."""
    return {f.name: getattr(settings, f.name) for f in fields(settings) if f.name not in OURS}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("site:\n  name: 鹭岛\n", {"name": "鹭岛"}),
        ("site: {name: 012, description: yes}\n", {"name": "012", "description": "yes"}),
        ("site:\n  url: https://example.org/简报\n", {"url": "https://example.org/%E7%AE%80%E6%8A%A5/"}),
        ("site:\n  url: HTTP://localhost:8000\n", {"url": "http://localhost:8000/"}),
        ("site:\n  time_zone: UTC\n  language: zh-Hant-TW\n", {"time_zone": "UTC", "language": "zh-Hant-TW"}),
        ("footer:\n  sponsor: 甲\n  icp: 闽ICP备1号\n", {"footer": Footer(sponsor="甲", icp="闽ICP备1号")}),
        ("theme: plain\ntheme_options:\n  tagline: 乙\n", {"theme": "plain", "theme_options": {"tagline": "乙"}}),
        ("columns: [要闻, 基层动态]\n", {"columns": (Column("要闻"), Column("基层动态"))}),
        ("nav:\n  - {title: 首页, href: /}\n", {"nav": (Menu("首页", "index.html"),)}),
        ("nav:\n  - {title: 更多, items: [{title: 会, href: 'https://example.org/a'}]}\n",
         {"nav": (Menu("更多", "", False, (Menu("会", "https://example.org/a", True),)),)}),
        ("pages: {list: 1, feed: 1000, related: 3, home: 4}\n",
         {"list_rows": 1, "feed_entries": 1000, "related": 3, "home_rows": 4}),
        ("government_tags: false\n", {"government_tags": False}),
        ("government_tags: 是\n", {"government_tags": True}),
    ],
)  # fmt: skip
def test_every_setting_is_read(site: Site, text: str, expected: dict[str, Any]) -> None:
    """Settings are texts, lists and numbers; what is not written is as it was."""
    actual = _values(loaded(site, text))
    assert {**_values(Config()), **expected} == actual


def test_data_describes_columns_topics_and_readings(site: Site) -> None:
    """data/ says what config.yaml names."""
    site.write("data/columns.yaml", "要闻:\n  description: 重要会议\n  keywords: [会议, 活动]\n")
    site.write("data/topics.yaml", "四癌: 救助贫困母亲\n")
    site.write("data/pinyin.yaml", "words:\n  厦大: xià dà\nsurnames:\n  单: shàn\n")
    found = loaded(site, "columns: [要闻, 维权服务]\n")
    assert (Column("要闻", "重要会议", ("会议", "活动")), Column("维权服务")) == found.columns
    assert (("四癌", "救助贫困母亲"),) == found.topics
    assert found.pinyin["厦大"] == "xià dà"
    assert found.surnames["单"] == "shàn"
    assert found.pinyin.keys() > loaded(site, "").pinyin.keys() - {"厦大"}


def test_settings_show_on_the_pages(site: Site) -> None:
    """From config.yaml to the reader."""
    site.write("config.yaml", "site: {name: 鹭岛简报, url: 'https://example.org/jb/'}\nfooter: {icp: 闽ICP备1号}\n")
    site.article(ARTICLE)
    site.build()
    page = site.read("2018/2018-04/jiuzhu.html")
    assert "鹭岛简报" in page
    assert "闽ICP备1号" in page
    assert "https://example.org/jb/2018/2018-04/jiuzhu.html" in page
    assert "Sitemap: https://example.org/jb/sitemap.xml" in site.read("robots.txt")


def test_the_effective_settings_can_be_shown(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """jianbao config: every setting with its value."""
    site.article(ARTICLE)
    site.write("config.yaml", "site:\n  name: 鹭岛\n")
    assert 0 == cli.main(["config", "--site", str(site.path)])
    shown = capsys.readouterr().out
    assert "name: 鹭岛\n" in shown
    assert "time_zone: Asia/Shanghai\n" in shown
    assert "  list: 50\n" in shown


# Themes ------------------------------------------------------------------------------------------

PAGE = "2018/2018-04/jiuzhu.html"
# Each case: the theme's files below themes/mine/, then the message at one of them.
# fmt: off
THEMES: dict[str, tuple[dict[str, str | bytes], str]] = {
    "a syntax error": (
        {"templates/article.html": "甲\n{% if %}\n"},
        "templates/article.html:2:1 错误[template-syntax] 模板语法有误：这里缺少变量或值\n"
        "    核对 {% %} 与 {{ }} 是否成对"),
    "a block that stays open": (
        {"templates/article.html": "甲\n{% if page %}\n乙"},
        "templates/article.html:3:1 错误[template-syntax] 模板语法有误：{% if %} 没有结束，缺少 {% endif %}\n"
        "    核对 {% %} 与 {{ }} 是否成对"),
    "an unknown filter": (
        {"templates/article.html": "{{ page.title|daxie }}"},
        "templates/article.html:1:1 错误[template-syntax] 模板语法有误：没有过滤器 daxie\n"
        "    核对 {% %} 与 {{ }} 是否成对"),
    "chance": (
        {"templates/article.html": "{{ [1, 2]|random }}"},
        "templates/article.html:1:1 错误[template-syntax] 模板语法有误：没有过滤器 random\n"
        "    核对 {% %} 与 {{ }} 是否成对"),
    "an undefined variable": (
        {"templates/article.html": "甲\n{{ pgae.title }}\n"},
        f"templates/article.html:2:1 错误[template-undefined] 模板用了没有的变量：pgae，页面 {PAGE}\n"
        "    是不是想写 page？"),
    "an undefined variable in a partial": (
        {"templates/article.html": "{% include 'partials/x.html' %}", "templates/partials/x.html": "甲\n\n{{ zzz }}\n"},
        f"templates/partials/x.html:3:1 错误[template-undefined] 模板用了没有的变量：zzz，页面 {PAGE}\n"
        "    可用的变量见 jianbao docs themes"),
    "a misspelt key": (
        {"templates/article.html": "甲\n{{ page.titel }}\n"},
        f"templates/article.html:2:1 错误[template-undefined] 模板用了没有的变量：titel（是不是想写 title），"
        f"页面 {PAGE}\n"
        "    可用的变量见 jianbao docs themes"),
    "Python behind a value": (
        {"templates/article.html": "{{ page.title.__class__ }}"},
        f"templates/article.html:1:1 错误[template-undefined] 模板用了没有的变量：__class__，页面 {PAGE}\n"
        "    可用的变量见 jianbao docs themes"),
    "a division by nothing": (
        {"templates/article.html": "甲\n{{ 1 / 0 }}\n"},
        f"templates/article.html:2:1 错误[template-error] 模板出错：division by zero，页面 {PAGE}\n    核对这一行"),
    "a macro without end": (
        {"templates/article.html": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"},
        f"templates/article.html:1:1 错误[template-error] 模板出错：宏或模板没有尽头地调用自己，页面 {PAGE}\n"
        "    核对这一行"),
    "a computed template name": (
        {"templates/article.html": "甲\n{% include page.kind ~ '.html' %}\n"},
        "templates/article.html:2:1 错误[template-computed-name] 模板名是算出来的，无法知道页面用到哪些模板\n"
        "    extends、include、import 后面写死一个模板名，不支持几个里选一个，也不支持 ignore missing"),
    "one of several templates": (
        {"templates/article.html": "{% include ['a.html', 'b.html'] %}"},
        "templates/article.html:1:1 错误[template-computed-name] 一次只能用一个模板\n"
        "    extends、include、import 后面写死一个模板名，不支持几个里选一个，也不支持 ignore missing"),
    "a missing template": (
        {"templates/article.html": "甲\n{% include 'partials/footr.html' %}\n"},
        "templates/article.html:2:1 错误[template-missing] 没有模板 partials/footr.html\n"
        "    是不是想写 partials/footer.html？"),
    "a template that extends itself": (
        {"templates/article.html": "{% extends 'article.html' %}"},
        "templates/article.html:1:1 错误[template-loop] 模板 article.html 绕一圈又用到自己\n"
        '    要在上级主题的模板上改，写 {% extends "parent:article.html" %}'),
    "a template of a parent that has none": (
        {"templates/article.html": "{% extends 'parent:artikle.html' %}"},
        "templates/article.html:1:1 错误[template-missing] 上级主题没有模板 artikle.html\n    是不是想写 article.html？"),
    "an interface word that there is not": (
        {"templates/404.html": "\n{{ words.nicht }}"},
        "templates/404.html:2:1 错误[template-word] 没有界面文字 nicht\n"
        "    在主题的 words/zh-CN.yaml 里加一行 nicht: 文字"),
    "an interface word by a computed name": (
        {"templates/404.html": "{{ words[page.title] }}"},
        "templates/404.html:1:1 错误[template-word] words 是界面文字，后面要跟名字\n"
        "    写死名字，例如 {{ words.xxx }}；自己的变量换一个名字"),
    "a data file that there is not": (
        {"templates/404.html": "{{ data.schools }}"},
        "templates/404.html:1:1 错误[template-data] 没有 data/schools.yaml 这个文件\n"
        "    在网站的 data/ 里加上 schools.yaml，或改正名字"),
    "a macro without a head": (
        {"macros/甲.html": "<p></p>"},
        "macros/甲.html:1:1 错误[macro-head] 宏的开头没有写它有哪些参数\n"
        "    在第一行写 ---，下面写 arguments:，再写一行 ---"),
    "a macro that drops what it is told": (
        {"macros/甲.html": "---\narguments: {说明: {type: text}}\n---\n<p></p>"},
        "macros/甲.html:1:1 错误[macro-head] 宏 甲 的参数“说明”在模板里没有用到\n"
        "    在模板里写 {{ 说明 }}，或从 arguments 里删去：编辑写的字不能丢"),
    "a macro with a type that there is not": (
        {"macros/甲.html": "---\narguments: {说明: {type: nmber}}\n---\n<p></p>"},
        "macros/甲.html:2:24 错误[macro-head] 没有 nmber 这种参数\n    是不是想写 number？"),
    "a layout whose template is missing": (
        {"theme.yaml": "parent: ludao\nlayouts: {图: {article: tu.html}}\n"},
        "theme.yaml 错误[template-missing] 版式“图”的模板 tu.html 不存在\n"
        "    补上 templates/tu.html，或改正 layouts 里的写法"),
    "a template in GBK": (
        {"templates/article.html": "模板".encode("gbk")},
        "templates/article.html:1:1 错误[not-utf8] 文件是 GBK（ANSI）编码\n"
        "    用编辑器另存为 UTF-8（记事本：另存为 → 编码 → UTF-8）"),
    "templates missing and no parent": (
        {"theme.yaml": "name: mine\n", "templates/article.html": "甲"},
        "templates/list.html 错误[template-missing] 没有模板 list.html\n"
        "    补上它，或在 theme.yaml 里写 parent: ludao"),
    "a theme that is its own parent": (
        {"theme.yaml": "parent: mine\n"},
        "theme.yaml:1:9 错误[theme-loop] 主题的 parent 绕成了圈\n    改其中一个 parent"),
    "an unknown parent": (
        {"theme.yaml": "name: mine\nparent: ludoa\n"},
        "theme.yaml:2:9 错误[unknown-theme] 没有主题“ludoa”\n    是不是想写 ludao？"),
    "a misspelt setting": (
        {"theme.yaml": "parnet: ludao\n"},
        "theme.yaml:1:1 错误[config-unknown-key] 不认识的设置 parnet\n    是不是想写 parent？"),
    "options that are none": (
        {"theme.yaml": "parent: ludao\noptions: 甲\n"},
        "theme.yaml:2:10 错误[config-not-mapping] options 应为一组“键: 值”\n"
        "    options: 写在一行，下面每行缩进两格写 键: 值"),
    "a full-width colon": (
        {"theme.yaml": "parent：ludao\n"},
        "theme.yaml:1:7 错误[full-width-colon] 键后面用了全角冒号“：”\n    改为半角冒号加空格：parent: …"),
}
# fmt: on


@pytest.mark.parametrize(("files", "message"), THEMES.values(), ids=THEMES)
def test_a_fault_of_a_theme_is_told_with_template_line_and_page(
    site: Site, files: dict[str, str | bytes], message: str
) -> None:
    """Nothing of a page that fails is published, nor of any other."""
    site.article(ARTICLE)
    site.write("config.yaml", "theme: mine\n")
    for path, data in {"theme.yaml": "parent: ludao\n", **files}.items():
        site.write(f"themes/mine/{path}", data)
    assert f"themes/mine/{message}\n{COUNT}" == site.told()


def test_two_themes_that_are_each_others_parents_are_told(site: Site) -> None:
    """The loop is told where it closes."""
    site.article(ARTICLE)
    site.write("config.yaml", "theme: mine\n")
    site.write("themes/mine/theme.yaml", "parent: yours\n")
    site.write("themes/yours/theme.yaml", "name: yours\nparent: mine\n")
    expected = "themes/yours/theme.yaml:2:9 错误[theme-loop] 主题的 parent 绕成了圈\n    改其中一个 parent\n"
    assert expected + COUNT == site.told()


def test_a_theme_does_not_publish_the_builders_files(site: Site) -> None:
    """A merge request may bring a link; CI does not follow it out of the site."""
    site.article(ARTICLE)
    site.write("config.yaml", "theme: mine\n")
    site.write("themes/mine/theme.yaml", "parent: ludao\n")
    (site.path / "themes/mine/static").mkdir()
    (site.path / "themes/mine/static/a.txt").symlink_to("/etc/passwd")
    expected = "themes/mine/static/a.txt 错误[link-outside] 符号链接指向网站文件夹之外\n    把文件复制进来\n"
    assert expected + COUNT == site.told()


def test_a_child_theme_overrides_by_file(site: Site) -> None:
    """Templates, static files and options of its own; all else is the parent's."""
    site.article(ARTICLE)
    site.write("config.yaml", "theme: mine\ntheme_options: {colour: 红}\n")
    site.write("themes/mine/theme.yaml", "name: mine\ntitle: 我的\nparent: ludao\noptions:\n  colour: 蓝\n  size: 大\n")
    site.write("themes/mine/templates/partials/footer.html", "<p>{{ site.options.colour }}{{ site.options.size }}</p>")
    site.write("themes/mine/static/ludao.css", "a { color: red }")
    site.build()
    assert "<p>红大</p>" in site.read(PAGE)
    sheets = [data for path, data in site.tree().items() if path.startswith("assets/ludao.")]
    assert [b"a { color: red }"] == sheets


@pytest.mark.parametrize("text", [b"\xff\xfe", b"{" * 100_000, b"- " * 5000, b'"' * 999, b"a: b\n" * 20_000, b"\x00"])
def test_hostile_settings_are_refused(site: Site, text: bytes) -> None:
    """Whatever stands in config.yaml, there is a message and no crash."""
    site.write("config.yaml", text)
    with pytest.raises(SiteError) as refused:
        config.load(site.path)
    assert ["config.yaml"] == [problem.path for problem in refused.value.problems]


def test_what_yaml_takes_for_a_comment_is_told(site: Site) -> None:
    """In every file of settings; a comment with a blank behind its #, or behind a number, is one."""
    site.write(
        "config.yaml",
        "site: {url: https://example.org/} #一处\ncolumns: [要闻] # 二\nfooter:\n  sponsor: 清河县妇联 #1号楼\n"
        "  organizer: 办公室 # 三\npages:\n  list: 50 #每页\ntheme_options:\n  palette: #b3261e\n",
    )
    site.write("data/synonyms.yaml", "a: #-----\n")
    site.write("data/figures.yaml", "- {name: 基层组织, value: 12 #a\n  , unit: 个}\n")
    site.write("data/topics.yaml", "四癌救助: 救助 #患癌妇女\n")
    said = [problem for problem in site.problems() if "value-cut" in problem]
    assert [line.split(" ")[0] for line in said] == ["config.yaml:4:12", "config.yaml:9:12", "data/topics.yaml:1:7"]
    assert "警告[value-cut] sponsor 的值在 # 处被截断，只读到“清河县妇联”" in said[0]
    assert '给整个值加引号："#b3261e"；是注释的，# 后面空一格' in said[1]
