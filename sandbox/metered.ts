import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { EXPORTS } from './exports.ts';
import { meter } from './meter.ts';

/** The package's binary for which all of this was tried. Another one is looked at first: it may loop where this one does not. */
const PINNED = 'c0bd8f296e18cf074969f6401b9ecb72609a1323818ec2b9bf7a8f8d740d1363';
/** Pages of 64 KiB that a script's memory may come to have; what it may take of them is less. */
const MOST_PAGES = 640;

/**
 * The binary of QuickJS as the package brings it, with its loops counted. For the build, and for what runs from the sources: who installs the project gets
 * the counted binary. Throws TypeError where the package brings another than the one that was tried.
 */
export function meteredBinary(counts: 'all' | 'nothing' = 'all'): Uint8Array {
  const original = readFileSync(createRequire(import.meta.url).resolve('quickjs-wasi/quickjs.wasm'));
  const sum = createHash('sha256').update(original).digest('hex');
  if (sum !== PINNED)
    throw new TypeError(
      `quickjs-wasi brings a binary with the SHA-256 ${sum}; expected ${PINNED}. Try a new version first: tests/unit/sandbox, on all versions of Node`,
    );
  return meter(original, MOST_PAGES, EXPORTS, counts).binary;
}
