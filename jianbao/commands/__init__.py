"""The commands of the command line, one file each: its options, what it prints, its exit code.

A command's module is imported only when it is asked for: a build with nothing to do starts fast.
"""

from typing import NamedTuple


class Command(NamedTuple):
    """A command as the list of commands shows it.

    ``module`` of this package has ``arguments(parser)``, which adds the options, and ``run(options, site, say)``,
    which gives the exit code; ``say`` prints to stderr.
    """

    module: str
    help: str
    anywhere: bool = False
    """Whether it works without a site; ``site`` is None then."""
    elsewhere: bool = False
    """Whether it has nothing to do with the site around it; ``site`` is always None."""


COMMANDS = {
    "init": Command("init", "新建自己的网站；在已有的文件夹里只补缺少的文件", anywhere=True, elsewhere=True),
    "build": Command("build", "生成网站（不写命令时就是它）"),
    "serve": Command("serve", "边写边看：保存后浏览器自动更新"),
    "edit": Command("edit", "在浏览器里写：表单、正文、页面、检查、提交"),
    "check": Command("check", "检查文章：构建会拒绝的，加上用词、标点、数字、姓名职务、个人信息", anywhere=True),
    "new": Command("new", "新建一篇文章，或新的一期"),
    "import": Command("importing", "把一期简报（Word、文本、网页），或整个旧网站的文件夹，变成文章"),
    "withdraw": Command("withdraw", "撤回一篇文章"),
    "move": Command("move", "把一篇文章移到别的一期，旧网址转到新网址"),
    "list": Command("listing", "列出文章"),
    "stats": Command("stats", "按年、栏目、来源统计"),
    "schema": Command("schema", "输出文件头或设置的 JSON Schema，供编辑软件提示", anywhere=True),
    "publish": Command("publish", "把 output/ 发布到对象存储、服务器、分支或文件夹"),
    "takedown": Command("takedown", "逐处查看撤回的文章还在哪里读得到"),
    "refresh": Command("refresh", "让 CDN 刷新一些网址"),
    "redirects": Command("redirects", "输出旧网址的转向规则"),
    "channel": Command("channel", "同一篇文章，做成公众号、微博、海报、二维码、Word、邮件"),
    "search": Command("search", "搜索已生成的网站，和读者在网页上搜的一样"),
    "config": Command("config", "显示生效的设置，可以贴回 config.yaml"),
    "docs": Command("docs", "看手册：一页、一条提示，或把手册做成网站", anywhere=True, elsewhere=True),
    "completion": Command("completion", "输出 bash、zsh、fish 的补全脚本", anywhere=True, elsewhere=True),
}
