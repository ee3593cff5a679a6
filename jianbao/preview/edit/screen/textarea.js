// The text's editor where the bundle of editor.js is not there: a text area with the same verbs.
export function create(parent, { text, label, changed, moved, pasted, dropped }) {
  const area = document.createElement("textarea");
  let composing = false;
  area.className = "plain-text";
  area.setAttribute("aria-label", label);
  area.lang = "zh-CN";
  area.spellcheck = false;
  area.value = text;
  area.addEventListener("compositionstart", () => (composing = true));
  area.addEventListener("compositionend", () => {
    composing = false;
    changed();
  });
  area.addEventListener("input", () => !composing && changed());
  area.addEventListener("paste", (event) => pasted(event) && event.preventDefault());
  area.addEventListener("drop", (event) => dropped(event) && event.preventDefault());
  for (const name of ["keyup", "click"]) area.addEventListener(name, () => moved());
  parent.append(area);
  return {
    get text() {
      return area.value;
    },
    set text(value) {
      area.value = value;
    },
    get composing() {
      return composing;
    },
    get selection() {
      return { from: area.selectionStart, to: area.selectionEnd };
    },
    replace(from, to, insert, select = [insert.length, insert.length]) {
      area.focus();
      area.setSelectionRange(from, to);
      area.setRangeText(insert, from, to);
      area.setSelectionRange(from + select[0], from + select[1]);
      changed();
    },
    show(from, to) {
      area.focus();
      area.setSelectionRange(from, to);
    },
    mark() {},
    reveal() {},
    find: null,
    focus: () => area.focus(),
    destroy: () => area.remove(),
  };
}
