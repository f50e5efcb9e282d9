import { ARITHMETIC } from './arithmetic.ts';
import { VECTORS } from './vector-math.ts';

/** What expressions of nodes may call, as `m`. */
export const CALLED = { ...ARITHMETIC, ...VECTORS } as const;
