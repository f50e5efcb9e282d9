import { Cell } from '../cells/cell.ts';
import { tell } from '../controls/notices.ts';
import type { Catalogue } from '../graph-model/catalogue.ts';
import type { GraphEdit } from '../graph-model/graph.ts';
import { KnownGraph } from '../graph-model/known-graph.ts';
import { titleOf } from '../graph-model/ports.ts';
import type { Box, Point } from './geometry.ts';
import type { GraphStore } from './graph-store.ts';
import { GraphScene } from './scene.ts';

/** A port of a node of the graph. */
export interface PortAt {
  readonly node: string;
  /** As `portKey` names it. */
  readonly key: string;
}

/** How the picture is moved, by those who do not draw it. */
export interface Lens {
  readonly seen: Box;
  fit(ids?: Iterable<string>): void;
  reveal(id: string): void;
  redraw(): void;
}

/** One graph that is drawn and edited here: what is known of it, what is selected, and the one way by which it is edited. */
export class Drawing {
  readonly store: GraphStore;
  readonly catalogue: Catalogue;
  readonly scene: GraphScene;
  readonly selection = new Cell<ReadonlySet<string>>(new Set());
  /** The wire that is selected, by its key. */
  readonly wire = new Cell<string | null>(null);
  /** Where the keyboard is. */
  readonly cursor = new Cell<PortAt | null>(null);
  /** Whether nothing can be edited now. */
  readonly locked = new Cell(false);
  /** Why that is so, for people; empty while it is not. */
  why = '';
  lens: Lens | undefined;
  /** The place that the pointer was at last, in the graph's measure: what is pasted or added by a key comes there. */
  pointer: Point | undefined;

  constructor(store: GraphStore, catalogue: Catalogue) {
    this.store = store;
    this.catalogue = catalogue;
    this.scene = new GraphScene(store, catalogue);
  }

  /** Selects nodes; those that are not there are left out. */
  select(ids: Iterable<string>, more = false): void {
    const next = new Set(more ? this.selection.value : []);
    for (const id of ids) if (this.store.nodes.has(id)) next.add(id);
    this.selection.value = next;
    this.wire.value = null;
  }
  toggle(id: string): void {
    const next = new Set(this.selection.value);
    if (!next.delete(id)) next.add(id);
    this.selection.value = next;
  }
  selectWire(key: string | null): void {
    this.wire.value = key;
    if (key !== null) this.selection.value = new Set();
  }

  /** Nothing can be edited from now on, since…; empty, everything can. */
  lock(why: string): void {
    this.why = why;
    this.locked.value = why !== '';
  }
  /** Whether nothing can be edited now; whoever has tried to is told why. */
  refuses(): boolean {
    if (this.locked.value) tell(this.why);
    return this.locked.value;
  }

  /** The graph as edits take it, with what is known of it. */
  get known(): KnownGraph {
    return new KnownGraph(this.store.data, this.catalogue, Object.fromEntries(this.store.facts));
  }

  title(id: string): string {
    const node = this.store.nodes.get(id);
    return node === undefined ? id : titleOf(node, this.catalogue);
  }

  /** Makes an edit; whether it was taken. What was refused is said. */
  async make(edit: GraphEdit, group?: string): Promise<boolean> {
    if (this.locked.value || edit.patch.length === 0) return false;
    const fault = await this.store.edit(edit, group);
    if (fault !== null) {
      tell(`${edit.label}: ${fault}`, true);
      return false;
    }
    if (edit.select !== undefined) {
      const wanted = edit.select;
      // The nodes come with the next look, which may be behind the answer.
      this.#whenThere(wanted, () => {
        this.select(wanted);
        const [id, ...more] = wanted;
        // What was added at the edge of what is seen is gone on with.
        if (id !== undefined && more.length === 0) this.lens?.reveal(id);
      });
    }
    return true;
  }

  #whenThere(ids: readonly string[], then: () => void): void {
    const areThere = (): boolean => ids.every((id) => this.store.nodes.has(id));
    if (areThere()) return then();
    const timer = setTimeout(() => end(), 3_000);
    const end = this.store.onStructure(() => {
      if (!areThere()) return;
      clearTimeout(timer);
      end();
      // After everybody else has heard of them.
      queueMicrotask(then);
    });
  }
}
