import type { AccessScope } from '../../access-scopes.ts';
import type { Asking, Working } from '../../world/owned.ts';
import { DueHeap } from '../../world/due-heap.ts';
import type { Chain } from '../node/chain.ts';
import type { Value } from '../values/data-type.ts';
import type { GraphData } from '../node/graph.ts';
import { type Graph, type Happening, type LinkedNode, type Trigger } from '../node/node-types.ts';
import type { ErrandResult } from '../node/errand-result.ts';
import type { KeptHits, Probe, SeenGraph } from './probe.ts';
import type { Running, Tank, Turn } from './turn.ts';
import { Watching, type Looking, type Watched } from './watching.ts';
import type { WebPlace } from '../../access/web-place.ts';

/** The name of the system whose questions and jobs those of flows are. */
export const FLOW_SYSTEM = 'flow';

/** A host and port that a Flow has asked for, with what was answered. */
export interface Place extends Asking, WebPlace {
  readonly flow: FlowState;
  readonly scope: AccessScope;
  readonly userId: string;
  readonly machineId: string;
  /** What the newest question told. */
  url: string;
  reason: string;
  /** The question that stands asks nobody: only what is decided already is wanted. */
  quiet: boolean;
  /** The tick of the newest question. */
  since: number;
  /** Who waits for the answer. */
  readonly waiting: Set<Errand>;
}

/** What a node waits for that is done outside of the world: a user's answer, or a request. Its job, while one is done. */
export interface Errand extends Working {
  readonly number: number;
  readonly flow: FlowState;
  readonly chain: Chain;
  /** Id of the node. */
  readonly node: string;
  /** What is to be done still. */
  readonly work: FetchWork | AccessWork | ScriptWork;
  /** Whose answer it waits for. */
  place: Place | null;
  /** The request was sent. */
  sent: boolean;
  result: ErrandResult | null;
  /** What it counts in the sum of what flows hold. It follows from the rest. */
  held: number;
}
/** A request: what is sent where, how often it was led on, and how often it was refused where it had been allowed. */
export interface FetchWork {
  readonly kind: 'fetch';
  method: 'GET' | 'POST';
  url: string;
  body: string;
  mediaType: string;
  reason: string;
  hops: number;
  again: number;
}
/** A function of a script that is called, in which component of which entity, with what as JSON; the number of the call, 0 before it was made. */
export interface ScriptWork {
  readonly kind: 'script';
  readonly entity: string;
  readonly component: string;
  readonly name: string;
  readonly value: string;
  call: number;
}
/** Places that are still to be allowed. */
export interface AccessWork {
  readonly kind: 'access';
  left: readonly WebPlace[];
  readonly reason: string;
}

/** What is left of a flow's fuel in one step of its world. */
export interface Fuel {
  step: number;
  readonly sync: Tank;
  readonly async: Tank;
  /** What the node that has its turn in each tick may take of it. */
  readonly part: Tank;
  /** The part that the chain under way may take; those that it sets off in this flow take of the same. */
  underWay: Tank | undefined;
}

/** Lines that a flow has written into the log since a tick, and how many were left out. */
export interface Told {
  readonly since: number;
  readonly lines: number;
  left: number;
}

/** What is left to all flows of a world, and of that for changes of its structure: as of a tick, and of real time, in milliseconds. */
export interface SharedFuel {
  tick: number;
  real: number;
  left: number;
  readonly changes: Tank;
}

const NO_CHAINS: ReadonlySet<Chain> = new Set(),
  NO_PLACES: ReadonlyMap<string, Place> = new Map(),
  NOTHING: never[] = [];

/** A Flow of a world, with its chains that wait. Most do little most of the time, so that what each has is made when it is needed. */
export class FlowState implements Looking {
  readonly row: number;
  /** The graph as the field holds it; undefined where it was not looked at yet. */
  data: GraphData | undefined = undefined;
  /** Counts how often its graph was looked at anew, so that who hears by an older one is told from who does now. */
  version = 0;
  /** The graph by which its chains are written down, while the one that it has now has faults. */
  left: Graph | undefined = undefined;
  leftData: GraphData | undefined = undefined;
  /** The tick from which on its chains stand still, since it is disabled or inactive; null while they do not. */
  still: number | null = null;
  /** Whether it stands still since its entity was turned off, so that turning that on is told. */
  isOff = false;
  /** What is left of its fuel in the step that it was counted in; no part of its state, since between steps it is whole. */
  fuel: Fuel | undefined = undefined;
  /** What it keeps for its nodes, by the graph that it has, or that it had, and what that counts in the sum of what flows hold. */
  stored: Value[] = NOTHING;
  held = 0;
  /** How many of its chains that wait Guests have set off. */
  guests = 0;
  /** Those with whom it is looked at, where it only looks at what has changed. */
  watched: Watched | undefined = undefined;
  /** What those are told who look at its graph, as of one. No part of its state. */
  seen: SeenGraph | undefined = undefined;
  /** What notes how it runs, while somebody looks. No part of its state. */
  probe: Probe | undefined = undefined;
  /** Where breakpoints were come to in this tick. No part of its state. */
  hits: KeptHits | undefined = undefined;
  /** What it has told in the log lately. */
  told: Told | undefined = undefined;
  /** Chains whose tick has come. */
  ready: Chain[] = NOTHING;
  /** Its nodes that hear something. */
  ears: readonly Ear[] = NOTHING;
  receivers: readonly Receiver[] = NOTHING;
  #graph: Graph | undefined = undefined;
  /** Makes its graph anew, where it rests. */
  #again: ((data: GraphData) => Graph) | undefined = undefined;
  #chains: Set<Chain> | undefined = undefined;
  #places: Map<string, Place> | undefined = undefined;

  /** The flow of a row, at which nobody has looked yet. */
  constructor(row: number) {
    this.row = row;
  }

  /** The graph as it runs; undefined where it has faults, or was not looked at yet. */
  get graph(): Graph | undefined {
    if (this.#again !== undefined) {
      this.#graph = this.#again(this.data as GraphData);
      this.#again = undefined;
    }
    return this.#graph;
  }
  set graph(graph: Graph | undefined) {
    this.#graph = graph;
    this.#again = undefined;
  }

  /** Lets its graph go, of which nothing is kept that runs, until somebody asks for it. @param again makes it anew */
  rest(again: (data: GraphData) => Graph): void {
    this.#graph = undefined;
    this.#again = again;
  }
  get isResting(): boolean {
    return this.#again !== undefined;
  }

  /** Chains that wait in it. */
  get chains(): ReadonlySet<Chain> {
    return this.#chains ?? NO_CHAINS;
  }
  addChain(chain: Chain): void {
    (this.#chains ??= new Set()).add(chain);
  }
  /** Whether it waited here. */
  takeChain(chain: Chain): boolean {
    return this.#chains?.delete(chain) === true;
  }

  /** What it has asked access for, by scope, user, machine, host and port. */
  get places(): ReadonlyMap<string, Place> {
    return this.#places ?? NO_PLACES;
  }
  addPlace(key: string, place: Place): void {
    (this.#places ??= new Map()).set(key, place);
  }
  takePlace(key: string): void {
    this.#places?.delete(key);
  }
}

/** A turn, and the flow that it serves. */
export type FlowTurn = Turn<Running & { flow: FlowState }>;

/** A node that waits for an event of a component. */
export interface Ear {
  /** The event, and the entity, component or Flow of which it is told. */
  readonly event: string;
  readonly at: string;
  readonly flow: FlowState;
  readonly node: LinkedNode;
  readonly trigger: Trigger;
  /** Step that it sets off. */
  readonly step: number;
  readonly component: string;
  /** When its flow came to be. */
  readonly created: number;
  /** That of its flow. */
  readonly version: number;
}

/** A node that hears impulses by their tag. */
export interface Receiver {
  /** The tag that it hears, and kind and type of its impulses. */
  readonly tag: string;
  readonly key: string;
  readonly flow: FlowState;
  readonly node: LinkedNode;
  readonly step: number;
  /** That of its flow. */
  readonly version: number;
}

/** A chain that waits for a message to go out: its values, and where its sender keeps them. */
export interface Sending {
  readonly values: Value[];
  readonly kept: number;
}

/** An impulse whose chains somebody waits for. */
export interface Calling {
  readonly flow: FlowState;
  readonly chain: Chain;
  /** How many of its chains wait still. */
  pending: number;
}

function parentsIn(ears: ReadonlyMap<string, ReadonlyMap<string, unknown>>): { readonly size: number; has(entity: string): boolean } {
  return {
    get size() {
      return (ears.get('childAdded')?.size ?? 0) + (ears.get('childRemoved')?.size ?? 0);
    },
    has: (entity) => ears.get('childAdded')?.has(entity) === true || ears.get('childRemoved')?.has(entity) === true,
  };
}

/** The flows of a world. */
export class Flows {
  readonly byRow = new Map<number, FlowState>();
  readonly due = new DueHeap<readonly [FlowState, Chain]>();
  /** By component type and event, and then by the id of the entity, in the order in which the flows came to be. */
  readonly ears = new Map<string, Map<string, Ear[]>>();
  /** By tag, and then by kind and type of an impulse, who hears it. */
  readonly receivers = new Map<string, Map<string, readonly Receiver[]>>();
  /** Impulses whose chains somebody waits for, by their numbers. */
  readonly callings = new Map<number, Calling>();
  /** Rows of flows with nodes that do something in each tick, and the tick in which they were last woken for it. */
  readonly tickers = new Set<number>();
  /** Those of them that only look whether something has become another. */
  readonly watching = new Watching();
  ticked = -1;
  /** How many flows run, one within the other. */
  depth = 0;
  /** Counts chains that came to wait, and impulses that are waited for. */
  order = 0;
  waiting = 0;
  /** Characters and bytes that all of them hold: see `held-sum.ts`. */
  held = 0;
  /** Chains that wait and that Guests have set off, and what these hold of it. */
  readonly guests = { waiting: 0, held: 0 };
  /** Parents whose children somebody hears of, by id. */
  readonly parents = parentsIn(this.ears);
  /** Rows of flows that are being removed and were told so, or are not to be told. */
  readonly leaving = new Set<number>();
  /** Tells a flow, by its row, what happens to it. */
  tell: (what: Happening, row: number) => void = () => undefined;
  /** Turns that nobody is in, for whoever is next. */
  readonly spare: FlowTurn[] = [];
  /** Turns that are under way, the innermost last. */
  readonly turns: { readonly row: number; stop(): void }[] = [];
  readonly fuel: SharedFuel = { tick: -1, real: 0, left: 0, changes: { left: 0 } };
  /** What nodes wait for outside of the world, by the chain that they are in. */
  readonly errands = new Map<Chain, Errand[]>();
  /** Who waits for messages to go out, by the numbers of their connections: as of a step, and of what had waited by then. */
  readonly sends = { step: -1, order: -1, by: new Map<number, Sending[]>() };
  /** Those that began in the turn that is under way. */
  fresh: Errand[] = [];
  /** The number given out last; requests that are under way, and the characters of what they send. */
  lastErrand = 0;
  fetching = 0;
  sending = 0;
  /** How much of what a tick pulls those may still see who look at values. No part of its state. */
  readonly seen = { tick: -1, left: 0, ofConditions: 0 };
  /** Those whose breakpoints were come to in this tick. It is kept while the world stands at that, and is no part of its state. */
  readonly stopped = new Set<FlowState>();
  /** Calls of scripts that have not returned yet. */
  readonly calling = new Set<Errand>();
}
