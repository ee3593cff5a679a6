"""The labels of a page's fields, and what each says: 发布时间, 来源, 责任编辑, 浏览次数, 字体.

Sites make them of the same few words: what is done and when (发布时间), whose it is (信息来源), who does what
(文章录入), what is counted (浏览次数). They are made here as sites make them; what is made otherwise is listed.
"""

from collections.abc import Iterable
from itertools import product

_WHOSE = (
    "文章 本文 原文 信息 新闻 稿件 稿源 资料 内容 文字 图文 图片 消息 报道 文稿 本期 网站 网页 本网 微信 文件".split()
)
_DONE = (
    "发布 发表 刊发 刊登 出版 报道 公布 公开 印发 成文 发文 发稿 更新 添加 录入 上传 创建 生成 编辑 采编 审核 "
    "提交 撰写 撰稿 来稿 "
    "投稿 签发 登载 收录 推送 发送 发刊 见报 上报 修改 采集 制作 入库 上网 转载 采写 刊播 播出"
).split()
_WORK = "作者 编辑 录入 审核 校对 撰稿 编审 供稿人 发布人 摄影 整理 统筹 责编".split()
_COUNTED = "浏览 阅读 点击 访问 查看 点赞 评论 转发 收藏 下载 关注".split()
_MADE = (
    ("date", _DONE, "时间 日期".split()),
    ("date", "文章 新闻 信息 稿件".split(), "时间 日期".split()),
    ("source", _WHOSE, "来源于 来源 出处".split()),
    ("person", [*_WHOSE, *"责任 网络 执行 栏目 值班 特约".split()], _WORK),
    ("person", "录入 发布 添加 上传 投稿 报送 撰稿 审核 校对 编辑".split(), "人 者 员".split()),
    ("count", _COUNTED, "次数 数量 数 量 率 人数 总数".split()),
    ("form", "文章 信息 新闻 所属 所在 内容".split(), "分类 类别 类型 栏目".split()),
)
"""What a label says, and the words that it is made of."""
_LISTED = {
    "date": "最后更新 最近更新 最后修改 最后编辑 最后修改于 最后编辑于 "
    "更新于 创建于 编辑于 发布于 发表于 发送时间 发送日期 发件时间 收件时间 时间 日期",
    "source": (
        "单位 来自 来源于 来源单位 来源部门 供稿单位 供稿部门 来稿单位 报送单位 投稿单位 投稿部门 发布机构 发布单位 "
        "发布部门 发文单位 发文机关 "
        "发文机构 报纸名称 当前报纸名称 信息提供 发布来源 源自 转自 摘自 来源 稿源 供稿"
    ),
    "person": (
        "By 发件人 收件人 寄件人 "
        "用户 网友 楼主 文字录入 发布人员 拟稿人 核稿人 拟稿 供稿人 整理 供图人 摄影人 摄像 签发人 提供者 信息员 "
        "核稿 联络员 责任校对 审校 编审人 网编 校核 审定 审读 "
        "上传者 审稿人 通讯员 出品 出品人 监制人 供图 图片提供 值班编委 摄影记者 作者 责编 编辑 录入 采写 采编 "
        "发布 更新 撰稿 撰文 审核 审稿 初审 复审 "
        "终审 一审 二审 三审 "
        "签发 校对 摄影 图文 文图 记者 排版 制作 美编 编审 监制 主编 统筹 策划 文字 图片 文 图 摄"
    ),
    "count": "访问 字数 已浏览 人气 浏览 阅读 点击 查看 热度 评论 回复 回帖",
    "form": (
        "文章所在栏目 抄送人 附件名称 "
        "版名 版面 版次 字体颜色 选择字号 选择字体 字号选择 栏目 分类 字体大小 字号大小 文字大小 字体显示 视力保护色 "
        "保护视力色 背景颜色 背景色 我要分享 分享到 分享至 "
        "分享 打印 收藏 索引号 信息索引号 信息索引 主题分类 主题词 体裁分类 组配分类 "
        "公开方式 公开形式 公开范围 公开时限 公开目录 发文字号 文件编号 有效性 信息有效性 有效状态 "
        "体裁 形式 语种 废止日期 废止时间 公开类别 信息状态 信息名称 "
        "是否有效 时效性 生效日期 实施日期 施行日期 规范性文件编号 效力状态 文件状态 发布文号 统一编号 "
        "备注 备注/文号 公文生成日期 公文生成时间 公文种类 服务对象 页面功能 失效日期 "
        "字体 字号 文号 关键词 关键字 标签 语音播报 热词搜索 相关热词搜索 相关热词 热词 文章标签 本文标签 相关标签"
    ),
}
_EMPTY = "摘要 简介 导读 提要 内容摘要 内容简介 内容导读 副标题 引题 肩题".split()
"""Labels of what stands in the text, fields only where a page has nothing behind them: 摘要：无."""
NOTHING = ("", "无", "暂无", "略", "空")
KIND = {"".join(words): kind for kind, *parts in _MADE for words in product(*parts)} | {
    name: kind for kind, names in _LISTED.items() for name in names.split()
}
"""Labels by what they say: when, from whom, who had a hand in it, how often read, and what is nothing to us."""
KIND |= dict.fromkeys(_EMPTY, "empty")
KIND |= dict.fromkeys(("图片来源", "图片出处"), "person")
"""Of a picture, which is another's than the text."""
LOOSE = frozenset(
    "发布 更新 "
    "出品 单位 时间 日期 来源 来自 供稿 编辑 作者 审核 文字 图片 文 图 摄 记者 通讯员 摄影 主编 制作 校对 签发 "
    "文图 图文 "
    "访问 "
    "回复 回帖 标签 关键词 主题词 撰稿 点击 阅读 浏览 查看 评论 打印 分享 收藏 监制 供图 分类 统筹 策划 整理 下载 字数"
    " 版面 版次 发文单位 发文机关 文号 字体 字号 栏目 源自 转自 摘自 校核 审定 审读 拟稿 核稿 摄像".split()
    + _EMPTY
)
"""Labels that stand in texts as well: alone they are a page's only right beside its title or its end."""
_BLANK = "[ \t\u3000\xa0]{0,6}"


def _any(names: Iterable[str]) -> str:
    """An expression for one of some names, the longest first, whose letters may be set apart."""
    return "|".join(_BLANK.join(name) for name in sorted(names, key=len, reverse=True))


def _gap(kind: str, first: list[str]) -> str:
    """What may stand between a label's two words: no blank in 报道 作者, where 经济报道 is a paper's name."""
    return "" if kind == "person" and "报道" in first else _BLANK


NAME = "|".join(
    [f"(?:{_any(first)}){_gap(kind, first)}(?:{_any(second)})" for kind, first, second in _MADE]
    + [_any([*(name for names in _LISTED.values() for name in names.split()), *_EMPTY])]
)
"""An expression for any of the labels."""
MEDIA = frozenset("新华社 中新社 新华网 人民网 中新网 央视网 光明网 半月谈 澎湃新闻 参考消息 求是 瞭望".split())
NOBODY = frozenset(
    "本刊讯 本报讯 本网讯 本站讯 "
    "本站 本站原创 原创 本网 本网站 网站管理员 管理员 admin 未知 佚名 不详 互联网 网络 转载 本网转载 "
    "网络转载 发布时间 时间 作者 本站编辑 超级管理员 系统管理员 点击".split()
)
"""What pages name as their source when they have none."""
