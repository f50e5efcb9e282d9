import type { ErrorCode } from '../errors.ts';
import type { JoinedUser } from './input.ts';
import type { FieldValues } from './operation.ts';

export type ConnectionState = 'Idle' | 'AwaitingAccess' | 'Denied' | 'Connecting' | 'Open' | 'Closing' | 'WaitingToRetry';

/** What somebody looks at. Numbers of rates are updates a second. */
export type View =
  /** A window of the hierarchy as it is unfolded, or of the results of a query. Rows are counted from the first visible one. */
  | {
      readonly kind: 'tree';
      readonly expanded: readonly string[];
      readonly offset: number;
      readonly limit: number;
      readonly query?: string;
      readonly root?: string | null;
    }
  | { readonly kind: 'entity'; readonly entity: string; readonly rate?: number }
  /** Log entries with a number above `after`; the newest `limit` of them at first. */
  | { readonly kind: 'log'; readonly after?: number; readonly limit?: number }
  | { readonly kind: 'status'; readonly rate?: number; readonly userId?: string };

export interface TreeRow {
  readonly id: string;
  readonly name: string;
  readonly parent: string | null;
  readonly depth: number;
  readonly children: number;
  readonly expanded: boolean;
  /** Own flag; `inactive` is true where it or an ancestor is not active. */
  readonly active: boolean;
  readonly inactive: boolean;
  readonly persistent: boolean;
  readonly tag: string;
  readonly components: readonly string[];
  /** State of its first WebsocketClient, if it has one. */
  readonly state?: ConnectionState;
}
export interface EntityView {
  readonly id: string;
  readonly name: string;
  readonly parent: string | null;
  readonly tag: string;
  readonly active: boolean;
  readonly persistent: boolean;
  readonly orderOffset: number;
  readonly children: readonly string[];
  readonly components: { readonly [key: string]: FieldValues };
}
/** An entity with what a page wants besides: where it is, who spawned it. */
export interface EntityDetail extends EntityView {
  readonly path: readonly { readonly id: string; readonly name: string }[];
  readonly spawnedBy: string | null;
}
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'edit';
export interface LogEntry {
  readonly seq: number;
  readonly tick: number;
  /** Simulated seconds since the world began. */
  readonly time: number;
  readonly level: LogLevel;
  /** Id of the entity that it is about, if it is about one. */
  readonly entity: string | null;
  /** What wrote it: a system's name, an author's user id, a component key. */
  readonly source: string;
  readonly message: string;
}
export interface WorldStatus {
  readonly name: string;
  readonly tick: number;
  readonly time: number;
  readonly tickRate: number;
  readonly entities: number;
  readonly users: readonly JoinedUser[];
  /** How many WebsocketClients are in each state; absent states have none. */
  readonly connections: { readonly [state in ConnectionState]?: number };
  /** Edits since the world was loaded, or since it was captured for the last save that reached the disk. */
  readonly unsaved: boolean;
  /** Label of what the watching user would undo and redo. */
  readonly undo: string | null;
  readonly redo: string | null;
}

/** What a view shows, or how it has changed. The first update of a view is whole. */
export type ViewUpdate = { readonly view: number; readonly tick: number } & (
  | { readonly kind: 'tree'; readonly total: number; readonly offset: number; readonly rows: readonly TreeRow[] }
  | { readonly kind: 'entity'; readonly whole: EntityDetail }
  /** Changed fields only, by component key and field. */
  | { readonly kind: 'fields'; readonly changed: { readonly [component: string]: FieldValues } }
  | { readonly kind: 'gone'; readonly entity: string }
  | { readonly kind: 'log'; readonly entries: readonly LogEntry[]; readonly skipped: number }
  | { readonly kind: 'status'; readonly status: WorldStatus }
  | { readonly kind: 'fault'; readonly code: ErrorCode; readonly message: string }
);

/** Opens, changes or ends a view; not an input, since no world's state depends on who looks. */
export type ViewRequest = { readonly type: 'open'; readonly view: number; readonly what: View } | { readonly type: 'close'; readonly view: number };
