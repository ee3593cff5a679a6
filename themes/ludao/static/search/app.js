// The search box in the header, and what the search page shares with it. Loaded at the first focus.

import { hits, insert } from "./mark.js";
import { open } from "./open.js";
import { answer } from "./query.js";

const WAIT = 150, IN_BOX = 6;

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
  const search = async () => {
    const text = input.value.trim(), mine = ++turn;
    if (!text) {
      status.textContent = "";
      return show(false);
    }
    try {
      const found = await ask(index, text, () => ({ limit: IN_BOX }));
      const shown = found.articles.slice(0, IN_BOX);
      const records = await Promise.all(shown.map((article) => found.store.record(article)));
      if (mine !== turn) return;
      list.replaceChildren(...records.map((record, i) => {
        const option = make("li", { role: "option", id: `search-option-${i}`, "aria-selected": "false", "data-url": record[1] });
        put(option, record[0], hits(record[0], found.store, found), true);
        option.append(" ", make("small", {}, day(record[2])));
        return option;
      }));
      status.textContent = shown.length ? `${found.total} 条结果` : "没有找到";
      show(shown.length > 0);
    } catch {
      if (mine === turn) status.textContent = "网络不通，按回车重试";
    }
  };
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(root + option.dataset.url);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const many = list.hidden ? 0 : list.children.length;
    if (event.key === "Escape") show(false);
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && many) {
      pick(event.key === "ArrowDown" ? (active + 1) % many : (active <= 0 ? many : active) - 1);
      event.preventDefault();
    } else if (event.key === "Enter" && active >= 0) {
      location.assign(root + list.children[active].dataset.url);
      event.preventDefault();
    }
  });
  input.addEventListener("blur", () => show(false));
  typed(input, search);
}
