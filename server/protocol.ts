/**
 * Every message between the server and the inspector, and nothing else. Socket.io carries them: the page asks with an
 * acknowledgement, the server tells with `updates`, `status` and `prompts`.
 */
import type {
  Command,
  ComponentManifest,
  ErrorCode,
  Fault,
  InputResult,
  JoinedUser,
  Operation,
  View,
  ViewUpdate,
  AccessQuestion,
  Json,
  HistoryRow,
  RowsView,
  SystemCost,
  TreeRow,
  TableRow,
  Wanted,
} from '../engine/index.ts';
export type * from '../engine/index.ts';

/** Version of this wire. A page of another version is told to reload. */
export const WIRE_VERSION = 2;

/** An answer that went wrong. */
export interface Refusal {
  readonly ok: false;
  readonly code: ErrorCode;
  readonly message: string;
  readonly errors?: readonly Fault[];
}
export type Reply<T> = ({ readonly ok: true } & T) | Refusal;

export interface Welcome {
  readonly version: number;
  /** Changes with every start of the server: a page that sees another asks for everything anew. */
  readonly epoch: string;
  readonly you: JoinedUser;
  readonly worlds: readonly WorldSummary[];
}
export interface WorldSummary {
  readonly name: string;
  readonly title: string;
  readonly tick: number;
  readonly tickRate: number;
  readonly paused: boolean;
  /** Edits since it was loaded or saved. */
  readonly unsaved: boolean;
  readonly entities: number;
  readonly users: number;
}
/** How a world runs, told some times a second to whoever is in it. Times in milliseconds, over the last second. */
export interface RunStatus {
  readonly world: string;
  readonly paused: boolean;
  readonly speed: number;
  readonly tick: number;
  /** Measured ticks a second. */
  readonly rate: number;
  readonly tickTime: number;
  readonly worstTickTime: number;
  /** Ticks that were left out because they came too late, since the start. */
  readonly late: number;
  /** Messages handed out and sent since the start. */
  readonly messagesIn: number;
  readonly messagesOut: number;
  readonly recording: boolean;
  /** Ticks that can be gone back to, while the last minutes are recorded. */
  readonly past: { readonly from: number; readonly to: number } | null;
  /** What each system costs; told once a second, left out in between. */
  readonly costs?: readonly SystemCost[];
}
/** The kept minutes of a world, seen from afar. */
export interface Timeline {
  /** Ticks that can be shown; null while nothing is kept. */
  readonly range: { readonly from: number; readonly to: number } | null;
  /** Bytes that are kept, about. */
  readonly bytes: number;
  /** Ticks that one sample stands for. */
  readonly every: number;
  readonly samples: readonly TimeSample[];
  readonly marks: readonly TimeMark[];
}
/** Some ticks from `tick` on: the mean of what they took, in milliseconds, and the messages that they handed out and sent. */
export interface TimeSample {
  readonly tick: number;
  readonly tickTime: number;
  readonly messagesIn: number;
  readonly messagesOut: number;
}
/** Something that the log tells of a tick. */
export interface TimeMark {
  readonly tick: number;
  readonly kind: 'edit' | 'problem' | 'connection';
  readonly entity: string | null;
  readonly source: string;
  readonly text: string;
}
/** A standing question of the host, for Admins. `warning` says where the address lies, if it lies near. */
export interface Prompt extends AccessQuestion {
  readonly world: string;
  readonly warning?: string;
  /** Others that ask for the same host and port. */ readonly also: readonly { readonly entity: string; readonly path: readonly string[] }[];
}

/** `saveAs` writes to another file beside the world's own, `reload` puts the world back to its file, `record` keeps the last minutes so that one can go back. */
export type ControlAction = 'pause' | 'resume' | 'step' | 'save' | 'saveAs' | 'reload' | 'undo' | 'redo' | 'speed' | 'record' | 'stopRecording';

/** The field that somebody has the cursor in. */
export interface EditedField {
  readonly entity: string;
  /** Empty for a property of the entity itself. */
  readonly component: string;
  readonly field: string;
}
/** Somebody in a world: what they look at (the entity of the pane opened last, and all that they have selected), and what they edit. */
export interface Person {
  readonly user: JoinedUser;
  readonly looksAt: string | null;
  readonly selection: readonly string[];
  readonly editing: EditedField | null;
}
/** The socket of a connection, as its link knows it; the world itself does not hold this. */
export interface SocketInfo {
  /** Number of the connection. */
  readonly connection: number;
  readonly url: string;
  /** Address and port that it is connected to. */
  readonly remote: string;
  /** Real time at which it opened, ISO 8601. */
  readonly openedAt: string;
  /** Milliseconds from the start of the attempt to open. */
  readonly took: number;
  readonly status: number;
  readonly statusText: string;
  /** Headers of the server's answer; at most 100, values cut at 1,000 characters. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly protocol: string;
  readonly extensions: string;
  /** Milliseconds of the newest ping and its pong; null before one came back. Asking sends the next ping. */
  readonly roundTrip: number | null;
  /** Messages received that wait for their tick, and bytes that wait to be sent. */
  readonly queued: number;
  readonly buffered: number;
}

/**
 * An update as it travels. To a page that said `short` in its hello, what a view has told before is not told again: a list stands for changed
 * fields (view, tick, then place and value of each, and last `by` where there is one; places are counted over all fields of the entity as it
 * was told whole last), and in the windows of trees and tables a ShortRow for a row that the same view told last time.
 */
export type SentUpdate =
  | Exclude<ViewUpdate, { readonly kind: 'tree' | 'table' }>
  | (Omit<Extract<ViewUpdate, { readonly kind: 'tree' }>, 'rows'> & { readonly rows: readonly (TreeRow | ShortRow)[] })
  | (Omit<Extract<ViewUpdate, { readonly kind: 'table' }>, 'rows'> & { readonly rows: readonly (TableRow | ShortRow)[] })
  | readonly [view: number, tick: number, ...placesAndValuesAndBy: Json[]];
/** The place of a row in the window told before; in a list also which of its cells have changed: column and value of each. */
export type ShortRow = number | readonly [at: number, ...columnsAndValues: Json[]];

/** What the page may send. Each has an acknowledgement. */
export interface PageToServer {
  /** `short`: updates come in their short form, as `brief`. */
  hello: (message: { version: number; name?: string; short?: boolean }, reply: (answer: Reply<Welcome>) => void) => void;
  /** Enters a world, leaving the one before; views belong to the world that one is in. */
  enter: (message: { world: string }, reply: (answer: Reply<{ manifest: readonly ComponentManifest[]; run: RunStatus }>) => void) => void;
  /** Opens a view under a number of the page's choosing, or changes what that one shows. */
  watch: (message: { view: number; what: View }, reply: (answer: Reply<object>) => void) => void;
  /** Moves the window of a tree or a table. */
  scroll: (message: { view: number; offset: number; limit: number }, reply: (answer: Reply<object>) => void) => void;
  /** Where a row stands in a view; `entity` says what was found by a prefix. */
  locate: (message: { what: RowsView; wanted: Wanted }, reply: (answer: Reply<{ index: number | null; entity?: string }>) => void) => void;
  rows: (
    message: { what: RowsView; from: number; to: number },
    reply: (answer: Reply<{ rows: readonly { readonly entity: string; readonly component?: string; readonly parent?: string | null }[] }>) => void,
  ) => void;
  unwatch: (message: { view: number }, reply: (answer: Reply<object>) => void) => void;
  edit: (
    message: { operations: readonly Operation[]; requestId: string; group?: string; label?: string },
    reply: (answer: InputResult | Refusal) => void,
  ) => void;
  command: (message: { command: Command; requestId: string }, reply: (answer: InputResult | Refusal) => void) => void;
  /** Several commands in one tick, each on its own: what is refused does not keep the others back. `refused` tells the first 20. */
  commands: (
    message: { commands: readonly Command[]; requestId: string },
    reply: (answer: Reply<{ done: number; refused: readonly { readonly index: number; readonly message: string }[] }>) => void,
  ) => void;
  /** Takes back changes since the world was loaded, by their numbers. */
  revert: (message: { changes: readonly number[]; requestId: string }, reply: (answer: InputResult | Refusal) => void) => void;
  /** What the socket of a connection is like; `socket` null where there is none open here. */
  connection: (message: { entity: string; component: string }, reply: (answer: Reply<{ socket: SocketInfo | null }>) => void) => void;
  /** What this page has selected and where its cursor is, for the others. */
  presence: (message: { selection: readonly string[]; editing: EditedField | null }, reply: (answer: Reply<object>) => void) => void;
  /** Shows the world as it was at a tick, in all views of this page, or again as it is (null). Answers with the tick shown. */
  past: (message: { tick: number | null }, reply: (answer: Reply<{ tick: number | null }>) => void) => void;
  /** What happened in the kept minutes above a tick. */
  timeline: (message: { after: number }, reply: (answer: Reply<Timeline>) => void) => void;
  /** `ticks` for step (default 1), `speed` for speed, `file` for saveAs (a name that ends in .scene.json). Undo and redo answer with what was kept because others had changed it. */
  control: (
    message: { action: ControlAction; requestId: string; ticks?: number; speed?: number; file?: string },
    reply: (answer: InputResult | Reply<object>) => void,
  ) => void;
  /** Answers a prompt. `always` remembers the host and port. */
  answer: (message: { world: string; ask: number; decision: 'once' | 'always' | 'deny' | 'dismissed' }, reply: (answer: Reply<object>) => void) => void;
  /** `group` joins several into one step of undo. */
  spawn: (message: { item: Json; parent: string | null; requestId: string; group?: string }, reply: (answer: InputResult | Refusal) => void) => void;
  /** A subtree as scene text. */
  item: (message: { entity: string }, reply: (answer: Reply<{ text: string }>) => void) => void;
  history: (message: object, reply: (answer: Reply<{ entries: readonly HistoryRow[] }>) => void) => void;
  ping: (message: object, reply: (answer: Reply<object>) => void) => void;
}

/** What the server tells. */
export interface ServerToPage {
  /**
   * `seq` counts by one for each page and world; a gap means: ask anew. `past` is the tick of the past that is shown from this message on,
   * null for the world as it is; left out where that has not changed. What a view has told before then counts no more: it is told whole.
   */
  updates: (message: { world: string; seq: number; updates: readonly ViewUpdate[]; past?: number | null }) => void;
  /** The same in short form, to a page that asked for that. */
  brief: (message: { world: string; seq: number; updates: readonly SentUpdate[]; past?: number | null }) => void;
  run: (message: RunStatus) => void;
  /** All standing prompts, whole, to Admins. */
  prompts: (message: { prompts: readonly Prompt[] }) => void;
  people: (message: { world: string; people: readonly Person[] }) => void;
  worlds: (message: { worlds: readonly WorldSummary[] }) => void;
  /** The world that the page is in has been put back to its file by somebody, and is to be entered anew. */
  reloaded: (message: { world: string; by: string }) => void;
  /** The session ends: the token changed, the server stops, the role was taken. */
  bye: (message: { code: ErrorCode; message: string }) => void;
}
