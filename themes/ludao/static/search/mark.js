// Where in a text the hits are, and the piece of it that shows them. Ranges are [from, to] in UTF-16 units.

import { fold, pairs, runs } from "./grams.js";
import { fits } from "./spell.js";

const BEFORE = 20, LENGTH = 96, FRAGMENT = 40;
const SEARCHED = /[\p{sc=Han}\u3007a-z0-9]/u;

/** Each folded character that can be searched, with the place it comes from: marks between are passed. */
function folded(text, simplified) {
  const made = [];
  let at = 0;
  for (const character of text) {
    for (const c of fold(character, simplified)) if (SEARCHED.test(c)) made.push([c, at, at + character.length]);
    at += character.length;
  }
  return made;
}

function* places(chars, wanted) {
  for (let i = 0; i + wanted.length <= chars.length; i++) {
    if (wanted.every((c, j) => chars[i + j][0] === c)) yield [chars[i][1], chars[i + wanted.length - 1][2]];
  }
}

/** The hits of an answer in a text, in order, not overlapping: phrases whole, or else what there is of them. */
export function hits(text, store, { words, ways }) {
  const chars = folded(text, store.written), found = [];
  for (const phrase of new Set(words)) {
    const parts = runs(fold(phrase, store.simplified)), whole = [...parts.join("")];
    let here = whole.length ? [...places(chars, whole)] : [];
    if (!here.length && parts.length > 1) here = parts.filter((part) => part.length > 1).flatMap((part) => [...places(chars, [...part])]);
    if (!here.length) here = pairs(phrase).flatMap((pair) => [...places(chars, [...pair])]);
    found.push(...here);
  }
  const han = chars.filter(([c]) => store.own.has(c));
  for (const { rows, hears } of ways) {
    for (const row of rows) {
      for (let i = 0; i + row.length <= han.length; i++) {
        if (row.every((sound, j) => fits(sound, han[i + j][0], store.own.get(han[i + j][0]), hears))) {
          found.push([han[i][1], han[i + row.length - 1][2]]);
        }
      }
    }
  }
  found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const made = [];
  for (const [from, to] of found) {
    const last = made.at(-1);
    // Pairs of one phrase run into each other.
    if (last && from < last[1]) last[1] = Math.max(last[1], to);
    else made.push([from, to]);
  }
  return made;
}

/** The hit that says most: the longest, of as long ones the first. */
const best = (ranges) => ranges.reduce((most, range) => (!most || range[1] - range[0] > most[1] - most[0] ? range : most), null);

/** A title's words as the browser knows them; where it knows none a title is kept together as far as it goes. */
const words = "Segmenter" in Intl ? new Intl.Segmenter("zh", { granularity: "word" }) : null;
const COUNTED = /[0-9〇一二三四五六七八九十百千万亿第]/;

/** Where a title may be broken between two lines: between two words of more than a character, never beside a number. */
function breaks(title) {
  const found = [];
  let before = 0;
  for (const { segment, index } of words ? words.segment(title) : []) {
    if (before > 1 && segment.length > 1 && !COUNTED.test(title.slice(index - 1, index + 1))) found.push(index);
    before = segment.length;
  }
  return found;
}

/** Puts a text with its hits marked into an element; a long one is cut around the hit that says most, and no number is. */
export function insert(element, text, ranges, whole) {
  let from = whole || !ranges.length ? 0 : Math.max(0, best(ranges)[0] - BEFORE);
  let to = whole ? text.length : Math.min(text.length, from + LENGTH);
  const parted = (at) => /^(?:[\d.,%a-z]{2}|[\ud800-\udbff][\udc00-\udfff])$/i.test(text.slice(at - 1, at + 1));
  for (let n = 0; n < BEFORE && from && parted(from); n++) from -= 1;
  for (let n = 0; n < BEFORE && to < text.length && parted(to); n++) to += 1;
  const ends = whole ? breaks(text) : [];
  const made = (tag) => document.createElement(tag);
  const put = (target, a, b) => {
    for (const end of a < b ? [...ends.filter((each) => a < each && each < b), b] : []) {
      target.append(text.slice(a, end));
      a = end;
      if (ends.includes(a)) target.append(made("wbr"));
    }
  };
  let at = from;
  element.append(from ? "…" : "");
  for (const [a, b] of ranges) {
    if (a < from || b > to) continue;
    const mark = made("mark");
    put(element, at, a);
    put(mark, a, b);
    element.append(mark);
    at = b;
  }
  put(element, at, to);
  element.append(to < text.length ? "…" : "");
}

/** What leads to the hit on the article's own page (WICG, Scroll To Text Fragment); "" when there is none. */
export function fragment(text, ranges) {
  const range = best(ranges);
  const said = range && text.slice(...range).split("\n")[0].slice(0, FRAGMENT).trim();
  return said ? `#:~:text=${encodeURIComponent(said).replaceAll("-", "%2D")}` : "";
}
