import type { View } from '../door.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import type { GraphTrace } from '../world/system.ts';
import { flowRow, graphAt } from './graph-watch.ts';
import { periodOf, type Body, type Opener, type Watch } from './watch.ts';

/** Ticks of a graph in which somebody wants the world to pause. */
class TraceWatch implements Watch {
  readonly isClose = true;
  readonly period = periodOf(undefined, 1);
  readonly #what: Extract<View, { kind: 'trace' }>;
  #seen: { readonly of: object; readonly trace: GraphTrace } | undefined;
  #isGone = false;
  #isHit = false;
  /** What conditions name is looked at as the view is opened, and never again. */
  #isOpen = false;

  constructor(world: LiveWorld, what: Extract<View, { kind: 'trace' }>) {
    this.#what = what;
    this.#find(world);
    this.#isOpen = true;
  }

  concerns(world: LiveWorld): boolean {
    return this.#isHit || world.touched.has(this.#what.entity);
  }

  halts(world: LiveWorld): boolean {
    const isHit = this.#find(world)?.isHit() === true;
    this.#isHit ||= isHit;
    return isHit;
  }

  look(world: LiveWorld): Body | undefined {
    this.#isHit = false;
    const trace = this.#find(world);
    if (trace === undefined) {
      if (this.#isGone) return undefined;
      this.#isGone = true;
      return { kind: 'gone', entity: this.#what.entity };
    }
    this.#isGone = false;
    const traced = trace.look();
    return traced === undefined ? undefined : { kind: 'trace', ...traced };
  }

  end(): void {
    this.#seen?.trace.end();
    this.#seen = undefined;
  }

  #find(world: LiveWorld): GraphTrace | undefined {
    const { entity, component, breaks } = this.#what;
    const row = flowRow(world, entity, component);
    const graph = row === undefined ? undefined : graphAt(world, row);
    if (graph === undefined || this.#seen?.of !== graph.of) this.end();
    if (graph === undefined) return undefined;
    this.#seen ??= { of: graph.of, trace: graph.trace(breaks, this.#isOpen) };
    return this.#seen.trace;
  }
}

export const openTrace: Opener<'trace'> = (world, what) => new TraceWatch(world, what);
