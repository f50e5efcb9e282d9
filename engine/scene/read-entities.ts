import { IdIndex } from '../world/id-index.ts';
import type { FieldValues } from '../door.ts';
import type { Component } from '../schema/component.ts';
import type { Json } from '../schema/field.ts';
import { didYouMean } from '../nearest.ts';
import type { EntityExtras } from '../world/entity-extras.ts';
import { KeyChecks } from './component-checks.ts';
import { ComponentReader } from './read-components.ts';
import { placeOfEntity, shown, type Findings } from './findings.ts';
import { Hierarchy } from './hierarchy.ts';
import { idFault, isId, keep } from './keep.ts';
import type { Holdings } from './references.ts';
import type { Scene, SceneEntity } from './scene.ts';
import { keysIn } from './twice.ts';

/** The keys that are known, for who has written one of them otherwise. */
const ENTITY_KEYS = ['id', 'name', 'parent', 'tag', 'active', 'persistent', 'orderOffset', 'spawnedBy', 'children', 'components'];

export interface ReaderOptions {
  /** Whether each fault is told, with its place and in its order. Else who reads wants to know no more than whether there is one. */
  readonly telling: boolean;
  /** About how many entities will come; room is made for so many at once. */
  readonly expected?: number;
}

/** Whoever takes entities as they are read: into a list, or into a world at once. */
export interface EntityTaker extends Holdings {
  /** The entity at the next position. Where the scene has faults it may be anything; none of it is used then. */
  take(entity: SceneEntity, position: number): void;
}

/** Reads the entities one after another. The usual entity is handed over as it is; only one with unknown or older parts is made anew. */
export class EntityReader {
  /** Positions by id; absent where faults are not told: ids that stand twice are then found at the end, for a fraction of the time. */
  readonly #positions: IdIndex | undefined;
  readonly #keys: KeyChecks;
  readonly #components: ComponentReader;
  readonly #hierarchy: Hierarchy;
  readonly #findings: Findings;
  readonly #taker: EntityTaker;
  /** Keys of what was read so far, without those of components. */
  #counted = 0;
  #next = 0;

  constructor(components: ReadonlyMap<string, Component>, findings: Findings, taker: EntityTaker, { telling, expected = 0 }: ReaderOptions) {
    this.#findings = findings;
    this.#taker = taker;
    this.#keys = new KeyChecks(components);
    this.#components = new ComponentReader(this.#keys, findings);
    this.#hierarchy = new Hierarchy(findings, expected);
    this.#positions = telling ? new IdIndex(this.#hierarchy.ids) : undefined;
  }

  /** Keys of what was read so far. */
  get counted(): number {
    return this.#counted + this.#components.counted;
  }

  /** Reads further entities of the list, or all of them. */
  read(list: readonly unknown[]): void {
    for (const raw of list) this.#taker.take(this.#place(raw, this.#next), this.#next++);
  }

  /** What is known once all have been read. Faults of the hierarchy are noted now; where there are any, none of it is used. */
  end(roots: unknown): Pick<Scene, 'positions' | 'parents' | 'order' | 'keys'> {
    const positions = this.#positions ?? this.#positionsAtTheEnd(),
      { parents, order } = this.#hierarchy.end(roots, positions);
    this.#components.checkReferences(positions, this.#hierarchy.ids, this.#taker);
    return { positions, parents, order, keys: this.#keys.used };
  }

  #positionsAtTheEnd(): IdIndex {
    const positions = IdIndex.ofAll(this.#hierarchy.ids, this.#next);
    if (positions === undefined) this.#findings.fault('entities', 'ids of their own', 'an id stands twice; expected ids of their own', 'WW_DUPLICATE_ID');
    return positions ?? new IdIndex(this.#hierarchy.ids);
  }

  /** Reads one, and gives it its place in the scene. */
  #place(raw: unknown, at: number): SceneEntity {
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
      this.#counted += keysIn(raw);
      this.#findings.fault(`entities/${at}`, 'an entity', `expected an entity, found ${shown(raw)}`);
      this.#hierarchy.add({ id: '' }, at);
      return { id: '' };
    }
    const entity = this.#read(raw as Record<string, unknown>, at);
    const { id } = entity;
    this.#hierarchy.add(entity, at);
    if (!isId(id)) {
      idFault(this.#findings, `${placeOfEntity(at, raw)}/id`, id);
      return entity;
    }
    const positions = this.#positions;
    if (positions === undefined) return entity;
    const first = positions.get(id);
    if (first === undefined) positions.set(at);
    else {
      this.#findings.fault(
        `${placeOfEntity(at, raw)}/id`,
        'an id of its own',
        `entities/${first} has this id already; expected an id of its own`,
        'WW_DUPLICATE_ID',
      );
    }
    return entity;
  }

  #read(raw: Record<string, unknown>, at: number): SceneEntity {
    let components: { readonly [key: string]: FieldValues } | undefined,
      changed = false;
    const strange: string[] = [];
    for (const key in raw) {
      const value = raw[key];
      this.#counted++;
      // The reader of components counts those itself.
      if (typeof value === 'object' && (key !== 'components' || Array.isArray(value))) this.#counted += keysIn(value);
      switch (key) {
        case 'id':
          break;
        case 'name':
        case 'tag':
          if (typeof value !== 'string') this.#wrong(raw, at, key, 'text', value);
          break;
        case 'parent':
        case 'spawnedBy':
          if (value !== null && typeof value !== 'string')
            this.#wrong(raw, at, key, key === 'parent' ? 'the id of an entity, or null' : 'a user id, or null', value);
          break;
        case 'active':
        case 'persistent':
          if (typeof value !== 'boolean') this.#wrong(raw, at, key, 'true or false', value);
          break;
        case 'orderOffset':
          if (typeof value !== 'number' || (value | 0) !== value) this.#wrong(raw, at, key, 'a whole number of 32 bits', value);
          break;
        case 'children':
          break;
        case 'components':
          if (typeof value !== 'object' || value === null || Array.isArray(value)) {
            this.#wrong(raw, at, key, 'components by type', value);
            break;
          }
          components = this.#components.read(value as Record<string, unknown>, at, raw);
          changed ||= components !== value;
          break;
        default:
          strange.push(key);
          changed = true;
      }
    }
    return changed ? this.#remake(raw, at, components, strange) : (raw as unknown as SceneEntity);
  }

  /** An entity with parts that need a place of their own. */
  #remake(raw: Record<string, unknown>, at: number, components: SceneEntity['components'], strange: readonly string[]): SceneEntity {
    const entity: Record<string, unknown> = {};
    for (const key of Object.keys(raw)) if (!strange.includes(key)) entity[key] = raw[key];
    const keys: Record<string, Json> = {};
    for (const key of strange) {
      const path = `${placeOfEntity(at, raw)}/${key}`;
      if (keep(keys, key, raw[key], path, this.#findings)) {
        this.#findings.warn(
          path,
          'a key of this version',
          `this version does not know the key; it is kept as it is${didYouMean(key, ENTITY_KEYS)}`,
          'WW_SCENE_UNKNOWN',
        );
      }
    }
    if (components !== undefined) entity['components'] = components;
    const extras: EntityExtras = { ...(Object.keys(keys).length > 0 ? { keys } : {}), ...this.#components.takeStrange() };
    if (Object.keys(extras).length > 0) entity['extras'] = extras;
    return entity as unknown as SceneEntity;
  }

  #wrong(raw: Record<string, unknown>, at: number, key: string, expected: string, value: unknown): void {
    this.#findings.fault(`${placeOfEntity(at, raw)}/${key}`, expected, `expected ${expected}, found ${shown(value)}`);
  }
}
