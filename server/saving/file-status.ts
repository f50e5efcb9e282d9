/** How a world stands to its file. */
export interface FileStatus {
  /** Without its folder; null for a world that came without a file. */
  readonly name: string | null;
  /** Another for each run of a world: numbers of edits count anew in each, and what was not saved in the one before is gone. */
  readonly life: string;
  /** Number of the last edit, and of the last one that is on the disk. */
  readonly edits: number;
  readonly savedEdits: number;
  /** How many are on no disk, as people count them: a drag is one. */
  readonly unsaved: number;
  /** Tells what was read or saved last from any other content; empty without a file. */
  readonly hash: string;
  /** Whether another program has changed or removed the file since it was read or saved. */
  readonly state: 'same' | 'changed' | 'removed';
  /** Of a world that was taken up from a run of another process: its edits up to this number came with it, so that they are not gone. */
  readonly takenUp?: number;
  /** Why saving by itself failed last, until it works again. */
  readonly trouble: string | null;
}
