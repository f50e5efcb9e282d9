import type { Program, Vm } from '../world/sandbox.ts';
import { readingFuel } from './limits.ts';

/** Programs with one of these words may be modules. */
const OF_MODULES = /\b(?:import|export|await)\b/;
const IS_MODULE = /^\s*(?:import\s*["'{*\w]|export\b)/m;
const MODULE_FILE = /\.m[jt]s$/;

/** What a text is as a program, or what is wrong with its syntax. */
export type Reading = { readonly program: Program } | { readonly fault: { readonly message: string; readonly stack: string } };

/**
 * Reads a program in a sandbox that has run nothing yet. It is a classic script, as Overte's are, where it can be one; where it cannot, since it imports or
 * exports, it is a module, and so is a file that says so by its name.
 */
export function readProgram(vm: Vm, source: string, name: string): Reading {
  const plain: Program = { source, name, kind: 'script' };
  const module: Program = { source, name, kind: 'module' };
  const fault = MODULE_FILE.test(name) ? undefined : vm.faultOf(plain, readingFuel(source));
  if (fault === undefined && !MODULE_FILE.test(name)) return { program: plain };
  const another = fault === undefined || OF_MODULES.test(source) ? vm.faultOf(module, readingFuel(source)) : fault;
  if (another === undefined) return { program: module };
  return { fault: fault === undefined || IS_MODULE.test(source) ? another : fault };
}
