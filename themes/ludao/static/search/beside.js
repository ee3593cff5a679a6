// Words in quotation marks, which stand side by side: what jianbao/search/shards/across.py files. Loaded when a query has some.

// What it shares with the rest then lies in one file.
import "./header.js";
import { fold, PIECE } from "./grams.js";
import { bucketName } from "./index_reader.js";
import { mixed } from "./shard.js";
import { letters } from "./spell.js";

Object.assign(letters, { bucket, partedFirst });

const known = new WeakSet();

/** What an index is asked for of two characters that only marks part: jianbao/search/shards/across.py tells of buckets. */
function bucket(store, two) {
  if (!known.has(store)) {
    // Those of the newest articles, filed as those of the others are in shards.
    store.youngTerms("m");
    store.manifest["young"].forEach(([title, , , , , tags, , text], i) => [title, tags.join("\n"), text].forEach((part, field) => {
      const pieces = fold(part, store.written).match(PIECE) ?? [];
      const found = new Set(pieces.slice(1).map((piece, n) => bucketOf([...pieces[n]].at(-1) + piece)));
      for (const each of found) store.file("m", each, bucketName(each), field, store.firstYoung + i);
    }));
    known.add(store);
  }
  const number = bucketOf(two), name = bucketName(number);
  return ["m", number, undefined, (text) => text === name];
}

function bucketOf(text) {
  const [first, second] = [...text].map((c) => c.codePointAt());
  return mixed(first, second);
}

/** Some articles, those first that have two of the characters with a mark between: they stand beside each other nearly always, else only by chance. */
function partedFirst({ phrases }, articles) {
  const found = phrases.flat().flatMap(({ terms }) => terms.filter(({ text }) => /^[\u0100-\u01ff]/.test(text)));
  const there = new Set(found.flatMap(({ articles }) => articles.flatMap((ids) => [...ids])));
  return [...articles.filter((a) => there.has(a)), ...articles.filter((a) => !there.has(a))];
}
