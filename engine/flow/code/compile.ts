import { sha256 } from '@noble/hashes/sha2.js';
import { longToFloat, type Cast } from '../values/casting.ts';
import { evaluate, isPulled, outputType, pulledAgain, pulledForUser, pullsOf } from './code.ts';
import { CALLED } from './called.ts';
import { castToJson } from '../values/json-value.ts';
import { boxed, type Value } from '../values/value.ts';
import type { Call, Code, LinkedNode, Plan, Source, Step } from '../node/node-types.ts';

/** Nodes that one function holds: V8 optimises no function that is much larger, and a node costs thirty times as much then. */
const MOST_IN_ONE = 128;

type Run = (call: Call, phase: number) => number;

/**
 * Compiles a plan to JavaScript, a step when it runs first. What stands in a scene never gets into the source: nodes, literals and outputs are named by
 * their numbers there, and what generic nodes are for by the expressions of the nodes themselves. So graphs of one structure have one source, and share it.
 */
export function compile(plan: Plan): Code {
  return new Compiled(plan);
}

class Compiled implements Code {
  readonly #plan: Plan;
  readonly #runs: (Run | undefined)[] = [];
  readonly #again: (Run | undefined)[] = [];
  readonly #ticks: (Run | undefined)[] = [];
  readonly #users: (Run | undefined)[] = [];
  readonly #costs: number[] = [];
  readonly #tickCosts: number[] = [];
  readonly #costsAgain: number[] = [];

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  run(call: Call, step: number): number {
    return (this.#runs[step] ??= stepCode(this.#plan, step))(call, 0);
  }
  resume(call: Call, node: number, phase: number): number {
    return (this.#again[node] ??= resumeCode(this.#plan, node))(call, phase);
  }
  tick(call: Call, node: number): number {
    return (this.#ticks[node] ??= functionOf(write(this.#plan, node, undefined, `${me(this.#plan, node)}.node.tick(c,${me(this.#plan, node)}`)))(call, 0);
  }
  actsFor(call: Call, node: number): Value {
    return (this.#users[node] ??= userCode(this.#plan, node))(call, 0) as unknown as Value;
  }
  costOf(step: number): number {
    return (this.#costs[step] ??= 1 + pullsOf(this.#plan, nodeOf(this.#plan, (this.#plan.steps[step] as Step).node)).length);
  }
  resumeCost(node: number): number {
    const planned = nodeOf(this.#plan, node);
    return (this.#costsAgain[node] ??= 1 + pullsOf(this.#plan, planned, pulledAgain(planned)).length);
  }
  tickCost(node: number): number {
    return (this.#tickCosts[node] ??= 1 + pullsOf(this.#plan, nodeOf(this.#plan, node)).length);
  }
}

/** Whether this program may generate code at all. */
export function mayCompile(): boolean {
  try {
    return make('return 1;')(undefined as never, 0) === 1;
  } catch {
    return false;
  }
}

function stepCode(plan: Plan, step: number): Run {
  const { node, entrance } = plan.steps[step] as Step;
  const entrances = Object.keys(nodeOf(plan, node).node.acts ?? {});
  const name = JSON.stringify(entrances.find((each) => each === entrance) ?? '*');
  return functionOf(write(plan, node, undefined, `${me(plan, node)}.node.acts[${name}](c,${me(plan, node)}`));
}

function resumeCode(plan: Plan, node: number): Run {
  return functionOf(write(plan, node, pulledAgain(nodeOf(plan, node)), `${me(plan, node)}.node.resume(c,${me(plan, node)},p`));
}

function userCode(plan: Plan, node: number): Run {
  return functionOf(write(plan, node, pulledForUser(nodeOf(plan, node)), `${me(plan, node)}.node.actsFor(${me(plan, node)}`));
}

/** A node in the source: of all that are alike, or of the graph that runs. */
function me({ own }: Plan, node: number): string {
  const place = own[node] ?? -1;
  return place < 0 ? `N[${node}]` : `O[${place}]`;
}

/** What nothing is given to, as an expression: itself where it is simple, else by its place. */
function constant({ constants }: Plan, at: number): string {
  const value = constants[at] as Value;
  if (Object.is(value, -0)) return '-0';
  return value === null || typeof value === 'boolean' || Number.isFinite(value) ? String(value as null | boolean | number) : `K[${at}]`;
}

/** What makes a value another, as an expression. */
const CASTS: Readonly<Record<Cast, (value: string, source: { readonly node: number; readonly output: number }) => string>> = {
  float: (value) => `f(${value})`,
  json: (value) => `j(${value})`,
  long: (value) => `BigInt(${value})`,
  doubleOfLong: (value) => `Number(${value})`,
  floatOfLong: (value) => `l(${value})`,
  object: (value, { node, output }) => `o(N[${node}],${output},${value})`,
};
function boxedOutput(node: LinkedNode, output: number, value: Value): Value {
  return boxed(outputType(node, output), value);
}

/** The source of a function that pulls inputs of a node and calls it with them. */
function write(plan: Plan, which: number, inputs: readonly number[] | undefined, call: string): string {
  const planned = nodeOf(plan, which);
  const order = pullsOf(plan, planned, inputs);
  const chunks: (readonly number[])[] = [];
  for (let at = 0; at < order.length; at += MOST_IN_ONE) chunks.push(order.slice(at, at + MOST_IN_ONE));
  const chunkOf = new Map(chunks.flatMap((chunk, part) => chunk.map((node) => [node, part] as const)));
  const last = chunks.length - 1;
  // What another function needs goes through an array; what stays in one is a constant there.
  const shared = new Set<number>();
  const note = (by: number, sources: LinkedNode['sources']): void => {
    for (const source of sources.flat()) if ('node' in source && chunkOf.has(source.node) && chunkOf.get(source.node) !== by) shared.add(source.node);
  };
  for (const node of order) note(chunkOf.get(node) as number, nodeOf(plan, node).sources);
  const wanted = (inputs ?? planned.sources.map((_, at) => at)).map((at) => planned.sources[at] as Source | readonly Source[]);
  note(last, wanted);
  const places = new Map([...shared].map((node, place) => [node, place]));

  const one = (source: Source, chunk: number): string => {
    // Numbers lie apart from the rest, where they need no looking at.
    if ('literal' in source) return `${source.isNumber ? 'D' : 'L'}[${source.literal}]`;
    if ('constant' in source) return constant(plan, source.constant);
    const pulled = chunkOf.get(source.node) === chunk ? `n${source.node}` : `t[${places.get(source.node)}]`;
    const value = isPulled(plan, source.node)
      ? nodeOf(plan, source.node).node.outputs.length > 1
        ? `${pulled}[${source.output}]`
        : pulled
      : `V[${nodeOf(plan, source.node).slots[source.output]}]`;
    const taken = source.which === undefined ? value : `N[${source.node}].node.element(${value},${source.which})`;
    return source.cast === null ? taken : CASTS[source.cast](taken, source);
  };
  const given = (source: Source | readonly Source[], chunk: number): string =>
    Array.isArray(source) ? `[${(source as readonly Source[]).map((each) => one(each, chunk)).join(',')}]` : one(source as Source, chunk);
  const line = (at: number, chunk: number): string => {
    const { node, type, sources } = nodeOf(plan, at);
    const args = sources.map((source) => given(source, chunk));
    const value = node.emit !== undefined ? node.emit(type, args) : `e(c,${me(plan, at)},[${args.join(',')}])`;
    return `const n${at}=${value};${places.has(at) ? `t[${places.get(at)}]=n${at};` : ''}`;
  };
  const end = `return ${call}${wanted.map((source) => `,${given(source, last)}`).join('')});`;
  if (chunks.length <= 1) return withHead(order.map((at) => line(at, 0)).join('') + end);
  const parts = chunks.map(
    (chunk, part) => `const s${part}=(c,p,t)=>{${withHead(`${chunk.map((at) => line(at, part)).join('')}${part === last ? end : ''}`)}};`,
  );
  return `${parts.join('')}return (c,p)=>{const t=[];${chunks.map((_, part) => `${part === last ? 'return ' : ''}s${part}(c,p,t);`).join('')}};`;
}

/** What the lines of a function need, by the names that they have for it. */
const HEADS = { G: 'c.graph', N: 'G.plan.nodes', K: 'G.plan.constants', O: 'G.own', L: 'G.literals', D: 'G.numbers', V: 'c.chain.values' } as const;

function withHead(body: string): string {
  const used = Object.entries(HEADS).filter(([name]) => name === 'G' || body.includes(`${name}[`));
  return `${used.length === 1 ? '' : `const ${used.map(([name, is]) => `${name}=${is}`).join(',')};`}${body}`;
}

/** Functions by their sources: graphs of one structure share them. */
const made = new Map<string, Run>();
/** How many are kept for graphs to come, and characters of a source beyond which only its hash is kept. */
const MOST_KEPT = 10_000,
  LONG = 256;

function functionOf(source: string): Run {
  const key = source.length > LONG ? hex(sha256(new TextEncoder().encode(source))) : source;
  let run = made.get(key);
  if (run !== undefined) return run;
  run = make(source);
  if (made.size >= MOST_KEPT) made.delete(made.keys().next().value as string);
  made.set(key, run);
  return run;
}

function make(source: string): Run {
  const body = source.includes('return (c,p)=>') ? source : `return (c,p)=>{${source}};`;
  // oxlint-disable-next-line typescript/no-implied-eval, no-new-func -- what it is given holds numbers and expressions of nodes, and nothing of a scene
  const run = new Function('f', 'j', 'l', 'o', 'e', 'm', `'use strict';${body}`) as (...given: readonly unknown[]) => Run;
  return run(Math.fround, castToJson, longToFloat, boxedOutput, evaluate, CALLED);
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
function nodeOf({ nodes }: Plan, at: number): LinkedNode {
  return nodes[at] as LinkedNode;
}
