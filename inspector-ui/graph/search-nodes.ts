import { fuzzy } from '../controls/fuzzy.ts';
import type { NodeType } from '../graph-model/catalogue.ts';
import type { PortAt } from '../graph-model/connecting.ts';
import type { KnownGraph } from '../graph-model/known-graph.ts';
import { bestPort } from '../graph-model/leading.ts';
import { spaced } from '../graph-model/ports.ts';

export interface FoundNode {
  readonly node: NodeType;
  readonly score: number;
}

/** The nodes whose names fit some letters, best first; those that fit a wire alone where one is given. */
export function searchNodes(known: KnownGraph, words: string, from?: PortAt): readonly FoundNode[] {
  return known.catalogue.nodes
    .flatMap((node) => {
      const fit = words === '' ? { score: 0 } : (fuzzy(node.title ?? spaced(node.name), words) ?? fuzzy(node.name, words));
      const best = from === undefined ? { score: 0 } : bestPort(known, from, node);
      return fit === undefined || best === undefined ? [] : [{ node, score: fit.score + best.score / 30 }];
    })
    .sort((a, b) => b.score - a.score);
}
