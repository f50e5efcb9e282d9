import { WorldwireError, type Fault } from '../errors.ts';
import type { FieldValues } from '../door.ts';
import type { Component } from '../schema/component.ts';
import type { Json } from '../schema/field.ts';
import { didYouMean } from '../schema/nearest.ts';
import type { EntityExtras } from '../world/entity-table.ts';
import { KeyChecks } from './component-checks.ts';
import { ComponentReader } from './read-components.ts';
import { Findings, placeOfEntity, shown } from './findings.ts';
import { arrange } from './hierarchy.ts';
import { migrate } from './migrate.ts';
import { DEFAULT_TICK_RATE, SCENE_FORMAT, SCENE_VERSION, type Scene, type SceneEntity } from './scene.ts';
import { bodyOf, hiddenFault, parse, parseWhole, type KeyTwice } from './syntax.ts';
import { keptEachKey, keysIn } from './twice.ts';

/** The component types that a scene may use. */
export interface KnownComponents {
  readonly components: ReadonlyMap<string, Component>;
}

export interface ReadOptions {
  readonly registry: KnownComponents;
  /** Name of the file, for messages. */
  readonly file?: string;
}

/** The keys that are known, for who has written one of them otherwise. */
const SCENE_KEYS = ['$schema', 'format', 'version', 'id', 'name', 'tickRate', 'seed', 'roots', 'entities'];
const ENTITY_KEYS = ['id', 'name', 'parent', 'tag', 'active', 'persistent', 'orderOffset', 'spawnedBy', 'children', 'components'];

/** Greatest length of an id, in characters. */
const ID_MAX = 200;

/**
 * Reads a scene file. It is read whole or not at all; what this version does not know is kept, with a warning for each.
 * @throws WorldwireError `WW_SCENE_SYNTAX`, `WW_SCENE_VERSION`, or `WW_SCENE_INVALID` with every fault and its place
 */
export function readScene(text: string, options: ReadOptions): { scene: Scene; warnings: Fault[] } {
  const body = bodyOf(text),
    parsed = parse(body, options.file);
  // A scene of this version is counted while it is read. Whether it is whole is known after that, and before any of it is told.
  const read = isOfThisVersion(parsed) ? check(parsed, options, text, [], (keys) => keptEachKey(body, keys)) : undefined;
  if (read !== undefined) return read;
  const { value, twice } = parseWhole(text, options.file);
  return checkScene(value, options, text, twice);
}

/**
 * Checks a scene that JSON.parse has made. The value is taken over: parts of it become the scene, some are completed in place.
 * @param text what it was parsed from, so that faults can tell their lines
 * @param twice keys of it that stand twice
 * @throws WorldwireError as `readScene` does
 */
export function checkScene(value: unknown, options: ReadOptions, text?: string, twice: readonly KeyTwice[] = []): { scene: Scene; warnings: Fault[] } {
  return check(value, options, text, twice, () => true) as { scene: Scene; warnings: Fault[] };
}

/** Checks a scene as `checkScene` does. Undefined, and nothing is told, where the number of its keys is not the one that was expected. */
function check(
  value: unknown,
  options: ReadOptions,
  text: string | undefined,
  twice: readonly KeyTwice[],
  isWhole: (keys: number) => boolean,
): { scene: Scene; warnings: Fault[] } | undefined {
  const findings = new Findings(options.file, text);
  for (const fault of twice) findings.twice(fault);
  const file = headOf(value, findings, options.file);
  migrate(file, findings);

  const extras: Record<string, Json> = {};
  const head: { id?: string; name: string; tickRate: number; seed?: string } = { name: 'World', tickRate: DEFAULT_TICK_RATE };
  let list: unknown[] = [],
    roots: unknown,
    keys = 0;
  for (const key of Object.keys(file)) {
    const part = file[key];
    keys++;
    if (key !== 'entities' || !Array.isArray(part)) keys += keysIn(part);
    if (key === 'format' || key === 'version') continue;
    else if (key === 'id') {
      if (isId(part)) head.id = part;
      else idFault(findings, key, part);
    } else if (key === 'name') {
      if (typeof part === 'string') head.name = part;
      else findings.fault(key, 'text', `expected text, found ${shown(part)}`);
    } else if (key === 'tickRate') {
      if (typeof part === 'number' && part > 0 && part <= 1000) head.tickRate = part;
      else findings.fault(key, 'a number above 0, at most 1000', `expected ticks a second, above 0 and at most 1000, found ${shown(part)}`);
    } else if (key === 'seed') {
      if (typeof part === 'string') extras['seed'] = head.seed = part;
      else findings.fault(key, 'text', `expected text, found ${shown(part)}`);
    } else if (key === 'roots') roots = part;
    else if (key === 'entities') {
      if (Array.isArray(part)) list = part;
      else findings.fault(key, 'a list of entities', `expected a list of entities, found ${shown(part)}`);
    } else if (keep(extras, key, part, key, findings) && key !== '$schema') {
      findings.warn(key, 'a key of this version', `this version does not know the key; it is kept as it is${didYouMean(key, SCENE_KEYS)}`, 'WW_SCENE_UNKNOWN');
    }
  }
  if (file['entities'] === undefined) findings.fault('entities', 'a list of entities', 'expected a list of entities, found nothing');

  const reader = new EntityReader(list, new KeyChecks(options.registry.components), findings);
  const entities = reader.readAll();
  if (!isWhole(keys + reader.counted + reader.components.counted)) return undefined;
  const { parents, order } = arrange(entities, reader.positions, roots, findings);
  reader.components.checkReferences(reader.positions, entities);
  const warnings = findings.end();
  const scene: Scene = {
    ...head,
    entities,
    positions: reader.positions,
    parents,
    keys: reader.keys.used,
    order,
    ...(Object.keys(extras).length > 0 ? { extras } : {}),
  };
  return { scene, warnings };
}

function isOfThisVersion(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { format, version } = value as Record<string, unknown>;
  return format === SCENE_FORMAT && version === SCENE_VERSION;
}

function headOf(value: unknown, findings: Findings, file: string | undefined): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    findings.fault('', 'a scene', `expected {"format": "${SCENE_FORMAT}", "version": ${SCENE_VERSION}, "entities": […]}, found ${shown(value)}`);
    findings.end();
  }
  const scene = value as Record<string, unknown>,
    before = findings.faults;
  const { format, version } = scene;
  if (format !== SCENE_FORMAT) findings.fault('format', `"${SCENE_FORMAT}"`, `expected "${SCENE_FORMAT}", found ${shown(format)}`);
  if (!Number.isInteger(version) || (version as number) < 0)
    findings.fault('version', `a version, now ${SCENE_VERSION}`, `expected the version of the format, now ${SCENE_VERSION}, found ${shown(version)}`);
  if (findings.faults > before) findings.end();
  if ((version as number) > SCENE_VERSION) {
    const message = `${file ?? 'scene'}: version ${String(version)} of the format is newer than ${SCENE_VERSION}, which this version reads; update Worldwire to open it`;
    throw new WorldwireError('WW_SCENE_VERSION', message, [{ path: 'version', expected: `at most ${SCENE_VERSION}`, message, code: 'WW_SCENE_VERSION' }]);
  }
  return scene;
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= ID_MAX;
}

function idFault(findings: Findings, path: string, value: unknown): void {
  findings.fault(path, `an id of 1 to ${ID_MAX} characters`, `expected an id of 1 to ${ID_MAX} characters, found ${shown(value)}`);
}

/** Keeps an unknown part, if it can be kept. */
function keep(into: Record<string, Json>, key: string, value: unknown, path: string, findings: Findings): boolean {
  const fault = key === '__proto__' ? { path, expected: 'another name than __proto__' } : hiddenFault(value, path);
  if (fault !== null) {
    findings.fault(fault.path, fault.expected, `expected ${fault.expected}`);
    return false;
  }
  into[key] = value as Json;
  return true;
}

/** Reads the entities one after another. The usual entity is used as it is; only one with unknown or older parts is made anew. */
class EntityReader {
  readonly positions = new Map<string, number>();
  readonly keys: KeyChecks;
  readonly components: ComponentReader;
  /** Keys of what was read so far, without those of components. */
  counted = 0;
  readonly #list: readonly unknown[];
  readonly #findings: Findings;

  constructor(list: readonly unknown[], keys: KeyChecks, findings: Findings) {
    this.#list = list;
    this.#findings = findings;
    this.keys = keys;
    this.components = new ComponentReader(keys, findings);
  }

  readAll(): SceneEntity[] {
    const list = this.#list,
      { positions } = this,
      entities = list as SceneEntity[];
    for (let i = 0; i < list.length; i++) {
      const raw = list[i];
      if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
        this.counted += keysIn(raw);
        this.#findings.fault(`entities/${i}`, 'an entity', `expected an entity, found ${shown(raw)}`);
        entities[i] = { id: '' };
        continue;
      }
      const entity = this.#read(raw as Record<string, unknown>, i);
      if (entity !== raw) entities[i] = entity;
      const { id } = entity;
      if (!isId(id)) {
        idFault(this.#findings, `${placeOfEntity(i, raw)}/id`, id);
        continue;
      }
      const known = positions.size;
      positions.set(id, i);
      if (positions.size === known) {
        const first = entities.findIndex((each) => each.id === id);
        positions.set(id, first);
        this.#findings.fault(
          `${placeOfEntity(i, raw)}/id`,
          'an id of its own',
          `entities/${first} has this id already; expected an id of its own`,
          'WW_DUPLICATE_ID',
        );
      }
    }
    return entities;
  }

  #read(raw: Record<string, unknown>, at: number): SceneEntity {
    let components: { readonly [key: string]: FieldValues } | undefined,
      changed = false;
    const strange: string[] = [];
    for (const key in raw) {
      const value = raw[key];
      this.counted++;
      // The reader of components counts those itself.
      if (typeof value === 'object' && (key !== 'components' || Array.isArray(value))) this.counted += keysIn(value);
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
          components = this.components.read(value as Record<string, unknown>, at, raw);
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
    const extras: EntityExtras = { ...(Object.keys(keys).length > 0 ? { keys } : {}), ...this.components.takeStrange() };
    if (Object.keys(extras).length > 0) entity['extras'] = extras;
    return entity as unknown as SceneEntity;
  }

  #wrong(raw: Record<string, unknown>, at: number, key: string, expected: string, value: unknown): void {
    this.#findings.fault(`${placeOfEntity(at, raw)}/${key}`, expected, `expected ${expected}, found ${shown(value)}`);
  }
}
