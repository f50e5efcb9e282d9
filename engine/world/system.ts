import type { ArgsOf, CommandName, Component, EventName, FieldName, Fields, PayloadOf } from '../schema/component.ts';
import type { ComponentRef, Json } from '../schema/field.ts';
import type {
  Answers,
  Author,
  ClientRow,
  FieldValues,
  GraphData,
  GraphRun,
  GraphState,
  GraphTraced,
  Input,
  NodeFacts,
  PortValue,
  SendRun,
  SendSpec,
  SocketRow,
  TraceBreak,
} from '../door.ts';
import type { Owner } from './owner.ts';
import type { RowList } from './row-list.ts';
import type { UsersChange } from './users.ts';
import type { World } from './world.ts';

/** Where an event comes from: the row of the component that told it, and of its entity. */
export interface EventSource {
  readonly row: number;
  readonly entity: number;
}
/** Listens to an event, right in the turn of the component that tells it. */
export type EventListener = (world: World, source: EventSource, payload: never) => void;
/** An event of a component type, and who listens to it. `listen` makes one. */
export interface Listening {
  readonly component: Component;
  readonly event: string;
  readonly listener: EventListener;
}

/**
 * Listens to an event of a component type, for the `on` of a system.
 * @param listener is called right in the turn of the component that tells the event, and must not change what it carries
 */
export function listen<C extends Component, K extends EventName<C>>(
  component: C,
  event: K,
  listener: (world: World, source: EventSource, payload: PayloadOf<C, K>) => void,
): Listening {
  return { component, event, listener };
}

/**
 * What a command tells who gave it: `sent`, the number that a message has on its connection; `run`, that of a send that has begun; `stopped`, how many sends
 * were stopped.
 */
export interface CommandOutcome {
  readonly sent?: number;
  readonly run?: number;
  readonly stopped?: number;
}
export type CommandHandler = (world: World, row: number, args: FieldValues, author: Author) => CommandOutcome | void;
type InputOf<T extends Input['type']> = Extract<Input, { type: T }>;

/**
 * How a component came to be: with the scene that a world was opened with, by an edit that adds it or its entity, as part of a duplicate, with an
 * item that was spawned, or back again by an undo, a redo or a revert.
 */
export type Cause = 'load' | 'add' | 'duplicate' | 'spawn' | 'undo';

/** What a batch of edits has done to the hierarchy: rows of entities that are still there, each once, in the order of the changes. */
export interface Rearranged {
  /** They have another parent, or another place among its children. */
  readonly moved: readonly number[];
  readonly renamed: readonly number[];
}

/** What is told of who is connected to a component that listens. */
export type ClientFacts = Omit<ClientRow, 'entity' | 'name' | 'component' | 'client'> & { readonly id: number };

/** What is told of a socket of a component that has many, as a Script has. */
export type SocketFacts = Omit<SocketRow, 'entity' | 'name' | 'component'>;
/** A send that nobody has begun, as it would be said. */
export interface Saying {
  /** @param chance of who looks, so that nothing of the world is used up */
  to(
    world: World,
    row: number,
    place: { readonly index: number; readonly count: number },
    chance: () => number,
  ): { readonly text: string } | { readonly fault: string };
}
/** The graph of a component, as it is now. It is to be read at once. */
export interface GraphAnswer {
  /** Another object where the component is another, though it lies in the same row. */
  readonly of: object;
  /** As its field holds it: another object after each edit, of which what was not edited is the same. */
  readonly data: GraphData;
  /** What follows of its nodes, of those of which there is anything: another object where any of it may be another. */
  readonly facts: ReadonlyMap<string, NodeFacts>;
  state(): GraphState;
  /** Has what impulses do in it counted from now on, also in what it is edited to. */
  run(): GraphRunning;
  /** Has what ports hold noted from now on, also in what it is edited to. */
  ports(names: readonly string[]): GraphPorts;
  /**
   * Has the steps of its chains noted from now on. Throws WW_BAD_REQUEST where a condition cannot be read, or names no input.
   * @param isKnown the same was asked before: what nodes have meanwhile is looked at no more
   */
  trace(breaks: readonly TraceBreak[], isKnown: boolean): GraphTrace;
}
/** What a graph did in a tick in which somebody wanted the world to pause. */
export interface GraphTrace {
  /** The node by which one has come since this was asked last. */
  takeHit(): string | undefined;
  /** What the newest did; undefined where it was looked at already. */
  look(): GraphTraced | undefined;
  /** Nodes whose conditions could not be looked at since this was asked last, with the tick of the last time. */
  unchecked(): { readonly [node: string]: number } | undefined;
  /** @param isRefused who looks may not have the world pause, and what they have come to is nobody's */
  end(isRefused?: boolean): void;
}
/** What ports of a graph hold, for one who looks. */
export interface GraphPorts {
  /** Values that are others than those that were looked at last. */
  look(): { readonly [port: string]: PortValue };
  end(): void;
}
/** What impulses do in a graph, for one who looks. */
export interface GraphRunning {
  /** What is new; undefined where nothing is. */
  look(): GraphRun | undefined;
  /** They look no more. */
  end(): void;
}
/** Those of one component. It is to be read at once. */
export interface SocketsAnswer {
  readonly size: number;
  /** Those from one to another, in their order. */
  rows(from: number, to: number): readonly SocketFacts[];
  /** The number of a socket's link: 0 where it has none now, undefined where there is no such socket. */
  linkOf(socket: number): number | undefined;
}

/** An entity hangs below a parent from now on, or no longer; by their ids, the top being ''. What was removed is gone by then. */
export interface ChildChange {
  readonly parent: string;
  readonly child: string;
  readonly isGained: boolean;
}

/** Code that advances all components of a type by one tick. `S` is what it keeps in each world, besides columns. */
export interface System<S = unknown> {
  readonly name: string;
  readonly over: Component<string, Fields>;
  /**
   * Runs for each UpdateOrder, over the enabled and active rows of that order, in order of creation, some 2,000 at a time. With `woken`
   * only over rows that were woken since, all at once, whether enabled and active or not.
   */
  readonly update?: (world: World, rows: RowList) => void;
  /**
   * Instead of `update`, for tight loops over columns: makes the update for the columns as they lie now, and is asked again
   * once they lie elsewhere. V8 compiles a loop that closes over its arrays to nearly twice the speed of one that looks
   * them up.
   */
  readonly bind?: (world: World) => (rows: RowList) => void;
  readonly woken?: boolean;
  /** Before the first UpdateOrder, after the inputs, in ticks and passes. */
  readonly begin?: (world: World, mode: 'tick' | 'pass') => void;
  /**
   * What its rows wait for in real time, armed by `world.timers.arm`: when a row is due, in real ms as its state has it now (Infinity: never), and
   * what is done then. After `begin`, in ticks and passes.
   */
  readonly timers?: { readonly due: (world: World, row: number) => number; readonly up: (world: World, row: number) => void };
  /** In a pass, over the woken rows of every UpdateOrder. */
  readonly pass?: (world: World, rows: RowList) => void;
  /**
   * These follow an edit once it stands; never during a batch that may still be taken back. All of a batch is in the columns by then, so
   * each of its changes is told alone, in order: a field that was set to another value than it had, though a later one of the same batch
   * may have set it back; and what a row's eligibility became then.
   */
  readonly added?: (world: World, row: number, cause: Cause) => void;
  readonly changed?: (world: World, row: number, field: string) => void;
  readonly eligibility?: (world: World, row: number, eligible: boolean) => void;
  /** The columns of the row can still be read. */
  readonly removed?: (world: World, row: number, ref: ComponentRef) => void;
  /**
   * Entities of any kind have been moved or renamed, once for each batch that stands, an undo and a redo included; what lies below them has then
   * another path. A load and a restored snapshot move nothing: what is there is told by `added`, or is in `state`.
   */
  readonly rearranged?: (world: World, change: Rearranged) => void;
  /**
   * Entities have gained or lost children, by being added, removed or moved, undo and redo included: told once for each batch that stands, in the order
   * of the changes. Of what hangs below something that was removed nothing is told, nor what a load and a restored snapshot bring.
   */
  readonly children?: {
    /** The parents of which it wants to be told, by id; the top is ''. Asked at each change, so that it has to be quick. */
    readonly of: (world: World) => { readonly size: number; has(entity: string): boolean };
    readonly changed: (world: World, changes: readonly ChildChange[]) => void;
  };
  /** A user, or one of their machines, has come or gone, or is another by name, role or kind. */
  readonly usersChanged?: (world: World, userId: string, change: UsersChange) => void;
  /** Commands of the component type, by name. A handler refuses by throwing a WorldwireError, WW_REFUSED where none says it better. */
  readonly commands?: Readonly<Record<string, CommandHandler>>;
  readonly inputs?: {
    /**
     * The world goes on in another process: what the system has standing outside is gone, its questions and grants already. What it does not let go of
     * itself of its connections is told as closed behind it. After that, users leave.
     */
    readonly takenUp?: (world: World, input: InputOf<'takenUp'>) => void;
    /** Returns how many received it. One that throws is told in the log, and the other systems still get it. */
    readonly impulse?: (world: World, input: InputOf<'impulse'>, author: Author) => number;
    /** Begins to say something to many, and gives the number of its run; and stops that, or all, and gives how many that were. */
    readonly send?: (world: World, input: InputOf<'send'>) => number;
    readonly stopSends?: (world: World, input: InputOf<'stopSends'>) => number;
    /** The scene is about to be saved, with what is there once this has returned. */
    readonly saving?: (world: World, input: InputOf<'saving'>) => void;
    /** The scene was saved. */
    readonly saved?: (world: World, input: InputOf<'saved'>) => void;
  };
  /** What it does with the connections and the questions of access that are its own. */
  readonly owns?: Owner;
  /** Events of any component type that it listens to. */
  readonly on?: readonly Listening[];
  /** Answers questions of the host, and of those who look, about a component of its type. */
  readonly answers?: {
    readonly connection?: (world: World, row: number) => Answers['connection'];
    /** Who is connected to a component that listens, by number, in the order in which they came. They are to be read at once. */
    readonly clients?: (world: World, row: number) => ReadonlyMap<number, ClientFacts>;
    /** The sends of the world, in the order in which they began. */
    readonly sends?: (world: World) => readonly SendRun[];
    /** What a send would say, as it is read, and what it says to one: for those who look before it is sent. Throws where it cannot be said. */
    readonly saying?: (world: World, spec: SendSpec) => Saying;
    /** The sockets of a component that has many. */
    readonly sockets?: (world: World, row: number) => SocketsAnswer | undefined;
    /** The graph of a component that holds one, as it is seen. */
    readonly graph?: (world: World, row: number) => GraphAnswer | undefined;
  };
  /** What the system keeps in a world. Saved by entity ids and component keys, never by rows. */
  readonly state?: SystemState<S>;
  /** The world ends: let go of what is outside. */
  readonly end?: (world: World) => void;
}

export interface SystemState<S> {
  create(world: World): S;
  save(state: S, world: World): Json;
  /**
   * Takes what `save` gives while the world stands, as parts of its text in JSON, each of which is made later, while the world goes on: for what would
   * keep a tick waiting. Default: `save`, at once.
   */
  freeze?(state: S, world: World): readonly (() => string)[];
  load(data: Json, world: World): S;
}

/** What `defineSystem` is given: a system, with the names and arguments of its component type's commands, and the names of its fields, as types. */
export interface SystemDeclaration<S, C extends Component, H extends object> extends Omit<System<S>, 'over' | 'commands' | 'changed' | 'owns'> {
  /** The component type that it goes over. */
  readonly over: C;
  readonly commands?: { readonly [K in CommandName<C>]?: (world: World, row: number, args: ArgsOf<C, K>, author: Author) => CommandOutcome | void };
  readonly changed?: (world: World, row: number, field: FieldName<C>) => void;
  readonly owns?: Owner<H>;
}

/** Describes a system. A command or a field that its component type does not have does not compile. */
export function defineSystem<S, const C extends Component, H extends object = object>(system: SystemDeclaration<S, C, H>): System<S> {
  return system as unknown as System<S>;
}
