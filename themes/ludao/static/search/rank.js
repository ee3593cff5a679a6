// lunr scores: an index of just a query's terms, with global frequencies. jianbao/search/asking/rank.py said again.

export const BOOSTS = [3, 2, 1];
const FIELDS = ["title", "tags", "body"], K1 = 1.2, SCORED = 200, FEW = 2000;

export function idf(count, postings, times = 1) {
  let df = 0;
  for (const list of postings) if (list) for (const n of list) if (n) df++;
  df *= times;
  return Math.log(1 + Math.abs((count - df + 0.5) / (df + 0.5)));
}

/** {articles: all that match, the best first, of equals and beyond what lunr scores the newest; scores: Map}. */
export function scored(lunr, { count, articles }, terms, required, { welcome = {}, among, times = {} } = {}) {
  const wanted = Object.keys(terms), more = Object.keys(welcome).filter((name) => welcome[name].some(Boolean));
  if (!wanted.length) return { articles: [], scores: new Map() };
  const names = [...wanted, ...more];
  terms = { ...terms, ...welcome };
  const weights = names.map((name) => idf(articles, terms[name], times[name]));
  const having = new Uint8Array(count), none = new Uint8Array(count);
  for (const name of wanted) {
    const [title, tags, body] = terms[name].map((list) => list ?? none);
    for (let a = 0; a < count; a++) if (body[a] || title[a] || tags[a]) having[a]++;
  }
  const least = required ? wanted.length : 1;
  let found = [];
  for (let a = count - 1; a >= 0; a--) if (having[a] >= least && (!among || among[a])) found.push(a);
  const rough = new Float64Array(count);
  names.forEach((name, t) => {
    terms[name].forEach((list, field) => {
      if (!list) return;
      const weight = weights[t] * BOOSTS[field] * (K1 + 1);
      for (const a of found) rough[a] += (weight * list[a]) / (K1 + list[a]);
    });
  });
  const all = found, most = articles > FEW ? SCORED : FEW;
  if (found.length > most) found = best(found, rough, most);
  const index = new lunr.Index(indexed(lunr, names, terms, weights, found));
  // Which must be there is known: the index has no other articles.
  const answer = index.query((query) => names.forEach((name) => query.term(name)));
  const scores = new Map(answer.map((one) => [Number(one.ref), one.score]));
  const round = (a) => Math.round(scores.get(a) * 1e6);
  const ahead = [...scores.keys()].sort((a, b) => round(b) - round(a) || b - a);
  return { articles: [...ahead, ...all.filter((a) => !scores.has(a))], scores };
}

/** So many of a list of articles, newest first, by their rough scores; no need to sort them all. */
function best(list, rough, most) {
  const bar = Float64Array.from(list, (a) => rough[a]).sort()[list.length - most];
  const above = list.filter((a) => rough[a] > bar);
  return above.concat(list.filter((a) => rough[a] === bar).slice(0, most - above.length));
}

/** What a lunr index of some terms and articles is made of. */
function indexed(lunr, names, terms, weights, chosen) {
  const invertedIndex = Object.create(null), vectors = {}, ascending = [...chosen].sort((a, b) => a - b);
  const order = names.map((_, i) => i).sort((a, b) => (names[a] < names[b] ? -1 : 1));
  order.forEach((t, number) => {
    const entry = (invertedIndex[names[t]] = { _index: number });
    FIELDS.forEach((field, f) => {
      const list = terms[names[t]][f], mine = (entry[field] = {});
      for (const article of list ? ascending : []) {
        const n = list[article];
        if (!n) continue;
        mine[article] = {};
        const weight = Math.round(((weights[t] * (K1 + 1) * n) / (K1 + n)) * BOOSTS[f] * 1000) / 1000;
        (vectors[`${field}/${article}`] ??= []).push(number, weight);
      }
    });
  });
  const fieldVectors = Object.fromEntries(Object.entries(vectors).map(([ref, vector]) => [ref, new lunr.Vector(vector)]));
  return { fields: FIELDS, fieldVectors, invertedIndex, tokenSet: lunr.TokenSet };
}
