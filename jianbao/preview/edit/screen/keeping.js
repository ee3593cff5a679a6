// The lists that the office keeps: departments, people, topics. Each entry is a form; only what changed of it is written.
import { ask, attempt, button, dialog, field, h, input, say } from "./dom.js";

const split = (text) => text.split(/[，、,；;\n]/).map((word) => word.trim()).filter(Boolean);

/** The lists in `view`. */
export async function showLists(view) {
  const all = await attempt(() => ask("lists"));
  if (!all) return;
  const names = h("nav.names", { "aria-label": "名单" });
  const place = h("div.entries");
  for (const one of all) {
    const made = button(`${one.title} ${one.count}`, () => {
      for (const other of names.children) other.setAttribute("aria-pressed", String(other === made));
      show(one.list);
    });
    names.append(made);
  }
  async function show(list) {
    const opened = await attempt(() => ask("entries", { list }));
    if (opened) draw(opened);
    else place.replaceChildren();
  }
  function draw(opened, words = "") {
    const rows = h("ol.rows", { "aria-label": opened.title });
    const find = input(words, { type: "search", "aria-label": "查找", placeholder: "查找", oninput: fill });
    function fill() {
      const found = opened.entries.filter((entry) => `${entry.name} ${told(opened, entry)}`.includes(find.value.trim()));
      rows.replaceChildren(...found.map((entry) => h("li", {},
        h("button.row", { type: "button", onclick: () => edit(opened, entry, (then) => draw(then, find.value)) },
          h("span.title", {}, entry.name), h("span.about", {}, told(opened, entry))))));
    }
    fill();
    place.replaceChildren(
      h("p.hint", {}, opened.about),
      h("div.acts", {}, find, button(`添一条${opened.name}`, () => edit(opened, null, (then) => draw(then)))),
      rows,
    );
  }
  view.replaceChildren(h("section.find", { "aria-label": "名单" }, h("h2", {}, "名单"), names, place));
  names.querySelector("button")?.click();
}

/** An entry's values on one line. */
function told(opened, entry) {
  return opened.fields.map(({ key, form, parts }) => {
    const value = entry.values[key];
    if (!value) return "";
    if (form === "records") return value.map((one) => parts.map(([part]) => one[part]).filter(Boolean).join(" ")).join("；");
    return form === "list" ? value.join("、") : value;
  }).filter(Boolean).join("　");
}

function edit(opened, entry, done) {
  const name = input(entry?.name ?? "");
  const controls = opened.fields.map((one) => control(one, entry?.values[one.key]));
  const write = async (after) => {
    const said = await attempt(() => ask("entry", { list: opened.list, mark: opened.mark, before: entry?.name ?? "", after }), (text) => made.tell(text));
    if (!said) return;
    made.close();
    done(said);
    say(after ? `“${after.name}”已存下` : `“${entry.name}”已删去`);
  };
  const save = () => write({ name: name.value, values: Object.fromEntries(controls.map((one) => [one.key, one.get()])) });
  let sure = false;
  const gone = entry && button("删去这一条", () => {
    if (sure) return write(null);
    sure = true;
    gone.textContent = "再按一次，删去";
    return undefined;
  }, "quiet");
  const made = dialog(entry ? entry.name : `添一条${opened.name}`, h("form", { onsubmit: (event) => (event.preventDefault(), save()) },
    field(opened.name, name), controls.map((one) => one.element), h("button", { type: "submit", hidden: true }, "存下")),
  [gone, button("存下", save, "main")].filter(Boolean), opened.fields.some((one) => one.form === "records") ? "wide" : "");
  name.focus();
}

/** A value's control: a text, a list of words parted by 、, or a row of texts for each record. */
function control({ key, title, form, parts }, value) {
  if (form === "records") {
    const rows = h("div.records", {});
    // What each column is; every control has its own label besides.
    const heads = h("div.record.heads", { "aria-hidden": "true" }, parts.map(([, label]) => h("span.label", {}, label)), h("span", {}));
    const add = (record = {}) => {
      const inputs = parts.map(([part, label]) => [part, input(record[part] ?? "", { "aria-label": label, placeholder: label })]);
      const row = h("div.record", {}, inputs.map(([, one]) => one), button("×", () => row.remove(), "quiet"));
      row.lastChild.setAttribute("aria-label", `去掉这个${title}`);
      row.get = () => Object.fromEntries(inputs.map(([part, one]) => [part, one.value.trim()]).filter(([, text]) => text));
      rows.append(row);
    };
    for (const record of value ?? []) add(record);
    return {
      key,
      element: h("div.field", { role: "group", "aria-label": title }, h("span.label", {}, title), heads, rows, button(`添一个${title}`, () => add())),
      get: () => [...rows.children].map((row) => row.get()).filter((record) => Object.keys(record).length),
    };
  }
  const made = input(form === "list" ? (value ?? []).join("、") : (value ?? ""));
  return { key, element: field(title, made, form === "list" ? "几个的用顿号隔开" : ""), get: () => (form === "list" ? split(made.value) : made.value.trim()) };
}
