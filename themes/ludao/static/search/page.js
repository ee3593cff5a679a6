// The search page: results, filters, order. Loaded on that page alone, beside app.js.

import { ask, day, make, marked, opened, put, recent, spelled, typed } from "./app.js";

const ON_PAGE = 10, TAGS = 12;

/** Other things to ask when nothing was found: as pinyin, a letter slipped, one word at a time. */
function nearest(text, store) {
  const made = new Set(), syllables = (of) => spelled(of, store.simplified, store.syllables)[0]?.flat() ?? [];
  const whole = (of) => syllables(of).length > 0 && syllables(of).every(([kind]) => kind === "syllable");
  const words = text.split(/\s+/);
  if (words.length > 1) words.forEach((word) => made.add(word));
  else if (/^[a-z]{3,20}$/i.test(text)) {
    const letters = [...text.toLowerCase()];
    letters.forEach((c, i) => {
      const swapped = [...letters.slice(0, i), letters[i + 1] ?? "", c, ...letters.slice(i + 2)].join("");
      const without = [...letters.slice(0, i), ...letters.slice(i + 1)].join("");
      for (const other of [swapped, without]) if (other !== text && whole(other)) made.add(other);
    });
  } else {
    const said = syllables(text).map(([, c]) => store.own.get(c) ?? c);
    if (said.length) made.add(said.join(" "));
    if (said.length > 2) made.add([...text].slice(0, Math.ceil([...text].length / 2)).join(""));
  }
  made.delete(text);
  return [...made].slice(0, 4);
}

/** One result as a list item; the link carries the title. */
function row(root, record, ranges) {
  const [title, href, date, column, source, , status, text] = record;
  const link = make("a", { href: root + href });
  put(link, title, ranges(title), true);
  const item = make("li", { "data-url": href }, link, " ", make("time", { datetime: date }, day(date)));
  const from = [status, column, source].filter(Boolean);
  if (from.length) item.append(make("span", { class: "row-from" }, ...from.map((f) => make("span", {}, f))));
  const snippet = make("p"), line = text.replaceAll("\n", " ");
  put(snippet, line, ranges(line));
  item.append(snippet);
  return item;
}

/** The search page: results, filters, order; what is asked stands in the address. */
export function page(form) {
  const { root, index } = form.dataset, fields = form.elements;
  const list = document.getElementById("results"), status = document.getElementById("status");
  const more = document.getElementById("more"), help = document.getElementById("help");
  const extra = make("div", { class: "search-extra" });
  // Behind what the page began with: nothing that is being read moves.
  help.after(extra);
  const names = ["q", "year", "column", "source", "tag", "order"];
  let turn = 0, shown = 0, found = null;

  const read = () => {
    const asked = new URLSearchParams(location.search);
    for (const name of names) {
      const value = asked.get(name) ?? "";
      const field = fields[name];
      if (field.tagName === "SELECT" && value && ![...field.options].some((o) => o.value === value)) field.append(make("option", { value }, value));
      field.value = value;
      if (value && name !== "q") document.getElementById("filters").open = true;
    }
  };
  /** A list of things to ask, each a link to this page. */
  const asking = (title, texts) => {
    const links = texts.map((text) => make("li", {}, make("a", { href: `?q=${encodeURIComponent(text)}` }, text)));
    return links.length ? [make("h2", {}, title), make("ul", { class: "search-ideas" }, ...links)] : [];
  };
  /** What to begin with, for a reader who has not typed yet. */
  const begin = async (mine) => {
    const ideas = asking("最近搜索过", recent());
    try {
      const { store } = await opened(index);
      const tags = [...(await store.facet("tag"))].sort((a, b) => b[1].size - a[1].size || (a[0] < b[0] ? -1 : 1));
      ideas.push(...asking("常用的标签", tags.slice(0, TAGS).map(([tag]) => tag)));
    } catch {
      // They are ideas only; the search itself says when the network fails.
    }
    if (mine === turn) extra.replaceChildren(...ideas);
  };
  const write = (push) => {
    const asked = new URLSearchParams(names.map((name) => [name, fields[name].value.trim()]).filter(([, value]) => value));
    const address = [...asked].length ? `?${asked}` : location.pathname;
    if (`?${asked}` !== (location.search || "?")) history[push ? "pushState" : "replaceState"](null, "", address);
  };
  const allowed = async (store) => {
    const tests = [];
    if (fields.year.value) {
      const having = new Set();
      for (const [month, articles] of await store.facet("month")) {
        if (month.startsWith(fields.year.value)) for (const a of articles) having.add(a);
      }
      tests.push((a) => having.has(a));
    }
    for (const facet of ["column", "source", "tag"]) {
      if (!fields[facet].value) continue;
      const having = (await store.facet(facet)).get(fields[facet].value);
      tests.push((a) => having?.has(a) ?? false);
    }
    return tests.length ? (a) => tests.every((test) => test(a)) : undefined;
  };
  const counted = async () => {
    if (!found || !document.getElementById("filters").open) return;
    const mine = turn, { store, matching } = found, all = new Set(matching);
    const years = new Map();
    for (const [month, articles] of [...(await store.facet("month"))].sort(([a], [b]) => (a < b ? -1 : 1))) {
      let n = 0;
      for (const a of articles) n += all.has(a);
      if (n) years.set(month.slice(0, 4), (years.get(month.slice(0, 4)) ?? 0) + n);
    }
    const counts = { year: [...years].reverse() };
    for (const facet of ["column", "source", "tag"]) {
      const made = [...(await store.facet(facet))].map(([value, having]) => [value, [...having].filter((a) => all.has(a)).length]);
      counts[facet] = made.filter(([, n]) => n).sort((a, b) => b[1] - a[1]).slice(0, 100);
    }
    if (mine !== turn) return;
    for (const [name, values] of Object.entries(counts)) {
      const now = fields[name].value;
      fields[name].replaceChildren(make("option", { value: "" }, "全部"), ...values.map(([value, n]) => make("option", { value }, `${value}（${n}）`)));
      if (now && !values.some(([value]) => value === now)) fields[name].append(make("option", { value: now }, now));
      fields[name].value = now;
    }
  };
  const next = async () => {
    const mine = turn, from = shown, batch = found.order.slice(from, from + ON_PAGE);
    const records = await Promise.all(batch.map((article) => found.store.record(article)));
    if (mine !== turn) return;
    shown = from + batch.length;
    list.append(...records.map((record) => row(root, record, (text) => marked(text, found.store, found))));
    more.hidden = shown >= found.order.length;
  };
  const search = async () => {
    const text = fields.q.value.trim(), mine = ++turn;
    help.hidden = Boolean(text);
    extra.replaceChildren();
    if (!text) {
      list.replaceChildren();
      status.textContent = "";
      more.hidden = true;
      return begin(mine);
    }
    status.textContent = "正在搜索……";
    try {
      const { store } = await opened(index);
      const filter = await allowed(store);
      const made = await ask(index, text, () => ({ limit: ON_PAGE, allowed: filter }));
      if (mine !== turn) return;
      const known = new Set(made.articles);
      made.order = fields.order.value === "date" ? await store.byDate([...new Set([...made.matching, ...made.articles])])
        : [...made.articles, ...made.matching.filter((a) => !known.has(a))];
      found = made;
      shown = 0;
      list.replaceChildren();
      const kind = { exact: "", sounds: "（按读音找到）", any: "（没有全部符合的，以下只符合一部分）" }[made.tier] ?? "";
      status.textContent = made.order.length ? `找到 ${made.total} 条${kind}` : `没有找到“${text}”。已按原文、拼音、首字母和同音字找过；可以换个说法、少写几个字，或去掉筛选。`;
      help.hidden = made.order.length > 0;
      if (!made.order.length) extra.replaceChildren(...asking("也许可以搜", nearest(text, store)));
      await next();
      await counted();
    } catch (error) {
      console.warn(error);
      if (mine !== turn) return;
      const retry = make("button", { type: "button" }, "重试");
      retry.addEventListener("click", () => {
        fields.q.focus();
        search();
      });
      list.replaceChildren();
      more.hidden = true;
      status.replaceChildren("网络不通，搜索没有完成。", retry);
    }
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (fields.q.value.trim()) recent(fields.q.value.trim());
    write(true);
    search();
  });
  list.addEventListener("click", () => recent(fields.q.value.trim()));
  for (const name of names.slice(1)) fields[name].addEventListener("change", () => { write(true); search(); });
  more.addEventListener("click", next);
  document.getElementById("filters").addEventListener("toggle", counted);
  window.addEventListener("popstate", () => { read(); search(); });
  read();
  let last = fields.q.value;
  search();
  typed(fields.q, () => {
    if (fields.q.value === last) return;
    last = fields.q.value;
    write(false);
    search();
  });
}
