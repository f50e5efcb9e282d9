import type { View } from '../door.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import type { GraphPorts } from '../world/system.ts';
import { FlowPart } from './flow-part.ts';
import { VALUES_PER_SECOND, periodOf, type Body, type Opener, type Watch } from './watch.ts';

/** What ports of a graph hold. */
class PortsWatch implements Watch {
  readonly period: number;
  readonly #flow: FlowPart<GraphPorts>;
  #told: GraphPorts | undefined;

  constructor(world: LiveWorld, what: Extract<View, { kind: 'ports' }>) {
    this.#flow = new FlowPart(what, (graph) => graph.ports(what.ports));
    this.period = periodOf(what.rate, VALUES_PER_SECOND);
    this.#flow.find(world);
  }

  concerns(world: LiveWorld): boolean {
    // What the flow itself writes into its entity comes at the rate of all values.
    return !this.#flow.isGone && world.touched.has(this.#flow.entity) && this.#flow.row(world) === undefined;
  }

  look(world: LiveWorld): Body | undefined {
    const ports = this.#flow.find(world)?.part;
    if (ports === undefined) return this.#flow.gone();
    const values = ports.look();
    // What was known of another component that lay here holds no more.
    if (this.#told === ports && Object.keys(values).length === 0) return undefined;
    this.#told = ports;
    return { kind: 'ports', values };
  }

  end(): void {
    this.#flow.end();
  }
}

export const openPorts: Opener<'ports'> = (world, what) => new PortsWatch(world, what);
