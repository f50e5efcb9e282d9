import type { RunStatus } from '../../server/protocol.ts';

/** How far what was edited has come on its way to the disk; `ended` where it gets there by a save alone. */
export type Reach = 'applied' | 'written' | 'durable' | 'ended';

/**
 * How far all of it is; undefined of a world without a journal.
 * @param made number of the last edit that was acknowledged to this page, which may be newer than what was told of the world
 */
export function reachOf(run: RunStatus | null, made: number): Reach | undefined {
  if (run?.journal === undefined || run.reached === undefined) return undefined;
  if (run.journal.state === 'ended') return 'ended';
  const edits = Math.max(run.file.edits, made);
  if (run.reached.durable >= edits) return 'durable';
  return run.reached.written >= edits ? 'written' : 'applied';
}

export const REACH_WORDS: Record<Reach, string> = {
  applied: 'Journal: the last edits are applied, and not written yet',
  written: 'Journal: the last edits are written and outlive the server; a cut of power could still take them',
  durable: 'Journal: all that was edited is on the disk, and outlives a crash of server and machine',
  ended: 'Journal: it has ended, so that only what is saved outlives a crash',
};
