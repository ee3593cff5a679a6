// A shard's bytes: jianbao/index/shard.py tells what they mean.

const BASE = 0x3400, HAN = 0xa000 - BASE, SPAN = 1 << 15, LIMIT = 20;

/** FNV-1a of a reading; u and ü are filed as one. */
function hashed(reading) {
  let value = 2166136261;
  for (const unit of reading.replaceAll("v", "u").split("")) {
    value = Math.imul(value ^ unit.charCodeAt(0), 16777619);
  }
  return value;
}

/** Where two readings, or one, are filed among 2¹⁶ places. */
export function place(first, second = "") {
  let value = Math.imul(hashed(first), 0x9e3779b1) ^ hashed(second);
  value ^= value >>> 15;
  value = Math.imul(value, 0x2c1b3c6d);
  return (value ^ (value >>> 12)) & 0xffff;
}

const character = (number) => String.fromCharCode(number < HAN ? number + BASE : number - HAN);

/** The terms that `wanted(text, reading)` picks, as {text, reading, lists: for each field [articles, counts]}. */
export function decode(data, articles, frequencies, pairs, wanted) {
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
  at = (at + size) * 8;
  const bit = () => (data[at >> 3] >> (7 - (at++ & 7))) & 1;
  const number = (bits) => {
    let value = 0;
    while (bits--) value = value * 2 + bit();
    return value;
  };
  const rice = (k, escape) => {
    let quotient = 0;
    while (quotient < LIMIT && bit()) quotient++;
    return quotient === LIMIT ? number(escape) : quotient * 2 ** k + number(k);
  };
  const gamma = () => {
    let zeros = 0;
    while (!bit()) zeros++;
    return 2 ** zeros + number(zeros);
  };
  const terms = [];
  for (let i = 0, last = -1; i < many; i++) {
    last += 1 + rice(step, 32);
    terms.push(character(Math.floor(last / SPAN)) + character(last % SPAN));
  }
  if (size) terms.push(...names.split("\n"));
  const counts = terms.map(() => (bit() ? [0, 0, gamma()] : [gamma() - 1, gamma() - 1, gamma() - 1]));
  const found = [];
  terms.forEach((name, i) => {
    const [a, b, ...rest] = pairs ? name : [name], text = pairs ? a + b : name, reading = rest.join("");
    const lists = wanted(text, reading) && [[[], []], [[], []], [[], []]];
    if (lists) found.push({ text, reading, lists });
    counts[i].forEach((df, field) => {
      const mean = df ? Math.floor((articles * 11) / (16 * df)) : 0, k = mean ? 31 - Math.clz32(mean) : 0;
      for (let article = -1, n = df; n--; ) {
        article += 1 + rice(k, 20);
        const frequency = frequencies ? gamma() : 1;
        if (lists) {
          lists[field][0].push(article);
          lists[field][1].push(frequency);
        }
      }
    });
  });
  return found;
}
