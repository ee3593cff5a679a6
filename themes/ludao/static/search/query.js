// Asking the index: jianbao/search/query.py said again. Tiers: every term, then sounds, then any term.

import { anywhere, joined, merged } from "./chain.js";
import { bare, fold, query, runs } from "./grams.js";
import { scored } from "./rank.js";
import { spoken } from "./sounds.js";
import { matches, unspoken, ways } from "./spell.js";

const TOGETHER = 10, ROUNDS = 3, PATIENCE = 4;
const some = (postings) => postings.some(Boolean);
const rowText = ([title, , , , , tags]) => [title, ...tags].join("\n");

/** {articles, scores, total, matching, tier: "exact" | "sounds" | "any" | "", query, way}. `allowed` filters articles. */
export async function answer(store, lunr, text, { limit = 10, allowed } = {}) {
  await store.unfold(text);
  const together = Math.min(limit, TOGETHER);
  const asked = query(text, store.simplified);
  const found = new Map(), made = { query: asked, tier: "", total: 0, matching: [], way: null };
  const take = async (tier, terms, required, confirm, options, way) => {
    const got = scored(lunr, store, terms, required, { allowed, ...options });
    const fresh = got.articles.filter((a) => !found.has(a));
    for (const article of confirm ? await confirm(fresh) : fresh) found.set(article, got.scores.get(article));
    if (got.total && !made.tier) Object.assign(made, { tier, total: got.total, matching: got.matching, way });
    return got.total;
  };
  const readings = ways(text, store.simplified, store.syllables);
  // What the likeliest reading needs is under way while the terms themselves are looked up.
  if (readings.length && /[a-z]/i.test(text)) spoken(store, readings[0], []).catch(() => {});
  let exactly = await exact(store, asked.tokens);
  if (exactly.all && exactly.many > TOGETHER && asked.more.some((list, i) => list.length > asked.tokens[i].length)) {
    exactly = await exact(store, asked.more);
  }
  const { terms, steps } = exactly, names = Object.keys(terms);
  if (exactly.all) await take("exact", terms, true, (ids) => confirmed(store, asked, ids, together), { first: exactly.joined });
  const written = asked.phrases.flatMap(runs).filter((run) => unspoken(run, store.syllables));
  const kept = steps.filter((step) => written.some((run) => run.includes(step.name)));
  // Of a slip only one character is wrong: what is written as the reader wrote it comes first.
  const welcome = Object.fromEntries(names.map((name) => [`=${name}`, terms[name]]));
  let whole = false;
  for (const way of readings) {
    if (found.size >= limit) break;
    const initials = way.some((row) => row.some(([kind]) => kind === "initial"));
    // Whoever is understood by whole syllables did not mean initials.
    const said = whole && initials ? null : await spoken(store, way, kept);
    if (!said) continue;
    const total = await take("sounds", said.terms, true, (ids) => confirmedBySound(store, said, ids, together), { welcome }, said);
    whole ||= total > 0 && !initials;
  }
  if (found.size < limit && names.length > 1) {
    const any = Object.fromEntries(names.filter((name) => some(terms[name])).map((name) => [name, terms[name]]));
    await take("any", any, false, null);
  }
  return { ...made, articles: [...found.keys()], scores: found };
}

/** {steps, terms: postings by token, all: whether each is somewhere, joined: articles with each phrase's in one field}. */
export async function exact(store, tokens) {
  const { count } = store, steps = [], terms = {};
  let together = null;
  for (const phrase of await Promise.all(tokens.map((list) => Promise.all(list.map((token) => lookedUp(store, token)))))) {
    const here = anywhere(joined(phrase, count), count);
    together = together ? together.map((yes, a) => yes & here[a]) : here;
    for (const step of phrase) terms[step.name] = merged(step.terms, count);
    steps.push(...phrase);
  }
  const many = together?.reduce((n, yes) => n + yes, 0) ?? 0;
  return { steps, terms, all: steps.length > 0 && Object.values(terms).every(some), joined: together, many };
}

async function lookedUp(store, [kind, text]) {
  const [first, second] = text, of = (c) => store.own.get(c) ?? c;
  const terms = kind === "pair" ? store.terms("p", of(first), of(second), (t, reading) => t === text && !reading)
    : kind === "single" ? store.terms("s", of(text), "", (t) => t === text)
    : store.terms("w", first, second, kind === "start" ? (t) => t.startsWith(text) : (t) => t === text);
  return { name: text, terms: await terms, linked: false };
}

function confirmed(store, asked, articles, together) {
  const phrases = asked.phrases.map(bare);
  if (phrases.every((phrase) => [...phrase].length <= 2)) return articles;
  return first(store, articles, (record) => {
    const text = bare(fold(`${rowText(record)}\n${record[7]}`, store.simplified));
    return phrases.every((phrase) => text.includes(phrase));
  }, together);
}

function confirmedBySound(store, { rows, exact }, articles, together) {
  const own = store.own;
  return first(store, articles, (record) => {
    const title = fold(rowText(record), store.simplified), whole = `${title}\n${fold(record[7], store.simplified)}`;
    return rows.every((row) => matches(row, row.some(([kind]) => kind === "initial") ? title : whole, own, exact));
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
