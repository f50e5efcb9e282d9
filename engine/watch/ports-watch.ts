import type { View } from '../door.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import type { GraphPorts } from '../world/system.ts';
import { flowRow, graphAt } from './graph-watch.ts';
import { VALUES_PER_SECOND, periodOf, type Body, type Opener, type Watch } from './watch.ts';

/** What ports of a graph hold. */
class PortsWatch implements Watch {
  readonly period: number;
  readonly #what: Extract<View, { kind: 'ports' }>;
  #seen: { readonly of: object; readonly ports: GraphPorts } | undefined;
  #isGone = false;

  constructor(world: LiveWorld, what: Extract<View, { kind: 'ports' }>) {
    this.#what = what;
    this.period = periodOf(what.rate, VALUES_PER_SECOND);
    this.#find(world);
  }

  concerns(world: LiveWorld): boolean {
    const { entity, component } = this.#what;
    // What the flow itself writes into its entity comes at the rate of all values.
    return !this.#isGone && world.touched.has(entity) && flowRow(world, entity, component) === undefined;
  }

  look(world: LiveWorld): Body | undefined {
    const before = this.#seen;
    const ports = this.#find(world);
    if (ports === undefined) {
      if (this.#isGone) return undefined;
      this.#isGone = true;
      return { kind: 'gone', entity: this.#what.entity };
    }
    this.#isGone = false;
    const values = ports.look();
    // What was known of another component that lay here holds no more.
    return before === this.#seen && this.#hasTold && Object.keys(values).length === 0 ? undefined : this.#tell(values);
  }

  end(): void {
    this.#seen?.ports.end();
    this.#seen = undefined;
  }

  #hasTold = false;
  #tell(values: Extract<Body, { kind: 'ports' }>['values']): Body {
    this.#hasTold = true;
    return { kind: 'ports', values };
  }

  /** What is noted of the graph as it is there now; from here on, where it is another. */
  #find(world: LiveWorld): GraphPorts | undefined {
    const { entity, component, ports } = this.#what;
    const row = flowRow(world, entity, component);
    const graph = row === undefined ? undefined : graphAt(world, row);
    if (graph === undefined || this.#seen?.of !== graph.of) this.end();
    if (graph === undefined) return undefined;
    return (this.#seen ??= { of: graph.of, ports: graph.ports(ports) }).ports;
  }
}

export const openPorts: Opener<'ports'> = (world, what) => new PortsWatch(world, what);
