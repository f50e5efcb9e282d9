import type { ErrorCode } from '../errors.ts';
import type { GraphRun, GraphState, GraphTraced, NodeData, NodeFacts, PortValue, TraceBreak } from './graph.ts';
import type { JoinedUser } from './input.ts';
import type { FieldValues } from './operation.ts';
import type { SavedSendsRow, SendRow, SendSample, SendSpec } from './send.ts';
import type { Json } from '../schema/field.ts';

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
  /** What several entities have in common: components that all of them hold, and which of their values are the same. At most 10,000. */
  | { readonly kind: 'common'; readonly entities: readonly string[]; readonly rate?: number }
  /**
   * All components of one type, or all entities where none is named, as a table: a window of its rows, those that the query finds, sorted by a column or
   * in order of creation, and before that by what they have in another column, in groups that are counted.
   */
  | {
      readonly kind: 'table';
      readonly component?: string;
      /**
       * Fields of the component, of others of its entity (`Transform.Position.x`, parts as well), or of the entity: `name`, `parent` (the parent's name),
       * `tag`, `id`, `active`, `persistent`.
       */
      readonly columns: readonly string[];
      readonly offset: number;
      readonly limit: number;
      readonly query?: string;
      readonly sort?: { readonly by: string; readonly descending?: boolean };
      readonly group?: string;
      readonly rate?: number;
    }
  /**
   * The last messages of a WebsocketClient, in both directions, and its changes of state; of a WebsocketServer those of one client, of a Script those of one
   * socket, by its number.
   * Kept from when somebody looks.
   */
  | { readonly kind: 'messages'; readonly entity: string; readonly component: string; readonly client?: number; readonly limit?: number }
  /** Who is connected to a WebsocketServer, or to all of the world where none is named. */
  | {
      readonly kind: 'clients';
      readonly entity?: string;
      readonly component?: string;
      readonly offset: number;
      readonly limit: number;
      readonly rate?: number;
    }
  /** The WebSockets and WebSocketServers of a Script, or of all Scripts of the world where none is named. */
  | {
      readonly kind: 'sockets';
      readonly entity?: string;
      readonly component?: string;
      readonly offset: number;
      readonly limit: number;
      readonly rate?: number;
    }
  /** The graph of a Flow, and how it does. */
  | { readonly kind: 'graph'; readonly entity: string; readonly component: string; readonly rate?: number }
  /**
   * What outputs (`node.Port`, or `node` of one that has one alone) and inputs (`node<Port`) of a graph hold, at most 64, as of the last impulse that pulled
   * or set them. Of what a tick does over and over some is seen.
   */
  | { readonly kind: 'ports'; readonly entity: string; readonly component: string; readonly ports: readonly string[]; readonly rate?: number }
  /**
   * Has the world pause after a tick in which an impulse has come to one of these nodes, and tells what that tick did; opened while the world stands at what
   * others have come to there, that. For who may control the world.
   */
  | { readonly kind: 'trace'; readonly entity: string; readonly component: string; readonly breaks: readonly TraceBreak[] }
  /** Which states a WebsocketClient has been in, over the last minutes. */
  | { readonly kind: 'trail'; readonly entity: string; readonly component: string }
  /** Where everything with a Transform is, below `root` or in the whole world; at most `limit` (default 10,000). */
  | { readonly kind: 'poses'; readonly root?: string | null; readonly limit?: number; readonly rate?: number }
  /** The undoable edits of all, newest last. */
  | { readonly kind: 'history'; readonly limit?: number }
  /** What edits have changed since the world was loaded. */
  | { readonly kind: 'changes'; readonly limit?: number }
  /** Log entries with a number above `after`; the newest `limit` of them at first. With `entity` those about it alone, and of these what `source` wrote. */
  | { readonly kind: 'log'; readonly after?: number; readonly limit?: number; readonly entity?: string; readonly source?: string }
  | { readonly kind: 'status'; readonly rate?: number; readonly userId?: string }
  /**
   * What passed all connections: of what fits a filter a window, its `offset` counted from the newest. `hold` names a stand of it that stays as it
   * is from the first view on that names it, until half a minute after the last has closed.
   */
  | {
      readonly kind: 'traffic';
      readonly filter: TrafficFilter;
      readonly offset: number;
      readonly limit: number;
      readonly hold?: string;
      readonly rate?: number;
    }
  /** Fields of any entities, each value that they had after a tick; at most 64. `rate`: how often a second that is told. */
  | { readonly kind: 'values'; readonly fields: readonly WatchedValue[]; readonly rate?: number }
  /** The sends of the world and what was answered to them, and those that are saved. Of `run` it is told who answered what, and all of its text. */
  | { readonly kind: 'sends'; readonly run?: number; readonly rate?: number }
  /** What a send would say to the first, the second and the last of those whom it is for, and how many those are. */
  | { readonly kind: 'sendPreview'; readonly send: SendSpec; readonly rate?: number };

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
  /** Its place among its siblings, counted from 0, and how many they are. */
  readonly at: number;
  readonly of: number;
  /** Of a folded entity: how many WebsocketClients below it are in each state; absent where there are none. May be up to a second old. */
  readonly below?: { readonly [state in ConnectionState]?: number };
  /** What it is to an instance: a source with instances, the root of one, a part, or something that was added in one. */
  readonly link?: 'source' | 'instance' | 'part' | 'added';
  /** How much it overrides; of a root all that the instance does. */
  readonly overrides?: number;
  /** Of a query's result: what stands above it, from the top. */
  readonly path?: readonly { readonly id: string; readonly name: string }[];
}
/** One row of a table: a component, and the values of the columns asked for, in their order. */
export interface TableRow {
  readonly entity: string;
  readonly component: string;
  readonly values: readonly Json[];
}
/** Rows of a table that have the same in the column by which they are grouped. */
export interface TableGroup {
  readonly value: Json;
  readonly count: number;
}
/** A value that several components have: the same in all, or mixed. */
export type CommonValue = { readonly value: Json } | { readonly mixed: true };
/** What several entities have in common. */
export interface CommonDetail {
  /** How many of those asked for exist. */
  readonly count: number;
  readonly name: CommonValue;
  readonly parent: CommonValue;
  readonly tag: CommonValue;
  readonly active: CommonValue;
  readonly persistent: CommonValue;
  readonly orderOffset: CommonValue;
  /** By component key, those that every one of them holds; then by field. */
  readonly components: { readonly [key: string]: { readonly [field: string]: CommonValue } };
  /** `Component.Field` of values that something drives in at least one of them. */
  readonly driven: readonly string[];
}
/** A message that passed a connection, or a change of its state. */
export interface TrafficEntry {
  /** Counts up by one within its view. */
  readonly seq: number;
  readonly tick: number;
  /** Real milliseconds since the world began. */
  readonly real: number;
  readonly what: 'in' | 'out' | 'state';
  /** Time of day at the host, in milliseconds since 1970, where that was told. */
  readonly wall?: number;
  /** Of a message, in bytes; 0 for a change of state. */
  readonly size: number;
  readonly binary: boolean;
  /** The text; of a binary message base64; of a change of state its StateReason or close. At most 16 KiB of a message are kept. */
  readonly data: string;
  /** Whether `data` is only the beginning. */
  readonly cut: boolean;
  readonly state?: ConnectionState;
}
/** A state that a connection came into, and when, in real milliseconds since the world began. */
export interface TrailStep {
  readonly real: number;
  readonly state: ConnectionState;
}
/**
 * Places of entities, by their index in the list of this view. `values` holds 10 numbers each: position x, y, z, rotation x, y, z, w,
 * scale x, y, z, as in the Transform, relative to the nearest ancestor that has one. Over socket.io both arrive as bare bytes in the
 * order of the machine (little-endian): in a browser as an ArrayBuffer, in Node as a Buffer.
 */
export interface Poses {
  readonly indexes: Uint32Array;
  readonly values: Float32Array;
}
export interface PoseEntity {
  readonly id: string;
  readonly name: string;
  /** Index of the nearest ancestor with a Transform, which stands before it; -1 for none. */
  readonly parent: number;
  readonly inactive: boolean;
  /** State of its first WebsocketClient. */
  readonly state?: ConnectionState;
  /** Value of its first ColorValue: red, green, blue, alpha. */
  readonly color?: readonly number[];
}
/** One undoable edit. */
export interface HistoryRow {
  readonly seq: number;
  readonly author: string;
  readonly tick: number;
  readonly label: string;
  /** The entity that it is about, which may be gone; null where it is about several. */
  readonly entity: string | null;
  readonly undone: boolean;
  /** Time of day at the host, in milliseconds since 1970, where that was told. */
  readonly wall?: number;
}
/** One difference from the world as it was loaded. */
export interface ChangeRow {
  /** Names it for as long as the world runs. */
  readonly change: number;
  readonly kind: 'added' | 'removed' | 'moved' | 'changed';
  /** The entity that it concerns, which may be gone, and its name and path of names. */
  readonly entity: string;
  readonly path: readonly string[];
  /** `Component.Field`, `Component`, or a property of the entity: `name`, `parent`, `active`; empty where it is the entity itself. */
  readonly what: string;
  /** Before and now; absent where there is no value to show. */
  readonly before?: Json;
  readonly now?: Json;
  /** Who changed it last, and when. */
  readonly author: string;
  readonly tick: number;
  /** Time of day at the host, in milliseconds since 1970, where that was told. */
  readonly wall?: number;
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
  /** What drives a field, by `Component.Field`: the component that writes it. Such a field refuses edits. */
  readonly driven: { readonly [field: string]: { readonly entity: string; readonly component: string } };
  /** Of an instance, and of what is in one; only for those who look at it. */
  readonly instance?: InstanceDetail;
  /** Of a source, and of what is in one: how many instances an edit of it comes to; only for those who look at it. */
  readonly reach?: number;
  /** It is a source itself. */
  readonly isSource?: true;
}
/** What an entity is in an instance. */
export interface InstanceDetail {
  /** The root of the instance, and what that follows. */
  readonly root: string;
  readonly rootName: string;
  readonly source: string;
  readonly sourceName: string;
  /** What of the source it is; null of what was added here alone. */
  readonly of: string | null;
  /** What it overrides, without its part; of the root alone also the marks of all its parts, the first 500. */
  readonly marks: readonly string[];
  readonly all?: readonly string[];
}
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'edit';
export interface LogEntry {
  readonly seq: number;
  readonly tick: number;
  /** Simulated seconds since the world began. */
  readonly time: number;
  /** Time of day at the host, in milliseconds since 1970, where that was told. */
  readonly wall?: number;
  readonly level: LogLevel;
  /** Id of the entity that it is about, if it is about one. */
  readonly entity: string | null;
  /** What wrote it: a system's name, an author's user id, a component key. */
  readonly source: string;
  /** User id of the acting user, where that is neither the host nor what wrote it. */
  readonly user?: string;
  readonly message: string;
}
/** A WebSocket of a Script, or a WebSocketServer. */
export interface SocketRow {
  /** Id and name of the script's entity, and the script's key there. */
  readonly entity: string;
  readonly name: string;
  readonly component: string;
  /** By which the script knows it. */
  readonly socket: number;
  /** One that the script has opened, one that it has let in, or where it listens. */
  readonly kind: 'socket' | 'client' | 'server';
  readonly state: 'AwaitingAccess' | 'Connecting' | 'Open' | 'Closing' | 'Starting' | 'Listening';
  /** Of a client what it asked for, with its query. */
  readonly url: string;
  readonly protocol: string;
  /** Of a client: number of the server that has let it in, and where it comes from. */
  readonly server: number;
  readonly address: string;
  /** Of a server: how many it has. */
  readonly clients: number;
  /** Real milliseconds since the world began at which it came. */
  readonly since: number;
  /** Of a server, what its clients have carried that are here. */
  readonly messagesIn: number;
  readonly messagesOut: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Bytes that wait to be sent over it. */
  readonly buffered: number;
}
/** A client of a WebsocketServer. One that is gone stays until the last of what it has sent is handed out. */
export interface ClientRow {
  /** Id and name of the server's entity, and the server's key there. */
  readonly entity: string;
  readonly name: string;
  readonly component: string;
  readonly client: number;
  readonly state: 'Open' | 'Closing' | 'Gone';
  /** What it asked for, with its query. */
  readonly path: string;
  readonly protocol: string;
  readonly address: string;
  /** Real milliseconds since the world began at which it came. */
  readonly came: number;
  readonly messagesIn: number;
  readonly messagesOut: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Bytes that wait to be sent to it. */
  readonly buffered: number;
}

export interface WorldStatus {
  readonly name: string;
  readonly tick: number;
  readonly time: number;
  /** Time of day at the host in the newest step, in milliseconds since 1970, where that was told. */
  readonly wall?: number;
  readonly tickRate: number;
  readonly entities: number;
  readonly users: readonly JoinedUser[];
  /** How many WebsocketClients are in each state; absent states have none. */
  readonly connections: { readonly [state in ConnectionState]?: number };
  /** Clients that are connected to the WebsocketServers; absent where there are none. */
  readonly clients?: number;
  /** WebSockets and WebSocketServers of Scripts, from the attempt to the end; absent where there are none. */
  readonly sockets?: number;
  /** Edits since the world was loaded, or since it was captured for the last save that reached the disk. */
  readonly unsaved: boolean;
  /** The world keeps something by itself that the file does not hold yet, as what a store of a flow keeps; absent where it does not. */
  readonly kept?: true;
  /** Label of what the watching user would undo and redo. */
  readonly undo: string | null;
  readonly redo: string | null;
}

/** What the timeline tells of: messages, changes of state, attempts and openings, and what went wrong. */
export type PassedKind = 'in' | 'out' | 'state' | 'handshake' | 'fault';
/** Which of what passed is wanted: all that is said must hold. */
export interface TrafficFilter {
  /** Of these, by entity, where said one component of it, or one client or socket of that. `below`: of what is below the entity as well. */
  readonly of?: readonly { readonly entity: string; readonly component?: string; readonly client?: number; readonly below?: true }[];
  readonly what?: readonly PassedKind[];
  readonly binary?: boolean;
  /** Bytes of a message. */
  readonly least?: number;
  readonly most?: number;
  /** Texts that it holds, each of them, capitals or not; of a binary message nothing does. */
  readonly text?: readonly string[];
  /** Texts of which it holds none. */
  readonly not?: readonly string[];
  /** An expression that it fits, of those that take time by the length of the text alone (RE2). */
  readonly match?: string;
  /** Of JSON: what stands at a place of it. `has`: anything. `~`: its text holds the value. */
  readonly json?: readonly {
    readonly path: readonly (string | number)[];
    readonly is: '=' | '!=' | '<' | '<=' | '>' | '>=' | '~' | 'has';
    readonly value?: Json;
  }[];
  /** Not older than so many seconds of real time. */
  readonly reach?: number;
  /** Those with these numbers. */
  readonly seqs?: readonly number[];
}
/** Something that passed a connection. */
export interface PassedEntry {
  /** Its number in the timeline, which counts up by one. */
  readonly seq: number;
  readonly tick: number;
  /** Real milliseconds since the world began. */
  readonly real: number;
  /** Time of day at the host, in milliseconds since 1970, where that was told. */
  readonly wall?: number;
  readonly entity: string;
  /** The entity's name; of one that is gone, as it was last known. */
  readonly name: string;
  readonly component: string;
  /** Number of the client of a WebsocketServer, or of the socket of a Script. */
  readonly client?: number;
  readonly what: PassedKind;
  /** Of a message, in bytes; else 0. */
  readonly size: number;
  readonly binary: boolean;
  /** The text; of a binary message base64; of all else what happened, in words. */
  readonly data: string;
  /** Whether `data` is only the beginning: of a row its first 240 characters, of an entry by itself 16 KiB. */
  readonly cut: boolean;
}

/** A field that somebody watches. */
export interface WatchedValue {
  readonly entity: string;
  readonly component: string;
  readonly field: string;
  /** Of a value of several parts one of them, as `x`; left out for all of it. */
  readonly part?: string;
  readonly when?: WatchCondition;
}
/** What is waited for in a watched field, and what is done once it comes to be: it is told in any case. */
export interface WatchCondition {
  /** `changed`: each change. `silent`: no change for so many seconds of the world's time, given by `value`. Else the value compared with `value`. */
  readonly is: '>' | '>=' | '<' | '<=' | '=' | '!=' | 'changed' | 'silent';
  readonly value?: number | string | boolean;
  /** Whether a line is written into the log of the world, and whether the world is paused right after the tick in which it came to be. */
  readonly log?: true;
  readonly pause?: true;
}
/** A value that a watched field has from a tick on: tick, real milliseconds since the world began, and the value; null where there is no such field. */
export type ValueSample = readonly [tick: number, real: number, value: Json];
/** A condition that came to be, of the watched field of this number, with the value by which it did. */
export interface ConditionMet {
  readonly at: number;
  readonly tick: number;
  readonly real: number;
  readonly value: Json;
}

/** What a view shows, or how it has changed. The first update of a view is whole. */
export type ViewUpdate = { readonly view: number; readonly tick: number } & (
  | { readonly kind: 'tree'; readonly total: number; readonly offset: number; readonly rows: readonly TreeRow[] }
  /** `by` is the user whose edit brought this, if an edit did. */
  | { readonly kind: 'entity'; readonly whole: EntityDetail; readonly by?: string }
  /** Changed fields only, by component key and field. */
  | { readonly kind: 'fields'; readonly changed: { readonly [component: string]: FieldValues }; readonly by?: string }
  | { readonly kind: 'common'; readonly common: CommonDetail }
  | { readonly kind: 'table'; readonly total: number; readonly offset: number; readonly rows: readonly TableRow[]; readonly groups?: readonly TableGroup[] }
  /** New entries; at first those that are known. `skipped` counts those that were left out since there were too many. */
  | { readonly kind: 'messages'; readonly entries: readonly TrafficEntry[]; readonly skipped: number }
  /** Whole each time, whenever it is another than before; `real` is now, and by the host's time of day `wall`. */
  | {
      readonly kind: 'clients';
      readonly total: number;
      readonly offset: number;
      readonly rows: readonly ClientRow[];
      readonly real: number;
      readonly wall?: number;
    }
  /** Whole each time, whenever it is another than before. */
  | {
      readonly kind: 'sockets';
      readonly total: number;
      readonly offset: number;
      readonly rows: readonly SocketRow[];
      readonly real: number;
      readonly wall?: number;
    }
  /**
   * Of a graph what has become another, by the ids of its nodes: null where one is gone, or nothing follows of it any more. `order` are their ids in the
   * order of the text, where it is another than what those who know the former order get by putting what is new behind it. `rest` is what the graph holds
   * besides its nodes.
   */
  | {
      readonly kind: 'graph';
      readonly whole?: true;
      readonly order?: readonly string[];
      readonly nodes?: { readonly [id: string]: NodeData | null };
      /** Of those of which one thing alone has become another: what that is, and in `in`, `then` and `refs` the port. */
      readonly ports?: { readonly [id: string]: readonly [key: string, port: string | null] };
      readonly rest?: { readonly [key: string]: Json };
      readonly facts?: { readonly [id: string]: NodeFacts | null };
      readonly state?: GraphState;
      readonly run?: GraphRun;
      readonly by?: string;
    }
  | ({ readonly kind: 'trace' } & GraphTraced)
  /** Of a view `trace`: nodes whose conditions could not be looked at, since those of a tick took more than it has for them; with the last such tick. */
  | { readonly kind: 'unchecked'; readonly nodes: { readonly [node: string]: number } }
  /** Values that are others than were told, by the ports that were asked for. */
  | { readonly kind: 'ports'; readonly values: { readonly [port: string]: PortValue } }
  /** Whole each time; the last step lasts until now, which is `real`, and by the host's time of day `wall`. */
  | { readonly kind: 'trail'; readonly steps: readonly TrailStep[]; readonly real: number; readonly wall?: number }
  /** `entities` where the list is another than before: then `poses` holds all of them. `more` counts those past the limit. */
  | { readonly kind: 'poses'; readonly entities?: readonly PoseEntity[]; readonly poses: Poses; readonly more?: number }
  /** States and colours that have changed, by index. */
  | { readonly kind: 'looks'; readonly changed: readonly { readonly index: number; readonly state?: ConnectionState; readonly color?: readonly number[] }[] }
  | { readonly kind: 'history'; readonly entries: readonly HistoryRow[]; readonly total: number }
  | { readonly kind: 'changes'; readonly rows: readonly ChangeRow[]; readonly total: number }
  | { readonly kind: 'gone'; readonly entity: string }
  | { readonly kind: 'log'; readonly entries: readonly LogEntry[]; readonly skipped: number }
  | { readonly kind: 'status'; readonly status: WorldStatus }
  /**
   * A window of what fits, in order, the newest last; `total` counts all that was found so far, `searching` where there may be more. `kept` is the number of
   * the oldest entry of all and of the newest; null where the host keeps no timeline.
   */
  | {
      readonly kind: 'traffic';
      readonly total: number;
      readonly offset: number;
      readonly rows: readonly PassedEntry[];
      readonly kept: readonly [oldest: number, newest: number] | null;
      readonly searching?: true;
    }
  /**
   * By the number of the watched field the values that it came to have, in order; of too many the newest, and `missed` counts the others. `real` is now,
   * and by the host's time of day `wall`. `holds` tells of which fields the condition holds now.
   */
  | {
      readonly kind: 'values';
      readonly real: number;
      readonly wall?: number;
      readonly samples: { readonly [at: string]: readonly ValueSample[] };
      readonly missed?: number;
      readonly met?: readonly ConditionMet[];
      readonly holds: readonly number[];
    }
  /** Whole each time, whenever it is another than before: those that go on and the last that are over, in the order in which they began. */
  | { readonly kind: 'sends'; readonly rows: readonly SendRow[] }
  /** Of a view `sends`, likewise: those that are saved; `more` counts components that are not told. */
  | { readonly kind: 'savedSends'; readonly saved: readonly SavedSendsRow[]; readonly more: number }
  /** `count` connections it is for, of which `open` are; `tooMany` is how many it may be for, where they are more. */
  | { readonly kind: 'sendPreview'; readonly count: number; readonly open: number; readonly said: readonly SendSample[]; readonly tooMany?: number }
  | { readonly kind: 'fault'; readonly code: ErrorCode; readonly message: string }
);

/** Opens, changes or ends a view; not an input, since no world's state depends on who looks. */
export type ViewRequest =
  /** `who` looks: their views share the time that a step has for looks with those of others. */
  | { readonly type: 'open'; readonly view: number; readonly what: View; readonly who?: string }
  /** Moves the window of a tree, a table or the timeline; the rest of what it shows stays. */
  | { readonly type: 'scroll'; readonly view: number; readonly offset: number; readonly limit: number }
  /** `refused`: who looked may not have the world pause, and what they have come to is told to nobody. */
  | { readonly type: 'close'; readonly view: number; readonly refused?: true };
/** A view that is a window of rows. */
export type RowsView = Extract<View, { kind: 'tree' | 'table' }>;
/** Where a row is to be found, counted as in the view. */
export type Wanted =
  | { readonly entity: string; readonly component?: string }
  /** The next row after `after` whose name begins so, from the top again at the end. */
  | { readonly prefix: string; readonly after: number };
