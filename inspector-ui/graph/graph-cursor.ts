import type { MenuItem } from '../controls/menu.ts';
import { isImpulse, portKey, sideOf } from '../graph-model/ports.ts';
import type { Drawing, PortAt } from './drawing.ts';
import type { GraphNode } from './graph-node.ts';

/** Ports that are offered to a wire from the keyboard. */
const MOST_OFFERED = 60;

/** What the cursor has done for it. */
export interface CursorOf {
  /** Draws a node as an element, brings it into view, and gives it the keyboard. */
  go(id: string): Promise<GraphNode | undefined>;
  /** Offers what a wire from a port could lead to. */
  offer(port: PortAt, items: readonly MenuItem[]): void;
  /** Opens the search for a new node that a wire from a port leads to. */
  grow(port: PortAt): void;
  connect(a: PortAt, b: PortAt): void;
  /** The ports that a wire from a port could lead to, by node. */
  fitting(port: PortAt): ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * The keyboard's way through a graph: up and down in text order, left and right along wires; Enter goes to the ports of a node, where Enter edits what stands
 * at one, and W leads a wire from it.
 */
export class GraphCursor {
  readonly #drawing: Drawing;
  readonly #of: CursorOf;

  constructor(drawing: Drawing, of: CursorOf) {
    this.#drawing = drawing;
    this.#of = of;
  }

  /** Does what a key means; false where it means nothing here. */
  key(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
    return this.#drawing.cursor.value === null ? this.#onNodes(event.key) : this.#onPorts(event.key);
  }

  #onNodes(key: string): boolean {
    const { store, selection } = this.#drawing;
    const ids = [...store.nodes.keys()].filter((id) => this.#drawing.scene.shapes.has(id));
    const at = [...selection.value].at(-1);
    const index = at === undefined ? -1 : ids.indexOf(at);
    switch (key) {
      case 'ArrowDown':
        return this.#goTo(ids[index + 1] ?? (index < 0 ? ids[0] : undefined));
      case 'ArrowUp':
        return this.#goTo(index < 0 ? ids[0] : ids[index - 1]);
      case 'ArrowRight':
        return this.#goTo(at === undefined ? ids[0] : this.#along(at, 'right'));
      case 'ArrowLeft':
        return this.#goTo(at === undefined ? ids[0] : this.#along(at, 'left'));
      case 'Enter':
        return at !== undefined && this.#enter(at);
      default:
        return false;
    }
  }

  #onPorts(key: string): boolean {
    const { cursor, scene } = this.#drawing;
    const at = cursor.value;
    if (at === null) return false;
    const rows = scene.rowsOf(at.node);
    const index = rows.findIndex((row) => portKey(row) === at.key);
    const row = rows[index];
    switch (key) {
      case 'ArrowDown':
      case 'ArrowUp': {
        const next = rows[index + (key === 'ArrowDown' ? 1 : -1)];
        if (next !== undefined) void this.#toPort({ node: at.node, key: portKey(next) });
        return true;
      }
      case 'ArrowRight':
      case 'ArrowLeft':
        return row === undefined || (sideOf(row.part) === 'right') !== (key === 'ArrowRight') ? true : this.#follow(at);
      case 'Enter':
        void this.#of.go(at.node).then((node) => {
          if (node?.edit(at.key) === false) this.offer(at);
        });
        return true;
      case 'w':
      case 'W':
        this.offer(at);
        return true;
      case 'Escape':
        this.leave();
        return true;
      default:
        return false;
    }
  }

  /** Back from the ports to the node. */
  leave(): void {
    const { cursor } = this.#drawing;
    const at = cursor.value;
    cursor.value = null;
    if (at !== null) void this.#of.go(at.node);
  }

  #goTo(id: string | undefined): boolean {
    if (id === undefined) return true;
    this.#drawing.select([id]);
    void this.#of.go(id);
    return true;
  }

  /** The node at the other end of a wire: of impulses first, since they are the way that one reads. */
  #along(id: string, side: 'left' | 'right'): string | undefined {
    const { scene } = this.#drawing;
    let found: string | undefined;
    for (const row of scene.rowsOf(id)) {
      if (sideOf(row.part) !== side) continue;
      const other = this.#others({ node: id, key: portKey(row) })[0];
      if (other === undefined) continue;
      if (isImpulse(row.part)) return other.node;
      found ??= other.node;
    }
    return found;
  }

  #others({ node, key }: PortAt): readonly PortAt[] {
    const { scene } = this.#drawing;
    const part = key.slice(0, key.indexOf(':')),
      port = key.slice(part.length + 1);
    return [...scene.wiresTouching(node)].flatMap((each) => {
      const wire = scene.wires.get(each)?.wire;
      if (wire === undefined) return [];
      const out = wire.kind === 'impulse' ? 'then' : 'out',
        into = wire.kind === 'impulse' ? 'to' : wire.kind === 'data' ? 'in' : 'refs';
      if (part === into && wire.to.node === node && wire.to.port === port) return [{ node: wire.from.node, key: `${out}:${wire.from.port}` }];
      return part === out && wire.from.node === node && wire.from.port === port ? [{ node: wire.to.node, key: `${into}:${wire.to.port}` }] : [];
    });
  }

  #follow(at: PortAt): boolean {
    const [other] = this.#others(at);
    if (other === undefined) return true;
    this.#drawing.select([other.node]);
    void this.#toPort(other);
    return true;
  }

  #enter(id: string): boolean {
    const [first] = this.#drawing.scene.rowsOf(id);
    if (first !== undefined) void this.#toPort({ node: id, key: portKey(first) });
    return first !== undefined;
  }

  async #toPort(at: PortAt): Promise<void> {
    this.#drawing.cursor.value = at;
    const node = await this.#of.go(at.node);
    await node?.updateComplete;
    node?.focusPort(at.key);
  }

  /** Offers what a wire from a port could lead to: other ports, and a new node. */
  offer(at: PortAt): void {
    if (this.#drawing.refuses()) return;
    const items: MenuItem[] = [];
    for (const [node, keys] of this.#of.fitting(at))
      for (const key of keys) {
        if (items.length >= MOST_OFFERED) break;
        const port = key.slice(key.indexOf(':') + 1);
        items.push({
          label: `${this.#drawing.title(node)}${port === '*' ? '' : ` · ${port}`}`,
          hint: node,
          run: () => this.#of.connect(at, { node, key }),
        });
      }
    const grow = (): void => {
      // The keyboard goes on at the new node.
      this.#drawing.cursor.value = null;
      this.#of.grow(at);
    };
    this.#of.offer(at, [{ label: 'A new node…', run: grow }, ...items]);
  }
}
