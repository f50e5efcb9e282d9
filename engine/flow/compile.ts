import { sha256 } from '@noble/hashes/sha2.js';
import { evaluate, isPulled, pulledAgain, pullsOf, type Code } from './code.ts';
import type { Value } from './data-type.ts';
import { CALLED } from './called.ts';
import { castToJson } from './json-value.ts';
import { type Call, type Graph, type LinkedNode, type Source, type Step } from './node-types.ts';

/** Nodes that one function holds: V8 optimises no function that is much larger, and a node costs thirty times as much then. */
const MOST_IN_ONE = 128;

type Run = (call: Call, phase: number) => number;

/**
 * Compiles a graph to JavaScript, a step when it runs first. What stands in a scene never gets into the source: nodes, literals and outputs are named by
 * their numbers there, and what generic nodes are for by the expressions of the nodes themselves. So graphs of one structure have one source, and share it.
 */
export function compile(graph: Graph): Code {
  const runs: (Run | undefined)[] = [],
    again: (Run | undefined)[] = [],
    ticks: (Run | undefined)[] = [],
    users: ((call: Call, phase: number) => Value)[] = [],
    costs: number[] = [],
    tickCosts: number[] = [],
    costsAgain: number[] = [];
  return {
    run(call, step) {
      return (runs[step] ??= stepCode(graph, step))(call, 0);
    },
    resume(call, node, phase) {
      return (again[node] ??= resumeCode(graph, node))(call, phase);
    },
    tick(call, node) {
      return (ticks[node] ??= pullingAll(graph, node, 'tick(c,'))(call, 0);
    },
    actsFor(call, node) {
      return (users[node] ??= pullingAll(graph, node, 'actsFor(') as unknown as (call: Call, phase: number) => Value)(call, 0);
    },
    tickCost: (node) => (tickCosts[node] ??= 1 + pullsOf(graph, nodeOf(graph, node)).length),
    costOf: (step) => (costs[step] ??= 1 + pullsOf(graph, nodeOf(graph, (graph.steps[step] as Step).node)).length),
    resumeCost: (node) => (costsAgain[node] ??= 1 + pullsOf(graph, nodeOf(graph, node), pulledAgain(nodeOf(graph, node))).length),
  };
}

/** Whether this program may generate code at all. */
export function mayCompile(): boolean {
  try {
    return make('return 1;')(undefined as never, 0) === 1;
  } catch {
    return false;
  }
}

function stepCode(graph: Graph, step: number): Run {
  const { node, entrance } = graph.steps[step] as Step;
  const me = nodeOf(graph, node);
  const entrances = Object.keys(me.node.acts ?? {});
  return functionOf(write(graph, me, undefined, `N[${node}].node.acts[${JSON.stringify(entrances.find((name) => name === entrance) ?? '*')}](c,N[${node}]`));
}

/** What a node does in each tick, with all its inputs. */
function pullingAll(graph: Graph, node: number, call: 'tick(c,' | 'actsFor('): Run {
  return functionOf(write(graph, nodeOf(graph, node), undefined, `N[${node}].node.${call}N[${node}]`));
}

function resumeCode(graph: Graph, node: number): Run {
  const me = nodeOf(graph, node);
  return functionOf(write(graph, me, pulledAgain(me), `N[${node}].node.resume(c,N[${node}],p`));
}

/** The source of a function that pulls inputs of a node and calls it with them. */
function write(graph: Graph, me: LinkedNode, inputs: readonly number[] | undefined, call: string): string {
  const order = pullsOf(graph, me, inputs);
  const chunks: (readonly number[])[] = [];
  for (let at = 0; at < order.length; at += MOST_IN_ONE) chunks.push(order.slice(at, at + MOST_IN_ONE));
  const chunkOf = new Map(chunks.flatMap((chunk, which) => chunk.map((node) => [node, which] as const)));
  const last = chunks.length - 1;
  // What another function needs goes through an array; what stays in one is a constant there.
  const shared = new Set<number>();
  const note = (by: number, sources: LinkedNode['sources']): void => {
    for (const source of sources.flat()) if ('node' in source && chunkOf.has(source.node) && chunkOf.get(source.node) !== by) shared.add(source.node);
  };
  for (const node of order) note(chunkOf.get(node) as number, nodeOf(graph, node).sources);
  const wanted = (inputs ?? me.sources.map((_, at) => at)).map((at) => me.sources[at] as Source | readonly Source[]);
  note(last, wanted);
  const places = new Map([...shared].map((node, place) => [node, place]));

  const one = (source: Source, chunk: number): string => {
    // Numbers lie apart from the rest, where they need no looking at.
    if ('literal' in source) return `${typeof graph.literals[source.literal] === 'number' ? 'D' : 'L'}[${source.literal}]`;
    const pulled = chunkOf.get(source.node) === chunk ? `n${source.node}` : `t[${places.get(source.node)}]`;
    const value = isPulled(graph, source.node)
      ? nodeOf(graph, source.node).node.outputs.length > 1
        ? `${pulled}[${source.output}]`
        : pulled
      : `V[${nodeOf(graph, source.node).slots[source.output]}]`;
    if (source.which !== undefined) return `N[${source.node}].node.element(${value},${source.which})`;
    return source.cast === null ? value : source.cast === 'float' ? `f(${value})` : `j(${value})`;
  };
  const given = (source: Source | readonly Source[], chunk: number): string =>
    Array.isArray(source) ? `[${(source as readonly Source[]).map((each) => one(each, chunk)).join(',')}]` : one(source as Source, chunk);
  const line = (at: number, chunk: number): string => {
    const { node, type, sources } = nodeOf(graph, at);
    const args = sources.map((source) => given(source, chunk));
    const value = node.emit !== undefined ? node.emit(type, args) : `e(c,N[${at}],[${args.join(',')}])`;
    return `const n${at}=${value};${places.has(at) ? `t[${places.get(at)}]=n${at};` : ''}`;
  };
  const head = 'const N=c.graph.nodes,L=c.graph.literals,D=c.graph.numbers,V=c.chain.values;';
  const end = `return ${call}${wanted.map((source) => `,${given(source, last)}`).join('')});`;
  if (chunks.length <= 1) return head + order.map((at) => line(at, 0)).join('') + end;
  const parts = chunks.map((chunk, which) => `const s${which}=(c,p,t)=>{${head}${chunk.map((at) => line(at, which)).join('')}${which === last ? end : ''}};`);
  return `${parts.join('')}return (c,p)=>{const t=[];${chunks.map((_, which) => `${which === last ? 'return ' : ''}s${which}(c,p,t);`).join('')}};`;
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
  return (new Function('f', 'j', 'e', 'm', `'use strict';${body}`) as (...given: readonly unknown[]) => Run)(Math.fround, castToJson, evaluate, CALLED);
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
function nodeOf(graph: Graph, at: number): LinkedNode {
  return graph.nodes[at] as LinkedNode;
}
