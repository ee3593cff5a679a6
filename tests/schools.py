"""A school's small site with photos, made here: for the theme that puts photos first, and for directives and layouts."""

import io
from functools import lru_cache

from PIL import Image, ImageDraw

from tests.sites import Site

COLOURS = {"yundonghui": "#2f6fb0", "zhishu": "#3c8a4a", "yuedu": "#b0642f", "hechang": "#8a3c7a", "shiyan": "#2f8a8a"}
VIDEO = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"


@lru_cache
def photo(colour: str, size: tuple[int, int] = (1280, 853)) -> bytes:
    """A JPEG that could be taken for a photo of a playground: sky, field, and some heads."""
    image = Image.new("RGB", size, "#cfe4f5")
    draw = ImageDraw.Draw(image)
    width, height = size
    draw.rectangle((0, height * 6 // 10, width, height), fill=colour)
    for n in range(9):
        x, y = width * (n * 2 + 1) // 18, height * (5 + n % 3) // 10
        draw.ellipse((x, y, x + width // 16, y + width // 16), fill=("#ffe08a", "#f4b98a", "#ffffff")[n % 3])
        draw.rectangle((x, y + width // 16, x + width // 16, height), fill=("#d94f3d", "#3d6bd9", "#f2c230")[n % 3])
    data = io.BytesIO()
    image.save(data, "JPEG", quality=80)
    return data.getvalue()


CONFIG = """\
site: {name: 滨海小学, url: "https://example.org/", description: 滨海小学的校园新闻}
columns: [校园, 少先队, 家校]
theme: THEME
footer: {sponsor: 滨海小学, contact: 0592-0000000}
"""
DIRECTIVES = """\
开幕式在操场举行。

【【图片行
图片：![入场](yundonghui.jpg "入场式｜林老师 摄")
图片：![植树](zhishu.jpg "植树角")
说明：上午的*两个*场面
】】

【【关键数字
数值：1280
单位：人
说明：参加了比赛
】】

【【视频卡
视频：![开幕式录像](kaimu.mp4)
封面：![录像封面](hechang.jpg)
说明：三分钟看完开幕式
】】

【【联系框
名称：体育组
电话：0592-1234567
地址：滨海路1号
网址：[学校网站](https://school.example.org/)
】】

【【文件卡
文件：[成绩册](chengji.pdf)
说明：各项前八名
】】

下午闭幕。
"""


def school(site: Site, theme: str = "qinghe") -> Site:
    """Writes the school's site."""
    site.write("config.yaml", CONFIG.replace("THEME", theme))
    folder = "2025/2025-04"
    site.issue(folder, "四月校园", "2025-04", summary="运动会、植树和读书节")
    for name, colour in COLOURS.items():
        site.write(f"content/{folder}/{name}.jpg", photo(colour))
    site.write(f"content/{folder}/kaimu.mp4", VIDEO)
    site.write(f"content/{folder}/chengji.pdf", b"%PDF-1.4\n%%EOF\n")
    site.article(f"{folder}/yundonghui.md", "春季运动会在滨海小学操场开幕", "2025-04-20", DIRECTIVES,
                 column="校园", tags=["运动会"], cover="yundonghui.jpg", source="体育组", summary="三天二十六个项目")  # fmt: skip
    site.article(f"{folder}/zhishu.md", "少先队员给操场边的小树挂牌", "2025-04-12",
                 "队员们给小树浇水。\n\n![浇水](zhishu.jpg)\n\n![挂牌](yuedu.jpg)\n", column="少先队",
                 tags=["植树"], cover="zhishu.jpg", layout="图片故事")  # fmt: skip
    site.article(f"{folder}/yuedu.md", "读书节：一千本书在教室之间旅行", "2025-04-08", "书从一楼走到四楼。\n",
                 column="校园", tags=["读书节"], cover="yuedu.jpg")  # fmt: skip
    site.article(f"{folder}/hechang.md", "合唱队在区里得了第二名", "2025-04-06", "唱的是《滨海的早晨》。\n",
                 column="校园", tags=["合唱"], cover="hechang.jpg")  # fmt: skip
    for n in range(1, 7):
        site.article(f"{folder}/jiaxiao{n}.md", f"家长开放日第{n}场：走进课堂", f"2025-03-{n + 10}", "欢迎家长。\n",
                     column="家校", tags=["家长开放日"])  # fmt: skip
    site.article("pages/about.md", "关于我们", "", "滨海小学。\n")
    site.article("pages/minglu.md", "教师名录", "", "## 语文组\n\n- 王老师\n- 李老师\n", layout="名录")
    site.article("pages/zhuanti.md", "运动会专题", "", "见[开幕](../2025/2025-04/yundonghui.md)。\n",
                 layout="专题", summary="三天的全部报道")  # fmt: skip
    site.article("pages/kongbai.md", "空白页", "", "只有字。\n", layout="空白")
    return site
