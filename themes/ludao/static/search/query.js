// Asking the index: jianbao/search/asking/query.py said again. Sections: exact, same, sounds, slip, some.

import { anywhere, joined, merged } from "./chain.js";
import { bareOf, BESIDE, confirmedBySound, LOOKED_AT, lookedAt } from "./confirm.js";
import { beginning, begins, begun, fold, isHan, normal, parts, query, runs, standing } from "./grams.js";
import { both, FEW, stepsOf, sum, together as narrowed } from "./narrow.js";
import { scored } from "./rank.js";
import { needed, spoken, strangely } from "./sounds.js";
import { mixed, place } from "./shard.js";
import { BEGUN, has, heard, INITIAL, letters, unspoken, ways, WHOLE, WRITTEN } from "./spell.js";

// What marks, words and times of asked.js stand in.
const SPECIAL = /["“”„「『|\d\-−年月\ue000]|(?<!\S)(?:或者?|or|OR)(?!\S)/u;
const SUGGESTED = 6, SAID = 3, TIERS = ["exact", "same", "sounds", "slip", "some"];
// [initials, words, near, early]: whole syllables; by ear what is nothing but several of them; initials of whole words; any initials; by ear.
const PASSES = [[], [false, false, true, true], [true, true], [true], [false, false, true]];
const marks = () => needed(import("./asked.js"));
const some = (postings) => postings.some(Boolean);

/**
 * {sections: [{tier, articles, scores, about, via}], articles, scores, total, suggestions, words, ways}.
 * `among` flags the articles that may be found; `words` and `ways` are what to mark in them.
 */
export async function answer(store, lunr, text, { limit = 10, among = null, today = new Date() } = {}) {
  await store.unfold(text);
  if (spelled(normal(text))) await needed(import("./letters.js"));
  const { either, without } = await taken(text, today);
  if (without.length) among = both(among, await (await marks()).leaving(store, without));
  if (either.some(({ quoted }) => quoted.length)) await needed(import("./beside.js"));
  const found = either.map((wish) => new Finder(store, lunr, wish, limit, among));
  for (const finder of found) await finder.find();
  const sections = together(found), scores = new Map();
  for (const section of [...sections].reverse()) for (const a of section.articles) scores.set(a, section.scores.get(a) ?? 0);
  return {
    sections,
    articles: shown(store, sections, limit, spelled(text)),
    scores,
    total: sections[0]?.articles.length ?? 0,
    suggestions: [...new Set(found.flatMap((finder) => finder.suggestions))].slice(0, SUGGESTED),
    entries: await beside(store, text, limit < LOOKED_AT),
    words: found.flatMap((finder) => finder.words),
    ways: found.flatMap((finder) => finder.ways),
  };
}

/** The places that a table of the manifest may have: jianbao/search/hints.py tells of its bits. */
const told = (store, table) => (place) => {
  const bits = store.manifest["hints"][table], at = (place * bits.length) >>> 14;
  return (parseInt(bits[at >> 2], 16) >> (at & 3)) & 1;
};
const side = (a, b = "\0") => mixed(a.codePointAt(), b.codePointAt());

/** What stands above the articles, where it may be that something does. */
async function beside(store, text, brief) {
  const { own, simplified, syllables } = store, of = (c) => own.get(c) ?? c;
  const phrases = query(text, simplified).phrases.map((phrase) => [...runs(phrase).join("")]), whole = phrases.flat();
  if (!whole.length || (brief && letters.oneSyllable?.(text, syllables))) return [];
  const titled = told(store, 0), saying = told(store, 1), like = (a, b = "") => titled(place(of(a), of(b)));
  const every = (holds) => (whole[1] ? phrases.every((phrase) => phrase.slice(1).every((b, i) => holds(phrase[i], b))) : holds(whole[0]));
  const said = every((a, b) => saying(side(a, b)));
  const rows = ways(text, simplified, syllables).flatMap((way) => (way[1] ? [] : way));
  const full = ([kind]) => kind === WRITTEN || kind === WHOLE;
  const likely = (row) => {
    const said = row.map((sound) => heard(sound, own)), first = said.map((each) => [...each][0]), all = row.every(full);
    // What has only been begun, and initials, begin a title.
    return (row[1] || row[0][0] !== WRITTEN) && row.slice(1).every((sound, i) =>
      (!full(row[i]) || !full(sound) || titled(place(said[i], said[i + 1]))) && (all || i > 2 || titled(place(first.slice(0, i + 1).join(""), first[i + 1]))));
  };
  if (!said && !every(like) && !rows.some(likely)) return [];
  return (await needed(import("./entries.js"))).entriesFor(store, phrases.map((phrase) => phrase.join("")), rows, said);
}

/** [the text with another word for the same, that word], for each word of a text that may have others. */
async function alike(store, text) {
  const folded = fold(text, store.simplified), chars = [...folded], same = told(store, 2);
  // Nobody needs other words who spells one.
  const spoken = runs(folded).every((run) => (isHan(run) ? run.length < 2 : !unspoken(run, store.syllables)));
  const perhaps = !spoken && chars.some((c, i) => same(side(c, chars[i + 1])));
  return perhaps || folded.includes("著") ? (await needed(import("./alike.js"))).others(store, folded, perhaps) : [];
}

/** What asked.js tells of a query; a plain one needs no telling. */
export async function taken(text, today) {
  const normal = begun(text).normalize("NFKC");
  if (SPECIAL.test(normal)) return (await marks()).asked(text, today);
  return { either: [{ text: parts(normal).join(" ") || text, quoted: [], dated: "", period: null }], without: [] };
}

/** The sections of all alternatives: an article stands in the best only. */
function together(found) {
  const seen = new Set(), made = [];
  for (const tier of TIERS) {
    const mine = found.flatMap((finder) => finder.sections.filter((section) => section.tier === tier));
    const scores = new Map(mine.flatMap((section) => [...section.scores]));
    const articles = [...new Set(mine.flatMap((section) => section.articles))].filter((a) => !seen.has(a));
    const round = (a) => Math.round((scores.get(a) ?? 0) * 1e6);
    if (found.length > 1) articles.sort((a, b) => round(b) - round(a) || b - a);
    articles.forEach((a) => seen.add(a));
    const via = [...new Set(mine.map((section) => section.via).filter(Boolean))].join("、");
    const about = mine.some((section) => section.about), least = mine.some((section) => section.least);
    if (articles.length) made.push({ tier, articles, scores, about, least, via });
  }
  return made;
}

/** Whether there are letters in it. */
const spelled = (text) => /[a-z]/.test(text.toLowerCase());

/**
 * Every article once; where one section would fill the first rows, the next ones get some of them. Beside what is right what is
 * only partly right gets a few. While somebody spells a word a few are enough, and those that need not be fetched.
 */
function shown(store, sections, limit, spelling) {
  const beside = sections.slice(1).filter(({ tier }) => tier === "same" || tier === "sounds").flatMap((s) => s.articles.slice(0, BESIDE));
  const room = Math.max(limit - beside.length, Math.floor(limit / 2));
  const rest = sections.flatMap(({ tier, articles }, i) => (i && tier === "some" ? articles.slice(0, BESIDE) : articles));
  const found = [...new Set([...(sections[0]?.articles.slice(0, room) ?? []), ...beside, ...rest])];
  return limit < LOOKED_AT && spelling ? found.filter((a, i) => i < BESIDE || store.here.has(a)) : found;
}

/** {phrases, terms: postings by token, times, partly: whether some were looked up only where all can be, all: whether each is somewhere, joined: articles with each phrase's in one field}. */
export async function exact(store, tokens, how) {
  const { count } = store, terms = {}, times = {}, rows = tokens.map((list) => list.map((token) => placeOf(store, token)));
  const found = await narrowed(store, rows, how);
  const phrases = rows.map((row, r) => stepsOf(row, found[r]));
  let all = null, less = false;
  phrases.forEach((phrase, r) => {
    all = both(all, anywhere(joined(phrase, count), count));
    for (const step of phrase) terms[step.name] = merged(step.terms, count);
    for (const [i, part] of found[r]) times[rows[r][i].name] = part.times;
    less ||= found[r].size < rows[r].length || [...found[r].values()].some((part) => part.times !== 1);
  });
  return { phrases, terms, times, partly: less, all: Object.keys(terms).length > 0 && Object.values(terms).every(some), joined: all ?? new Uint8Array(count) };
}

function placeOf(store, [kind, text]) {
  const [first, second] = text, of = (c) => store.own.get(c) ?? c;
  const pair = ["p", of(first), of(second), (t, reading) => t === text && !reading];
  const asked = kind === "pair" || kind === "beside" ? pair : kind === "single" ? ["s", of(text), "", (t) => t === text]
    : ["w", ...beginning(text), (t) => (kind === "start" ? begins(t, text) : t === text)];
  return { name: text, asks: kind === "beside" ? [asked, letters.bucket(store, text)] : [asked], linked: false };
}

const long = (way) => way.flat().length;

/** One alternative of a query, answered tier by tier until there are enough. */
class Finder {
  constructor(store, lunr, wish, limit, among) {
    Object.assign(this, { store, lunr, wish, limit, among, sections: [], suggestions: [], words: [], ways: [], known: new Set() });
    this.before = store.here.size;
  }

  /** Whether somebody is still typing: what takes more files than the rows that fit is left for later. */
  get brief() {
    return this.limit < LOOKED_AT;
  }

  get spelling() {
    return this.brief && spelled(this.wish.text);
  }

  /** How many texts may be looked at together; while somebody spells a word letter by letter, in all. */
  get looks() {
    return this.spelling ? Math.max(BESIDE - this.store.here.size + this.before, 0) : this.limit;
  }

  get enough() {
    return this.known.size >= this.limit;
  }

  async find() {
    const { period, text } = this.wish;
    if (!period || !(await (await needed(import("./facets.js"))).inTime(this))) await this.text(text);
  }

  add(tier, articles, scores, more = {}) {
    const fresh = articles.filter((a) => !this.known.has(a));
    fresh.forEach((a) => this.known.add(a));
    if (fresh.length) this.sections.push({ tier, articles: fresh, scores, about: false, least: false, via: "", ...more });
  }

  async text(text) {
    if (this.brief && letters.oneSyllable?.(text, this.store.syllables)) return;
    let found = { phrases: [], terms: {} };
    // Whether it is a part of a Latin word is asked when it sounds like nothing.
    const pinyin = this.spelling && letters.nothingElse(text, this.store);
    if (pinyin) await this.sounding(text, found);
    if (!(pinyin && this.sections.length)) {
      found = await this.exactly(text, "exact");
      for (const [other, via] of await alike(this.store, text)) await this.exactly(other, "same", via);
      await this.sounding(text, found);
    }
    if (!this.sections.length && !this.brief) {
      const { meant } = await needed(import("./slip.js"));
      const slipped = await meant(this.store, this.lunr, text, this.among);
      if (slipped) {
        this.suggestions.push(...slipped.words);
        this.words.push(...slipped.words);
        this.add("slip", slipped.articles, slipped.scores);
      }
    }
    if (found.partly && !this.sections.length && !this.suggestions.length) found = await exact(this.store, query(text, this.store.simplified).some, { whole: true });
    if (!this.enough && Object.keys(found.terms).length > 1 && !this.suggestions.length) {
      const any = Object.fromEntries(Object.entries(found.terms).filter(([, postings]) => some(postings)));
      const got = scored(this.lunr, this.store, any, false, { among: this.among, times: found.times });
      this.add("exact", await (await needed(import("./parted.js"))).withMarks(this, text, got.articles), got.scores);
      this.add("some", got.articles, got.scores, { least: found.partly });
    }
  }

  async exactly(text, tier, via = "") {
    const { store } = this, asked = query(text, store.simplified);
    this.words.push(...asked.phrases);
    let found = await exact(store, store.large ? asked.some : asked.tokens);
    const more = asked.more.some((list, i) => list.length > asked.tokens[i].length);
    if (found.all && more && sum(found.joined) > LOOKED_AT) found = await exact(store, asked.more, { among: found.joined });
    if (found.all) {
      const got = scored(this.lunr, store, found.terms, true, { among: both(found.joined, this.among), times: found.times });
      const [good, about] = await this.confirmed(asked, this.wish.quoted.length ? letters.partedFirst(found, got.articles) : got.articles);
      this.add(tier, good, got.scores, { about, via });
    }
    return found;
  }

  async sounding(text, exactly) {
    const { store } = this, latin = spelled(text);
    // Who puts Han characters in quotation marks does not mean others, nor who writes a single one that is there.
    const alone = runs(fold(text, store.simplified)).some((run) => isHan(run) && [...run].length === 1);
    if ((this.enough || this.wish.quoted.length || (this.sections.length && alone)) && !latin) return;
    let readings = ways(text, store.simplified, store.syllables);
    if (this.spelling) {
      // The fewest syllables. What has only been begun may be whole too, and what is filed of it is here already.
      const least = Math.min(...readings.map(long));
      readings = readings.filter((way) => long(way) === least).sort((a, b) => has(b, BEGUN) - has(a, BEGUN));
    }
    const written = query(text, store.simplified).phrases.flatMap(runs).filter((run) => unspoken(run, store.syllables));
    const kept = exactly.phrases.flat().filter((step) => written.some((run) => run.includes(step.name)));
    // What is written as the reader wrote it comes first: of a slip only one character is wrong.
    const welcome = Object.fromEntries(Object.entries(exactly.terms).map(([name, postings]) => [`=${name}`, postings]));
    const sure = this.sections.length > 0, heard = [], least = Math.min(...readings.filter((way) => !has(way, INITIAL)).map(long));
    const plain = readings.filter((way) => long(way) === least && !has(way, BEGUN) && !has(way, INITIAL));
    let whole = false, clear = false, clearly = false;
    for (const [initials = false, words, near, early = false] of PASSES) {
      for (const way of readings) {
        // What they sound like is here, which of initials is not.
        if (near && early !== (least >= SAID && plain.includes(way))) continue;
        // Who finds Han characters as written, more than a name has or in several articles, does not mean what sounds only nearly so.
        if (near && sure && !latin && (least > SAID || this.known.size >= BESIDE)) continue;
        const longer = !initials && !has(way, INITIAL) && long(way) > least;
        // So many syllables in a row are not said by chance: others were not meant.
        if (whole && longer && least >= SAID) continue;
        // The shards of the fewest syllables say whether that is said; 西安 is then seldom meant by xian.
        for (const one of longer && !clear ? plain : []) clear ||= Boolean(await spoken(store, one, kept, { near: true }));
        const doubtful = longer && (clear || heard.length > 0);
        const enough = new Set(heard.flatMap((section) => section.articles)).size >= (this.brief ? 1 : this.limit);
        // Of two syllables the second has perhaps only been begun, however many have it whole.
        const goesOn = has(way, BEGUN) && way.length === 1 && way[0].length === 2 && !this.brief;
        // Whoever is understood by whole syllables did not mean initials; who still types has perhaps not come to the end of one.
        const chance = this.brief && initials && has(way, WHOLE);
        if ((enough && !goesOn) || has(way, INITIAL) !== initials || (initials && (whole || sure || chance)) || !this.looks || (doubtful && near)) continue;
        const made = await this.heard(way, kept, welcome, { near, words, doubtful, longer });
        // What is shown beside what was typed whole is a few, not a number.
        if (made) heard.push(enough ? { ...made, articles: made.articles.slice(0, BESIDE), about: false } : made);
        whole ||= Boolean(made) && !initials;
        clearly ||= Boolean(made) && !near;
      }
    }
    // What sounds only nearly so may have been meant, and another reading as well.
    if (!clearly && !sure && !this.brief) heard.splice(1, 0, ...(await this.otherwise(readings, kept, welcome)));
    if (this.spelling && readings.length && !heard.length && !this.suggestions.length) {
      // What is clear so far.
      this.suggestions.push(...((await spoken(store, [readings[0][0].slice(0, 2)], [], { brief: BESIDE }))?.said ?? []));
    }
    const scores = new Map([...heard].reverse().flatMap((section) => [...section.scores]));
    const ahead = heard.length > 1 ? [...heard[0].articles.slice(0, this.limit - BESIDE), ...heard[1].articles.slice(0, BESIDE)] : [];
    this.add("sounds", [...new Set([...ahead, ...heard.flatMap((section) => section.articles)])], scores, this.numbered(heard));
  }

  /** What the number is: while somebody types, other ways of saying it are left for later. */
  numbered(heard) {
    const about = heard.some((section) => section.about);
    return { about, least: this.brief && !about };
  }

  /** By the other readings of characters that have several. */
  async otherwise(readings, kept, welcome) {
    for (const way of readings.filter((each) => !has(each, INITIAL)).slice(0, 1)) {
      if (!has(way, WHOLE)) continue;
      for (const other of await (await strangely()).guesses(this.store, way)) {
        const made = await this.heard(other, kept, welcome, { near: true, guessed: true });
        if (made) return [made];
      }
    }
    return [];
  }

  async heard(way, kept, welcome, how) {
    let said, got, found;
    // What the pairs that were not needed would tell of readings is asked for when no text has the sounds.
    for (const few of this.store.large ? [FEW, 0] : [0]) {
      said = await spoken(this.store, way, kept, { ...how, few, brief: this.spelling ? BESIDE : 0 });
      if (!said) return null;
      got = scored(this.lunr, this.store, said.terms, true, { welcome: { ...welcome, ...said.welcome }, among: this.among });
      const fresh = got.articles.filter((a) => !this.known.has(a));
      found = await confirmedBySound(this.store, said, fresh, this.looks);
      if (found.good.length + found.left.length || !fresh.length) break;
    }
    // Beside what was found as written its homophones are not what was meant.
    if (said.hears.exact || how.near || !this.sections.length) this.suggestions.push(...found.said);
    if (said.hears.exact && !how.near) this.suggestions.push(...said.said);
    if (!found.good.length) return null;
    this.ways.push(said);
    return { articles: [...found.good, ...found.left], scores: got.scores, about: found.left.length > 0 };
  }

  /** [those that have the phrases, whether some were not looked at]. */
  async confirmed(asked, articles) {
    const { store } = this, quoted = this.wish.quoted.length > 0, phrases = asked.phrases.map((phrase) => standing(phrase));
    // A pair says all that a text would.
    if (phrases.every(({ source }) => [...source].length <= 2)) return [articles, false];
    const { good, left } = await lookedAt(store, articles, this.looks, this.looks, (_, record) => {
      const text = bareOf(record, store);
      return phrases.every((phrase) => phrase.test(text));
    }, quoted);
    // Who puts a phrase in quotation marks wants nothing else.
    return quoted ? [good, left.length > 0] : [[...good, ...left], left.length > 0];
  }
}
