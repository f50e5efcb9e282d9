/* What a ProtoGraph text says, as it is read: terms, each with the line that it begins in. */

export type Term = { readonly line: number } & (
  | { readonly is: 'number' | 'text' | 'pattern' | 'bool'; readonly text: string }
  /** Nothing of a type, or something that is still to be written. */
  | { readonly is: 'null' | 'undefined'; readonly type: string }
  | { readonly is: 'call'; readonly name: string; readonly types: readonly string[]; readonly args: readonly Argument[]; readonly called: boolean }
  | { readonly is: 'field'; readonly of: Term; readonly name: string }
  | { readonly is: 'index'; readonly of: Term; readonly index: number }
  | { readonly is: 'operator'; readonly sign: string; readonly args: readonly Term[] }
  | { readonly is: 'write'; readonly variable: Term; readonly value: Term }
  | { readonly is: 'if'; readonly condition: Term; readonly yes: Term; readonly no: Term | undefined }
  | {
      readonly is: 'loop';
      readonly node: 'While' | 'AsyncWhile' | 'RangeLoopInt' | 'AsyncRangeLoopInt';
      readonly name: string;
      readonly inputs: readonly Argument[];
      readonly body: Term;
    }
  | { readonly is: 'switch'; readonly of: Term; readonly cases: readonly Case[] }
  | { readonly is: 'block'; readonly inOrder: boolean; readonly statements: readonly Statement[] }
  | { readonly is: 'list'; readonly items: readonly Term[] }
);
export interface Argument {
  readonly name: string | undefined;
  readonly value: Term;
}
export interface Case {
  readonly exit: string;
  readonly name: string | undefined;
  readonly body: Term;
}
export type Statement = { readonly line: number } & (
  | { readonly is: 'name'; readonly names: readonly string[]; readonly value: Term; readonly bound: boolean }
  | { readonly is: 'variable'; readonly kind: 'sync' | 'store' | 'local'; readonly name: string; readonly type: string }
  | { readonly is: 'term'; readonly value: Term }
);

/** An input or an output of a module. */
export interface Port {
  readonly name: string;
  readonly type: string;
  readonly line: number;
}
export interface Module {
  readonly name: string;
  readonly ins: readonly Port[];
  readonly outs: readonly Port[];
  /** Other modules that it uses. */
  readonly uses: readonly string[];
  readonly body: Term;
}
