import type { NodeType } from '../graph-model/catalogue.ts';
import type { PortAt } from '../graph-model/connecting.ts';
import type { KnownGraph } from '../graph-model/known-graph.ts';
import { searchNodes as search } from '../graph-model/searching.ts';

export interface FoundNode {
  readonly node: NodeType;
  readonly score: number;
}

/** The nodes that fit what was typed, best first; those that fit a wire alone where one is given. */
export function searchNodes(known: KnownGraph, words: string, from?: PortAt): readonly FoundNode[] {
  return search(known, words, from, Infinity).map(({ type, score }) => ({ node: type, score }));
}
