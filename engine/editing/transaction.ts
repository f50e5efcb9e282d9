import type { FieldValues } from '../door.ts';
import type { Component } from '../schema/component.ts';
import type { Json } from '../schema/field.ts';
import type { Cause } from '../world/system.ts';
import type { Held } from '../world/holding.ts';
import { INSTANCE } from '../instance-marks.ts';
import { sameJson } from '../same-json.ts';
import type { RowPages } from '../world/row-pages.ts';
import type { Store } from '../world/store.ts';
import type { Editable } from './editable.ts';
import { Tidings, type Removed } from './tidings.ts';
import { COSTS, Work } from './work.ts';
import { unsigned } from './unsigned.ts';

/**
 * The primitive changes of one batch. Each takes effect at once and can be taken back until the batch is committed; what
 * systems are told, and what rows are let go of, waits for the commit.
 */
export class Transaction {
  private readonly world: Editable;
  private readonly steps: (() => void)[] = [];
  private readonly tidings: Tidings;
  /** Removed components that somebody is told of, or that hold what has to be let go of. */
  private readonly removed: Removed[] = [];
  /** The rows of what was removed, by component, also of what has come back since. */
  private readonly emptied = new Map<Component, Set<number>>();
  /** Rows of whole subtrees that were removed. */
  private readonly removedEntities: number[] = [];
  private readonly touched = new Set<string>();
  /** Fields that have been given back what was there before they were driven. */
  private readonly ended = new Map<Store, Map<string, Set<number>>>();
  private structure = false;
  private lastStore: Store | undefined;
  /** What adds components now, for those who are told of them. */
  cause: Cause = 'add';
  /** Counts what has made a difference: to set something to what it is makes none. */
  changes = 0;
  readonly work: Work;

  /** @param work counts what it costs. Default without bound: what puts things back costs no more than what it takes back. */
  constructor(world: Editable, work = new Work()) {
    this.world = world;
    this.work = work;
    this.tidings = new Tidings(world);
  }

  addEntity(id: string, name: string, parent: number, at: number | undefined, created: number, orderOffset = 0): number {
    const { entities } = this.world;
    this.work.spend(COSTS.entity + (at === undefined ? 0 : this.siblingCost(parent)));
    const row = entities.allocate();
    entities.add(row, id, name, created);
    entities.setOrderOffset(row, orderOffset);
    entities.insert(row, parent, at ?? entities.placeLast(parent, orderOffset));
    entities.inactive[row] = parent >= 0 ? (entities.inactive[parent] as number) : 0;
    this.tidings.child(parent, row, true);
    this.changedStructure(id);
    this.steps.push(() => {
      entities.detach(row);
      entities.forget(row);
      this.world.releaseLater(row);
    });
    return row;
  }

  /**
   * Removes an entity with all that hangs below it. Returns where among its siblings it stood.
   * @param rows its subtree, parents before children
   */
  removeEntity(row: number, rows: readonly number[]): number {
    const { entities, drives, membership } = this.world;
    const parent = entities.parent[row] as number;
    this.work.spend(COSTS.entity * rows.length + this.siblingCost(parent));
    const at = entities.detach(row);
    this.tidings.child(parent, row, false);
    const told = this.removed.length;
    let entity = row;
    const leave = (component: Component, key: string, at: number): void => {
      const store = this.storeOf(component);
      store.unlink(at);
      store.turns?.touch(at);
      drives.went(store, at);
      membership.note(entity, component, false);
      if (store.watched || store.holdsObjects || at !== entity) this.noteRemoved({ entity, held: { component, key, row: at } });
    };
    for (const each of rows) {
      entity = each;
      entities.eachHeld(each, leave);
      entities.forget(each);
      this.removedEntities.push(each);
    }
    this.changedStructure(entities.id.get(row));
    this.steps.push(() => {
      for (const each of rows) {
        entities.know(each);
        for (const held of entities.held(each)) this.relink(each, held);
      }
      entities.insert(row, parent, at);
      this.removedEntities.length -= rows.length;
      this.removed.length = told;
    });
    return at;
  }

  addComponent(entity: number, component: Component, key: string, created: number): number {
    const { entities } = this.world;
    this.work.spend(COSTS.component + this.world.entities.held(entity).length * COSTS.held);
    const store = this.storeOf(component);
    const row = store.has(entity) || key !== component.name ? entities.allocate() : entity;
    const before = this.valuesToComeBack(store, row);
    store.add(row, entity, key, created);
    const list = entities.held(entity);
    const isFirst = !list.some((held) => held.component === component);
    if (isFirst) this.world.membership.note(entity, component, true);
    entities.components.set(entity, this.inOrder(list, { component, key, row }, created));
    this.world.refreshEligibility(store, row);
    this.world.drives.came(store, row);
    this.tidings.added(store, row, this.cause);
    this.changedStructure(entities.id.get(entity));
    this.steps.push(() => {
      entities.components.set(entity, list);
      store.unlink(row);
      store.turns?.touch(row);
      this.world.drives.went(store, row);
      if (isFirst) this.world.membership.note(entity, component, false);
      store.release(row);
      if (before !== undefined) for (const [field, value] of Object.entries(before)) store.columnOf(field).set(row, value);
      if (row !== entity) this.world.releaseLater(row);
    });
    return row;
  }

  /** A component that is put back stands where it stood: components of an entity are in order of creation, as scenes have them. */
  private inOrder(list: readonly Held[], added: Held, created: number): readonly Held[] {
    const last = list.at(-1);
    if (last === undefined || (this.world.storeOf(last.component.name).created[last.row] as number) < created) return [...list, added];
    const at = list.findIndex((held) => (this.world.storeOf(held.component.name).created[held.row] as number) > created);
    return [...list.slice(0, at), added, ...list.slice(at)];
  }

  /** What a row holds that this batch has emptied before, should the batch be taken back. */
  private valuesToComeBack(store: Store, row: number): FieldValues | undefined {
    return this.emptied.get(store.component)?.has(row) === true ? store.values(row) : undefined;
  }

  private noteRemoved(removed: Removed): void {
    const { component, row } = removed.held;
    this.removed.push(removed);
    const rows = this.emptied.get(component);
    if (rows === undefined) this.emptied.set(component, new Set([row]));
    else rows.add(row);
  }

  removeComponent(entity: number, held: Held): void {
    const { entities } = this.world;
    const list = entities.held(entity);
    this.work.spend(COSTS.component + list.length * COSTS.held);
    const rest = list.filter((each) => each !== held);
    const store = this.storeOf(held.component);
    entities.components.set(entity, rest);
    const created = store.created[held.row] as number;
    store.unlink(held.row);
    store.turns?.touch(held.row);
    this.world.drives.went(store, held.row);
    if (!rest.some((other) => other.component === held.component)) this.world.membership.note(entity, held.component, false);
    this.noteRemoved({ entity, held });
    this.changedStructure(entities.id.get(entity));
    this.steps.push(() => {
      entities.components.set(entity, list);
      this.relink(entity, held, created);
      this.removed.pop();
    });
  }

  /** @param driven whether it is what the field's driver sets, of which a scene file keeps nothing */
  setField(store: Store, row: number, field: string, value: Json, driven = false): void {
    this.work.spend(COSTS.field);
    const column = store.columnOf(field);
    const old = column.get(row);
    column.set(row, column.field.storage === 'object' ? value : unsigned(value));
    const starts = store.starts?.get(field);
    if (!driven && starts?.has(row) === true) {
      const before = starts.keep(row, column, row);
      this.steps.push(() => void starts.keep(row, before, 0));
    }
    // Compared here, change by change: whoever is told at the end of the batch sees only what all of it came to.
    this.fieldChanged(store, row, field, isSame(old, column.get(row)));
    this.steps.push(() => {
      column.set(row, old);
      this.fieldChanged(store, row, field, true);
    });
  }

  /**
   * Puts back what was there before it was driven, of all fields that are driven no longer since `from` (`turned` of the world's drives): what takes
   * edits back changes nothing of what a scene file keeps of them. Each once, so that what is set afterwards stands.
   */
  putBackEnded(from: number): void {
    const { drives } = this.world;
    // What is put back may drive itself.
    for (let at = from; at < drives.turned;) {
      const ended = drives.ended(at);
      at = drives.turned;
      for (const { store, row, field, kept } of ended) {
        const rows = this.ended.get(store)?.get(field) ?? new Set<number>();
        if (rows.has(row)) continue;
        const fields = this.ended.get(store) ?? new Map<string, Set<number>>();
        this.ended.set(store, fields.set(field, rows.add(row)));
        this.setField(store, row, field, kept);
      }
    }
  }

  setName(row: number, value: string): void {
    if (this.world.entities.name.get(row) !== value) this.tidings.renamed(row);
    this.setText(row, this.world.entities.name, value);
  }
  setTag(row: number, value: string): void {
    this.setText(row, this.world.entities.tag, value);
  }
  setSpawnedBy(row: number, value: string | null): void {
    this.setText(row, this.world.entities.spawnedBy, value);
  }
  setPersistent(row: number, value: boolean): void {
    const { entities } = this.world;
    this.setFlag(row, entities.persistent[row] === 1, value, (flag) => entities.setPersistent(row, flag));
  }

  setActive(row: number, value: boolean): void {
    this.steps.push(() => void this.spreadActivity(row));
    const { entities } = this.world;
    this.setFlag(row, entities.active[row] === 1, value, (flag) => entities.setActive(row, flag));
    // What this costs is known once it is done, and is taken back with the rest where it was too much.
    this.work.spend(COSTS.field + this.spreadActivity(row) * COSTS.activity);
  }

  /** Puts an entity elsewhere in the hierarchy. The caller has made sure that no cycle comes of it. */
  move(row: number, parent: number, at: (parent: number) => number, orderOffset: number): void {
    const { entities } = this.world;
    const oldParent = entities.parent[row] as number;
    const oldOffset = entities.orderOffset[row] as number;
    this.work.spend(COSTS.entity + this.siblingCost(oldParent) + this.siblingCost(parent));
    const oldAt = entities.detach(row);
    entities.setOrderOffset(row, orderOffset);
    entities.insert(row, parent, at(parent));
    if (parent !== oldParent || orderOffset !== oldOffset || entities.siblings(parent).indexOf(row) !== oldAt) {
      this.changes++;
      this.tidings.moved(row);
    }
    if (parent !== oldParent) {
      this.tidings.child(oldParent, row, false);
      this.tidings.child(parent, row, true);
    }
    const visited = this.spreadActivity(row);
    this.touchedStructure(entities.id.get(row));
    this.steps.push(() => {
      entities.detach(row);
      entities.setOrderOffset(row, oldOffset);
      entities.insert(row, oldParent, oldAt);
      this.spreadActivity(row);
    });
    this.work.spend(visited * COSTS.activity);
  }

  /** What finding a place among an entity's children costs. */
  private siblingCost(parent: number): number {
    return this.world.entities.siblings(parent).length * COSTS.sibling;
  }

  /** Takes everything back, the last change first. */
  rollback(): void {
    for (let step = this.steps.pop(); step !== undefined; step = this.steps.pop()) step();
    this.world.drives.forget();
    this.removed.length = 0;
  }

  /**
   * Lets it stand: systems are told, in the order of the changes, and rows are let go of.
   * @param by the user whose edit it is, if it is one's
   * @param driven whether it is what a driver has set
   */
  commit(by?: string, driven = false): void {
    const { world } = this;
    world.drives.settle(this.touched);
    // Undo and reverts write driven fields too, as code does.
    if (!driven) this.tidings.driveOn();
    this.tidings.tell(this.removed);
    for (const { held, entity } of this.removed) this.release(held, entity);
    for (const row of this.removedEntities) world.releaseLater(row);
    world.committed(this.touched, this.structure, by);
  }

  /** Lets go of what a removed component held; a row of its own goes back to the pool. */
  private release(held: Held, entity: number): void {
    const store = this.storeOf(held.component);
    if (!store.has(held.row)) store.release(held.row);
    if (held.row !== entity) this.world.releaseLater(held.row);
  }

  /** The store of a component type; runs of the same type ask the world once. */
  private storeOf(component: Component): Store {
    if (this.lastStore?.component !== component) this.lastStore = this.world.storeOf(component.name);
    return this.lastStore;
  }

  private relink(entity: number, held: Held, created = this.storeOf(held.component).created[held.row] as number): void {
    const store = this.storeOf(held.component);
    store.link(held.row, entity, held.key, created);
    this.world.membership.note(entity, held.component, true);
    this.world.refreshEligibility(store, held.row);
    this.world.drives.came(store, held.row);
  }

  private setFlag(row: number, old: boolean, value: boolean, set: (flag: boolean) => void): void {
    set(value);
    this.columnSet(row, old !== value, () => set(old));
  }
  private setText<T extends string | null>(row: number, column: RowPages<T>, value: T): void {
    const old = column.get(row);
    column.set(row, value);
    this.columnSet(row, old !== value, () => column.set(row, old));
  }
  private columnSet(row: number, changed: boolean, back: () => void): void {
    if (changed) this.changes++;
    this.touchedStructure(this.world.entities.id.get(row));
    this.steps.push(back);
  }

  /** `same`: it was set to what it was, of which nobody is told. */
  private fieldChanged(store: Store, row: number, field: string, same: boolean): void {
    if (field === 'Enabled') this.eligibilityChanged(store, row);
    if (field === 'UpdateOrder') store.turns?.touch(row);
    if (this.world.drives.isNaming(store, field)) {
      this.world.drives.follow(store, row);
      this.structure = true;
    }
    if (!same) {
      this.changes++;
      this.tidings.changed(store, row, field);
      // What an instance overrides is seen at all of its parts.
      if (store.component.name === INSTANCE) this.structure = true;
    }
    this.touched.add(this.world.entities.id.get(store.owner[row] as number));
  }

  private eligibilityChanged(store: Store, row: number): void {
    if (!this.world.refreshEligibility(store, row)) return;
    this.tidings.eligibility(store, row, store.eligible(row));
    // What it drives can be edited from now on, or no longer, which those who look are to see.
    if (!this.world.drives.concern(store)) return;
    this.world.drives.follow(store, row);
    this.structure = true;
  }

  /** Returns how many entities it was about. */
  private spreadActivity(row: number): number {
    const { entities } = this.world;
    return entities.updateInactive(row, (at) => {
      for (const held of entities.held(at)) this.eligibilityChanged(this.storeOf(held.component), held.row);
    });
  }

  private changedStructure(id: string): void {
    this.changes++;
    this.touchedStructure(id);
  }
  private touchedStructure(id: string): void {
    this.structure = true;
    this.touched.add(id);
  }
}

/** Whether two values of a field, in JSON form as its column gives them, are the same. */
function isSame(a: Json, b: Json): boolean {
  return a === b || (typeof a === 'object' && typeof b === 'object' && sameJson(a, b));
}
