import { WorldwireError } from '../../errors.ts';
import type { Json } from '../../schema/field.ts';
import { sameJson } from '../../same-json.ts';

/*
 * Conditions of breakpoints: `Value > 5 && Data == "x"`, over the inputs of a node. Read by a parser of their own and gone through as a tree, so that nothing
 * of them is ever code.
 */

/** Characters of a condition, and how deep brackets may stand in each other. */
const LONGEST = 200,
  DEEPEST = 16;

/** What a name stands for; undefined where the node has no such input. */
export type Lookup = (name: string) => Json | bigint | undefined;
type Operand = Json | bigint | undefined;
export interface Condition {
  /** Inputs that it names. */
  readonly names: readonly string[];
  /** How many words and signs there are to go through. */
  readonly size: number;
  holds(lookup: Lookup): boolean;
}

type Term = (lookup: Lookup) => Operand;
interface Token {
  readonly at: number;
  readonly kind: 'name' | 'value' | 'sign';
  readonly text: string;
  readonly value?: Json;
}

const TOKEN =
  /\s*(?:([A-Za-z_][A-Za-z0-9_]*(?:\.[0-9]{1,3})?)|(-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?)|("(?:[^"\\]|\\.)*")|(&&|\|\||==|!=|<=|>=|[<>!()]))/y;
const WORDS: Readonly<Record<string, Json>> = { true: true, false: false, null: null };
const COMPARE: Readonly<Record<string, (a: Operand, b: Operand) => boolean>> = {
  '==': same,
  '!=': (a, b) => !same(a, b),
  '<': (a, b) => order(a, b) === -1,
  '<=': (a, b) => [-1, 0].includes(order(a, b) ?? 2),
  '>': (a, b) => order(a, b) === 1,
  '>=': (a, b) => [1, 0].includes(order(a, b) ?? 2),
};

/** Reads a condition. Throws WW_BAD_REQUEST with the place of what is wrong. */
export function readCondition(text: string): Condition {
  if (text.length > LONGEST) throw wrong(text, LONGEST, `it is longer than ${LONGEST} characters`);
  const reader = new Reader(text);
  const term = reader.whole();
  return { names: [...reader.names], size: reader.size, holds: (lookup) => isTrue(term(lookup)) };
}

class Reader {
  readonly names = new Set<string>();
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokensOf(text);
  }

  get size(): number {
    return this.#tokens.length;
  }

  whole(): Term {
    const term = this.#either();
    const left = this.#tokens[this.#next];
    if (left !== undefined) throw this.#wrong(`${JSON.stringify(left.text)} is not expected here`);
    return term;
  }

  #either(): Term {
    let term = this.#both();
    while (this.#takes('||')) {
      const [one, other] = [term, this.#both()];
      term = (lookup) => isTrue(one(lookup)) || isTrue(other(lookup));
    }
    return term;
  }

  #both(): Term {
    let term = this.#compared();
    while (this.#takes('&&')) {
      const [one, other] = [term, this.#compared()];
      term = (lookup) => isTrue(one(lookup)) && isTrue(other(lookup));
    }
    return term;
  }

  #compared(): Term {
    const one = this.#single();
    const sign = this.#tokens[this.#next];
    const compare = sign?.kind === 'sign' && Object.hasOwn(COMPARE, sign.text) ? COMPARE[sign.text] : undefined;
    if (compare === undefined) return one;
    this.#next++;
    const other = this.#single();
    return (lookup) => compare(one(lookup), other(lookup));
  }

  #single(): Term {
    const token = this.#tokens[this.#next];
    if (token === undefined) throw this.#wrong('an input, a value or a bracket is expected here');
    this.#next++;
    if (token.kind === 'value') return () => token.value ?? null;
    if (token.kind === 'name') {
      this.names.add(token.text);
      return (lookup) => lookup(token.text);
    }
    if (token.text !== '!' && token.text !== '(') {
      this.#next--;
      throw this.#wrong(`${JSON.stringify(token.text)} is not expected here`);
    }
    if (++this.#depth > DEEPEST) throw this.#wrong(`more than ${DEEPEST} brackets and ! stand in each other`);
    const inner = token.text === '!' ? this.#single() : this.#either();
    if (token.text === '(' && !this.#takes(')')) throw this.#wrong('a ) is missing');
    this.#depth--;
    return token.text === '!' ? (lookup) => !isTrue(inner(lookup)) : inner;
  }

  #takes(sign: string): boolean {
    const token = this.#tokens[this.#next];
    if (token?.kind !== 'sign' || token.text !== sign) return false;
    this.#next++;
    return true;
  }

  #wrong(message: string): WorldwireError {
    return wrong(this.#text, this.#tokens[this.#next]?.at ?? this.#text.length, message);
  }
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const from = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    const at = from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0);
    if (found === null) throw wrong(text, at, `${JSON.stringify(text.charAt(at))} is not expected here`);
    const [, name, number, words, sign] = found;
    if (name !== undefined)
      tokens.push(Object.hasOwn(WORDS, name) ? { at, kind: 'value', text: name, value: WORDS[name] as Json } : { at, kind: 'name', text: name });
    else if (number !== undefined) tokens.push({ at, kind: 'value', text: number, value: Number(number) });
    else if (words !== undefined) tokens.push({ at, kind: 'value', text: words, value: textOf(text, at, words) });
    else tokens.push({ at, kind: 'sign', text: sign ?? '' });
  }
  return tokens;
}

function textOf(text: string, at: number, words: string): string {
  try {
    return JSON.parse(words) as string;
  } catch {
    throw wrong(text, at, `${words} is no text as JSON has it`);
  }
}

function wrong(text: string, at: number, message: string): WorldwireError {
  return new WorldwireError('WW_BAD_REQUEST', `the condition ${JSON.stringify(text.slice(0, LONGEST))} cannot be read at character ${at + 1}: ${message}`);
}

function isTrue(value: Operand): boolean {
  return value !== undefined && value !== null && value !== false && value !== 0 && value !== '' && value !== 0n && !Number.isNaN(value);
}

function same(a: Operand, b: Operand): boolean {
  if (typeof a === 'bigint' || typeof b === 'bigint') return order(a, b) === 0;
  return a !== undefined && b !== undefined && sameJson(a, b, 'freely');
}

/** Which of two comes first: -1 for the first, 0 where they are equal; undefined where they cannot be compared. */
function order(a: Operand, b: Operand): -1 | 0 | 1 | undefined {
  const isNumber = (value: Operand): value is number | bigint => typeof value === 'number' || typeof value === 'bigint';
  const fits = (isNumber(a) && isNumber(b)) || (typeof a === 'string' && typeof b === 'string');
  if (!fits) return undefined;
  if (a < b) return -1;
  if (a > b) return 1;
  return Number.isNaN(a) || Number.isNaN(b) ? undefined : 0;
}
