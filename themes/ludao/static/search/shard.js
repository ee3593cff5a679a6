// A shard's bytes: jianbao/search/shard.py tells what they mean.

const BASE = 0x3400, HAN = 0xa000 - BASE, SPAN = 1 << 15, LIMIT = 20, HEAVY = 4096;

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

/** Where two readings, or one, are filed among 2¹⁶ places. */
export function place(first, second = "") {
  let value = Math.imul(hashed(first), 0x9e3779b1) ^ hashed(second);
  value ^= value >>> 15;
  value = Math.imul(value, 0x2c1b3c6d);
  return (value ^ (value >>> 12)) & 0xffff;
}

const character = (number) => String.fromCharCode(number < HAN ? number + BASE : number - HAN);

/** Codes of few bits, the highest bit first: jianbao/search/bits.py tells them. */
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

  /** A term's articles in one field: jianbao/search/posting_lists.py tells the two kinds. */
  list(df, space, frequencies) {
    if (!frequencies || df <= HEAVY) return this.gaps(df, space, frequencies);
    const total = this.gamma(), [found, counts] = this.gaps(df, space, false);
    const low = Math.floor((3 * total) / df);
    counts.fill(Math.floor((2 * total + df) / (2 * df)));
    const [told, more] = this.gaps(this.gamma() - 1, space, true);
    for (let i = 0, at = 0; i < told.length; i++) {
      while (found[at] < told[i]) at++;
      counts[at] = low + more[i];
    }
    return [found, counts];
  }
}

/** The terms of a shard: {text, reading, lists: for each field [articles, counts]}. */
export function decode(data, space, frequencies, pairs) {
  if (!data.length) return [];
  let at = 0;
  const varint = () => {
    for (let value = 0, shift = 0; ; shift += 7) {
      const byte = data[at++];
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const many = varint(), step = varint(), size = varint();
  const names = new TextDecoder().decode(data.subarray(at, at + size));
  const bits = new Bits(data, (at + size) * 8), terms = [];
  for (let i = 0, last = -1; i < many; i++) {
    last += 1 + bits.rice(step, 32);
    terms.push(character(Math.floor(last / SPAN)) + character(last % SPAN));
  }
  if (size) terms.push(...names.split("\n"));
  const counts = terms.map(() => (bits.number(1) ? [0, 0, bits.gamma()] : [0, 0, 0].map(() => bits.gamma() - 1)));
  return terms.map((name, i) => {
    const [a, b, ...rest] = pairs ? name : [name];
    const lists = counts[i].map((df) => bits.list(df, space, frequencies));
    return { text: pairs ? a + b : name, reading: rest.join(""), lists };
  });
}
