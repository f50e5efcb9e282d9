/**
 * Every message between the server and the inspector, and nothing else. Socket.io carries them: the page asks with an
 * acknowledgement, the server tells with `updates`, `status` and `prompts`. What a machine that opens sockets and the server tell each other
 * is in agent/messages.ts, and the records of its connections in agent/records.ts.
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
  Json,
  HistoryRow,
  RowsView,
  SystemCost,
  TreeRow,
  TableRow,
  Wanted,
  AccessScope,
  MachineKind,
  Role,
} from '../engine/index.ts';
import type { AgentFeatures, MachineAnswers, MachineQuestions, Prompt, RememberedDecision, SocketFacts } from '../agent/messages.ts';
export type * from '../engine/index.ts';

/** Version of this wire. A page of another version is told to reload. */
export const WIRE_VERSION = 4;

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
  /** Where another program has changed or removed the world's file: what it did. */
  readonly file?: 'changed' | 'removed';
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
  readonly file: FileStatus;
  /** Ticks that can be gone back to, while the last minutes are recorded. */
  readonly past: { readonly from: number; readonly to: number } | null;
  /** What each system costs; told once a second, left out in between. */
  readonly costs?: readonly SystemCost[];
}
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
  /** Why saving by itself failed last, until it works again. */
  readonly trouble: string | null;
}
/** How a world's file differs from the world. Where the file is no scene, `fault` says why, and `text` compares the lines: `-` the file's, `+` the world's. */
export interface FileDifference {
  readonly rows: readonly FileDifferenceRow[];
  /** How many there are; the first 500 are told. */
  readonly total: number;
  readonly fault?: string;
  readonly text?: { readonly lines: readonly string[]; readonly more: number };
}
export interface FileDifferenceRow {
  /** Id of the entity; empty for the scene itself. */
  readonly entity: string;
  /** Names from the top down to it. */
  readonly path: readonly string[];
  /** `Component.field`, a component, or a property; empty for the entity as a whole. */
  readonly what: string;
  /** As text, cut where it is long; null where it is not there, or has its default. */
  readonly file: string | null;
  readonly world: string | null;
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
  /** Time of day at which they began, in milliseconds since 1970. */
  readonly wall?: number;
  readonly tickTime: number;
  readonly messagesIn: number;
  readonly messagesOut: number;
}
/** Something that the log tells of a tick. */
export interface TimeMark {
  readonly tick: number;
  readonly wall?: number;
  readonly kind: 'edit' | 'problem' | 'connection';
  readonly entity: string | null;
  readonly source: string;
  readonly text: string;
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
/** A connection that a machine carries. */
export interface CarriedConnection {
  readonly entity: string;
  readonly component: string;
  readonly url: string;
  readonly open: boolean;
}
/** Somebody in a world: what they look at (the entity of the pane opened last, and all that they have selected), and what they edit. */
export interface Person {
  /** Number of their page, or command line, at this server. */
  readonly page: number;
  readonly user: JoinedUser;
  readonly looksAt: string | null;
  readonly selection: readonly string[];
  readonly editing: EditedField | null;
  /** Milliseconds to them and back, as their page or command line measured last. */
  readonly latency: number | null;
  /** Absent where their machine opens no sockets. */
  readonly features?: AgentFeatures;
  /** Connections that this machine carries now. */
  readonly carries: number;
}
/** Somebody who was removed and stays out. */
export interface RemovedUser {
  readonly userId: string;
  readonly name: string;
  /** Name of who removed them, and when (ISO 8601). */
  readonly by: string;
  readonly at: string;
}
/** The socket of a connection, as its link knows it; the world itself does not hold this. */
export interface SocketInfo extends SocketFacts {
  /** Number of the connection. */
  readonly connection: number;
  /** Who carries it, and how. */
  readonly machine: { readonly userId: string; readonly machineId: string; readonly kind: MachineKind };
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
  /** `agent`: this machine offers to open sockets for its user, in the world that it enters. */
  hello: (message: { version: number; name?: string; short?: boolean; agent?: AgentFeatures }, reply: (answer: Reply<Welcome>) => void) => void;
  /** Enters a world, leaving the one before; views belong to the world that one is in. `people` are those who are there, of many the 200 who moved last. */
  enter: (
    message: { world: string },
    reply: (answer: Reply<{ manifest: readonly ComponentManifest[]; run: RunStatus; people: readonly Person[] }>) => void,
  ) => void;
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
    message: { operations: readonly Operation[]; requestId: string; group?: string; label?: string; history?: boolean },
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
  /** `ticks` for step (default 1), `speed` for speed, `file` for saveAs (a name that ends in .scene.json), `overwrite` for a save over what another program has put there. Undo and redo answer with what was kept because others had changed it. */
  control: (
    message: { action: ControlAction; requestId: string; ticks?: number; speed?: number; file?: string; overwrite?: boolean },
    reply: (answer: InputResult | Reply<object>) => void,
  ) => void;
  /** How the world's file differs from the world, for who may save. */
  difference: (message: object, reply: (answer: Reply<FileDifference>) => void) => void;
  /** Answers a prompt. `always` remembers the host and port. */
  answer: (message: { world: string; ask: number; decision: 'once' | 'always' | 'deny' | 'dismissed' }, reply: (answer: Reply<object>) => void) => void;
  /** An item, or better its text, in which keys that stand twice are found. `group` joins several into one step of undo. */
  spawn: (
    message: { item: Json; parent: string | null; requestId: string; group?: string; history?: boolean },
    reply: (answer: InputResult | Refusal) => void,
  ) => void;
  /** A subtree as scene text. */
  item: (message: { entity: string }, reply: (answer: Reply<{ text: string }>) => void) => void;
  history: (message: object, reply: (answer: Reply<{ entries: readonly HistoryRow[] }>) => void) => void;
  /** Answers of this machine's user, or of its memory. Those to questions that no longer stand are passed over. */
  answers: (message: MachineAnswers, reply: (answer: Reply<object>) => void) => void;
  /** What this machine's user has decided for good of a host and port has changed. */
  decided: (message: { scope: AccessScope; host: string; port: number }, reply: (answer: Reply<object>) => void) => void;
  /** What the host has decided for good; Admins alone. */
  decisions: (message: object, reply: (answer: Reply<{ decisions: readonly RememberedDecision[] }>) => void) => void;
  /** Changes what the host has decided; Admins alone. */
  decide: (message: { scope: AccessScope; host: string; port: number; decision: 'allow' | 'deny' | 'forget' }, reply: (answer: Reply<object>) => void) => void;
  /** Gives a user another role, for as long as this server runs; Admins alone, and not to themselves. */
  role: (message: { userId: string; role: Role }, reply: (answer: Reply<object>) => void) => void;
  /** Puts a user out, and keeps them out (`back` false), or lets them in again. Admins and Moderators. */
  remove: (message: { userId: string; back: boolean }, reply: (answer: Reply<object>) => void) => void;
  /** Which connections a machine carries; at most 200 are told. */
  carried: (
    message: { userId: string; machineId: string },
    reply: (answer: Reply<{ total: number; connections: readonly CarriedConnection[] }>) => void,
  ) => void;
  /** A command with which the same user joins from another machine. */
  joinCommand: (message: object, reply: (answer: Reply<{ command: string }>) => void) => void;
  /** `latency`: milliseconds of the last one and its answer. */
  ping: (message: { latency?: number }, reply: (answer: Reply<object>) => void) => void;
}

/** What an agent may send besides: records of the connections that it carries (agent/frames.ts). They have no acknowledgement. */
export interface AgentToServer extends PageToServer {
  relay: (frame: Uint8Array) => void;
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
  /** Who has come, or is another than was told, and the pages of those who have gone; of many changes at once some come later. `total` counts all who are there. */
  people: (message: { world: string; people: readonly Person[]; gone: readonly number[]; total: number }) => void;
  /** Everybody who was removed and stays out, to those who may let them back in. */
  removed: (message: { removed: readonly RemovedUser[] }) => void;
  /** One's own name or role is another now. */
  you: (message: { you: JoinedUser }) => void;
  /** Questions for this machine, and those taken back. `whole`: what was asked before stands no longer. */
  questions: (message: MachineQuestions) => void;
  /** Records for the connections that this machine carries (agent/frames.ts); what it has to say goes the other way. */
  relay: (frame: Uint8Array) => void;
  worlds: (message: { worlds: readonly WorldSummary[] }) => void;
  /** The world that the page is in has been put back to its file by somebody, and is to be entered anew. */
  reloaded: (message: { world: string; by: string }) => void;
  /** The session ends: the token changed, the server stops, the role was taken. */
  bye: (message: { code: ErrorCode; message: string }) => void;
}
