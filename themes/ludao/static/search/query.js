// Asking the index: jianbao/index/query.py said again. Tiers: every term, then sounds, then any term.

import { bare, fold, query, spread } from "./cut.js";
import { scored } from "./rank.js";
import { fits, heard, matches, ways } from "./spell.js";

const TOGETHER = 10, ROUNDS = 3, PATIENCE = 4;
const some = (postings) => postings.some(Boolean);
const rowText = ([title, , , , , tags]) => [title, ...tags].join("\n");

/** {articles, scores, total, matching, tier: "exact" | "sounds" | "any" | "", query, way}. `allowed` filters articles. */
export async function answer(store, lunr, text, { limit = 10, allowed } = {}) {
  await store.unfold(text);
  const together = Math.min(limit, TOGETHER);
  const asked = query(text, store.simplified);
  const found = new Map(), made = { query: asked, tier: "", total: 0, matching: [], way: null };
  const take = async (tier, terms, required, confirm, way, welcome) => {
    const got = scored(lunr, store.count, terms, required, { welcome, allowed });
    const fresh = got.articles.filter((a) => !found.has(a));
    for (const article of confirm ? await confirm(fresh) : fresh) found.set(article, got.scores.get(article));
    if (got.total && !made.tier) Object.assign(made, { tier, total: got.total, matching: got.matching, way });
  };
  const spoken = ways(text, store.simplified, store.syllables);
  // What the likeliest reading needs is under way while the terms themselves are looked up.
  if (spoken.length && /[a-z]/i.test(text)) sounds(store, spoken[0]).catch(() => {});
  const terms = await exact(store, asked);
  const names = Object.keys(terms);
  if (names.length && names.every((name) => some(terms[name]))) await take("exact", terms, true, (ids) => confirmed(store, asked, ids, together));
  // Of a slip only one character is wrong: what is written as the reader wrote it comes first.
  const written = Object.fromEntries(names.map((name) => [`=${name}`, terms[name]]));
  for (const way of spoken) {
    if (found.size >= limit) break;
    const said = await sounds(store, way), keys = Object.keys(said);
    if (keys.length && keys.every((key) => some(said[key]))) await take("sounds", said, true, (ids) => confirmedBySound(store, way, ids, together), way, written);
  }
  if (found.size < limit && names.length > 1) {
    const any = Object.fromEntries(names.filter((name) => some(terms[name])).map((name) => [name, terms[name]]));
    await take("any", any, false, null);
  }
  return { ...made, articles: [...found.keys()], scores: found };
}

/** The postings of a query's tokens, by text; a missing word spares the rest. */
export async function exact(store, asked) {
  const made = {};
  const words = asked.tokens.filter(([kind]) => kind === "word" || kind === "start");
  const rest = asked.tokens.filter((token) => !words.includes(token));
  for (const part of [words, rest]) {
    const got = await Promise.all(part.map((token) => lookedUp(store, token)));
    part.forEach(([, text], i) => (made[text] = got[i]));
  }
  return made;
}

function lookedUp(store, [kind, text]) {
  const [first, second] = text, of = (c) => store.own.get(c) ?? c;
  if (kind === "pair") return store.postings("p", of(first), of(second), (t, reading) => t === text && !reading);
  if (kind === "single") return store.postings("s", of(text), "", (t) => t === text);
  return store.postings("w", first, second, kind === "start" ? (t) => t.startsWith(text) : (t) => t === text);
}

const exactly = (way) => way.some((row) => row.some(([kind]) => kind !== "han"));

/** The postings of what a query sounds like; {} when it cannot be looked up. */
export async function sounds(store, way) {
  const own = store.own, exact = exactly(way), jobs = {};
  for (const row of way) {
    const titles = row.some(([kind]) => kind === "initial");
    if (row.length === 1) {
      if (titles) return {};
      const c = row[0];
      jobs[c[1]] = store.postings("s", heard(c, own), "", (t) => fits(c, t, own.get(t) ?? t, own, exact));
    }
    if (titles) {
      const heads = row.map((sound) => heard(sound, own)[0]), size = Math.min(heads.length, 3);
      const grams = heads.slice(size - 1).map((_, i) => heads.slice(i, i + size).join(""));
      for (const gram of spread(grams)) jobs[`${gram}.`] = store.postings("i", gram, "", (t) => t === gram);
    }
    const couples = row.slice(1).map((sound, i) => [row[i], sound]);
    for (const two of spread(couples.filter((c) => c.every(([kind]) => kind !== "initial")))) {
      const wanted = (text, reading) => {
        const said = reading ? reading.split("'") : [...text].map((c) => own.get(c) ?? c);
        return [...text].every((c, i) => fits(two[i], c, said[i], own, exact));
      };
      const job = store.postings("p", heard(two[0], own), heard(two[1], own), wanted);
      jobs[two.map(([, text]) => text).join("'")] = titles ? job.then(([a, b]) => [a, b, null]) : job;
    }
  }
  const got = await Promise.all(Object.values(jobs));
  return Object.fromEntries(Object.keys(jobs).map((name, i) => [name, got[i]]));
}

function confirmed(store, asked, articles, together) {
  const phrases = asked.phrases.map(bare);
  if (phrases.every((phrase) => [...phrase].length <= 2)) return articles;
  return first(store, articles, (record) => {
    const text = bare(fold(`${rowText(record)}\n${record[7]}`, store.simplified));
    return phrases.every((phrase) => text.includes(phrase));
  }, together);
}

function confirmedBySound(store, way, articles, together) {
  const exact = exactly(way), own = store.own;
  return first(store, articles, (record) => {
    const title = fold(rowText(record), store.simplified), whole = `${title}\n${fold(record[7], store.simplified)}`;
    return way.every((row) => matches(row, row.some(([kind]) => kind === "initial") ? title : whole, own, exact));
  }, together);
}

/** Those first that hold, of the best, whose texts are looked at. */
async function first(store, articles, holds, together) {
  const good = [];
  for (let looked = 0, round = 0; round < PATIENCE; round++) {
    const batch = articles.slice(looked, looked + together);
    looked += batch.length;
    const records = await Promise.all(batch.map((article) => store.record(article)));
    good.push(...batch.filter((_, i) => holds(records[i])));
    if (good.length >= together || looked >= articles.length || good.length === looked || (good.length && round + 1 >= ROUNDS)) break;
  }
  const kept = new Set(good);
  return [...good, ...articles.filter((article) => !kept.has(article))];
}
