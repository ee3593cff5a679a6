// All that a page loads before its search box is used: it waits for the first focus. "/" and Ctrl-K go to the box.

const form = document.querySelector("form[data-index]");

if (form) {
  const input = form.elements.q;
  let started;
  const start = () => {
    started ??= import(new URL(form.dataset.app, location.href).href)
      .then((app) => app[form.dataset.kind](form))
      .catch((error) => {
        started = undefined;
        console.warn(error);
        const network = error instanceof TypeError && /fetch|import|load|network/i.test(error.message);
        const said = network ? "网络不通，搜索没有取到；按“搜索”再试。" : `搜索程序没有运行起来，不是您的网络的问题（${error.name}: ${error.message}）。`;
        let status = document.getElementById("status") ?? form.querySelector(".search-status");
        if (!status) {
          status = Object.assign(document.createElement("div"), { className: "search-status" });
          status.setAttribute("role", "status");
          form.append(status);
        }
        status.textContent = said;
      });
  };
  input.addEventListener("focus", start);
  if (form.dataset.kind === "page") start();
  document.addEventListener("keydown", (event) => {
    const busy = event.target.closest?.("input, textarea, select, [contenteditable]");
    const slash = event.key === "/" && !busy && !event.ctrlKey && !event.metaKey && !event.altKey;
    const chord = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (!slash && !chord) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}
