import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { FieldValues, InputResult, JoinedUser, LogEntry } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import type { ComponentRef, Json } from '../schema/field.ts';
import { storedEntity, type Storable } from './describe.ts';
import { Column } from './column.ts';
import { NONE, type Held } from './entity-table.ts';
import type { StoredBaseline } from './editing/baseline.ts';
import type { StoredHistory } from './editing/history.ts';
import type { UnsavedEdit } from './editing/unsaved.ts';
import type { Registry } from './registry.ts';
import { parseKey } from '../schema/component-key.ts';
import type { Start } from './starts.ts';
import { exact, type StoredEntity } from './stored.ts';
import { wallOf } from './wall.ts';
import { World } from './world.ts';

const FORMAT = 'worldwire/snapshot';
const VERSION = 1;

/** What a hash covers: all fields, the hierarchy, who is there, chance, what systems keep, and what was loaded. */
interface WorldState {
  readonly id: string;
  readonly name: string;
  readonly tickRate: number;
  readonly tick: number;
  readonly real: number;
  readonly chance: readonly number[];
  readonly users: readonly JoinedUser[];
  readonly counters: { readonly nextId: number; readonly created: number; readonly edits: number };
  /** In order of creation; siblings that stand otherwise are listed under their parent. */
  readonly entities: readonly StoredEntity[];
  readonly order: { readonly [parent: string]: readonly string[] };
  readonly systems: { readonly [name: string]: Json };
  /** Components that were woken and wait for their turn. */
  readonly woken: readonly ComponentRef[];
  readonly extras: { readonly [key: string]: Json };
  /** Names of people who have left; absent as long as nobody has. */
  readonly former?: readonly (readonly [userId: string, name: string])[];
  /** Absent as long as nothing has been edited. */
  readonly baseline?: StoredBaseline;
}
interface Snapshot extends WorldState {
  readonly format: typeof FORMAT;
  readonly version: number;
  readonly history: StoredHistory;
  readonly answered: readonly (readonly [string, InputResult])[];
  readonly logSeq: number;
  readonly savedEdits: number;
  /** Absent in snapshots of older versions. */
  readonly unsaved?: readonly UnsavedEdit[];
  readonly sceneTickRate: number;
  /** Times of day at the host: of the newest step, and of what differs from what was loaded. */
  readonly wall?: number;
  readonly walls?: readonly (readonly [change: number, wall: number])[];
}

function stateOf(world: World): WorldState {
  const { entities } = world;
  const rows = [...entities.all()].sort((a, b) => (entities.created[a] as number) - (entities.created[b] as number));
  const order: Record<string, readonly string[]> = {};
  const note = (key: string, siblings: readonly number[]): void => {
    if (siblings.length > 1) order[key] = siblings.map((row) => entities.id[row] as string);
  };
  note('', entities.roots);
  for (const row of rows) note(entities.id[row] as string, entities.children[row] ?? []);
  const frame = frameOf(world);
  // The order in which they are named counts for the hash.
  const { id, name, tickRate, tick, real, chance, users, counters, ...rest } = frame;
  const all = rows.map((row) => exactEntity(world, row));
  return { id, name, tickRate, tick, real, chance, users, counters, entities: all, order, ...rest };
}

/** All of a world's state but its entities. */
function frameOf(world: World): Omit<WorldState, 'entities' | 'order'> {
  const { entities } = world;
  return {
    id: world.id,
    name: world.name,
    tickRate: world.tickRate,
    tick: world.tick,
    real: world.real,
    chance: world.chance.state,
    users: world.users.list,
    counters: world.counters(),
    systems: Object.fromEntries(
      world.registry.systems.flatMap((system) => (system.state === undefined ? [] : [[system.name, system.state.save(world.stateOf(system), world)]])),
    ),
    woken: [...world.stores.values()].flatMap((store) =>
      (store.wakings?.waiting() ?? []).map((row) => ({ entity: entities.id[store.owner[row] as number] as string, component: store.keyOf(row) })),
    ),
    extras: world.extras,
    ...(world.users.former.length === 0 ? {} : { former: world.users.former }),
    ...(world.baseline.isEmpty ? {} : { baseline: world.baseline.save() }),
  };
}

/** An entity whole, to the bit. */
export function exactEntity(world: Storable, row: number): StoredEntity {
  const entity = storedEntity(world, row, (held) => exactValues(world, held));
  let starts: Record<string, Start<Json>> | undefined;
  for (const [driven, of] of world.starts) {
    if (of.has(row)) (starts ??= {})[driven] = { since: of.since[row] as number, value: exactValue(of.values, row) };
  }
  return starts === undefined ? entity : { ...entity, starts };
}

/** Every field, with numbers that JSON cannot hold written as words. */
function exactValues(world: Storable, held: Held): FieldValues {
  const store = world.storeOf(held.component.name);
  const out: Record<string, Json> = {};
  for (const field of held.component.fieldList) out[field.name] = exactValue(store.columnOf(field.name), held.row);
  return out;
}

function exactValue(column: Column, row: number): Json {
  const { field, width } = column;
  if (field.storage !== 'f32' && field.storage !== 'f64') return column.get(row);
  const numbers = column.data as Float32Array;
  return width === 1 ? exact(numbers[row] as number) : Array.from(numbers.subarray(row * width, (row + 1) * width), exact);
}

/** Writes what `exactValue` has given. */
function setExact(column: Column, row: number, value: Json): void {
  const { field, width } = column;
  if (field.storage !== 'f32' && field.storage !== 'f64') {
    column.set(row, value);
    return;
  }
  const numbers = column.data as Float32Array;
  const list = width === 1 ? [value] : (value as readonly Json[]);
  list.forEach((number, i) => {
    numbers[row * width + i] = Number(number);
  });
}

/** SHA-256 of a world's whole state, in hex. Worlds of the same hash go on alike. */
export function hashWorld(world: World): string {
  const hash = sha256.create();
  const { entities, ...rest } = stateOf(world);
  hash.update(utf8ToBytes(JSON.stringify(rest)));
  for (const entity of entities) hash.update(utf8ToBytes(JSON.stringify(entity)));
  return bytesToHex(hash.digest());
}

/** A world as text, to be restored in another process and go on as this one does. */
export function snapshotWorld(world: World): string {
  const snapshot: Snapshot = { ...stateOf(world), ...besides(world) };
  return JSON.stringify(snapshot);
}

/** What a snapshot holds but for entities and their order. */
export function snapshotFrame(world: World): Omit<Snapshot, 'entities' | 'order'> {
  return { ...frameOf(world), ...besides(world) };
}

/** What a snapshot holds beside what the hash covers. */
function besides(world: World): Omit<Snapshot, keyof WorldState> {
  return {
    format: FORMAT,
    version: VERSION,
    history: world.history.stored(),
    answered: [...world.answered],
    logSeq: world.journal.seq,
    savedEdits: world.savedEdits,
    unsaved: [...world.unsaved.edits],
    sceneTickRate: world.sceneTickRate,
    ...wallOf(world),
    ...(world.baseline.isEmpty ? {} : { walls: world.baseline.walls() }),
  };
}

/**
 * Brings a world back from a snapshot. Throws WW_SNAPSHOT_INVALID where it is none, or needs components that are not registered.
 * @param log the log that the world had, which its snapshot does not hold; entries newer than the snapshot are left out
 */
export function restoreWorld(text: string, registry: Registry, log: readonly LogEntry[] = []): World {
  let snapshot: Snapshot;
  try {
    snapshot = JSON.parse(text) as Snapshot;
  } catch (error) {
    throw new WorldwireError('WW_SNAPSHOT_INVALID', `the snapshot is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (snapshot.format !== FORMAT || snapshot.version !== VERSION) throw new WorldwireError('WW_SNAPSHOT_INVALID', `expected ${FORMAT} of version ${VERSION}`);
  const world = new World({
    registry,
    id: snapshot.id,
    name: snapshot.name,
    tickRate: snapshot.tickRate,
    sceneTickRate: snapshot.sceneTickRate,
    extras: snapshot.extras,
  });
  world.tick = snapshot.tick;
  world.turns.taken = snapshot.tick;
  world.real = snapshot.real;
  world.wall = snapshot.wall;
  world.chance.state = [...snapshot.chance] as [number, number, number, number];
  world.users.list = [...snapshot.users];
  world.users.former = snapshot.former ?? [];
  for (const entity of snapshot.entities) restoreEntity(world, entity);
  for (const entity of snapshot.entities) placeEntity(world, entity);
  for (const [parent, ids] of Object.entries(snapshot.order)) sortSiblings(world, parent, ids);
  for (const row of world.entities.roots) spreadInactive(world, row, 0);
  restoreComponents(world, snapshot.entities);
  restoreStarts(world, snapshot.entities);
  world.setCounters(snapshot.counters, snapshot.savedEdits);
  world.history.restore(snapshot.history);
  world.unsaved.restore(snapshot.unsaved ?? (world.edits === world.savedEdits ? [] : [[world.edits, null, 'made']]));
  if (snapshot.baseline !== undefined) world.baseline.load(snapshot.baseline, snapshot.walls);
  world.journal.begin(snapshot.logSeq, log);
  for (const [key, result] of snapshot.answered) world.answered.set(key, result);
  for (const system of registry.systems) {
    const data = snapshot.systems[system.name];
    if (system.state !== undefined && data !== undefined) world.setState(system, system.state.load(data, world));
  }
  for (const { entity, component: key } of snapshot.woken) {
    const held = world.entities.held(world.entities.rowOf(entity) ?? NONE).find((each) => each.key === key);
    if (held !== undefined) world.wake(held.component, held.row);
  }
  return world;
}

function restoreEntity(world: World, entity: StoredEntity): void {
  const { entities } = world;
  const row = entities.allocate();
  entities.add(row, entity.id, entity.name, entity.created);
  entities.tag[row] = entity.tag;
  entities.active[row] = entity.active ? 1 : 0;
  entities.persistent[row] = entity.persistent ? 1 : 0;
  entities.orderOffset[row] = entity.orderOffset;
  entities.spawnedBy[row] = entity.spawnedBy;
  entities.extras[row] = entity.extras;
}

function placeEntity(world: World, entity: StoredEntity): void {
  const { entities } = world;
  const parent = entity.parent === null ? NONE : entities.rowOf(entity.parent);
  if (parent === undefined) throw new WorldwireError('WW_SNAPSHOT_INVALID', `the parent of ${entity.id} is missing`);
  entities.insert(entities.rowOf(entity.id) as number, parent, entities.siblings(parent).length);
}

function sortSiblings(world: World, parent: string, ids: readonly string[]): void {
  const { entities } = world;
  entities.arrange(
    parent === '' ? NONE : (entities.rowOf(parent) as number),
    ids.map((id) => entities.rowOf(id) as number),
  );
}

/** After all entities have their rows, since a second component of a type takes one from the same pool. */
function restoreComponents(world: World, stored: readonly StoredEntity[]): void {
  for (const entity of stored) {
    const row = world.entities.rowOf(entity.id) as number;
    for (const { key, created, values } of entity.components) {
      const type = parseKey(key)?.type ?? '';
      if (!world.stores.has(type)) throw new WorldwireError('WW_SNAPSHOT_INVALID', `the snapshot needs the component type ${type}, which is not registered`);
      const store = world.storeOf(type);
      const at = key === type ? row : world.entities.allocate();
      store.add(at, row, key, created);
      for (const field of store.component.fieldList) {
        const value = values[field.name];
        if (value === undefined) continue;
        setExact(store.columnOf(field.name), at, value);
      }
      world.entities.components[row] = [...world.entities.held(row), { component: store.component, key, row: at }];
      world.membership.note(row, store.component, true);
      world.refreshEligibility(store, at);
    }
  }
}

function restoreStarts(world: World, stored: readonly StoredEntity[]): void {
  for (const entity of stored) {
    for (const [driven, { since, value }] of Object.entries(entity.starts ?? {})) {
      const starts = world.starts.get(driven);
      if (starts === undefined)
        throw new WorldwireError('WW_SNAPSHOT_INVALID', `the snapshot says of ${entity.id} that ${driven} is driven, which nothing drives`);
      const row = world.entities.rowOf(entity.id) as number;
      const held = new Column(starts.field, 1);
      setExact(held, 0, value);
      starts.restore(row, since, held);
    }
  }
}

/** Whether each entity below counts as inactive, from the flags alone. */
export function spreadInactive(world: World, row: number, above: number): void {
  const { entities } = world;
  const waiting: (readonly [number, number])[] = [[row, above]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [at, outer] = next;
    const inactive = outer === 1 || entities.active[at] === 0 ? 1 : 0;
    entities.inactive[at] = inactive;
    for (const child of entities.children[at] ?? []) waiting.push([child, inactive]);
  }
}
