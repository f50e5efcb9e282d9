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

  halts(world: LiveWorld): boolean {
    const isHit = this.#flow.find(world)?.part.isHit() === true;
    this.#isHit ||= isHit;
    return isHit;
  }

  look(world: LiveWorld): Body | undefined {
    this.#isHit = false;
    const trace = this.#flow.find(world)?.part;
    if (trace === undefined) return this.#flow.gone();
    const traced = trace.look();
    return traced === undefined ? undefined : { kind: 'trace', ...traced };
  }

  end(): void {
    this.#flow.end();
  }
}

export const openTrace: Opener<'trace'> = (world, what) => new TraceWatch(world, what);
