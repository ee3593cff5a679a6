"""A page saved as one file: its text, its pictures, and what stands in its other frames."""

import base64
import quopri

import pytest

from jianbao.errors import RefusedError
from tests.raw import cut, source_of

ONE = "5月6日，柳桥街道妇联在社区书屋举办亲子共读活动，二十个家庭参加，管理员忙到天黑。"
TWO = "孩子们围着书架看得目不转睛，家长说周末还要来，盼着书屋越办越好。"
PAGE = f"<html><head><title>{{}}</title></head><body>{{}}<p>{ONE}</p><img src='cid:p1' alt='共读'><p>{TWO}</p></body></html>"
TITLED = PAGE.format("柳桥街道书屋今天开门", "<h1>柳桥街道书屋今天开门</h1><p>发布时间：2020-05-06</p>")
SIDE = "<html><body><a href='a'>通知公告</a><a href='b'>书屋动态</a></body></html>"


def message(*parts: tuple[str, str, bytes, str], subject: str = "") -> bytes:
    """Parts as (type, address, data, encoding), the first one the page."""
    head = f"From: <Saved by Blink>\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\n"
    head += 'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--b--"\r\n\r\n'
    made = head.encode()
    for kind, address, data, encoding in parts:
        body = quopri.encodestring(data) if encoding == "quoted-printable" else base64.encodebytes(data)
        fields = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n{address}\r\n\r\n"
        made += b"\r\n----b--\r\n" + fields.encode() + body
    return made + b"\r\n----b----\r\n"


def page(text: str, encoding: str = "utf-8") -> tuple[str, str, bytes, str]:
    return "text/html", "Content-Location: http://a.cn/1.htm", text.encode(encoding), "quoted-printable"


@pytest.mark.parametrize("name", ["a.mht", "a.mhtml"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_page_and_its_pictures(name: str, encoding: str) -> None:
    picture = ("image/png", "Content-ID: <p1>", b"\x89PNG", "base64")
    read = source_of(name, message(page(TITLED, encoding), picture))
    assert list(read.media.values()) == [b"\x89PNG"]
    (item,) = cut(message(page(TITLED, encoding), picture), name).items
    assert (item.title, item.date) == ("柳桥街道书屋今天开门", "2020-05-06")
    assert [p.text or p.alt for p in item.paragraphs] == [ONE, "共读", TWO]


def test_the_frame_that_says_most_is_the_article_and_the_others_are_told() -> None:
    made = cut(message(page(SIDE), page(TITLED)), "a.mht")
    assert [item.title for item in made.items] == ["柳桥街道书屋今天开门"]
    assert [d.text for d in made.dropped if "框架" in d.reason] == ["通知公告 书屋动态"]
    assert any("1个框架" in doubt for doubt in made.doubts)


def test_what_a_message_says_beside_its_page_is_told() -> None:
    said = ("text/plain", "X: 1", "书屋地址：柳桥街5号".encode(), "base64")
    assert "书屋地址：柳桥街5号" in [d.text for d in cut(message(page(TITLED), said), "a.mht").dropped]


def test_a_message_s_subject_is_the_name_of_a_page_without_one() -> None:
    subject = f"=?utf-8?B?{base64.b64encode('柳桥街道书屋今天开门'.encode()).decode()}?="
    text = f"<html><body><p>柳桥街道书屋今天开门</p><p>2020-05-06</p><p>{ONE}</p><p>{TWO}</p></body></html>"
    (item,) = cut(message(page(text), subject=subject), "a.mht").items
    assert item.title == "柳桥街道书屋今天开门"


def test_a_page_that_is_only_called_so_and_a_message_without_one() -> None:
    assert cut(TITLED, "a.mht").items[0].title == "柳桥街道书屋今天开门"
    with pytest.raises(RefusedError):
        cut(message(("image/png", "Content-ID: <p1>", b"\x89PNG", "base64")), "a.mht")
    with pytest.raises(RefusedError):
        cut(b"From: nobody\r\nContent-Type: multipart/related; boundary=x", "a.mhtml")


def test_a_page_that_is_nothing_but_frames_says_where_its_texts_are() -> None:
    page = "<html><frameset cols='20%,80%'><frame src='left.htm'><frame src=\"main.htm\"></frameset></html>"
    assert any("left.htm、main.htm" in doubt for doubt in cut(page, "a.html").doubts)
    assert not any("框架" in doubt for doubt in cut(TITLED, "a.html").doubts)
