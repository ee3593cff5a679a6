// The search page: results in sections, filters, order. Loaded on that page alone, beside app.js.

import { ask, counted, day, fragment, hits, insert, KINDS, make, open, recent, told, topics, typed } from "./header.js";
import { needed } from "./sounds.js";

const ON_PAGE = 10, BRIEF = 6, BESIDE = 3, MANY = 100, WAITING = 400;
/** Articles up to which columns, sources and tags are counted with every answer: their lists are then some 25 kB, once. */
const FEW = 20000;
const FACETS = ["column", "source", "tag"], NAMES = ["q", "year", "column", "source", "tag", "from", "to", "order"];
const CALLED = { year: "年份", column: "栏目", source: "来源", tag: "标签", from: "起始月份", to: "截止月份" };

const facets = () => needed(import("./facets.js"));
const facet = async (store, name) => (await facets()).facet(store, name);
const within = async (store, period) => (await facets()).within(store, period);

/** One result as a list item; the link carries the title, and leads to the hit in the text. */
function row(root, record, found) {
  const [title, href, date, column, source, , status, text] = record;
  const body = hits(text, found.store, found);
  const link = make("a", { href: root + href + fragment(text, body) });
  insert(link, title, hits(title, found.store, found), true);
  const item = make("li", { "data-url": href }, link, " ", make("time", { datetime: date }, day(date)));
  const from = [status, column, source].filter(Boolean);
  if (from.length) item.append(make("span", { class: "row-from" }, ...from.map((f) => make("span", {}, f))));
  const snippet = make("p");
  insert(snippet, text.replaceAll("\n", " "), body);
  item.append(snippet);
  return item;
}

/** The search page: results, filters, order; what is asked stands in the address. */
export function page(form) {
  const { root, index } = form.dataset, fields = form.elements, name = document.title;
  const results = document.getElementById("results"), status = document.getElementById("status");
  const help = document.getElementById("help"), entries = document.getElementById("entries");
  const extra = make("div", { class: "search-extra" });
  // Behind what the page began with: nothing that is being read moves.
  help.after(extra);
  let turn = 0, found = null, shown = {}, turned = false;

  const read = () => {
    const asked = new URLSearchParams(location.search);
    for (const each of NAMES) {
      const value = asked.get(each) ?? "", field = fields[each];
      if (field.tagName === "SELECT" && value && ![...field.options].some((o) => o.value === value)) field.append(make("option", { value }, value));
      field.value = value;
    }
  };
  /** A list of things to ask, each a link to this page. */
  const asking = (title, links) => {
    const items = links.map(([text, href]) => make("li", {}, make("a", { href }, text)));
    return items.length ? [make("h2", {}, title), make("ul", { class: "search-ideas" }, ...items)] : [];
  };
  const query = (text) => [text, `?q=${encodeURIComponent(text)}`];
  const address = (without = []) => {
    const asked = NAMES.map((each) => [each, fields[each].value.trim()]).filter(([each, value]) => value && !without.includes(each));
    return asked.length ? `?${new URLSearchParams(asked)}` : location.pathname;
  };
  /** What to begin with, for a reader who has not typed yet. */
  const begin = async (mine) => {
    const ideas = asking("最近搜索过", recent().map(query));
    if (mine === turn) extra.replaceChildren(...ideas);
    // They are ideas only; the search itself says when something fails.
    const tags = await topics(index).catch(() => []);
    if (mine === turn) extra.append(...asking("常用的标签", tags.map(query)));
  };
  const write = (push) => {
    const now = address();
    if (now !== (location.search || location.pathname)) history[push ? "pushState" : "replaceState"](null, "", now);
  };
  /** Flags of the articles that the filters let through, or null; `without` leaves some filters out. */
  const among = async (store, without = []) => {
    const value = (each) => (without.includes(each) ? "" : fields[each].value);
    const sets = [];
    for (const each of FACETS) {
      if (!value(each)) continue;
      const flags = new Uint8Array(store.count);
      for (const a of (await facet(store, each)).get(value(each)) ?? []) flags[a] = 1;
      sets.push(flags);
    }
    const year = value("year");
    if (year) sets.push(await within(store, [`${year}-01-01`, `${year}-12-31`]));
    const month = (each) => (/^\d{4}-\d\d$/.test(value(each)) ? value(each) : "");
    if (month("from") || month("to")) sets.push(await within(store, [`${month("from") || "0000-01"}-01`, `${month("to") || "9999-12"}-31`]));
    return sets.length ? sets.reduce((all, flags) => all.map((yes, a) => yes & flags[a])) : null;
  };
  const matching = ({ sections }) => {
    const sure = sections.filter(({ tier }) => tier !== "some");
    return new Set((sure.length ? sure : sections).flatMap((section) => section.articles));
  };
  /** Facet → value → how many of some articles have it, of those facets that can be told by what is here; `turned`: of all. */
  const tally = async (store, all) => {
    const records = [...all].map((article) => store.here.get(article)), made = {};
    if (records.every(Boolean)) {
      const told = { year: ([, , date]) => [date.slice(0, 4)], column: (record) => [record[3]], source: (record) => [record[4]], tag: (record) => record[5] };
      for (const [each, values] of Object.entries(told)) {
        made[each] = new Map();
        for (const value of records.flatMap((record) => [...new Set(values(record))])) if (value) made[each].set(value, (made[each].get(value) ?? 0) + 1);
      }
      return made;
    }
    made.year = await (await facets()).counted(store, all);
    for (const each of turned || store.articles <= FEW ? FACETS : []) {
      made[each] = new Map([...(await facet(store, each))].map(([value, having]) => [value, [...having].filter((a) => all.has(a)).length]));
    }
    return made;
  };
  /** The filters with how many results each would leave; in a large archive columns, sources and tags of many results are counted when the reader turns to them. */
  const count = async () => {
    const mine = turn, { store } = found, counts = await tally(store, matching(found)), all = await store.table("entries");
    if (mine !== turn) return;
    for (const each of ["year", ...FACETS]) {
      const now = fields[each].value, order = (a, b) => (each === "year" ? (a[0] < b[0] ? 1 : -1) : b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
      const values = counts[each] ? [...counts[each]].filter(([, n]) => n).sort(order) : all.filter(([kind]) => KINDS[kind] === CALLED[each]).map(([, value]) => [value]);
      fields[each].replaceChildren(make("option", { value: "" }, "全部"), ...values.slice(0, MANY).map(([value, n]) => make("option", { value }, n ? `${value}（${n}）` : value)));
      if (now && !values.slice(0, MANY).some(([value]) => value === now)) fields[each].append(make("option", { value: now }, now));
      fields[each].value = now;
    }
  };
  const filters = document.getElementById("filters");
  for (const turning of ["focusin", "pointerenter"]) {
    filters.addEventListener(turning, () => {
      if (turned) return;
      turned = true;
      // What does not come is counted again with the next answer; the search itself says when something fails.
      if (found) count().catch(() => { turned = false; });
    });
  }
  /** Puts the next rows of a section on the page. */
  const next = async (section, list, more, many) => {
    const mine = turn, from = list.children.length;
    const records = await Promise.all(section.articles.slice(from, from + many).map(async (article) => {
      const record = await found.store.record(article);
      // What to show of a long text is perhaps not at its beginning.
      return record[8] && !hits(record[7], found.store, found).length ? found.store.whole(article) : record;
    }));
    if (mine !== turn) return;
    list.append(...records.map((record) => row(root, record, found)));
    shown[section.tier] = list.children.length;
    more.hidden = list.children.length >= section.articles.length;
  };
  const show = async (before) => {
    const { sections } = found, parts = [], jobs = [];
    let room = ON_PAGE;
    sections.forEach((section, i) => {
      const many = before[section.tier] ?? (!i ? ON_PAGE : section.tier === "some" ? BESIDE : Math.max(BESIDE, room));
      room -= Math.min(many, section.articles.length);
      const list = make("ol", { class: "rows search-results", "data-tier": section.tier });
      const more = make("button", { type: "button", hidden: "" }, "再看十条");
      more.addEventListener("click", () => next(section, list, more, ON_PAGE));
      const title = make("h2", { class: "search-tier" }, counted(section));
      parts.push(make("section", {}, ...(sections.length > 1 ? [title] : []), list, make("p", {}, more)));
      jobs.push(next(section, list, more, many));
    });
    await Promise.all(jobs);
    return parts;
  };
  /** What else to ask when nothing was found. */
  const instead = async (text, mine) => {
    const words = text.split(/\s+/u), ideas = words.length > 1 ? asking("少写一个词", words.map(query)) : [];
    const set = NAMES.slice(1, -1).filter((each) => fields[each].value);
    const links = [];
    for (const without of set.length > 1 ? [...set.map((each) => [each]), set] : set.map((each) => [each])) {
      const other = await ask(index, text, async (store) => ({ limit: 1, among: await among(store, without) }));
      const many = other.sections[0]?.articles.length;
      const called = without.length > 1 ? "全部筛选" : CALLED[without[0]];
      if (many) links.push([`去掉${called}：${many} 条`, address(without)]);
    }
    if (mine === turn) extra.replaceChildren(...asking("放宽筛选", links), ...ideas);
  };
  const search = async ({ typing = false, before = {}, scroll = null } = {}) => {
    const text = fields.q.value.trim(), mine = ++turn;
    document.title = text ? `${text} - ${name}` : name;
    help.hidden = Boolean(text);
    if (!text) {
      found = null;
      results.replaceChildren();
      entries.replaceChildren();
      extra.replaceChildren();
      status.textContent = "";
      return begin(mine);
    }
    const waiting = setTimeout(() => mine === turn && (status.textContent = "正在搜索……"), WAITING);
    // A word that is still being spelled has a few rows; all of them, and the counts of the filters, when the pause is long.
    const brief = typing && fields.order.value !== "date" && /[a-z]/i.test(text);
    try {
      const made = await ask(index, text, async (store) => ({ limit: brief ? BRIEF : ON_PAGE, among: await among(store) }));
      if (fields.order.value === "date") {
        const known = await (await facets()).dates(made.store), of = (a) => known.get(a) ?? "";
        for (const section of made.sections) section.articles.sort((a, b) => (of(a) < of(b) ? 1 : of(a) > of(b) ? -1 : b - a));
      }
      if (mine !== turn) return;
      clearTimeout(waiting);
      // While somebody types, nothing is only not yet: what was there stays until the pause is long.
      const nothing = !made.sections.length && !made.entries.length && !(brief && made.suggestions.length);
      if (brief) later(() => mine === turn && search());
      else if (typing && nothing) later(() => mine === turn && put(made, text, mine, {}, null));
      if (mine === turn && (!typing || !nothing)) await put(brief ? few(made) : made, text, mine, before, scroll, brief);
    } catch (error) {
      clearTimeout(waiting);
      console.warn(error);
      if (mine !== turn) return;
      const retry = make("button", { type: "button" }, "重试");
      retry.addEventListener("click", () => {
        fields.q.focus();
        search();
      });
      results.replaceChildren();
      entries.replaceChildren();
      status.replaceChildren(told(error), retry);
    }
  };
  let pending = null, paused = false;
  /** What waits for a long pause, which may have come before the answer. */
  const later = (act) => {
    if (paused) act();
    else pending = act;
  };
  /** An answer with the rows that are to be shown first in their sections. */
  const few = (made) => {
    const ahead = new Set(made.articles.slice(0, BRIEF));
    const sections = made.sections.map((section) => ({ ...section, articles: [...new Set([...made.articles.filter((a) => ahead.has(a) && section.articles.includes(a)), ...section.articles])] }));
    return { ...made, sections, rows: Object.fromEntries(made.sections.map(({ tier, articles }) => [tier, articles.filter((a) => ahead.has(a)).length])) };
  };
  const put = async (made, text, mine, before, scroll, brief = false) => {
    found = made;
    shown = {};
    const parts = await show(made.rows ?? before);
    if (mine !== turn) return;
    results.replaceChildren(...parts);
    extra.replaceChildren();
    const beside = made.entries.map(([kind, title, href]) => make("li", {}, make("a", { href: root + href }, title), " ", make("small", {}, KINDS[kind])));
    const meant = made.suggestions.filter((each) => each !== text);
    entries.replaceChildren(...(beside.length ? [make("ul", { class: "search-ideas" }, ...beside)] : []), ...(meant.length ? [make("p", { class: "search-meant" }, "您是不是要找：", ...meant.flatMap((each) => [make("a", { href: query(each)[1] }, each), " "]))] : []));
    status.textContent = brief && !made.sections.length ? "" : made.sections.length ? made.sections.map(counted).join("，")
      : `没有找到“${text}”。已按原文、同义词、拼音、首字母、同音字和打错一个字母找过；可以换个说法、少写几个字，或去掉筛选。`;
    help.hidden = brief || made.sections.length > 0;
    if (scroll !== null) window.scrollTo(0, scroll);
    if (brief) return;
    if (!made.sections.length) await instead(text, mine);
    await count();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (fields.q.value.trim()) recent(fields.q.value.trim());
    write(true);
    search();
  });
  // Who comes back finds the rows as they were left.
  const keep = () => history.replaceState({ shown, y: window.scrollY }, "");
  results.addEventListener("click", (event) => {
    recent(fields.q.value.trim());
    if (event.target.closest("a")) keep();
  });
  for (const each of NAMES.slice(1)) fields[each].addEventListener("change", () => { write(true); search(); });
  window.addEventListener("popstate", () => { read(); search({ before: history.state?.shown, scroll: history.state?.y }); });
  read();
  let last = fields.q.value;
  search({ before: history.state?.shown, scroll: history.state?.y ?? null });
  typed(fields.q, () => {
    if (fields.q.value === last) return;
    last = fields.q.value;
    [pending, paused] = [null, false];
    write(false);
    search({ typing: true });
  }, () => {
    paused = true;
    pending?.();
    pending = null;
  });
}
