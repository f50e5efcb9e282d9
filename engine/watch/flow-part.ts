import type { LiveWorld } from '../editing/live-world.ts';
import { WorldwireError } from '../errors.ts';
import { parseKey } from '../schema/component-key.ts';
import type { GraphAnswer } from '../world/system.ts';
import type { Body } from './watch.ts';

export const FLOW = 'Flow';

/** Row of an entity's flow by the component's key; undefined where there is none now. Throws WW_BAD_REQUEST for a component of another type. */
function flowRow(world: LiveWorld, entity: string, component: string): number | undefined {
  if (parseKey(component)?.type !== FLOW) throw new WorldwireError('WW_BAD_REQUEST', `${component} is not the key of a ${FLOW}`);
  const row = world.entities.rowOf(entity);
  return row === undefined ? undefined : world.entities.held(row).find(({ key }) => key === component)?.row;
}

/** The graph of a flow, as it is seen. */
function graphAt(world: LiveWorld, row: number): GraphAnswer | undefined {
  return world.registry.systems.find(({ over }) => over.name === FLOW && over === world.storeOf(FLOW).component)?.answers?.graph?.(world, row);
}

/**
 * What somebody who looks at a flow has of it, as of the component that is there now. Where another component comes to lie there it is let go, and asked for
 * anew; where none does, that is told once.
 */
export class FlowPart<T extends { end(isRefused?: boolean): void }> {
  readonly entity: string;
  readonly component: string;
  readonly #take: (graph: GraphAnswer) => T;
  #held: { readonly of: object; readonly part: T } | undefined;
  #isGone = false;

  /** @param take what it has of a graph; asked for when the graph is first looked at, and again where that is another component's */
  constructor({ entity, component }: { readonly entity: string; readonly component: string }, take: (graph: GraphAnswer) => T) {
    this.entity = entity;
    this.component = component;
    this.#take = take;
  }

  /** What was held when it was looked at last. */
  get part(): T | undefined {
    return this.#held?.part;
  }

  /** Whether it was told that there is none. */
  get isGone(): boolean {
    return this.#isGone;
  }

  /** Throws WW_BAD_REQUEST where the component is none of a flow. */
  row(world: LiveWorld): number | undefined {
    return flowRow(world, this.entity, this.component);
  }

  /** What is held of the graph as it is now; undefined where there is none. */
  find(world: LiveWorld): { readonly graph: GraphAnswer; readonly part: T } | undefined {
    const row = this.row(world);
    const graph = row === undefined ? undefined : graphAt(world, row);
    if (graph === undefined || this.#held?.of !== graph.of) this.end();
    if (graph === undefined) return undefined;
    this.#held ??= { of: graph.of, part: this.#take(graph) };
    this.#isGone = false;
    return { graph, part: this.#held.part };
  }

  /** What is told where there is none, once. */
  gone(): Body | undefined {
    if (this.#isGone) return undefined;
    this.#isGone = true;
    return { kind: 'gone', entity: this.entity };
  }

  /** @param isRefused see `Watch.end` */
  end(isRefused = false): void {
    this.#held?.part.end(isRefused);
    this.#held = undefined;
  }
}
