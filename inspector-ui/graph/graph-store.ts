import type { GraphRun, GraphState, Json } from '../../server/protocol.ts';
import { Cell } from '../cells/cell.ts';
import type { GraphData, GraphEdit, NodeData } from '../graph-model/graph.ts';
import type { NodeFacts } from '../graph-model/ports.ts';
import { fitsMessage } from '../session/fits-message.ts';
import { session } from '../session/session.ts';
import type { ViewHandle } from '../session/view-book.ts';

/** What is another since it was told last: ids of nodes, or everything. */
export type Changed = ReadonlySet<string> | 'all';

/** One Flow's graph as the server tells it, for as long as somebody looks at it. */
export class GraphStore {
  readonly entity: string;
  readonly component: string;
  /** In text order. */
  readonly nodes = new Map<string, NodeData>();
  readonly facts = new Map<string, NodeFacts>();
  readonly phase = new Cell<'loading' | 'shown' | 'gone'>('loading');
  readonly fault = new Cell('');
  readonly state = new Cell<GraphState | null>(null);
  tick = 0;
  /** When the state was told, by the clock of the page. */
  heardAt = 0;
  readonly #structure = new Set<(changed: Changed) => void>();
  readonly #runs = new Set<(run: GraphRun) => void>();
  #handle: ViewHandle | undefined;
  #data: GraphData | undefined;

  constructor(entity: string, component: string) {
    this.entity = entity;
    this.component = component;
  }

  /** The graph as an edit takes it. */
  get data(): GraphData {
    return (this.#data ??= { nodes: Object.fromEntries(this.nodes) });
  }

  open(): void {
    this.#handle ??= session.watch({ kind: 'graph', entity: this.entity, component: this.component }, (update) => {
      if (update.kind === 'gone' || update.kind === 'fault') {
        this.phase.value = 'gone';
        if (update.kind === 'fault') this.fault.value = update.message;
        return;
      }
      if (update.kind !== 'graph') return;
      this.tick = update.tick;
      const { whole, order, nodes, facts, state, run } = update;
      if (whole === true) {
        this.nodes.clear();
        this.facts.clear();
        for (const id of order ?? []) {
          const node = nodes?.[id];
          if (node !== undefined && node !== null) this.nodes.set(id, node as NodeData);
        }
      }
      const changed = new Set<string>();
      for (const [id, node] of Object.entries(nodes ?? {})) {
        if (node === null) {
          this.nodes.delete(id);
          this.facts.delete(id);
        } else if (whole !== true) this.nodes.set(id, node as NodeData);
        changed.add(id);
      }
      for (const [id, fact] of Object.entries(facts ?? {})) {
        if (fact === null) this.facts.delete(id);
        else this.facts.set(id, fact);
        changed.add(id);
      }
      if (nodes !== undefined || whole === true) this.#data = undefined;
      if (state !== undefined) {
        this.heardAt = performance.now();
        this.state.value = state;
      }
      if (whole === true || changed.size > 0) for (const listener of this.#structure) listener(whole === true ? 'all' : changed);
      if (run !== undefined) for (const listener of this.#runs) listener(run);
      this.phase.value = 'shown';
    });
  }
  close(): void {
    this.#handle?.close();
    this.#handle = undefined;
  }

  /** Tells of what has changed in the graph, until what it returns is called. */
  onStructure(listener: (changed: Changed) => void): () => void {
    this.#structure.add(listener);
    return () => this.#structure.delete(listener);
  }
  /** Tells of what has run. */
  onRun(listener: (run: GraphRun) => void): () => void {
    this.#runs.add(listener);
    return () => this.#runs.delete(listener);
  }

  /** Sends an edit; with what was wrong where the world refused it. `group` joins several into one step of undo. */
  async edit({ label, patch }: GraphEdit, group?: string): Promise<string | null> {
    if (patch.length === 0) return null;
    const operation = { op: 'patchField', entity: this.entity, component: this.component, field: 'Graph', patch } as const;
    if (!fitsMessage(operation)) return 'It is more than fits into one edit, which holds some thousands of nodes; nothing was changed. Take it in parts.';
    const answer = await session.edit([operation], { label, ...(group === undefined ? {} : { group }) });
    return answer.ok ? null : answer.message;
  }

  /** Gives the Flow a command. */
  async command(command: string, args?: { readonly [name: string]: Json }): Promise<string | null> {
    const answer = await session.command({ command, entity: this.entity, component: this.component, ...(args === undefined ? {} : { args }) });
    return answer.ok ? null : answer.message;
  }
}
