// What a query may mean as sounds: jianbao/search/spell.py said again. A sound is [kind, text].

import { begun, fold, hanRuns, isHan, runs } from "./grams.js";
import { ear } from "./shard.js";

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
    if (known.has(key) || !way.some((row) => row.length > 1 || ["han", "syllable"].includes(row[0][0]))) return false;
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

/** Whether some sound is of a kind. */
export const has = (way, kind) => way.some((row) => row.some((sound) => sound[0] === kind));

/** u typed for ü is as good. */
export const same = (typed, reading) => typed === reading || typed === reading.replaceAll("v", "u");

/** Whether a character, read so, is a sound of the query, or near it to an ear that mixes some sounds up. */
export function fits([kind, text, also], character, reading, { own, exact, near }) {
  if (also?.includes(character)) return true;
  if (kind === "initial" || kind === "begun") return reading.startsWith(text) || (near && ear(reading).startsWith(ear(text)));
  if (kind === "syllable") return same(text, reading) || (near && ear(text) === ear(reading));
  if (character === text) return true;
  const mine = own.get(text);
  return !exact && Boolean(mine) && (reading === mine || (near && ear(reading) === ear(mine)));
}

export const heard = ([kind, text], own) => (kind === "han" ? own.get(text) ?? text : text);

/** What in a folded text has a row's sounds one behind the other, or "". */
export function matched(row, text, hears) {
  const found = [...hanRuns(text).join("")];
  const said = found.map((c) => hears.own.get(c) ?? c);
  for (let at = 0; at + row.length <= found.length; at++) {
    if (row.every((sound, i) => fits(sound, found[at + i], said[at + i], hears))) return found.slice(at, at + row.length).join("");
  }
  return "";
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
  return product(each, MOST + 2).map((way) => way.flat());
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
  const found = distinct(best[run.length].map((way) => settled(way[1])));
  // Before what is mostly initials anyway.
  const mostly = found.findIndex((row) => row.filter(([kind]) => kind === "initial").length * 2 > row.length);
  const at = mostly < 0 ? found.length : mostly;
  const letters = distinct([initials(run, /[zcs]h|./g), initials(run, /./g)]).filter((row) => row.length);
  const known = new Set(letters.map(named)), others = (rows) => rows.filter((row) => !known.has(named(row)));
  return [...others(found.slice(0, at)), ...letters, ...others(found.slice(at))];
}

const named = (row) => row.map((sound) => sound.join("\u0001")).join("\u0000");
const distinct = (rows) => [...new Map(rows.map((row) => [named(row), row])).values()];

/** Beside initials what has been begun is one more initial. */
const settled = (row) =>
  row.some(([kind]) => kind === "initial") ? row.map(([kind, text]) => [kind === "begun" ? "initial" : kind, text]) : row;

/** The letters as initials, as the pattern takes them together; nothing when some can be none. */
function initials(run, pattern) {
  const found = run.match(pattern);
  return found.length > 1 && !/[iuv]/.test(run) ? found.map((text) => ["initial", text]) : [];
}

const cheapest = (list) =>
  list
    .map(([cost, row]) => [cost, row, Math.round(cost * 1000), named(row)])
    .sort((a, b) => a[2] - b[2] || (a[3] < b[3] ? -1 : a[3] > b[3] ? 1 : 0))
    .slice(0, MOST);

function* next(run, at, syllables, last) {
  for (let size = 1; size <= Math.min(6, run.length - at); size++) {
    const part = run.slice(at, at + size);
    const whole = syllables.has(part) || syllables.has(part.replaceAll("u", "v"));
    if (whole) yield [1, ["syllable", part], size];
    if (last && at + size === run.length && [...syllables].some((s) => s.startsWith(part) && s !== part)) {
      yield [whole ? 1.2 : 1.3, ["begun", part], size];
    }
  }
  if (!"iuv".includes(run[at])) {
    yield [1.6, ["initial", run[at]], 1];
    if (/^[zcs]h$/.test(run.slice(at, at + 2))) yield [1.6, ["initial", run.slice(at, at + 2)], 2];
  }
}
