// Filters and times: what jianbao/search/index_reader.py does too. Loaded when a query names a time, and by the search page's filters.

// What it shares with the rest then lies in one file.
import "./app.js";
import { FACETS } from "./shard.js";

const known = new WeakMap();

/** Every value of a facet (column, source, tag, month, day) of an index with its articles. */
export function facet(store, name) {
  if (!known.has(store)) known.set(store, {});
  const facets = known.get(store);
  return (facets[name] ??= read(store, name).catch((error) => {
    delete facets[name];
    throw error;
  }));
}

async function read(store, name) {
  const number = FACETS.indexOf(name), made = new Map();
  const add = (terms, first) => {
    for (const { text, lists } of terms) {
      const value = text.slice(name.length + 1);
      if (!made.has(value)) made.set(value, new Set());
      for (const article of lists[2][0]) made.get(value).add(first + article);
    }
  };
  await Promise.all(store.segments.map(async ({ folder, space, first }) =>
    add(await store.shard(`${folder}/f${number}`, space, "f"), first)));
  add(store.youngTerms("f", number), 0);
  return made;
}

/** The articles of a time as flags; one whose day is not known is of its whole month, or of its whole year. */
export async function within(store, [low, high]) {
  const made = new Uint8Array(store.count), months = await facet(store, "month");
  for (const [month, articles] of months) {
    const [first, last] = month.length === 7 ? [`${month}-01`, `${month}-31`] : [`${month}-01-01`, `${month}-12-31`];
    if (low <= first && last <= high) for (const a of articles) made[a] = 1;
    else if (first <= high && low <= last && month.length === 7) {
      for (const [day, those] of await facet(store, "day")) {
        if (low <= `${month}-${day}` && `${month}-${day}` <= high) for (const a of those) if (articles.has(a)) made[a] = 1;
      }
    }
  }
  return made;
}
