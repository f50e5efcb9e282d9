import type { ErrorCode } from '../../errors.ts';
import type { ComponentRef, Json } from '../../schema/field.ts';
import type { Listening } from '../../world/system.ts';
import type { World } from '../../world/world.ts';
import type { Cast } from '../values/casting.ts';
import type { Chain } from './chain.ts';
import type { DataType, Value } from '../values/data-type.ts';
import type { GivenLiteral } from './given-literal.ts';
import type { GraphData } from './graph.ts';
import type { ErrandResult } from './errand-result.ts';
import type { Impulse } from './impulse.ts';
import type { WebPlace } from '../../access/web-place.ts';

/* What a node is as it is described, as it stands in a graph, and what it has while it acts: each is told by the others, so that they stand in one place. */

/** A data input. `T` stands for the type that a generic node is for. */
export interface Input {
  readonly name: string;
  readonly type: DataType;
  /** Takes any number of wires and literals, in their order. */
  readonly list?: boolean;
  /** What it holds that nothing is given to. Default: what its type has for nothing. */
  readonly initially?: Value;
}
/** A data output; `*` is the node itself. */
export interface Output {
  readonly name: string;
  readonly type: DataType;
  /** There are any number of it, each with its own value: `node.ValueOutputs.2`. The node's `element` tells them. */
  readonly list?: boolean;
}

/**
 * Where an impulse goes on: `Impulse` goes on in the chain, and its node is done; `SyncImpulse` and `AsyncImpulse` are calls, after which the node
 * goes on. In an asynchronous call nodes may wait.
 */
export type ImpulseKind = 'Impulse' | 'SyncImpulse' | 'AsyncImpulse';
export interface Exit {
  readonly name: string;
  readonly kind: ImpulseKind;
  /** Leads to any number of nodes, one after another. */
  readonly list?: boolean;
}
/** An impulse input; `*` is the node itself. Of an asynchronous one the node may wait. */
export interface Entrance {
  readonly name: string;
  readonly kind: 'Sync' | 'Async';
  /** There are any number of it, which are told apart by `call.which`: `node.Operations.2`. */
  readonly list?: boolean;
}

/** What a node names outside of its wires. */
export interface Ref {
  readonly name: string;
  /**
   * `variable` is what a node writes: a field, or a node here that holds a value; `value` a literal of `type`, which no wire leads to; `drive` a field that
   * it drives; `element` whatever its type says: an entity, a component or a field.
   */
  readonly kind: 'component' | 'entity' | 'field' | 'element' | 'node' | 'string' | 'variable' | 'value' | 'drive';
  /** The component type, where it must be one; of a value its type. `T` is what the node is for. */
  readonly type?: DataType;
}

/** Steps of a chain: the number of the node's place to go on at, or one of these. */
export const END = -1,
  WAIT = -2;

/** What a node does when an impulse comes: it gives the step to go on at, `me.to[k]` of an exit, or what `call.call` and `call.wait` give. */
export type Act = (call: Call, me: Me, ...inputs: readonly Value[]) => number;

/** What sets chains off besides events of components: it happens to a Flow, to its entity, to an entity that it names, or to the world. */
export type Happening = OfFlow | 'childAdded' | 'childRemoved' | 'userJoined' | 'userLeft' | 'userSpawned' | 'saving' | 'saved';
type OfFlow = 'loaded' | 'duplicated' | 'pasted' | 'started' | 'activated' | 'deactivated' | 'destroying' | 'destroyed';

/** An event that sets chains off. */
export interface Trigger {
  /** The component type and its event, or what happens. */
  readonly on: Pick<Listening, 'component' | 'event'> | Happening;
  /** The exit that it sets off. */
  readonly exit: string;
  /** Takes what the event carries into the outputs; false where it does not concern the node. */
  readonly take?: (call: Call, me: Me, payload: Readonly<Record<string, unknown>>) => boolean;
}

/** A node, described once: palette, checks, compiler, interpreter and reference follow from it. */
export interface FlowNode {
  /** As the originals have it: `For`, `ValueAdd<T>`. */
  readonly name: string;
  readonly doc: string;
  readonly category: string;
  /** The types that `T` may be; absent where the node is not generic. `component` stands for all component types. */
  readonly generic?: readonly DataType[];
  readonly inputs: readonly Input[];
  readonly outputs: readonly Output[];
  readonly exits: readonly Exit[];
  readonly entrances: readonly Entrance[];
  readonly refs: readonly Ref[];
  /** Its synchronous calls stay asynchronous where the chain is, as those of sequences and relays. */
  readonly relays?: boolean;
  /** Of a pure node: its output from its inputs, of several outputs a list of them; a list of inputs comes as one array. */
  readonly eval?: (type: DataType, inputs: readonly (Value | readonly Value[])[]) => Value | readonly Value[];
  /** Fuel that its value takes beyond one, by how large its inputs are: of what goes through texts, bytes or JSON. */
  readonly weigh?: (inputs: readonly (Value | readonly Value[])[]) => number;
  /** The same of what only shows once they are looked through, which `weigh` has paid for. */
  readonly weighFound?: FlowNode['weigh'];
  /** The same as an expression of JavaScript, of the expressions of its inputs. Default: `eval` is called. */
  readonly emit?: (type: DataType, inputs: readonly string[]) => string;
  /** Of a node that reads the world: its output, of several a list of them. */
  readonly read?: (call: Call, me: Me, inputs: readonly (Value | readonly Value[])[]) => Value | readonly Value[];
  /** By entrance. */
  readonly acts?: Readonly<Record<string, Act>>;
  /** Goes on after a call or a wait, which had said at which phase. */
  readonly resume?: (call: Call, me: Me, phase: number, ...inputs: readonly Value[]) => number;
  /** The inputs that are pulled anew as it goes on. Default none. */
  readonly pulls?: readonly string[];
  /** How many numbers and values of its own it keeps while a chain is in it. */
  readonly keeps?: number;
  /** The first of them is a tick, which is put off while its chain stands still. */
  readonly keepsTick?: true;
  readonly triggers?: readonly Trigger[];
  /** Values that its Flow keeps for it, from one chain to the next, by their types; `nothing` is null. Outputs that show them are read. */
  readonly stores?: readonly DataType[];
  /** The first of those is saved with the scene, and comes back with it. */
  readonly persists?: boolean;
  /** In each tick in which its Flow runs: the step that it sets off then, END where it sets off none. All its inputs are pulled for it. */
  readonly tick?: (call: Call, me: Me, ...inputs: readonly Value[]) => number;
  /** Its `tick` does nothing in which its inputs are what they were in the one before. */
  readonly looks?: boolean;
  /** Its value is what the field holds that this ref names, and nothing else decides it. */
  readonly cell?: string;
  /** The user for whom the chains act that it sets off by itself: what it is given as such. Of its inputs those for users are pulled. Default: the host. */
  readonly actsFor?: (me: Me, ...inputs: readonly Value[]) => Value;
  /** Of a list of outputs the value of one. */
  readonly element?: (value: Value | readonly Value[], which: number) => Value;
  /** Other nodes write it: false where it took no such value. */
  readonly set?: (call: Call, me: Me, value: Value) => boolean;
  /** What it holds, for nodes that count it up or down. */
  readonly get?: (call: Call, me: Me) => Value;
  /** It hears impulses by their tag, of other flows as well. */
  readonly hears?: 'sync' | 'async';
  /** It draws by chance, anew each time. */
  readonly chance?: true;
  /** A user may set it off, by the command Call of its Flow. */
  readonly isCalled?: boolean;
}

/** A node as it stands in a graph, for what it does: where its exits lead, and where its values lie. */
export type Me = LinkedNode;

/** Where a data input has its value from. */
export type Source =
  /** A literal, by its place among those of the graph that are numbers, or among the others, so that another literal needs no other code. */
  | { readonly literal: number; readonly isNumber: boolean }
  /** What an input holds that nothing is given to, by its place in the plan. */
  | { readonly constant: number }
  /** An output of a node; `cast` where the value has to be made one of the input's type. */
  | { readonly node: number; readonly output: number; readonly cast: Cast | null; readonly which: number | undefined };

/** A node as it stands in all graphs that are alike. */
export interface PlannedNode {
  readonly index: number;
  readonly id: string;
  readonly node: FlowNode;
  /** What a generic one is for; empty for others. */
  readonly type: DataType;
  /** For each input where its value comes from; a list of them where the input is a list. */
  readonly sources: readonly (Source | readonly Source[])[];
  /** For each exit the step that it leads to; END where nothing is wired, and of a list. */
  readonly to: readonly number[];
  /** For each exit that is a list the steps that it leads to, in order. */
  readonly many: readonly (readonly number[])[];
  /** For each output that it sets itself the slot of its value. */
  readonly slots: readonly number[];
  /** The first slot of what it keeps. */
  readonly kept: number;
  /** The first of the values that its Flow keeps for it. */
  readonly stored: number;
  /** Nodes that it refers to, by the names of its refs. */
  readonly peers: Readonly<Record<string, number>>;
}

/** A node as it stands in a graph, every name looked up. */
export interface LinkedNode extends PlannedNode {
  /** The value of the ref that is one, as its type has it; null for nodes without. */
  readonly literal: Value;
  readonly refs: Readonly<Record<string, Json>>;
}

/** A place that impulses come to: a node, by one of its entrances. */
export interface Step {
  readonly node: number;
  readonly entrance: string;
  /** Which one it is of any number; 0 of others. */
  readonly which: number;
}

/** What graphs have in common that differ in literals and in what they refer to alone: one for all of them, and one code. */
export interface Plan {
  /** One of them, as data, and the number that all of them have. */
  readonly sample: GraphData;
  readonly likeness: number;
  /** Those that refer to something stand here without it. */
  readonly nodes: readonly LinkedNode[];
  /** For each node its place among those of a graph that refer to something; -1 where it is the same in all. */
  readonly own: readonly number[];
  /** Literals that graphs give, in the order of their places: for each its node and input by number, and which one it is of a list. */
  readonly given: readonly GivenLiteral[];
  readonly steps: readonly Step[];
  /** What inputs hold that nothing is given to. */
  readonly constants: readonly Value[];
  /** Values of a chain as it begins. */
  readonly initially: readonly Value[];
  /** What the Flow keeps for its nodes, as it begins. */
  readonly stored: readonly Value[];
  /** Numbers of the nodes that do something in each tick, in the order of the text; those that drive a field come last. */
  readonly tickers: readonly number[];
  /** For each node the pure ones and readers that its inputs are wired to. */
  readonly needs: readonly (readonly number[])[];
  readonly numberOf: ReadonlyMap<string, number>;
  /** Nodes whose fields alone decide whether any fires by itself: see `cellsOf`. */
  readonly cells: readonly number[] | undefined;
  /** How many nodes keep a value that is saved with the scene. */
  readonly persisting: number;
  /** How it runs, once it does, and the slots whose values may be large, once any of its chains waits. */
  readonly codes: { compiled?: Code; interpreted?: Code; heavy?: readonly number[] };
}

/** What runs a graph: compiled, or interpreted. Both give the same, at the same cost. */
export interface Code {
  /** Does a step, and gives the one to go on at. */
  run(call: Call, step: number): number;
  /** Goes on in a node at a phase that it had named. */
  resume(call: Call, node: number, phase: number): number;
  /** What a node does in each tick, as its `tick` and `actsFor`: gives the step that it sets off, with the user that it was given in `actsFor`. */
  tick(call: Call, node: number): number;
  actsFor(call: Call, node: number): Value;
  /** The fuel that a step takes, and going on in a node. */
  costOf(step: number): number;
  resumeCost(node: number): number;
  tickCost(node: number): number;
}

/** A graph without a fault, every name looked up. */
export interface Graph {
  readonly plan: Plan;
  /** Its nodes that refer to something. */
  readonly own: readonly LinkedNode[];
  /** Its literals that are numbers, and the others. */
  readonly numbers: readonly number[];
  readonly literals: readonly Value[];
}

/** What nodes have done outside of the world; each is known by a number, for the chain that it was begun in. */
export interface Errands {
  /** Sends a request, once access to where it goes is allowed. Another that the same node of the chain waits for is given up. */
  request(
    chain: Chain,
    me: Me,
    request: { readonly method: 'GET' | 'POST'; readonly url: string | null; readonly body: string; readonly mediaType: string },
  ): number;
  /** Asks for access to all of these places. */
  ask(chain: Chain, me: Me, places: readonly WebPlace[], reason: string): number;
  /** Calls a function of a script, with a value as JSON. Its result is JSON, or of an error what was wrong. */
  callScript(chain: Chain, me: Me, script: ComponentRef, name: string, value: string): number;
  progress(chain: Chain, errand: number): { readonly sent: boolean; readonly result: ErrandResult | null };
  /** Its result was taken. */
  settle(chain: Chain, errand: number): void;
  /** Whether what is known to be decided allows a place. Where nothing is known, that is looked for, and known some ticks later; nobody is asked. */
  allows(chain: Chain, place: WebPlace): boolean;
}

/** What a node has while an impulse is in it: the world, and the chain. One of them serves all nodes of a turn. */
export interface Call {
  readonly world: World;
  readonly chain: Chain;
  readonly graph: Graph;
  /** Row of the Flow. */
  readonly row: number;
  /**
   * Takes fuel for what costs by its size, before it is done. Where there is not as much left, the node is left: a chain that can wait comes back to it in
   * the next tick, another is ended. So a node calls it before it changes anything.
   * @param of `world`: it changes the structure of the world, of which all flows together may do so much in a tick @param pulled the node that is pulled
   */
  spend(units: number, of?: 'world', pulled?: number): void;
  /** Fuel that is left in this tick. */
  readonly fuel: number;
  /** What the Flow keeps for its nodes. */
  readonly stored: Value[];
  /** By which entrance of any number the impulse came. */
  readonly which: number;
  /** Sets off those who hear a tag, in other flows as well. Tells how many there are, and how many of their chains wait, of which `chain` is told. */
  impulse(impulse: Impulse): { readonly count: number; readonly waiting: number };
  /**
   * Removes an entity, by what `act` does. Its flows are told before that it is being destroyed, or with `isTold` false not at all; else they are told
   * once it is gone.
   */
  removing<T>(entities: readonly number[], isTold: boolean, act: () => T): T;
  /**
   * Stores a value among those that the Flow keeps for a node. False where all flows of the world would hold too much, which is told: then it is stored
   * no more than it was. What is a number always may go to `stored` itself.
   */
  store(me: Me, at: number, value: Value): boolean;
  /** The same of a value that is saved with the scene, the first of the node's. */
  persist(me: Me, value: Value): boolean;
  readonly errands: Errands;
  /** Begins another chain right away, with the values of this one, in which nodes may wait. */
  start(step: number): void;
  /** Says in the Flow's LastError, and in the log where that is new, that something of a node failed. */
  tell(error: { readonly code: ErrorCode; readonly message: string }): void;
}
