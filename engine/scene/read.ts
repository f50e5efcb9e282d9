import { WorldwireError, type Fault } from '../errors.ts';
import type { Component } from '../schema/component.ts';
import type { Json } from '../schema/field.ts';
import { didYouMean } from '../nearest.ts';
import { expandInstances } from './expand.ts';
import { Findings, shown } from './findings.ts';
import { idFault, isId, keep } from './keep.ts';
import { migrate } from './migrate.ts';
import { EntityReader, type EntityTaker } from './read-entities.ts';
import { DEFAULT_TICK_RATE, SCENE_FORMAT, SCENE_VERSION, type Scene, type SceneEntity } from './scene.ts';
import { bodyOf, parse, parseWhole, type KeyTwice } from './syntax.ts';
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
  const { roots, keys, ...head } = readHead(file, findings);
  const list: unknown = file['entities'],
    read: SceneEntity[] = [];
  const expanded = Array.isArray(list) ? expandInstances(list, options.registry.components, findings) : undefined;
  if (expanded !== undefined) findings.expanded(expanded.places);
  // Reading completes some values in place.
  const written = expanded === undefined ? 0 : keysIn(list);
  const taker: EntityTaker = {
    take: (entity) => void read.push(entity),
    holds: (at, key) => Object.hasOwn(read[at]?.components ?? {}, key) || Object.hasOwn(read[at]?.extras?.components ?? {}, key),
    keysOf: (at) => Object.keys({ ...read[at]?.components, ...read[at]?.extras?.components }),
  };
  const reader = new EntityReader(options.registry.components, findings, taker, { telling: true });
  if (Array.isArray(list)) reader.read(expanded?.list ?? list);
  else if (list === undefined) findings.fault('entities', 'a list of entities', 'expected a list of entities, found nothing');
  else findings.fault('entities', 'a list of entities', `expected a list of entities, found ${shown(list)}`);
  if (!isWhole(keys + (expanded !== undefined ? written : Array.isArray(list) ? reader.counted : keysIn(list)))) return undefined;
  const { parents, order, positions, keys: used } = reader.end(roots);
  const warnings = findings.end();
  return { scene: { ...head, entities: read, positions, parents, keys: used, order }, warnings };
}

/** What stands in a scene beside its entities. */
export interface SceneHead extends Pick<Scene, 'id' | 'name' | 'tickRate' | 'seed' | 'extras'> {
  /** The order of those at the top, as the file has it; not checked. */
  readonly roots: unknown;
  /** How many keys were met, without those inside of `entities`. */
  readonly keys: number;
}

/** Reads what stands beside the entities, which are left to others. */
export function readHead(file: Record<string, unknown>, findings: Findings): SceneHead {
  const extras: Record<string, Json> = {};
  const head: { id?: string; name: string; tickRate: number; seed?: string } = { name: 'World', tickRate: DEFAULT_TICK_RATE };
  let roots: unknown,
    keys = 0;
  for (const key of Object.keys(file)) {
    const part = file[key];
    keys++;
    if (key !== 'entities') keys += keysIn(part);
    if (key === 'format' || key === 'version' || key === 'entities') continue;
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
    else if (keep(extras, key, part, key, findings) && key !== '$schema') {
      findings.warn(key, 'a key of this version', `this version does not know the key; it is kept as it is${didYouMean(key, SCENE_KEYS)}`, 'WW_SCENE_UNKNOWN');
    }
  }
  return { ...head, ...(Object.keys(extras).length > 0 ? { extras } : {}), roots, keys };
}

/** Whether a scene needs no migration. */
export function isOfThisVersion(value: unknown): boolean {
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
    const message =
      `${file ?? 'scene'}: version ${String(version)} of the format is newer than ${SCENE_VERSION}, which this version reads; ` + 'update Worldwire to open it';
    throw new WorldwireError('WW_SCENE_VERSION', message, [{ path: 'version', expected: `at most ${SCENE_VERSION}`, message, code: 'WW_SCENE_VERSION' }]);
  }
  return scene;
}
