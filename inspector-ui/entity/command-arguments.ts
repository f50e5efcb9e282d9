import { reckon } from '../editors/arithmetic.ts';

/** An argument of a command, as its manifest describes it. */
export interface Argument {
  readonly name: string;
  readonly type: string;
  readonly doc: string;
  readonly required: boolean;
}
type Read = { readonly args: { readonly [name: string]: string | number | boolean } } | { readonly fault: string };

/** What was typed for a command as its arguments; numbers are reckoned as in every other box, and what is none is refused. */
export function readArguments(all: readonly Argument[], typed: { readonly [name: string]: string | boolean }): Read {
  const args: { [name: string]: string | number | boolean } = {};
  for (const { name, type, required } of all) {
    const value = typed[name];
    if (type === 'number' || type === 'integer') {
      const text = typeof value === 'string' ? value.trim() : '';
      if (text === '' && !required) continue;
      const found = reckon(text);
      if ('fault' in found) return { fault: `${name}: ${found.fault}` };
      if (type === 'integer' && !Number.isInteger(found.value)) return { fault: `${name}: expected a whole number` };
      args[name] = found.value;
    } else if (value !== undefined) args[name] = value;
    else if (required && type === 'string') args[name] = '';
  }
  return { args };
}
