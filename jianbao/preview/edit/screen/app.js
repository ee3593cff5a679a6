// The editor's screen: the list, or one article; what the builds lead to is asked for all the while.
import { ask, attempt, say } from "./dom.js";
import { bring, handIn, newArticle, newIssue } from "./acts.js";
import { showLists } from "./keeping.js";
import { rows, show } from "./list.js";
import { open, unsaved } from "./write.js";

const view = document.getElementById("view");
let site;
let engine;
let list = null;
let article = null;

async function toList() {
  await article?.close();
  article = null;
  document.title = `编辑：${site.name}`;
  list = await show(view, toArticle);
}

async function toLists() {
  await article?.close();
  article = list = null;
  document.title = `名单：${site.name}`;
  await showLists(view);
}

async function toArticle(path) {
  await article?.close();
  list = null;
  article = await open(view, path, site, engine, toList);
  if (!article) return toList();
  document.title = `${view.querySelector("input")?.value || "文章"} · 编辑`;
  say("");
}

view.addEventListener("go", async ({ detail }) => {
  await toArticle(detail.path ?? detail);
  detail.done?.();
});
view.addEventListener("opened", (event) => (article = event.detail));
const save = () => article?.save() ?? Promise.resolve();

document.getElementById("home").addEventListener("click", () => attempt(toList));
document.getElementById("new-article").addEventListener("click", () => newArticle(site, toArticle));
document.getElementById("new-issue").addEventListener("click", () => newIssue(site, toList));
document.getElementById("lists").addEventListener("click", () => attempt(toLists));
document.getElementById("hand-in").addEventListener("click", () => handIn(save));
document.getElementById("import").addEventListener("click", () => {
  const chosen = Object.assign(document.createElement("input"), { type: "file", accept: ".docx,.txt,.html,.htm,.md", hidden: true });
  chosen.addEventListener("change", () => chosen.files[0] && bring(chosen.files[0], site, toArticle));
  document.body.append(chosen);
  chosen.click();
  setTimeout(() => chosen.remove(), 60_000);
});

// A file that is dropped beside the text must not take the screen's place; on the list it is a bulletin.
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
  event.preventDefault();
  const file = event.dataTransfer?.files[0];
  if (file && !article) bring(file, site, toArticle);
});

addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s") {
    event.preventDefault();
    save();
  }
});
addEventListener("beforeunload", (event) => {
  if (unsaved().some((one) => one.path === article?.path)) event.preventDefault();
});

async function news() {
  let version = -1;
  for (;;) {
    const said = await attempt(() => ask("news", { version }));
    if (!said) await new Promise((done) => setTimeout(done, 2000));
    else if (said.version !== version) {
      version = said.version;
      article?.news();
      list?.refresh();
    }
  }
}

async function begin() {
  site = await ask("site");
  document.getElementById("home").textContent = site.name;
  document.getElementById("lists").hidden = !site.lists;
  engine = site.bundled ? await import("/editor.js") : await import("/textarea.js");
  await toList();
  const kept = unsaved();
  if (!site.bundled) say("没有取到编辑器组件，正文用普通文本框；请维护网站的人运行一次安装");
  if (kept.length) {
    await rows();
    say("上次有没存下的内容，已打开那一篇", true);
    await toArticle(kept[0].path);
  }
  news();
}

attempt(begin);
