// What a reader typed, taken apart: jianbao/search/asking/asked.py said again.

// What it shares with the rest then lies in one file.
import "./header.js";
import { begun, hanRuns, normal, PIECE, query, SIGN } from "./grams.js";
import { exact } from "./query.js";

const QUOTED = /["“”„「『]([^"“”„」』]*)["“”„」』]/g, MINUS = /^[-−](?=[^\s\-−])/u;
const EITHER = ["或", "或者", "or", "OR", "|"], BETWEEN = "(?:[-~—–]|至|到)";
const PERIODS = [
  ["([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})[日号]?", "day"],
  ["([0-9]{4})([-/.])([0-9]{1,2})\\2([0-9]{1,2})", "numbered"],
  ["((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])", "day"],
  [`([0-9]{4})年?${BETWEEN}([0-9]{4})年?`, "years"],
  ["([0-9]{4})年([0-9]{1,2})月份?", "month"],
  ["([0-9]{4})[-/.]([0-9]{1,2})", "month"],
  ["((?:19|20)[0-9]{2})年?", "year"],
  ["(今年|去年|前年)([0-9]{1,2}|十[一二]?|[一二三四五六七八九])月份?", "relative"],
  ["(今年|去年|前年)", "relative"],
  ["(本月|这个月|上月|上个月)", "near"],
].map(([pattern, kind]) => [new RegExp(pattern, "g"), kind]);
const BACK = { 今年: 0, 去年: 1, 前年: 2 }, MONTHS = "一 二 三 四 五 六 七 八 九 十 十一 十二".split(" ");
const two = (number) => String(number).padStart(2, "0");
const parted = (text) => text.split(/[\s\x1c-\x1f\x85]+/u).filter(Boolean);

/** {either: [{text, quoted, dated, period}], without}; `today` is a Date. */
export function asked(text, today) {
  text = begun(text).normalize("NFKC").replaceAll(SIGN, " ");
  const phrases = [...text.matchAll(QUOTED)].map((match) => (normal(match[1]).match(PIECE) ?? []).join(SIGN));
  const without = [], groups = [{ words: [], quoted: [] }];
  for (const word of parted(text.replace(QUOTED, ` ${SIGN} `))) {
    const group = groups.at(-1);
    if (word === SIGN) {
      const phrase = phrases.shift();
      if (phrase) {
        group.words.push(phrase);
        group.quoted.push(phrase);
      }
    } else if (EITHER.includes(word)) groups.push({ words: [], quoted: [] });
    else if (MINUS.test(word)) without.push(word.slice(1));
    else group.words.push(word);
  }
  const either = groups.filter(({ words }) => words.length).map(({ words, quoted }) => wish(words, quoted, today));
  return either.length ? { either, without } : { either: [{ text, quoted: [], dated: "", period: null }], without: [] };
}

/** The articles that have nothing of what is to be left out, as flags. */
export async function leaving(store, without) {
  const made = new Uint8Array(store.count).fill(1);
  for (const each of without) {
    const found = await exact(store, query(each, store.simplified).more, { few: 0 });
    if (found.all) found.joined.forEach((yes, a) => yes && (made[a] = 0));
  }
  return made;
}

function wish(words, quoted, today) {
  const text = words.join(" ");
  for (const [at, word] of words.entries()) {
    if (quoted.includes(word)) continue;
    const found = periodOf(word, today);
    if (found) {
      const dated = [...words.slice(0, at), ...(found.rest ? [found.rest] : []), ...words.slice(at + 1)].join(" ");
      return { text, quoted, dated, period: found.period };
    }
  }
  return { text, quoted, dated: "", period: null };
}

/** {period, rest}: the time that a word names, and what stands before or behind it; or null. */
export function periodOf(word, today) {
  for (const [pattern, kind] of PERIODS) {
    for (const match of word.matchAll(pattern)) {
      const before = word.slice(0, match.index), after = word.slice(match.index + match[0].length), rest = before || after;
      if ((before && after) || (rest && !([...rest].length > 1 && hanRuns(rest)[0] === rest))) continue;
      const period = made(kind, match.slice(1), today);
      if (period) return { period, rest };
    }
  }
  return null;
}

function made(kind, parts, today) {
  if (kind === "numbered") [kind, parts] = ["day", [parts[0], parts[2], parts[3]]];
  if (kind === "years") {
    return parts[0] >= "1900" && parts[0] <= parts[1] && parts[1] < "2100" ? [`${parts[0]}-01-01`, `${parts[1]}-12-31`] : null;
  }
  if (kind === "near") {
    const months = today.getFullYear() * 12 + today.getMonth() - (parts[0].includes("上") ? 1 : 0);
    return month(String(Math.floor(months / 12)), (months % 12) + 1);
  }
  if (kind === "relative") {
    const of = String(today.getFullYear() - BACK[parts[0]]);
    return parts.length > 1 ? month(of, MONTHS.indexOf(parts[1]) + 1 || Number(parts[1])) : year(of);
  }
  if (parts[0] < "1900" || parts[0] >= "2100") return null;
  if (kind === "year") return year(parts[0]);
  if (kind === "month") return month(parts[0], Number(parts[1]));
  const [m, d] = [Number(parts[1]), Number(parts[2])];
  if (m < 1 || m > 12 || d < 1 || d > 31) return null;
  const said = `${parts[0]}-${two(m)}-${two(d)}`;
  return [said, said];
}

const year = (of) => [`${of}-01-01`, `${of}-12-31`];
const month = (of, m) => (m >= 1 && m <= 12 ? [`${of}-${two(m)}-01`, `${of}-${two(m)}-31`] : null);
