import { TooMuchWaits } from '../limits/errand-queues.ts';
import { ERRORS, WorldwireError, type ErrorCode, type Fault } from '../../engine/index.ts';

/** HTTP status of each failure; what is not listed is the asker's mistake, 400. */
const STATUSES: { readonly [code in ErrorCode]?: number } = {
  WW_UNAUTHENTICATED: 401,
  WW_FORBIDDEN: 403,
  WW_BAD_HOST: 403,
  WW_BAD_ORIGIN: 403,
  WW_REMOVED: 403,
  WW_NOT_FOUND: 404,
  WW_UNKNOWN_WORLD: 404,
  WW_NO_VERSION: 404,
  WW_UNKNOWN_ENTITY: 404,
  WW_UNKNOWN_USER: 404,
  WW_REQUEST_ID: 409,
  WW_NOTHING_TO_UNDO: 409,
  WW_UNDO_BLOCKED: 409,
  WW_NOTHING_TO_REDO: 409,
  WW_NOT_REVERTIBLE: 409,
  WW_FILE_EXISTS: 409,
  WW_FILE_CHANGED: 409,
  WW_FILE_IN_USE: 409,
  WW_FILE_READ_ONLY: 409,
  WW_REFUSED: 409,
  WW_TOO_LARGE: 413,
  WW_RATE_LIMITED: 429,
  WW_LIMIT: 429,
  WW_INTERNAL: 500,
  WW_SYSTEM_FAILED: 500,
  WW_COMMAND_FAILED: 500,
  WW_UNKNOWN_EVENT: 500,
  WW_SAVE_FAILED: 500,
  WW_WORLD_DIED: 500,
  WW_STOPPED: 503,
  WW_WORLD_STUCK: 503,
};

/** Seconds after which to ask again what could not be done now through no fault of the asker. */
const AGAIN: { readonly [code in ErrorCode]?: number } = { WW_STOPPED: 5, WW_WORLD_STUCK: 10 };

/** HTTP status of a failure. */
export function statusOf(code: ErrorCode): number {
  return STATUSES[code] ?? 400;
}

/** Whole seconds after which to ask again; undefined where that depends on the asker. */
export function askAgainAfter(error: unknown): number | undefined {
  if (error instanceof TooMuchWaits) return error.retryAfter;
  return error instanceof WorldwireError ? AGAIN[error.code] : undefined;
}

/** The body of an answer that went wrong. */
export interface ErrorBody {
  readonly code: ErrorCode;
  readonly message: string;
  readonly errors?: readonly Fault[];
  /** Whole seconds after which to ask again. */
  readonly retryAfter?: number;
}

/** What a failure looks like from outside. What is not ours tells nothing of the inside. */
export function errorBody(error: unknown): ErrorBody {
  const retryAfter = askAgainAfter(error);
  if (error instanceof WorldwireError)
    return {
      code: error.code,
      message: sentence(error.code, error.message),
      ...(error.faults.length > 0 ? { errors: error.faults } : {}),
      ...(retryAfter === undefined ? {} : { retryAfter }),
    };
  return { code: 'WW_INTERNAL', message: ERRORS.WW_INTERNAL.join(' ') };
}

/** A message that says what is wrong and, where it is the general one, also what to do. */
function sentence(code: ErrorCode, message: string): string {
  return message === ERRORS[code][0] ? ERRORS[code].join(' ') : message;
}
