// How text is cut for search: jianbao/index/cut.py said again. tests/test_search_cut.py holds the two together.

const HAN = "\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{323af}\\u3007";
const INVISIBLE = /[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]/g;
const RUN = new RegExp(`[${HAN}]+|[a-z]{1,24}|[0-9]{1,24}`, "gu");
const HAN_RUN = new RegExp(`[${HAN}]+`, "gu");
const WORD = /[a-z]{2,24}|[0-9]{2,24}/g;
const CHARACTER = new RegExp(`[${HAN}a-z0-9]`, "gu");
export const LONGEST = 100;
const MOST = 6;

export const normal = (text) => text.normalize("NFKD").replace(INVISIBLE, "").toLowerCase();

/** Folds a text; `simplified` is a Map of Traditional characters, or nothing. */
export function fold(text, simplified) {
  const made = normal(text);
  return simplified ? [...made].map((c) => simplified.get(c) ?? c).join("") : made;
}

export const runs = (folded) => folded.match(RUN) ?? [];
export const hanRuns = (folded) => folded.match(HAN_RUN) ?? [];
export const isHan = (run) => run > "{";
export const singles = (folded) => new Set(folded.match(CHARACTER) ?? []);
export const bare = (folded) => runs(folded).join(" ");

export function pairs(run) {
  const all = [...run];
  return all.slice(1).map((c, i) => all[i] + c);
}

export function suffixes(folded) {
  const made = [];
  for (const word of folded.match(WORD) ?? []) {
    for (let i = 0; i < word.length - 1; i++) made.push(word.slice(i));
  }
  return made;
}

/** At most six of a list, first and last included. */
export function spread(list) {
  const last = list.length - 1;
  if (last < MOST) return [...list];
  return Array.from({ length: MOST }, (_, i) => list[Math.floor((i * last) / (MOST - 1))]);
}

/** What of a reader's text is looked at: by characters, so that none is cut in two. */
export const begun = (text) => [...text].slice(0, LONGEST).join("");

/** {phrases, tokens: [[kind, text]]}: pairs and words, or singles where there is nothing else. */
export function query(text, simplified) {
  const phrases = words(fold(begun(text), simplified)).filter((p) => runs(p).length);
  const tokens = new Map(), lone = new Map();
  const put = (map, kind, t) => map.set(`${kind} ${t}`, [kind, t]);
  for (const phrase of phrases) {
    const found = runs(phrase);
    found.forEach((run, at) => {
      if ([...run].length === 1) put(lone, "single", run);
      else if (isHan(run)) for (const p of spread(pairs(run))) put(tokens, "pair", p);
      else put(tokens, at === found.length - 1 && phrase.endsWith(run) ? "start" : "word", run);
    });
  }
  return { phrases, tokens: [...(tokens.size ? tokens : lone).values()] };
}

/** The parts of a text between blanks. */
export const words = (text) => text.split(/[\s\x1c-\x1f\x85]+/u).filter(Boolean);
