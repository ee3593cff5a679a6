// What can be opened: found by words, year, column, state and issue, without waiting, ten thousand of them.
import { ask, attempt, button, field, h, input, later, select } from "./dom.js";

const STEP = 100;
const KINDS = { article: "", issue: "期", page: "固定页面" };

let known = { version: -1, rows: [] };
// What a reader would find with the same words, in texts and by sound, too.
let hits = { words: "", paths: new Set() };
export const wanted = { words: "", year: "", column: "", state: "", issue: "", kind: "article" };

/** The rows as values by field, fetched again when the desk has others. */
export async function rows() {
  const told = await ask("list", { version: known.version });
  if (told.rows) {
    const named = (row) => Object.fromEntries(told.fields.map((name, at) => [name, row[at]]));
    known = { version: told.version, rows: told.rows.map(named) };
    for (const row of known.rows) row.found = `${row.title} ${row.source} ${row.tags.join(" ")} ${row.issue}`.toLowerCase();
  }
  return known.rows;
}

export const row = (path) => known.rows.find((one) => one.path === path);
export const issues = () => known.rows.filter((one) => one.kind === "issue");
export const folder = (path) => path.slice(0, path.lastIndexOf("/"));

function fits(one) {
  if (wanted.kind && one.kind !== wanted.kind) return false;
  if (wanted.year && !one.date.startsWith(wanted.year)) return false;
  if (wanted.column && one.column !== wanted.column) return false;
  if (wanted.state && (one.state || "现行") !== wanted.state) return false;
  if (wanted.issue && folder(one.path) !== wanted.issue) return false;
  return !wanted.words || wanted.words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => one.found.includes(word)) || (hits.words === wanted.words && hits.paths.has(one.path));
}

/** The list in `view`; `open` opens a path. */
export async function show(view, open) {
  const list = h("ol.rows", { "aria-label": "文章" });
  const count = h("p.count", { role: "status" });
  const more = button("再显示一些", () => draw(shown + STEP), "quiet");
  let shown = STEP;
  const words = input(wanted.words, { type: "search", placeholder: "标题、来源、标签里的字", oninput: () => (set("words", words), deep()) });
  const deep = later(250, async () => {
    const asked = wanted.words;
    const said = asked.trim() && (await attempt(() => ask("search", { words: asked }), () => {}));
    if (!said || asked !== wanted.words) return;
    hits = { words: asked, paths: new Set(said.paths) };
    draw(shown);
  });
  const years = select([["", "全部年份"]], "", { onchange: () => set("year", years) });
  const columns = select([["", "全部栏目"]], "", { onchange: () => set("column", columns) });
  const states = select([["", "全部状态"]], "", { onchange: () => set("state", states) });
  const every = select([["", "全部各期"]], "", { onchange: () => set("issue", every) });
  const kinds = select([["article", "文章"], ["issue", "各期首页"], ["page", "固定页面"]], wanted.kind, { onchange: () => set("kind", kinds) });

  function set(name, control) {
    wanted[name] = control.value;
    draw(STEP);
  }

  function draw(most) {
    shown = most;
    const found = known.rows.filter(fits);
    list.replaceChildren(...found.slice(0, most).map((one) => entry(one, open)));
    count.textContent = found.length ? `${found.length} 篇` : "没有找到；换几个字，或放宽年份和栏目";
    more.hidden = found.length <= most;
  }

  function refill() {
    const all = known.rows;
    const values = (name) => [...new Set(all.map((one) => one[name]).filter(Boolean))];
    options(years, "全部年份", [...new Set(all.map((one) => one.date.slice(0, 4)).filter(Boolean))].sort().reverse(), wanted.year);
    options(columns, "全部栏目", values("column"), wanted.column);
    options(states, "全部状态", ["现行", ...values("state")], wanted.state);
    options(every, "全部各期", issues().map((one) => [folder(one.path), one.title]), wanted.issue);
    draw(shown);
  }

  view.replaceChildren(
    h(
      "section.find",
      { "aria-label": "查找" },
      h("form.filters", { role: "search", onsubmit: (event) => event.preventDefault() },
        field("查找", words), field("期", every), field("年份", years), field("栏目", columns), field("状态", states), field("种类", kinds)),
      h("p.hint", {}, "把一期简报的 Word 文件拖到这里，就是导入。"),
      count,
      list,
      more,
    ),
  );
  words.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") list.querySelector("button")?.focus();
  });
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const all = [...list.querySelectorAll("button")];
    const at = all.indexOf(document.activeElement) + step;
    (at < 0 ? words : all[at])?.focus();
    event.preventDefault();
  });
  if (known.rows.length) refill();
  await attempt(rows);
  refill();
  words.focus();
  return { refresh: later(300, async () => (await attempt(rows)) && refill()) };
}

function options(control, all, values, value) {
  const made = [["", all], ...values.map((one) => (Array.isArray(one) ? one : [one, one]))];
  control.replaceChildren(...made.map(([key, text]) => h("option", { value: key }, text)));
  control.value = value;
}

function entry(one, open) {
  const about = [one.date, KINDS[one.kind], one.column, one.source, one.words ? `${one.words} 字` : ""].filter(Boolean).join("　");
  return h(
    "li",
    {},
    h(
      "button.row",
      { type: "button", onclick: () => open(one.path) },
      h("span.title", {}, one.title || "（没有标题）", one.state ? h("span.state", {}, one.state) : null),
      h("span.about", {}, about),
    ),
  );
}
