/** Powers of ten that a Float64 holds exactly. */
export const TENS = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16];
/** Below this every whole Float32 is its own shortest decimal. */
export const WHOLE = 16_777_216;

/**
 * The decimal of the fewest digits that reads back as the same Float32, so that 0.1 stays 0.1 on its way through a column.
 * @param value a number as read from a Float32Array; NaN and infinities come back as they are
 */
export function shortestFloat(value: number): number {
  if ((value === Math.trunc(value) && value > -WHOLE && value < WHOLE) || !Number.isFinite(value)) return value;
  const size = Math.abs(value);
  if (size >= 1e-6 && size < WHOLE) {
    for (let places = 1; places <= 16; places++) {
      const ten = TENS[places] as number;
      // Both are exact, so the quotient is the Float64 that JSON.parse makes of that decimal.
      const decimal = Math.round(size * ten) / ten;
      if (Math.fround(decimal) === size) return value < 0 ? -decimal : decimal;
    }
  }
  for (let digits = 1; digits < 9; digits++) {
    const decimal = Number(value.toPrecision(digits));
    if (Math.fround(decimal) === value) return decimal;
  }
  return Number(value.toPrecision(9));
}
