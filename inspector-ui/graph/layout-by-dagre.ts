import { Graph, layout } from '@dagrejs/dagre';
import { layOut, type LayoutInput, type LayoutOne, type LayoutOutput } from '../graph-model/layout.ts';

/** What stands between nodes in a column, and between columns, in which wires find their way. */
const APART = { nodesep: 28, ranksep: 80, edgesep: 12 };
/** Nodes that are ranked with care. */
const MOST_CAREFUL = 150;

/** What of its graphs is used here: it names their types by a package of its own, which has none that can be found. */
interface DagreGraph {
  setGraph(label: object): void;
  setDefaultEdgeLabel(label: () => object): void;
  setNode(id: string, label: { readonly width: number; readonly height: number }): void;
  setEdge(from: string, to: string): void;
  node(id: string): { readonly x?: number; readonly y?: number };
}
const DagreGraphs = Graph as unknown as new () => DagreGraph;
const layIn = layout as unknown as (graph: DagreGraph) => void;

const byDagre: LayoutOne = (nodes, wires) => {
  if (nodes.length === 0) return [];
  const graph = new DagreGraphs();
  // Its better way of ranking takes minutes for a thousand nodes, and the other seconds.
  graph.setGraph({ rankdir: 'LR', ...APART, ranker: nodes.length > MOST_CAREFUL ? 'tight-tree' : 'network-simplex' });
  graph.setDefaultEdgeLabel(() => ({}));
  nodes.forEach(({ width, height }, place) => graph.setNode(String(place), { width, height }));
  for (const [from, to] of wires) graph.setEdge(String(from), String(to));
  layIn(graph);
  return nodes.map(({ width, height }, place) => {
    // It tells of centres.
    const { x = 0, y = 0 } = graph.node(String(place));
    return [x - width / 2, y - height / 2] as const;
  });
};

/** Lays a graph out from left to right, as its wires lead. */
export function layoutByDagre(input: LayoutInput): LayoutOutput {
  return layOut(input, byDagre);
}
