import type { IdIndex } from '../world/id-index.ts';
import type { Component } from '../schema/component.ts';
import { parseKey } from '../schema/component-key.ts';
import type { FieldValues } from '../door.ts';
import type { Column } from '../world/column.ts';
import { NONE } from '../world/entity-table.ts';
import { Archetype, type Held } from '../world/holding.ts';
import type { Store } from '../world/store.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import { NamesInOrder, type Step } from './names-in-order.ts';
import type { Scene, SceneEntity } from './scene.ts';

interface Target {
  readonly component: Component;
  readonly store: Store;
  /** Whether its key is that of the first of its type, which has the row of its entity. */
  readonly first: boolean;
  readonly columns: NamesInOrder<Column>;
}

/** What is known of all entities whose components begin with the same keys in the same order. */
interface Kind {
  /** Of the last of those keys; undefined where it is no component's of the registry. */
  readonly target: Target | undefined;
  readonly archetype: Archetype;
  /** Those that have a further key. */
  readonly further: NamesInOrder<Kind>;
}

/** An entity with more than one component of a type: those have rows beyond the last entity's, which is not known before all have come. */
interface Late {
  readonly row: number;
  readonly components: { readonly [key: string]: FieldValues };
  /** How many components had come before. */
  readonly created: number;
}

/**
 * Takes the entities of a scene into a world that has none: first each entity, then what is known of them all. Entities and components are created
 * in the order of the scene, all entities before all components; positions become rows.
 */
export class Filling {
  readonly #world: LiveWorld;
  readonly #expected: number;
  readonly #targets = new Map<string, Target | undefined>();
  readonly #nothing: Kind = { target: undefined, archetype: new Archetype(), further: new NamesInOrder() };
  readonly #late = new Map<number, Late>();
  #components = 0;
  #anyInactive = false;

  /** @param expected about how many entities will come; room is made for so many at once */
  constructor(world: LiveWorld, expected: number) {
    this.#world = world;
    this.#expected = expected;
    world.entities.reserve(expected);
  }

  take(entity: SceneEntity, row: number): void {
    const { entities } = this.#world;
    entities.append(entity.name ?? '');
    if (entity.tag !== undefined) entities.tag.set(row, entity.tag);
    if (entity.spawnedBy !== undefined) entities.spawnedBy.set(row, entity.spawnedBy);
    if (entity.active === false) {
      entities.setActive(row, false);
      this.#anyInactive = true;
    }
    if (entity.persistent === false) entities.setPersistent(row, false);
    if (entity.orderOffset !== undefined) entities.setOrderOffset(row, entity.orderOffset);
    if (entity.extras !== undefined) entities.extras.set(row, entity.extras);
    if (entity.components !== undefined) entities.components.set(row, this.#addComponents(row, entity.components));
  }

  /** Whether an entity that was taken has a component of this key, one that this version does not know included. */
  holds(row: number, key: string): boolean {
    const { entities } = this.#world;
    const late = this.#late.get(row);
    return (
      (late === undefined ? entities.held(row).some((held) => held.key === key) : Object.hasOwn(late.components, key)) ||
      Object.hasOwn(entities.extras.get(row)?.components ?? {}, key)
    );
  }

  /** The keys of all of them. */
  keysOf(row: number): readonly string[] {
    const { entities } = this.#world;
    const late = this.#late.get(row);
    const known = late === undefined ? entities.held(row).map(({ key }) => key) : Object.keys(late.components);
    return [...known, ...Object.keys(entities.extras.get(row)?.components ?? {})];
  }

  /** @param count how many entities came @param positions become the world's own, with the ids in them */
  end({ parents, order }: Pick<Scene, 'parents' | 'order'>, count: number, positions: IdIndex): void {
    const world = this.#world,
      { entities } = world,
      first = world.created;
    entities.settle(positions, parents, first);
    this.#arrange(parents, order);
    for (const late of this.#late.values()) this.#addLate(late);
    const before = first + count;
    for (const store of new Set([...this.#targets.values()].map((target) => target?.store))) {
      if (store === undefined) continue;
      store.settle(before, entities.inactive);
    }
    world.created = before + this.#components;
  }

  #arrange(parents: Int32Array, order: Scene['order']): void {
    const { entities } = this.#world,
      { orderOffset } = entities;
    /** Parents with children whose order offset differs; sorted at the end, since an insertion each would be quadratic. */
    const offset = new Set<number>();
    // Siblings often follow each other.
    let before = NONE,
      siblings = entities.siblings(NONE);
    for (let row = 0; row < parents.length; row++) {
      const parent = parents[row] as number;
      if (parent !== before) siblings = entities.siblings((before = parent));
      siblings.push(row);
      if (orderOffset[row] !== 0) offset.add(parent);
    }
    for (const parent of offset) entities.siblings(parent).sort((a, b) => (orderOffset[a] as number) - (orderOffset[b] as number));
    for (const [parent, rows] of order) entities.arrange(parent, rows);
    if (this.#anyInactive) for (const row of entities.roots) entities.spreadInactive(row, 0);
  }

  #addComponents(row: number, components: { readonly [key: string]: FieldValues }): Archetype | undefined {
    let kind = this.#nothing;
    for (const key in components) {
      kind = (kind.further.find(kind.further.begin, key) ?? this.#further(kind, key)).value;
      if (kind.target?.first !== false) continue;
      this.#late.set(row, { row, components, created: this.#components });
      for (const each in components) if (this.#targetOf(each) !== undefined) this.#components++;
      return undefined;
    }
    const { archetype } = kind;
    kind = this.#nothing;
    for (const key in components) {
      kind = (kind.further.find(kind.further.begin, key) as Step<Kind>).value;
      if (kind.target !== undefined) this.#put(kind.target, row, row, key, components[key], this.#components++);
    }
    return archetype;
  }

  #further({ archetype, further }: Kind, key: string): Step<Kind> {
    const target = this.#targetOf(key);
    return further.add(key, { target, archetype: target === undefined ? archetype : archetype.with(target.component), further: new NamesInOrder() });
  }

  #addLate({ row, components, created }: Late): void {
    const held: Held[] = [];
    for (const key in components) {
      const target = this.#targetOf(key);
      if (target === undefined) continue;
      const own = target.first ? row : this.#world.entities.allocate();
      this.#put(target, own, row, key, components[key], created + held.length);
      held.push({ component: target.component, key, row: own });
    }
    this.#world.entities.components.set(row, held);
  }

  #put({ store, columns }: Target, own: number, owner: number, key: string, values: FieldValues | undefined, created: number): void {
    // A type that is met so late needs most of the rows anyway; one that stands on a few early entities grows with those.
    if (owner > this.#expected >> 3) store.reserve(this.#expected);
    store.add(own, owner, key, created);
    let before = columns.begin;
    for (const field in values) {
      const step = columns.find(before, field);
      if (step === undefined) continue;
      step.value.set(own, values[field] ?? null);
      before = step;
    }
  }

  /** Undefined for a key that is no component's of the registry. */
  #targetOf(key: string): Target | undefined {
    const known = this.#targets.get(key);
    if (known !== undefined || this.#targets.has(key)) return known;
    const parsed = parseKey(key);
    const component = parsed === undefined ? undefined : this.#world.registry.components.get(parsed.type);
    let target: Target | undefined;
    if (component !== undefined) {
      const store = this.#world.storeOf(component.name);
      const columns = new NamesInOrder(component.fieldList.map((field, at) => [field.name, store.columnList[at] as Column] as const));
      target = { component, store, first: parsed?.number === 1, columns };
    }
    this.#targets.set(key, target);
    return target;
  }
}
