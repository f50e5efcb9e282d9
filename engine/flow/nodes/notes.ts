import { FRAME } from '../node/graph.ts';
import { defineNode } from '../node/node.ts';
import type { FlowNode } from '../node/node-types.ts';

const category = 'Notes';

/** What people write into a graph for each other. It has no ports, so that nothing comes to it when the graph runs. */
export const NOTE_NODES: readonly FlowNode[] = [
  defineNode({ name: 'Comment', doc: 'A note in the graph, in its `text`. It does nothing.', category }),
  defineNode({
    name: FRAME,
    doc:
      'A frame around nodes that belong together, with a `title`: they name it in their `frame`, and one frame may be in another. `closed` draws it as one ' +
      'card. It does nothing.',
    category,
  }),
];
