import { pow } from '../elementary.ts';
import { sameJson } from '../same-json.ts';
import type { Json } from '../schema/field.ts';
import { valuePart } from '../schema/value-part.ts';
import type { TemplateContext } from './context.ts';
import { FUNCTIONS } from './functions.ts';
import type { Node, Sign } from './parse-expression.ts';
import { faultAt, TemplateRefusal } from './template-fault.ts';
import { textOf, tidy } from './texts.ts';

/** Characters that one template may make, with all that comes up on the way: many references to long texts would take long. */
export const MOST_CHARACTERS = 1_000_000;
/** Characters that cost as much as one step. */
const CHARACTERS_A_STEP = 64;

/** Reckons expressions out, for one of those that a template is said for. */
export class Reckoner {
  readonly #context: TemplateContext;
  #nodes = 0;
  #characters = 0;

  constructor(context: TemplateContext) {
    this.#context = context;
  }

  /** What it has cost so far: counted and not timed. */
  get steps(): number {
    return this.#nodes + Math.ceil(this.#characters / CHARACTERS_A_STEP);
  }

  value(node: Node): Json {
    this.#nodes++;
    switch (node.is) {
      case 'value':
        return node.value;
      case 'place': {
        const { index, count } = this.#context;
        return node.name === 'count' ? count : node.name === 'n' ? index + 1 : index;
      }
      case 'given':
        return this.#kept(this.#context.given(node.name), node.at);
      case 'field':
        return this.#field(node);
      case 'call':
        return this.#call(node);
      case 'minus':
        return -this.#number(node.of, node.at);
      case 'not':
        return !isTrue(this.value(node.of));
      case 'choose':
        return this.value(isTrue(this.value(node.when)) ? node.yes : node.no);
      case 'both':
        return this.#both(node);
    }
  }

  /** A value as it stands in the text. */
  text(node: Node): string {
    const text = textOf(this.value(node));
    this.spend(text.length, 0);
    return text;
  }

  /** Counts characters that were made. */
  spend(characters: number, at: number): void {
    this.#characters += characters;
    if (this.#characters > MOST_CHARACTERS) throw new TemplateRefusal(faultAt(at, `a template that makes at most ${MOST_CHARACTERS} characters`));
  }

  #kept(value: Json, at: number): Json {
    if (typeof value === 'string') this.spend(value.length, at);
    // Lists and objects are as long as what they say; it is measured where it is made.
    return value;
  }

  #field({ component, field, parts, at }: Extract<Node, { is: 'field' }>): Json {
    const whole = this.#context.field(component, field);
    if (whole === undefined) throw new TemplateRefusal(faultAt(at, `an entity with ${component}.${field}, and this has none`));
    let value: Json | undefined = whole;
    for (const part of parts) {
      value = value === undefined ? undefined : valuePart(value, part);
      if (value === undefined) throw new TemplateRefusal(faultAt(at, `a part of ${component}.${field}, and it has no ${parts.join('.')}`));
    }
    return this.#kept(value as Json, at);
  }

  #call({ name, args, at }: Extract<Node, { is: 'call' }>): Json {
    const value = FUNCTIONS[name]?.run({
      context: this.#context,
      given: args.length,
      value: (place) => this.value(args[place] as Node),
      number: (place) => this.#number(args[place] as Node, at),
    });
    return typeof value === 'number' ? finite(value, at) : this.#kept(value ?? null, at);
  }

  #both({ sign, left, right, at }: Extract<Node, { is: 'both' }>): Json {
    if (sign === '&&') return isTrue(this.value(left)) && isTrue(this.value(right));
    if (sign === '||') return isTrue(this.value(left)) || isTrue(this.value(right));
    const [a, b] = [this.value(left), this.value(right)];
    if (sign === '==' || sign === '!=') return sameJson(this.#comparable(a, at), this.#comparable(b, at)) === (sign === '==');
    if (sign === '+' && (typeof a === 'string' || typeof b === 'string')) return this.#kept(textOf(a) + textOf(b), at);
    if (typeof a === 'string' && typeof b === 'string' && isOrder(sign)) return ordered(sign, a, b);
    const [x, y] = [numberOf(a, at), numberOf(b, at)];
    return isOrder(sign) ? ordered(sign, tidy(x), tidy(y)) : finite(sums(sign, x, y), at);
  }

  /** Lists and objects are compared as texts, whose length is counted. */
  #comparable(value: Json, at: number): Json {
    if (typeof value === 'number') return tidy(value);
    return typeof value === 'object' && value !== null ? this.#kept(textOf(value), at) : value;
  }

  #number(node: Node, at: number): number {
    return numberOf(this.value(node), at);
  }
}

function numberOf(value: Json, at: number): number {
  if (typeof value === 'number') return value;
  throw new TemplateRefusal(faultAt(at, `a number, and this is ${value === null ? 'null' : `${shown(value)}, which is none`}`));
}
function shown(value: Json): string {
  const text = typeof value === 'string' ? `"${value.slice(0, 30)}"` : typeof value === 'boolean' ? String(value) : 'a list or an object';
  return text;
}
function finite(value: number, at: number): number {
  if (Number.isFinite(value)) return value;
  throw new TemplateRefusal(faultAt(at, Number.isNaN(value) ? 'something that comes to a number' : 'a number, and this is beyond all bounds'));
}
function isTrue(value: Json): boolean {
  return value !== false && value !== null && value !== 0 && value !== '';
}
type Order = '<' | '<=' | '>' | '>=';
function isOrder(sign: Sign): sign is Order {
  return sign === '<' || sign === '<=' || sign === '>' || sign === '>=';
}
function ordered<T extends string | number>(sign: Order, a: T, b: T): boolean {
  if (sign === '<') return a < b;
  if (sign === '<=') return a <= b;
  return sign === '>' ? a > b : a >= b;
}
function sums(sign: Sign, a: number, b: number): number {
  switch (sign) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
    default:
      return pow(a, b);
  }
}
