// The search box in the header, and what the search page shares with it. Loaded at the first focus.

import lunr from "lunr";
import { hits, insert } from "./mark.js";
import { open } from "./open.js";
import { answer } from "./query.js";
import { ways } from "./spell.js";
import { IndexReader } from "./index_reader.js";

// For whoever asks the index without a page.
export { answer, lunr, IndexReader };

const WAIT = 150, IN_BOX = 6, KEPT = 5, RECENT = "jianbao-searches";

export const make = (tag, attributes = {}, ...inside) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...inside);
  return element;
};

/** Shared with the page. */
export const marked = hits;
export const opened = open;
export const put = insert;
export const spelled = ways;

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

/** Asks, and once more of a fresh manifest when a new build has taken a file away. */
export async function ask(base, text, options) {
  try {
    const { store, lunr } = await open(base);
    return { store, ...(await answer(store, lunr, text, options(store))) };
  } catch (error) {
    if (!error.gone) throw error;
    const { store, lunr } = await open(base, true);
    return { store, ...(await answer(store, lunr, text, options(store))) };
  }
}

/** Calls `act` when the reader pauses, never while an input method composes. */
export function typed(input, act) {
  let timer, composing = false;
  const later = () => {
    clearTimeout(timer);
    if (!composing) timer = setTimeout(act, WAIT);
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
  const list = make("ul", { id: "search-options", role: "listbox", "aria-label": "搜索结果", hidden: "" });
  const status = make("div", { role: "status", class: "search-status" });
  form.append(list, status);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list", autocomplete: "off" })) {
    input.setAttribute(name, value);
  }
  let turn = 0, active = -1;
  const show = (yes) => {
    list.hidden = !yes;
    input.setAttribute("aria-expanded", String(yes));
    pick(-1);
  };
  const pick = (at) => {
    active = at;
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", list.children[at].id);
  };
  const option = (i, url, ...inside) =>
    make("li", { role: "option", id: `search-option-${i}`, "aria-selected": "false", "data-url": url }, ...inside);
  const follow = (url) => {
    if (input.value.trim()) recent(input.value.trim());
    location.assign(root + url);
  };
  const search = async () => {
    const text = input.value.trim(), mine = ++turn;
    if (!text) {
      const before = recent();
      list.replaceChildren(...before.map((each, i) => option(i, `search.html?q=${encodeURIComponent(each)}`, each)));
      status.textContent = before.length ? "最近搜索过" : "";
      return show(before.length > 0 && document.activeElement === input);
    }
    try {
      const found = await ask(index, text, () => ({ limit: IN_BOX }));
      const shown = found.articles.slice(0, IN_BOX);
      const records = await Promise.all(shown.map((article) => found.store.record(article)));
      if (mine !== turn) return;
      list.replaceChildren(...records.map((record, i) => {
        const made = option(i, record[1]);
        put(made, record[0], hits(record[0], found.store, found), true);
        made.append(" ", make("small", {}, day(record[2])));
        return made;
      }));
      status.textContent = shown.length ? `${found.total} 条结果，按回车看全部` : "没有找到，按回车看怎样再找";
      show(shown.length > 0);
    } catch (error) {
      console.warn(error);
      if (mine === turn) status.textContent = "网络不通，按回车重试";
    }
  };
  list.addEventListener("mousedown", (event) => {
    const chosen = event.target.closest("[role=option]");
    if (chosen && !event.button) follow(chosen.dataset.url);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const many = list.hidden ? 0 : list.children.length;
    if (event.key === "Escape") {
      // The first one closes the list, the next one empties the box as browsers do.
      if (many) event.preventDefault();
      show(false);
    } else if (event.key === "ArrowDown" && !many) search();
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && many) {
      pick(event.key === "ArrowDown" ? (active + 1) % many : (active <= 0 ? many : active) - 1);
      event.preventDefault();
    } else if (event.key === "Enter" && active >= 0) {
      follow(list.children[active].dataset.url);
      event.preventDefault();
    }
  });
  input.addEventListener("blur", () => show(false));
  input.addEventListener("focus", search);
  typed(input, search);
}
