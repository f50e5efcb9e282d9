import { nodeCatalogue, type Author, type InputResult } from '../../../engine/index.ts';
import { Catalogue } from '../../../inspector-ui/graph-model/catalogue.ts';
import type { GraphData, GraphEdit } from '../../../inspector-ui/graph-model/graph.ts';
import { KnownGraph } from '../../../inspector-ui/graph-model/known-graph.ts';
import { ANNA, openRig, type Rig } from '../world-rig.ts';

const { nodes: NODES, types } = nodeCatalogue();
/** All nodes that there are, as the page knows them. */
export const CATALOGUE = new Catalogue(NODES, types);

export function known(nodes: GraphData['nodes'] | GraphData): KnownGraph {
  return new KnownGraph('nodes' in nodes && !('type' in (nodes.nodes as object)) ? (nodes as GraphData) : ({ nodes } as GraphData), CATALOGUE);
}

/** A world with one graph in it, edited as the page does. */
export class GraphRig {
  readonly rig: Rig;

  constructor(nodes: object = {}) {
    this.rig = openRig([{ id: 'a', name: 'A', components: { WebsocketClient: { Enabled: false }, Flow: { Enabled: false, Graph: { nodes } } } }]);
  }
  get graph(): GraphData {
    return this.rig.value('a', 'Flow', 'Graph') as GraphData;
  }
  get known(): KnownGraph {
    return new KnownGraph(this.graph, CATALOGUE);
  }
  /** The graph as its text, in which the order of nodes and ports counts. */
  get text(): string {
    return JSON.stringify(this.graph);
  }
  get error(): unknown {
    return this.rig.value('a', 'Flow', 'LastError');
  }
  apply({ patch }: GraphEdit, author: Author = ANNA): InputResult {
    // So that no two edits are one step.
    this.rig.wait(3000);
    return this.rig.edit([{ op: 'patchField', entity: 'a', component: 'Flow', field: 'Graph', patch }], author);
  }
  edited(edit: GraphEdit | { readonly refused: string }, author: Author = ANNA): this {
    if (!('patch' in edit)) throw new Error(edit.refused);
    if (edit.patch.length === 0) return this;
    const result = this.apply(edit, author);
    if (!result.ok) throw new Error(`${result.message} ${JSON.stringify(edit.patch)}`);
    return this;
  }
  undo(author: Author = ANNA): InputResult {
    return this.rig.give({ type: 'undo' }, author);
  }
}
