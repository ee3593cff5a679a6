// Before anything is drawn: what the reader has chosen earlier, so that a page never flashes in another size or colour.
{
  const root = document.documentElement;
  // The page's own script is a module, and from a folder (file:) browsers run none: what needs it is then not shown.
  if ("noModule" in HTMLScriptElement.prototype && location.protocol !== "file:") root.classList.add("js");
  try {
    const { size, colour, elder } = JSON.parse(localStorage.getItem("jianbao-reading")) ?? {};
    if (size) root.dataset.size = size;
    if (colour) root.dataset.colour = colour;
    if (elder) root.dataset.elder = elder;
  } catch {
    // No storage, or something else in it: the page as it comes.
  }
}
