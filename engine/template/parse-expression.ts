import { didYouMean } from '../nearest.ts';
import type { Json } from '../schema/field.ts';
import { GIVEN, PLACES, type Given, type Place } from './context.ts';
import { FUNCTIONS } from './functions.ts';
import { faultAt, TemplateRefusal } from './template-fault.ts';
import type { Token } from './tokens.ts';

export type Sign = '+' | '-' | '*' | '/' | '%' | '^' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '&&' | '||';
/** An expression as it was read. */
export type Node =
  | { readonly is: 'value'; readonly value: Json }
  | { readonly is: 'place'; readonly name: Place }
  | { readonly is: 'given'; readonly name: Given; readonly at: number }
  | { readonly is: 'field'; readonly component: string; readonly field: string; readonly parts: readonly string[]; readonly at: number }
  | { readonly is: 'call'; readonly name: string; readonly args: readonly Node[]; readonly at: number }
  | { readonly is: 'not' | 'minus'; readonly of: Node; readonly at: number }
  | { readonly is: 'both'; readonly sign: Sign; readonly left: Node; readonly right: Node; readonly at: number }
  | { readonly is: 'choose'; readonly when: Node; readonly yes: Node; readonly no: Node };

const DEEPEST = 50;
/** From the loosest to the tightest. */
const LEVELS: readonly (readonly Sign[])[] = [['||'], ['&&'], ['==', '!=', '<', '<=', '>', '>='], ['+', '-'], ['*', '/', '%']];
const WORDS: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['pi', Math.PI],
]);

/** Reads an expression by descent. `end` is where the text ends that it stands in. */
export class ExpressionParser {
  readonly #tokens: readonly Token[];
  readonly #end: number;
  readonly #given: ReadonlySet<Given>;
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], end: number, given: ReadonlySet<Given>) {
    this.#tokens = tokens;
    this.#end = end;
    this.#given = given;
  }

  whole(): Node {
    const node = this.#choice();
    const rest = this.#tokens[this.#next];
    if (rest !== undefined) throw this.#refuse(`an operator or the end instead of ${rest.text.slice(0, 20)}`);
    return node;
  }

  #choice(): Node {
    const when = this.#level(0);
    if (!this.#takes('?')) return when;
    const yes = this.#deeper(() => this.#choice());
    if (!this.#takes(':')) throw this.#refuse('a : and what it is otherwise');
    return { is: 'choose', when, yes, no: this.#deeper(() => this.#choice()) };
  }

  #level(level: number): Node {
    const signs = LEVELS[level];
    if (signs === undefined) return this.#signed();
    let left = this.#level(level + 1);
    for (;;) {
      const at = this.#place();
      const sign = signs.find((each) => this.#takes(each) || (each === '==' && this.#takes('=')));
      if (sign === undefined) return left;
      left = { is: 'both', sign, left, right: this.#level(level + 1), at };
    }
  }

  /** A sign binds less than a power: -2^2 is -4. */
  #signed(): Node {
    const at = this.#place();
    if (this.#takes('-')) return { is: 'minus', of: this.#deeper(() => this.#signed()), at };
    if (this.#takes('!')) return { is: 'not', of: this.#deeper(() => this.#signed()), at };
    const left = this.#atom();
    const power = this.#place();
    return this.#takes('^') ? { is: 'both', sign: '^', left, right: this.#deeper(() => this.#signed()), at: power } : left;
  }

  #atom(): Node {
    const token = this.#tokens[this.#next];
    if (token === undefined) throw this.#refuse('a number, a name or a "text"');
    if (this.#takes('(')) {
      const inner = this.#deeper(() => this.#choice());
      if (!this.#takes(')')) throw this.#refuse('a closing )');
      return inner;
    }
    if (token.kind === 'sign') throw this.#refuse(`a number, a name or a "text" instead of ${token.text}`);
    this.#next++;
    if (token.kind === 'number') return { is: 'value', value: Number(token.text) };
    if (token.kind === 'text') return { is: 'value', value: token.text };
    return this.#word(token);
  }

  #word({ text, at }: Token): Node {
    if (text === 'fields') return this.#field(at);
    if (this.#takes('(')) return this.#call(text, at);
    const value = WORDS.get(text);
    if (value !== undefined) return { is: 'value', value };
    if (Object.hasOwn(PLACES, text)) return { is: 'place', name: text as Place };
    if (Object.hasOwn(GIVEN, text) && this.#given.has(text as Given)) return { is: 'given', name: text as Given, at };
    const names = [...Object.keys(PLACES), ...this.#given, 'fields', ...WORDS.keys()];
    if (Object.hasOwn(FUNCTIONS, text)) throw refusal(at, `brackets after ${text}: ${FUNCTIONS[text]?.form ?? ''}`);
    const near = didYouMean(text, [...names, ...Object.keys(FUNCTIONS)]);
    throw refusal(at, `one of ${names.join(', ')} or a "text" in quotes, and nothing is called ${text.slice(0, 40)}${near}`);
  }

  /** `fields.Component.Field`, and a part of it behind another dot. */
  #field(at: number): Node {
    const names: string[] = [];
    while (this.#takes('.')) {
      const token = this.#tokens[this.#next];
      if (token?.kind !== 'word') throw this.#refuse('a name after the dot');
      names.push(token.text);
      this.#next++;
    }
    const [component, field, ...parts] = names;
    if (component === undefined || field === undefined) throw this.#refuse('fields.Component.Field, as in fields.FloatValue.Value');
    return { is: 'field', component, field, parts, at };
  }

  #call(name: string, at: number): Node {
    const known = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    if (known === undefined) throw refusal(at, `a function, and none is called ${name.slice(0, 40)}${didYouMean(name, Object.keys(FUNCTIONS))}`);
    const args: Node[] = [];
    if (!this.#takes(')')) {
      do args.push(this.#deeper(() => this.#choice()));
      while (this.#takes(','));
      if (!this.#takes(')')) throw this.#refuse('a comma or a closing )');
    }
    if (args.length < known.least || args.length > known.most) throw refusal(at, `what ${name} takes: ${known.form}`);
    return { is: 'call', name, args, at };
  }

  #deeper<T>(read: () => T): T {
    if (++this.#depth > DEEPEST) throw this.#refuse('fewer brackets');
    const found = read();
    this.#depth--;
    return found;
  }
  #place(): number {
    return this.#tokens[this.#next]?.at ?? this.#end;
  }
  #refuse(expected: string): TemplateRefusal {
    return refusal(this.#place(), expected);
  }
  #takes(sign: string): boolean {
    const token = this.#tokens[this.#next];
    if (token?.kind !== 'sign' || token.text !== sign) return false;
    this.#next++;
    return true;
  }
}

function refusal(at: number, expected: string): TemplateRefusal {
  return new TemplateRefusal(faultAt(at, expected));
}
