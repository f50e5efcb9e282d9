import { Cell } from '../cells/cell.ts';
import { knowTitles } from '../session/node-titles.ts';
import { catalogue } from './catalogue-source.ts';
import { Debugging } from './debugging.ts';
import { Drawing } from './drawing.ts';
import { GraphLife } from './graph-life.ts';
import { GraphStore } from './graph-store.ts';

/** How far a graph has come. */
export type OpenPhase = 'loading' | 'shown' | 'gone' | 'failed';

/** What is drawn of a graph, and what it does. */
export interface Drawn {
  readonly drawing: Drawing;
  readonly life: GraphLife;
  readonly debugging: Debugging | undefined;
}

/** A graph from when it is asked for until it is left. What is drawn of it is there once it is known which nodes there are. */
export class OpenGraph {
  readonly store: GraphStore;
  readonly phase = new Cell<OpenPhase>('loading');
  drawn: Drawn | undefined;
  #isClosed = false;
  readonly #ends: (() => void)[] = [];

  constructor(entity: string, component: string) {
    this.store = new GraphStore(entity, component);
  }

  /** @param begin is told what is drawn, before the graph is shown */
  async open(debugs: boolean, begin: (drawn: Drawn) => void): Promise<void> {
    const { store } = this;
    store.open();
    this.onClose(store.phase.subscribe(() => this.#come()));
    try {
      const known = await catalogue();
      if (this.#isClosed) return;
      const drawing = new Drawing(store, known);
      const life = new GraphLife(store, known, () => drawing.scene.impulses);
      const debugging = debugs ? new Debugging(store) : undefined;
      this.drawn = { drawing, life, debugging };
      this.onClose(
        () => life.end(),
        () => debugging?.end(),
      );
      this.#know(drawing);
      begin(this.drawn);
      this.#come();
    } catch {
      if (!this.#isClosed) this.phase.value = 'failed';
    }
  }
  /** What is to be ended with it. */
  onClose(...ends: (() => void)[]): void {
    this.#ends.push(...ends);
  }
  close(): void {
    this.#isClosed = true;
    for (const end of this.#ends.splice(0)) end();
    this.store.close();
  }

  #come(): void {
    const { value } = this.store.phase;
    if (value === 'gone' || (value === 'shown' && this.drawn !== undefined)) this.phase.value = value;
  }

  /** Its nodes are known by title elsewhere on the page: once it is left the titles stay, and nothing else of it. */
  #know(drawing: Drawing): void {
    const { entity, component, nodes } = this.store;
    knowTitles(entity, component, (id) => (nodes.has(id) ? drawing.title(id) : undefined));
    this.onClose(() => {
      const titles = new Map([...nodes.keys()].map((id) => [id, drawing.title(id)]));
      knowTitles(entity, component, (id) => titles.get(id));
    });
  }
}
