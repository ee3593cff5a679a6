"""A small site that has one of everything, for tests that say exactly what changes."""

from tests.sites import Site

CONFIG = """\
site:
  name: 小站
  url: https://example.org/small/
  description: 一个小小的简报站。
columns: [要闻, 维权服务, 家庭建设]
footer: {sponsor: 市妇联}
pages: {list: 2, feed: 3, related: 2, home: 2}
"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>\n'
PHOTO = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"
"""The smallest photo: one white pixel."""


def small(site: Site) -> Site:
    """Writes the site: three issues, seven articles, a standing page, a picture.

    In order: 2017-12 nianzhong · 2018-03 qidong, xuanjiang · 2018-04 peixun (undated, so the month's first),
    jiuzhu, zuotan, dangjian.
    """
    site.write("config.yaml", CONFIG)
    site.write("data/columns.yaml", "要闻: {description: 全局性工作。, keywords: [要闻, 会议]}\n")
    site.issue("2017/2017-12", "2017年12月简报", "2017-12", number="2017年第12期")
    site.issue("2018/2018-03", "2018年3月简报", "2018-03", number="2018年第3期", summary="春天的一期。")
    site.issue("2018/2018-04", "2018年4月简报", "2018-04", number="2018年第4期", body="本期四条。\n")
    site.article(
        "2017/2017-12/nianzhong.md",
        "年终总结会",
        "2017-12-28",
        "会议总结了全年工作。\n",
        column="要闻",
        source="办公室",
    )
    site.article(
        "2018/2018-03/qidong.md",
        "救助项目启动",
        "2018-03-05",
        "项目今天启动。\n",
        column="维权服务",
        source="权益部",
        tags=["四癌救助"],
    )
    site.article(
        "2018/2018-03/xuanjiang.md",
        "三八节宣讲",
        '"2018-03-08 09:30"',
        "宣讲在社区举行。\n\n## 现场\n\n来了很多人。\n",
        column="要闻",
        source="宣传部",
        tags=["宣讲", "两岸交流"],
        people=["林某", "陈某"],
        author="小鹭",
        updates="[{date: 2018-03-09, text: 更正了人数}]",
    )
    site.article(
        "2018/2018-04/peixun.md",
        "干部培训开班",
        "",
        "培训为期三天。\n",
        column="要闻",
        source="办公室",
        order=3,
        origin="{name: 某某网, url: https://news.example.org/1}",
    )
    site.article(
        "2018/2018-04/jiuzhu.md",
        "发放第三批救助金",
        "2018-04-23",
        "15人领到救助金，[项目](../2018-03/qidong.md)去年立项。\n\n"
        '![分布图](fenbu.svg "各区人数｜供图：权益部")\n\n| 区 | 人数 |\n| --- | ---: |\n| 甲 | 15 |\n',
        column="维权服务",
        source="权益部",
        tags=["四癌救助", "困难帮扶"],
        summary="十五人领到救助金。",
        kicker="民生实事",
        subtitle="共15人",
        cover="fenbu.svg",
        aliases=["jiuzhu.html"],
        order=1,
    )
    site.write("content/2018/2018-04/fenbu.svg", PICTURE)
    site.article("2018/2018-04/zuotan.md", "家长座谈", "2018-04-24", "座谈会开了半天。\n", column="家庭建设", order=2)
    site.article(
        "2018/2018-04/dangjian.md",
        "党建专题会",
        "2018-04-26",
        "会议研究了七项工作。\n",
        column="要闻",
        source="办公室",
        tags=["两岸交流"],
        order=4,
        status="已归档",
    )
    site.article("pages/about.md", "关于本站", "", "本站收录简报。\n")
    return site
