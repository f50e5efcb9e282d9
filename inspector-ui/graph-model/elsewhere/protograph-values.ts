import type { Json } from '../../../server/protocol.ts';
import type { Term } from './protograph-terms.ts';

/** What a term came to, as it is made here. */
export type Value =
  | { readonly is: 'nothing' }
  | { readonly is: 'literal'; readonly value: Json; readonly type: string }
  | { readonly is: 'node'; readonly id: string }
  | { readonly is: 'wire'; readonly node: string; readonly port: string }
  /** Where an impulse comes in. */
  | { readonly is: 'impulse'; readonly to: string }
  | { readonly is: 'exit'; readonly id: string; readonly exit: string }
  | { readonly is: 'variable'; readonly id: string; readonly type: string }
  /** With how many values it holds, and those of the lists in it. */
  | { readonly is: 'list'; readonly items: readonly Value[]; readonly size: number }
  /** Names with what the whole of them gives. */
  | { readonly is: 'record'; readonly scope: Scope; readonly self: Value };

/** How many values there are to go through. */
export function sizeOf(value: Value): number {
  if (value.is === 'record') return sizeOf(value.self);
  return value.is === 'list' ? value.size : 1;
}

interface Entry {
  value: Value | undefined;
  readonly term: Term | undefined;
  readonly scope: Scope;
  /** The value of the term, which others may have a part of. */
  readonly shared: { value: Value | undefined };
  /** What the name has of it. */
  readonly pick: (value: Value) => Value;
}

/** Names that are known in a block and in those around it. */
export class Scope {
  readonly #names = new Map<string, Entry>();
  readonly #around: Scope | undefined;

  constructor(around?: Scope) {
    this.#around = around;
  }
  set(name: string, value: Value): void {
    this.#names.set(name, { value, term: undefined, scope: this, shared: { value: undefined }, pick: (whole) => whole });
  }
  /** A name whose value is made when it is first needed. */
  later(name: string, term: Term, shared: Entry['shared'], pick: (value: Value) => Value): void {
    this.#names.set(name, { value: undefined, term, scope: this, shared, pick });
  }
  find(name: string): Entry | undefined {
    return this.#names.get(name) ?? this.#around?.find(name);
  }
}

/** A number as it is written there, `3.14`, `5f`, `100000L`, `0xff`, with its type. */
export function numberOf(text: string): { readonly value: number; readonly type: string } {
  const isNegative = text.startsWith('-');
  const bare = isNegative ? text.slice(1) : text;
  const [, digits = '0', suffix = ''] = /^(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|[0-9.]+(?:[eE][+-]?[0-9]+)?)(.*)$/s.exec(bare) ?? [];
  const value = Number(digits) * (isNegative ? -1 : 1);
  const type =
    { f: 'float', d: 'double', m: 'double', L: 'long', uL: 'long' }[suffix] ??
    (suffix === '' && /[.eE]/.test(digits) && !/^0[xX]/.test(digits) ? 'float' : 'int');
  return { value, type };
}
