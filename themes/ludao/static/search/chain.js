// Neighbouring pairs have a character in common: jianbao/search/asking/chain.py said again.
// A step is {name, terms, linked}; a term {text, reading, articles, counts},
// of these a typed array for each field.

/** For each field which articles have the steps one behind the other there: Uint8Arrays, or null for none. */
export function joined(steps, count) {
  return [0, 1, 2].map((field) => {
    if (!steps.length || !steps.every(({ terms }) => terms.some((term) => term.articles[field].length))) return null;
    let alive = null, known;
    for (const { terms, linked } of steps) {
      const now = new Uint32Array(count);
      const ends = [...new Set(terms.map((term) => [...term.text].at(-1)))].sort(byCode);
      const bit = new Map(ends.map((c, i) => [c, 1 << i % 32]));
      for (const { text, articles } of terms) {
        const need = linked ? known.get([...text][0]) ?? 0 : -1, mark = bit.get([...text].at(-1));
        const ids = articles[field];
        for (let i = 0; i < ids.length; i++) if (!alive || alive[ids[i]] & need) now[ids[i]] |= mark;
      }
      alive = now;
      known = bit;
    }
    const made = new Uint8Array(count);
    for (let a = 0; a < count; a++) made[a] = alive[a] ? 1 : 0;
    return made.includes(1) ? made : null;
  });
}

const byCode = (a, b) => a.codePointAt() - b.codePointAt();

/** The postings of some terms as those of one: for each field a Uint16Array by article, or null. */
export function merged(terms, count, only) {
  return [0, 1, 2].map((field) => {
    if (!terms.some((term) => term.articles[field].length) || (only && !only[field])) return null;
    const made = new Uint16Array(count);
    for (const { articles, counts } of terms) {
      const ids = articles[field], often = counts[field];
      for (let i = 0; i < ids.length; i++) if (!only || only[field][ids[i]]) made[ids[i]] += often[i];
    }
    return only && !made.some(Boolean) ? null : made;
  });
}

/** Articles of any field. */
export const anywhere = (fields, count) => {
  const made = new Uint8Array(count);
  for (const list of fields) for (let a = 0; list && a < count; a++) made[a] |= list[a];
  return made;
};
