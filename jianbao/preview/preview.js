// The preview's part in a page: reloads it when the build that contains a change is done, swaps style
// sheets alone, shows what is wrong. Injected when a page is served, never written to disk.
const { token, version, page, sheet: styles, channel, desk } = document.currentScript.dataset;
// Beside the editor's screen, which tells of problems itself, and where its cursor is.
const framed = Boolean(desk) && parent !== window;
const FOLDED = "jianbao-folded";
const CLOSED = `jianbao-closed ${page}`;
const SCROLL = `jianbao-scroll ${location.pathname}`;
const RESTARTED = "jianbao-restarted";

// What is shown stands in a shadow tree, so that the page's styles and ours do not meet.
const host = document.createElement("jianbao-preview");
const root = host.attachShadow({ mode: "open" });
const sheet = element("link");
sheet.rel = "stylesheet";
sheet.href = styles;
const shelf = element("div", "shelf");
shelf.hidden = true;
sheet.addEventListener("load", () => (shelf.hidden = false));
root.append(sheet, shelf);
document.body.append(host);

function element(tag, className, ...content) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

function button(className, text, act) {
  const made = element("button", className, text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

function described(problem) {
  const row = element("li", "problem");
  row.append(element("p", "place", element("code", "", problem.place), element("span", "code", problem.code)));
  row.append(element("p", "message", problem.message));
  if (problem.line) {
    const from = Math.max(0, problem.column - 1);
    // The mark, the number, or the word or value that begins there, up to its bracket.
    const [word] = problem.line.slice(from).match(/^(?:\p{P}|\d+(?:[.:/-]\d+)*|[^\s)\]）】]+)|^.*/u);
    const line = element("pre", "line", problem.line.slice(0, from), element("mark", "", word));
    line.append(problem.line.slice(from + word.length));
    row.append(line);
  }
  if (problem.hint) row.append(element("p", "hint", problem.hint));
  return row;
}

function list(problems, more) {
  const rows = element("ol", "problems", ...problems.map(described));
  if (more) rows.append(element("li", "more", `还有 ${more} 处`));
  return rows;
}

function overlay({ errors, more, crash }) {
  const count = errors.length + more;
  const title = crash ? "预览程序出错了" : `有 ${count} 处错误，网站没有更新`;
  const said = crash
    ? "这是程序自己的错误，不是您写错了。请把下面的内容交给维护者。"
    : "页面还是改动以前的样子。改好并保存以后，这里会自动消失。";
  const section = element("section", "overlay");
  section.setAttribute("role", "alert");
  const content = element("div", "content", element("p", "said", said));
  content.append(crash ? element("pre", "crash", crash) : list(errors, more));
  const fold = button("button", "", () => {
    sessionStorage.setItem(FOLDED, String(!content.hidden));
    folded();
  });
  function folded() {
    content.hidden = sessionStorage.getItem(FOLDED) === "true";
    fold.textContent = content.hidden ? "展开" : "收起";
    fold.setAttribute("aria-expanded", String(!content.hidden));
  }
  folded();
  section.append(element("div", "head", element("h2", "title", title), fold), content);
  return section;
}

function panel(warnings) {
  const aside = element("aside", "panel");
  aside.setAttribute("aria-label", "本页的提醒");
  const close = button("button", "关闭", () => {
    // Closed until there is something else to say of this page.
    sessionStorage.setItem(CLOSED, JSON.stringify(warnings));
    aside.remove();
  });
  const head = element("div", "head", element("h2", "title", `本页有 ${warnings.length} 处提醒`), close);
  aside.append(head, element("div", "content", list(warnings, 0)));
  return aside;
}

/** The way to the page that makes of this article what 公众号, 微博 and the rest want. */
function elsewhere() {
  const link = element("a", "elsewhere", "公众号、微博、海报");
  link.href = `/__jianbao/channel?page=${channel}`;
  return link;
}

function show(state) {
  const failed = state.errors.length > 0 || state.crash !== "";
  shelf.replaceChildren();
  if (framed) return;
  if (failed) {
    // Room below the page, so that its last lines can be read above a folded overlay.
    shelf.append(element("div", "room"), overlay(state));
  } else {
    sessionStorage.removeItem(FOLDED);
    if (channel) shelf.append(elsewhere());
    const { warnings } = state;
    if (warnings.length && sessionStorage.getItem(CLOSED) !== JSON.stringify(warnings)) shelf.append(panel(warnings));
  }
}

function restyle() {
  for (const pending of document.querySelectorAll("link[data-jianbao-fresh]")) pending.remove();
  for (const link of document.querySelectorAll('link[rel~="stylesheet"]')) {
    const url = new URL(link.href);
    if (url.origin !== location.origin) continue;
    url.searchParams.set("preview", Date.now());
    const fresh = link.cloneNode();
    fresh.href = url.href;
    fresh.dataset.jianbaoFresh = "";
    // The old sheet goes when the new one is there, so that the page never stands bare.
    fresh.addEventListener("load", () => {
      delete fresh.dataset.jianbaoFresh;
      link.remove();
    });
    link.after(fresh);
  }
}

function reload() {
  leave();
  sessionStorage.setItem(SCROLL, JSON.stringify([scrollX, scrollY]));
  location.reload();
}

function scrollBack() {
  const before = sessionStorage.getItem(SCROLL);
  if (before === null) return;
  sessionStorage.removeItem(SCROLL);
  history.scrollRestoration = "manual";
  const back = () => scrollTo({ left: JSON.parse(before)[0], top: JSON.parse(before)[1], behavior: "instant" });
  back();
  const settled = () => {
    back();
    history.scrollRestoration = "auto";
  };
  // Pictures may make the page longer until everything is there.
  if (document.readyState === "complete") settled();
  else addEventListener("load", settled, { once: true });
}

/** Brings the block that holds these words into view; the shortest one that does is the block itself. */
function follow(words) {
  const within = document.querySelector("main") ?? document.body;
  const bare = (text) => text.replace(/\s+/gu, "");
  const wanted = bare(words);
  if (!wanted) return;
  let found;
  for (const block of within.querySelectorAll("h1,h2,h3,h4,h5,h6,p,li,td,th,blockquote,figcaption,dd,pre")) {
    const text = bare(block.textContent);
    if (text.includes(wanted) && (!found || text.length < bare(found.textContent).length)) found = block;
  }
  const box = found?.getBoundingClientRect();
  if (box && (box.top < 0 || box.bottom > innerHeight)) found.scrollIntoView({ block: "center", behavior: "instant" });
}

/** The page as it is on paper, A4 with the margins of its style sheet; where a sheet ends is the printer's to say. */
function paper() {
  for (const link of document.querySelectorAll('link[media="print"]')) link.media = "all";
  document.documentElement.style.zoom = Math.min(1, innerWidth / 800);
  Object.assign(document.body.style, { boxSizing: "border-box", width: "210mm", maxWidth: "none", margin: "0 auto", padding: "37mm 26mm 35mm 28mm" });
  host.hidden = true;
}

if (framed) {
  addEventListener("message", ({ origin, source, data }) => {
    if (origin !== desk || source !== parent) return;
    if (typeof data?.follow === "string") follow(data.follow);
    if (data?.paper) paper();
    if (data?.channel && channel) location.assign(`/__jianbao/channel?page=${channel}`);
  });
  addEventListener("load", () => parent.postMessage({ shown: decodeURIComponent(page) }, desk), { once: true });
}

let seen = version;
let events;
let silence;

function heard(event) {
  seen = event.lastEventId;
  show(JSON.parse(event.data));
}

function listen() {
  leave();
  const query = new URLSearchParams({ token, version: seen, page: decodeURIComponent(page) });
  events = new EventSource(`/__jianbao/events?${query}`);
  events.addEventListener("open", () => {
    clearTimeout(silence);
    silence = undefined;
    sessionStorage.removeItem(RESTARTED);
  });
  events.addEventListener("state", heard);
  events.addEventListener("style", (event) => {
    heard(event);
    restyle();
  });
  events.addEventListener("reload", reload);
  events.addEventListener("error", () => {
    if (events.readyState === EventSource.CLOSED && sessionStorage.getItem(RESTARTED) === null) {
      // Another preview answers here now, and does not know this page's token.
      sessionStorage.setItem(RESTARTED, "true");
      reload();
      return;
    }
    silence ??= setTimeout(() => shelf.replaceChildren(gone()), 2000);
  });
}

function gone() {
  const note = "预览已经结束，这一页不会再更新。重新运行 serve 以后会自动接上。";
  return element("aside", "panel", element("p", "said", note));
}

function leave() {
  clearTimeout(silence);
  silence = undefined;
  events?.close();
}

// A browser keeps few connections to one server: tabs that nobody sees leave theirs, and catch up later.
function attend() {
  if (document.visibilityState === "visible") listen();
  else leave();
}

scrollBack();
attend();
document.addEventListener("visibilitychange", attend);
addEventListener("pagehide", leave);
addEventListener("pageshow", (event) => event.persisted && attend());
