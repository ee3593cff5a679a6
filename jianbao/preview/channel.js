// Copies an article's parts: its text as rich text, which 公众号's editor takes, the rest as plain text.
const said = document.getElementById("said");

/** Puts the forms of a text on the clipboard; without the newer interface by what a selection is copied as. */
async function copy(forms) {
  try {
    const blobs = Object.entries(forms).map(([type, text]) => [type, new Blob([text], { type })]);
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
    return true;
  } catch {
    const put = (event) => {
      for (const [type, text] of Object.entries(forms)) event.clipboardData.setData(type, text);
      event.preventDefault();
    };
    document.addEventListener("copy", put, { once: true });
    const done = document.execCommand("copy");
    document.removeEventListener("copy", put);
    return done;
  }
}

document.addEventListener("click", async ({ target }) => {
  const { rich, copy: plain } = target.dataset;
  if (!rich && !plain) return;
  const source = document.getElementById(rich ?? plain);
  const forms = { "text/plain": rich ? source.innerText : source.textContent };
  if (rich) forms["text/html"] = source.innerHTML;
  said.textContent = (await copy(forms)) ? `已${target.textContent}` : "浏览器不让复制：请选中文字，按Ctrl-C";
});

// Beside the editor's screen, which has a button for the way back and tells when there is another text.
if (parent !== window) {
  document.querySelector("header a").remove();
  addEventListener("message", ({ source, data }) => source === parent && data?.again && location.reload());
}
