// The form of an article: each value of its front matter as a control, and what of it has changed.
import { ask, attempt, DATE, day as dated, field, h, input, later, select } from "./dom.js";

const STATES = ["现行", "已归档", "已废止"];

/** A list of words as chips, each removed by its button, one added by Enter or a comma; never while a word is composed. */
export function chips(label, values, { known = [], changed, about = () => "" }) {
  let list = [...values];
  const id = `known-${label}`;
  const told = h("small", { role: "status" });
  const shown = h("span.chips");
  const entry = input("", { list: id, "aria-label": `添一个${label}`, placeholder: "添一个" });
  const options = h("datalist", { id }, known.map((value) => h("option", { value })));
  const set = (next) => {
    list = next;
    draw();
    changed();
  };
  function draw() {
    shown.replaceChildren(
      ...list.map((value) =>
        h("span.chip", {}, value, h("small", {}, about(value)),
          h("button", { type: "button", "aria-label": `去掉${value}`, onclick: () => set(list.filter((one) => one !== value)) }, "×")),
      ),
    );
  }
  function add() {
    const words = entry.value.split(/[，、,；;]/).map((word) => word.trim()).filter((word) => word && !list.includes(word));
    entry.value = "";
    if (words.length) set([...list, ...words]);
  }
  entry.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) {
      add();
      event.preventDefault();
    }
  });
  entry.addEventListener("input", (event) => !event.isComposing && /[，、,；;]$/.test(entry.value) && add());
  entry.addEventListener("change", add);
  draw();
  const made = h("div.chipped", {}, shown, entry, options, told);
  return { element: made, entry, get value() { return list; }, set value(next) { list = [...next]; draw(); }, redraw: draw, tell: (text) => (told.textContent = text), options };
}

/** The form for `front` of `path`; `changed` is called after every change. */
export function form(site, row, front, { changed, pictures }) {
  const controls = {};
  const compose = { now: false };
  const text = (key, label, hint = "", more = {}) => {
    const control = input(front[key] ?? "", { ...more, oninput: (event) => !event.isComposing && changed() });
    control.addEventListener("compositionend", () => changed());
    controls[key] = { get: () => control.value.trim(), set: (value) => (control.value = value ?? ""), control };
    return field(label, control, hint);
  };
  const chosen = (key, label, options, empty = "", hint = "") => {
    const control = select(options, front[key] ?? empty, { onchange: changed });
    controls[key] = { get: () => control.value, set: (value) => (control.value = value ?? empty), control, empty };
    return field(label, control, hint);
  };
  const date = (key, label, hint, form = "2018-04-23、2018-04 或 2018") => {
    const made = text(key, label, hint);
    const { control } = controls[key];
    // What is there already stays as it is written; what is typed may be as people write it.
    const read = () => (control.value.trim() === (front[key] ?? "") ? control.value.trim() : dated(control.value));
    control.addEventListener("input", () => control.setCustomValidity(""));
    control.addEventListener("blur", () => {
      const wrong = control.value.trim() && !DATE.test(read());
      control.setCustomValidity(wrong ? `写成 ${form}` : "");
      if (wrong) control.reportValidity();
      else control.value = read();
    });
    controls[key].get = read;
    controls[key].valid = () => !control.value.trim() || DATE.test(read());
    return made;
  };
  const issue = row?.kind === "issue";
  const page = row?.kind === "page";

  const tags = chips("标签", front.tags ?? [], { changed: () => (changed(), alike()) });
  const day = () => controls.date?.get() ?? "";
  const post = (name) => {
    const posts = site.people[name] ?? [];
    const held = posts.filter(([, since, until]) => (!since || since <= day()) && (!until || day() <= until));
    return held.length ? held.map(([what]) => what).join("、") : "";
  };
  const people = chips("人物", front.people ?? [], { changed, known: Object.keys(site.people), about: post });
  for (const [key, made] of [["tags", tags], ["people", people]]) {
    controls[key] = { get: () => made.value, set: (value) => (made.value = value ?? []), control: made.entry };
  }
  const alike = later(200, async () => {
    const said = await attempt(() => ask("tags", { tags: tags.value }), () => {});
    if (!said) return;
    tags.options.replaceChildren(...said.tags.slice(0, 200).map(([value]) => h("option", { value })));
    const near = Object.entries(said.near).map(([tag, usual]) => `“${tag}”与常用的“${usual}”同音，是同一个意思就用“${usual}”`);
    tags.tell(near.join("；"));
  });
  alike();

  const draft = input("", { type: "checkbox", checked: front.draft === "true", onchange: changed });
  controls.draft = { get: () => (draft.checked ? "true" : ""), set: (value) => (draft.checked = value === "true"), control: draft, off: "false" };
  const origin = { name: input(front.origin?.name ?? "", { oninput: changed }), url: input(front.origin?.url ?? "", { oninput: changed, type: "url" }) };
  controls.origin = {
    get: () => (origin.name.value.trim() ? { name: origin.name.value.trim(), ...(origin.url.value.trim() && { url: origin.url.value.trim() }) } : {}),
    set: (value) => ([origin.name.value, origin.url.value] = [value?.name ?? "", value?.url ?? ""]),
    control: origin.name,
  };
  const sources = h("datalist", { id: "known-sources" }, site.sources.map((value) => h("option", { value })));
  const signed = site.signoff.includes(front.column ?? "");

  const main = [
    text("title", "标题"),
    date("date", "日期", "年、月、日写到知道的为止"),
    issue ? text("number", "期号", "例如 2018年第4期") : page ? null : chosen("column", "栏目", [["", "（不选）"], ...site.columns]),
    issue || page ? null : [text("source", "来源", "", { list: "known-sources" }), sources],
    issue || page ? null : field("标签", tags.element),
  ];
  const more = [
    text("kicker", "引题"),
    text("subtitle", "副题"),
    field("人物", people.element, "括号里是那一天的职务"),
    text("author", "作者"),
    text("summary", "摘要", "不写就用正文开头"),
    cover(),
    chosen("status", "状态", STATES, "现行"),
    date("publish", "到时上线", "例如 2018-04-23 09:00", "2018-04-23 09:00"),
    date("expires", "到时下线", "", "2018-04-23 09:00"),
    field("转载自", origin.name),
    field("原文网址", origin.url),
    h("div.field.check", {}, draft, h("label", { htmlFor: (draft.id = "field-draft") }, "草稿，先不公布")),
  ];
  const review = [text("editor", "初审（责任编辑）"), text("reviewer", "复审"), text("approver", "终审（签发）")];

  function cover() {
    const list = h("datalist", { id: "known-pictures" });
    const made = text("cover", "封面图片", "列表里和分享时用", { list: "known-pictures", onfocus: () => list.replaceChildren(...pictures().map((value) => h("option", { value }))) });
    made.append(list);
    return made;
  }

  const element = h(
    "form.front",
    { "aria-label": "文章的各项", onsubmit: (event) => event.preventDefault() },
    h("div.fields", {}, main.flat()),
    issue || page ? null : h("details", { open: signed }, h("summary", {}, signed ? "三审（这个栏目要写明）" : "三审"), h("div.fields", {}, review)),
    page ? null : h("details", {}, h("summary", {}, "更多"), h("div.fields", {}, issue ? [text("summary", "摘要"), cover()] : more)),
  );
  element.addEventListener("compositionstart", () => (compose.now = true));
  element.addEventListener("compositionend", () => (compose.now = false));

  return {
    element,
    get composing() {
      return compose.now;
    },
    /** What differs from `saved`: key → value, "" or an empty list for what is taken away. */
    changes(saved) {
      const made = {};
      for (const [key, one] of Object.entries(controls)) {
        if (one.valid && !one.valid()) continue;
        const now = one.get();
        const before = saved[key] ?? (Array.isArray(now) ? [] : typeof now === "object" ? {} : (one.empty ?? ""));
        const same = (value) => (typeof value === "object" && !Array.isArray(value) ? JSON.stringify([value.name ?? "", value.url ?? ""]) : JSON.stringify(value));
        if (same(now) !== same(before)) made[key] = now === "" && one.off && saved[key] ? one.off : now;
      }
      return made;
    },
    set(front) {
      for (const [key, one] of Object.entries(controls)) one.set(front[key]);
      people.redraw();
    },
    show(key) {
      const control = controls[key]?.control;
      if (!control) return false;
      const folded = control.closest("details");
      if (folded) folded.open = true;
      control.focus();
      control.scrollIntoView({ block: "center" });
      return true;
    },
    mark(problems) {
      for (const one of Object.values(controls)) {
        one.control.removeAttribute("aria-invalid");
        one.control.closest(".field")?.classList.remove("wrong");
      }
      for (const { key, level } of problems) {
        const control = controls[key]?.control;
        if (!control || level === "notice") continue;
        control.setAttribute("aria-invalid", "true");
        control.closest(".field")?.classList.add("wrong");
      }
    },
  };
}
