// Terms that must all be there, in a large archive looked up only where all can be: jianbao/search/asking/narrow.py said again.
// A place is {name, asks: all that the index is asked for, linked}, what was found of it {terms, times}.

import { anywhere, joined } from "./chain.js";

export const FEW = 3;
const RAREST = 4, OFTEN = 16;
export const sum = (flags) => {
  let n = 0;
  for (const yes of flags) n += yes;
  return n;
};
export const both = (a, b) => (a && b ? a.map((yes, i) => yes & b[i]) : a ?? b);

/** All that is asked for a place together, each once. */
export async function each(asked, find) {
  const parts = await Promise.all(asked.map(find));
  if (parts.length < 2) return parts[0];
  const terms = new Map(parts.flatMap(({ terms }) => terms).map((term) => [`${term.text} ${term.reading}`, term]));
  return { terms: [...terms.values()], times: Math.max(...parts.map(({ times }) => times)) };
}

/** What there is of a place where some of the flagged articles are. */
export const partly = (store, asked, flags) => each(asked, (one) => store.partly(one, flags));

/** For each row a Map of what was found of the places that were needed, by their number; `whole`: of all articles that have some of the rarest. */
export async function together(store, rows, { among = null, few = FEW, whole } = {}) {
  const found = rows.map(() => new Map()), every = rows.flatMap((row, r) => row.map(({ asks }, i) => ({ r, i, asks })));
  await Promise.all(every.map(async (one) => (one.part = await each(one.asks, (ask) => (store.large ? store.glance(ask) : store.partly(ask))))));
  for (const one of every) one.about = one.part.times === 1 ? -1 : one.part.times * sum(one.part.terms.flatMap(({ articles }) => articles.map((ids) => ids.length)));
  every.sort((a, b) => a.about - b.about);
  let alive = among, left = alive ? sum(alive) : Infinity;
  for (const [n, { r, i, asks, part, about }] of every.entries()) {
    // Of an archive that is not large everything is here.
    if (store.large && (whole ? n >= RAREST || (n > 1 && about * OFTEN > store.articles) : about >= 0 && found[r].size && left <= few)) {
      // Nobody has all; what a glance tells may still say how a character is read.
      if (!whole && !left) found[r].set(i, part);
      continue;
    }
    found[r].set(i, about < 0 ? part : await partly(store, asks, whole ? null : alive));
    if (!store.large || whole) continue;
    alive = both(alive, anywhere(joined(stepsOf(rows[r], found[r]), store.count), store.count));
    left = sum(alive);
  }
  return found;
}

/** The steps of what was found of a row; what is linked to one that is not known may follow anything. */
export const stepsOf = (row, found) => [...found.keys()].sort((a, b) => a - b)
  .map((i) => ({ name: row[i].name, terms: found.get(i).terms, linked: row[i].linked && found.has(i - 1) }));
