import type { Component } from '../schema/component.ts';
import type { ComponentRef } from '../schema/field.ts';
import type { Held } from '../world/holding.ts';
import type { Store } from '../world/store.ts';
import { NONE } from '../world/entity-table.ts';
import type { Cause, ChildChange, System } from '../world/system.ts';
import type { Editable } from './editable.ts';

/** A component that was removed from an entity. */
export interface Removed {
  readonly entity: number;
  readonly held: Held;
}

type Note =
  | { readonly kind: 'added'; readonly store: Store; readonly row: number; readonly cause: Cause }
  /** What it became at that moment: what follows in the same batch may have made it another again. */
  | { readonly kind: 'eligibility'; readonly store: Store; readonly row: number; readonly eligible: boolean }
  | { readonly kind: 'changed'; readonly store: Store; readonly row: number; readonly field: string };

/**
 * What systems are told of a batch, once it stands: what was removed, then what has changed, change by change in their order, then what was moved or
 * renamed, once for all of it. Of what is not there any more by then, only that it was removed.
 */
export class Tidings {
  private readonly world: Editable;
  private readonly notes: Note[] = [];
  private readonly movedRows = new Set<number>();
  private readonly renamedRows = new Set<number>();
  private readonly children: ChildChange[] = [];

  constructor(world: Editable) {
    this.world = world;
  }

  added(store: Store, row: number, cause: Cause): void {
    this.notes.push({ kind: 'added', store, row, cause });
  }

  changed(store: Store, row: number, field: string): void {
    this.notes.push({ kind: 'changed', store, row, field });
  }

  eligibility(store: Store, row: number, eligible: boolean): void {
    this.notes.push({ kind: 'eligibility', store, row, eligible });
  }

  /** An entity was put elsewhere in the hierarchy. */
  moved(row: number): void {
    this.movedRows.add(row);
  }

  /** An entity hangs below a parent from now on, or no longer. Kept where somebody wants to know of that parent. */
  child(parent: number, child: number, isGained: boolean): void {
    const { world } = this;
    for (const { children } of world.registry.parenting) {
      const wanted = children?.of(world);
      if (wanted === undefined || wanted.size === 0) continue;
      const id = parent === NONE ? '' : world.entities.id.get(parent);
      if (!wanted.has(id)) continue;
      this.children.push({ parent: id, child: world.entities.id.get(child), isGained });
      return;
    }
  }

  renamed(row: number): void {
    this.renamedRows.add(row);
  }

  /** Has all fields that have changed begin anew, where they are driven: from what is there now their drivers go on. */
  driveOn(): void {
    for (const note of this.notes) {
      if (note.kind === 'changed') note.store.starts?.get(note.field)?.set(note.row, note.store.columnOf(note.field));
    }
  }

  /** Tells it, what was removed included. */
  tell(removed: readonly Removed[]): void {
    const { world } = this;
    for (const each of removed) this.tellRemoved(each);
    for (const note of this.notes) {
      if (!note.store.has(note.row)) continue;
      if (note.kind === 'added') this.setOff(note.store.component, (system) => system.added?.(world, note.row, note.cause));
      else if (note.kind === 'changed') this.setOff(note.store.component, (system) => system.changed?.(world, note.row, note.field));
      else this.setOff(note.store.component, (system) => system.eligibility?.(world, note.row, note.eligible));
    }
    this.tellRearranged();
    if (this.children.length > 0) this.tellChildren();
  }

  private tellChildren(): void {
    const { world } = this;
    for (const system of world.registry.parenting) {
      const wanted = system.children?.of(world);
      const changes = this.children.filter(({ parent }) => wanted?.has(parent));
      if (changes.length > 0) world.setOff(system, () => system.children?.changed(world, changes));
    }
  }

  private tellRemoved({ entity, held }: Removed): void {
    if (!this.world.storeOf(held.component.name).watched) return;
    const ref: ComponentRef = { entity: this.world.entities.id.get(entity), component: held.key };
    this.setOff(held.component, (system) => system.removed?.(this.world, held.row, ref));
  }

  private tellRearranged(): void {
    const { world } = this;
    if (this.movedRows.size + this.renamedRows.size === 0 || world.registry.rearranging.length === 0) return;
    // What went with a removal of the same batch is nowhere.
    const there = (rows: ReadonlySet<number>): number[] => [...rows].filter((row) => world.entities.rowOf(world.entities.id.get(row)) === row);
    const change = { moved: there(this.movedRows), renamed: there(this.renamedRows) };
    if (change.moved.length + change.renamed.length === 0) return;
    for (const system of world.registry.rearranging) world.setOff(system, () => system.rearranged?.(world, change));
  }

  private setOff(component: Component, hook: (system: System) => void): void {
    for (const system of this.world.registry.systemsOf.get(component.name) ?? []) this.world.setOff(system, () => hook(system));
  }
}
