import type { ErrorCode } from '../errors.ts';
import type { Json } from '../schema/field.ts';

/** How a job ended that was done outside of the world: with its answer, or with why there is none. */
export type JobOutcome = { readonly ok: true; readonly answer: Json } | { readonly ok: false; readonly code: ErrorCode; readonly message: string };
