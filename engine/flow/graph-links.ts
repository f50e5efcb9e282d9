import type { Json } from '../schema/field.ts';
import type { DataType, Value } from './data-type.ts';
import type { FlowNode } from './node.ts';

/** Where a data input has its value from. */
export type Source =
  /** A literal, by its place among those of the graph, so that another literal needs no other code. */
  | { readonly literal: number }
  /** An output of a node; `cast` where the value has to be made one of the input's type. */
  | { readonly node: number; readonly output: number; readonly cast: DataType | null };

/** A node as it stands in a graph, every name looked up. */
export interface LinkedNode {
  readonly index: number;
  readonly id: string;
  readonly node: FlowNode;
  /** What a generic one is for; empty for others. */
  readonly type: DataType;
  /** For each input where its value comes from; a list of them where the input is a list. */
  readonly sources: readonly (Source | readonly Source[])[];
  /** For each exit the step that it leads to; END where nothing is wired. */
  readonly to: readonly number[];
  /** For each output that it sets itself the slot of its value. */
  readonly slots: readonly number[];
  /** The first slot of what it keeps. */
  readonly kept: number;
  readonly refs: Readonly<Record<string, Json>>;
}

/** A place that impulses come to: a node, by one of its entrances. */
export interface Step {
  readonly node: number;
  readonly entrance: string;
}

/** A graph without a fault, every name looked up. */
export interface Graph {
  readonly nodes: readonly LinkedNode[];
  readonly steps: readonly Step[];
  readonly literals: readonly Value[];
  /** Values of a chain as it begins. */
  readonly initially: readonly Value[];
  /** For each node the pure ones and readers that its inputs are wired to. */
  readonly needs: readonly (readonly number[])[];
  readonly byId: ReadonlyMap<string, LinkedNode>;
}
