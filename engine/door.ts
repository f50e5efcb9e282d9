/**
 * The door of a world: every message that may pass between a world and what hosts it, and nothing else. All of it could
 * cross a thread or a network. One call moves the world by one step: what has come in goes along, what goes out comes back.
 */
import type { ErrorCode, Fault } from './errors.ts';
import type { Json, UserRef } from './schema/field.ts';

export type Role = 'Admin' | 'Moderator' | 'Builder' | 'Guest' | 'Spectator';
/** Who did something: their user id and the role that they had when they did it. */
export interface Author { readonly userId: string; readonly role: Role }
/** The host itself, for what no person did. */
export const HOST: Author = { userId: 'host', role: 'Admin' };

/* ---------- operations: reversible edits ---------- */

/** A component's fields in JSON form; what is left out has its default. */
export type FieldValues = { readonly [field: string]: Json };
/** An entity as data, in scene form, with what hangs below it. */
export interface EntityData {
  readonly id?: string;
  readonly name?: string;
  readonly tag?: string;
  readonly active?: boolean;
  readonly persistent?: boolean;
  readonly orderOffset?: number;
  readonly spawnedBy?: string | null;
  /** Parts that this version does not know, kept; only from scene files. */
  readonly extras?: { readonly keys?: FieldValues; readonly components?: FieldValues; readonly fields?: { readonly [component: string]: FieldValues } };
  readonly components?: { readonly [key: string]: FieldValues };
  readonly children?: readonly EntityData[];
}
export type Operation =
  | { readonly op: 'addEntity'; readonly entity?: EntityData; readonly parent?: string | null; readonly before?: string | null }
  | { readonly op: 'removeEntity'; readonly entity: string }
  | { readonly op: 'updateEntity'; readonly entity: string; readonly name?: string; readonly tag?: string; readonly active?: boolean; readonly persistent?: boolean; readonly orderOffset?: number }
  /** `parent` null is the top; `before` names the sibling that it goes in front of, null or absent puts it last. */
  | { readonly op: 'moveEntity'; readonly entity: string; readonly parent?: string | null; readonly before?: string | null }
  | { readonly op: 'duplicateEntity'; readonly entity: string; readonly parent?: string | null; readonly id?: string }
  /** `component` is a type (`WebsocketClient`) or, to name the key, `WebsocketClient#2`. */
  | { readonly op: 'addComponent'; readonly entity: string; readonly component: string; readonly values?: FieldValues }
  | { readonly op: 'removeComponent'; readonly entity: string; readonly component: string }
  | { readonly op: 'setField'; readonly entity: string; readonly component: string; readonly field: string; readonly value: Json }
  | { readonly op: 'patchField'; readonly entity: string; readonly component: string; readonly field: string; readonly patch: readonly PatchStep[] };
/** One step of JSON Patch (RFC 6902). */
export type PatchStep =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value: Json }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move' | 'copy'; readonly path: string; readonly from: string };
/** What an operation did: the entity concerned, and the key of an added component. */
export interface OperationResult { readonly entity: string; readonly component?: string }

/** A command: asked of a component, not to be taken back. */
export interface Command { readonly command: string; readonly entity: string; readonly component: string; readonly args?: FieldValues }

/* ---------- inputs: all that reaches a world from outside ---------- */

export type Input =
  /** `group` joins consecutive inputs of one author into one undo step (a drag); `label` names it in the history. */
  | { readonly type: 'operations'; readonly operations: readonly Operation[]; readonly group?: string; readonly label?: string }
  | { readonly type: 'command'; readonly command: Command }
  | { readonly type: 'undo' }
  | { readonly type: 'redo' }
  /** A scene file of one root, parsed from JSON, spawned below `parent` (null: at the top). */
  | { readonly type: 'spawn'; readonly item: Json; readonly parent: string | null; readonly name?: string }
  | { readonly type: 'join'; readonly user: JoinedUser }
  | { readonly type: 'leave'; readonly userId: string; readonly machineId: string; readonly reason: string }
  | { readonly type: 'access'; readonly answer: AccessAnswer }
  /** What a user decided of a host and port has changed: who stands denied or allowed by it asks anew. */
  | { readonly type: 'accessChanged'; readonly userId: string; readonly scope: AccessScope; readonly host: string; readonly port: number }
  | { readonly type: 'link'; readonly events: readonly LinkEvent[] };

/** An input with its author. `requestId` makes it count once, however often it arrives. */
export interface Envelope { readonly author: Author; readonly requestId?: string; readonly input: Input }

export interface JoinedUser { readonly userId: string; readonly machineId: string; readonly name: string; readonly role: Role }

/** What the input came to. Operations: one result each. */
export type InputResult =
  | { readonly ok: true; readonly requestId?: string; readonly tick: number; readonly results: readonly OperationResult[]; readonly kept?: readonly KeptChange[] }
  | { readonly ok: false; readonly requestId?: string; readonly tick: number; readonly code: ErrorCode; readonly message: string; readonly errors: readonly Fault[] };
/** What an undo left alone since somebody else has changed it. */
export interface KeptChange { readonly path: string; readonly by: string }

/* ---------- access ---------- */

export type AccessScope = 'Websocket' | 'HTTP';
export interface AccessQuestion {
  /** Number of the question in its world. */
  readonly ask: number;
  readonly user: UserRef;
  readonly scope: AccessScope;
  readonly host: string;
  readonly port: number;
  readonly url: string;
  readonly reason: string;
  /** Id of the entity, and its names from the top. */
  readonly entity: string;
  readonly path: readonly string[];
  /** Key of the component. */
  readonly component: string;
  /** True where an earlier allowance of this connection stands, and only a remembered refusal matters: nobody need be prompted, and `waiting` lets it stand. */
  readonly standing?: true;
}
/** The handling user's answer. `dismissed` decides nothing; `waiting` says that the question stands before somebody. */
export interface AccessAnswer {
  readonly ask: number;
  readonly decision: 'allow' | 'deny' | 'dismissed' | 'waiting';
  /** User id of who decided; `host` where the allow list did. */
  readonly by: string;
  /** When, as ISO 8601, for the words in StateReason. */
  readonly at: string;
  /** In words, what to do, for `waiting`. */
  readonly note?: string;
}

/* ---------- links ---------- */

/** What a link tells of its connections. `connection` is the number that the world gave it when it asked for it to be opened. */
export type LinkEvent =
  | { readonly type: 'opened'; readonly connection: number; readonly protocol: string; readonly extensions: string }
  | { readonly type: 'message'; readonly connection: number; readonly data: string | Uint8Array }
  /** The connection failed or the remote ended it; every message received before has been told. */
  | { readonly type: 'closed'; readonly connection: number; readonly code: number; readonly reason: string; readonly error?: { readonly code: ErrorCode; readonly message: string } }
  /** After `close`: every message received up to then has been told. */
  | { readonly type: 'drained'; readonly connection: number }
  /** After `drop`: how many received messages were thrown away. */
  | { readonly type: 'discarded'; readonly connection: number; readonly messages: number }
  /** A send did not go out. `code` absent: WW_SEND_BUFFER_FULL. */
  | { readonly type: 'sendFailed'; readonly connection: number; readonly bytes: number; readonly message: string; readonly code?: ErrorCode }
  /** Bytes handed to the socket and not yet taken by the network; told when it changes from what was told last. */
  | { readonly type: 'buffered'; readonly connection: number; readonly bytes: number }
  /** The remote was heard of without a message to hand over: ping, pong, part of a message, messages that wait for their budget. */
  | { readonly type: 'activity'; readonly connection: number };

/** What a link must keep to for one connection. */
export interface LinkLimits {
  readonly maxMessageSize: number;
  readonly maxBufferedAmount: number;
  readonly maxMessagesPerTick: number;
}

/* ---------- effects: all that leaves a world ---------- */

export type Effect =
  | { readonly type: 'open'; readonly connection: number; readonly user: UserRef; readonly url: string; readonly protocols: readonly string[]; readonly headers: { readonly [name: string]: string }; readonly limits: LinkLimits }
  | { readonly type: 'configure'; readonly connection: number; readonly limits: LinkLimits }
  | { readonly type: 'send'; readonly connection: number; readonly data: string | Uint8Array }
  /** Stop receiving, hand over what was received, tell `drained`; the socket closes with this code in the background. */
  | { readonly type: 'close'; readonly connection: number; readonly code: number; readonly reason: string }
  /** Close at once and forget what was received; told as `discarded`. */
  | { readonly type: 'drop'; readonly connection: number }
  | { readonly type: 'ask'; readonly question: AccessQuestion }
  | { readonly type: 'withdraw'; readonly ask: number };

/* ---------- what watchers see ---------- */

export type ConnectionState = 'Idle' | 'AwaitingAccess' | 'Denied' | 'Connecting' | 'Open' | 'Closing' | 'WaitingToRetry';

/** What somebody looks at. Numbers of rates are updates a second. */
export type View =
  /** A window of the hierarchy as it is unfolded, or of the results of a query. Rows are counted from the first visible one. */
  | { readonly kind: 'tree'; readonly expanded: readonly string[]; readonly offset: number; readonly limit: number; readonly query?: string; readonly root?: string | null }
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
  /** Edits since the world was loaded or last captured for saving. */
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
export type ViewRequest =
  | { readonly type: 'open'; readonly view: number; readonly what: View }
  | { readonly type: 'close'; readonly view: number };

/* ---------- the call ---------- */

/** One step of a world. */
export interface Step {
  /** `tick` lets time pass by one tick; `pass` only takes inputs in, as a paused world does. */
  readonly mode: 'tick' | 'pass';
  /** Real milliseconds since the world began, whole and never less than before. */
  readonly real: number;
  readonly inputs: readonly Envelope[];
  readonly views?: readonly ViewRequest[];
}
export interface StepResult {
  readonly tick: number;
  /** One for each input, in order. Link inputs have none. */
  readonly results: readonly InputResult[];
  readonly effects: readonly Effect[];
  readonly updates: readonly ViewUpdate[];
  /** New log entries of this step. */
  readonly log: readonly LogEntry[];
}

/** A question that changes nothing. */
export type Question =
  | { readonly ask: 'status' }
  | { readonly ask: 'entities'; readonly query: string; readonly offset: number; readonly limit: number }
  | { readonly ask: 'entity'; readonly entity: string }
  | { readonly ask: 'log'; readonly after: number; readonly limit: number }
  | { readonly ask: 'history' }
  | { readonly ask: 'manifest' }
  | { readonly ask: 'item'; readonly entity: string }
  | { readonly ask: 'hash' }
  | { readonly ask: 'snapshot' }
  /** Takes a copy for saving and gives it a number; its text is then pulled in parts, off the tick. */
  | { readonly ask: 'capture' }
  /** The next part of a capture's scene text, of about `entities` entities. */
  | { readonly ask: 'pull'; readonly capture: number; readonly entities: number };

/** A world as its host sees it, in this thread or another. */
export interface WorldDoor {
  step(step: Step): StepResult | Promise<StepResult>;
  /** Answers as `Answer` says; rejects with a WorldwireError. */
  ask<Q extends Question>(question: Q): Promise<Answer<Q>>;
  /** Ends the world and gives the effects that close its connections. */
  end(): Effect[] | Promise<Effect[]>;
}

export interface Answers {
  readonly status: WorldStatus;
  readonly entities: { readonly total: number; readonly entities: readonly EntityView[] };
  readonly entity: EntityDetail;
  readonly log: { readonly entries: readonly LogEntry[]; readonly next: number };
  readonly history: { readonly entries: readonly HistoryRow[] };
  readonly manifest: readonly import('./schema/manifest.ts').ComponentManifest[];
  readonly item: { readonly text: string };
  readonly hash: { readonly hash: string; readonly tick: number };
  readonly snapshot: { readonly text: string };
  readonly capture: { readonly capture: number };
  readonly pull: { readonly text: string; readonly done: boolean };
}
export type Answer<Q extends Question> = Answers[Q['ask']];
/** One undoable edit. */
export interface HistoryRow { readonly author: string; readonly tick: number; readonly label: string; readonly undone: boolean }
