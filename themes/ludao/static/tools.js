// Reading settings and the tools of an article. early.js has put the choices on <html> already.

const root = document.documentElement;
const sizes = ["100", "125", "150", "200"];
const panel = document.querySelector(".reading");

/** Puts a choice on the page and remembers it; "" is the page's own way. */
function choose(name, value) {
  if (value) root.dataset[name] = value;
  else delete root.dataset[name];
  const { size, colour } = root.dataset;
  try {
    if (size || colour) localStorage.setItem("jianbao-reading", JSON.stringify({ size, colour }));
    else localStorage.removeItem("jianbao-reading");
  } catch {
    // It then holds for this page.
  }
  show();
}

/** The radio buttons say what is chosen. */
function show() {
  for (const input of panel?.querySelectorAll("input") ?? []) input.checked = input.value === (root.dataset[input.name] ?? "");
}

panel?.addEventListener("change", ({ target }) => choose(target.name, target.value));
panel?.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape" || !panel.open) return;
  panel.open = false;
  panel.querySelector("summary").focus();
});
document.addEventListener("click", ({ target }) => {
  if (panel && !panel.contains(target)) panel.open = false;
});
// Another tab has chosen, or the browser brings back a page that was left earlier.
const recall = () => {
  try {
    const { size, colour } = JSON.parse(localStorage.getItem("jianbao-reading")) ?? {};
    for (const [name, value] of [["size", size], ["colour", colour]]) {
      if (value) root.dataset[name] = value;
      else delete root.dataset[name];
    }
  } catch {
    return;
  }
  show();
};
addEventListener("storage", recall);
addEventListener("pageshow", (event) => event.persisted && recall());
show();

const tools = document.querySelector(".tools");
const said = tools?.querySelector("[role=status]");
const deeds = {
  larger: () => step(1),
  smaller: () => step(-1),
  print: () => window.print(),
  copy: async () => {
    const url = document.querySelector("link[rel=canonical]").href;
    try {
      await navigator.clipboard.writeText(url);
      said.textContent = "已复制本页地址";
    } catch {
      // Not allowed, as on a page without https: the address to copy by hand.
      said.textContent = url;
    }
  },
};

function step(by) {
  const at = Math.max(0, sizes.indexOf(root.dataset.size ?? "100"));
  const size = sizes[Math.min(sizes.length - 1, Math.max(0, at + by))];
  choose("size", size === "100" ? "" : size);
  said.textContent = `字号${size}%`;
}

tools?.addEventListener("click", ({ target }) => deeds[target.closest("button")?.value]?.());

// On a phone the navigation is one line that scrolls: the current entry comes into view.
const current = document.querySelector(".nav [aria-current]");
if (current) {
  const line = current.closest("ul");
  line.scrollLeft = current.offsetLeft - line.offsetLeft - line.clientWidth / 2 + current.offsetWidth / 2;
}
