import type { FieldValues } from '../../server/protocol.ts';

/** How a program that has a fault of syntax is told of while another runs on. */
const RUNS_ON = 'the program that ran before runs on';

/** Whether what stands in the editor is what runs, in words, with the state whose colour and shape it has. */
export function standingOf(values: FieldValues, isDirty: boolean): { readonly as: string; readonly words: string } {
  const { State: state, LastError: last, File: file } = values;
  if (typeof file === 'string' && file !== '') return { as: 'Idle', words: 'Does not run: the file does' };
  if (isDirty) return { as: 'WaitingToRetry', words: state === 'Running' ? 'Not saved: what runs is what was saved' : 'Not saved' };
  if (typeof last === 'string' && last.includes(RUNS_ON)) return { as: 'Denied', words: 'Saved, and faulty: what ran before runs on' };
  if (state === 'Loading') return { as: 'Connecting', words: 'Saved; it waits for its files' };
  if (state === 'Running') return { as: 'Open', words: 'This is what runs' };
  if (state === 'Failed') return { as: 'Denied', words: 'Saved; it failed as it began' };
  if (state === 'Ended') return { as: 'Denied', words: 'Saved; it was ended' };
  return { as: 'Idle', words: 'Saved; it does not run' };
}
