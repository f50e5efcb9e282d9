import type { Component, NamedField } from '../schema/component.ts';
import type { FieldRef, Json } from '../schema/field.ts';
import type { Column } from './column.ts';
import { Drivers, holderOf, type Driver, type Ranks } from './drivers.ts';
import type { EntityTable } from './entity-table.ts';
import { errorWords } from './plugin-faults.ts';
import { Rivals } from './rivals.ts';
import { Starts, type TurnClock } from './starts.ts';
import type { Store } from './store.ts';
import { Wishes } from './wishes.ts';

/** What drives need of their world. */
interface Surroundings {
  readonly entities: EntityTable;
  readonly stores: ReadonlyMap<string, Store>;
  readonly layout: { version: number };
  readonly turns: TurnClock;
  log(level: 'error', message: string, about: { readonly source: string; readonly entity: string }): void;
}

/** A field that is driven somewhere, of all components of its type. */
interface Target {
  readonly store: Store;
  readonly field: string;
  readonly column: Column;
  readonly starts: Starts;
  readonly drivers: Drivers;
}

/** A field that is driven no longer, and what a scene file has kept of it until then. */
export interface Ended {
  readonly store: Store;
  readonly row: number;
  readonly field: string;
  readonly kept: Json;
}

/** One field of one component. */
interface Place {
  readonly target: Target;
  readonly row: number;
}

const NONE: readonly never[] = [];

/**
 * Who drives which field of which component. A component drives fields of its own entity by its type (`drives` of the component), and any field
 * of any entity that a field of its own names (`drives` of the field). All of it follows from the columns and the hierarchy, so that it is no state
 * of its own: a restored world, an undo and a duplicate drive what their fields say.
 *
 * Where several drive one field, those of its own entity come first and have their turns one after the other, the last with the last word. Of those
 * that name it, the oldest has it, and the others wait until it is gone.
 */
export class Drives {
  /** What driven fields began with, by `Component.Field`: what is driven by type first, as it is registered, then what was ever named, by name. */
  readonly starts = new Map<string, Starts>();
  /** What was given a further driver, where one of the two names it. */
  readonly rivals: Rivals;
  private readonly world: Surroundings;
  private readonly targets = new Map<Starts, Target>();
  /** What component types drive on their own entity. */
  private readonly own = new Map<Component, readonly Target[]>();
  /** Fields of component types that name what they drive. */
  private readonly naming = new Map<Component, readonly NamedField[]>();
  /** Order of component types, by which the turns of equals go. */
  private readonly ranks: Ranks;
  /** What drivers name now. */
  private readonly wishes = new Wishes();
  /** Fields that something drives no longer, or from now on. */
  private readonly unsettled: Place[] = [];

  /** How many of `starts` are driven by type. */
  private byType = Infinity;

  /** @param driven what component types drive on their own entity, as `Component.Field` */
  constructor(world: Surroundings, components: ReadonlyMap<string, Component>, driven: Iterable<string>) {
    this.world = world;
    this.ranks = new Map(Array.from(components.values(), (component, rank) => [component, rank]));
    this.rivals = new Rivals(this.ranks);
    for (const each of driven) {
      const [type = '', field = ''] = each.split('.');
      this.targetOf(world.stores.get(type) as Store, field);
    }
    this.byType = this.starts.size;
    for (const component of components.values()) {
      const targets = component.drives.map((each) => this.targets.get(this.starts.get(each) as Starts) as Target);
      if (targets.length > 0) this.own.set(component, targets);
      const naming = component.fieldList.filter(({ options }) => options.drives !== undefined);
      if (naming.length > 0) this.naming.set(component, naming);
    }
  }

  /** Whether components of a type can drive anything. */
  concern({ component }: Store): boolean {
    return this.own.has(component) || this.naming.has(component);
  }
  /** Whether a field names what its component drives. */
  isNaming({ component }: Store, field: string): boolean {
    return this.naming.size > 0 && this.naming.get(component)?.some(({ name }) => name === field) === true;
  }

  /** A component has come, or is back. */
  came(store: Store, row: number): void {
    if (this.concern(store)) this.follow(store, row);
    const entity = store.owner[row] as number;
    if (store.starts !== undefined) {
      for (const held of this.world.entities.held(entity))
        if (this.own.get(held.component)?.some((target) => target.store === store) === true)
          this.follow(this.world.stores.get(held.component.name) as Store, held.row);
    }
    if (!this.wishes.any) return;
    const key = store.keyOf(row);
    for (const { ref, driver } of this.wishes.on(this.world.entities.id.get(entity))) {
      const place = ref.component === key ? this.placeOf(ref) : undefined;
      if (place !== undefined) this.join(place, driver);
    }
  }

  /** A component has gone, as a driver and as what is driven; its store has let go of the row. */
  went(store: Store, row: number): void {
    if (this.concern(store)) this.follow(store, row);
    if (store.starts === undefined) return;
    for (const starts of store.starts.values()) {
      const target = this.targets.get(starts) as Target;
      if (target.drivers.clear(row)) this.unsettled.push({ target, row });
    }
  }

  /** A component may drive something else than before: it was enabled or disabled, or names another field. */
  follow(store: Store, row: number): void {
    const runs = store.has(row) && store.eligible(row);
    const entity = store.owner[row] as number;
    for (const target of this.own.get(store.component) ?? NONE) {
      const place = { target, row: entity };
      const driver = { store, row, own: true };
      if (runs && target.store.has(entity)) this.join(place, driver);
      else this.leave(place, driver);
    }
    if (this.naming.has(store.component)) this.name(store, row, runs ? this.refsOf(store, row) : NONE);
  }

  /** Looks at all components of a world that has just been filled. What they drive begins with the value that is there. */
  followAll(): void {
    for (const store of this.world.stores.values()) {
      const targets = this.own.get(store.component) ?? NONE;
      const isNaming = this.naming.has(store.component);
      if (targets.length === 0 && !isNaming) continue;
      const { owner } = store;
      for (const row of store.unordered()) {
        if (!store.eligible(row)) continue;
        const entity = owner[row] as number;
        for (const { store: driven, drivers, starts, column } of targets) {
          if (!driven.has(entity)) continue;
          drivers.joinOwn(entity, store, row);
          starts.begin(entity, column);
        }
        if (isNaming) this.name(store, row, this.refsOf(store, row));
      }
    }
    this.settle();
  }

  /**
   * Once an edit stands: what is driven from now on begins with the value that is there, and what is driven no longer keeps it.
   * @param touched gets the ids of the entities that this is about
   */
  settle(touched?: Set<string>): void {
    for (const { target, row } of this.unsettled) {
      touched?.add(this.world.entities.id.get(target.store.owner[row] as number));
      target.starts.misfits.delete(row);
      if (target.drivers.has(row)) target.starts.begin(row, target.column);
      else target.starts.end(row);
    }
    this.unsettled.length = 0;
  }

  /** How many fields have come to be driven, or no longer, since the last edit stood: `ended` tells of those from there on. */
  get turned(): number {
    return this.unsettled.length;
  }

  /** The fields that were driven when the last edit stood and are no longer, of those that have turned since `turned` was `from`: each once. */
  ended(from: number): Ended[] {
    const ended: Ended[] = [];
    const seen = new Map<Target, Set<number>>();
    for (const { target, row } of from < this.unsettled.length ? this.unsettled.slice(from) : NONE) {
      const rows = seen.get(target) ?? new Set<number>();
      seen.set(target, rows);
      if (rows.has(row) || target.drivers.has(row) || !target.starts.has(row) || !target.store.has(row)) continue;
      rows.add(row);
      const { column, row: at } = target.starts.kept(row);
      ended.push({ store: target.store, row, field: target.field, kept: column.get(at) });
    }
    return ended;
  }

  /** What a scene file keeps of a field: what it began with, where it is driven. */
  keptOf(store: Store, row: number, field: string): Json {
    const starts = store.starts?.get(field);
    if (starts?.has(row) !== true || !(this.targets.get(starts) as Target).drivers.has(row)) return store.get(row, field);
    const kept = starts.kept(row);
    return kept.column.get(kept.row);
  }

  /** An edit was taken back, so that all is driven as before. */
  forget(): void {
    this.unsettled.length = 0;
  }

  /** Who has a field of a component. */
  driverOf(store: Store, row: number, field: string): Driver | undefined {
    const starts = store.starts?.get(field);
    return starts === undefined ? undefined : holderOf((this.targets.get(starts) as Target).drivers.of(row), this.ranks);
  }

  /** The fields of a component that are driven. */
  drivenOf(store: Store, row: number): string[] {
    const out: string[] = [];
    for (const [field, starts] of store.starts ?? NONE) if ((this.targets.get(starts) as Target).drivers.has(row)) out.push(field);
    return out;
  }

  /** A field that a component names and has, to be written now. */
  held(store: Store, row: number, ref: FieldRef): { readonly store: Store; readonly row: number } | undefined {
    const place = this.placeOf(ref);
    if (place === undefined) return undefined;
    const holder = holderOf(place.target.drivers.of(place.row), this.ranks);
    return holder?.store === store && holder.row === row ? { store: place.target.store, row: place.row } : undefined;
  }

  /** The target of a field that is driven by now, or is to be. */
  targetOf(store: Store, field: string): Target {
    const known = store.starts?.get(field);
    if (known !== undefined) return this.targets.get(known) as Target;
    const column = store.columnOf(field);
    const starts = new Starts(column.field, this.world.layout, this.world.turns);
    const target: Target = { store, field, column, starts, drivers: new Drivers() };
    this.targets.set(starts, target);
    store.starts = new Map([...(store.starts ?? []), [field, starts]]);
    this.enter(`${store.component.name}.${field}`, starts);
    return target;
  }

  private enter(name: string, starts: Starts): void {
    const all = [...this.starts, [name, starts] as const];
    // A restored world is to list them as this one does, whoever named what first.
    const named = all.splice(this.byType).sort(([a], [b]) => (a < b ? -1 : 1));
    this.starts.clear();
    for (const [each, its] of [...all, ...named]) this.starts.set(each, its);
  }

  private name(store: Store, row: number, refs: readonly FieldRef[]): void {
    const { before, now } = this.wishes.name(store, row, refs);
    for (const { ref, driver } of before) {
      const place = this.placeOf(ref);
      if (place !== undefined) this.leave(place, driver);
    }
    for (const { ref, driver } of now) {
      const place = this.placeOf(ref);
      if (place !== undefined) this.join(place, driver);
    }
  }

  /** What a component names, as its fields tell. One that cannot tell names nothing, which the log says. */
  private refsOf(store: Store, row: number): FieldRef[] {
    return (this.naming.get(store.component) ?? NONE).flatMap(({ name, options }) => {
      try {
        return options.drives?.(store.columnOf(name).get(row)) ?? [];
      } catch (error) {
        const entity = this.world.entities.id.get(store.owner[row] as number);
        const words = `what ${store.component.name}.${name} drives could not be told: ${errorWords(error)} (WW_PLUGIN_INVALID)`;
        this.world.log('error', words, { source: store.keyOf(row), entity });
        return [];
      }
    });
  }

  /** Where a field is that something names; undefined where it is not there, or only the world writes it. */
  private placeOf({ entity, component, field }: FieldRef): Place | undefined {
    const { entities, stores } = this.world;
    const at = entities.rowOf(entity);
    const held = at === undefined ? undefined : entities.held(at).find(({ key }) => key === component);
    const store = held === undefined ? undefined : stores.get(held.component.name);
    if (held === undefined || store?.has(held.row) !== true || !Object.hasOwn(held.component.fields, field)) return undefined;
    return held.component.fields[field]?.options.readOnly === true ? undefined : { target: this.targetOf(store, field), row: held.row };
  }

  private join(place: Place, driver: Driver): void {
    const { drivers } = place.target;
    const isRival = drivers.has(place.row) && (!driver.own || drivers.of(place.row).some(({ own }) => !own));
    if (!drivers.join(place.row, driver)) return;
    this.unsettled.push(place);
    if (isRival) this.rivals.add({ store: place.target.store, row: place.row, field: place.target.field, drivers, driver });
  }

  private leave(place: Place, driver: Driver): void {
    if (place.target.drivers.leave(place.row, driver)) this.unsettled.push(place);
  }
}
