// Characters that are read otherwise than by themselves: jianbao/search/asking/sounds.py said again. Loaded when a query may mean some.

// What it shares with the rest then lies in one file.
import "./header.js";
import { fits, heard, WHOLE } from "./spell.js";


export async function guesses(store, way) {
  const several = await store.table("several"), made = [];
  way.forEach((row, at) => row.forEach(([kind, text], i) => {
    const also = kind === WHOLE && row.length > 1 ? several[text] : "";
    if (also) made.push(way.map((each, n) => (n === at ? each.map((sound, m) => (m === i ? [kind, text, also] : sound)) : each)));
  }));
  return made;
}

/** What to ask for the pairs of one character that is read otherwise by itself and one that is not, under their own readings. */
export function beside(store, two, hears) {
  if (!two.some((sound) => sound[2])) return [];
  const { own } = store, [first, second] = two.map((sound) => heard(sound, own)), made = [];
  const readings = two.map((sound, i) => [...new Set([[first, second][i], ...[...(sound[2] ?? "")].map((c) => own.get(c) ?? c)])]);
  for (const a of readings[0]) {
    for (const b of readings[1]) {
      const said = [a, b];
      if (a !== first || b !== second) {
        made.push(["p", a, b, (text, reading) => !reading && [...text].every((c, i) => (own.get(c) ?? c) === said[i] && fits(two[i], c, said[i], hears))]);
      }
    }
  }
  return made;
}
