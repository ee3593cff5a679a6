// For whoever asks the index without a page: tests, benchmarks. Quoted names stay as they are when the others are made short.

// What it shares with the rest then lies in one file.
import "./header.js";
import lunr from "lunr";
import { IndexReader } from "./index_reader.js";
import { answer } from "./query.js";

/** An index whose files `read` brings: {record, ask, texts: how many records are here, forget: what was decoded, not what was read}. */
export async function index(read) {
  const store = await new IndexReader(read).open();
  return {
    "record": (article) => store.record(article),
    "texts": () => store.here.size,
    "forget": () => store.shards.clear(),
    "ask": async (text, options = {}) => {
      const found = await answer(store, lunr, text, { limit: options["limit"] ?? 10 });
      const { articles, scores, total, suggestions, entries } = found;
      const sections = found.sections.map(({ tier, articles, about, least, via }) =>
        ({ "tier": tier, "articles": articles, "about": about, "least": least, "via": via }));
      return { "sections": sections, "articles": articles, "scores": scores, "total": total, "suggestions": suggestions, "entries": entries };
    },
  };
}
