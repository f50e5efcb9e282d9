import type { View } from '../door.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import type { GraphTrace } from '../world/system.ts';
import { FlowPart } from './flow-part.ts';
import { periodOf, type Body, type Opener, type Watch } from './watch.ts';

/** Ticks of a graph in which somebody wants the world to pause. */
class TraceWatch implements Watch {
  readonly isClose = true;
  readonly period = periodOf(undefined, 1);
  readonly #flow: FlowPart<GraphTrace>;
  #isHit = false;
  /** Real time in which it was told last that conditions could not be looked at: in each tick of a long loop that is so. */
  #uncheckedAt = -Infinity;
  /** What conditions name is looked at as the view is opened, and never again. */
  #isOpen = false;

  constructor(world: LiveWorld, what: Extract<View, { kind: 'trace' }>) {
    this.#flow = new FlowPart(what, (graph) => graph.trace(what.breaks, this.#isOpen));
    this.#flow.find(world);
    this.#isOpen = true;
  }

  concerns(world: LiveWorld): boolean {
    return this.#isHit || world.touched.has(this.#flow.entity);
  }

  halts(world: LiveWorld): { readonly node: string } | undefined {
    const node = this.#flow.find(world)?.part.takeHit();
    this.#isHit ||= node !== undefined;
    return node === undefined ? undefined : { node };
  }

  look(world: LiveWorld): readonly Body[] | Body | undefined {
    this.#isHit = false;
    const trace = this.#flow.find(world)?.part;
    if (trace === undefined) return this.#flow.gone();
    const traced = trace.look(),
      nodes = world.real - this.#uncheckedAt < this.period ? undefined : trace.unchecked();
    if (nodes !== undefined) this.#uncheckedAt = world.real;
    return [...(traced === undefined ? [] : [{ kind: 'trace', ...traced } as const]), ...(nodes === undefined ? [] : [{ kind: 'unchecked', nodes } as const])];
  }

  end(_world: LiveWorld, isRefused?: boolean): void {
    this.#flow.end(isRefused);
  }
}

export const openTrace: Opener<'trace'> = (world, what) => new TraceWatch(world, what);
