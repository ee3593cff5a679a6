// What was meant when a letter slipped: jianbao/search/asking/slip.py said again. Loaded when nothing else is found.

// What it shares with the rest then lies in one file.
import "./header.js";
import { merged } from "./chain.js";
import { fold, hanRuns } from "./grams.js";
import { idf, BOOSTS, scored } from "./rank.js";
import { matched, same, WHOLE } from "./spell.js";
import { spoken } from "./sounds.js";

const SHORTEST = 5, LONGEST = 40, LOOKED_AT = 12, TOGETHER = 4, MOST = 3, TRIED = 12, SEEN = 3, UNUSUAL = 4, LONGEST_SYLLABLE = 6;
const KEYS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"], LETTERS = "abcdefghijklmnopqrstuwxyz";
const beside = (key) => KEYS.flatMap((row) => (row.includes(key) ? [row[row.indexOf(key) - 1], row[row.indexOf(key) + 1]] : [])).filter(Boolean);
const titleOf = ([title, , , , , tags]) => [title, ...tags].join("\n");

/** {words, articles, scores}: words in Han, the likeliest first, and the articles that have them; or null. */
export async function meant(store, lunr, text, among) {
  const typed = (fold(text, store.simplified).match(/[a-z]+/g) ?? []).join("").replaceAll("v", "u");
  if (!/^[a-zü' ]+$/.test(text.trim().toLowerCase()) || typed.length < SHORTEST || typed.length > LONGEST) return null;
  return (await byWhatIsWhole(store, typed, among)) ?? (await byMending(store, lunr, typed, among));
}

async function byWhatIsWhole(store, typed, among) {
  const terms = new Map();
  for (const [first, second] of pairs(typed, store.syllables)) {
    const found = merged(await heardAs(store, first, second), store.count);
    if (found.some(Boolean)) terms.set(`${first} ${second}`, found);
  }
  const scores = new Map();
  for (const postings of terms.values()) {
    const weight = idf(store.articles, postings);
    postings.forEach((list, field) => list?.forEach((n, a) => {
      if (n && (!among || among[a])) scores.set(a, (scores.get(a) ?? 0) + weight * BOOSTS[field]);
    }));
  }
  const round = (a) => Math.round(scores.get(a) * 1e6);
  const order = [...scores.keys()].sort((a, b) => round(b) - round(a) || b - a).slice(0, LOOKED_AT);
  const words = new Set(), articles = [];
  for (let at = 0; at < order.length && !words.size; at += TOGETHER) {
    const some = order.slice(at, at + TOGETHER), records = await store.wholes(some);
    some.forEach((article, i) => {
      const word = [titleOf(records[i]), records[i][7]].reduce((done, part) => done || near(typed, fold(part, store.written), store.own), "");
      if (!word) return;
      words.add(word);
      articles.push(article);
    });
  }
  return words.size ? { words: [...words].slice(0, MOST), articles, scores } : null;
}

/** The likeliest words that are one letter away, looked up one after the other. */
async function byMending(store, lunr, typed, among) {
  for (const row of mended(typed, store.own).slice(0, TRIED)) {
    const said = await spoken(store, [row.map((text) => [WHOLE, text])], [], { guessed: true });
    if (!said) continue;
    const got = scored(lunr, store, said.terms, true, { among });
    const order = got.articles.slice(0, SEEN), words = new Map();
    const records = await store.wholes(order);
    order.forEach((article, i) => {
      const text = fold(`${titleOf(records[i])}\n${records[i][7]}`, store.written);
      const word = matched(said.rows[0], text, { own: store.own, exact: true });
      if (word) words.set(article, word);
    });
    if (words.size) return { words: [...new Set(words.values())].slice(0, MOST), articles: [...words.keys()], scores: got.scores };
  }
  return null;
}

/** The rows of syllables that are one letter away, the likeliest first. */
export function mended(typed, own) {
  const often = new Map();
  for (const reading of own.values()) {
    const said = reading.replaceAll("v", "u");
    often.set(said, (often.get(said) ?? 0) + 1);
  }
  const length = (row) => row.join("").length, size = typed.length;
  // It is in the syllable behind those that are whole from the beginning, and in the one before those to the end.
  let low = size - length(backward(typed, often)) - LONGEST_SYLLABLE, high = length(furthest(typed, often)) + LONGEST_SYLLABLE - 1;
  if (low > high) [low, high] = [0, size];
  const found = new Map();
  const add = (word, cost) => found.set(word, Math.min(cost, found.get(word) ?? cost));
  for (let at = Math.max(low, 0); at < Math.min(high + 1, size); at++) {
    add(typed.slice(0, at) + typed.slice(at + 1), at && typed[at] === typed[at - 1] ? 0 : 1);
    add(typed.slice(0, at) + typed.slice(at + 1, at + 2) + typed[at] + typed.slice(at + 2), 0);
    for (const other of beside(typed[at])) add(typed.slice(0, at) + other + typed.slice(at + 1), 0.5);
  }
  for (let at = Math.max(low, 0); at < Math.min(high + 1, size) + 1; at++) {
    for (const other of LETTERS) add(typed.slice(0, at) + other + typed.slice(at), 0.5);
  }
  const rows = [];
  for (const [word, cost] of found) {
    const row = furthest(word, often);
    if (length(row) !== word.length || row.length < 2) continue;
    const whole = row.reduce((sum, said) => sum + UNUSUAL - Math.log(often.get(said)), cost);
    rows.push([Math.round(whole * 1e6), row.join(" "), row]);
  }
  return rows.sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0)).map(([, , row]) => row);
}

async function heardAs(store, first, second) {
  return store.terms("p", first, second, (text, reading) => {
    const said = reading ? reading.split("'") : [...text].map((c) => store.own.get(c) ?? c);
    return same(first, said[0]) && same(second, said[1]);
  });
}

/** Neighbouring syllables as read from the beginning, and as read from the end, as far as either goes. */
export function pairs(typed, syllables) {
  const known = new Map([...syllables].map((s) => [s.replaceAll("v", "u"), 1])), made = new Map();
  for (const row of [furthest(typed, known), backward(typed, known)]) {
    for (let i = 0; i + 1 < row.length; i++) made.set(`${row[i]} ${row[i + 1]}`, [row[i], row[i + 1]]);
  }
  return [...made.values()];
}

/** The fewest syllables that lead furthest; of as many, the longest first. */
function furthest(typed, known) {
  const best = [[]];
  for (let at = 0; at < typed.length; at++) {
    if (!best[at]) continue;
    for (let size = 6; size; size--) {
      const part = typed.slice(at, at + size), end = at + size;
      if (end > typed.length || !known.has(part)) continue;
      if (!best[end] || best[at].length + 1 < best[end].length) best[end] = [...best[at], part];
    }
  }
  return best.at(-1);
}

const turned = (text) => [...text].reverse().join("");
const backward = (typed, known) =>
  furthest(turned(typed), new Map([...known.keys()].map((s) => [turned(s), 1]))).map(turned).reverse();

/** The place in a text that reads as was typed but for one letter. */
export function near(typed, folded, own) {
  for (const run of hanRuns(folded)) {
    const characters = [...run], said = characters.map((c) => (own.get(c) ?? "?").replaceAll("v", "u"));
    for (let at = 0; at < said.length; at++) {
      for (let end = at, whole = ""; end < said.length; end++) {
        whole += said[end];
        if (whole.length > typed.length + 1) break;
        if (whole.length >= typed.length - 1 && oneOff(typed, whole)) return characters.slice(at, end + 1).join("");
      }
    }
  }
  return "";
}

/** Whether two words differ by one letter: missing, too many, another, or swapped with its neighbour. */
export function oneOff(typed, other) {
  const [short, long] = typed.length <= other.length ? [typed, other] : [other, typed];
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1);
  const swapped = short.slice(at, at + 2) === turned(long.slice(at, at + 2)) && short.slice(at + 2) === long.slice(at + 2);
  return short.slice(at + 1) === long.slice(at + 1) || swapped;
}
