import { factorOf } from './units.ts';

/** What a typed text comes to: a value, or a change of the present value that holds for each of several; or what is wrong with it. */
export type Reckoned = { readonly value: number; readonly relative?: (present: number) => number } | { readonly fault: string };

/** What the text stands beside. */
export interface Reckoning {
  /** The value that `+=`, `*=` and the like start from. */
  readonly present?: number;
  /** Unit of the field: `5 ms` in a field of seconds is 0.005. */
  readonly unit?: string;
}

const CONSTANTS: { readonly [name: string]: number } = { pi: Math.PI, π: Math.PI, tau: 2 * Math.PI, e: Math.E };
const DEGREES = Math.PI / 180;
type Func = { readonly least: number; readonly most: number; readonly run: (...args: number[]) => number };
const one = (run: (value: number) => number): Func => ({ least: 1, most: 1, run });
const FUNCTIONS: { readonly [name: string]: Func } = {
  sqrt: one(Math.sqrt),
  abs: one(Math.abs),
  round: one(Math.round),
  floor: one(Math.floor),
  ceil: one(Math.ceil),
  exp: one(Math.exp),
  ln: one(Math.log),
  log: one(Math.log10),
  // Angles are degrees, as everywhere on the page.
  sin: one((angle) => Math.sin(angle * DEGREES)),
  cos: one((angle) => Math.cos(angle * DEGREES)),
  tan: one((angle) => Math.tan(angle * DEGREES)),
  min: { least: 1, most: Infinity, run: Math.min },
  max: { least: 1, most: Infinity, run: Math.max },
};

/** All that can be called, for the documentation. */
export const FUNCTION_NAMES: readonly string[] = Object.keys(FUNCTIONS);

const EXPECTED = 'expected a number, or a sum like 3*60';
const RELATIVE = /^\s*([+\-−*×/÷])=/;
const DEEPEST = 100;

/**
 * What a typed text comes to: numbers with `+ - * / ^ %` and brackets, `sqrt(2)`, `pi`, a unit behind a number that fits the
 * field's, `50%`, and in front `+=`, `-=`, `*=`, `/=` for a change of the present value. A comma between digits is a decimal point
 * (`1,5`), or parts thousands where it can be nothing else (`1,234,567`, `1,234.5`); where it might be either, as in `1,000`, the text is
 * refused. Between the arguments of a function a comma parts them.
 */
export function reckon(text: string, { present = 0, unit = '' }: Reckoning = {}): Reckoned {
  const sign = RELATIVE.exec(text)?.[1];
  const rest = sign === undefined ? text : text.replace(RELATIVE, '');
  try {
    const value = new Parser(rest, sign === '*' || sign === '×' || sign === '/' || sign === '÷' ? '' : unit).whole();
    if (!Number.isFinite(value)) return { fault: Number.isNaN(value) ? EXPECTED : 'expected a number, and this is beyond all bounds' };
    if (sign === undefined) return { value };
    const relative = (before: number): number => tidy(applied(sign, before, value));
    const changed = relative(present);
    return Number.isFinite(changed) ? { value: changed, relative } : { fault: 'expected a number, and nothing can be divided by 0' };
  } catch (error) {
    if (error instanceof Unreadable) return { fault: error.message };
    throw error;
  }
}

function applied(sign: string, before: number, value: number): number {
  if (sign === '+') return before + value;
  if (sign === '*' || sign === '×') return before * value;
  return sign === '/' || sign === '÷' ? before / value : before - value;
}

/** Rounds away what binary fractions leave: 0.1 + 0.2 is 0.3. */
function tidy(value: number): number {
  return Number(value.toPrecision(15));
}

class Unreadable extends Error {}

/** What is said of a comma that may part thousands, a fraction, or two arguments. */
function ambiguous(text: string, within: boolean): string {
  const number = text.trim(),
    whole = number.replaceAll(',', '');
  return within
    ? `expected a number, and "${number}" may be ${whole} or several numbers: write ${whole}, or a space behind the comma`
    : `expected a number, and "${number}" may mean ${whole} or ${Number(number.replace(',', '.'))}: write it without the comma, or with a point`;
}

/** Reads by descent: sum, product, sign, power, atom. */
class Parser {
  readonly #text: string;
  readonly #unit: string;
  #at = 0;
  #depth = 0;
  /** How many functions one is inside of: there a comma parts arguments. */
  #within = 0;

  constructor(text: string, unit: string) {
    this.#text = text;
    this.#unit = unit;
  }

  whole(): number {
    this.#space();
    if (this.#at >= this.#text.length) throw new Unreadable(EXPECTED);
    const value = this.#sum();
    if (this.#at < this.#text.length) throw new Unreadable(`${EXPECTED}; what is "${this.#text.slice(this.#at).trim().slice(0, 20)}"?`);
    return tidy(value);
  }

  #sum(): number {
    let value = this.#product();
    for (;;) {
      if (this.#takes('+')) value += this.#product();
      else if (this.#takes('-', '−')) value -= this.#product();
      else return value;
    }
  }
  #product(): number {
    let value = this.#signed();
    for (;;) {
      if (this.#takes('*', '×', '·')) value *= this.#signed();
      else if (this.#takes('/', '÷')) {
        const by = this.#signed();
        if (by === 0) throw new Unreadable('expected a number, and nothing can be divided by 0');
        value /= by;
      } else return value;
    }
  }
  /** A sign binds less than a power: -2^2 is -4. */
  #signed(): number {
    if (this.#takes('-', '−')) return this.#deeper(() => -this.#signed());
    if (this.#takes('+')) return this.#deeper(() => this.#signed());
    return this.#power();
  }
  #power(): number {
    const base = this.#atom();
    return this.#takes('^', '**') ? base ** this.#deeper(() => this.#signed()) : base;
  }

  #atom(): number {
    if (this.#takes('(')) {
      const within = this.#within;
      this.#within = 0;
      const value = this.#deeper(() => this.#sum());
      this.#within = within;
      this.#close();
      return this.#measured(value);
    }
    const number = this.#number();
    if (number !== null) return this.#measured(number);
    const name = this.#match(/[\p{L}_]\w*/uy);
    if (name === null) throw new Unreadable(EXPECTED);
    const constant = Object.hasOwn(CONSTANTS, name.toLowerCase()) ? CONSTANTS[name.toLowerCase()] : undefined;
    if (constant !== undefined) return constant;
    return this.#call(name.toLowerCase());
  }

  #number(): number | null {
    const grouped = this.#match(/[1-9]\d{0,2}(?:,\d{3}){2,}(?:\.\d+)?(?![\d.,])|[1-9]\d{0,2}(?:,\d{3})+\.\d+(?![\d.,])/y);
    if (grouped !== null && this.#within === 0) return Number(grouped.replaceAll(',', ''));
    const either = grouped ?? this.#match(/[1-9]\d{0,2}(?:,\d{3})+(?![\d.,])/y);
    if (either !== null) throw new Unreadable(ambiguous(either, this.#within > 0));
    const number = this.#match(this.#within > 0 ? /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y : /(?:\d+[.,]?\d*|[.,]\d+)(?:[eE][+-]?\d+)?/y);
    return number === null ? null : Number(number.replace(',', '.'));
  }

  #call(name: string): number {
    const func = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    if (func === undefined || !this.#takes('(')) throw new Unreadable(EXPECTED);
    const args: number[] = [];
    this.#within++;
    do args.push(this.#deeper(() => this.#sum()));
    while (this.#takes(',', ';'));
    this.#within--;
    this.#close();
    if (args.length < func.least || args.length > func.most)
      throw new Unreadable(`${EXPECTED}; ${name} takes ${func.least === func.most ? func.least : 'some numbers'}`);
    return func.run(...args);
  }

  /** A number with what stands right behind it: a percent sign, or a unit. */
  #measured(value: number): number {
    const start = this.#at;
    const unit = this.#match(/%|[°\p{L}µ]+(?:\/[\p{L}]+)?/uy);
    if (unit === null) return value;
    if (unit === '%' && this.#unit !== '%') return value / 100;
    const factor = factorOf(unit, this.#unit);
    if (factor !== undefined) return value * factor;
    this.#at = start;
    throw new Unreadable(this.#unit === '' ? `${EXPECTED}; what is "${unit}"?` : `expected a number in ${this.#unit}; what is "${unit}"?`);
  }

  #close(): void {
    if (!this.#takes(')')) throw new Unreadable(`${EXPECTED}; a bracket is not closed`);
  }
  #deeper(read: () => number): number {
    if (++this.#depth > DEEPEST) throw new Unreadable(`${EXPECTED}; this has too many brackets`);
    const value = read();
    this.#depth--;
    return value;
  }
  #takes(...signs: readonly string[]): boolean {
    const sign = signs.find((each) => this.#text.startsWith(each, this.#at));
    // `**` is a power and no product.
    if (sign === undefined || (sign === '*' && this.#text.startsWith('**', this.#at))) return false;
    this.#at += sign.length;
    this.#space();
    return true;
  }
  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) return null;
    this.#at += found.length;
    this.#space();
    return found;
  }
  #space(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++;
  }
}
