// The search box in the header, and what the search page shares with it. Loaded at the first focus.

import { fragment, hits, insert } from "./mark.js";
import { open, told } from "./open.js";
import { answer } from "./query.js";

const WAIT = 150, SETTLED = 900, IN_BOX = 6, ALL = 10, KEPT = 5, RECENT = "jianbao-searches";

/** What the sections are called; a reader sees each with its own count. */
export const NAMES = { exact: "", same: "同义词", sounds: "读音相近", slip: "您可能要找", some: "只符合一部分" };
export const counted = ({ tier, articles, about, least, via }) =>
  `${NAMES[tier]}${via ? `“${via}”` : ""}${NAMES[tier] ? "：" : "找到 "}${least ? "至少 " : about ? "约 " : ""}${articles.length} 条`;

export const make = (tag, attributes = {}, ...inside) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...inside);
  return element;
};

/** What entries are, by their numbers. */
export const KINDS = ["页面", "栏目", "来源", "简报", "标签", "人物"];

/** Shared with the page. */
export { fragment, hits, insert, open, told };

/** What was searched lately in this browser, the newest first; nothing where it must not be kept. */
export function recent(text) {
  try {
    const before = JSON.parse(localStorage.getItem(RECENT) ?? "[]");
    const kept = text ? [text, ...before.filter((each) => each !== text)].slice(0, KEPT) : before;
    if (text) localStorage.setItem(RECENT, JSON.stringify(kept));
    return kept.filter((each) => typeof each === "string");
  } catch {
    return [];
  }
}

/** The tags that most articles have. */
export async function topics(base) {
  const { store } = await open(base);
  return store.manifest["topics"];
}

/** Asks, and once more of a fresh manifest when a new build has taken a file away. */
export async function ask(base, text, options) {
  const asked = async (again) => {
    const { store, lunr: library } = await open(base, again);
    return { store, ...(await answer(store, library, text, await options(store))) };
  };
  return asked().catch((error) => {
    if (!error.gone) throw error;
    return asked(true);
  });
}

/** Calls `act` when the reader pauses, never while an input method composes; `settled` when the pause is long. */
export function typed(input, act, settled = () => {}) {
  let timers = [], composing = false;
  const later = () => {
    timers.forEach(clearTimeout);
    timers = composing ? [] : [setTimeout(act, WAIT), setTimeout(settled, SETTLED)];
  };
  input.addEventListener("compositionstart", () => (composing = true));
  input.addEventListener("compositionend", () => {
    composing = false;
    later();
  });
  input.addEventListener("input", later);
  later();
}

export const day = (date) => date.split("-").map((part, i) => `${Number(part)}${"年月日"[i]}`).join("");

/** The box in the header: an editable combobox with a list (ARIA Authoring Practices, "List Autocomplete"). */
export function box(form) {
  const input = form.elements.q, { root, index } = form.dataset;
  const list = make("div", { id: "search-options", role: "listbox", "aria-label": "搜索结果", hidden: "" });
  const status = make("div", { role: "status", class: "search-status" });
  form.append(list, status);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list", autocomplete: "off" })) {
    input.setAttribute(name, value);
  }
  let turn = 0, active = -1, nothing = "";
  const options = () => [...list.querySelectorAll("[role=option]")];
  const show = (yes) => {
    list.hidden = !yes;
    input.setAttribute("aria-expanded", String(yes));
    pick(-1);
  };
  const pick = (at) => {
    active = at;
    const all = options();
    all.forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", all[at].id);
      all[at].scrollIntoView({ block: "nearest" });
    }
  };
  const option = (url, ...inside) => make("div", { role: "option", "aria-selected": "false", "data-url": url }, ...inside);
  const query = (text) => `search.html?q=${encodeURIComponent(text)}`;
  const follow = (url) => {
    if (input.value.trim()) recent(input.value.trim());
    location.assign(root + url);
  };
  /** Groups of [heading, options]; numbered as one list. */
  const fill = (groups) => {
    const shown = groups.filter(([, inside]) => inside.length);
    list.replaceChildren(...shown.map(([heading, inside], g) => {
      if (!heading) return inside;
      const title = make("div", { role: "presentation", class: "search-heading", id: `search-group-${g}` }, heading);
      return [make("div", { role: "group", "aria-labelledby": title.id }, title, ...inside)];
    }).flat());
    options().forEach((each, i) => (each.id = `search-option-${i}`));
    show(shown.length > 0 && document.activeElement === input);
  };
  const idle = async (mine) => {
    const asked = (each) => option(query(each), each);
    const before = ["最近搜索过", recent().map(asked)];
    fill([before]);
    status.textContent = "";
    const all = await topics(index).catch(() => []);
    if (mine === turn) fill([before, ["常用的标签", all.map(asked)]]);
  };
  const search = async (limit = IN_BOX) => {
    const text = input.value.trim(), mine = ++turn;
    nothing = "";
    if (!text) return idle(mine);
    try {
      const found = await ask(index, text, () => ({ limit }));
      const shown = found.articles.slice(0, IN_BOX);
      await found.store.records(shown);
      if (mine !== turn) return;
      const groups = found.sections.map((section) => [counted(section), shown.filter((a) => section.articles.includes(a)).map((article) => {
        const [title, href, date, , , , , body] = found.store.here.get(article), line = hits(title, found.store, found);
        const made = option(href + (line.length ? "" : fragment(body, hits(body, found.store, found))));
        insert(made, title, line, true);
        made.append(" ", make("small", {}, day(date)));
        return made;
      })]);
      const beside = found.entries.slice(0, 3).map(([kind, title, href]) => option(href, title, " ", make("small", {}, KINDS[kind])));
      const meant = found.suggestions.slice(0, 4).map((each) => option(query(each), each));
      const typing = !groups.length && !beside.length && !meant.length;
      // While somebody types nothing is only not yet.
      if (typing) {
        nothing = text;
        if (limit > IN_BOX) {
          status.textContent = "没有找到，按回车看怎样再找";
          fill([]);
        }
      } else fill([["", beside], ["您是不是要找", meant], ...groups]);
      if (!typing) status.textContent = found.sections.length ? `${found.sections.map(counted).join("，")}，按回车看全部` : "";
    } catch (error) {
      console.warn(error);
      if (mine === turn) status.textContent = `${told(error)}按回车重试`;
    }
  };
  // When nothing was found on the way, all ways are gone.
  const settled = () => nothing && search(ALL);
  list.addEventListener("mousedown", (event) => {
    const chosen = event.target.closest("[role=option]");
    event.preventDefault();
    if (chosen && !event.button) follow(chosen.dataset.url);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const many = list.hidden ? 0 : options().length;
    if (event.key === "Escape") {
      // The first one closes the list, the next one empties the box as browsers do.
      if (many) event.preventDefault();
      show(false);
    } else if (event.key === "ArrowDown" && !many) search();
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && many) {
      pick(event.key === "ArrowDown" ? (active + 1) % many : (active <= 0 ? many : active) - 1);
      event.preventDefault();
    } else if (event.key === "Enter" && active >= 0) {
      follow(options()[active].dataset.url);
      event.preventDefault();
    }
  });
  input.addEventListener("blur", () => show(false));
  input.addEventListener("focus", () => search());
  typed(input, () => search(), settled);
}
