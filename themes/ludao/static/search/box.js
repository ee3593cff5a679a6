// All that a page loads before its search box is used: it waits for the first focus. "/" goes to the box.

const form = document.querySelector("form[data-index]");

if (form) {
  const input = form.elements.q;
  let started;
  const start = () => {
    started ??= import(new URL(form.dataset.app, location.href).href)
      .then((app) => app[form.dataset.kind](form))
      .catch(() => {
        started = undefined;
        const status = document.getElementById("status");
        if (status) status.textContent = "网络不通，搜索没有取到；按“搜索”再试。";
      });
  };
  input.addEventListener("focus", start);
  if (form.dataset.kind === "page") start();
  document.addEventListener("keydown", (event) => {
    const busy = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || busy || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
  });
}
