// What a query sounds like, looked up: jianbao/search/sounds.py said again.

import { anywhere, joined, merged } from "./chain.js";
import { FIRST, MOST, spread } from "./grams.js";
import { fits, heard, same } from "./spell.js";

const MANY = 10;

/** {rows, exact, terms} of a way to read a query, or null when nothing sounds so; `kept` are steps as written. */
export async function spoken(store, way, kept) {
  const exact = way.some((row) => row.some(([kind]) => kind !== "han")), { count } = store;
  const terms = Object.fromEntries(kept.map((step) => [step.name, merged(step.terms, count)]));
  const heardRows = [];
  for (const [number, row] of way.entries()) {
    let found = await lookedUp(store, row, exact, FIRST);
    if (found && row.length - 1 > FIRST) {
      const many = anywhere(found.fields, count).reduce((n, yes) => n + yes, 0);
      if (!many || many > MANY) found = await lookedUp(store, row, exact, MOST);
    }
    if (!found?.fields.some(Boolean)) return null;
    heardRows.push(found.row);
    for (const step of found.steps) terms[`${number} ${step.name}`] = merged(step.terms, count, found.fields);
  }
  return Object.values(terms).every((lists) => lists.some(Boolean)) ? { rows: heardRows, exact, terms } : null;
}

async function lookedUp(store, row, exact, most) {
  const own = store.own, titles = row.some(([kind]) => kind === "initial");
  const jobs = [];
  const step = async (name, terms, linked) => ({ name, terms: await terms, linked });
  if (row.length === 1) {
    if (titles) return null;
    jobs.push(step("", store.terms("s", heard(row[0], own), "", (t) => fits(row[0], t, own.get(t) ?? t, own, exact)), false));
  }
  if (titles) {
    const heads = row.map((sound) => [...heard(sound, own)][0]), size = Math.min(heads.length, 3);
    const grams = heads.slice(size - 1).map((_, i) => heads.slice(i, i + size).join(""));
    for (const gram of spread(grams, most)) jobs.push(step(`${gram}.`, store.terms("i", gram, "", (t) => t === gram), false));
  }
  const whole = [...row.keys()].slice(1).map((i) => i - 1).filter((i) => row[i][0] !== "initial" && row[i + 1][0] !== "initial");
  const places = spread(whole, most);
  const found = new Map(await Promise.all(places.map(async (i) => [i, await pair(store, row.slice(i, i + 2), exact)])));
  row = withAlso(row, found, own);
  for (const i of places) {
    const terms = (async () => {
      const two = row.slice(i, i + 2), more = two.some((sound) => sound[2]) ? await beside(store, two, exact) : [];
      const all = [...found.get(i), ...more];
      return titles ? all.map((t) => ({ ...t, articles: [...t.articles.slice(0, 2), []] })) : all;
    })();
    jobs.push(step(String(i), terms, places.includes(i - 1)));
  }
  const steps = await Promise.all(jobs);
  return { row, steps, fields: joined(steps, store.count) };
}

function pair(store, two, exact) {
  const own = store.own;
  const wanted = (text, reading) => {
    const said = reading ? reading.split("'") : [...text].map((c) => own.get(c) ?? c);
    return [...text].every((c, i) => fits(two[i], c, said[i], own, exact));
  };
  return store.terms("p", heard(two[0], own), heard(two[1], own), wanted);
}

/** The row, its sounds with the characters that are read so in a word. */
function withAlso(row, found, own) {
  const also = row.map(() => new Set());
  for (const [i, terms] of found) {
    for (const { text, reading } of terms) {
      if (!reading) continue;
      [...text].forEach((c, side) => {
        const sound = row[i + side];
        if (c !== sound[1] && !same(heard(sound, own), own.get(c) ?? c)) also[i + side].add(c);
      });
    }
  }
  return row.map((sound, i) => (also[i].size ? [sound[0], sound[1], also[i]] : sound));
}

/** The pairs of one character that is read otherwise by itself and one that is not, under their own readings. */
async function beside(store, two, exact) {
  const own = store.own, [first, second] = two.map((sound) => heard(sound, own));
  const readings = two.map((sound, i) => [...new Set([[first, second][i], ...[...(sound[2] ?? [])].map((c) => own.get(c) ?? c)])]);
  const jobs = [];
  for (const a of readings[0]) {
    for (const b of readings[1]) {
      if (a === first && b === second) continue;
      const said = [a, b];
      jobs.push(store.terms("p", a, b, (text, reading) =>
        !reading && [...text].every((c, i) => (own.get(c) ?? c) === said[i] && fits(two[i], c, said[i], own, exact))));
    }
  }
  return (await Promise.all(jobs)).flat();
}
