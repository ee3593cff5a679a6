// What was typed as it stands with marks in it: 四癌救助 in “四癌”救助. Loaded when a query was not found whole, or not often.

// What it shares with the rest then lies in one file.
import "./header.js";
import { bareOf, BESIDE, LOOKED_AT } from "./confirm.js";
import { query, standing } from "./grams.js";

/** Of the best those that have the phrases of a text so; `finder` is query.js'. */
export async function withMarks({ store, sections, looks, known }, text, articles) {
  const phrases = query(text, store.simplified).phrases.map((phrase) => standing(phrase, true));
  const best = articles.filter((a) => !known.has(a)).slice(0, sections.length ? BESIDE : Math.min(looks, LOOKED_AT));
  const records = await store.wholes(best);
  return best.filter((_, i) => phrases.every((phrase) => phrase.test(bareOf(records[i], store))));
}
