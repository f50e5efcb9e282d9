import { Cell } from '../cells/cell.ts';
import { tell } from '../controls/notices.ts';
import type { Catalogue } from '../graph-model/catalogue.ts';
import type { GraphEdit } from '../graph-model/graph.ts';
import { KnownGraph } from '../graph-model/known-graph.ts';
import { titleOf } from '../graph-model/ports.ts';
import type { Box, Point } from './geometry.ts';
import type { GraphStore } from './graph-store.ts';
import { GraphScene } from './scene.ts';
import { Unanswered } from './unanswered.ts';

/** Milliseconds that what an edit has done may be behind its answer. */
const MOST_WAIT = 3_000;

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
  /** Puts nodes where the scene has them. */
  place(ids: Iterable<string>): void;
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
  readonly #unanswered = new Unanswered();
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
    if (!(await this.#unanswered.follow(edit.label, group, this.store.edit(edit, group)))) return false;
    const wanted = edit.select;
    if (wanted !== undefined) void this.shown(() => wanted.every((id) => this.store.nodes.has(id))).then((isShown) => isShown && this.#come(wanted));
    return true;
  }
  #come(ids: readonly string[]): void {
    this.select(ids);
    const [id, ...more] = ids;
    // What was added at the edge of what is seen is gone on with.
    if (id !== undefined && more.length === 0) this.lens?.reveal(id);
  }

  /** Waits until what an edit has done is seen here, which may be behind its answer; false where it does not come to that in time. */
  shown(isShown: () => boolean): Promise<boolean> {
    if (isShown()) return Promise.resolve(true);
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle(false), MOST_WAIT);
      const end = this.store.onStructure(() => {
        if (isShown()) settle(true);
      });
      const settle = (was: boolean): void => {
        clearTimeout(timer);
        end();
        resolve(was);
      };
    });
  }
}
