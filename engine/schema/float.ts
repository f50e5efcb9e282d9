/**
 * The shortest decimal that reads back as the same Float32, so that 0.1 stays 0.1 on its way through a column.
 * @param value a number as read from a Float32Array
 */
export function shortestFloat(value: number): number {
  if (Number.isInteger(value) && value > -16777216 && value < 16777216) return value;
  if (!Number.isFinite(value)) return value;
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(9));
}
