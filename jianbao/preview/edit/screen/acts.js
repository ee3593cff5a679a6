// The life of an article and the work of a week, each act a form: new, correct, withdraw, move, import, hand in.
import { Refused, ask, attempt, button, day, dialog, field, h, input, say, select } from "./dom.js";
import { issues, row, rows, folder, wanted } from "./list.js";

const last = (path) => path.slice(path.lastIndexOf("/") + 1);
const choices = () => issues().map((one) => [last(folder(one.path)), one.title]);

/** A dialog with one form and one act; `act` gives true when the dialog is to be closed. */
function asked(title, content, label, act, kind = "") {
  const go = button(label, async () => {
    go.disabled = true;
    const done = await attempt(act, (text) => made.tell(text));
    go.disabled = false;
    if (done) made.close();
  }, "main");
  const made = dialog(title, h("form", { onsubmit: (event) => (event.preventDefault(), go.click()) }, content, h("button", { type: "submit", hidden: true }, label)), [go], kind);
  return made;
}

export function newArticle(site, open) {
  const title = input("");
  const issue = select(choices(), wanted.issue ? last(wanted.issue) : (choices()[0]?.[0] ?? ""));
  const date = input("");
  const column = select(site.columns, wanted.column || site.columns[0] || "");
  const source = input("", { list: "new-sources" });
  asked("新文章", [
    field("标题", title), field("放在哪一期", issue), field("日期", date, "例如 2018-04-23；不写就先空着"), field("栏目", column), field("来源", source),
    h("datalist", { id: "new-sources" }, site.sources.map((value) => h("option", { value }))),
  ], "建立", async () => {
    const said = await ask("article", { title: title.value, issue: issue.value, date: day(date.value), column: column.value, source: source.value });
    await rows();
    open(said.path);
    return true;
  });
  title.focus();
}

export function newIssue(site, shown) {
  const issue = input(site.today.slice(0, 7));
  const number = input("");
  const usual = () => {
    const [year, month] = day(issue.value).split("-");
    number.placeholder = month ? `${year}年第${Number(month)}期` : "";
  };
  issue.addEventListener("input", usual);
  usual();
  asked("新的一期", [field("哪一年哪一月", issue, "例如 2018-04 或 2018年4月"), field("期号", number, "不写就是框里灰色的那样")], "建立", async () => {
    const said = await ask("issue", { issue: issue.value, number: number.value });
    await rows();
    wanted.issue = folder(said.path);
    wanted.kind = "article";
    await shown();
    say("新的一期已经建好；把 Word 文件拖进来，或者新建文章");
    return true;
  });
  issue.select();
}

export async function correct(state) {
  await state.save();
  const date = input(state.site.today);
  const text = input("", { placeholder: "更正了参加人数。" });
  asked("更正", [h("p", {}, "正文改好以后，在这里说一声改了什么；读者在文章末尾看得到。"), field("日期", date), field("更正了什么", text)], "写上", async () => {
    const said = await ask("correct", { path: state.path, mark: state.mark, date: day(date.value), text: text.value });
    if (said.conflict) throw new Refused("文章刚刚在别处改过，没有写上；关掉这个窗口，看一看再写");
    await state.reopen();
    say("更正已写上");
    return true;
  });
  text.focus();
}

export async function withdraw(state) {
  await state.save();
  const reason = input("");
  const silent = h("input", { type: "checkbox", id: "withdraw-silent" });
  const plan = h("div", { role: "status" });
  let seen = false;
  const made = asked("撤回", [
    h("p", {}, "文章的网址还在，那里改为撤回说明；原文不再给读者看，文件不删。"),
    field("原因", reason), h("div.field.check", {}, silent, h("label", { htmlFor: "withdraw-silent" }, "不公布原因")), plan,
  ], "看看会撤下什么", async () => {
    const said = await ask("withdraw", { path: state.path, reason: reason.value, silent: silent.checked, write: seen });
    if (said.done) {
      await state.reopen();
      say(`《${said.title}》已撤回`);
      return true;
    }
    seen = true;
    plan.replaceChildren(h("p", {}, `不再列出它的页面和订阅：${said.lists} 个；搜索里不再有它。`),
      said.pictures.length ? h("p", {}, `一并撤下的图片和附件：${said.pictures.join("、")}`) : "",
      said.mentions.length ? h("p", {}, `这些文章还提到它，请自己修改：${said.mentions.map((one) => `《${one}》`).join("、")}`) : "");
    made.querySelector(".foot .main").textContent = "撤回";
    return false;
  });
  reason.focus();
}

export async function move(state) {
  await state.save();
  const here = last(folder(state.path));
  const others = choices().filter(([key]) => key !== here);
  const plan = h("div", { role: "status" });
  const issue = select(others, others[0]?.[0] ?? "", { onchange: () => seen() });
  const titles = (all) => all.map((one) => `《${one}》`).join("、");
  const seen = () => attempt(async () => {
    const said = await ask("move", { path: state.path, issue: issue.value });
    made.tell("");
    plan.replaceChildren(
      said.beside.length ? h("p", {}, `一起移走的图片和附件：${said.beside.join("、")}`) : "",
      said.linked.length ? h("p", {}, `里面的链接会跟着改：${titles(said.linked)}`) : "");
  }, (text) => (plan.replaceChildren(), made.tell(text)));
  const made = asked("移到别的一期", [h("p", {}, "旧网址会自动转到新网址，别的文章里的链接一起改。"), field("移到", issue), plan], "移过去", async () => {
    const said = await ask("move", { path: state.path, issue: issue.value, write: true });
    await rows();
    const view = document.getElementById("view");
    await new Promise((done) => view.dispatchEvent(new CustomEvent("go", { detail: { path: said.path, done } })));
    say(`《${said.title}》已移到“${others.find(([key]) => key === issue.value)?.[1]}”${said.linked.length ? `，改了 ${said.linked.length} 篇文章里的链接` : ""}`);
    return true;
  });
  if (others.length) seen();
  else made.tell("还没有别的一期；先新建一期");
}

export async function schedule(state) {
  await state.save();
  const now = await ask("open", { path: state.path });
  const time = (key) => input(now.front?.[key] ?? "", { placeholder: "2018-04-23 09:00" });
  const [publish, expires] = [time("publish"), time("expires")];
  asked("定时上线、下线", [
    h("p", {}, "到时间以前读者看不到，过了下线的时间也看不到。到时间以后，网站要再生成、发布一次才会变。"),
    field("上线", publish, "年月日和时间；不写就是马上上线"), field("下线", expires, "不写就一直在"),
  ], "写上", async () => {
    const said = await ask("schedule", { path: state.path, mark: state.mark, publish: day(publish.value), expires: day(expires.value) });
    if (said.conflict) throw new Refused("文章刚刚在别处改过，没有写上；关掉这个窗口，看一看再写");
    await state.reopen();
    say(said.publish || said.expires ? [said.publish && `${said.publish} 上线`, said.expires && `${said.expires} 下线`].filter(Boolean).join("，") : "不再定时");
    return true;
  });
}

// ---- a bulletin as Word, as text, as a saved page ----

/** Reads a bulletin and shows its plan; nothing is written before the editor has answered. */
export async function bring(file, site, open, more = {}) {
  say(`正在读“${file.name}”…`);
  const issue = wanted.issue ? { issue: last(wanted.issue) } : {};
  const plan = await attempt(() => ask("plan", { name: file.name, ...issue, ...more }, file));
  if (!plan) return;
  say("");
  planned(plan, site, open);
}

function planned(plan, site, open) {
  const issue = input(plan.issue, { list: "plan-issues" });
  const head = [
    field("放在哪一期", issue, "年和月，例如 2018-04"),
    h("datalist", { id: "plan-issues" }, choices().map(([value, text]) => h("option", { value }, text))),
  ];
  const items = plan.items.map((item, at) => {
    const title = input(item.title);
    const date = input(item.date);
    const source = input(item.source, { list: "plan-sources" });
    const column = select(site.columns, item.column);
    const tags = input(item.tags.join("，"));
    const doubts = item.doubts.map((doubt, n) => {
      const box = h("input", { type: "checkbox", id: `doubt-${at}-${n}` });
      return h("li", {}, box, h("label", { htmlFor: box.id }, doubt));
    });
    const element = h("fieldset", {}, h("legend", {}, `第 ${at + 1} 条`),
      h("p.words", {}, `${item.first}${item.words > item.first.length ? "……" : ""}（${item.words} 字${item.pictures ? `，图 ${item.pictures} 张` : ""}）`),
      doubts.length ? h("div.doubts", {}, h("p", {}, "拿不准的，核对一条勾一条："), h("ul", {}, doubts)) : null,
      h("div.fields", {}, field("标题", title), field("日期", date, item.basis && `依据“${item.basis}”`), field("来源", source), field("栏目", column), field("标签", tags)));
    return { element, boxes: doubts.map((one) => one.firstChild), get value() {
      return { title: title.value.trim(), date: day(date.value), source: source.value.trim(), column: column.value,
        tags: tags.value.split(/[，、,；;]/).map((word) => word.trim()).filter(Boolean) };
    } };
  });
  const dropped = plan.dropped.length ? h("details", {}, h("summary", {}, `没有收入的文字 ${plan.dropped.length} 处`), h("ul", {}, plan.dropped.map((one) => h("li", {}, `“${one.text}”：${one.reason}`)))) : null;
  const made = asked(`导入：${plan.items.length} 条`, [
    plan.refused && h("p.cure", { role: "alert" }, `这一期已经有了。${plan.refused}`),
    plan.doubts.length ? h("ul.doubts", {}, plan.doubts.map((one) => h("li", {}, one))) : null,
    head, items.map((one) => one.element), dropped,
    h("datalist", { id: "plan-sources" }, site.sources.map((value) => h("option", { value }))),
  ], "写成文章", async () => {
    const open_ = items.flatMap((one) => one.boxes).find((box) => !box.checked);
    if (open_) {
      open_.focus();
      made.tell("还有拿不准的地方没有核对");
      return false;
    }
    if (issue.value.trim() !== plan.issue || plan.refused) {
      Object.assign(plan, await ask("plan", { plan: plan.plan, issue: issue.value.trim() }));
    }
    const said = await ask("bring", { plan: plan.plan, items: items.map((one) => one.value) });
    await rows();
    say(`写成 ${said.paths.length} 篇文章`);
    open(said.paths[0]);
    return true;
  }, "wide");
}

// ---- handing in ----

const KINDS = { new: "新增", changed: "修改", gone: "删去", moved: "移动" };

export async function handIn(save) {
  await save();
  say("正在看改了什么…");
  const said = await attempt(() => ask("changes"));
  say("");
  if (!said) return;
  if (said.git) return void dialog("提交", h("p", {}, said.git));
  if (!said.changes.length) {
    const made = asked("提交", h("p", {}, "没有新的改动。以前提交过、还没有送到共享资料库的，可以再送一次。"), "再送一次", async () => (sent(await ask("handin", { message: "" })), true));
    return;
  }
  const list = h("ul.changes", {}, said.changes.map((one) => h("li", {}, `${KINDS[one.kind]}${one.beside ? "文件" : ""} ${one.beside ? one.title : `《${one.title}》`}${one.what.length ? `：${one.what.join("、")}` : ""}`)));
  if (said.refused.length) {
    const made = dialog("还不能提交", [
      h("p", {}, "先改好这些错误："),
      h("ul", {}, said.refused.map((one) => h("li", {}, one.title ? `《${one.title}》` : "", `${one.message} `, one.path ? button("打开", () => {
        made.close();
        document.getElementById("view").dispatchEvent(new CustomEvent("go", { detail: one.path }));
      }) : null))),
    ]);
    return;
  }
  const message = h("textarea", { value: said.message, rows: 4 });
  asked("提交", [h("p", {}, "这次改了："), list, field("提交说明", message)], "提交", async () => (sent(await ask("handin", { message: message.value })), true));
}

function sent(said) {
  say(said.state === "done" ? "已提交" : said.state === "kept" ? "已存为本机的提交，还没有送出去" : "没有要提交的", said.state === "kept");
  const made = dialog(said.state === "kept" ? "还没有送出去" : "提交好了", h("ul", {}, said.steps.map((one) => h("li", {}, one))), [button("好", () => made.close(), "main")]);
}

export { row };
