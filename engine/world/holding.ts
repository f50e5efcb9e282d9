import type { Component } from '../schema/component.ts';

/** A component as its entity lists it. */
export interface Held {
  readonly component: Component;
  readonly key: string;
  readonly row: number;
}

/** What an entity holds: a list of its own, or one that it shares with all that are alike. */
export type Holding = readonly Held[] | Archetype | undefined;

const NOTHING: readonly Held[] = [];

/**
 * Which components an entity holds, where each is the first of its type: their rows are the entity's own then, so that all entities that are
 * alike share this one and no list is made for each of them.
 */
export class Archetype {
  /** In the order of being added. */
  readonly components: readonly Component[];
  readonly #next = new Map<Component, Archetype>();

  constructor(components: readonly Component[] = []) {
    this.components = components;
  }

  /** The one with a further component. */
  with(component: Component): Archetype {
    let next = this.#next.get(component);
    if (next === undefined) this.#next.set(component, (next = new Archetype([...this.components, component])));
    return next;
  }

  /** The list of an entity of this kind. */
  heldAt(row: number): Held[] {
    return this.components.map((component) => ({ component, key: component.name, row }));
  }
}

/** The list of what an entity holds. */
export function heldOf(holding: Holding, row: number): readonly Held[] {
  if (holding === undefined) return NOTHING;
  return holding instanceof Archetype ? holding.heldAt(row) : holding;
}
