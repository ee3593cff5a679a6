// The few constructs that a bulletin needs, as buttons; what is pasted and dropped into a text.
import { ask, attempt, button, dialog, field, h, input, say } from "./dom.js";

const PICTURE = /\.(?:jpe?g|png|gif|webp|svg|heic|heif|avif|bmp|tiff?)$/i;

/** The buttons above a text. */
export function bar(text, path) {
  const line = (mark) => () => {
    const { from, to } = text.selection;
    const start = text.text.lastIndexOf("\n", from - 1) + 1;
    const rows = text.text.slice(start, to).split("\n");
    const made = rows.map((row) => (row.startsWith(mark) ? row.slice(mark.length) : mark + row)).join("\n");
    text.replace(start, to, made);
  };
  const table = () => block("| 项目 | 数目 |\n| --- | --- |\n|  |  |\n", [2, 4]);
  const note = () => {
    const { to } = text.selection;
    const number = 1 + Math.max(0, ...[...text.text.matchAll(/\[\^(\d+)\]/g)].map(([, n]) => Number(n)));
    const all = text.text;
    const rest = `${all.slice(to)}${all.endsWith("\n") ? "" : "\n"}\n[^${number}]: `;
    text.replace(to, all.length, `[^${number}]${rest}`);
  };
  function block(words, select) {
    const { to } = text.selection;
    const before = text.text.slice(0, to);
    const lead = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    text.replace(to, to, `${lead}${words}`, select && select.map((at) => at + lead.length));
  }
  const choose = (accept, act) => {
    const chosen = h("input", { type: "file", accept, hidden: true, onchange: () => chosen.files[0] && act(chosen.files[0]) });
    document.body.append(chosen);
    chosen.click();
    setTimeout(() => chosen.remove(), 60_000);
  };
  return h(
    "div.tools",
    { role: "toolbar", "aria-label": "正文" },
    button("标题", line("## ")),
    button("列表", line("- ")),
    button("引用", line("> ")),
    button("表格", table),
    button("脚注", note),
    button("图片…", () => choose("image/*", (file) => picture(file, path, text))),
    button("附件…", () => choose("", (file) => attachment(file, path, text))),
    text.find && button("查找…", () => text.find(), "quiet"),
  );
}

function block(text, words) {
  const { to } = text.selection;
  const before = text.text.slice(0, to);
  const after = text.text.slice(to);
  const lead = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const tail = after.startsWith("\n\n") || !after ? "\n" : after.startsWith("\n") ? "\n" : "\n\n";
  text.replace(to, to, `${lead}${words}${tail}`);
}

const plain = (words) => words.replace(/\s+/g, " ").replace(/[[\]]/g, (mark) => (mark === "[" ? "（" : "）")).replace(/"/g, "”").trim();

/** A picture beside the article, and in the text with what it shows, its caption and its credit. */
export async function picture(file, path, text) {
  const name = file.name && file.name !== "image.png" ? file.name : `tupian.${(file.type.split("/")[1] ?? "png").replace("jpeg", "jpg")}`;
  const said = await attempt(() => ask("beside", { path, name }, file));
  if (!said) return;
  const alt = input("", { required: true });
  const caption = input("");
  const credit = input("");
  const seen = h("img.seen", { src: URL.createObjectURL(file), alt: "要放进来的图片" });
  let placed = false;
  await new Promise((done) => {
    const put = () => {
      if (!alt.value.trim() && !caption.value.trim()) {
        made.tell("写一句图里有什么，给看不见图的人；或者写图片说明");
        alt.focus();
        return;
      }
      const about = [plain(caption.value), plain(credit.value) && `供图：${plain(credit.value)}`].filter(Boolean).join("｜");
      placed = true;
      block(text, `![${plain(alt.value) || plain(caption.value)}](${said.name}${about ? ` "${about}"` : ""})`);
      made.close();
    };
    const fields = h("form", { onsubmit: (event) => (event.preventDefault(), put()) },
      seen,
      said.told && h("p.cure", { role: "status" }, said.told),
      field("图里有什么", alt, "给看不见图的人，一句话"),
      field("图片说明", caption, "印在图的下面"),
      field("供图", credit, "部门或人名"),
      h("button", { type: "submit", hidden: true }, "放进去"));
    const made = dialog("图片", fields, [button("放进去", put, "main")]);
    made.addEventListener("close", () => {
      URL.revokeObjectURL(seen.src);
      if (!placed) say("图片没有放进正文；文件已在文章旁边，再拖一次就能用");
      done();
    });
    alt.focus();
  });
}

async function attachment(file, path, text) {
  const said = await attempt(() => ask("beside", { path, name: file.name }, file));
  if (!said) return;
  const label = plain(file.name.replace(/\.[^.]+$/, ""));
  const { from, to } = text.selection;
  text.replace(from, to, `[${label}](${said.name})`);
  say(`附件已放在文章旁边：${said.name}`);
}

const files = (transfer) => [...(transfer?.files ?? [])];

async function each(all, path, text) {
  for (const file of all) await (file.type.startsWith("image/") || PICTURE.test(file.name) ? picture(file, path, text) : attachment(file, path, text));
}

/** A drop into the text; true when it was taken. */
export function put(event, path, text) {
  const all = files(event.dataTransfer);
  if (!all.length) return false;
  event.preventDefault();
  event.stopPropagation();
  each(all, path, text);
  return true;
}

/** A paste; true when it was taken: files, and what comes with marks of its own. Plain words go in as they are. */
export function paste(event, path, text) {
  const html = event.clipboardData?.getData("text/html") ?? "";
  const all = files(event.clipboardData);
  if (all.length && !event.clipboardData.getData("text/plain")) {
    event.preventDefault();
    each(all, path, text);
    return true;
  }
  if (!html || !/<(?:p|div|h[1-6]|table|ul|ol|br|section|span|li|img)\b/i.test(html)) return false;
  event.preventDefault();
  const fallback = event.clipboardData.getData("text/plain");
  const { from, to } = text.selection;
  attempt(async () => {
    const said = await ask("paste", { html });
    const words = said.markdown || fallback;
    text.replace(from, to, words);
    const told = [...said.doubts, ...said.dropped.map((one) => `没有放进来：“${one.text}”（${one.reason}）`)];
    if (!told.length) return say("已粘贴");
    const made = dialog("粘贴的内容", [
      h("p", {}, "文字已经放进正文。这些没有放进来，或要看一看："),
      h("ul", {}, told.map((one) => h("li", {}, one))),
    ], [button("知道了", () => made.close(), "main")]);
  }, (message) => {
    text.replace(from, to, fallback);
    say(`只粘贴了文字：${message}`, true);
  });
  return true;
}
