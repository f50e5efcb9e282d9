import type { Identity } from './sessions.ts';

/** Whether an edit is a step of undo, as an input says it: as was asked for, or else unless the token is a program's. */
export function historyOf(identity: Pick<Identity, 'token'> | null, asked: boolean | undefined): { readonly history?: false } {
  return (asked ?? identity?.token.program !== true) ? {} : { history: false };
}
