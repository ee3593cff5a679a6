// Other words for the same: jianbao/search/asking/confirm.py said again. Loaded when a query may have a word that has others.

// What it shares with the rest then lies in one file.
import "./header.js";

const ALIKE = 4;
const code = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** [the text with another word for the same, that word], for each word of a folded text that has others; `listed`: perhaps one of the table's. */
export async function others(store, folded, listed) {
  const found = folded.includes("著") ? [[folded.replaceAll("著", "着"), "着"]] : [];
  for (const group of listed ? await store.table("same") : []) {
    const word = [...group].sort((a, b) => b.length - a.length || code(a, b)).find((each) => folded.includes(each));
    if (word) found.push(...group.filter((other) => !folded.includes(other)).map((other) => [folded.replaceAll(word, other), other]));
  }
  return found.slice(0, ALIKE);
}
