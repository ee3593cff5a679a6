// How text is cut for search: jianbao/search/grams.py said again. tests/test_search_grams.py holds the two together.

export const HAN = "\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{323af}\\u3007";
const INVISIBLE = /[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]/g;
const RUN = new RegExp(`[${HAN}]+|[a-z]+|[0-9]+`, "gu");
const HAN_RUN = new RegExp(`[${HAN}]+`, "gu");
const WORD = /[a-z]{2,}|[0-9]{2,}/g;
const CHARACTER = new RegExp(`[${HAN}a-z0-9]`, "gu");
const PAIR = new RegExp(`(?=([${HAN}][${HAN}a-z0-9]|[a-z][${HAN}0-9]|[0-9][${HAN}a-z]))`, "gu");
const LONGEST_QUERY = 100, LONGEST_SUFFIX = 24;
export const FIRST = 4, SOME = 8, SPOKEN = 6, MOST = 16;

export const normal = (text) => text.normalize("NFKD").replace(INVISIBLE, "").toLowerCase();

/** Folds a text; `simplified` is a Map of Traditional characters, perhaps of none, or nothing. */
export function fold(text, simplified) {
  const made = normal(text);
  return simplified?.size ? [...made].map((c) => simplified.get(c) ?? c).join("") : made;
}

export const runs = (folded) => folded.match(RUN) ?? [];
export const hanRuns = (folded) => folded.match(HAN_RUN) ?? [];
export const isHan = (run) => run > "{";
export const singles = (folded) => new Set(folded.match(CHARACTER) ?? []);
/** Stands between two words in quotation marks. */
export const SIGN = "\ue000";
export const PIECE = new RegExp(`[${HAN}a-z0-9]+`, "gu");
const NEXT = new RegExp(`([${HAN}a-z0-9])${SIGN}(?=([${HAN}a-z0-9]))`, "gu");
export const pairs = (folded) => [...folded.matchAll(PAIR)].map((match) => match[1]);
export const bare = (folded) => runs(folded).join(" ");

const NEIGHBOURS = new RegExp(`(?<=[${HAN}])(?=[${HAN}])`, "gu");

/** An expression for a phrase of a query in what `bare` gives; `marked`: marks may stand between any Han. Two words of letters, or two numbers, are two. */
export function standing(phrase, marked) {
  const made = phrase.split(SIGN).map(bare).join(" ?").replace(/([a-z]) \?(?=[a-z])|(\d) \?(?=\d)/g, "$1$2 ");
  return new RegExp(marked ? made.replace(NEIGHBOURS, " ?") : made, "u");
}

export function suffixes(folded) {
  const made = [];
  for (const word of folded.match(WORD) ?? []) {
    for (let i = 0; i < (word > ":" ? word.length - 1 : 1); i++) made.push(word.slice(i, i + LONGEST_SUFFIX));
    if (long(word)) made.push(`${word.slice(0, 2)}*`, `${word.slice(0, 3)}*`);
  }
  return made;
}

/** Whether a word is a number that is filed by more than its first two digits. */
const long = (word) => word.length > 3 && word < ":" && !word.endsWith("*");

/** By what a word is filed: its first two characters; of a long number its first two digits and the next two. */
export const beginning = (word) => (long(word) ? [word.slice(0, 2), word.slice(2, 4)] : [word[0], word[1]]);

/** Whether a word filed where `text` is begins so; what long numbers do is told of them together. */
export function begins(word, text) {
  const short = text < ":" && text.length < 4;
  return (short && word === `${text}*`) || (word.startsWith(text) && !(short && /\*|.{4}/.test(word)));
}

/** At most so many of a list, first and last included. */
export function spread(list, most) {
  const last = list.length - 1;
  if (last < most) return [...list];
  return Array.from({ length: most }, (_, i) => list[Math.floor((i * last) / (most - 1))]);
}

/** What of a reader's text is looked at: by characters, so that none is cut in two. */
export const begun = (text) => [...text].slice(0, LONGEST_QUERY).join("");

/** {phrases, tokens, some, more}: of each phrase a list of [kind, text], `some` and `more` with more pairs of long ones. */
export function query(text, simplified) {
  const phrases = parts(fold(begun(text), simplified)).filter((p) => runs(p).length);
  const [few, some, more] = [FIRST, SOME, MOST].map((most) => phrases.map((phrase) => tokens(phrase, most)));
  return { phrases, tokens: few, some, more };
}

function tokens(phrase, most) {
  const found = runs(phrase), made = [];
  found.forEach((run, at) => {
    if (run.length === 1 || isHan(run)) return;
    if (run.length > LONGEST_SUFFIX) {
      const pieces = Array.from({ length: run.length - LONGEST_SUFFIX + 1 }, (_, i) => run.slice(i, i + LONGEST_SUFFIX));
      made.push(...spread(pieces, FIRST).map((piece) => ["start", piece]));
    } else made.push([at === found.length - 1 && phrase.endsWith(run) ? "start" : "word", run]);
  });
  for (const [, one, other] of phrase.matchAll(NEXT)) made.push(["beside", one + other]);
  made.push(...spread(pairs(phrase), most).map((pair) => ["pair", pair]));
  const all = made.length ? made : found.map((run) => ["single", run]);
  return [...new Map(all.map((token) => [token.join(" "), token])).values()];
}

/** The parts of a text between blanks. */
export const parts = (text) => text.split(/[\s\x1c-\x1f\x85]+/u).filter(Boolean);
