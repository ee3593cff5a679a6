// The text's editor: CodeMirror 6 with the Markdown that a bulletin needs. Bundled by tools/screen.py; textarea.js has the
// same few verbs for where the bundle is not there.
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, MatchDecorator, ViewPlugin, WidgetType, drawSelection, keymap, placeholder } from "@codemirror/view";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { Language, defineLanguageFacet, syntaxHighlighting, HighlightStyle } from "@codemirror/language";
import { openSearchPanel, search, searchKeymap } from "@codemirror/search";
import { parser, Table } from "@lezer/markdown";
import { tags } from "@lezer/highlight";

const markdown = new Language(defineLanguageFacet(), parser.configure([Table]), [], "markdown");

// Classes, so that the screen's style sheet decides what they look like in light and in dark.
const looks = syntaxHighlighting(
  HighlightStyle.define([
    { tag: tags.heading, class: "md-heading" },
    { tag: tags.strong, class: "md-strong" },
    { tag: tags.quote, class: "md-quote" },
    { tag: [tags.url, tags.processingInstruction, tags.contentSeparator, tags.comment], class: "md-mark" },
    { tag: tags.link, class: "md-link" },
  ]),
);

const CHINESE = {
  Find: "查找",
  Replace: "换成",
  next: "下一个",
  previous: "上一个",
  all: "全选",
  "match case": "区分大小写",
  "by word": "整词",
  regexp: "正则",
  replace: "替换",
  "replace all": "全部替换",
  close: "关闭",
  "current match": "当前",
  "replaced $ matches": "替换了 $ 处",
  "replaced match on line $": "替换了第 $ 行的一处",
  "on line": "在第几行",
};

const setMarks = StateEffect.define();
const marks = StateField.define({
  create: () => Decoration.none,
  update(value, transaction) {
    let found = value.map(transaction.changes);
    for (const effect of transaction.effects) if (effect.is(setMarks)) found = effect.value;
    return found;
  },
  provide: (field) => EditorView.decorations.from(field),
});

class Title extends WidgetType {
  constructor(title) {
    super();
    this.title = title;
  }
  eq(other) {
    return other.title === this.title;
  }
  toDOM() {
    const made = document.createElement("span");
    made.className = "md-title";
    made.textContent = this.title;
    return made;
  }
}

/** Links to other articles show what they lead to, not where its file lies; the text stays what it is. */
function titles(titled) {
  const matched = new MatchDecorator({
    regexp: /\]\(([^\s()<>]+\.md(?:#[^\s()<>]*)?)(?=[\s)])/g,
    decorate(add, from, to, found) {
      const title = titled(found[1]);
      if (title) add(from + 2, to, Decoration.replace({ widget: new Title(title) }));
    },
  });
  return ViewPlugin.define(
    (view) => ({
      shown: matched.createDeco(view),
      update(update) {
        this.shown = matched.updateDeco(update, this.shown);
      },
    }),
    {
      decorations: (plugin) => plugin.shown,
      provide: (plugin) => EditorView.atomicRanges.of((view) => view.plugin(plugin)?.shown ?? Decoration.none),
    },
  );
}

/** An editor in `parent`; `changed` is called after every change that is not half a composed word. */
export function create(parent, { text, nonce, label, changed, moved, pasted, dropped, titled = () => "" }) {
  let quiet = false;
  const made = (doc) =>
    EditorState.create({
      doc,
      extensions: [
        history(),
        drawSelection(),
        search({ top: true }),
        markdown,
        looks,
        titles(titled),
        marks,
        keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap]),
        EditorView.lineWrapping,
        EditorView.cspNonce.of(nonce),
        EditorState.phrases.of(CHINESE),
        // A file's own line ends are put back by whoever saves.
        EditorState.lineSeparator.of("\n"),
        placeholder("正文。空一行就是新的一段。"),
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", lang: "zh-CN" }),
        EditorView.domEventHandlers({
          paste: (event) => pasted(event),
          drop: (event) => dropped(event),
          compositionend: () => setTimeout(() => changed(), 0) && false,
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !quiet && !update.view.composing) changed();
          if (update.docChanged || update.selectionSet) moved();
        }),
      ],
    });
  const view = new EditorView({ parent, state: made(text) });
  return {
    get text() {
      return view.state.doc.toString();
    },
    set text(value) {
      quiet = true;
      view.setState(made(value));
      quiet = false;
    },
    get composing() {
      return view.composing;
    },
    get selection() {
      const { from, to } = view.state.selection.main;
      return { from, to };
    },
    /** Puts `insert` in place of `from`…`to` and selects what `select` (offsets in it) says. */
    replace(from, to, insert, select = [insert.length, insert.length]) {
      view.dispatch({
        changes: { from, to, insert },
        selection: { anchor: from + select[0], head: from + select[1] },
        scrollIntoView: true,
        userEvent: "input",
      });
      view.focus();
    },
    show(from, to) {
      const most = view.state.doc.length;
      const place = { anchor: Math.min(from, most), head: Math.min(to, most) };
      view.dispatch({ selection: place, effects: EditorView.scrollIntoView(place.anchor, { y: "center" }) });
      view.focus();
    },
    /** Keeps the cursor in sight when something else has taken room, for whoever is writing. */
    reveal() {
      if (view.hasFocus) view.dispatch({ effects: EditorView.scrollIntoView(view.state.selection.main.head, { y: "nearest", yMargin: 24 }) });
    },
    mark(found) {
      const most = view.state.doc.length;
      const ranges = found
        .filter(({ from, to }) => from < to && to <= most)
        .map(({ from, to, level, message }) =>
          Decoration.mark({ class: `found found-${level}`, attributes: { title: message } }).range(from, to),
        );
      view.dispatch({ effects: setMarks.of(Decoration.set(ranges, true)) });
    },
    find: () => openSearchPanel(view),
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}
