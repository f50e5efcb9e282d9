import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { meter } from '../../sandbox/meter.ts';

/** The package's module for which all of this was tried. */
const PINNED = '4e5bbbc203f21c19557476192e1bbc5b074e01f4e1a212799f4d809cdac5c59e';
/** Pages of 64 KiB that reading one text may come to have. */
const MOST_PAGES = 2048;
/** The global that holds the address of the module's own stack: `__wbindgen_add_to_stack_pointer` writes no other. */
const STACK_POINTER = 0;

const EXPORTS = [
  'memory',
  'transformSync',
  '__wbindgen_export_0',
  '__wbindgen_export_1',
  '__wbindgen_export_2',
  '__wbindgen_export_3',
  '__wbindgen_export_4',
  '__wbindgen_export_5',
  '__wbindgen_add_to_stack_pointer',
];

/**
 * The stripper's binary, with its loops counted: nested forms that it reads first as one thing and then as another take it seconds for each ten characters,
 * and a script may come from a stranger. Throws TypeError where the package brings another module than the one that was tried.
 */
export function stripperBinary(): Uint8Array {
  return meter(Buffer.from(parts().binary, 'base64'), MOST_PAGES, EXPORTS, 'all', STACK_POINTER).binary;
}

/**
 * The body of a function that makes an instance of the compiled binary and gives what it exports: the package's own code around its binary, without that.
 * It sets `module.exports.transformSync`.
 */
export function stripperGlue(): string {
  return `${parts().glue}wasm = new WebAssembly.Instance(compiled, imports).exports;\nreturn wasm;\n`;
}

function parts(): { readonly glue: string; readonly binary: string } {
  const module = readFileSync(createRequire(import.meta.url).resolve('@swc/wasm-typescript'), 'utf8');
  const sum = createHash('sha256').update(module).digest('hex');
  if (sum !== PINNED)
    throw new TypeError(
      `@swc/wasm-typescript brings a module of SHA-256 ${sum}; expected ${PINNED}. Try a new version first: tests/unit/scripting, on all versions of Node`,
    );
  const [, glue, binary] = /^(.*?)const bytes = Buffer\.from\('([^']+)', 'base64'\);/s.exec(module) ?? [];
  if (glue === undefined || binary === undefined) throw new TypeError('@swc/wasm-typescript brings a module in which its binary does not stand as it did');
  return { glue, binary };
}
