// The QR code (ISO/IEC 18004) of a page's address, when the share menu opens and on paper: bytes, error correction M,
// versions 1 to 20. Only pages that have the one or the other fetch this.

const EACH = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26]; // correction bytes of a block
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16];
const MASKS = [(x, y) => (x + y) % 2, (x, y) => y % 2, (x) => x % 3, (x, y) => (x + y) % 3];

function times(a, b) {
  let product = 0;
  for (; b; b >>= 1, a = a & 128 ? (a << 1) ^ 285 : a << 1) if (b & 1) product ^= a;
  return product;
}

/** The correction bytes of a block: the remainder of its polynomial. */
function corrections(data, degree) {
  const divisor = Array(degree).fill(0);
  divisor[degree - 1] = 1;
  for (let i = 0, root = 1; i < degree; i++, root = times(root, 2))
    for (let j = 0; j < degree; j++) divisor[j] = times(divisor[j], root) ^ (divisor[j + 1] ?? 0);
  const rest = Array(degree).fill(0);
  for (const byte of data) {
    const factor = byte ^ rest.shift();
    rest.push(0);
    divisor.forEach((value, i) => (rest[i] ^= times(value, factor)));
  }
  return rest;
}

/** A code's rows of dark (1) and light (0) modules; null for an address that is too long. */
function code(url) {
  const bytes = new TextEncoder().encode(url);
  for (let version = 1; version <= 20; version++) {
    const side = 17 + 4 * version;
    const aligned = version > 1 ? Math.floor(version / 7) + 2 : 0;
    let raw = (16 * version + 128) * version + 64 - (aligned && (25 * aligned - 10) * aligned - 55);
    if (version > 6) raw -= 36;
    const total = raw >> 3;
    const count = BLOCKS[version - 1];
    const room = total - count * EACH[version - 1];
    if (bytes.length + (version > 9 ? 3 : 2) > room) continue;
    const bits = `0100${bytes.length.toString(2).padStart(version > 9 ? 16 : 8, 0)}${[...bytes].map((b) => b.toString(2).padStart(8, 0)).join("")}0000`;
    const data = bits.slice(0, room * 8).match(/.{1,8}/g).map((b) => parseInt(b.padEnd(8, 0), 2));
    for (let pad = 236; data.length < room; pad ^= 253) data.push(pad);
    return drawn(interleaved(data, count, total, EACH[version - 1]), version, side, aligned);
  }
  return null;
}

function interleaved(data, count, total, each) {
  const blocks = [];
  for (let i = 0, at = 0; i < count; i++) {
    const length = Math.floor(total / count) - each + (i >= count - (total % count) ? 1 : 0);
    blocks.push(data.slice(at, (at += length)));
  }
  const extra = blocks.map((block) => corrections(block, each));
  const mixed = [];
  for (const group of [blocks, extra]) for (let i = 0; i < group.at(-1).length; i++) for (const block of group) if (i < block.length) mixed.push(block[i]);
  return mixed;
}

function drawn(bytes, version, side, aligned) {
  const rows = Array.from({ length: side }, () => Array(side).fill(null));
  const put = (x, y, dark) => rows[y]?.[x] !== undefined && (rows[y][x] = Number(dark));
  // Finders, alignment, timing, the dark module, room for the format.
  for (let i = 0; i < side; i++) rows[6][i] = rows[i][6] = 1 - (i % 2);
  for (const [cx, cy] of [[3, 3], [side - 4, 3], [3, side - 4]])
    for (let y = -4; y < 5; y++) for (let x = -4; x < 5; x++) put(cx + x, cy + y, ![2, 4].includes(Math.max(Math.abs(x), Math.abs(y))));
  const step = Math.ceil((side - 13) / (2 * aligned - 2)) * 2;
  const centres = aligned ? [6, ...Array.from({ length: aligned - 1 }, (_, i) => side - 7 - step * (aligned - 2 - i))] : [];
  for (const cy of centres) for (const cx of centres) {
    if ((cx < 9 && cy < 9) || (cx > side - 10 && cy < 9) || (cx < 9 && cy > side - 10)) continue;
    for (let y = -2; y < 3; y++) for (let x = -2; x < 3; x++) put(cx + x, cy + y, Math.max(Math.abs(x), Math.abs(y)) !== 1);
  }
  const remainder = (value, polynomial, length) => {
    let rest = value;
    for (let i = 0; i < length; i++) rest = (rest << 1) ^ ((rest >> (length - 1)) * polynomial);
    return (value << length) | rest;
  };
  const format = (mask) => {
    const bits = remainder(mask, 0x537, 10) ^ 0x5412; // error correction M is 00
    for (let i = 0; i < 15; i++) {
      const bit = (bits >> i) & 1;
      put(8, i < 6 ? i : i < 8 ? i + 1 : side - 15 + i, bit);
      put(i < 8 ? side - 1 - i : i < 9 ? 7 : 14 - i, 8, bit);
    }
    put(8, side - 8, 1);
  };
  format(0);
  if (version > 6) {
    const bits = remainder(version, 0x1f25, 12);
    for (let i = 0; i < 18; i++) {
      const [a, b] = [side - 11 + (i % 3), Math.floor(i / 3)];
      put(a, b, (bits >> i) & 1);
      put(b, a, (bits >> i) & 1);
    }
  }
  const free = rows.map((row) => row.map((module) => module === null));
  let at = 0;
  for (let right = side - 1, up = true; right > 0; right -= 2, up = !up) {
    if (right === 6) right = 5;
    for (let i = 0; i < side; i++) for (const x of [right, right - 1]) {
      const y = up ? side - 1 - i : i;
      if (free[y][x]) rows[y][x] = (bytes[at >> 3] >> (7 - (at++ & 7))) & 1;
    }
  }
  // The mask with the fewest even squares.
  let best;
  MASKS.forEach((mask, number) => {
    const masked = rows.map((row, y) => row.map((module, x) => module ^ (free[y][x] && !mask(x, y))));
    let squares = 0;
    for (let y = 1; y < side; y++) for (let x = 1; x < side; x++) squares += [masked[y - 1][x], masked[y][x - 1], masked[y - 1][x - 1]].every((m) => m === masked[y][x]);
    if (!best || squares < best.squares) best = { masked, squares, number };
  });
  rows.splice(0, side, ...best.masked);
  format(best.number);
  return rows;
}

/** Draws the code into an element, once. */
function draw(place) {
  if (!place || place.querySelector("svg")) return;
  const rows = code(document.querySelector("link[rel=canonical]").href);
  if (!rows) return;
  const path = rows.map((row, y) => row.map((dark, x) => (dark ? `M${x + 4} ${y + 4}h1v1h-1z` : "")).join("")).join("");
  const side = rows.length + 8;
  place.insertAdjacentHTML("beforeend", `<svg class="qr" viewBox="0 0 ${side} ${side}" role="img" aria-label="本页地址的二维码" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${side}v${side}H0z"/><path d="${path}"/></svg>`);
}

const share = document.querySelector(".share");
share?.addEventListener("toggle", () => {
  draw(share.querySelector("figure"));
  if (share.open) share.lastElementChild.scrollIntoView({ block: "nearest", behavior: "instant" });
});
addEventListener("beforeprint", () => draw(document.querySelector(".imprint")));
