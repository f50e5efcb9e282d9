import Type from 'typebox';
import type { GraphRun, GraphState, InputData, NodeData, NodeFacts, NodeFault, PortValue, TraceStep, WaitingChain } from '../../engine/index.ts';
import type { ShortNode } from '../protocol.ts';
import { AnyJson, Count, Text, Word } from './facts.ts';
import { mapOf } from './operations.ts';
import { tied } from './tied.ts';

const Numbers = Type.Array(Type.Number());
const { waiting, fault } = tied<{ readonly waiting: WaitingChain; readonly fault: NodeFault }>()({
  waiting: Type.Object({
    chain: Count,
    node: Text,
    acting: Text,
    ticks: Type.Union([Type.Number(), Type.Null()]),
    for: Type.Optional(Text),
  }),
  fault: Type.Object({ inside: Text, message: Text, expected: Text, warning: Type.Optional(Type.Literal(true)) }),
});

/** What is seen of a graph, each tied to its type. */
export const GRAPH = tied<{
  readonly node: NodeData;
  readonly facts: NodeFacts;
  readonly state: GraphState;
  readonly run: GraphRun;
  readonly value: PortValue;
  readonly step: TraceStep;
  readonly port: ShortNode;
}>()({
  node: Type.Object({
    type: Text,
    in: Type.Optional(Type.Unsafe<{ readonly [port: string]: InputData }>(mapOf(AnyJson))),
    then: Type.Optional(mapOf(Type.Union([Text, Type.Array(Text)]))),
    refs: Type.Optional(mapOf(AnyJson)),
    at: Type.Optional(Numbers),
    text: Type.Optional(Text),
    title: Type.Optional(Text),
    size: Type.Optional(Numbers),
    color: Type.Optional(Text),
    closed: Type.Optional(Type.Boolean()),
    frame: Type.Optional(Text),
  }),
  facts: Type.Object({
    of: Type.Optional(Text),
    casts: Type.Optional(mapOf(Word)),
    waits: Type.Optional(Type.Literal(true)),
    faults: Type.Optional(Type.Array(fault)),
  }),
  state: Type.Object({ runs: Type.Boolean(), error: Text, faults: Count, waiting: Type.Array(waiting), waits: Count }),
  port: Type.Tuple([Text, Type.Union([Text, Type.Null()]), AnyJson]),
  step: Type.Object({
    node: Text,
    entrance: Text,
    chain: Count,
    depth: Count,
    by: Type.Optional(Type.Object({ node: Text, exit: Text })),
    in: mapOf(AnyJson),
    out: Type.Optional(mapOf(AnyJson)),
    pulled: Type.Optional(mapOf(AnyJson)),
    acting: Text,
  }),
  value: Type.Object({ value: AnyJson, type: Text, tick: Count, cut: Type.Optional(Type.Literal(true)) }),
  run: Type.Object({
    anew: Type.Optional(Type.Literal(true)),
    lit: Type.Optional(Text),
    fires: Type.Optional(Numbers),
    last: Type.Optional(Numbers),
  }),
});
