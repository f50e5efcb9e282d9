import type { Json } from '../schema/field.ts';

/* The form of a graph, as scenes and patches hold it, and what is told of one to those who look. Each wire is written where it ends, so that two people who
   wire two inputs never meet. */

/** A wire into a data input: from the only output of a node (`rx`), or from one of several (`rx.Data`). */
export interface WireFrom {
  readonly [key: string]: Json;
  readonly from: string;
}
/** What a data input is given: a literal, a wire, or for a list of inputs a list of those. */
export type InputData = Json | WireFrom;

/** What a node refers to outside of its wires: an entity, a component, a field, another node, or a text. */
export type RefData = Json;

export interface NodeData {
  /** The node's name, with the type that it is for where it is generic: `For`, `ElementSource<WebsocketClient>`. */
  readonly type: string;
  readonly in?: { readonly [port: string]: InputData };
  /** Where each impulse output leads: `node`, or `node.Port`; a list of those for an output of any number. */
  readonly then?: { readonly [port: string]: string | readonly string[] };
  readonly refs?: { readonly [name: string]: RefData };
  /** Where it is drawn. */
  readonly at?: readonly number[];
  /** What a Comment says, and a note on any other node. */
  readonly text?: string;
  /** What a Frame is called, and an own title for any other node. */
  readonly title?: string;
  /** How wide and high a Frame or a Comment is drawn. */
  readonly size?: readonly number[];
  /** Of a Frame or a Comment, as `#rrggbb`. */
  readonly color?: string;
  /** Of a Frame: it is drawn as one card. */
  readonly closed?: boolean;
  /** Id of the Frame that it is in. */
  readonly frame?: string;
}

export interface GraphData {
  readonly nodes: { readonly [id: string]: NodeData };
}

/** Something wrong with a node, in the words of `worldwire check`. */
export interface NodeFault {
  /** Where in the node: `in/Data`; empty where it is the node itself. */
  readonly inside: string;
  readonly message: string;
  readonly expected: string;
  /** It is hardly meant so, and the graph runs all the same. */
  readonly warning?: true;
}
/** What follows of a node from all of its graph. */
export interface NodeFacts {
  /** The type that a generic one is for; absent where nothing tells. */
  readonly of?: string;
  /** Inputs whose wires make the value another (`float`, `json`, …), by name; of a list of inputs `Inputs.2`. */
  readonly casts?: { readonly [input: string]: string };
  /** A chain that can wait comes to it. */
  readonly waits?: true;
  readonly faults?: readonly NodeFault[];
}

/** A chain that waits. */
export interface WaitingChain {
  /** Its number as long as it waits here, by which the command `Cancel` names it. */
  readonly chain: number;
  /** Id of the node that it waits in. */
  readonly node: string;
  /** User id of the acting user. */
  readonly acting: string;
  /** Till it goes on, counted from the tick of the update; null where something else sets it going. */
  readonly ticks: number | null;
  /** What that is: `request`, `access`, `script`, `send`, `impulse` (chains that it has set off) or `event`. */
  readonly for?: string;
}
/** What impulses have done in a graph since it was told last. Nodes are numbered as they stand in the text. */
export interface GraphRun {
  /** It is told from the beginning: nodes that it does not name have rested, and were not reached since somebody looks. */
  readonly anew?: true;
  /**
   * Wires that impulses have passed, as bits in base64, the lowest of a byte first. They are numbered by nodes in the order of the text, their exits as the
   * catalogue has them, and of a list by its order; an exit that leads nowhere has none.
   */
  readonly lit?: string;
  /** How often impulses have come to nodes in a second of the world: node and number in turn, those that are others than in the second before. */
  readonly fires?: readonly number[];
  /**
   * Of nodes the tick in which the last impulse came to them, and the number of the exit by which they were left then, -1 where by none: three numbers each.
   * Told as soon as they rest, and where they are left by another exit.
   */
  readonly last?: readonly number[];
}
/** What an output or an input of a node held last. */
export interface PortValue {
  /** As a literal; numbers that JSON has none for as texts (`NaN`), bytes in base64, and no more than some hundred characters of what is long. */
  readonly value: Json;
  /** Its type; of a value that may be of any, the one that it has. */
  readonly type: string;
  /** The tick in which it came. */
  readonly tick: number;
  /** `value` is only the beginning. */
  readonly cut?: true;
}
/** Where somebody wants the world to pause: where an impulse comes to a node, and what it is given makes this true. */
export interface TraceBreak {
  readonly node: string;
  /** Over the inputs of the node: `Value > 5 && Data == "x"`. */
  readonly when?: string;
}
/** What a chain did at a node in a tick. */
export interface TraceStep {
  readonly node: string;
  /** The impulse input by which it came, `*` for the node itself; empty where it goes on after a call or a wait. */
  readonly entrance: string;
  /** A number of its chain within the tick. */
  readonly chain: number;
  /** How many calls and chains stand around it. */
  readonly depth: number;
  /** The wire by which the impulse came. */
  readonly by?: { readonly node: string; readonly exit: string };
  /** What its inputs were given, as `PortValue` shows it; what its outputs hold after it; and what others gave for that, by `node` or `node.Port`. */
  readonly in: { readonly [port: string]: Json };
  readonly out?: { readonly [port: string]: Json };
  readonly pulled?: { readonly [port: string]: Json };
  /** User id of the acting user. */
  readonly acting: string;
}
/** What all chains of a graph did in a tick, in order, around the first step that somebody waited for. */
export interface GraphTraced {
  readonly at: number;
  /** That step, by its place. */
  readonly hit: number;
  readonly steps: readonly TraceStep[];
  /** How many more there were in that tick, before those and after them. */
  readonly left?: number;
}
/** How a graph does. */
export interface GraphState {
  /** It has no fault, is enabled and active. */
  readonly runs: boolean;
  readonly error: string;
  /** How many faults it has. */
  readonly faults: number;
  /** Those that go on next, at most 50. */
  readonly waiting: readonly WaitingChain[];
  /** How many wait in all. */
  readonly waits: number;
}
