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
  SystemCost,
} from '../engine/index.ts';
export type * from '../engine/index.ts';

/** Version of this wire. A page of another version is told to reload. */
export const WIRE_VERSION = 1;

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
  /** What each system costs; told once a second, left out in between. */
  readonly costs?: readonly SystemCost[];
}
/** A standing question of the host, for Admins. `warning` says where the address lies, if it lies near. */
export interface Prompt extends AccessQuestion {
  readonly world: string;
  readonly warning?: string;
  /** Others that ask for the same host and port. */ readonly also: readonly { readonly entity: string; readonly path: readonly string[] }[];
}

export type ControlAction = 'pause' | 'resume' | 'step' | 'save' | 'undo' | 'redo' | 'speed';

/** What the page may send. Each has an acknowledgement. */
export interface PageToServer {
  hello: (message: { version: number; name?: string }, reply: (answer: Reply<Welcome>) => void) => void;
  /** Enters a world, leaving the one before; views belong to the world that one is in. */
  enter: (message: { world: string }, reply: (answer: Reply<{ manifest: readonly ComponentManifest[]; run: RunStatus }>) => void) => void;
  /** Opens a view under a number of the page's choosing, or changes what that one shows. */
  watch: (message: { view: number; what: View }, reply: (answer: Reply<object>) => void) => void;
  unwatch: (message: { view: number }, reply: (answer: Reply<object>) => void) => void;
  edit: (
    message: { operations: readonly Operation[]; requestId: string; group?: string; label?: string },
    reply: (answer: InputResult | Refusal) => void,
  ) => void;
  command: (message: { command: Command; requestId: string }, reply: (answer: InputResult | Refusal) => void) => void;
  /** `ticks` for step (default 1), `speed` for speed. Undo and redo answer with what was kept because others had changed it. */
  control: (
    message: { action: ControlAction; requestId: string; ticks?: number; speed?: number },
    reply: (answer: InputResult | Reply<object>) => void,
  ) => void;
  /** Answers a prompt. `always` remembers the host and port. */
  answer: (message: { world: string; ask: number; decision: 'once' | 'always' | 'deny' | 'dismissed' }, reply: (answer: Reply<object>) => void) => void;
  spawn: (message: { item: Json; parent: string | null; requestId: string }, reply: (answer: InputResult | Refusal) => void) => void;
  /** A subtree as scene text. */
  item: (message: { entity: string }, reply: (answer: Reply<{ text: string }>) => void) => void;
  history: (message: object, reply: (answer: Reply<{ entries: readonly HistoryRow[] }>) => void) => void;
  ping: (message: object, reply: (answer: Reply<object>) => void) => void;
}

/** What the server tells. */
export interface ServerToPage {
  /** `seq` counts by one for each page and world; a gap means: ask anew. */
  updates: (message: { world: string; seq: number; updates: readonly ViewUpdate[] }) => void;
  run: (message: RunStatus) => void;
  /** All standing prompts, whole, to Admins. */
  prompts: (message: { prompts: readonly Prompt[] }) => void;
  people: (message: { world: string; people: readonly { readonly user: JoinedUser; readonly looksAt: string | null }[] }) => void;
  worlds: (message: { worlds: readonly WorldSummary[] }) => void;
  /** The session ends: the token changed, the server stops, the role was taken. */
  bye: (message: { code: ErrorCode; message: string }) => void;
}
