import type { ErrorCode, Fault } from '../errors.ts';
import type { Json } from '../schema/field.ts';
import type { AccessScope } from '../access-scopes.ts';
import type { AccessAnswer } from './access.ts';
import type { Author, Role } from './author.ts';
import type { JobOutcome } from './job.ts';
import type { LinkEvent } from './link.ts';
import type { SendSpec } from './send.ts';
import type { Command, Operation, OperationResult } from './operation.ts';

/** All that reaches a world from outside. */
export type Input =
  /**
   * `group` joins consecutive inputs of one author into one undo step (a drag); `label` names it in the history, a later one of the group where that
   * alone tells from what to what it went. With `history: false` it is no step of it at all.
   */
  | { readonly type: 'operations'; readonly operations: readonly Operation[]; readonly group?: string; readonly label?: string; readonly history?: boolean }
  | { readonly type: 'command'; readonly command: Command }
  /** Sets off all that listens to this tag. `value` goes along. */
  | { readonly type: 'impulse'; readonly tag: string; readonly value?: Json }
  /** Says something to many, each its own, in rounds. Answered with the number of its run. */
  | { readonly type: 'send'; readonly send: SendSpec }
  /** Stops one that goes on, or all of the world; `acting`, from the host alone: those that this user has begun. Answered with how many that were. */
  | { readonly type: 'stopSends'; readonly run?: number; readonly acting?: string }
  /** Calls the world otherwise. It counts as edited, and no undo takes it back. */
  | { readonly type: 'rename'; readonly name: string }
  | { readonly type: 'undo' }
  | { readonly type: 'redo' }
  /** A scene file of one root, parsed from JSON, spawned below `parent` (null: at the top). */
  | { readonly type: 'spawn'; readonly item: Json; readonly parent: string | null; readonly name?: string; readonly group?: string; readonly history?: boolean }
  /** Takes back differences from the world as it was loaded, by their numbers; one step of undo. What is no longer different is passed over. */
  | { readonly type: 'revert'; readonly changes: readonly number[] }
  /** Somebody comes in on a machine; or is back on it, or is another by name, role or kind: then what their machine carried has ended. */
  | { readonly type: 'join'; readonly user: JoinedUser }
  | { readonly type: 'leave'; readonly userId: string; readonly machineId: string; readonly reason: string }
  | { readonly type: 'access'; readonly answer: AccessAnswer }
  /** What a user decided of a host and port has changed: who stands denied or allowed by it asks anew. */
  | { readonly type: 'accessChanged'; readonly userId: string; readonly scope: AccessScope; readonly host: string; readonly port: number }
  /**
   * The world goes on in another process than the one that its state is of: connections that stood are lost for this reason, questions are asked
   * again, users are gone. `unsaved`: the file that it is saved to from now on holds something else, so it counts as edited.
   */
  | { readonly type: 'takenUp'; readonly reason: string; readonly unsaved?: true }
  /** The scene is about to be saved: what this sets off is in what is saved. */
  | { readonly type: 'saving' }
  /** The scene was saved. */
  | { readonly type: 'saved' }
  /** A job that the world has asked for is done, or will not be. */
  | { readonly type: 'ran'; readonly job: number; readonly outcome: JobOutcome }
  | { readonly type: 'link'; readonly events: readonly LinkEvent[] }
  /** A word of the host's for the log of the world, about what happens to it outside: its file, for one; `entity` where it is about one. */
  | { readonly type: 'note'; readonly level: 'info' | 'warn' | 'error'; readonly message: string; readonly entity?: string };

/** An input with its author. `requestId` makes it count once, however often it arrives. */
export interface Envelope {
  readonly author: Author;
  readonly requestId?: string;
  readonly input: Input;
}

/** What a machine opens sockets with: the server itself, a browser tab, or the command line. */
export type MachineKind = 'server' | 'browser' | 'terminal';
export interface JoinedUser {
  readonly userId: string;
  readonly machineId: string;
  readonly name: string;
  readonly role: Role;
  /** Absent where the machine opens no sockets: who only looks, and programs that are no agents. */
  readonly kind?: MachineKind;
}

/**
 * What the input came to. Operations: one result each. An impulse: how many received it. A message to send: its number on its connection; a broadcast:
 * how many it was sent to.
 */
export type InputResult =
  | {
      readonly ok: true;
      readonly requestId?: string;
      readonly tick: number;
      readonly results: readonly OperationResult[];
      readonly kept?: readonly KeptChange[];
      /** What an undo or redo was of. */
      readonly step?: TakenStep;
      readonly triggered?: number;
      readonly sent?: number;
      /** Number of a send that has begun, and how many were stopped. */
      readonly run?: number;
      readonly stopped?: number;
      /** Number of the edit, counted from when the world was loaded; absent where nothing was edited. */
      readonly edit?: number;
    }
  | {
      readonly ok: false;
      readonly requestId?: string;
      readonly tick: number;
      readonly code: ErrorCode;
      readonly message: string;
      readonly errors: readonly Fault[];
    };
/** What an undo left alone since somebody else has changed it. */
export interface KeptChange {
  readonly path: string;
  /** Who has changed it, as a user id; `another edit` where it is what it hangs on that is another by now, `WW_INTERNAL` where a fault of ours kept it. */
  readonly by: string;
  readonly entity: string;
  /** Name of the entity; null where it is gone. */
  readonly name: string | null;
  /** What of it: `Component.Field`, a component, `name`; empty where it is the entity itself. */
  readonly what: string;
}
/** The step that an undo took back, or a redo brought again. */
export interface TakenStep {
  readonly seq: number;
  readonly label: string;
  /** The one entity that it is about, and its name; null where it is about several. */
  readonly entity: string | null;
  readonly name: string | null;
}
