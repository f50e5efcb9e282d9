// Chance of a script: a generator of its own (sfc32), begun by the world's. So that of one script does not depend on how often another asks.

let a = 0,
  b = 0,
  c = 0,
  counter = 1;

function next() {
  const sum = (((a + b) | 0) + counter) | 0;
  counter = (counter + 1) | 0;
  a = b ^ (b >>> 9);
  b = (c + (c << 3)) | 0;
  c = (c << 21) | (c >>> 11);
  c = (c + sum) | 0;
  return sum >>> 0;
}

/** @param {number} first @param {number} second @param {number} third each a whole number of 32 bits */
export function seed(first, second, third) {
  a = first | 0;
  b = second | 0;
  c = third | 0;
  counter = 1;
  for (let round = 0; round < 12; round++) next();
}

/** A number from 0 up to but not including 1. */
export function random() {
  return (next() >>> 5) / 2 ** 27 + (next() >>> 6) / 2 ** 53;
}
