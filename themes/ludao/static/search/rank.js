// lunr scores: an index of just a query's terms, with global frequencies. jianbao/search/rank.py said again.

const FIELDS = ["title", "tags", "body"], BOOSTS = [3, 2, 1], K1 = 1.2, SCORED = 200, FEW = 2000;

function idf(count, postings) {
  let df = 0;
  for (const list of postings) if (list) for (const n of list) if (n) df++;
  return Math.log(1 + Math.abs((count - df + 0.5) / (df + 0.5)));
}

/** {articles: the best first, of equals the newest; scores: Map; total; matching: all that match, the newest first}. */
export function scored(lunr, { count, articles }, terms, required, { welcome = {}, allowed, first } = {}) {
  const wanted = Object.keys(terms), more = Object.keys(welcome).filter((name) => welcome[name].some(Boolean));
  if (!wanted.length) return { articles: [], scores: new Map(), total: 0, matching: [] };
  const names = [...wanted, ...more];
  terms = { ...terms, ...welcome };
  const weights = names.map((name) => idf(articles, terms[name]));
  const having = new Uint8Array(count), none = new Uint8Array(count);
  for (const name of wanted) {
    const [title, tags, body] = terms[name].map((list) => list ?? none);
    for (let a = 0; a < count; a++) if (body[a] || title[a] || tags[a]) having[a]++;
  }
  const least = required ? wanted.length : 1;
  let found = [];
  for (let a = count - 1; a >= 0; a--) if (having[a] >= least && (!allowed || allowed(a))) found.push(a);
  const rough = new Float64Array(count);
  names.forEach((name, t) => {
    terms[name].forEach((list, field) => {
      if (!list) return;
      const weight = weights[t] * BOOSTS[field] * (K1 + 1);
      for (const a of found) rough[a] += (weight * list[a]) / (K1 + list[a]);
    });
  });
  const total = found.length, matching = found;
  const most = articles > FEW ? SCORED : FEW;
  const better = (a, b) => (first ? first[b] - first[a] : 0) || rough[b] - rough[a] || b - a;
  if (total > most) {
    const ahead = first ? found.filter((a) => first[a]) : [];
    if (ahead.length >= most) found = best(ahead, rough, most);
    else found = [...ahead, ...best(ahead.length ? found.filter((a) => !first[a]) : found, rough, most - ahead.length)];
  }
  found.sort(better);
  const index = lunr.Index.load(serialised(lunr, names, terms, weights, found));
  const { REQUIRED, OPTIONAL } = lunr.Query.presence;
  const answer = index.query((query) => {
    names.forEach((name, t) => query.term(name, { usePipeline: false, presence: required && t < wanted.length ? REQUIRED : OPTIONAL }));
  });
  const scores = new Map(answer.map((one) => [Number(one.ref), one.score]));
  const round = (a) => Math.round(scores.get(a) * 1e6);
  const order = (a, b) => (first ? first[b] - first[a] : 0) || round(b) - round(a) || b - a;
  return { articles: [...scores.keys()].sort(order), scores, total, matching };
}

/** So many of a list of articles, newest first, by their rough scores; no need to sort them all. */
function best(list, rough, most) {
  const bar = Float64Array.from(list, (a) => rough[a]).sort()[list.length - most];
  const above = list.filter((a) => rough[a] > bar);
  return above.concat(list.filter((a) => rough[a] === bar).slice(0, most - above.length));
}

/** A lunr index of some terms and articles, in lunr's own format. */
function serialised(lunr, names, terms, weights, chosen) {
  const invertedIndex = [], vectors = new Map(), ascending = [...chosen].sort((a, b) => a - b);
  const order = names.map((_, i) => i).sort((a, b) => (names[a] < names[b] ? -1 : 1));
  order.forEach((t, number) => {
    const entry = Object.assign(Object.create(null), { _index: number });
    FIELDS.forEach((field, f) => {
      const list = terms[names[t]][f], mine = (entry[field] = Object.create(null));
      if (!list) return;
      for (const article of ascending) {
        const n = list[article];
        if (!n) continue;
        mine[article] = {};
        const ref = `${field}/${article}`;
        if (!vectors.has(ref)) vectors.set(ref, []);
        vectors.get(ref).push(number, Math.round(((weights[t] * (K1 + 1) * n) / (K1 + n)) * BOOSTS[f] * 1000) / 1000);
      }
    });
    invertedIndex.push([names[t], entry]);
  });
  return { version: lunr.version, fields: FIELDS, fieldVectors: [...vectors], invertedIndex, pipeline: [] };
}
