import type { ComponentManifest } from '../schema/manifest.ts';
import type { Envelope, InputResult } from './input.ts';
import type { Effect } from './effect.ts';
import type { SendRow } from './send.ts';
import type {
  ChangeRow,
  ConditionMet,
  ConnectionState,
  EntityDetail,
  EntityView,
  HistoryRow,
  LogEntry,
  PassedEntry,
  RowsView,
  TrafficFilter,
  TreeRow,
  View,
  ViewRequest,
  ViewUpdate,
  Wanted,
  WorldStatus,
} from './view.ts';

/** One step of a world. */
export interface Step {
  /** `tick` lets time pass by one tick; `pass` only takes inputs in, as a paused world does. */
  readonly mode: 'tick' | 'pass';
  /** Real milliseconds since the world began, whole and never less than before. */
  readonly real: number;
  /**
   * The time of day at the host, in milliseconds since 1970, for people to read beside ticks. It goes along with what is told and is no
   * input: no state, no hash and no system depends on it. Absent where the host tells none.
   */
  readonly wall?: number;
  readonly inputs: readonly Envelope[];
  readonly views?: readonly ViewRequest[];
  /** What looks may cost. Nothing of it changes the world. */
  readonly looks?: Looks;
  /** Whether the result is to tell the turn of each system. Only a door that was made with a clock can. */
  readonly trace?: boolean;
}
/** A system's turn in a step, in milliseconds of the door's clock. */
export interface Span {
  readonly system: string;
  /** Since the step began. */
  readonly begun: number;
  readonly took: number;
}
/** Time for those who look, in milliseconds by the clock that the door was made with; without one, or where it is not said, all look whenever they are due. */
export interface Looks {
  /** For all views in this step. Those that it does not reach look in a later one. */
  readonly allowed: number;
  /** What sending has taken since the last step, by who looks. */
  readonly charged: readonly (readonly [who: string, milliseconds: number])[];
}
/** Something that the holder of a view has waited for: a node at which the world is to pause, or conditions of watched fields that came to be. */
export interface Halt {
  readonly view: number;
  readonly node?: string;
  readonly met?: readonly ConditionMet[];
}
export interface StepResult {
  readonly tick: number;
  /** One for each input, in order. Link inputs have none. */
  readonly results: readonly InputResult[];
  readonly effects: readonly Effect[];
  readonly updates: readonly ViewUpdate[];
  /** New log entries of this step. */
  readonly log: readonly LogEntry[];
  /** Views whose holders have waited for what came to be in this step, so that the world is to pause now or its log to tell, where they may ask for that. */
  readonly halted?: readonly Halt[];
  /** Where the step asked for it: the turns of its systems, in order; at most 1,000. */
  readonly spans?: readonly Span[];
}

/**
 * Who is meant by some entities: those right above or right below them, all below them, all that hold components of just the same types as one of them,
 * all with the tag of one of them, those of them that are there (`here`), all that follow the same source (of parts: what corresponds to them in
 * its instances).
 */
export type Kinship = 'here' | 'parents' | 'children' | 'below' | 'alike' | 'tagged' | 'template';

/** What texts are looked for, where, and what is to stand in the place of each. */
export interface TextSearch {
  readonly find: string;
  /** `find` is an expression of RE2, and `$1`, `${name}` and `$0` in `replace` are its groups and all of it. */
  readonly expression?: boolean;
  /** Capitals count. */
  readonly exact?: boolean;
  /** Without it nothing is said to be in its place. */
  readonly replace?: string;
  /** Where: names, tags, addresses, fields that are a text, texts within structures. Default: all of them. */
  readonly in?: readonly TextPlace[];
  /** Of these entities alone, or of those that a query finds. Default: all. */
  readonly entities?: readonly string[];
  readonly query?: string;
  readonly limit: number;
}
export type TextPlace = 'name' | 'tag' | 'uri' | 'text' | 'inside';
/** A text in which something was found. */
export interface TextFound {
  readonly entity: string;
  readonly name: string;
  /** Names of what stands above it, from the top; of many the last ones. */
  readonly path: readonly string[];
  /** Key of the component and name of the field; of the entity itself no component, and `name` or `tag`. */
  readonly component: string;
  readonly field: string;
  /** Where in the value of a structure it is, as a JSON Pointer. */
  readonly at?: string;
  readonly was: string;
  /** What it would be; absent where nothing was said of that. */
  readonly now?: string;
  /** Where it was found: from and to in `was`, and from and to in `now`, for each of the first places. */
  readonly marks: readonly (readonly number[])[];
  /** Why it cannot be so. */
  readonly fault?: string;
}

/**
 * What may take long. Asked as it is, it is answered at once, in one go; `begin` has it worked on in parts, between which the world goes on: the answer
 * is then of several ticks, each thing in it as it was when the work came by it. What is there at the beginning is what is looked at.
 */
export type LongQuestion =
  | { readonly ask: 'entities'; readonly query: string; readonly offset: number; readonly limit: number }
  | { readonly ask: 'entity'; readonly entity: string }
  | { readonly ask: 'history' }
  /** The newest `limit` of the differences from the world as it was loaded. */
  | { readonly ask: 'changes'; readonly limit: number }
  | { readonly ask: 'item'; readonly entity: string }
  /** Where a row stands in a view, null where it does not. Ancestors must be unfolded in it. */
  | { readonly ask: 'locate'; readonly what: RowsView; readonly wanted: Wanted }
  /** What a view of the hierarchy would tell first, without one being opened. `unfoldTops`: those at the top with a few children are unfolded as well. */
  | { readonly ask: 'firstRows'; readonly what: Extract<View, { kind: 'tree' }>; readonly unfoldTops: boolean }
  /** Makes the memory ahead that a capture of the scene is copied into. */
  | { readonly ask: 'room' }
  /** What passed all connections, as far as it fits, in order, each as far as it is kept: those after a number, at most `limit` (1,000) and about 1 MiB. */
  | { readonly ask: 'traffic'; readonly filter: TrafficFilter; readonly hold?: string; readonly after: number; readonly limit: number }
  /** Who stands to some entities as `to` says, in order; all are counted, and the first 10,000 told. */
  | { readonly ask: 'kin'; readonly of: readonly string[]; readonly to: Kinship }
  /** The sends of the world and what was answered; of `run` also who answered what. */
  | { readonly ask: 'sends'; readonly run?: number }
  /** Texts of entities in which something is found, and what they would be with something else in its place. */
  | ({ readonly ask: 'texts' } & TextSearch)
  /** Which entities (in a table: components) stand from one row to another of a view, both included; at most 10,000. */
  | { readonly ask: 'rows'; readonly what: RowsView; readonly from: number; readonly to: number };

/** A question, asked between steps; it changes nothing that the hash covers. */
export type Question =
  | LongQuestion
  /** Begins to work on what may take long, in parts; none of it is done yet. Throws where what is asked cannot be read. */
  | { readonly ask: 'begin'; readonly question: LongQuestion }
  /** Goes on with it for about so many milliseconds. The last part gives the answer, and the work is forgotten. */
  | { readonly ask: 'goOn'; readonly work: number; readonly milliseconds: number }
  /** Nobody waits for it any more. */
  | { readonly ask: 'drop'; readonly work: number }
  | { readonly ask: 'status' }
  /** How far its time has come, from where whoever turns it goes on. */
  | { readonly ask: 'clock' }
  | { readonly ask: 'log'; readonly after: number; readonly limit: number }
  | { readonly ask: 'manifest' }
  /** What views show of the world as it stands, without a step; for a world that is only looked at. */
  | { readonly ask: 'look'; readonly views: readonly ViewRequest[] }
  /** How a component stands that holds a connection: under which number its link knows it, 0 where it has none. */
  | { readonly ask: 'connection'; readonly entity: string; readonly component: string }
  /** What each system costs; empty where the door was made without a clock. */
  | { readonly ask: 'costs' }
  | { readonly ask: 'hash' }
  | { readonly ask: 'snapshot' }
  /** Takes a copy and gives it a number; its text is then pulled in parts, off the tick: a scene for saving (the default), or a snapshot of the whole state. */
  | { readonly ask: 'capture'; readonly of?: 'scene' | 'state' }
  /** The next part of a capture's text, of about `entities` entities. */
  | { readonly ask: 'pull'; readonly capture: number; readonly entities: number }
  /** Lets go of a capture. Where it lies on disk by now, what it holds counts as saved. */
  | { readonly ask: 'release'; readonly capture: number; readonly durable: boolean };

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
  /** Ticks, and real milliseconds, since the world began: in this life or, where it was taken up from a snapshot, in those before. */
  /** How far it is, how often it has been edited, and how many of the edits are saved. */
  readonly clock: { readonly tick: number; readonly real: number; readonly edits: number; readonly savedEdits: number };
  readonly entities: { readonly total: number; readonly entities: readonly EntityView[] };
  readonly entity: EntityDetail;
  readonly log: { readonly entries: readonly LogEntry[]; readonly next: number };
  readonly history: { readonly entries: readonly HistoryRow[] };
  readonly room: Record<string, never>;
  readonly changes: { readonly rows: readonly ChangeRow[]; readonly total: number };
  readonly manifest: readonly ComponentManifest[];
  readonly item: { readonly text: string };
  /** `next`: the number after which to ask for more; null where there is no more. */
  readonly traffic: { readonly entries: readonly PassedEntry[]; readonly next: number | null };
  readonly sends: { readonly sends: readonly SendRow[] };
  readonly locate: { readonly index: number | null; readonly entity?: string };
  /** `unfolded`: the entities that were unfolded beside those that the question named. */
  readonly firstRows: {
    readonly tick: number;
    readonly total: number;
    readonly offset: number;
    readonly rows: readonly TreeRow[];
    readonly unfolded: readonly string[];
  };
  /** `parent` is told of a tree's rows. */
  readonly rows: { readonly rows: readonly { readonly entity: string; readonly component?: string; readonly parent?: string | null }[] };
  readonly kin: { readonly total: number; readonly rows: readonly { readonly entity: string; readonly parent: string | null }[] };
  /**
   * `total`: texts in which it is found, `entities`: of how many; the first of them are `rows`. `following`: found as well, but in parts of instances whose
   * source is among what was looked through, and which follow it in this: they change with it.
   */
  readonly texts: { readonly total: number; readonly entities: number; readonly following: number; readonly rows: readonly TextFound[] };
  readonly look: { readonly updates: readonly ViewUpdate[] };
  readonly connection: { readonly number: number; readonly state: ConnectionState };
  readonly costs: { readonly costs: readonly SystemCost[] };
  readonly hash: { readonly hash: string; readonly tick: number };
  readonly snapshot: { readonly text: string };
  /** `edits`: the number of the last edit that it holds. */
  readonly capture: { readonly capture: number; readonly edits: number };
  readonly pull: { readonly text: string; readonly done: boolean };
  readonly release: { readonly unsaved: boolean };
  readonly begin: { readonly work: number };
  readonly goOn: { readonly done: false } | { readonly done: true; readonly answer: Answer<LongQuestion> };
  readonly drop: object;
}
export type Answer<Q extends Question> = Answers[Q['ask']];
/** What a system's turns take, in milliseconds a tick: a moving mean over about the last 60 ticks. */
export interface SystemCost {
  readonly system: string;
  readonly milliseconds: number;
}
