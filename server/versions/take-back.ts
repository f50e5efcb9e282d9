import { sameJson, WorldwireError, type Component, type EntityData, type FieldValues, type Json, type Operation } from '../../engine/index.ts';
import { childrenOf, entitiesOf, offsetOf, parentOf, rising, type SavedScene, type Value } from './scene-order.ts';
import { ORDER } from './version-difference.ts';

/** What to take back from a version: all, or of which entities what; without `what` all of it. */
export type Wanted = 'all' | readonly { readonly entity: string; readonly what?: string }[];

/** What brings a world to what a version holds, and what of it cannot be brought back, in words. */
export interface TakingBack {
  readonly operations: readonly Operation[];
  readonly left: readonly string[];
}

type Components = ReadonlyMap<string, Component>;

/** Operations that one edit may have. */
const MOST_OPERATIONS = 10_000;
const MOST_LEFT = 100;
/** The properties of an entity that are edited, with what stands for one that is not told. */
const PROPERTIES: { readonly [name: string]: Json } = { name: '', tag: '', active: true, persistent: true, orderOffset: 0 };

/** The operations by which a world comes to hold what a version does, both as a save would write them. */
export function takingBack(version: SavedScene, world: SavedScene, wanted: Wanted, components: Components): TakingBack {
  const plan = new Plan(version, world, wanted, components);
  plan.make();
  return { operations: plan.operations, left: plan.left };
}

class Plan {
  readonly operations: Operation[] = [];
  readonly left: string[] = [];
  readonly #there: ReadonlyMap<string, Value>;
  readonly #now: ReadonlyMap<string, Value>;
  /** What hangs on each entity in the version; and in the world, as what is planned so far leaves it. */
  readonly #order: ReadonlyMap<string, readonly string[]>;
  readonly #standing: Map<string, string[]>;
  readonly #above = new Map<string, string>();
  readonly #components: Components;
  readonly #wants: (entity: string, what: string) => boolean;
  readonly #adding: ReadonlySet<string>;

  constructor(version: SavedScene, world: SavedScene, wanted: Wanted, components: Components) {
    this.#there = entitiesOf(version);
    this.#now = entitiesOf(world);
    this.#order = childrenOf(version, this.#there);
    this.#standing = childrenOf(world, this.#now);
    for (const [id, entity] of this.#now) this.#above.set(id, parentOf(entity));
    this.#components = components;
    this.#wants = wantedBy(wanted);
    this.#adding = this.#toAdd();
  }

  make(): void {
    const removed = this.#toRemove();
    for (const id of this.#topDown()) this.#place(id, removed);
    for (const [parent, children] of this.#order) if (this.#wants(parent, ORDER)) this.#arrange(parent, children);
    for (const [id, entity] of this.#there) {
      const now = this.#now.get(id);
      if (now !== undefined) this.#inside(id, entity, now);
    }
    for (const id of removed) if (!this.#isBelow(id, removed)) this.#do({ op: 'removeEntity', entity: id });
  }

  #do(operation: Operation): void {
    if (this.operations.length >= MOST_OPERATIONS)
      throw new WorldwireError('WW_LIMIT', `This takes more than ${MOST_OPERATIONS} operations; take it back in parts, entity by entity.`);
    this.operations.push(operation);
  }

  #leave(words: string): void {
    if (this.left.length < MOST_LEFT) this.left.push(words);
  }

  /** What is gone and comes back: with all that is gone below it, and with what it hangs on where that is gone as well. */
  #toAdd(): Set<string> {
    const adding = new Set<string>();
    const add = (id: string): void => {
      if (this.#now.has(id) || adding.has(id)) return;
      adding.add(id);
      for (const child of this.#order.get(id) ?? []) add(child);
    };
    for (const id of this.#there.keys()) {
      const isGone = !this.#now.has(id);
      if (isGone && this.#wants(id, '')) add(id);
      if (!adding.has(id) && (isGone || !this.#wants(id, 'parent'))) continue;
      for (let above = this.#parent(id); above !== '' && !this.#now.has(above) && !adding.has(above); above = this.#parent(above)) adding.add(above);
    }
    return adding;
  }

  #parent(id: string): string {
    const entity = this.#there.get(id);
    return entity === undefined ? '' : parentOf(entity);
  }

  #toRemove(): Set<string> {
    return new Set([...this.#now.keys()].filter((id) => !this.#there.has(id) && this.#wants(id, '')));
  }

  #isBelow(id: string, those: ReadonlySet<string>): boolean {
    for (let above = this.#above.get(id) ?? ''; above !== ''; above = this.#above.get(above) ?? '') if (those.has(above)) return true;
    return false;
  }

  /** The entities of the version, each behind what it hangs on. */
  *#topDown(): Generator<string> {
    const waiting = [...(this.#order.get('') ?? [])].reverse();
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      yield id;
      waiting.push(...[...(this.#order.get(id) ?? [])].reverse());
    }
  }

  /** Puts one where it hangs in the version. */
  #place(id: string, removed: ReadonlySet<string>): void {
    const parent = this.#parent(id);
    const target = parent === '' ? null : parent;
    if (this.#adding.has(id)) {
      if (this.#adding.has(parent)) this.#stand(id, parent, null);
      else {
        const before = this.#behind(id, parent);
        this.#do({ op: 'addEntity', entity: this.#data(id), parent: target, ...(before === null ? {} : { before }) });
        this.#stand(id, parent, before);
      }
      return;
    }
    if (!this.#now.has(id) || this.#above.get(id) === parent) return;
    // What is removed takes along what hangs on it.
    if (!this.#wants(id, 'parent') && !this.#isBelow(id, removed)) return;
    if (parent !== '' && !this.#now.has(parent) && !this.#adding.has(parent)) return;
    const before = this.#behind(id, parent);
    this.#do({ op: 'moveEntity', entity: id, parent: target, before });
    this.#stand(id, parent, before);
  }

  /** The nearest one behind it in the version that hangs there now. */
  #behind(id: string, parent: string): string | null {
    const siblings = this.#order.get(parent) ?? [],
      standing = new Set(this.#standing.get(parent) ?? []);
    return siblings.slice(siblings.indexOf(id) + 1).find((each) => standing.has(each)) ?? null;
  }

  /** Notes where it stands from now on. */
  #stand(id: string, parent: string, before: string | null): void {
    const from = this.#standing.get(this.#above.get(id) ?? '');
    if (from !== undefined && from.includes(id)) from.splice(from.indexOf(id), 1);
    const to = this.#standing.get(parent) ?? [];
    const at = before === null ? to.length : to.indexOf(before);
    to.splice(at, 0, id);
    this.#standing.set(parent, to);
    this.#above.set(id, parent);
  }

  /** An entity that is gone, as data, with all below it that comes back as well. */
  #data(id: string): EntityData {
    const entity = this.#there.get(id) as Value;
    const components: { [key: string]: FieldValues } = {};
    for (const [key, values] of Object.entries(objectAt(entity, 'components'))) {
      const known = this.#known(id, key, values as Value);
      if (known !== undefined) components[key] = known;
    }
    const given = Object.fromEntries(Object.keys(PROPERTIES).flatMap((name) => (name in entity ? [[name, entity[name]]] : [])));
    const children = (this.#order.get(id) ?? []).filter((child) => this.#adding.has(child)).map((child) => this.#data(child));
    return { name: '', ...given, id, components, ...(children.length === 0 ? {} : { children }) };
  }

  /** The values of a component as an edit may give them; undefined where this program does not know the component. */
  #known(id: string, key: string, values: Value): FieldValues | undefined {
    const component = this.#components.get(typeOf(key));
    if (component === undefined) {
      this.#leave(`${this.#name(id)}: ${key} is not known here`);
      return undefined;
    }
    const given: { [field: string]: Json } = {};
    for (const [name, value] of Object.entries(values)) {
      const field = component.fieldList.find((each) => each.name === name);
      if (field === undefined) this.#leave(`${this.#name(id)}: ${key}.${name} is not known here`);
      else if (field.options.readOnly === true) this.#leave(`${this.#name(id)}: ${key}.${name} is written by the world alone`);
      else given[name] = value as Json;
    }
    return given;
  }

  #name(id: string): string {
    const name = this.#there.get(id)?.['name'];
    return typeof name === 'string' && name !== '' ? name : id;
  }

  /** Puts siblings into the order that they have in the version, by as few moves as there can be. */
  #arrange(parent: string, children: readonly string[]): void {
    const standing = this.#standing.get(parent) ?? [];
    const place = new Map(standing.map((id, at) => [id, at]));
    const common = children.filter((id) => place.has(id));
    const places = common.map((id) => place.get(id) as number);
    const stays = rising(places);
    if (stays.size === common.length) return;
    const target = parent === '' ? null : parent;
    // Offsets come before all else: who has one stands last of those with the same, one after another.
    if (common.some((id) => offsetOf(this.#there.get(id)) !== 0 || offsetOf(this.#now.get(id)) !== 0)) {
      for (const id of common) {
        if (offsetOf(this.#there.get(id)) !== offsetOf(this.#now.get(id)))
          this.#do({ op: 'updateEntity', entity: id, orderOffset: offsetOf(this.#there.get(id)) });
        this.#do({ op: 'moveEntity', entity: id, parent: target, before: null });
      }
      return;
    }
    for (let at = common.length - 1; at >= 0; at--)
      if (!stays.has(at)) this.#do({ op: 'moveEntity', entity: common[at] as string, parent: target, before: common[at + 1] ?? null });
  }

  /** The properties and components of an entity that is in both. */
  #inside(id: string, entity: Value, now: Value): void {
    const changed: { [name: string]: unknown } = {};
    for (const [name, usual] of Object.entries(PROPERTIES)) {
      const value = entity[name] ?? usual;
      if (!sameJson(value, now[name] ?? usual) && this.#wants(id, name)) changed[name] = value;
    }
    if (Object.keys(changed).length > 0) this.#do({ op: 'updateEntity', entity: id, ...changed });
    const theirs = objectAt(entity, 'components'),
      ours = objectAt(now, 'components');
    for (const key of Object.keys(ours).reverse())
      if (!(key in theirs) && this.#wants(id, key)) this.#do({ op: 'removeComponent', entity: id, component: key });
    const added = new Set<string>();
    for (const key of Object.keys(theirs)) {
      if (!(key in ours)) this.#add(id, key, theirs, ours, added);
      else this.#fields(id, key, theirs[key] as Value, ours[key] as Value);
    }
  }

  /** Adds a component, and in front of it what it needs and is gone as well. */
  #add(id: string, key: string, theirs: Value, ours: Value, added: Set<string>): void {
    if (added.has(key) || !this.#wants(id, key)) return;
    added.add(key);
    const values = this.#known(id, key, theirs[key] as Value);
    if (values === undefined) return;
    for (const need of this.#components.get(typeOf(key))?.requires ?? []) if (need in theirs && !(need in ours)) this.#add(id, need, theirs, ours, added);
    this.#do({ op: 'addComponent', entity: id, component: key, values });
  }

  #fields(id: string, key: string, theirs: Value, ours: Value): void {
    for (const name of new Set([...Object.keys(theirs), ...Object.keys(ours)])) {
      if (sameJson(theirs[name], ours[name]) || !this.#wants(id, `${key}.${name}`)) continue;
      const field = this.#components.get(typeOf(key))?.fieldList.find((each) => each.name === name);
      if (field === undefined) this.#leave(`${this.#name(id)}: ${key}.${name} is not known here`);
      else if (field.options.readOnly === true) this.#leave(`${this.#name(id)}: ${key}.${name} is written by the world alone`);
      else this.#do({ op: 'setField', entity: id, component: key, field: name, value: (theirs[name] ?? field.default) as Json });
    }
  }
}

/** Who wants an entity back as a whole, or a component, wants all of it. */
function wantedBy(wanted: Wanted): (entity: string, what: string) => boolean {
  if (wanted === 'all') return () => true;
  const whole = new Set<string>(),
    parts = new Map<string, Set<string>>();
  for (const { entity, what } of wanted) {
    if (what === undefined) whole.add(entity);
    else (parts.get(entity) ?? parts.set(entity, new Set()).get(entity))?.add(what);
  }
  return (entity, what) => whole.has(entity) || parts.get(entity)?.has(what) === true;
}

function typeOf(key: string): string {
  return key.split('#')[0] ?? key;
}

function objectAt(value: Value, key: string): Value {
  const found = value[key];
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Value) : {};
}
