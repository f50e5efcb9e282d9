import type { Listening } from '../world/system.ts';
import type { Call, Me } from './call.ts';
import type { DataType, Value } from './data-type.ts';

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
}

/**
 * Where an impulse goes on: `Impulse` goes on in the chain, and its node is done; `SyncImpulse` and `AsyncImpulse` are calls, after which the node
 * goes on. In an asynchronous call nodes may wait.
 */
export type ImpulseKind = 'Impulse' | 'SyncImpulse' | 'AsyncImpulse';
export interface Exit {
  readonly name: string;
  readonly kind: ImpulseKind;
}
/** An impulse input; `*` is the node itself. Of an asynchronous one the node may wait. */
export interface Entrance {
  readonly name: string;
  readonly kind: 'Sync' | 'Async';
}

/** What a node names outside of its wires. */
export interface Ref {
  readonly name: string;
  /** `Client: WebsocketClient` is a component of that type; `T` is whatever the node is for. */
  readonly kind: 'component' | 'entity' | 'field' | 'node' | 'string';
  /** The component type, where it must be one. */
  readonly type?: DataType;
}

/** Steps of a chain: the number of the node's place to go on at, or one of these. */
export const END = -1,
  WAIT = -2;

/** What a node does when an impulse comes: it gives the step to go on at, `me.to[k]` of an exit, or what `call.call` and `call.wait` give. */
export type Act = (call: Call, me: Me, ...inputs: readonly Value[]) => number;

/** An event that sets chains off. */
export interface Trigger {
  /** The component type and its event. */
  readonly on: Pick<Listening, 'component' | 'event'>;
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
  /** Of a pure node: its only output from its inputs; a list of inputs comes as one array. */
  readonly eval?: (type: DataType, inputs: readonly (Value | readonly Value[])[]) => Value;
  /** The same as an expression of JavaScript, of the expressions of its inputs. Default: `eval` is called. */
  readonly emit?: (type: DataType, inputs: readonly string[]) => string;
  /** Of a node that reads the world: its only output. */
  readonly read?: (call: Call, me: Me) => Value;
  /** By entrance. */
  readonly acts?: Readonly<Record<string, Act>>;
  /** Goes on after a call or a wait, which had said at which phase. */
  readonly resume?: (call: Call, me: Me, phase: number, ...inputs: readonly Value[]) => number;
  /** The inputs that are pulled anew as it goes on. Default none. */
  readonly pulls?: readonly string[];
  /** How many numbers and values of its own it keeps while a chain is in it. */
  readonly keeps?: number;
  readonly triggers?: readonly Trigger[];
}

type Declared = Partial<FlowNode> & Pick<FlowNode, 'name' | 'doc' | 'category'>;

/** Describes a node. What it does not have is left out. */
export function defineNode(declared: Declared): FlowNode {
  return { inputs: [], outputs: [], exits: [], entrances: [], refs: [], ...declared };
}

export const input = (name: string, type: DataType, more: Partial<Input> = {}): Input => ({ name, type, ...more });
/** The node's own output. */
export const itself = (type: DataType): readonly Output[] => [{ name: '*', type }];
export const output = (name: string, type: DataType): Output => ({ name, type });
export const next = (...names: readonly string[]): readonly Exit[] => names.map((name) => ({ name, kind: 'Impulse' }));
export const calls = (...names: readonly string[]): readonly Exit[] => names.map((name) => ({ name, kind: 'SyncImpulse' }));
export const asyncCalls = (...names: readonly string[]): readonly Exit[] => names.map((name) => ({ name, kind: 'AsyncImpulse' }));
/** The node itself takes impulses. */
export const SYNC: readonly Entrance[] = [{ name: '*', kind: 'Sync' }];
export const ASYNC: readonly Entrance[] = [{ name: '*', kind: 'Async' }];
