// Elements, dialogs and what the desk is asked: the few things that every part of the screen uses.

/** An element: `h("button.main", { onclick }, "文字", child)`; a property that is no property becomes an attribute. */
export function h(what, given = {}, ...content) {
  const [tag, ...classes] = what.split(".");
  const made = document.createElement(tag);
  if (classes.length) made.className = classes.join(" ");
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name in made && !name.includes("-") && name !== "list" && name !== "form") made[name] = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...content.flat(Infinity).filter((part) => part !== null && part !== undefined && part !== false));
  return made;
}

export const button = (text, act, kind = "") =>
  h(`button${kind && `.${kind}`}`, { type: "button", onclick: act }, text);

const TOKEN = "jianbao-token";
if (location.hash.length > 20) {
  sessionStorage.setItem(TOKEN, location.hash.slice(1));
  history.replaceState(null, "", "/");
}

/** What went wrong, in words for the editor. */
export class Refused extends Error {}

/** An act of the desk; `file` is sent as it is, with `asked` beside it. Throws Refused. */
export async function ask(act, asked = {}, file) {
  const headers = { "X-Jianbao-Token": sessionStorage.getItem(TOKEN) ?? "" };
  if (file) headers["X-Jianbao-Asked"] = encodeURIComponent(JSON.stringify(asked));
  headers["Content-Type"] = file ? "application/octet-stream" : "application/json";
  let answer;
  try {
    answer = await fetch(`/api/${act}`, { method: "POST", headers, body: file ?? JSON.stringify(asked) });
  } catch {
    throw new Refused("编辑程序没有回答，可能已经结束；写的内容还在这个浏览器里，重新运行后会接上");
  }
  if (!(answer.headers.get("Content-Type") ?? "").startsWith("application/json")) {
    throw new Refused((await answer.text()).trim());
  }
  const said = await answer.json();
  if (!answer.ok) throw new Refused(said.error);
  return said;
}

const state = document.getElementById("state");

/** Says something in the bar; `bad` stays until something else is said. */
export function say(text, bad = false) {
  state.textContent = text;
  state.className = bad ? "bad" : "";
}

/** Runs an act and says what went wrong, if anything. */
export async function attempt(act, tell = (text) => say(text, true)) {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    tell(error.message);
    return undefined;
  }
}

/** A dialog; `acts` are buttons below it. Resolves when it is closed. */
export function dialog(title, content, acts = [], kind = "") {
  const heading = h("h2", { id: `dialog-${Date.now()}` }, title);
  const told = h("p.told", { role: "alert" });
  const close = button("关闭", () => made.close(), "quiet");
  const made = h(
    `dialog${kind && `.${kind}`}`,
    { "aria-labelledby": heading.id },
    h("div.head", {}, heading, close),
    h("div.content", {}, content),
    told,
    h("div.foot", {}, acts),
  );
  made.tell = (text) => (told.textContent = text);
  made.addEventListener("close", () => made.remove());
  document.body.append(made);
  made.showModal();
  made.querySelector(".content :is(input, select, textarea), .foot .main")?.focus();
  return made;
}

let ids = 0;

/** A labelled control. */
export function field(label, control, hint = "") {
  ids += 1;
  control.id ||= `field-${ids}`;
  const about = hint && h("small", { id: `${control.id}-hint` }, hint);
  if (about) control.setAttribute("aria-describedby", about.id);
  return h("div.field", {}, h("label", { htmlFor: control.id }, label), control, about || null);
}

export const input = (value = "", more = {}) => h("input", { type: "text", value, autocomplete: "off", ...more });

export function select(options, value, more = {}) {
  const known = options.some((option) => (Array.isArray(option) ? option[0] : option) === value);
  const all = known || !value ? options : [value, ...options];
  const made = h(
    "select",
    more,
    all.map((option) => {
      const [key, text] = Array.isArray(option) ? option : [option, option];
      return h("option", { value: key }, text);
    }),
  );
  made.value = value;
  return made;
}

/** Calls `act` once nothing more has come for a while. */
export function later(wait, act) {
  let timer;
  const made = () => {
    clearTimeout(timer);
    timer = setTimeout(act, wait);
  };
  made.now = () => {
    clearTimeout(timer);
    return act();
  };
  made.cancel = () => clearTimeout(timer);
  return made;
}

export const DATE = /^\d{4}(-\d{2}(-\d{2}( \d{2}:\d{2})?)?)?$/;

/** A date as people write it (2018年4月3日, 2018.4.3 9:00) as 2018-04-03 09:00; anything else as it is. */
export function day(text) {
  const two = (part) => part.padStart(2, "0");
  const found = text.normalize("NFKC").trim().match(/^(\d{4})(?:\s*[-年./]\s*(\d{1,2})(?:\s*[-月./]\s*(\d{1,2})\s*日?(?:[\sT]*(\d{1,2})[:点时](\d{2})?分?)?|月)?|年)?$/);
  if (!found) return text.trim();
  const [, year, month, date, hour, minute] = found;
  return [year, month, date].filter(Boolean).map(two).join("-") + (hour ? ` ${two(hour)}:${minute ?? "00"}` : "");
}
