"""The theme's search scripts and lunr.js as the few small files that a browser gets, made by esbuild.

    python tools/bundle.py            bundles what has changed since
    python tools/bundle.py --look     only looks

Called by lunr.py once the packages are there. What is made lies beside
lunr in node_modules/ and travels like it: a site is built without Node, and without esbuild. ``made.json``
says which sources it was made from, so that a build can tell when it is out of date.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MADE = ROOT / "node_modules" / "jianbao-search"
ENTRIES = ("app", "page", "outside")
ALONE = "box.js"
"""What every page loads, as it is."""
LUNR = ("vector", "index")
"""The files of lunr's package that answer queries; those that make indexes and parse queries stay out, and its sets."""
UNASKED = {
    "lunr.Vector.prototype.insert",
    "lunr.Vector.prototype.toArray",
    "lunr.Vector.prototype.toJSON",
    "lunr.Index.load",
    "lunr.Index.prototype.search",
    "lunr.Index.prototype.toJSON",
}
"""What in these files only saved indexes need, or other ways of asking: operators, wildcards, lists of terms."""
UNREAD = (
    "      requiredMatches = Object.create(null),",
    "      prohibitedMatches = Object.create(null)",
    "        clauseMatches = lunr.Set.empty",
    "              matchingDocumentsSet = new lunr.Set(matchingDocumentRefs)",
    "  var allRequiredMatches = lunr.Set.complete,",
    "      allProhibitedMatches = lunr.Set.empty",
)
"""Lines that make what nothing that is left here reads."""
STANDING = """
const lunr = {};
lunr.TokenSet = { fromClause: ({ term }) => ({ toArray: () => [term] }), intersect: (terms) => terms };
lunr.MatchData = class { add() {} combine() {} };
lunr.FieldRef = class {
  constructor(docRef, fieldName) { this.docRef = docRef; this.fieldName = fieldName; }
  static fromString(key) { return new this(key.replace(/.*[/]/, ""), key.replace(/[/].*/, "")); }
  toString() { return `${this.fieldName}/${this.docRef}`; }
};
lunr.Query = class {
  constructor(fields) { this.allFields = fields; this.clauses = []; }
  term(term) { this.clauses.push({ term, fields: this.allFields, boost: 1 }); }
};
"""
"""What stands for the parts of lunr that have nothing to do here.

Terms are given as they stand in the index, so that no automaton finds them and no pipeline changes them; nobody asks
where in an article they are. Which articles have all that a query needs, and nothing that it leaves out, is known
before lunr is asked: its index holds no others.
"""
NEVER = (
    "clause.usePipeline",
    "query.isNegated()",
    "expandedTerms.length === 0 && clause.presence === lunr.Query.presence.REQUIRED",
    "clause.presence === lunr.Query.presence.REQUIRED",
    "clause.presence == lunr.Query.presence.REQUIRED",
    "clause.presence == lunr.Query.presence.PROHIBITED",
    "requiredMatches[field]",
    "prohibitedMatches[field]",
    "!allRequiredMatches.contains(docRef)",
    "allProhibitedMatches.contains(docRef)",
)
"""What its answers look whether it is so, and here never is."""
INNER = (
    *("MatchData", "FieldRef", "docRef", "fieldName", "joiner", "matchData", "combine", "intersect", "union"),
    *("fromClause", "fromString", "toArray", "runString", "wildcard", "clause", "dot", "complete", "empty"),
    *("_magnitude", "magnitude", "similarity", "positionForIndex", "upsert", "elements", "contains"),
    *("_stringValue", "isNegated", "clauses", "allFields", "PROHIBITED", "LEADING", "TRAILING", "NONE", "Query"),
)
"""Names that only lunr itself calls its parts by; there they get short ones."""
OURS = (
    *("invertedIndex", "fieldVectors", "tokenSet"),
    *("simplified", "phrases", "quoted", "dated", "period", "either", "without", "hears", "linked", "welcome"),
    *("doubtful", "spelling", "brief", "looks", "sure", "enough", "reading", "lists", "tokens", "among", "exactly"),
    *("sounding", "confirmed", "firstYoung", "youngTerms", "cutYoung", "unfold", "fetched", "slices", "packs"),
    *("written", "keep"),
    *("peek", "gamma", "rice", "gaps", "latin", "saidBy", "oneSyllable", "nothingElse", "begun", "headed", "otherwise"),
    *("fields", "presence", "usePipeline", "pipeline", "boost", "term", "terms", "store", "joined", "near"),
    *("oneOfEach", "here", "text", "part", "parts", "row"),
    *("known", "good", "names", "wish", "heard", "own", "said", "longer", "asks", "times", "partly", "large"),
    *("glance", "gathered", "manifest", "ways", "whole", "alike", "held", "folder", "space", "blocks", "rows", "score"),
    *("outdated", "network", "gone", "guessed", "glanced", "largest", "articles", "suggestions", "sections", "scores"),
    *("words", "syllables", "count", "segments", "about", "limit", "young"),
    *("tier", "via", "least", "few", "left", "counts", "steps", "more", "files", "file", "read", "pair", "partedFirst"),
    *("before", "shards", "first", "lunr", "number"),
    *("total", "record", "records", "wholes", "table", "oneByOne", "perhapsInitials", "Vector", "TokenSet", "_index"),
)
"""Names that only our scripts and what they ask lunr for call their parts by.

Some (``left``, ``before``, ``rows``) are a browser's words too: a search script may ask for none of those by such a
name, and the tests in Chromium would see it. What a file of the index calls so is asked for in quotation marks, which
esbuild leaves alone, and so is what ``outside.js`` gives to tests and benchmarks.
"""


def sets() -> Iterator[Path]:
    """The folder of search scripts of every theme that has its own."""
    yield from sorted(path.parent for path in ROOT.glob("themes/*/static/search/app.js"))


def sources(folder: Path) -> dict[str, str]:
    """Name → digest of the scripts that are bundled."""
    return {p.name: hashlib.sha256(_text(p)).hexdigest() for p in sorted(folder.glob("*.js")) if p.name != ALONE}


def stale() -> bool:
    """Whether some theme's scripts are not bundled as they are now."""
    return any(
        (known.get("sources"), known.get("bundler")) != (sources(folder), bundler())
        for folder in sets()
        for known in [_known(_home(folder))]
    )


def bundler() -> str:
    """The digest of this file: bundled otherwise, the same sources are another script."""
    return hashlib.sha256(_text(Path(__file__))).hexdigest()


def bundle() -> None:
    """Bundles the scripts of every theme; raises OSError or CalledProcessError."""
    program = next(
        iter([*ROOT.glob("node_modules/@esbuild/*/bin/esbuild"), *ROOT.glob("node_modules/@esbuild/*/*.exe")])
    )
    for folder in sets():
        home = _home(folder)
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        library, source = home / "lunr.js", "\n".join([STANDING, _asked(map(_lunr, LUNR)), "export default lunr;\n"])
        shorter = [str(program), "--loader=js", f"--mangle-props=^({'|'.join(INNER)})$", "--log-level=warning"]
        library.write_bytes(subprocess.run(shorter, input=source.encode(), capture_output=True, check=True).stdout)
        command = [
            *(str(program), *(str(folder / f"{name}.js") for name in ENTRIES)),
            f"--mangle-props=^({'|'.join(OURS)})$",
            *("--bundle", "--splitting", "--minify", "--format=esm", "--target=es2022", "--charset=utf8"),
            # lunr.LICENSE.txt goes with them.
            "--legal-comments=none",
            *("--entry-names=[name].[hash]", "--chunk-names=[name].[hash]", f"--outdir={home}"),
            *(f"--alias:lunr={library}", f"--metafile={home / 'meta.json'}", "--log-level=warning"),
        ]
        # From the scripts' own folder: where a checkout lies must not show in what is made.
        subprocess.run(command, check=True, cwd=folder)
        outputs = json.loads((home / "meta.json").read_text("utf-8"))["outputs"]
        outputs = {Path(path).name: made for path, made in outputs.items()}
        named = {Path(made["entryPoint"]).stem: name for name, made in outputs.items() if made.get("entryPoint")}
        shutil.copyfile(ROOT / "node_modules" / "lunr" / "LICENSE", home / "lunr.LICENSE.txt")
        made = {
            "sources": sources(folder),
            "bundler": bundler(),
            "entries": {name: named[name] for name in ENTRIES},
            "needs": {name: _needs(name, outputs) for name in sorted(outputs)},
        }
        (home / "made.json").write_text(json.dumps(made, indent=1), "utf-8")
        for done in (library, home / "meta.json"):
            done.unlink()


def _needs(name: str, outputs: dict[str, dict[str, list[dict[str, str]]]]) -> list[str]:
    """What a file imports before it runs, and those again."""
    found = [Path(i["path"]).name for i in outputs[name]["imports"] if i["kind"] == "import-statement"]
    return sorted({*found, *(more for one in found for more in _needs(one, outputs))})


def _asked(files: Iterable[str]) -> str:
    """lunr's files without what is not asked; each of their statements begins a line, and names what it makes.

    Raises ValueError when one of UNASKED is not there: the package is pinned, and this list with it.
    """
    statements = re.split("^(?=lunr\\.)", "\n".join(files), flags=re.MULTILINE)
    names = [statement.partition(" = ")[0] for statement in statements]
    if missing := UNASKED - set(names):
        raise ValueError(f"lunr has no {', '.join(sorted(missing))}")
    made = "".join(text for name, text in zip(names, statements, strict=True) if name not in UNASKED)
    for condition in NEVER:
        if f"if ({condition})" not in made:
            raise ValueError(f"lunr asks nowhere whether {condition}")
        made = made.replace(f"if ({condition})", "if (false)")
    for line in UNREAD:
        if made.count(f"{line}\n") != 1:
            raise ValueError(f"lunr has no line {line.strip()}")
        # What stands before ends with a comma that nothing follows now; a statement may begin with nothing.
        made = re.sub(f",?\n*{re.escape(line)}\n", "\n", made)
    # What is never asked goes with its variables when they are of their block alone.
    return re.sub(r"\bvar ", "let ", made)


def _lunr(name: str) -> str:
    return (ROOT / "node_modules" / "lunr" / "lib" / f"{name}.js").read_text("utf-8")


def _text(path: Path) -> bytes:
    return path.read_bytes().replace(b"\r\n", b"\n")


def _home(folder: Path) -> Path:
    return MADE / folder.parent.parent.name


def _known(home: Path) -> dict[str, object]:
    try:
        made: dict[str, object] = json.loads((home / "made.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return made


def main(arguments: list[str]) -> int:
    """Looks, bundles unless told only to look, looks again; exit 1 when the scripts are not bundled as they are."""
    if stale() and arguments != ["--look"]:
        try:
            bundle()
        except (OSError, StopIteration, ValueError, subprocess.CalledProcessError) as error:
            print(f"搜索脚本没有打包成功：{error!r}", file=sys.stderr)
    return int(stale())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
