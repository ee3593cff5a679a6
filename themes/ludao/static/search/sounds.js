// What a query sounds like, looked up: jianbao/search/asking/sounds.py said again.
// How what is found is compared with it: {own, exact, near, words, brief, doubtful}.

import { anywhere, joined, merged } from "./chain.js";
import { FIRST, MOST, SOME, SPOKEN, spread } from "./grams.js";
import { stepsOf, sum, together } from "./narrow.js";
import { ear } from "./shard.js";
import { BEGUN, cut, fits, has, heard, INITIAL, letters, same, WRITTEN } from "./spell.js";

/** A script that is fetched when it is needed; of one that does not come it is told whether the network is down. */
export const needed = (script) => script.catch((error) => {
  throw Object.assign(error, { network: error instanceof TypeError && /fetch|import|load|network/i.test(error.message) });
});

/** What only readings need that a character has not by itself. */
export const strangely = () => needed(import("./otherwise.js"));

const MANY = 10;
export const step = (name, terms, linked = false) => ({ name, terms, linked });
export { sum };

/**
 * {rows, hears, terms, welcome, sure} of a way to read a query, or null when nothing sounds so; `kept` are steps as written. `brief`: how many texts may be looked at while somebody types.
 * A `longer` way than need be is left when nobody has the two syllables that it cuts one into, a `doubtful` one as soon as any
 * of its pairs is nowhere, the rarest first.
 */
export async function spoken(store, way, kept, { near = false, words = false, brief = 0, doubtful = false, longer = false, few, guessed = false } = {}) {
  const { count } = store, exact = way.some((row) => row.some(([kind]) => kind !== WRITTEN));
  const hears = { own: store.own, exact, near, words, brief, doubtful, longer, few, guessed };
  const terms = Object.fromEntries(kept.map((one) => [one.name, merged(one.terms, count)])), welcome = {}, rows = [];
  let sure = null, said = [];
  for (const [number, row] of way.entries()) {
    // What is nothing but Han was asked for as written: its shards are here.
    const first = store.large ? SOME : exact ? SPOKEN : FIRST;
    let found = await lookedUp(store, row, hears, first);
    if (found && row.length - 1 > first) {
      const many = sum(anywhere(found.fields, count));
      if (!many || many > MANY) found = await lookedUp(store, row, hears, MOST);
    }
    if (!found?.fields.some(Boolean)) return null;
    rows.push(found.row);
    if ((exact || brief) && way.length === 1 && row.length === 2 && found.steps.length === 1 && !has([row], INITIAL)) said = letters.saidBy(found.steps[0].terms);
    sure = sure ? sure.map((yes, a) => yes & (found.sure?.[a] ?? 0)) : found.sure ?? new Uint8Array(count);
    for (const one of found.steps) terms[`${number} ${one.name}`] = merged(one.terms, count, found.fields);
    for (const one of found.welcome ?? []) welcome[`${number} ${one.name}`] = merged(one.terms, count, found.fields);
  }
  return Object.values(terms).every((lists) => lists.some(Boolean)) ? { rows, hears, terms, welcome, said, sure } : null;
}

async function lookedUp(store, row, hears, most) {
  if (has([row], INITIAL)) {
    if (!(await letters.perhapsInitials(store, row, hears, most))) return null;
    hears.names = await needed(import("./initials.js"));
    return hears.names.byInitials(store, row, hears, most);
  }
  if (row.at(-1)[0] === BEGUN) return letters.begun(store, row, hears, most);
  if (row.length === 1) {
    const terms = await store.terms("s", heard(row[0], store.own), "", (t) => fits(row[0], t, store.own.get(t) ?? t, hears));
    return { row, steps: [step("", terms)], fields: joined([step("", terms)], store.count) };
  }
  const [now, steps] = await pairs(store, row, hears, most);
  return { row: now, steps, fields: joined(steps, store.count) };
}

/** [the row with the characters that are read so in a word, a step for each pair of whole sounds]. */
export async function pairs(store, row, hears, most) {
  const open = (sound) => sound[0] === INITIAL || sound[0] === BEGUN;
  const whole = [...row.keys()].slice(1).map((i) => i - 1).filter((i) => !open(row[i]) && !open(row[i + 1]));
  const places = spread(whole, most);
  const two = (i) => row.slice(i, i + 2);
  const often = (i) => two(i).reduce((product, [, text]) => product * many(text, store.own), 1);
  for (const i of hears.longer ? cut(row).filter((i) => places.includes(i)) : []) {
    if (!(await store.terms(...pair(store, two(i), hears))).length) return [row, [step("", [])]];
  }
  const order = [...places.keys()].sort((a, b) => often(places[a]) - often(places[b]) || a - b);
  for (;;) {
    // What is read otherwise in a pair is by itself in the pair beside.
    const more = row.some((sound) => sound[2]) && (await strangely());
    const asked = places.map((i) => ({ name: String(i), asks: [pair(store, two(i), hears), ...(more ? more.beside(store, two(i), hears) : [])], linked: places.includes(i - 1) }));
    const parts = hears.doubtful || hears.guessed ? await letters.oneByOne(store, asked, order, hears.guessed) : (await together(store, [asked], { few: hears.few }))[0];
    const now = withAlso(row, [...parts].map(([at, { terms }]) => [places[at], terms]), store.own);
    // Of pairs that nobody has together there is one step that nobody has.
    if (now === row) return [row, parts.size ? stepsOf(asked, parts) : places.slice(0, 1).map(() => step("", []))];
    row = now;
  }
}

/** How many characters are read so. */
const many = (text, own) => Math.max(sum([...own.values()].map((said) => same(text, said))), 1);

/** Terms, each once. */
export const unique = (terms) => [...new Map(terms.map((term) => [`${term.text} ${term.reading}`, term])).values()];

/** What an index is asked for where two sounds are filed. */
export function heardAt(store, two, hears, first, second) {
  const { own } = store;
  return ["p", first, second, (text, reading) => {
    const said = reading ? reading.split("'") : [...text].map((c) => own.get(c) ?? c);
    // Of what has only been begun each syllable is asked for by itself.
    if (two[1][0] === BEGUN && ear(said[1]) !== second) return false;
    return [...text].every((c, i) => fits(two[i], c, said[i], hears));
  }];
}

const pair = (store, two, hears) => heardAt(store, two, hears, ...two.map((sound) => heard(sound, store.own)));

/** The row, its sounds with the characters that are read so in a word; the same row when there are no new ones. */
function withAlso(row, found, own) {
  const also = row.map(([, , known = ""]) => new Set(known));
  for (const [i, terms] of found) {
    for (const { text, reading } of terms) {
      if (!reading) continue;
      [...text].forEach((c, side) => {
        const sound = row[i + side];
        if (c !== sound[1] && !same(heard(sound, own), own.get(c) ?? c)) also[i + side].add(c);
      });
    }
  }
  if (also.every((set, i) => set.size === [...(row[i][2] ?? "")].length)) return row;
  return row.map((sound, i) => (also[i].size ? [sound[0], sound[1], [...also[i]].join("")] : sound));
}
