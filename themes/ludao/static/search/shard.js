// A shard's bytes: jianbao/search/shards/shard.py tells what they mean.

const PLACES = 65536, LIMIT = 20, HEAVY = 4096, ALONE = "0123456789abcdefghijklmnopqrstuvwxyz";

const hashes = new Map();

const ears = new Map();

/** What a syllable is for those who do not tell zh from z, n from l, f from h, ang from an; u and ü are one. */
export function ear(syllable) {
  if (!ears.has(syllable)) {
    const flat = syllable.replaceAll("v", "u").replace(/^(?:([zcs])h|n|f)/, (sound, c) => c ?? (sound === "n" ? "l" : "h"));
    ears.set(syllable, flat.replace(/([aei]n)g$/, "$1"));
  }
  return ears.get(syllable);
}

/** FNV-1a of what is heard. */
function hashed(reading) {
  if (!hashes.has(reading)) {
    let value = 2166136261;
    for (const unit of ear(reading).split("")) value = Math.imul(value ^ unit.charCodeAt(0), 16777619);
    hashes.set(reading, value);
  }
  return hashes.get(reading);
}

/** Where two hashes are filed among 2¹⁶ places. */
export function mixed(first, second) {
  let value = Math.imul(first, 0x9e3779b1) ^ second;
  value ^= value >>> 15;
  value = Math.imul(value, 0x2c1b3c6d);
  return (value ^ (value >>> 12)) & (PLACES - 1);
}

/** Where two readings, or one, are filed among 2¹⁶ places. */
export const place = (first, second = "") => mixed(hashed(first), hashed(second));

const ascending = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const byCode = (a, b) => a.codePointAt() - b.codePointAt();

/** What pair a number is, in ascending order, by the table of readings: jianbao/search/shards/pairs.py tells how they are numbered. */
export function pairsOf(own) {
  const classes = new Map();
  for (const [character, reading] of [...[...ALONE].map((c) => [c, c]), ...own]) {
    const heard = ear(reading);
    if (!classes.has(heard)) classes.set(heard, []);
    classes.get(heard).push(character);
  }
  const names = [...classes.keys()].sort(ascending), members = names.map((name) => classes.get(name).sort(byCode));
  const hashes = names.map(hashed), many = names.length, places = new Uint16Array(many * many), starts = new Uint32Array(PLACES + 1);
  for (let i = 0, at = 0; i < many; i++) for (let j = 0; j < many; j++, at++) starts[(places[at] = mixed(hashes[i], hashes[j])) + 1]++;
  for (let i = 0; i < PLACES; i++) starts[i + 1] += starts[i];
  const order = new Uint32Array(places.length), ends = new Uint32Array(places.length);
  for (let at = 0; at < places.length; at++) order[starts[places[at]]++] = at;
  const sounds = (at) => [members[Math.floor(order[at] / many)], members[order[at] % many]];
  for (let at = 0, end = 0; at < order.length; at++) {
    const [first, second] = sounds(at);
    ends[at] = end += first.length * second.length;
  }
  return (number) => {
    let low = 0;
    for (let high = ends.length - 1; low < high; ) {
      const middle = (low + high) >> 1;
      if (ends[middle] > number) high = middle;
      else low = middle + 1;
    }
    const [first, second] = sounds(low), at = number - (low && ends[low - 1]);
    return first[Math.floor(at / second.length)] + second[at % second.length];
  };
}

/** Codes of few bits, the highest bit first: jianbao/search/shards/bits.py tells them. */
class Bits {
  constructor(data, at) {
    this.data = data;
    this.at = at;
  }

  /** The next 32 bits, signed. */
  peek() {
    const d = this.data, i = this.at >> 3, shift = this.at & 7;
    const whole = (d[i] << 24) | (d[i + 1] << 16) | (d[i + 2] << 8) | d[i + 3];
    return shift ? (whole << shift) | (d[i + 4] >> (8 - shift)) : whole;
  }

  number(bits) {
    const value = bits ? this.peek() >>> (32 - bits) : 0;
    this.at += bits;
    return value;
  }

  rice(k, escape) {
    const quotient = Math.clz32(~this.peek());
    if (quotient >= LIMIT) {
      this.at += LIMIT;
      return this.number(escape);
    }
    this.at += quotient + 1;
    return quotient * 2 ** k + this.number(k);
  }

  gamma() {
    const zeros = Math.clz32(this.peek());
    this.at += zeros;
    return this.number(zeros + 1);
  }

  /** [articles, counts]: a list of so many, each gap followed by a frequency or not. */
  gaps(many, space, frequencies) {
    const mean = many ? Math.floor((space * 11) / (16 * many)) : 0, k = mean ? 31 - Math.clz32(mean) : 0;
    const found = new Uint32Array(many), counts = new Uint16Array(many);
    for (let i = 0, article = -1; i < many; i++) {
      found[i] = article += 1 + this.rice(k, 21);
      counts[i] = frequencies ? this.gamma() : 1;
    }
    return [found, counts];
  }

  /** A term's articles in one field: jianbao/search/shards/posting_lists.py tells the two kinds. */
  list(df, space, frequencies) {
    if (!frequencies || df <= HEAVY) return this.gaps(df, space, frequencies);
    const total = this.gamma(), [found, counts] = this.gaps(df, space, false);
    const low = 3 << (31 - Math.clz32(total / df));
    counts.fill(Math.floor((2 * total + df) / (2 * df)));
    const [told, more] = this.gaps(this.gamma() - 1, space, true);
    for (let i = 0, at = 0; i < told.length; i++) {
      while (found[at] < told[i]) at++;
      counts[at] = low + more[i];
    }
    return [found, counts];
  }
}

/** Reads numbers in groups of seven bits, the lowest first; `at` is where the next one stands. */
export function varints(data) {
  const next = () => {
    for (let value = 0, shift = 0; ; shift += 7) {
      const byte = data[next.at++];
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  next.at = 0;
  return next;
}

/** The terms of a shard: {text, reading, lists: for each field [articles, counts]}; `pair` tells what a number is. */
export function decode(data, space, frequencies, pair) {
  if (!data.length) return [];
  const varint = varints(data);
  const many = varint(), lowest = varint(), step = varint(), size = varint();
  const at = varint.at + size, names = new TextDecoder().decode(data.subarray(varint.at, at));
  const bits = new Bits(data, at * 8), terms = [];
  for (let i = 0, last = lowest - 1; i < many; i++) terms.push(pair((last += 1 + bits.rice(step, 32))));
  let word = [];
  for (const [, shared, rest] of names.matchAll(/([\0-\x1f])([^\0-\x1f]*)/g)) {
    word = [...word.slice(0, shared.charCodeAt()), ...rest];
    terms.push(word.join(""));
  }
  const counts = terms.map(() => (bits.number(1) ? [0, 0, bits.gamma()] : [0, 0, 0].map(() => bits.gamma() - 1)));
  return terms.map((name, i) => {
    const [a, b, ...rest] = pair ? name : [name];
    const lists = counts[i].map((df) => bits.list(df, space, frequencies));
    return { text: pair ? a + b : name, reading: rest.join(""), lists };
  });
}
