// Reading settings and the tools of an article; its QR code is share.js. early.js has put the choices on <html> already.

const root = document.documentElement;
const sizes = ["100", "125", "150", "200"];
const choices = ["size", "colour", "elder"];
const panel = document.querySelector(".reading");
const elder = document.querySelector(".elder");
const aloud = document.querySelector(".aloud");

/** Puts a choice on the page and remembers it; "" is the page's own way. */
function choose(name, value) {
  if (value) root.dataset[name] = value;
  else delete root.dataset[name];
  const { size, colour, elder: mode } = root.dataset;
  try {
    if (size || colour || mode) localStorage.setItem("jianbao-reading", JSON.stringify({ size, colour, elder: mode }));
    else localStorage.removeItem("jianbao-reading");
  } catch {
    // It then holds for this page.
  }
  show();
}

/** The radio buttons and the button of 长者模式 say what is chosen. */
function show() {
  elder?.setAttribute("aria-pressed", Boolean(root.dataset.elder));
  // Reading aloud is fetched only where somebody may want it.
  if (aloud && root.dataset.elder) import(new URL(aloud.dataset.script, document.baseURI));
  for (const input of panel?.querySelectorAll("input") ?? []) input.checked = input.value === (root.dataset[input.name] ?? "");
}

elder?.addEventListener("click", () => {
  choose("elder", root.dataset.elder ? "" : "1");
  if (!root.dataset.elder) window.speechSynthesis?.cancel();
});
panel?.addEventListener("change", ({ target }) => choose(target.name, target.value));
// Closed by Escape, and by a click anywhere else.
for (const box of document.querySelectorAll(".reading, .share")) {
  box.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !box.open) return;
    box.open = false;
    box.querySelector("summary").focus();
  });
  document.addEventListener("click", ({ target }) => {
    if (!box.contains(target)) box.open = false;
  });
}
// Another tab has chosen, or a page comes back.
const recall = () => {
  try {
    const kept = JSON.parse(localStorage.getItem("jianbao-reading")) ?? {};
    for (const name of choices) {
      if (kept[name]) root.dataset[name] = kept[name];
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
  weibo: () => {
    const query = new URLSearchParams({ url: document.querySelector("link[rel=canonical]").href, title: document.querySelector("h1").textContent });
    window.open(`https://service.weibo.com/share/share.php?${query}`, "_blank", "noopener");
  },
  copy: async () => {
    const url = document.querySelector("link[rel=canonical]").href;
    try {
      await navigator.clipboard.writeText(url);
      said.textContent = "已复制本页地址";
    } catch {
      // Not allowed without https: to copy by hand.
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

// Where the navigation scrolls, the current entry comes into view.
const current = document.querySelector(".nav [aria-current]");
if (current) {
  const line = current.closest("ul");
  line.scrollLeft = current.offsetLeft - line.offsetLeft - line.clientWidth / 2 + current.offsetWidth / 2;
}
