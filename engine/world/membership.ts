import * as bitecs from 'bitecs';
import type { Component } from '../schema/component.ts';

/**
 * Which row has which component types, answered by bitECS. bitECS is brought up to date when somebody asks and not before:
 * adding an entity to it costs 0.5 µs and a component 0.2 µs, which a world that is never queried need not pay.
 * Its ids stay in here; rows are ours.
 */
export class Membership {
  private readonly ecs = bitecs.createWorld();
  private readonly tags = new Map<Component, object>();
  private readonly ids: number[] = [];
  private readonly rows: number[] = [];
  private readonly waiting: { readonly row: number; readonly component: Component; readonly added: boolean }[] = [];
  /** Until the first question there is nothing to keep up to date: that one reads all that there is. */
  private asked = false;
  private readonly everything: () => Iterable<readonly [row: number, component: Component]>;

  /** @param everything every entity with each component type that it has */
  constructor(everything: () => Iterable<readonly [row: number, component: Component]>) {
    this.everything = everything;
  }

  note(row: number, component: Component, added: boolean): void {
    if (this.asked) this.waiting.push({ row, component, added });
  }

  /** Rows that have all of `all` and none of `none`, in no particular order; a fresh array. */
  query(all: readonly Component[], none: readonly Component[] = []): number[] {
    this.catchUp();
    const terms: object[] = all.map((component) => this.tagOf(component));
    if (none.length > 0) terms.push(bitecs.None(...none.map((component) => this.tagOf(component))));
    return Array.from(bitecs.query(this.ecs, terms), (id) => this.rows[id] as number);
  }

  private tagOf(component: Component): object {
    let tag = this.tags.get(component);
    if (tag === undefined) {
      tag = {};
      bitecs.registerComponent(this.ecs, tag);
      this.tags.set(component, tag);
    }
    return tag;
  }

  private catchUp(): void {
    if (!this.asked) {
      this.asked = true;
      for (const [row, component] of this.everything()) bitecs.addComponent(this.ecs, this.idOf(row), this.tagOf(component));
      return;
    }
    for (const { row, component, added } of this.waiting) {
      if (added) bitecs.addComponent(this.ecs, this.idOf(row), this.tagOf(component));
      else bitecs.removeComponent(this.ecs, this.idOf(row), this.tagOf(component));
    }
    this.waiting.length = 0;
  }

  private idOf(row: number): number {
    let id = this.ids[row];
    if (id === undefined) {
      id = bitecs.addEntity(this.ecs);
      this.ids[row] = id;
      this.rows[id] = row;
    }
    return id;
  }
}
