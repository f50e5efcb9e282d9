/* Texts as numbers, by the original platform's styles in its invariant culture: a point before decimals and a comma between thousands, on every machine. */

/** What a text may hold besides digits, by the original's names. */
const FLAGS = [
  'AllowLeadingWhite',
  'AllowTrailingWhite',
  'AllowLeadingSign',
  'AllowTrailingSign',
  'AllowParentheses',
  'AllowDecimalPoint',
  'AllowThousands',
  'AllowExponent',
  'AllowCurrencySymbol',
  'AllowHexSpecifier',
] as const;
type Flag = (typeof FLAGS)[number];

const INTEGER: readonly Flag[] = ['AllowLeadingWhite', 'AllowTrailingWhite', 'AllowLeadingSign'];
const NUMBER: readonly Flag[] = [...INTEGER, 'AllowTrailingSign', 'AllowDecimalPoint', 'AllowThousands'];
const COMPOSITES: Readonly<Record<string, readonly Flag[]>> = {
  None: [],
  Integer: INTEGER,
  HexNumber: ['AllowLeadingWhite', 'AllowTrailingWhite', 'AllowHexSpecifier'],
  Number: NUMBER,
  Float: [...INTEGER, 'AllowDecimalPoint', 'AllowExponent'],
  Currency: [...NUMBER, 'AllowParentheses', 'AllowCurrencySymbol'],
  Any: [...NUMBER, 'AllowParentheses', 'AllowExponent', 'AllowCurrencySymbol'],
};
export const NUMBER_STYLES: readonly string[] = [...Object.keys(COMPOSITES), ...FLAGS];

/** Whether a text is a style, or several with commas between them. */
export function isNumberStyle(style: string): boolean {
  return style.split(',', 20).every((each) => NUMBER_STYLES.includes(each.trim()));
}

/** What texts of a style look like. */
interface Style {
  readonly isLeadingWhite: boolean;
  readonly isTrailingWhite: boolean;
  readonly isLeadingSign: boolean;
  readonly isHex: boolean;
  readonly forms: readonly RegExp[];
}
/** Styles that were asked for, each looked at once; a graph may name as many as it likes. */
const known = new Map<string, Style>();
const MOST_KNOWN = 1_000;

function styleOf(name: string): Style {
  let style = known.get(name);
  if (style !== undefined) return style;
  const flags = new Set(name.split(',', 20).flatMap((each) => COMPOSITES[each.trim()] ?? FLAGS.filter((flag) => flag === each.trim())));
  style = {
    isLeadingWhite: flags.has('AllowLeadingWhite'),
    isTrailingWhite: flags.has('AllowTrailingWhite'),
    isLeadingSign: flags.has('AllowLeadingSign'),
    isHex: flags.has('AllowHexSpecifier'),
    forms: formsOf(flags),
  };
  if (known.size < MOST_KNOWN) known.set(name, style);
  return style;
}
function formsOf(has: ReadonlySet<Flag>): readonly RegExp[] {
  const whole = has.has('AllowThousands') ? '[0-9][0-9,]*' : '[0-9]+',
    point = has.has('AllowDecimalPoint') ? `(?:(?<whole>${whole})(?:\\.(?<fraction>[0-9]*))?|\\.(?<only>[0-9]+))` : `(?<whole>${whole})`,
    exponent = has.has('AllowExponent') ? '(?:[eE](?<exponent>[+-]?[0-9]{1,9}))?' : '',
    money = has.has('AllowCurrencySymbol') ? '¤?' : '',
    before = has.has('AllowLeadingSign') ? '(?<sign>[+-])?' : '',
    behind = has.has('AllowTrailingSign') ? '(?<last>[+-])?' : '';
  const body = `${point}${exponent}`;
  const forms = [`${money}${before}${money}${body}${behind}${money}${behind.replace('last', 'later')}`];
  if (has.has('AllowParentheses')) forms.push(`(?<paren>\\()${money}${body}${money}\\)`);
  return forms.map((form) => new RegExp(`^${form}$`));
}

/** Characters that a number has at most. */
const LONGEST = 1_000;

export interface ParsedNumber {
  /** As JavaScript writes it: a sign, digits, perhaps a point, more digits, and perhaps an exponent. */
  readonly text: string;
  /** As bits, where it is written in hex. */
  readonly bits: bigint | undefined;
}

/** Tabs, line breaks and spaces. */
function isWhite(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 32 || (code >= 9 && code <= 13);
}

/** Where a number begins in a text, and where it ends, behind and before the white space that its style allows. */
function beginOf(text: string, { isLeadingWhite }: Style): number {
  let at = 0;
  if (isLeadingWhite) while (at < text.length && isWhite(text, at)) at++;
  return at;
}
function endOf(text: string, from: number, { isTrailingWhite }: Style): number {
  let end = text.length;
  if (isTrailingWhite) while (from < end && isWhite(text, end - 1)) end--;
  return end;
}

/** A text by a style; undefined where it is no number of it. */
export function parseNumber(given: string, style: string): ParsedNumber | undefined {
  if (given.length > LONGEST) return undefined;
  const wanted = styleOf(style),
    from = beginOf(given, wanted);
  const text = given.slice(from, endOf(given, from, wanted));
  if (wanted.isHex) return /^[0-9a-fA-F]+$/.test(text) ? { text, bits: BigInt(`0x${text}`) } : undefined;
  for (const form of wanted.forms) {
    const found = form.exec(text)?.groups;
    if (found === undefined) continue;
    const signs = [found['sign'], found['last'], found['later']].filter((each) => each !== undefined);
    if (signs.length > 1) return undefined;
    const digits = (found['whole'] ?? '').replaceAll(',', '') || '0',
      fraction = found['fraction'] ?? found['only'] ?? '';
    const isMinus = signs[0] === '-' || found['paren'] !== undefined;
    const power = found['exponent'] === undefined ? '' : `e${found['exponent']}`;
    return { text: `${isMinus ? '-' : ''}${digits}${fraction === '' ? '' : `.${fraction}`}${power}`, bits: undefined };
  }
  return undefined;
}

/** Digits that any double holds exactly. */
const MOST_EXACT = 15;
/** A text as most whole numbers are written: a sign or none, and few digits, as `style` allows. Undefined where it is not so simple, or is no number. */
function simpleWhole(text: string, style: Style): number | undefined {
  let at = beginOf(text, style);
  const end = endOf(text, at, style),
    first = text.charCodeAt(at),
    isMinus = first === 45;
  if (isMinus || first === 43) {
    if (!style.isLeadingSign) return undefined;
    at++;
  }
  if (at === end || end - at > MOST_EXACT || style.isHex || text.length > LONGEST) return undefined;
  let value = 0;
  for (; at < end; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return isMinus && value !== 0 ? -value : value;
}

/** A text as a whole number of 32 bits; undefined where it is none, has decimals that are not 0, or is beyond them. */
export function parseInt32(given: string, style: string): number | undefined {
  const simple = simpleWhole(given, styleOf(style));
  if (simple !== undefined) return (simple | 0) === simple ? simple : undefined;
  const value = parseWhole(given, style, 32);
  return value === undefined ? undefined : Number(value);
}

/** A text as a whole number of so many bits; undefined where it is none, has decimals that are not 0, or is beyond them. */
export function parseWhole(given: string, style: string, bits: 32 | 64): bigint | undefined {
  const simple = bits === 64 ? simpleWhole(given, styleOf(style)) : undefined;
  if (simple !== undefined) return BigInt(simple);
  const found = parseNumber(given, style);
  if (found === undefined) return undefined;
  if (found.bits !== undefined) return found.bits < 1n << BigInt(bits) ? BigInt.asIntN(bits, found.bits) : undefined;
  const [, minus = '', whole = '', fraction = '', power = '0'] = /^(-?)([0-9]+)(?:\.([0-9]*))?(?:e([+-]?[0-9]+))?$/.exec(found.text) ?? [];
  const shift = Number(power) - fraction.length,
    digits = `${whole}${fraction}`.replace(/^0+/, '');
  if (digits === '') return 0n;
  if (digits.length + shift > 20) return undefined;
  const cut = shift < 0 ? digits.slice(0, Math.max(0, digits.length + shift)) : digits + '0'.repeat(shift);
  if (shift < 0 && /[1-9]/.test(digits.slice(Math.max(0, digits.length + shift)))) return undefined;
  const value = BigInt(`${minus}${cut === '' ? '0' : cut}`);
  return BigInt.asIntN(bits, value) === value ? value : undefined;
}

/** A text as a float: the one that is nearest to what is written, and not to the double that is. Undefined where it is no number of the style. */
export function parseFloat32(given: string, style: string): number | undefined {
  const found = parseNumber(given, style);
  return found === undefined || found.bits !== undefined ? undefined : nearestFloat(found.text);
}

function nearestFloat(text: string): number {
  const double = Number(text),
    float = Math.fround(double);
  if (float === double || !Number.isFinite(float)) return float;
  const other = neighbour(float, double > float);
  // Only what lies right in the middle of two as a double may lie to a side of it as written.
  if ((float + other) / 2 !== double) return float;
  const side = compareTo(text, double);
  if (side === 0) return float;
  return side > 0 ? Math.max(float, other) : Math.min(float, other);
}
/** The next float above or below. */
function neighbour(float: number, isAbove: boolean): number {
  const bits = new DataView(new ArrayBuffer(4));
  bits.setFloat32(0, float);
  if (float === 0) bits.setUint32(0, isAbove ? 1 : 0x8000_0001);
  else bits.setInt32(0, bits.getInt32(0) + (isAbove === float > 0 ? 1 : -1));
  return bits.getFloat32(0);
}
/** Whether a number as written is above a double, below it, or the same. */
function compareTo(text: string, double: number): number {
  const [, minus = '', whole = '', fraction = '', power = '0'] = /^(-?)([0-9]+)(?:\.([0-9]*))?(?:e([+-]?[0-9]+))?$/.exec(text) ?? [];
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, Math.abs(double));
  const all = bits.getBigUint64(0),
    exponent = Math.max(1, Number(all >> 52n)) - 1075;
  const mantissa = (all & 0xf_ffff_ffff_ffffn) | (all >> 52n === 0n ? 0n : 0x10_0000_0000_0000n);
  const tens = Number(power) - fraction.length;
  const written = BigInt(`${whole}${fraction}`) * 10n ** BigInt(Math.max(0, tens)) * 2n ** BigInt(Math.max(0, -exponent)),
    held = mantissa * 10n ** BigInt(Math.max(0, -tens)) * 2n ** BigInt(Math.max(0, exponent));
  if (written === held) return 0;
  return written > held === (minus === '') ? 1 : -1;
}
