import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import { keepCallsApart } from '../../sandbox/inlining.ts';
import { FUEL } from '../../sandbox/meter.ts';
import { PLACE } from '../../sandbox/place.ts';
import { stripperBinary, stripperGlue } from './metered-stripper.ts';

/** Where the build leaves the counted binary, and the code around it. */
const BINARY = new URL('stripper-metered.wasm', PLACE);
const GLUE = new URL('stripper-glue.txt', PLACE);

/** What keeps a text from being stripped: where that is, counted from 0, and what it was. */
export interface Unread {
  readonly code: 'InvalidSyntax' | 'UnsupportedSyntax';
  readonly message: string;
  readonly startLine: number;
  /** As wide as what stands before it in the line, on a screen. */
  readonly startColumn: number;
}

/** How stripping has ended: with a text, with a fault of it, or cut off, since it came to no end or its parts lie too deep within each other. */
export type Stripped =
  | { readonly end: 'done'; readonly text: string }
  | { readonly end: 'unread'; readonly fault: Unread }
  | { readonly end: 'fuel' }
  | { readonly end: 'depth' };

interface Instance {
  readonly memory: WebAssembly.Memory;
  readonly [FUEL]: WebAssembly.Global<'i32'>;
}
interface Glue {
  readonly exports: { readonly transformSync?: (text: string, options: { readonly mode: 'strip-only' }) => { readonly code: string } };
}
type Make = (module: Glue, require: NodeJS.Require, compiled: WebAssembly.Module) => Instance;

interface Ready {
  readonly compiled: WebAssembly.Module;
  readonly make: Make;
}
let made: Ready | undefined;

/** It takes a tenth of a second and some megabytes, so that a world without TypeScript loads none of it. */
function ready(): Ready {
  if (made !== undefined) return made;
  keepCallsApart();
  const binary = existsSync(BINARY) ? readFileSync(BINARY) : stripperBinary();
  const glue = existsSync(GLUE) ? readFileSync(GLUE, 'utf8') : stripperGlue();
  // The lib's types ask for a buffer that is not shared, which a file's is.
  const compiled = new WebAssembly.Module(binary as Uint8Array<ArrayBuffer>);
  return (made = { compiled, make: compileFunction(glue, ['module', 'require', 'compiled'], { filename: 'stripper-glue.js' }) as Make });
}

/** Strips a text in an instance of its own, since one that was cut off cannot go on. @param fuel units of work that it may take */
export function strip(text: string, fuel: number): Stripped {
  const { compiled, make } = ready();
  const module: Glue = { exports: {} };
  const instance = make(module, createRequire(import.meta.url), compiled);
  instance[FUEL].value = fuel;
  try {
    const { code = text } = module.exports.transformSync?.(text, { mode: 'strip-only' }) ?? {};
    return { end: 'done', text: code };
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) return { end: instance[FUEL].value < 0 ? 'fuel' : 'depth' };
    if (error instanceof Error) throw error;
    return { end: 'unread', fault: error as Unread };
  }
}
