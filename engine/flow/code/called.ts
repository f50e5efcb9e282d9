import { ARITHMETIC } from '../values/arithmetic.ts';
import { VECTORS } from '../values/vector-math.ts';

/** What expressions of nodes may call, as `m`. */
export const CALLED = { ...ARITHMETIC, ...VECTORS } as const;
