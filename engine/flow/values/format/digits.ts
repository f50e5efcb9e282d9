/* Numbers as decimal digits, exactly: nothing here goes through what a version of Node makes of a number in words of its own. */

/** A number without its sign: its digits, the first of them not 0, behind a point that stands `scale` digits further right. 0 has no digits. */
export interface Digits {
  readonly isNegative: boolean;
  readonly digits: string;
  readonly scale: number;
  /** Whether it is a whole number by its type: such have no -0. */
  readonly isWhole: boolean;
}

/** Without zeros at its end; of no digits the point stands nowhere. */
function trimmed({ digits, scale, ...sign }: Digits): Digits {
  const kept = digits.replace(/0+$/, '');
  return { ...sign, digits: kept, scale: kept === '' ? 0 : scale };
}

/** Of a whole number. */
export function digitsOfWhole(value: number | bigint): Digits {
  const isNegative = value < 0,
    text = String(isNegative ? -value : value);
  return trimmed({ isNegative, digits: text === '0' ? '' : text, scale: text.length, isWhole: true });
}

/** The fewest digits that tell a number from all others of its kind; of two as few the nearer. */
export function shortestDigits(value: number, isFloat: boolean): Digits {
  const size = Math.abs(value);
  let text = size.toExponential();
  for (let count = 1; isFloat && count <= 9; count++) {
    text = size.toExponential(count - 1);
    if (Math.fround(Number(text)) === size) break;
  }
  const [mantissa = '', exponent = ''] = text.split('e');
  const digits = mantissa.replace('.', '');
  return trimmed({ isNegative: isMinus(value), digits: size === 0 ? '' : digits, scale: Number(exponent) + 1, isWhole: false });
}

/** All digits of a number: what it is exactly, of which a double has 767 at most. */
export function exactDigits(value: number): Digits {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, Math.abs(value));
  const all = bits.getBigUint64(0),
    power = Number(all >> 52n),
    fraction = all & 0xf_ffff_ffff_ffffn;
  const [whole, exponent] = power === 0 ? [fraction, -1074] : [fraction | 0x10_0000_0000_0000n, power - 1075];
  if (whole === 0n) return { isNegative: isMinus(value), digits: '', scale: 0, isWhole: false };
  const text = String(exponent >= 0 ? whole << BigInt(exponent) : whole * 5n ** BigInt(-exponent));
  return trimmed({ isNegative: isMinus(value), digits: text, scale: text.length + Math.min(0, exponent), isWhole: false });
}

function isMinus(value: number): boolean {
  return value < 0 || Object.is(value, -0);
}

/** The first so many digits, rounded by those behind. @param middle what becomes of what lies in the middle: up, or to the even digit */
export function roundedTo(number: Digits, count: number, middle: 'up' | 'even'): Digits {
  const { digits, scale } = number;
  if (count >= digits.length) return number;
  if (count < 0) return trimmed({ ...number, digits: '' });
  const kept = digits.slice(0, count),
    rest = digits.slice(count);
  const isMiddle = /^50*$/.test(rest),
    isOdd = count > 0 && digits.charCodeAt(count - 1) % 2 === 1;
  const isUp = isMiddle && middle === 'even' ? isOdd : rest.charCodeAt(0) >= 53;
  if (!isUp) return trimmed({ ...number, digits: kept });
  const more = String(BigInt(kept === '' ? '0' : kept) + 1n);
  return trimmed({ ...number, digits: more, scale: scale + more.length - count });
}

/** The digits before the point, without zeros in front, and those behind it. */
export function partsOf({ digits, scale }: Digits): readonly [whole: string, fraction: string] {
  if (scale <= 0) return ['', digits === '' ? '' : '0'.repeat(-scale) + digits];
  return [digits.slice(0, scale).padEnd(scale, '0'), digits.slice(scale)];
}

/** With a comma between each three. */
export function grouped(whole: string): string {
  return whole.replace(/(?<=[0-9])(?=(?:[0-9]{3})+$)/g, ',');
}
