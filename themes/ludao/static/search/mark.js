// Where in a text the hits are, and the piece of it that shows them. Ranges are [from, to] in UTF-16 units.

import { fold, runs } from "./grams.js";
import { fits } from "./spell.js";

const BEFORE = 20, LENGTH = 96;

/** Each folded character with the place it comes from. */
function folded(text, simplified) {
  const made = [];
  let at = 0;
  for (const character of text) {
    for (const c of fold(character, simplified)) made.push([c, at, at + character.length]);
    at += character.length;
  }
  return made;
}

/** The hits of an answer in a text, in order, not overlapping. */
export function hits(text, store, { query, way }) {
  const chars = folded(text, store.simplified), found = [];
  for (const run of query.phrases.flatMap(runs)) {
    const wanted = [...run];
    if (wanted.length === 1 && query.phrases.some((p) => [...p].length > 1)) continue;
    for (let i = 0; i + wanted.length <= chars.length; i++) {
      if (wanted.every((c, j) => chars[i + j][0] === c)) found.push([chars[i][1], chars[i + wanted.length - 1][2]]);
    }
  }
  const han = way ? chars.filter(([c]) => store.own.has(c)) : [];
  for (const row of way?.rows ?? []) {
    for (let i = 0; i + row.length <= han.length; i++) {
      if (row.every((sound, j) => fits(sound, han[i + j][0], store.own.get(han[i + j][0]), store.own, way.exact))) {
        found.push([han[i][1], han[i + row.length - 1][2]]);
      }
    }
  }
  found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const made = [];
  for (const range of found) if (!made.length || range[0] >= made.at(-1)[1]) made.push(range);
  return made;
}

/** Puts a text with its hits marked into an element; a long one is cut around the first hit. */
export function insert(element, text, ranges, whole) {
  const from = whole || !ranges.length ? 0 : Math.max(0, ranges[0][0] - BEFORE);
  const to = whole ? text.length : Math.min(text.length, from + LENGTH);
  let at = from;
  element.append(from ? "…" : "");
  for (const [a, b] of ranges) {
    if (a < from || b > to) continue;
    const mark = document.createElement("mark");
    mark.textContent = text.slice(a, b);
    element.append(text.slice(at, a), mark);
    at = b;
  }
  element.append(text.slice(at, to), to < text.length ? "…" : "");
}
