// Filters and times: what jianbao/search/asking/index_reader.py does too. Loaded when a query names a time, and by the search page's filters.

// What it shares with the rest then lies in one file.
import "./header.js";
import { BESIDE } from "./confirm.js";
import { parts as words } from "./grams.js";
import { both } from "./narrow.js";

/** Each has a file of its own, in this order; behind them have the years. */
const FACETS = ["column", "source", "tag", "year"];
const dated = (year) => FACETS.length + Number(year);

const known = new WeakMap();

/** Every value of a facet (column, source, tag, year) of an index with its articles; the year of those alone that did not come in it. */
export async function facet(store, name) {
  return new Map([...(await filters(store, FACETS.indexOf(name)))].map(([term, articles]) => [term.slice(name.length + 1), articles]));
}

/** Every term of a file of filters with its articles, read once. */
function filters(store, number) {
  if (!known.has(store)) known.set(store, {});
  const files = known.get(store);
  return (files[number] ??= read(store, number).catch((error) => {
    delete files[number];
    throw error;
  }));
}

async function read(store, number) {
  const made = new Map();
  const add = (terms, first) => {
    for (const { text, lists } of terms) {
      if (!made.has(text)) made.set(text, new Set());
      for (const article of lists[2][0]) made.get(text).add(first + article);
    }
  };
  const parts = store.segments.filter((part) => number < FACETS.length || part.dated.some((year) => dated(year) === number));
  const files = (await Promise.all(parts.map((part) => store.held(part, "f", number)))).flat();
  await Promise.all(files.map(async ([path, first, space, told]) => add(await store.shard(path, space, "f", told), first)));
  // The newest articles stand in the manifest.
  store.manifest["young"].forEach((record, i) => {
    const mine = filed(record).filter(([where]) => where === number);
    for (const [, text] of mine) add([{ text, lists: [, , [[store.firstYoung + i]]] }], 0);
  });
  return made;
}

/** [the file, the term] of everything by which an article is filtered. */
function filed([, , date, column, source, tags]) {
  const year = date.slice(0, 4), told = [[0, column], [1, source], ...tags.map((tag) => [2, tag]), [3, year]];
  const made = told.filter(([, value]) => value).map(([where, value]) => [where, `${FACETS[where]}=${value}`]);
  made.push([dated(year), `month=${date.slice(0, 7)}`]);
  if (date.length > 8) made.push([dated(year), `day=${year}-${date.slice(8, 10)}`]);
  return made;
}

/** The years of all articles' dates. */
const years = ({ segments, manifest }) =>
  new Set([...segments.flatMap((part) => part.dated), ...manifest["young"].map(([, , date]) => date.slice(0, 4))]);

/** The months of a year (2018-04; of what has none 2018) and the days of its months (23), each with its articles. */
async function parts(store, year) {
  const made = { months: [], days: [] };
  for (const [term, articles] of await filters(store, dated(year))) {
    const [name, value] = term.split("=");
    if (name === "month") made.months.push([value, articles]);
    else made.days.push([value.slice(5), articles]);
  }
  return made;
}

/** Whether something was found of the time that is meant; `finder` is query.js'. */
export async function inTime(finder) {
  const { store, wish, among } = finder, found = await within(store, wish.period);
  if (!found.includes(1)) return false;
  finder.among = both(found, among);
  if (wish.dated) await finder.text(wish.dated);
  else finder.add("exact", [...finder.among.keys()].filter((a) => finder.among[a]).reverse(), new Map());
  finder.among = among;
  // Beside it what only tells of that time in its words.
  if (finder.sections.length && !finder.enough) {
    // What was written with the time in one word was perhaps meant as it stands.
    if (words(wish.dated).length < words(wish.text).length) finder.limit = Math.min(finder.limit, BESIDE);
    await finder.exactly(wish.text, "some");
  }
  return finder.sections.length > 0;
}

/** The articles of a time as flags; one whose day is not known is of its whole month, or of its whole year. */
export async function within(store, [low, high]) {
  const made = new Uint8Array(store.count), some = [...years(store)].filter((year) => low.slice(0, 4) <= year && year <= high.slice(0, 4));
  for (const { months, days } of await Promise.all(some.map((year) => parts(store, year)))) {
    for (const [month, articles] of months) {
      const [first, last] = month.length === 7 ? [`${month}-01`, `${month}-31`] : [`${month}-01-01`, `${month}-12-31`];
      if (low <= first && last <= high) for (const a of articles) made[a] = 1;
      else if (first <= high && low <= last && month.length === 7) {
        for (const [day, those] of days) {
          if (low <= `${month}-${day}` && `${month}-${day}` <= high) for (const a of those) if (articles.has(a)) made[a] = 1;
        }
      }
    }
  }
  return made;
}

/** Article → its date as far as it is known. */
export async function dates(store) {
  const made = new Map();
  for (const { months, days } of await Promise.all([...years(store)].map((year) => parts(store, year)))) {
    for (const [month, articles] of months) for (const a of articles) made.set(a, month);
    for (const [day, articles] of days) for (const a of articles) made.set(a, `${made.get(a)}-${day}`);
  }
  return made;
}

/** Year → how many of some articles are dated in it: the one that a number is of, where none is told. */
export async function counted(store, articles) {
  const made = new Map(), left = new Set(articles);
  const add = (year, many) => many && made.set(year, (made.get(year) ?? 0) + many);
  for (const [year, those] of await facet(store, "year")) add(year, [...those].filter((a) => left.delete(a)).length);
  let first = 0;
  for (const [year, room] of store.manifest.years) {
    add(year, [...left].filter((a) => first <= a && a < first + room).length);
    first += room;
  }
  return made;
}
