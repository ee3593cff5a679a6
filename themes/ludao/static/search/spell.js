// What a query may mean as sounds: jianbao/search/spell.py said again. A sound is [kind, text].

import { begun, fold, hanRuns, isHan, runs, words } from "./grams.js";

const MOST = 4;

/** The ways to read a query, the likeliest first: rows of sounds, each spoken in one breath. */
export function ways(text, simplified, syllables) {
  const spelled = begun(text).normalize("NFKD").toLowerCase().replace(/u([\u0300-\u0307\u0309-\u036f]*)\u0308/g, "v");
  const phrases = fold(spelled, simplified).split(/[0-9\s\x1c-\x1f\x85]+/u).flatMap((part) => breaths(runs(part), syllables));
  if (!phrases.length) return [];
  const found = [];
  if (phrases.length > 1 && phrases.every((p) => p.length === 1 && syllables.has(p[0]))) {
    found.push([phrases.map((p) => ["syllable", p[0]])]);
  }
  found.push(...product(phrases.map((p) => phrase(p, syllables)), 2 * MOST));
  const known = new Set();
  return found.filter((way) => {
    const key = JSON.stringify(way);
    if (known.has(key) || !way.some((row) => row.length > 1 || row[0][0] !== "initial")) return false;
    known.add(key);
    return true;
  });
}

/** Whether a word of a query can only be meant as it is written. */
export const unspoken = (word, syllables) => !isHan(word) && (/\d/.test(word) || !latin(word, syllables, true).length);

function breaths(found, syllables) {
  const made = [[]];
  for (const run of found) {
    const last = made.at(-1);
    if (unspoken(run, syllables)) made.push([]);
    else if (last.length && isHan(run) && isHan(last.at(-1))) made.push([run]);
    else last.push(run);
  }
  return made.filter((breath) => breath.length);
}

/** u typed for ü is as good. */
export const same = (typed, reading) => typed === reading || typed === reading.replaceAll("v", "u");

/** Whether a character, read so, is a sound of the query. */
export function fits([kind, text, also], character, reading, own, exact) {
  if (also?.has(character)) return true;
  if (kind === "initial") return reading.startsWith(text);
  if (kind === "syllable") return same(text, reading);
  return character === text || (!exact && reading === own.get(text));
}

export const heard = ([kind, text], own) => (kind === "han" ? own.get(text) ?? text : text);

/** Whether a folded text has a row's sounds in a row. */
export function matches(row, text, own, exact) {
  const found = [...hanRuns(text).join("")];
  const said = found.map((c) => own.get(c) ?? c);
  for (let at = 0; at + row.length <= found.length; at++) {
    if (row.every((sound, i) => fits(sound, found[at + i], said[at + i], own, exact))) return true;
  }
  return false;
}

/** The first of all combinations of one element of each list, the last list turning fastest. */
function product(lists, most) {
  let made = [[]];
  for (let i = lists.length - 1; i >= 0; i--) {
    made = lists[i].flatMap((head) => made.map((tail) => [head, ...tail])).slice(0, most);
  }
  return made;
}

function phrase(found, syllables) {
  const each = found.map((run, at) =>
    isHan(run) ? [[...run].map((c) => ["han", c])] : latin(run, syllables, at === found.length - 1));
  return product(each, MOST).map((way) => way.flat());
}

function latin(run, syllables, last) {
  const best = Array.from({ length: run.length + 1 }, () => []);
  best[0].push([0, []]);
  for (let at = 0; at < run.length; at++) {
    for (const [cost, row] of best[at]) {
      for (const [price, sound, size] of next(run, at, syllables, last)) best[at + size].push([cost + price, [...row, sound]]);
    }
    for (let end = at + 1; end <= run.length; end++) best[end] = cheapest(best[end]);
  }
  return best[run.length].map((way) => way[1]);
}

const cheapest = (list) =>
  list
    .map(([cost, row]) => [cost, row, Math.round(cost * 1000), row.map((s) => s.join("\u0001")).join("\u0000")])
    .sort((a, b) => a[2] - b[2] || (a[3] < b[3] ? -1 : a[3] > b[3] ? 1 : 0))
    .slice(0, MOST);

function* next(run, at, syllables, last) {
  for (let size = 1; size <= Math.min(6, run.length - at); size++) {
    const part = run.slice(at, at + size);
    if (syllables.has(part) || syllables.has(part.replaceAll("u", "v"))) yield [1, ["syllable", part], size];
    else if (size > 1 && last && at + size === run.length && [...syllables].some((s) => s.startsWith(part))) {
      yield [1.3, ["initial", part], size];
    }
  }
  if (!"iuv".includes(run[at])) {
    yield [1.6, ["initial", run[at]], 1];
    if (/^[zcs]h$/.test(run.slice(at, at + 2))) yield [1.6, ["initial", run.slice(at, at + 2)], 2];
  }
}
