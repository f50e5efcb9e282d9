import type { Json } from '../schema/field.ts';
import { NONE } from '../world/entity-table.ts';
import { sameJson } from '../same-json.ts';
import type { StoredComponent, StoredEntity } from '../world/stored.ts';
import { wallOf } from '../world/wall.ts';
import type { WorldCore } from '../world/world-core.ts';
import { inPlace } from './sibling-order.ts';

/** What an edit may change of an entity besides its place. */
export type Property = 'name' | 'tag' | 'active' | 'persistent';

/** What something was when the world was loaded. */
export type Loaded =
  /** It was not there: an entity, or a component of one. What is inside of it is not kept on its own. */
  | { readonly kind: 'added'; readonly entity: string; readonly component?: string }
  /** It was there, with what hangs below it; here as it was removed, while what was changed in it before has facts of its own. */
  | { readonly kind: 'removedEntity'; readonly entity: string; readonly path: readonly string[]; readonly entities: readonly StoredEntity[] }
  | { readonly kind: 'removedComponent'; readonly entity: string; readonly stored: StoredComponent }
  | { readonly kind: 'property'; readonly entity: string; readonly property: Property; readonly before: string | boolean }
  | { readonly kind: 'place'; readonly entity: string; readonly parent: string | null; readonly orderOffset: number }
  | { readonly kind: 'field'; readonly entity: string; readonly component: string; readonly field: string; readonly before: Json };

/** What something was, who changed it last and when. */
export type Fact = Loaded & {
  readonly change: number;
  readonly author: string;
  readonly tick: number;
  /** Time of day at the host, where that was told; no part of the state. */
  readonly wall?: number;
};

/** The baseline as data. */
export interface StoredBaseline {
  readonly next: number;
  readonly missed: number;
  readonly facts: readonly Fact[];
  readonly orders: readonly (readonly [parent: string, children: readonly string[]])[];
}

/** Facts and orders that are kept. */
const MOST = 10_000;

/**
 * What the world was when it was loaded, of all that edits have touched since: the first touch of anything writes down what it was
 * before. What is again as it was is forgotten, so that this grows with the differences and not with the edits. It is data, and part of
 * the state: an input refers to it.
 */
export class Baseline {
  /** Counts changes of what is kept, for watchers. */
  version = 0;
  /** Touches that were not written down any more. From the first one on nothing new is, so that what is listed stays right. */
  missed = 0;
  /** Counts entities that were looked at for what hangs below them, so that what an edit costs can be told. */
  climbed = 0;
  readonly #facts = new Map<string, Fact>();
  /** Children as they were loaded, by parent (empty: the top), where one of them has been moved or removed. */
  readonly #orders = new Map<string, readonly string[]>();
  #next = 1;
  /** How many of the facts are about values, about entities that were added, and about places. */
  #values = 0;
  #added = 0;
  #places = 0;
  /** Ways back, while a batch may still be taken back. */
  #ways: (() => void)[] | undefined;

  /** In the order in which they were first touched. */
  get facts(): Fact[] {
    return [...this.#facts.values()].sort((a, b) => a.change - b.change);
  }
  /** The number that the next change gets. */
  get next(): number {
    return this.#next;
  }
  get isEmpty(): boolean {
    return this.#next === 1 && this.missed === 0;
  }
  get count(): number {
    return this.#facts.size;
  }
  /** Whether no value is kept, which systems might change as well. */
  get isSteady(): boolean {
    return this.#values === 0;
  }

  /** Whether everything that is here hangs where it was loaded. */
  get hangsAsLoaded(): boolean {
    return this.#added === 0 && this.#places === 0;
  }

  /** Where an entity was loaded, if it has been moved since. One that was added under the id of another has no such place. */
  placeOf(entity: string): (Fact & { kind: 'place' }) | undefined {
    return this.hasAdded(entity) ? undefined : this.homeOf(entity);
  }
  /** The same of an entity that has been removed, whatever has its id now. */
  homeOf(entity: string): (Fact & { kind: 'place' }) | undefined {
    return this.#facts.get(`@place ${entity}`) as (Fact & { kind: 'place' }) | undefined;
  }
  addedComponent(entity: string, key: string): boolean {
    return this.#facts.has(`+${key} ${entity}`);
  }
  hasAdded(entity: string): boolean {
    return this.#added > 0 && this.#facts.has(`+ ${entity}`);
  }
  removal(entity: string): (Fact & { kind: 'removedEntity' }) | undefined {
    return this.#facts.get(`- ${entity}`) as (Fact & { kind: 'removedEntity' }) | undefined;
  }
  removedComponent(entity: string, key: string): (Fact & { kind: 'removedComponent' }) | undefined {
    return this.#facts.get(`-${key} ${entity}`) as (Fact & { kind: 'removedComponent' }) | undefined;
  }
  /** Ids of the children that a parent (null: the top) was loaded with, in their order, where that is kept. */
  orderOf(parent: string | null): readonly string[] | undefined {
    return this.#orders.get(parent ?? '');
  }

  /** Whether an entity was added since, by itself or inside of another. One with a place that it had before was not. */
  isAdded(world: WorldCore, row: number): boolean {
    const { entities } = world;
    if (this.#added === 0) return false;
    for (let at = row; at !== NONE; at = entities.parent[at] as number) {
      this.climbed++;
      const id = entities.id.get(at);
      if (this.hasAdded(id)) return true;
      if (this.placeOf(id) !== undefined) return false;
    }
    return false;
  }

  /** Writes down what something was, or, where that is known, who has touched it now. What is again as it was is forgotten. */
  touch(world: WorldCore, loaded: Loaded, author: string): void {
    const key = keyOf(loaded);
    const known = this.#facts.get(key);
    const by = { author, tick: world.tick, ...wallOf(world) };
    if (known === undefined && !this.#room(world)) return;
    const fact: Fact = known === undefined ? { ...loaded, ...by, change: this.#next++ } : { ...known, ...by };
    if (isAsLoaded(world, fact)) this.drop(loaded);
    else this.#set(key, fact);
  }

  drop(loaded: Loaded): void {
    this.#drop(keyOf(loaded));
  }

  /** The children that a parent has been loaded with: those that it has, without what came since. Undefined where that is known already. */
  takeOrder(world: WorldCore, parent: number): readonly string[] | undefined {
    const { entities } = world;
    const id = parent === NONE ? null : entities.id.get(parent);
    if (this.orderOf(id) !== undefined) return undefined;
    // No more is kept, so that nobody needs to look what it would be.
    if (this.missed > 0) return [];
    const ids = entities.siblings(parent).map((row) => entities.id.get(row));
    if (this.#facts.size === 0) return ids;
    return ids.filter((each) => {
      const place = this.placeOf(each);
      return !this.hasAdded(each) && (place === undefined || place.parent === id);
    });
  }
  keepOrder(world: WorldCore, parent: string | null, order: readonly string[] | undefined): void {
    if (order === undefined || this.orderOf(parent) !== undefined || !this.#room(world)) return;
    this.#orders.set(parent ?? '', order);
    this.#ways?.push(() => this.#orders.delete(parent ?? ''));
  }

  /** What follows can be taken back, until it stands. */
  begin(): void {
    const { missed, version } = this;
    const next = this.#next;
    this.#ways = [
      () => {
        this.missed = missed;
        this.version = version;
        this.#next = next;
      },
    ];
  }
  end(stands: boolean): void {
    const ways = this.#ways ?? [];
    this.#ways = undefined;
    if (!stands) for (const way of ways.reverse()) way();
  }

  /** What belongs to the state. Times of day do not: worlds that were given the same at another time are the same. */
  save(): StoredBaseline {
    const facts = this.facts.map(({ wall: _wall, ...fact }): Fact => fact);
    return { next: this.#next, missed: this.missed, facts, orders: [...this.#orders] };
  }
  /** Times of day of its facts, by their numbers. */
  walls(): (readonly [change: number, wall: number])[] {
    return this.facts.flatMap(({ change, wall }) => (wall === undefined ? [] : [[change, wall] as const]));
  }
  load(stored: StoredBaseline, walls: readonly (readonly [change: number, wall: number])[] = []): void {
    const at = new Map(walls);
    this.#next = stored.next;
    this.missed = stored.missed;
    for (const fact of stored.facts) this.#put(keyOf(fact), { ...fact, ...wallOf({ wall: at.get(fact.change) }) });
    for (const [parent, order] of stored.orders) this.#orders.set(parent, order);
  }

  /** Whether one more can be kept. What is as it was makes room; where that does not do, no more is kept from now on. */
  #room(world: WorldCore): boolean {
    if (this.missed === 0 && this.#facts.size + this.#orders.size < MOST) return true;
    if (this.missed === 0) {
      this.#forget(world);
      if (this.#facts.size + this.#orders.size < MOST) return true;
      world.log('warn', `more than ${MOST} differences from the world as it was loaded: what else changes is not listed`, { source: 'changes' });
    }
    this.missed++;
    this.version++;
    return false;
  }

  #forget(world: WorldCore): void {
    const settled = new Map<string | null, ReadonlySet<string>>();
    const stands = ({ entity, parent, orderOffset }: Fact & { kind: 'place' }): boolean => {
      const { entities } = world;
      const row = entities.rowOf(entity);
      const above = row === undefined ? undefined : (entities.parent[row] as number);
      if (row === undefined || above === undefined || entities.orderOffset[row] !== orderOffset) return false;
      if (parent !== (above === NONE ? null : entities.id.get(above))) return false;
      const known = settled.get(parent) ?? inPlace({ entities, baseline: this }, parent);
      settled.set(parent, known);
      return known.has(entity);
    };
    for (const [key, fact] of this.#facts) if (fact.kind === 'place' ? stands(fact) : isAsLoaded(world, fact)) this.#drop(key);
  }

  #set(key: string, fact: Fact): void {
    const before = this.#facts.get(key);
    this.#put(key, fact);
    this.version++;
    this.#ways?.push(() => this.#put(key, before));
  }
  #drop(key: string): void {
    const before = this.#facts.get(key);
    if (before === undefined) return;
    this.#put(key, undefined);
    this.version++;
    this.#ways?.push(() => this.#put(key, before));
  }
  #put(key: string, fact: Fact | undefined): void {
    const before = this.#facts.get(key);
    if (before?.kind === 'field') this.#values--;
    if (fact?.kind === 'field') this.#values++;
    if (before?.kind === 'place') this.#places--;
    if (fact?.kind === 'place') this.#places++;
    if (before?.kind === 'added' && before.component === undefined) this.#added--;
    if (fact?.kind === 'added' && fact.component === undefined) this.#added++;
    if (fact === undefined) this.#facts.delete(key);
    else this.#facts.set(key, fact);
  }
}

/** Names what a fact is about. The id of the entity comes last, since it may be any text. */
function keyOf(loaded: Loaded): string {
  switch (loaded.kind) {
    case 'added':
      return `+${loaded.component ?? ''} ${loaded.entity}`;
    case 'removedEntity':
      return `- ${loaded.entity}`;
    case 'removedComponent':
      return `-${loaded.stored.key} ${loaded.entity}`;
    case 'property':
      return `@${loaded.property} ${loaded.entity}`;
    case 'place':
      return `@place ${loaded.entity}`;
    case 'field':
      return `=${loaded.component}.${loaded.field} ${loaded.entity}`;
  }
}

/** Whether something is again as it was, and can be forgotten. What cannot be seen, since it is inside of what was removed, is not. */
function isAsLoaded(world: WorldCore, fact: Loaded): boolean {
  const row = world.entities.rowOf(fact.entity);
  if (fact.kind === 'added' && fact.component === undefined) return row === undefined;
  if (row === undefined) return false;
  if (fact.kind === 'added') return !world.entities.held(row).some((held) => held.key === fact.component);
  if (fact.kind === 'property') return propertyOf(world, row, fact.property) === fact.before;
  if (fact.kind !== 'field') return false;
  const now = fieldOf(world, row, fact.component, fact.field);
  return now !== undefined && sameJson(now, fact.before);
}

export function propertyOf(world: WorldCore, row: number, property: Property): string | boolean {
  const { entities } = world;
  if (property === 'name' || property === 'tag') return entities[property].get(row);
  return entities[property][row] === 1;
}

/** The value of a field as a scene file keeps it, undefined where there is no such component or field. */
export function fieldOf(world: WorldCore, row: number, key: string, field: string): Json | undefined {
  const held = world.entities.held(row).find((each) => each.key === key);
  if (held === undefined || !Object.hasOwn(held.component.fields, field)) return undefined;
  return world.drives.keptOf(world.storeOf(held.component.name), held.row, field);
}
