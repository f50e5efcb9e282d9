import { existsSync, readFileSync } from 'node:fs';
import { meteredBinary } from './metered.ts';
import { PLACE } from './place.ts';

/** Where the build leaves the counted binary. */
const BUILT = new URL('quickjs-metered.wasm', PLACE);

/** The counted binary of QuickJS: as the build has left it, or made now where the program runs from its sources. */
export function binary(): Uint8Array {
  return existsSync(BUILT) ? readFileSync(BUILT) : meteredBinary();
}
