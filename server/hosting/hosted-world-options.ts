import type { Desk } from './desks.ts';
import type { JournalSettings } from '../journal/journal.ts';
import type { TakenUpLife } from '../journal/life-choice.ts';
import type { Ghosts } from '../past/ghosts.ts';
import type { HostedDoor } from '../doors/hosted-door.ts';
import type { DoneJob } from './jobs.ts';
import type { Links } from './links-port.ts';
import type { Log } from '../log/log.ts';
import type { PastLimits } from '../past/memory-past.ts';
import type { OwnFile } from '../saving/saver.ts';
import type { SpareTime } from '../limits/spare-time.ts';
import type { VersionsSettings } from '../versions/versions.ts';
import type { WorldTrace } from './trace-file.ts';

/** What a running world is made of. */
export interface HostedWorldOptions {
  /** What the world is called at this server: its scene file's name without its ending. */
  readonly name: string;
  /** The world's own id, which outlives its file's name. */
  readonly id: string;
  readonly door: HostedDoor;
  /** Ticks a second. */
  readonly tickRate: number;
  readonly links: Links;
  readonly desk: Desk;
  readonly log: Log;
  /** Changes with every start of the server. */
  readonly epoch: string;
  /** The scene file that it is saved to, and the claim on it, which goes with the world; none where it came without one. */
  readonly own?: OwnFile;
  /** What its systems may have done outside of it, by name. Default: nothing. */
  readonly jobs?: ReadonlyMap<string, DoneJob>;
  /** Modules whose components its file may hold. */
  readonly plugins?: readonly string[];
  /** Folder in which files of several names are noted as taken. */
  readonly claims?: string | undefined;
  /** Folder that it is saved to under a name where it came without a file. */
  readonly folder?: string | undefined;
  /** Seconds between saves of a world that was edited; 0 is never. Default 0. */
  readonly autosaveInterval?: number;
  /** Where worlds are brought back to be looked at. Default: threads of their own, with what is built in. */
  readonly ghosts?: Ghosts;
  /** The time that worlds of this thread leave over. Default: one of its own. */
  readonly spare?: SpareTime;
  /** Whether it ticks in another thread. Default false. */
  readonly isElsewhere?: boolean;
  /** How much of its past it keeps, once it is told to. */
  readonly past?: Partial<PastLimits>;
  /** File to record to from the first step on; the last minutes are then kept as well. */
  readonly record?: string;
  /** Where all that reaches it is written, to be taken up from. Default: nowhere. */
  readonly journal?: JournalSettings;
  /** The life that it goes on from, where that stood in its journal. */
  readonly life?: TakenUpLife;
  /** Where versions of its scene are kept. Default: nowhere. */
  readonly versions?: VersionsSettings;
  /** Milliseconds that it waits, where it is recorded, for a disk that does not keep up. Default 1,000. */
  readonly diskPatience?: number;
  /** Why what stood outside of it is gone, where it goes on from a state of another process. */
  readonly takenUp?: string;
  /** What its log tells of that. */
  readonly takenUpWords?: readonly { readonly level: 'info' | 'warn'; readonly message: string }[];
  /** What it is a replay of, in words; it then has nothing outside. Default: it is none. */
  readonly replayOf?: string | undefined;
  /** File to leave its state in as its server ends. */
  readonly state?: string;
  /** Where its steps are told one by one. */
  readonly trace?: WorldTrace;
  /** Real time in milliseconds, as the world counts it. Default the machine's. */
  readonly now?: () => number;
  /** Called when the world has ended by itself, since its steps failed one after another. */
  readonly broken?: () => void;
}
