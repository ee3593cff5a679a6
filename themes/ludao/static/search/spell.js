// What a query may mean as sounds: jianbao/search/asking/spell.py said again. A sound is [kind, text].

import { begun, fold, hanRuns, isHan, runs } from "./grams.js";
import { ear } from "./shard.js";

export const MOST = 4;

/** The kinds of sounds: a Han character, a whole syllable, one that has been begun, an initial. */
export const WRITTEN = "han", WHOLE = "syllable", BEGUN = "begun", INITIAL = "initial";

/** What letters.js knows of letters, and beside.js of quotation marks; a query of nothing but Han characters needs none of it. */
export const letters = {};

/** The ways to read a query, the likeliest first: rows of sounds, each spoken in one breath. */
export function ways(text, simplified, syllables) {
  const spelled = begun(text).normalize("NFKD").toLowerCase().replace(/u([\u0300-\u0307\u0309-\u036f]*)\u0308/g, "v");
  const phrases = fold(spelled, simplified).split(/[0-9\s\x1c-\x1f\x85\ue000]+/u).flatMap((part) => breaths(runs(part), syllables));
  if (!phrases.length) return [];
  const found = [];
  if (phrases.length > 1 && phrases.every((p) => p.length === 1 && syllables.has(p[0]))) {
    found.push([phrases.map((p) => [WHOLE, p[0]])]);
  }
  found.push(...product(phrases.map((p) => phrase(p, syllables)), 2 * MOST));
  const known = new Set();
  return found.filter((way) => {
    const key = JSON.stringify(way);
    if (known.has(key) || !way.some((row) => row.length > 1 || [WRITTEN, WHOLE].includes(row[0][0]))) return false;
    known.add(key);
    return true;
  });
}

/** Whether a word of a query can only be meant as it is written. */
export const unspoken = (word, syllables) => !isHan(word) && (/\d/.test(word) || !letters.latin(word, syllables, true).length);

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
  if (kind === INITIAL || kind === BEGUN) return reading.startsWith(text) || (near && ear(reading).startsWith(ear(text)));
  if (kind === WHOLE) return same(text, reading) || (near && ear(text) === ear(reading));
  if (character === text) return true;
  const mine = own.get(text);
  return !exact && Boolean(mine) && (reading === mine || (near && ear(reading) === ear(mine)));
}

/** Where a syllable may have been cut in two: pinyin writes xi'an when it is not xian. */
export const cut = (row) => [...row.keys()].filter((i) => row[i + 1]?.[0] === WHOLE && /^[aoe]/.test(row[i + 1][1]));

export const heard = ([kind, text], own) => (kind === WRITTEN ? own.get(text) ?? text : text);

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
    isHan(run) ? [[...run].map((c) => [WRITTEN, c])] : letters.latin(run, syllables, at === found.length - 1));
  return product(each, MOST + 2).map((way) => way.flat());
}
