// The preview's part in the page: reloads when the build that contains a change is done, swaps style
// sheets alone, shows what is wrong. Injected when served, never written to disk.
const script = document.currentScript;
const { token, version, page } = script.dataset;
const box = document.createElement("div");
const root = box.attachShadow({ mode: "open" });
const sheet = document.createElement("link");
sheet.rel = "stylesheet";
sheet.href = "/__jianbao/preview.css";
root.append(sheet);
document.documentElement.append(box);

function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function problems(list) {
  const rows = element("ol", "problems");
  for (const problem of list) {
    const row = element("li", "problem");
    row.append(element("code", "place", problem.place));
    row.append(element("p", "message", `${problem.level}：${problem.message}`));
    if (problem.hint) row.append(element("p", "hint", problem.hint));
    rows.append(row);
  }
  return rows;
}

function show(state) {
  root.querySelectorAll(".overlay, .panel").forEach((old) => old.remove());
  if (state.errors.length || state.crash) {
    const overlay = element("section", "overlay");
    overlay.setAttribute("role", "alert");
    overlay.append(element("h2", "title", "这次没有生成：下面的页面还是改动之前的"));
    overlay.append(state.crash ? element("pre", "crash", state.crash) : problems(state.errors));
    root.append(overlay);
  } else if (state.warnings.length && sessionStorage.getItem("jianbao-closed") !== page) {
    const panel = element("aside", "panel");
    panel.setAttribute("aria-label", "本页的提醒");
    const close = element("button", "close", "关闭");
    close.type = "button";
    close.addEventListener("click", () => {
      sessionStorage.setItem("jianbao-closed", page);
      panel.remove();
    });
    panel.append(close, problems(state.warnings));
    root.append(panel);
  }
}

function restyle() {
  for (const link of document.querySelectorAll('link[rel="stylesheet"]')) {
    const url = new URL(link.href);
    url.searchParams.set("preview", Date.now());
    const fresh = link.cloneNode();
    fresh.href = url.href;
    // The old sheet goes when the new one is there, so that the page never stands bare.
    fresh.addEventListener("load", () => link.remove(), { once: true });
    link.after(fresh);
  }
}

const place = `jianbao-scroll ${location.pathname}`;
const before = sessionStorage.getItem(place);
if (before !== null) {
  sessionStorage.removeItem(place);
  history.scrollRestoration = "manual";
  const back = () => scrollTo(0, Number(before));
  back();
  addEventListener("load", back, { once: true });
}

const query = new URLSearchParams({ token, version, page: decodeURIComponent(page) });
const events = new EventSource(`/__jianbao/events?${query}`);
events.addEventListener("state", (event) => show(JSON.parse(event.data)));
events.addEventListener("style", (event) => {
  show(JSON.parse(event.data));
  restyle();
});
events.addEventListener("reload", () => {
  sessionStorage.setItem(place, String(scrollY));
  events.close();
  location.reload();
});
addEventListener("pagehide", () => events.close());
