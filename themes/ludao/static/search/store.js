// The index as it is fetched: only what a query needs, each file once. jianbao/index/store.py said again.

import { fold, hanRuns, pairs, singles, suffixes } from "./cut.js";
import { decode, place } from "./shard.js";

const FAMILIES = { p: true, s: false, w: true, i: false, f: false };
const BY_READING = 3755;

/** A deflated JSON file as a value. */
async function inflated(data) {
  const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(new TextDecoder("gb18030").decode(await new Response(stream).arrayBuffer()));
}

/** A table's two texts of digits as numbers. */
function numbers(text) {
  const half = text.length / 2;
  return Array.from({ length: half }, (_, i) => text.charCodeAt(i) - 35 + 80 * (text.charCodeAt(i + half) - 35));
}

/** Character → reading. */
function readings(table) {
  const said = ["", ...table.syllables.split(" ")], made = new Map(), decoder = new TextDecoder("gb18030");
  const steps = numbers(table.steps), later = numbers(table.numbers);
  let at = 0, n = 0;
  for (let row = 0xb0; row < 0xf8; row++) {
    for (let cell = 0xa1; cell < 0xff; cell++) {
      if (row === 0xd7 && cell > 0xf9) continue;
      at = n < BY_READING ? (at + steps[n]) % said.length : later[n - BY_READING];
      n++;
      if (at) made.set(decoder.decode(new Uint8Array([row, cell])), said[at]);
    }
  }
  for (const word of table.more.split(" ")) {
    const [character, ...reading] = word;
    made.set(character, reading.join(""));
  }
  return made;
}

export class Store {
  /** `read(path, again)` promises the bytes of a file below the index's folder. */
  constructor(read) {
    this.source = read;
    this.files = new Map();
  }

  read(path, again) {
    if (again || !this.files.has(path)) {
      const promise = this.source(path, again);
      this.files.set(path, promise);
      promise.catch(() => this.files.delete(path));
    }
    return this.files.get(path);
  }

  async open(again) {
    this.manifest = await inflated(await this.read("index.z", again));
    const table = await inflated(await this.read(this.manifest.characters));
    this.own = readings(table);
    this.syllables = new Set(this.own.values());
    this.count = this.manifest.count;
    let first = 0;
    this.levels = this.manifest.levels.map(([folder, articles, shards]) => {
      first += articles;
      return { folder, first: first - articles, articles, shards };
    });
    this.firstYoung = first;
    this.young = null;
    return this;
  }

  /** Reads the table of Traditional characters when a text has what may be one. */
  async unfold(text) {
    const strange = hanRuns(fold(text)).some((run) => [...run].some((c) => !this.own.has(c)));
    if (!strange || this.simplified) return;
    const table = [...(await inflated(await this.read(this.manifest.folding)))];
    this.simplified = new Map();
    for (let i = 0; i < table.length; i += 2) this.simplified.set(table[i], table[i + 1]);
    this.young = null;
  }

  /** The terms of a place that are wanted, of all levels together (chain.js tells their shape). */
  async terms(family, first, second, wanted) {
    const where = place(first, second), made = new Map();
    const of = (text, reading) => {
      const key = `${text} ${reading}`;
      if (!made.has(key)) made.set(key, { text, reading, articles: [[], [], []], counts: [[], [], []] });
      return made.get(key);
    };
    const parts = await Promise.all(this.levels.map(async ({ folder, articles, shards }) =>
      decode(await this.read(`${folder}/${family}${((where * shards[family]) / 65536 | 0).toString(16)}`), articles, FAMILIES[family], family === "p", wanted)));
    parts.forEach((part, i) => {
      for (const { text, reading, lists } of part) {
        const term = of(text, reading);
        lists.forEach(([articles, counts], field) => {
          for (const a of articles) term.articles[field].push(this.levels[i].first + a);
          for (const n of counts) term.counts[field].push(n);
        });
      }
    });
    for (const [text, reading, field, article] of this.youngTerms(family)) {
      if (!wanted(text, reading)) continue;
      const { articles: { [field]: list }, counts: { [field]: counts } } = of(text, reading);
      if (list.at(-1) === article) counts[counts.length - 1]++;
      else {
        list.push(article);
        counts.push(1);
      }
    }
    return [...made.values()];
  }

  /** Every value of a facet (column, source, tag) with its articles. */
  facet(name) {
    this.facets ??= {};
    return (this.facets[name] ??= this.readFacet(name).catch((error) => {
      delete this.facets[name];
      throw error;
    }));
  }

  async readFacet(name) {
    const number = ["column", "source", "tag"].indexOf(name), made = new Map();
    const add = (text, article) => {
      const value = text.slice(name.length + 1);
      if (!made.has(value)) made.set(value, new Set());
      made.get(value).add(article);
    };
    await Promise.all(this.levels.map(async (level) => {
      for (const { text, lists } of decode(await this.read(`${level.folder}/f${number}`), level.articles, false, false, () => true)) {
        for (const article of lists[2][0]) add(text, level.first + article);
      }
    }));
    for (const [text, , , article] of this.youngTerms("f")) if (text.startsWith(`${name}=`)) add(text, article);
    return made;
  }

  /** The terms of the newest articles, which the manifest carries as texts. */
  youngTerms(family) {
    if (!this.young) {
      this.young = { p: [], s: [], w: [], i: [], f: [] };
      this.manifest.young.forEach((record, i) => this.cutYoung(record, this.firstYoung + i));
    }
    return this.young[family];
  }

  cutYoung([title, , , column, source, tags, , text], article) {
    const young = this.young, others = this.manifest.others;
    [title, tags.join("\n"), text].map((t) => fold(t, this.simplified)).forEach((folded, field) => {
      for (const pair of pairs(folded)) {
        for (const reading of ["", ...(others[pair] ?? [])]) young.p.push([pair, reading, field, article]);
      }
      for (const c of singles(folded)) young.s.push([c, "", field, article]);
      for (const s of suffixes(folded)) young.w.push([s, "", field, article]);
      const found = field === 2 ? [] : new Set(folded.split("\n").flatMap((part) => [...this.initials(part)]));
      for (const i of found) young.i.push([i, "", field, article]);
    });
    const facets = [["column", column], ["source", source], ...tags.map((t) => ["tag", t])];
    for (const f of new Set(facets.filter((x) => x[1]).map((x) => x.join("=")))) young.f.push([f, "", 2, article]);
  }

  /** Two and three initials in a row of a title. */
  initials(title) {
    const han = hanRuns(title).join("");
    const heads = [...han].map((c) => [...(this.own.get(c) ?? c)][0]);
    const found = new Set();
    const add = (list) => {
      for (const n of [2, 3]) for (let i = 0; i + n <= list.length; i++) found.add(list.slice(i, i + n).join(""));
    };
    add(heads);
    pairs(han).forEach((pair, i) => {
      for (const reading of this.manifest.others[pair] ?? []) {
        const [first, second] = reading.split("'");
        add([...heads.slice(Math.max(i - 1, 0), i), first[0], second[0], ...heads.slice(i + 2, i + 3)]);
      }
    });
    return found;
  }

  /** The record of an article: title, href, date, column, source, tags, status, text. */
  async record(article) {
    if (article >= this.firstYoung) return this.manifest.young[article - this.firstYoung];
    let first = 0;
    for (const [folder, many] of this.manifest.records) {
      if (article < first + many) return inflated(await this.read(`${folder}/${(article - first).toString(16)}.z`));
      first += many;
    }
    throw new RangeError(`no article ${article}`);
  }
}

