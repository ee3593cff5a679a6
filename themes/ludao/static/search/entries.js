// What a site has beside its articles: jianbao/search/entries.py said again. Loaded when a query may name some of it.

// What it shares with the rest then lies in one file.
import "./header.js";
import { fold, runs } from "./grams.js";
import { BEGUN, has, INITIAL, matched, WRITTEN } from "./spell.js";

const MOST = 5, FOLDERS = { 1: "columns", 2: "sources", 4: "tags" };

/** The entries [kind, title, href] that a query names, the best first; `deep`: also by what they say more. */
export async function entriesFor(store, phrases, rows, deep) {
  const whole = phrases.join("");
  const made = [], [entries, mores] = await Promise.all([store.table("entries"), deep ? store.table("said") : []]);
  entries.forEach((entry, number) => {
    const [kind, name, , also] = entry, owns = [store.own], said = mores[number] ?? "", [title, more] = [name, said].map((each) => runs(fold(each, store.simplified)).join(""));
    let rank = ranked(whole, phrases, title, more, kind);
    if (also) {
      // What is read otherwise in this title.
      const other = new Map([...also.matchAll(/([^a-z])([a-z]+)/gu)].map(([, c, reading]) => [c, reading]));
      owns.push({ get: (c) => other.get(c) ?? store.own.get(c) });
    }
    if (rank === null && owns.some((own) => rows.some((row) => sounds(row, title, own)))) rank = 3;
    if (rank !== null) made.push([rank, kind, [...name].length, number, entry]);
  });
  made.sort((a, b) => [0, 1, 2, 3].reduce((order, i) => order || a[i] - b[i], 0));
  return made.slice(0, MOST).map(([, , , , [kind, title, href]]) => [kind, title, href || regular(kind, title)]);
}

/** The address that most entries of a kind and title have. */
const regular = (kind, title) => (FOLDERS[kind] ? `${FOLDERS[kind]}/${title}.html` : `search.html?q=${encodeURIComponent(title)}`);

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
