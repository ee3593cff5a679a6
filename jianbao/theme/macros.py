"""A theme's macros: templates that show what a directive of an article is told.

A macro is a file below macros/, called as the directive is, with a head in YAML that says what it can be told:

    ---
    arguments:
      图片: {type: picture, many: true, required: true, most: 6}
      说明: {type: text}
    ---

Below stands a template that sees these names and nothing else. Refused: types that there are not, names that a template
cannot use, what is told and shown nowhere.
"""

from typing import NamedTuple

from jinja2 import meta, nodes

from jianbao import expressions as re
from jianbao.errors import Problem, suggestion
from jianbao.markdown import arguments
from jianbao.markdown.arguments import MANY, TYPES, Parameter
from jianbao.settings.schema import Reader
from jianbao.yaml import document
from jianbao.yaml.document import Node, YamlError

_HEAD = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_TAKEN = (
    "words",
    "data",
    "site",
    "page",
    "loop",
    "true",
    "false",
    "none",
    "not",
    "and",
    "or",
    "is",
    "in",
    "if",
    "else",
)
_KEYS = ("type", "required", "many", "default", "choices", "least", "most")
_OF = "macro:"


class Macro(NamedTuple):
    """A macro as its file says it; ``source`` is the template, its lines where they stand in the file."""

    name: str
    parameters: tuple[Parameter, ...]
    source: str


def template(name: str) -> str:
    """What the template of a macro is called inside a theme, where no file can be called so."""
    return f"{_OF}{name}"


def of(template: str) -> str:
    """The macro that a template is, "" for one that is none."""
    return template.removeprefix(_OF) if template.startswith(_OF) else ""


def read(path: str, text: str, shown: str, problems: list[Problem]) -> Macro | None:
    """The macro of a file; None after a problem."""
    reader = Reader(shown)
    name = path.removesuffix(".html")
    top = document.Scalar("", 1, 1, quoted=False)
    if name == path or re.search(r"[\s/【】：:|]", name):
        reader.add(top, "macro-head", f"宏的文件名 {path} 不能用", "写成 macros/名字.html，名字里没有空格和符号")
    head = _HEAD.match(text)
    parameters: list[Parameter] = []
    if head is None:
        hint = "在第一行写 ---，下面写 arguments:，再写一行 ---"
        reader.add(top, "macro-head", "宏的开头没有写它有哪些参数", hint)
    else:
        try:
            for key, node in reader.known(document.parse(head[1], shown, 2).items, ("title", "arguments")):
                if key == "arguments":
                    parameters += [_parameter(reader, name, said) for name, said in reader.mapping(node, key)]
        except YamlError as error:
            reader.problems.append(error.problem)
    problems += reader.problems
    if reader.problems or head is None:
        return None
    # A comment of as many lines, so that what is wrong further down is told at its own line.
    lines = head[0].count("\n")
    return Macro(name, tuple(parameters), "{#" + "\n" * (lines - 1) + "#}\n" + text[head.end() :])


def _parameter(reader: Reader, name: document.Scalar, node: Node) -> Parameter:
    made = Parameter(name.text, "text")
    if not name.text.isidentifier() or name.text in _TAKEN:
        reader.add(name, "macro-head", f"参数名“{name.text}”不能用", "用汉字、字母、数字和下划线，例如 说明")
    for key, value in reader.known(reader.mapping(node, name.text), _KEYS):
        made = _with(made, reader, key, value)
    if made.many and made.type not in MANY:
        reader.add(name, "macro-head", f"{made.type} 只能有一个", f"删去 many；可以有几个的：{'、'.join(MANY)}")
    if made.type == "choice" and not made.choices:
        reader.add(name, "macro-head", f"“{name.text}”没有写可以选哪些", "加上 choices: [甲, 乙]")
    if wrong := arguments.unfit(made) or _misplaced(made):
        reader.add(name, "macro-head", f"“{name.text}”{wrong}", "改正或删去它")
    return made


def _with(made: Parameter, reader: Reader, key: str, value: Node) -> Parameter:
    """The parameter with what one key says of it."""
    if key == "required":
        return made._replace(required=bool(reader.boolean(value, key)))
    if key == "many":
        return made._replace(many=bool(reader.boolean(value, key)))
    if key == "least":
        return made._replace(least=reader.number(value, key, 1_000_000) or 0)
    if key == "most":
        return made._replace(most=reader.number(value, key, 1_000_000) or 0)
    if key == "default":
        return made._replace(default=reader.text(value, key) or "")
    if key == "choices":
        return made._replace(choices=tuple(text for text, _ in reader.names(value, key)))
    made = made._replace(type=reader.text(value, key) or "text")
    if made.type not in TYPES:
        hint = suggestion(made.type, TYPES) or f"可用：{'、'.join(TYPES)}"
        reader.add(value, "macro-head", f"没有 {made.type} 这种参数", hint)
    return made


def _misplaced(parameter: Parameter) -> str:
    """What is said of a parameter that says nothing of its type, or against itself."""
    bounded = parameter.many or parameter.type in ("number", "integer")
    if (parameter.least or parameter.most) and not bounded:
        return "的 least、most 只用于数字，或与 many 同用"
    if parameter.most and parameter.least > parameter.most:
        return f"的 least {parameter.least} 大于 most {parameter.most}"
    if parameter.choices and parameter.type != "choice":
        return "的 choices 只用于 choice"
    return "有 many，不能有 default" if parameter.many and parameter.default else ""


def unshown(parameters: tuple[Parameter, ...], trees: list[nodes.Template]) -> list[str]:
    """What a macro can be told and does not show; ``trees`` are its template and all that this needs."""
    named = set().union(*(meta.find_undeclared_variables(tree) for tree in trees))
    return [parameter.name for parameter in parameters if parameter.name not in named]
