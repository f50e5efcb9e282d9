import { parseKey } from '../schema/component-key.ts';
import type { Component } from '../schema/component.ts';
import type { Registry } from '../world/registry.ts';
import type { StoredComponent, StoredEntity } from '../world/stored.ts';
import { isObject, mapOf, named, ownId, plain, record, refuse, wrong } from '../world/form.ts';
import type { CompactEntity, Defaults } from './compact.ts';
import { valueCheck, type ValueCheck, type Writing } from './values.ts';

interface KnownKey {
  readonly component: Component;
  readonly checks: ReadonlyMap<string, ValueCheck>;
}

const EXTRAS = record(
  {},
  { keys: mapOf(plain), components: mapOf(plain, 'components by key'), fields: mapOf(mapOf(plain, 'fields by name'), 'fields by component') },
  true,
);
/** Keys of a stored entity, and those of them that it may lack. */
const KEYS: ReadonlySet<string> = new Set([
  'id',
  'name',
  'parent',
  'tag',
  'active',
  'persistent',
  'orderOffset',
  'spawnedBy',
  'created',
  'components',
  'extras',
  'starts',
]);
const COMPONENT_KEYS: ReadonlySet<string> = new Set(['key', 'created', 'values']);

/** What is so of an entity of a snapshot where it says nothing else. */
const USUAL: Partial<StoredEntity> = { parent: null, tag: '', active: true, persistent: true, orderOffset: 0, spawnedBy: null, components: [] };
const NO_VALUES = {};

/** Checks stored entities and components, one by one, against the registry. What is said of others is looked at by whoever has them all. */
export class EntityChecks {
  readonly #registry: Registry;
  readonly #writing: Writing;
  readonly #below: number;
  readonly #known = new Map<string, KnownKey>();
  /** Keys and types of the entity that is looked at. */
  readonly #keys = new Set<string>();
  readonly #types = new Set<string>();

  /** @param below orders of creation that have been given out */
  constructor(registry: Registry, writing: Writing, below: number) {
    this.#registry = registry;
    this.#writing = writing;
    this.#below = below;
  }

  /** An entity of a snapshot, of which is not said what is as usual. */
  compact(value: unknown, place: string): CompactEntity {
    this.#entity(value, place, USUAL);
    return value as CompactEntity;
  }

  /** One of which all is said. */
  entity(value: unknown, place: string): StoredEntity {
    this.#entity(value, place, {});
    return value as StoredEntity;
  }

  #entity(value: unknown, place: string, usual: Partial<StoredEntity>): void {
    if (!isObject(value)) wrong(place, 'an entity', value);
    const { id, name, created, extras } = value;
    const { parent = usual.parent, tag = usual.tag, active = usual.active, persistent = usual.persistent, orderOffset = usual.orderOffset } = value;
    const { spawnedBy = usual.spawnedBy, components = usual.components } = value;
    const fault = (key: string, expected: string): never => wrong(`${named(place, value)}/${key}`, expected, value[key]);
    ownId(id, `${named(place, value)}/id`);
    if (typeof name !== 'string') fault('name', 'text');
    if (parent === '' || (parent !== null && typeof parent !== 'string')) fault('parent', 'the id of an entity, or null');
    if (typeof tag !== 'string') fault('tag', 'text');
    if (typeof active !== 'boolean') fault('active', 'true or false');
    if (typeof persistent !== 'boolean') fault('persistent', 'true or false');
    if (typeof orderOffset !== 'number' || (orderOffset | 0) !== orderOffset) fault('orderOffset', 'a whole number of 32 bits');
    if (spawnedBy !== null && typeof spawnedBy !== 'string') fault('spawnedBy', 'a user id, or null');
    if (!this.#wasGiven(created)) fault('created', `an order of creation below ${this.#below}`);
    for (const key in value) if (!KEYS.has(key)) refuse(`${named(place, value)}/${key}`, 'a key of this version', 'this version does not know the key');
    if (extras !== undefined) EXTRAS(extras, `${named(place, value)}/extras`);
    this.components(components, () => `${named(place, value)}/components`, true);
  }

  /** @param whole whether these are all that the entity has, so that what they need must be among them */
  components(value: unknown, place: () => string, whole: boolean): readonly StoredComponent[] {
    if (!Array.isArray(value)) wrong(place(), 'a list of components', value);
    this.#keys.clear();
    this.#types.clear();
    const list = value as readonly unknown[];
    for (let at = 0; at < list.length; at++) this.#component(list[at], () => named(`${place()}/${at}`, list[at], 'key'));
    if (whole)
      for (const key of this.#keys)
        for (const need of (this.#known.get(key) as KnownKey).component.requires)
          if (!this.#types.has(need)) refuse(place(), `a component ${need}`, `${key} needs ${need}, which is missing`);
    return value as readonly StoredComponent[];
  }

  #component(value: unknown, place: () => string): void {
    if (!isObject(value)) wrong(place(), 'a component', value);
    const { key, created, values = this.#writing === 'exact' ? NO_VALUES : undefined } = value;
    if (typeof key !== 'string') wrong(`${place()}/key`, 'the key of a component', key);
    const { component, checks } = this.#known.get(key) ?? this.#find(key, place);
    if (this.#keys.has(key)) refuse(`${place()}/key`, 'each key once', `the entity has a component ${key} already; expected each key once`);
    this.#keys.add(key);
    this.#types.add(component.name);
    if (!this.#wasGiven(created)) wrong(`${place()}/created`, `an order of creation below ${this.#below}`, created);
    for (const name in value) if (!COMPONENT_KEYS.has(name)) refuse(`${place()}/${name}`, 'a key of this version', 'this version does not know the key');
    if (!isObject(values)) wrong(`${place()}/values`, 'values by field', values);
    for (const name in values) {
      const check = checks.get(name);
      if (check === undefined) refuse(`${place()}/values/${name}`, `a field of ${component.name}`, `${component.name} has no field of this name`);
      check(values[name], () => `${place()}/values/${name}`);
    }
  }

  /** Defaults of component types, by their names. */
  defaults(value: unknown, place: string): Defaults {
    if (!isObject(value)) wrong(place, 'defaults by component type', value);
    for (const type in value) {
      const { component, checks } = this.#known.get(type) ?? this.#find(type, () => `${place}/${type}`);
      const fields = value[type];
      if (component.name !== type || !isObject(fields)) wrong(`${place}/${type}`, 'the defaults of a component type', fields);
      for (const name in fields) {
        const check = checks.get(name);
        if (check === undefined) refuse(`${place}/${type}/${name}`, `a field of ${type}`, `${type} has no field of this name`);
        check(fields[name], () => `${place}/${type}/${name}`);
      }
    }
    return value as Defaults;
  }

  #wasGiven(created: unknown): boolean {
    return Number.isInteger(created) && (created as number) >= 0 && (created as number) < this.#below;
  }

  #find(key: string, place: () => string): KnownKey {
    const parsed = parseKey(key);
    const component = parsed === undefined ? undefined : this.#registry.components.get(parsed.type);
    if (parsed === undefined) wrong(`${place()}/key`, 'a component type, or one followed by #2, #3, …', key);
    if (component === undefined)
      refuse(`${place()}/key`, 'a registered component type', `the snapshot needs the component type ${parsed.type}, which is not registered`);
    if (component.single && parsed.number > 1) wrong(`${place()}/key`, `${component.name}, of which an entity holds at most one`, key);
    const { drivers } = this.#registry;
    // What only the world writes is in no history, so no check of it is made there.
    const fields = component.fieldList.filter(({ options }) => this.#writing === 'exact' || options.readOnly !== true);
    const checks = new Map(
      fields.map((field) => {
        const own = field.options.readOnly === true || drivers.has(`${component.name}.${field.name}`);
        return [field.name, valueCheck(field, this.#writing, own)];
      }),
    );
    const known = { component, checks };
    this.#known.set(key, known);
    return known;
  }
}
