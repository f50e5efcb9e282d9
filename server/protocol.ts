/**
 * The page's wire: every message between a page and the server, and nothing else. Socket.io carries them: the page asks and is
 * answered by an acknowledgement, the server tells by events. What the messages tell of, such as how a world runs or what a socket is
 * like, belongs to the rooms that know it. What a machine that opens sockets tells and is told besides is in agent/messages.ts, and the
 * records of its connections in agent/records.ts.
 */
import type {
  Command,
  ComponentManifest,
  ErrorCode,
  Fault,
  InputResult,
  JoinedUser,
  Kinship,
  NodeData,
  Operation,
  PassedEntry,
  SendSpec,
  View,
  ViewUpdate,
  Json,
  HistoryRow,
  RowsView,
  TreeRow,
  TableRow,
  TextFound,
  TextSearch,
  Wanted,
  AccessScope,
  Role,
} from '../engine/index.ts';
import type { AgentFeatures, MachineAnswers, Prompt, RememberedDecision, ServerToMachine } from '../agent/messages.ts';
import type { Durability } from './journal/journal.ts';
import type { RunStatus, Stop, WorldSummary } from './hosting/run-status.ts';
import type { FileDifference } from './saving/scene-difference.ts';
import type { FieldHistory, FieldQuestion } from './past/field-change.ts';
import type { Timeline, TimelineQuestion } from './past/timeline.ts';
import type { TakenBack } from './hosting/world-versions.ts';
import type { VersionDifference } from './versions/version-difference.ts';
import type { Version } from './versions/version-file.ts';
import type { CarriedConnection } from './links/relay.ts';
import type { SocketInfo } from './links/socket-info.ts';
import type { ControlAction } from './security/action-rights.ts';
import type { RemovedUser } from './security/standing.ts';
export type * from '../engine/index.ts';
export type { FileStatus } from './saving/file-status.ts';
export type { FileDifference, FileDifferenceRow } from './saving/scene-difference.ts';
export type { ChangeCause, ChangePlace, FieldChange, FieldHistory, SeenValue } from './past/field-change.ts';
export type { TimeCount, TimeMark, TimeSample } from './past/timeline.ts';
export type { VersionDifference, VersionDifferenceRow } from './versions/version-difference.ts';
export type { TakenBack, Version };
export type { CarriedConnection, ControlAction, RemovedUser, RunStatus, SocketInfo, Stop, Timeline, WorldSummary };

/** Version of this wire. A page of another version is told to reload. */
export const WIRE_VERSION = 8;

/** An answer that went wrong. */
export interface Refusal {
  readonly ok: false;
  readonly code: ErrorCode;
  readonly message: string;
  readonly errors?: readonly Fault[];
  /** Whole seconds after which to ask again. */
  readonly retryAfter?: number;
}
export type Reply<T> = ({ readonly ok: true } & T) | Refusal;

/** What a page asks over HTTP before its socket stands, from what it remembers: the top of the hierarchy as it will see it. */
export interface FirstRowsQuestion {
  /** The world that the page was in last; another is answered for where it does not stand. */
  readonly world?: string;
  /** What is unfolded there; left out at a first visit, for which the entities at the top with a few children are unfolded. */
  readonly expanded?: readonly string[];
  readonly root?: string | null;
  /** How many rows. */
  readonly limit: number;
}
export interface FirstRows {
  /** WIRE_VERSION */
  readonly version: number;
  /** The world that they are of, which the page is going to enter; null where none stands that answers. */
  readonly world: string | null;
  readonly total: number;
  readonly rows: readonly TreeRow[];
  /** Whether this is a first visit to that world, and what was unfolded for it. */
  readonly unfolded: readonly string[] | null;
}

export interface Welcome {
  readonly version: number;
  /** Changes with every start of the server: a page that sees another asks for everything anew. */
  readonly epoch: string;
  readonly you: JoinedUser;
  readonly worlds: readonly WorldSummary[];
}
/** The field that somebody has the cursor in. */
export interface EditedField {
  readonly entity: string;
  /** Empty for a property of the entity itself. */
  readonly component: string;
  readonly field: string;
}
/** The graph that somebody has before them, and what their hands do there. */
export interface SeenGraph {
  readonly entity: string;
  readonly component: string;
  /** Where their pointer is, in the graph's own measure; absent where it is elsewhere. */
  readonly at?: readonly [x: number, y: number];
  /** Ids of nodes that they have selected, at most 50. */
  readonly nodes: readonly string[];
  /** The port that a wire in their hand comes from: `node.Port`. */
  readonly wire?: string;
}
/** Somebody in a world: what they look at (the entity of the pane opened last, and all that they have selected), and what they edit. */
export interface Person {
  /** Number of their page, or command line, at this server. */
  readonly page: number;
  readonly user: JoinedUser;
  readonly looksAt: string | null;
  readonly selection: readonly string[];
  readonly editing: EditedField | null;
  /** Absent where no graph is before them. */
  readonly graph?: SeenGraph;
  /** Milliseconds to them and back, as their page or command line measured last. */
  readonly latency: number | null;
  /** Absent where their machine opens no sockets. */
  readonly features?: AgentFeatures;
  /** Connections that this machine carries now. */
  readonly carries: number;
}
/**
 * An update as it travels. To a page that said `short` in its hello, what a view has told before is not told again: a list stands for changed
 * fields (view, tick, then place and value of each, and last `by` where there is one; places are counted over all fields of the entity as it
 * was told whole last), and in the windows of trees and tables a ShortRow for a row that the same view told last time.
 */
export type SentUpdate =
  | Exclude<ViewUpdate, { readonly kind: 'tree' | 'table' | 'graph' }>
  | (Omit<Extract<ViewUpdate, { readonly kind: 'graph' }>, 'nodes'> & { readonly nodes?: { readonly [id: string]: NodeData | ShortNode | null } })
  | (Omit<Extract<ViewUpdate, { readonly kind: 'tree' }>, 'rows'> & { readonly rows: readonly (TreeRow | ShortRow)[] })
  | (Omit<Extract<ViewUpdate, { readonly kind: 'table' }>, 'rows'> & { readonly rows: readonly (TableRow | ShortRow)[] })
  | readonly [view: number, tick: number, ...placesAndValuesAndBy: Json[]];
/** What has become another of a node that was told before, in `in`, `then` and `refs` at which port, and what it is now. */
export type ShortNode = readonly [key: string, port: string | null, value: Json];
/** The place of a row in the window told before; in a list also which of its cells have changed: column and value of each. */
export type ShortRow = number | readonly [at: number, ...columnsAndValues: Json[]];

/**
 * Whether what the host has decided is on the disk: `durable` is false, with the reason, where it could not be written.
 * It holds all the same while the server runs, and is tried again until it is.
 */
export interface OnDisk {
  readonly durable?: false;
  readonly reason?: string;
}

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
  /** Some of what passed the connections, by its numbers, each as far as it is kept; `hold` names a stand of a view `traffic`. */
  passed: (message: { seqs: readonly number[]; hold?: string }, reply: (answer: Reply<{ entries: readonly PassedEntry[] }>) => void) => void;
  locate: (message: { what: RowsView; wanted: Wanted }, reply: (answer: Reply<{ index: number | null; entity?: string }>) => void) => void;
  rows: (
    message: { what: RowsView; from: number; to: number },
    reply: (answer: Reply<{ rows: readonly { readonly entity: string; readonly component?: string; readonly parent?: string | null }[] }>) => void,
  ) => void;
  /** Who stands to some entities as `to` says; all are counted, and the first 10,000 told. */
  kin: (
    message: { of: readonly string[]; to: Kinship },
    reply: (answer: Reply<{ total: number; rows: readonly { readonly entity: string; readonly parent: string | null }[] }>) => void,
  ) => void;
  /** Texts of entities in which something is found, and what they would be with something else in its place; at most 10,000. */
  texts: (message: TextSearch, reply: (answer: Reply<{ total: number; entities: number; following: number; rows: readonly TextFound[] }>) => void) => void;
  unwatch: (message: { view: number }, reply: (answer: Reply<object>) => void) => void;
  edit: (
    message: { operations: readonly Operation[]; requestId: string; group?: string; label?: string; history?: boolean; durable?: boolean },
    reply: (answer: (InputResult & Partial<Durability>) | Refusal) => void,
  ) => void;
  command: (message: { command: Command; requestId: string }, reply: (answer: InputResult | Refusal) => void) => void;
  /** Several commands in one tick, each on its own: what is refused does not keep the others back. `refused` tells the first 20. */
  commands: (
    message: { commands: readonly Command[]; requestId: string },
    reply: (answer: Reply<{ done: number; refused: readonly { readonly index: number; readonly message: string }[] }>) => void,
  ) => void;
  /** Says something to many, each its own, in rounds; answers with the number of its run. */
  send: (message: { send: SendSpec; requestId: string }, reply: (answer: InputResult | Refusal) => void) => void;
  /** Calls the world otherwise, for who may edit. */
  rename: (message: { name: string; requestId: string }, reply: (answer: InputResult | Refusal) => void) => void;
  /** Stops a send that goes on, or all of the world. */
  stopSends: (message: { run?: number; requestId: string }, reply: (answer: InputResult | Refusal) => void) => void;
  /** Takes back changes since the world was loaded, by their numbers. */
  revert: (message: { changes: readonly number[]; requestId: string }, reply: (answer: InputResult | Refusal) => void) => void;
  /** What the socket of a connection is like; `socket` null where there is none open here. */
  connection: (message: { entity: string; component: string }, reply: (answer: Reply<{ socket: SocketInfo | null }>) => void) => void;
  /** What this page has selected and where its cursor is, for the others. */
  presence: (message: { selection: readonly string[]; editing: EditedField | null; graph?: SeenGraph }, reply: (answer: Reply<object>) => void) => void;
  /** What happened in a stretch of the time that is kept, as one sample and count for so many ticks (`every`), and in words next to a tick (`around`). */
  timeline: (message: TimelineQuestion, reply: (answer: Reply<Timeline>) => void) => void;
  /**
   * When a field changed last, or last before a place that another answer told, and who did it. One search goes on at a time: another ends it, and so
   * does `endSearch`, and then it is answered with what it has found.
   */
  searchField: (message: Omit<FieldQuestion, 'limit'> & { readonly limit?: number }, reply: (answer: Reply<FieldHistory>) => void) => void;
  endSearch: (message: object, reply: (answer: Reply<object>) => void) => void;
  /**
   * Shows the world as it was at a tick, in all views of this page, or again as it is (null). Answers with the tick shown. With `version`, whatever the
   * tick, the scene of that version, for who may save.
   */
  past: (message: { tick: number | null; version?: number }, reply: (answer: Reply<{ tick: number | null }>) => void) => void;
  /**
   * `saveAs` writes to another file beside the world's own, `reload` puts the world back to its file, `record` keeps the last minutes so
   * that one can go back. `ticks` is for step (default 1), `speed` for speed, `file` for saveAs (a name that ends in .scene.json),
   * `overwrite` for a save over what another program has put there. Undo and redo answer with what was kept because others had changed
   * it, step and save with the tick reached, saveAs with the name of the file as well.
   */
  control: (
    message: { action: ControlAction; requestId: string; ticks?: number; speed?: number; file?: string; overwrite?: boolean },
    reply: (answer: InputResult | Reply<{ tick?: number; file?: string }>) => void,
  ) => void;
  /** How the world's file differs from the world, for who may save. */
  difference: (message: object, reply: (answer: Reply<FileDifference>) => void) => void;
  /** The versions of the world's scene, the newest last, at most 1,000 of them, for who may save. */
  versions: (message: object, reply: (answer: Reply<{ versions: readonly Version[]; total: number }>) => void) => void;
  /** How a version differs from another, or from the world as it is. */
  version: (message: { version: number; with?: number }, reply: (answer: Reply<VersionDifference>) => void) => void;
  /** Takes back from a version those parts, or all, as one edit. */
  takeBack: (
    message: { version: number; parts?: readonly { readonly entity: string; readonly what?: string }[]; requestId: string },
    reply: (answer: Reply<TakenBack>) => void,
  ) => void;
  /** Answers a prompt. `always` and `deny` remember the host and port, and are answered when that is written. */
  answer: (message: { world: string; ask: number; decision: 'once' | 'always' | 'deny' | 'dismissed' }, reply: (answer: Reply<OnDisk>) => void) => void;
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
  decisions: (message: object, reply: (answer: Reply<OnDisk & { decisions: readonly RememberedDecision[] }>) => void) => void;
  /** Changes what the host has decided; Admins alone. Answered when it is written. */
  decide: (message: { scope: AccessScope; host: string; port: number; decision: 'allow' | 'deny' | 'forget' }, reply: (answer: Reply<OnDisk>) => void) => void;
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

/** What the page may send with a message of this name, and what it is answered. */
export type Message<E extends keyof PageToServer> = Parameters<PageToServer[E]>[0];
export type Answer<E extends keyof PageToServer> = Parameters<Parameters<PageToServer[E]>[1]>[0];

/** What the server tells; what it tells a page that opens sockets for its user is the agent's. */
export interface ServerToPage extends ServerToMachine {
  /**
   * `seq` counts by one for each page and world; a gap means: ask anew. `past` is the tick of the past that is shown from this message on,
   * null for the world as it is; left out where that has not changed. What a view has told before then counts no more: it is told whole.
   */
  updates: (message: { world: string; seq: number; updates: readonly ViewUpdate[]; past?: number | null }) => void;
  /** The same in short form, to a page that asked for that. */
  brief: (message: { world: string; seq: number; updates: readonly SentUpdate[]; past?: number | null }) => void;
  run: (message: RunStatus) => void;
  /**
   * How far the way to a tick of the past is done that takes more than a second, from 0 to 1; or a search in it, and back to which tick all is looked
   * through.
   */
  underway: (message: { world: string; what: 'past' | 'search'; tick: number; share: number }) => void;
  /** All standing prompts, whole, to Admins. */
  prompts: (message: { prompts: readonly Prompt[] }) => void;
  /**
   * Who has come, or is another than was told, and the pages of those who have gone; of many changes at once some come later. `total`
   * counts all who are there.
   */
  people: (message: { world: string; people: readonly Person[]; gone: readonly number[]; total: number }) => void;
  /** Everybody who was removed and stays out, to those who may let them back in. */
  removed: (message: { removed: readonly RemovedUser[] }) => void;
  /** One's own name or role is another now. */
  you: (message: { you: JoinedUser }) => void;
  worlds: (message: { worlds: readonly WorldSummary[] }) => void;
  /** The world that the page is in has been put back to its file by somebody, and is to be entered anew. */
  reloaded: (message: { world: string; by: string }) => void;
  /** The session ends: the token changed, the server stops, the role was taken. */
  bye: (message: { code: ErrorCode; message: string }) => void;
}
