// One article being written: its form, its text, what is wrong with it, and its page beside them.
//
// What is written is saved a moment after a pause, never in the middle of a composed word; until it is saved the browser
// keeps it, too. A file that somebody else has changed meanwhile is shown beside, and nothing is overwritten.
import { ask, attempt, button, dialog, h, later, say } from "./dom.js";
import { form } from "./form.js";
import { row } from "./list.js";
import { bar, paste, put } from "./text.js";
import { correct, move, schedule, withdraw } from "./acts.js";

const PAUSE = 250;
const KEPT = "jianbao-unsaved ";

/** What the browser keeps of articles that were not saved: path → { mark, changes, body, when }. */
export function unsaved() {
  const paths = Object.keys(localStorage).filter((key) => key.startsWith(KEPT));
  return paths.map((key) => ({ path: key.slice(KEPT.length), ...JSON.parse(localStorage.getItem(key)) }));
}

/** Opens `path` in `view`; `away` leads back to the list. Gives null when it cannot be opened. */
export async function open(view, path, site, engine, away) {
  const opened = await attempt(() => ask("open", { path }));
  if (!opened) return null;
  const kept = JSON.parse(localStorage.getItem(KEPT + path) ?? "null") ?? opened.unsaved;
  const began = opened.mark;
  let { mark } = opened;
  let front = opened.front ?? {};
  let body = opened.body;
  let page = opened.page;
  let saving = null;
  let halted = false;
  let closed = false;

  const frame = h("iframe", { title: "读者看到的这一页", sandbox: "allow-scripts allow-same-origin allow-popups allow-downloads", allow: "clipboard-write" });
  const pane = h("div.text");
  const found = h("ol.problems");
  const count = h("h2", { id: "problems-head" }, "检查：正在看…");
  const pictures = () => [...new Set([...text.text.matchAll(/!\[[^\]]*\]\(([^\s)]+)/g)].map(([, name]) => name))];
  const fields = opened.front ? form(site, row(path), front, { changed: touched, pictures }) : null;
  const raw = opened.front ? null : h("textarea.raw", { value: opened.head, rows: 12, "aria-label": "文件头原文", oninput: touched });
  const text = engine.create(pane, {
    text: body,
    nonce: document.body.dataset.nonce,
    label: "正文",
    changed: touched,
    moved: later(150, follow),
    pasted: (event) => paste(event, path, text),
    dropped: (event) => put(event, path, text),
    titled: (target) => {
      const found = row(new URL(target.split("#")[0], `http://x/${path}`).pathname.slice(1).split("/").map(decodeURIComponent).join("/"));
      return found ? `《${found.title}》` : "";
    },
  });

  // The page itself, what 公众号 and the other channels get of it, what it is on paper.
  let seen = "page";
  const looks = [["page", "网页"], ["channel", "公众号等"], ["paper", "打印"]].map(([name, label]) => {
    const made = button(label, () => look(name), "quiet");
    made.dataset.look = name;
    return made;
  });
  function look(name) {
    seen = name;
    for (const one of looks) one.setAttribute("aria-pressed", String(one.dataset.look === name));
    load();
  }
  // Pressed again, they lead back from where a link in the page led.
  const phone = button("手机", () => (sized(true), load()), "quiet");
  const desk = button("电脑", () => (sized(false), load()), "quiet");
  const alone = h("a", { target: "_blank", rel: "noopener" }, "新窗口打开");
  function sized(small) {
    frame.classList.toggle("phone", small);
    phone.setAttribute("aria-pressed", String(small));
    desk.setAttribute("aria-pressed", String(!small));
    localStorage.setItem("jianbao-phone", small ? "1" : "");
  }
  const shown = (name) => {
    view.firstElementChild.dataset.shown = name;
    for (const tab of tabs) tab.setAttribute("aria-pressed", String(tab.dataset.pane === name));
  };
  const tabs = [["write", "写"], ["page", "看"], ["check", "查"]].map(([name, label]) => {
    const made = button(label, () => shown(name));
    made.dataset.pane = name;
    return made;
  });
  const state = { path, get mark() { return mark; }, site, reopen: () => reload(), save: () => save() };
  const article = row(path)?.kind !== "issue" && row(path)?.kind !== "page";
  const standing = row(path)?.kind === "page";
  const acts = h("details.menu", {}, h("summary", {}, "更多操作"),
    h("div", {},
      article && button("更正…", () => correct(state)),
      article && button("移到别的一期…", () => move(state)),
      article && button("定时上线、下线…", () => schedule(state)),
      article && button("撤回…", () => withdraw(state)),
      button("恢复到打开时的样子", undo)));
  acts.addEventListener("click", (event) => event.target.closest("button") && (acts.open = false));

  view.replaceChildren(
    h("div.desk", { "data-shown": "write" },
      h("div.tabs", { role: "group", "aria-label": "看哪一边" }, button("← 全部文章", away, "quiet"), tabs, acts),
      h("section.write", { "aria-label": "写" },
        raw ? h("div.broken", {}, h("p", { role: "alert" }, `这篇文章开头的各项读不出来：${opened.fault}。改好以后表单会出来。`), raw) : fields.element,
        bar(text, path),
        pane),
      h("section.check", { "aria-labelledby": "problems-head" }, count, found),
      h("section.page", { "aria-label": "页面" }, h("div.sizes", { role: "group", "aria-label": "页面" }, standing ? looks[0] : looks, alone, desk, phone), frame)),
  );
  sized(localStorage.getItem("jianbao-phone") === "1");
  looks[0].setAttribute("aria-pressed", "true");
  shown("write");
  view.firstElementChild.addEventListener("input", () => say("正在写"));

  function changes() {
    const made = { changes: fields ? fields.changes(front) : {} };
    if (text.text !== body) made.body = text.text;
    if (raw && raw.value !== opened.head) made.head = raw.value;
    return made;
  }
  const dirty = (made) => Object.keys(made.changes).length > 0 || made.body !== undefined || made.head !== undefined;

  const keep = later(150, () => {
    const made = changes();
    if (dirty(made)) localStorage.setItem(KEPT + path, JSON.stringify({ mark, ...made, when: new Date().toLocaleString("zh-CN") }));
  });
  const autosave = later(PAUSE, () => save());

  function touched() {
    keep();
    autosave();
  }

  /** Saves what differs, once what is being saved is; the same promise for all who wait. */
  async function save() {
    if (halted || closed) return;
    if (text.composing || fields?.composing) {
      autosave();
      return;
    }
    if (saving) {
      await saving;
      return save();
    }
    const made = changes();
    if (!dirty(made)) return;
    say("正在存…");
    saving = (async () => {
      const said = await attempt(() => ask("save", { path, mark, ...made }));
      if (!said) return void setTimeout(autosave, 3000);
      if (said.conflict) return void conflict();
      mark = said.mark;
      if (fields) {
        front = { ...front };
        for (const [key, value] of Object.entries(made.changes)) front[key] = value === "false" ? "" : value;
      }
      if (made.body !== undefined) body = made.body;
      if (!dirty(changes())) {
        keep.cancel();
        localStorage.removeItem(KEPT + path);
        say(`已存下 ${new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" })}`);
      } else autosave();
      if (raw) reload();
    })();
    await saving;
    saving = null;
  }

  function leave() {
    closed = true;
    removeEventListener("message", told);
    text.destroy();
  }

  async function reload() {
    leave();
    const made = await open(view, path, site, engine, away);
    if (made) view.dispatchEvent(new CustomEvent("opened", { detail: made }));
  }

  /** Somebody else has changed the file: both are shown, the editor decides. */
  async function conflict() {
    halted = true;
    const theirs = await attempt(() => ask("open", { path }));
    if (!theirs) return;
    const mine = text.text;
    const side = (title, words) => h("section", {}, h("h3", {}, title), h("pre", { tabIndex: 0 }, words));
    const differing = fields && theirs.front ? Object.entries(fields.changes(theirs.front)).map(([key, value]) => `${key === "title" ? "标题" : "一项"}：${typeof value === "string" ? value : JSON.stringify(value)}`) : [];
    const made = dialog("这篇文章刚刚在别处改过", [
      h("p", {}, "两边的内容都在，还没有覆盖任何一边。"),
      h("div.sides", {}, side("您写的", [...differing, mine].join("\n")), side("现在文件里的", [theirs.front?.title ?? "", theirs.body].join("\n"))),
    ], [
      button("用我写的", () => {
        mark = theirs.mark;
        body = theirs.body;
        front = theirs.front ?? front;
        halted = false;
        made.close();
        touched();
      }),
      button("用文件里的", async () => {
        localStorage.removeItem(KEPT + path);
        await attempt(() => ask("drop", { path }));
        made.close();
        reload();
      }, "main"),
    ], "wide");
    say("别处也改了这篇文章，还没有存", true);
  }

  async function undo() {
    await save();
    const said = await attempt(() => ask("undo", { path, mark: began }));
    if (said) {
      say("已恢复到打开时的样子");
      reload();
    }
  }

  // ---- what is wrong ----

  async function check() {
    if (closed) return;
    const said = await attempt(() => ask("check", { path }), (text) => (count.textContent = `检查没有做成：${text}`));
    if (!said || closed) return;
    if (said.mark !== mark) {
      // Changed on disk: what is not being written here is simply read again.
      if (!saving && !dirty(changes())) reload();
      return;
    }
    const all = said.problems;
    count.textContent = all.length ? `检查：${all.length} 处` : "检查：没有问题";
    tabs[2].textContent = all.length ? `查 ${all.length}` : "查";
    found.replaceChildren(
      ...(said.crash ? [h("li.error", {}, "页面没有更新：编辑程序出错了，请告诉维护网站的人。写的内容已经存下。")] : []),
      ...all.map(problem),
      ...said.elsewhere.map((other) => h("li.error", {}, h("p", {}, `页面没有更新：${other.path ? "另一篇文章" : "网站的设置"}有错。${other.message}`), other.hint && h("p.cure", {}, other.hint),
        other.path && button("打开那一篇", () => view.dispatchEvent(new CustomEvent("go", { detail: other.path }))))),
    );
    fields?.mark(all);
    if (!dirty(changes())) text.mark(all.filter((one) => one.from >= 0));
    text.reveal?.();
    if (!page) {
      page = (await attempt(() => ask("open", { path }), () => {}))?.page ?? "";
      load();
    }
  }

  function problem(one) {
    const act = (name) => async () => {
      await save();
      const said = await attempt(() => ask(name, { path, mark, start: one.start, end: one.end, code: one.code }));
      if (said) refresh();
    };
    return h(
      `li.${one.level}`,
      {},
      h("p", {}, h("b", {}, one.name), one.field ? ` ${one.field}：` : " ", one.message),
      one.words && h("p.words", {}, `“${one.words}”`),
      one.hint && h("p.cure", {}, one.hint),
      h("p.acts", {},
        (one.from >= 0 || one.key) && button("去看", () => (shown("write"), one.from >= 0 ? text.show(one.from, one.to) : fields?.show(one.key)), "quiet"),
        one.fix !== null && button("改正", act("fix")),
        one.ignore && button("忽略", act("ignore"), "quiet")),
    );
  }

  /** The article as it is on disk, into the form and the text, the cursor where it was. */
  async function refresh() {
    const now = await attempt(() => ask("open", { path }));
    if (!now || !now.front || !fields) return;
    const { from } = text.selection;
    ({ mark, front, body } = now);
    if (text.text !== body) {
      text.text = body;
      text.show(from, from);
    }
    fields.set(front);
    check();
  }

  // ---- the page ----

  function load() {
    alone.hidden = !page;
    if (page) frame.src = alone.href = `${site.pages}/${page.split("/").map(encodeURIComponent).join("/")}`;
  }

  function follow() {
    const before = text.text.slice(0, text.selection.from);
    const start = before.lastIndexOf("\n\n") + 1;
    const end = text.text.indexOf("\n\n", text.selection.from);
    const block = text.text.slice(start, end < 0 ? undefined : end);
    const words = block.match(/[\u3400-\u9fff，。、；：！？“”《》（）0-9]{4,}/u)?.[0] ?? "";
    if (words) frame.contentWindow?.postMessage({ follow: words.slice(0, 24) }, site.pages);
  }
  const told = ({ origin, data }) => {
    if (origin !== site.pages || !data?.shown) return;
    if (seen === "page") follow();
    else frame.contentWindow?.postMessage({ [seen]: true }, site.pages);
  };
  addEventListener("message", told);

  if (kept && (kept.body !== undefined && kept.body !== null ? kept.body !== body : Object.keys(kept.changes ?? {}).length)) recover(kept);
  load();
  check();
  if (!opened.front) raw.focus();

  function recover(before) {
    const made = dialog("有没存下的内容", [
      h("p", {}, `上次（${before.when}）写的还没有存进文章。`),
      before.body && h("pre", { tabIndex: 0 }, before.body),
    ], [
      button("不要了", async () => {
        localStorage.removeItem(KEPT + path);
        await attempt(() => ask("drop", { path }));
        made.close();
      }),
      button("接着写", () => {
        if (fields) fields.set({ ...front, ...before.changes });
        if (typeof before.body === "string") text.text = before.body;
        made.close();
        touched();
      }, "main"),
    ]);
  }

  return {
    path,
    save: () => autosave.now(),
    news: later(60, () => {
      if (seen === "channel") frame.contentWindow?.postMessage({ again: true }, site.pages);
      return check();
    }),
    text,
    async close() {
      await autosave.now();
      leave();
    },
  };
}
