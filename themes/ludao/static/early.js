// Before anything is drawn, so that no page flashes: what the reader has chosen earlier.
{
  const root = document.documentElement;
  // From a folder no module runs.
  if (location.protocol === "file:") root.classList.add("folder");
  else if ("noModule" in HTMLScriptElement.prototype) root.classList.add("js");
  try {
    const { size, colour, elder } = JSON.parse(localStorage.getItem("jianbao-reading")) ?? {};
    if (size) root.dataset.size = size;
    if (colour) root.dataset.colour = colour;
    if (elder) root.dataset.elder = elder;
  } catch {
    // No storage: the page as it comes.
  }
}
