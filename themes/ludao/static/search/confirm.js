// The best of what was found, looked at as texts: jianbao/search/asking/confirm.py said again.

import { bare, fold } from "./grams.js";
import { BEGUN, has, INITIAL, letters, matched } from "./spell.js";

export const LOOKED_AT = 10, BESIDE = 3;
const titleOf = ([title, , , , , tags]) => [title, ...tags].join("\n");
/** Title, tags and text, with what can be searched in them: a phrase stands in one of them. */
export const bareOf = ([title, , , , , tags, , text], { written }) => [title, tags.join("\n"), text].map((field) => bare(fold(field, written))).join("\n");
const code = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** {good: those that have the sounds in a row, left: those not looked at, said: what it is that they have}. */
export async function confirmedBySound(store, spoken, articles, limit) {
  const open = (row) => has([row], INITIAL) || has([row], BEGUN);
  // A pair that sounds so says all that a text would.
  if (!spoken.hears.near && spoken.rows.every((row) => row.length <= 2 && !open(row))) return { good: articles, left: [], said: [] };
  const by = [], ended = spoken.rows.some(open);
  // Of a name all texts that may have it, where they are not many more.
  const several = 1 + ended + (spoken.hears.words && articles.length <= 3 * limit);
  const { good, left } = await lookedAt(store, articles, limit, several * limit, (article, record) => {
    const title = fold(titleOf(record), store.written), whole = `${title}\n${fold(record[7], store.written)}`;
    const found = spoken.rows.map((row) => {
      const texts = spoken.hears.words ? [...spoken.hears.names["words"](whole)].filter((word) => [...word].length === row.length).sort(code)
        : [has([row], INITIAL) ? title : whole];
      return texts.reduce((done, text) => done || matched(row, text, spoken.hears), "");
    });
    const all = found.every(Boolean);
    if (all || spoken.sure[article]) by.push(all ? found.join(" ") : "");
    return all || spoken.sure[article];
  });
  if (ended) letters.oneOfEach(good, by, spoken.hears);
  return { good, left, said: [...new Set(by)].filter(Boolean) };
}

/** {good: those that hold of the best, left: those that were not looked at, unless most of the others do not hold}. `thorough`: all of these. */
export async function lookedAt(store, articles, limit, enough, holds, thorough) {
  if (limit < LOOKED_AT) return whileTyping(store, articles, limit, holds);
  const good = [], [rounds, patience] = thorough ? [6, 12] : [3, 4];
  let looked = 0;
  for (let round = 0; round < patience; round++) {
    const batch = articles.slice(looked, looked + LOOKED_AT);
    looked += batch.length;
    const records = await store.records(batch);
    for (const [i, article] of batch.entries()) {
      // Where a long text goes on is only fetched when its beginning has not what is looked for.
      if (holds(article, records[i]) || (records[i][8] && holds(article, await store.whole(article)))) good.push(article);
    }
    if (good.length >= Math.min(enough, 3 * LOOKED_AT) || looked >= articles.length || (good.length && round + 1 >= rounds)) break;
  }
  return { good, left: thorough || 2 * good.length >= looked ? articles.slice(looked) : [] };
}

/** Rows that still fit stay; only where they are few, others are looked at. */
async function whileTyping(store, articles, limit, holds) {
  const [here, fresh] = [true, false].map((yes) => articles.filter((a) => store.here.has(a) === yes));
  const good = here.filter((a) => holds(a, store.here.get(a)));
  const batch = good.length < BESIDE ? fresh.slice(0, Math.max(limit - good.length, 0)) : [];
  const records = await store.records(batch);
  good.push(...batch.filter((article, i) => holds(article, records[i])));
  // Of long texts only the beginning was looked at.
  const open = [...here, ...batch].filter((a) => store.here.get(a)[8] && !good.includes(a));
  return { good, left: 2 * good.length >= here.length + batch.length ? [...open, ...fresh.slice(batch.length)] : [] };
}
