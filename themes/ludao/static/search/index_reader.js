// The index as it is fetched: only what a query needs, each file once. jianbao/search/asking/index_reader.py said again.

import { beginning, fold, hanRuns, pairs, singles, suffixes } from "./grams.js";
import { decode, pairsOf, place, varints } from "./shard.js";

const FREQUENT = { p: true, w: true }, FORMAT = 16, LARGE = 8192;

/** A bucket of beside.js as a term. */
export const bucketName = (n) => String.fromCharCode(256 + (n >> 8), 256 + (n & 255));

// What control characters stand for: jianbao/zh.py tells which, search/files.py why.
const OFTEN = "，。的国、一中在人大会和不有年新了上工发业为行要成地出以时展月日";

/** A deflated JSON file as a value. */
async function inflated(data) {
  const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate"));
  const text = new TextDecoder("gb18030").decode(await new Response(stream).arrayBuffer());
  return JSON.parse(text.replace(/[\0-\x1f]/g, (c) => OFTEN[c.charCodeAt()]));
}

/** A table's two texts of digits as numbers. */
function numbers(text) {
  const half = text.length / 2;
  return Array.from({ length: half }, (_, i) => text.charCodeAt(i) - 35 + 16 * (text.charCodeAt(i + half) - 35));
}

/** All syllables that some character has. */
const syllablesOf = (table) => table["syllables"].split("|").map((group) => group.split(" ")).flatMap(([head, ...ends]) => ends.map((end) => head + end));

/** Character → reading. */
function readings(table) {
  const said = ["", ...syllablesOf(table)], order = [], made = new Map(), decoder = new TextDecoder("gb18030");
  let at = 0, n = 0;
  for (const [, none, digits] of table["steps"].matchAll(/([#-r])([s-~]*)/g)) {
    for (let i = none.charCodeAt(); i > 35; i--) order.push(at);
    order.push((at = (at + (digits ? [...digits].reduce((step, digit) => 12 * step + digit.charCodeAt() - 115, 0) : 1)) % said.length));
  }
  order.push(...numbers(table.numbers));
  for (let row = 0xb0; row < 0xf8; row++) {
    for (let cell = 0xa1; cell < 0xff; cell++) {
      if (row === 0xd7 && cell > 0xf9) continue;
      at = order[n++];
      if (at) made.set(decoder.decode(new Uint8Array([row, cell])), said[at]);
    }
  }
  for (const word of table["more"].split(" ")) {
    const [character, ...reading] = word;
    made.set(character, reading.join(""));
  }
  return made;
}

/** Traditional character → simplified, from a text of pairs, beside those that are known. */
function folds(text, made = new Map()) {
  const table = [...text];
  for (let i = 0; i < table.length; i += 2) made.set(table[i], table[i + 1]);
  return made;
}

/** For each field [first, articles, counts] of all segments, one behind the other, as {articles, counts}. */
function together(parts) {
  const articles = [], counts = [];
  parts.forEach((lists, field) => {
    const size = lists.reduce((sum, [, ids]) => sum + ids.length, 0);
    const made = (articles[field] = new Uint32Array(size)), often = (counts[field] = new Uint16Array(size));
    let at = 0;
    for (const [first, ids, n] of lists) {
      made.set(ids, at);
      often.set(n, at);
      for (const end = at + ids.length; at < end; at++) made[at] += first;
    }
  });
  return { articles, counts };
}

/** [what stands before the shard in a first file, where the shard begins]: of single characters the frequent ones, of all others how often it is halved. */
function told(data, family) {
  const varint = varints(data), size = data.length ? varint() : 0;
  if (family !== "s") return data.length ? [size, (varint(), varint.at)] : [0, 0];
  return [[...new TextDecoder().decode(data.subarray(varint.at, varint.at + size))], varint.at + size];
}

/** The names of a pack's parts, as jianbao/search/packs.py lays them. */
function* named({ space, shards, dated }) {
  for (let n = 0; n < space; n++) yield* [`r${n.toString(16)}.z`, `r${n.toString(16)}-.z`];
  for (const [family, many] of Object.entries(shards)) for (let n = 0; n < many; n++) yield family + n.toString(16);
  for (const year of dated) yield `f${(4 + Number(year)).toString(16)}`;
}

export class IndexReader {
  /** `read(path, again, range)` promises the bytes of a file below the index's folder, or of a range of it, or the whole for the range. */
  constructor(read) {
    this.source = read;
    this.files = new Map();
    this.shards = new Map();
    // Of what is part of a pack: [the pack, where the part begins, where it ends].
    this.slices = new Map();
    // Packs → a promise of all bytes, or of none where the server sends ranges.
    this.packs = new Map();
  }

  /** A part of a pack. The first one that is asked for tells whether the server sends no ranges, so that nobody fetches the whole for each. */
  async slice([file, low, high]) {
    if (low === high) return new Uint8Array();
    const ask = () => this.source(file, false, [low, high]), mine = !this.packs.has(file) && ask();
    if (mine) {
      this.packs.set(file, mine.then((data) => data.length > high - low && data));
      mine.catch(() => this.packs.delete(file));
    }
    const whole = await this.packs.get(file);
    return whole ? whole.subarray(low, high) : mine || ask();
  }

  read(path, again) {
    if (again || !this.files.has(path)) {
      const at = this.slices.get(path), promise = at ? this.slice(at) : this.source(path, again);
      this.files.set(path, promise);
      promise.catch(() => this.files.delete(path));
    }
    return this.files.get(path);
  }

  async open(again) {
    this.manifest = await inflated(await this.read("index.z", again));
    // A page that was open when the site got another program.
    if (this.manifest.format !== FORMAT) throw Object.assign(new Error("format"), { outdated: true });
    const table = await this.table("characters");
    this.own = readings(table);
    this.pair = undefined;
    this.syllables = new Set(syllablesOf(table));
    this.count = this.manifest["count"];
    this.articles = this.manifest["articles"];
    this.segments = this.manifest["segments"].map(([folder, first, space, shards, blocks, dated, sizes]) => {
      const part = { folder, first, space, shards, blocks, dated };
      const names = sizes && named(part);
      if (names) numbers(sizes).reduce((at, size) => (this.slices.set(`${folder}/${names.next().value}`, [folder, at, at + size]), at + size), 0);
      return part;
    });
    // Whether what must all be there is looked up only where all of it can be.
    this.large = this.segments.some(({ space }) => space >= LARGE);
    this.firstYoung = this.count - this.manifest["young"].length;
    this.young = null;
    // The records that need not be fetched.
    this.here = new Map();
    // The Traditional characters of texts that are here: each record tells those that it has.
    this.written = new Map();
    this.manifest["young"].forEach((record, i) => this.keep(this.firstYoung + i, record));
    return this;
  }

  /** Reads the table of Traditional characters when a text has what may be one. */
  async unfold(text) {
    const strange = hanRuns(fold(text)).some((run) => [...run].some((c) => !this.own.has(c)));
    if (!strange || this.simplified) return;
    this.simplified = folds(await this.table("folding"));
  }

  /**
   * A file that the manifest names. `entries`: what the site has beside its articles, `said`: what each of these says more; `same`: groups
   * of words that are the same to a reader; `several`: reading → characters that have it in words, though not by themselves.
   */
  async table(name) {
    return inflated(await this.read(this.manifest[name]));
  }

  /** Every term of a shard, decoded once: several ways to read a query ask for the same ones. */
  shard(path, space, family, first) {
    if (!this.shards.has(path)) {
      if (family === "p") this.pair ??= pairsOf(this.own);
      const promise = this.read(path).then((data) => decode(first ? data.subarray(told(data, family)[1]) : data, space, FREQUENT[family], { p: this.pair, m: bucketName }[family]));
      this.shards.set(path, promise);
      promise.catch(() => this.shards.delete(path));
    }
    return this.shards.get(path);
  }

  /** The files of a segment that hold wanted terms of a place: [path, the first number in it, how many it can hold, whether it tells of others]; if `only` is given, the first and those with numbers for which it holds, if there are any. */
  async held(part, family, where, wanted, only) {
    const { first, space, blocks } = part, path = this.first(part, family, where);
    if (only && !only(first, space)) return [];
    const [said] = told(await this.read(path), family), single = family === "s";
    const many = single ? (said.some((c) => wanted(c, "")) ? blocks : 0) : 1 << said, width = Math.ceil(space / (many || 1));
    const made = Array.from({ length: many }, (_, n) => [single || n ? `${path}-${n.toString(16)}` : path, first + n * width, width, !single && !n]);
    return single ? [[path, first, space, true], ...made] : made.filter(([, low], n) => !n || !only || only(low, width));
  }

  /** The terms of a place that are wanted, of all segments together (chain.js tells their shape). */
  async terms(...asked) {
    return (await this.partly(asked)).terms;
  }

  get largest() {
    return [...this.segments].sort((a, b) => b.space - a.space)[0];
  }

  /** Where a place's files in a segment begin. */
  first({ folder, shards }, family, where) {
    return `${folder}/${family}${(family === "f" ? where : Math.floor((where * shards[family]) / 65536)).toString(16)}`;
  }

  /** Whether the first file of a place in the largest segment was asked for. */
  glanced([family, first, second]) {
    return this.segments.length > 0 && this.files.has(this.first(this.largest, family, place(first, second)));
  }

  /** What the first block of pairs in the largest segment has of them; of all else the whole. */
  async glance(asked) {
    return this.gathered(asked, asked[0] === "p" && ((low) => low === this.largest.first));
  }

  /** The same of the segments and blocks that have some of the articles that are flagged; of single characters the whole. */
  async partly(asked, flags) {
    return this.gathered(asked, asked[0] !== "s" && flags && ((low, many) => flags.subarray(low, low + many).includes(1)));
  }

  /** {terms, times: about how many times as many articles there are}. */
  async gathered([family, first, second, wanted], only) {
    const where = second === undefined ? first : place(first, second), made = new Map();
    const of = (text, reading) => {
      const key = `${text} ${reading}`;
      if (!made.has(key)) made.set(key, { text, reading, parts: [[], [], []] });
      return made.get(key).parts;
    };
    const files = (await Promise.all(this.segments.map((part) => this.held(part, family, where, wanted, only)))).flat();
    const shards = await Promise.all(files.map(([path, , width, told]) => this.shard(path, width, family, told)));
    [...shards, this.youngTerms(family, where)].forEach((terms, i) => {
      const first = files[i]?.[1] ?? 0;
      for (const { text, reading, lists } of terms) {
        if (!wanted(text, reading)) continue;
        lists.forEach(([ids, counts], field) => of(text, reading)[field].push([first, ids, counts]));
      }
    });
    const whole = this.segments.reduce((n, { space }) => n + space, 0), seen = files.reduce((n, [, , width]) => n + width, 0);
    return { terms: [...made.values()].map(({ text, reading, parts }) => ({ text, reading, ...together(parts) })), times: seen < whole ? whole / Math.max(seen, 1) : 1 };
  }

  /** The terms of the newest articles, which the manifest carries as texts, filed as those of a shard; initials are what letters.js files, filters what facets.js does. */
  youngTerms(family, where) {
    if (!this.young) {
      this.young = new Map();
      this.manifest["young"].forEach((record, i) => this.cutYoung(record, this.firstYoung + i));
    }
    return this.young.get(family + where)?.values() ?? [];
  }

  cutYoung([title, , , , , tags, , text], article) {
    const others = this.manifest.others, of = (c) => this.own.get(c) ?? c;
    const add = (family, where, term, field, reading) => this.file(family, where, term, field, article, reading);
    [title, tags.join("\n"), text].map((t) => fold(t, this.written)).forEach((folded, field) => {
      for (const pair of pairs(folded)) {
        add("p", place(...[...pair].map(of)), pair, field);
        for (const reading of others[pair] ?? []) add("p", place(...reading.split("'")), pair, field, reading);
      }
      for (const c of singles(folded)) add("s", place(of(c)), c, field);
      for (const s of suffixes(folded)) add("w", place(...beginning(s)), s, field);
    });
  }

  /** Files a term of one of the newest articles. */
  file(family, where, text, field, article, reading = "") {
    const file = family + where, name = `${text} ${reading}`;
    if (!this.young.has(file)) this.young.set(file, new Map());
    const terms = this.young.get(file);
    if (!terms.has(name)) terms.set(name, { text, reading, lists: [[[], []], [[], []], [[], []]] });
    const [ids, counts] = terms.get(name).lists[field];
    if (ids.at(-1) === article) counts[counts.length - 1]++;
    else {
      ids.push(article);
      counts.push(1);
    }
  }

  /** The record of an article: title, href, date, column, source, tags, status, text, whether that goes on, its Traditional characters. */
  async record(article) {
    return this.here.get(article) ?? this.keep(article, await this.fetched(article));
  }

  keep(article, record) {
    this.here.set(article, record);
    folds(record[9] ?? "", this.written);
    return record;
  }

  /** Those of several, asked for together. */
  records(articles) {
    return Promise.all(articles.map((article) => this.record(article)));
  }

  /** The whole ones of several. */
  wholes(articles) {
    return Promise.all(articles.map((article) => this.whole(article)));
  }

  /** The same with the whole of its text, of which the record of a long one has the beginning. */
  async whole(article) {
    const record = await this.record(article);
    const more = record[8] && (await this.fetched(article, "-"));
    if (record[8]) {
      record[7] += more;
      record[8] = 0;
    }
    return record;
  }

  async fetched(article, part = "") {
    let first = 0;
    for (const [year, room] of this.manifest.years) {
      const slot = article - first;
      if (slot < room) return inflated(await this.read(`${year}-${room.toString(16)}/${slot.toString(16)}${part}.z`));
      first += room;
    }
    const pack = this.segments.filter(({ first }) => first <= article).at(-1);
    return inflated(await this.read(`${pack.folder}/r${(article - pack.first).toString(16)}${part}.z`));
  }
}
