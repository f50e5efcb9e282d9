import { parse } from 'acorn';

/** A fault at a place in the text. */
export interface Fault {
  readonly from: number;
  readonly to: number;
  readonly message: string;
}

/** Programs with one of these words may be modules; those that have one of these at the beginning of a line are. */
const OF_MODULES = /\b(?:import|export|await)\b/;
const IS_MODULE = /^\s*(?:import\s*["'{*\w]|export\b)/m;

/**
 * The first fault of syntax of a program, as a classic script, or as a module where it can only be one; null where it has none. Highlighting knows faults as
 * well, and takes some programs for faulty that are none; so a parser that keeps to the standard is asked, and what the script's own engine takes besides is
 * left to that.
 */
export function syntaxFault(text: string): Fault | null {
  const fault = faultAs('script', text);
  if (fault === null || !OF_MODULES.test(text)) return fault;
  const another = faultAs('module', text);
  return another === null ? null : IS_MODULE.test(text) ? another : fault;
}

/** A name that a line ends with, and that other parsers take for the beginning of a declaration whatever the next line is. */
const LET_ALONE = /\blet[^\S\n]*(?:\/\/.*)?\n\s*$/;

function faultAs(sourceType: 'script' | 'module', text: string): Fault | null {
  try {
    parse(text, { ecmaVersion: 'latest', sourceType, allowHashBang: true });
    return null;
  } catch (error) {
    if (!(error instanceof SyntaxError) || !('pos' in error) || typeof error.pos !== 'number') return null;
    if (LET_ALONE.test(text.slice(Math.max(0, error.pos - 1_000), error.pos))) return null;
    return faultAt(text, Math.min(error.pos, text.length), error.message.replace(/ \(\d+:\d+\)$/, ''));
  }
}

function faultAt(text: string, pos: number, said: string): Fault {
  const word = /^(?:[\p{ID_Start}$_][\p{ID_Continue}$]*|\d+|[^\s])/u.exec(text.slice(pos, pos + 100))?.[0] ?? '';
  if (text.slice(pos).trim() === '') {
    const end = text.trimEnd().length;
    return { from: Math.max(0, end - 1), to: end, message: said === 'Unexpected token' ? 'The program ends here, and something is still open.' : `${said}.` };
  }
  const message = said === 'Unexpected token' && word !== '' ? `Not expected here: ${word}` : `${said}.`;
  return { from: pos, to: pos + Math.max(1, word.length), message };
}
