// What letters may mean: pinyin whole or begun, initials. Loaded when a query has letters.
// jianbao/search/asking/spell.py, sounds.py and query.py said again.

// What it shares with the rest then lies in one file.
import "./header.js";
import { anywhere, joined } from "./chain.js";
import { fold, hanRuns, isHan, pairs as pairsOf, runs } from "./grams.js";
import { each, partly, stepsOf } from "./narrow.js";
import { ear, place } from "./shard.js";
import { heardAt, pairs, step, sum, unique } from "./sounds.js";
import { BEGUN, has, heard, INITIAL, letters, MOST, same, unspoken, WHOLE } from "./spell.js";

const SAID = 3, FEW = 4;

Object.assign(letters, { latin, begun, headed, saidBy, oneOfEach, oneSyllable, nothingElse, perhapsInitials, oneByOne });

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
  const mostly = found.findIndex((row) => row.filter(([kind]) => kind === INITIAL).length * 2 > row.length);
  const at = mostly < 0 ? found.length : mostly;
  const heads = distinct([initials(run, /[zcs]h|./g), initials(run, /./g)]).filter((row) => row.length);
  const known = new Set(heads.map(named)), others = (rows) => rows.filter((row) => !known.has(named(row)));
  return [...others(found.slice(0, at)), ...heads, ...others(found.slice(at))];
}

const named = (row) => row.map((sound) => sound.join("\u0001")).join("\u0000");
const distinct = (rows) => [...new Map(rows.map((row) => [named(row), row])).values()];

/** Beside initials what has been begun is one more initial. */
const settled = (row) =>
  row.some(([kind]) => kind === INITIAL) ? row.map(([kind, text]) => [kind === BEGUN ? INITIAL : kind, text]) : row;

/** The letters as initials, as the pattern takes them together; nothing when some can be none. */
function initials(run, pattern) {
  const found = run.match(pattern);
  return found.length > 1 && !/[iuv]/.test(run) ? found.map((text) => [INITIAL, text]) : [];
}

const cheapest = (list) =>
  list
    .map(([cost, row]) => [cost, row, Math.round(cost * 1000), named(row)])
    .sort((a, b) => a[2] - b[2] || (a[3] < b[3] ? -1 : a[3] > b[3] ? 1 : 0))
    .slice(0, MOST);

function* next(run, at, syllables, last) {
  for (let size = 1; size <= Math.min(6, run.length - at); size++) {
    const part = run.slice(at, at + size);
    // 嗯 is n by itself, never a syllable among others.
    const whole = (part === run || /[aeiouv]/.test(part)) && (syllables.has(part) || syllables.has(part.replaceAll("u", "v")));
    if (whole) yield [1, [WHOLE, part], size];
    if (last && at + size === run.length && [...syllables].some((s) => s.startsWith(part) && s !== part)) {
      yield [whole ? 1.2 : 1.3, [BEGUN, part], size];
    }
  }
  if (!"iuv".includes(run[at])) {
    yield [1.6, [INITIAL, run[at]], 1];
    if (/^[zcs]h$/.test(run.slice(at, at + 2))) yield [1.6, [INITIAL, run.slice(at, at + 2)], 2];
  }
}

/** What two sounds are in Han, the most frequent first: that much is known without a text. */
function saidBy(terms) {
  const often = new Map();
  for (const { text, articles } of terms) {
    const [title, whole] = often.get(text) ?? [0, 0];
    often.set(text, [title + articles[0].length, whole + articles.reduce((sum, ids) => sum + ids.length, 0)]);
  }
  const order = [...often].sort(([a, m], [b, n]) => n[0] - m[0] || n[1] - m[1] || (a < b ? -1 : 1));
  return order.map(([text]) => text).filter((text) => text && !text.includes(" ")).slice(0, SAID);
}

/** A row whose last syllable has only been begun. */
async function begun(store, row, hears, most) {
  let core = row.slice(0, -1), steps = [];
  const last = row.at(-1), { count } = store;
  if (!core.length) return null;
  if (core.length > 1) [core, steps] = await pairs(store, core, hears, most);
  const begins = new Set([...store.syllables].filter((s) => s.startsWith(last[1])).map(ear));
  if (hears.near) for (const s of store.syllables) if (ear(s).startsWith(ear(last[1]))) begins.add(ear(s));
  const before = heard(core.at(-1), store.own), now = [...core, last];
  if (begins.size <= (hears.brief ? 1 : FEW)) {
    const each = await Promise.all([...begins].sort().map((syllable) => store.terms(...heardAt(store, [core.at(-1), last], hears, before, syllable))));
    steps = [...steps, step(BEGUN, unique(each.flat()), steps.length > 0 && steps.at(-1).name === String(core.length - 2))];
    return { row: now, steps, fields: joined(steps, count) };
  }
  const initial = last[1][0];
  const wanted = (text) => {
    const [said, letter = ""] = text.split(" ");
    return (hears.near && ear(said) === ear(before) && ear(letter) === ear(initial)) || (letter === initial && same(before, said));
  };
  const goesOn = step(BEGUN, await headed(store).terms("i", before, initial, wanted)), [title, tags] = joined([goesOn], count);
  if (!steps.length) return { row: now, steps: [goesOn], fields: [title, tags, null] };
  const fields = joined(steps, count);
  const both = (a, b) => {
    const made = a && b && a.map((yes, i) => yes & b[i]);
    return made?.includes(1) ? made : null;
  };
  // What goes on in a text is not filed; the texts themselves tell, which while somebody types must be few.
  const body = hears.brief && fields[2] && sum(fields[2]) > hears.brief ? null : fields[2];
  return { row: now, steps, fields: [both(fields[0], title), both(fields[1], tags), body], welcome: [goesOn] };
}

/** Of what was found, with what each has of what has only been begun: many names have the same initials, many words begin so, and one article of each comes before a second one. */
function oneOfEach(good, by, { words, names }) {
  const ahead = new Map(), name = (word) => words && names.isName(word), seen = new Set();
  good.forEach((article, i) => {
    if (!seen.has(by[i])) ahead.set(article, name(by[i]) ? 0 : 1);
    seen.add(by[i]);
  });
  good.sort((a, b) => (ahead.get(a) ?? 2) - (ahead.get(b) ?? 2));
  by.sort((a, b) => name(b) - name(a));
}

/** Whether there are letters of one syllable at most, whole or begun: they lead to everything. */
function oneSyllable(text, syllables) {
  return /^[a-z]+$/i.test(text) && [...syllables].some((s) => s.startsWith(text.toLowerCase()));
}

/** Whether a query is letters that can be read as pinyin. */
function nothingElse(text, { simplified, syllables }) {
  const found = runs(fold(text, simplified));
  return found.length > 0 && !found.some((run) => isHan(run) || unspoken(run, syllables));
}

const known = new WeakSet();

/** An index with the initials of its newest articles' titles and tags filed as those of the others are in its shards. */
function headed(store) {
  if (!known.has(store)) {
    store.youngTerms("i");
    store.manifest["young"].forEach(([title, , , , , tags], i) => [title, tags.join("\n")].forEach((text, field) => {
      const found = new Set(fold(text, store.written).split("\n").flatMap((part) => [...initialsOf(store, part)]));
      for (const each of found) store.file("i", place(...each.split(" ")), each, field, store.firstYoung + i);
    }));
    known.add(store);
  }
  return store;
}

/** Two and three initials in a row of a title, and every syllable with the initial behind it. */
function initialsOf(store, title) {
  const han = hanRuns(title).join("");
  const said = [...han].map((c) => store.own.get(c) ?? c), heads = said.map((s) => [...s][0]);
  const found = new Set();
  const add = (list) => {
    for (const n of [2, 3]) for (let i = 0; i + n <= list.length; i++) found.add(list.slice(i, i + n).join(""));
  };
  const goesOn = (row) => row.slice(1).forEach((after, i) => found.add(`${row[i]} ${[...after][0]}`));
  add(heads);
  goesOn(said);
  pairsOf(han).forEach((pair, i) => {
    for (const reading of store.manifest.others[pair] ?? []) {
      const both = reading.split("'");
      add([...heads.slice(Math.max(i - 1, 0), i), both[0][0], both[1][0], ...heads.slice(i + 2, i + 3)]);
      goesOn([...said.slice(Math.max(i - 1, 0), i), ...both, ...said.slice(i + 2, i + 3)]);
    }
  });
  return found;
}

/** Whether initials need be asked for: words have nothing else, and of titles and tags what is whole tells it too. */
async function perhapsInitials(store, row, hears, most) {
  if (row.length === 1 || (hears.words && row.some(([kind]) => kind !== INITIAL))) return false;
  const [, whole] = await pairs(store, row, { ...hears, guessed: true }, most), [title, tags] = joined(whole, store.count);
  return hears.words || !whole.length || title || tags;
}

/** What was found of one row, the likeliest to be nowhere first; nothing when nobody has one of them. One that is only `guessed` begins with what is here, and is left as soon as nobody has all. */
async function oneByOne(store, row, order, guessed) {
  const strange = (i) => !row[i].asks.every((ask) => store.glanced(ask));
  if (guessed) order = [...order].sort((a, b) => strange(a) - strange(b));
  const found = new Map();
  let alive = null;
  for (const i of order) {
    // Once nobody is left a glance says how a character is read.
    const nobody = alive && !alive.includes(1);
    // What was found may say how a character is read.
    if (nobody && guessed) break;
    found.set(i, nobody ? await each(row[i].asks, (ask) => store.glance(ask)) : await partly(store, row[i].asks, alive));
    if (!alive && !found.get(i).terms.length) return new Map();
    if (store.large && !nobody) alive = anywhere(joined(stepsOf(row, found), store.count), store.count);
  }
  return found;
}
