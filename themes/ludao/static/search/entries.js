// What a site has beside its articles: jianbao/search/entries.py said again.

import { fold, query, runs } from "./grams.js";
import { BEGUN, has, INITIAL, matched, ways, WRITTEN } from "./spell.js";

export const KINDS = ["页面", "栏目", "来源", "简报", "标签", "人物"];
const MOST = 5;

/** The entries [kind, title, href, more] that a query names, the best first. */
export async function entriesFor(store, text) {
  const phrases = query(text, store.simplified).phrases.map((phrase) => runs(phrase).join("")), whole = phrases.join("");
  if (!phrases.length) return [];
  const rows = ways(text, store.simplified, store.syllables).filter((way) => way.length === 1).map((way) => way[0]);
  const made = [];
  (await store.table("entries")).forEach((entry, number) => {
    const [kind, name, , said] = entry, [title, more] = [name, said].map((each) => runs(fold(each, store.simplified)).join(""));
    let rank = ranked(whole, phrases, title, more, kind);
    if (rank === null && rows.some((row) => sounds(row, title, store.own))) rank = 3;
    if (rank !== null) made.push([rank, kind, [...name].length, number, entry]);
  });
  made.sort((a, b) => [0, 1, 2, 3].reduce((order, i) => order || a[i] - b[i], 0));
  return made.slice(0, MOST).map((each) => each[4]);
}

function ranked(whole, phrases, title, more, kind) {
  if (whole === title || (kind && whole === more)) return 0;
  const long = [...whole].length > 1;
  if (long && title.startsWith(whole)) return 1;
  if (long && phrases.every((phrase) => title.includes(phrase))) return 2;
  return long && phrases.every((phrase) => more.includes(phrase)) ? 4 : null;
}

/** Whether a title begins so; whole syllables may stand anywhere in it. */
function sounds(row, title, own) {
  if (row.length === 1 && row[0][0] === WRITTEN) return false;
  const part = matched(row, title, { own, exact: row.some(([kind]) => kind !== WRITTEN) });
  return Boolean(part) && (title.startsWith(part) || !(has([row], INITIAL) || has([row], BEGUN)));
}
