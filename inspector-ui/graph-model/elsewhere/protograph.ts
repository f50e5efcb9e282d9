import type { Catalogue } from '../catalogue.ts';
import { Imported, type FromElsewhere } from './imported.ts';
import { ProtoGraphFault } from './protograph-cursor.ts';
import { wordsOf } from './protograph-lexer.ts';
import { Parser } from './protograph-parser.ts';
import { Reading } from './protograph-reading.ts';

/*
 * A module of ProtoGraph, the language of Flux SDK, as its documentation describes it (flux-sdk.samsmucny.com; copied in felikcat/protoflux-claude-template,
 * `docs/flux-sdk`) and as modules in use are written (Lixquid/protograph-GraphLib). Names of nodes are the original's, so that most of it is wiring.
 */

export function isProtoGraph(text: string): boolean {
  // Only what stands in one line: by all blanks, each line of many empty ones would be gone through to the end.
  return /^[ \t\uFEFF]*module\s+[A-Z_]/m.test(text) && /\bwhere\b/.test(text);
}

export function readProtoGraph(text: string, catalogue: Catalogue): FromElsewhere {
  const imported = new Imported(catalogue);
  try {
    const module = new Parser(wordsOf(text, (what, line) => imported.miss(what, `line ${line}`, 'This is no word of ProtoGraph.'))).module();
    new Reading(imported).run(module);
  } catch (error) {
    if (!(error instanceof ProtoGraphFault)) throw error;
    imported.miss('the text from here on', `line ${error.line}`, `It could not be read: ${error.message}.`);
  }
  return imported.end();
}
