// MiniSearch and a monolithic lunr index over the pairs of characters of whole texts, as their users would make them.
// Standard input: {documents: [[title, tags, body]], queries, names, modules}; standard output: one result a name.

import fs from "node:fs";
import { createRequire } from "node:module";

const { documents, queries, names, modules } = JSON.parse(fs.readFileSync(0, "utf8"));
const require = createRequire(modules + "/package.json");
const cut = (text) => {
  const made = [];
  for (const run of text.toLowerCase().match(/[\u4e00-\u9fff]+|[a-z0-9]+/g) ?? []) {
    if (run < "\u4e00" || run.length === 1) made.push(run);
    else for (let i = 0; i + 1 < run.length; i++) made.push(run.slice(i, i + 2));
  }
  return made;
};
const fields = ["title", "tags", "body"], boost = { title: 3, tags: 2, body: 1 };
const rows = documents.map(([title, tags, body], id) => ({ id, title, tags, body }));

const makers = {
  minisearch() {
    const MiniSearch = require("minisearch");
    const index = new MiniSearch({ fields, tokenize: cut, processTerm: (term) => term });
    index.addAll(rows);
    const ask = (query) => index.search(query, { boost, combineWith: "AND" }).map((r) => r.id);
    return { size: () => JSON.stringify(index).length, ask };
  },
  lunr() {
    const lunr = require("lunr");
    const index = lunr(function () {
      this.pipeline.reset();
      this.searchPipeline.reset();
      for (const field of fields) this.field(field, { boost: boost[field] });
      for (const row of rows) this.add({ id: row.id, ...Object.fromEntries(fields.map((f) => [f, cut(row[f])])) });
    });
    const required = { presence: lunr.Query.presence.REQUIRED, usePipeline: false };
    const ask = (query) => index.query((q) => cut(query).forEach((term) => q.term(term, { ...required }))).map((r) => Number(r.ref));
    // Larger than the longest string that Node can hold: term by term.
    const size = () => {
      const whole = index.toJSON();
      const bytes = (list) => list.reduce((sum, one) => sum + Buffer.byteLength(JSON.stringify(one)) + 1, 0);
      return bytes(whole.fieldVectors) + bytes(whole.invertedIndex);
    };
    return { size, ask };
  },
};

for (const name of names) {
  const before = process.cpuUsage();
  const { size, ask } = makers[name]();
  const cpu = process.cpuUsage(before);
  const times = [], answers = queries.map((query) => {
    const since = performance.now(), found = ask(query).slice(0, 10);
    times.push(performance.now() - since);
    return found;
  });
  const memory = process.resourceUsage().maxRSS * 1024;
  console.log(JSON.stringify({ name, cpu: (cpu.user + cpu.system) / 1e6, memory, bytes: size(), answers, times }));
}
