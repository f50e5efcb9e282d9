import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { JoinedUser } from '../door.ts';
import type { ComponentRef, Json } from '../schema/field.ts';
import type { Answered } from '../world/answers.ts';
import type { StoredBaseline } from '../editing/baseline.ts';
import type { StoredHistory } from '../editing/history.ts';
import type { Kept, UnsavedEdit } from '../editing/unsaved.ts';
import type { Store } from '../world/store.ts';
import type { StoredEntity } from '../world/stored.ts';
import { wallOf } from '../world/wall.ts';
import { liveOf, type LiveWorld } from '../editing/live-world.ts';
import type { World } from '../world/world.ts';
import { compactEntity, defaultsOf, type CompactEntity, type Defaults } from './compact.ts';
import { exactEntity } from './exact.ts';

export const FORMAT = 'worldwire/snapshot';
/** Those of version 1 say every field of every component. */
export const VERSION = 2;
export const OLDEST = 1;

/** A component that waits for its turn; `systems` only where not all of those over its type that wait for anything wait for it. */
export interface Woken extends ComponentRef {
  readonly systems?: readonly string[];
}

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
  readonly woken: readonly Woken[];
  readonly extras: { readonly [key: string]: Json };
  /** Names of people who have left; absent as long as nobody has. */
  readonly former?: readonly (readonly [userId: string, name: string])[];
  /** Number of the job that was asked for last; absent as long as none was. */
  readonly jobs?: number;
  /** Absent as long as nothing has been edited. */
  readonly baseline?: StoredBaseline;
}
export interface Snapshot extends Omit<WorldState, 'entities'> {
  readonly format: typeof FORMAT;
  readonly version: number;
  readonly entities: readonly CompactEntity[];
  /** Of the component types that there are; absent in version 1. */
  readonly defaults?: Defaults;
  readonly history: StoredHistory;
  readonly answered: readonly Answered[];
  readonly logSeq: number;
  readonly savedEdits: number;
  /** Absent in snapshots of older versions. */
  readonly unsaved?: readonly UnsavedEdit[];
  /** Absent where the world has kept nothing by itself. */
  readonly kept?: Kept;
  readonly sceneTickRate: number;
  /** Times of day at the host: of the newest step, and of what differs from what was loaded. */
  readonly wall?: number;
  readonly walls?: readonly (readonly [change: number, wall: number])[];
}

/** @param entity what is said of each entity */
function stateOf<E>(world: LiveWorld, entity: (world: LiveWorld, row: number) => E): Omit<WorldState, 'entities'> & { readonly entities: readonly E[] } {
  const { entities } = world;
  const rows = [...entities.all()].sort((a, b) => (entities.created[a] as number) - (entities.created[b] as number));
  // Without a prototype, since an entity may have any id.
  const order = Object.create(null) as Record<string, readonly string[]>;
  const note = (key: string, siblings: readonly number[]): void => {
    if (siblings.length > 1) order[key] = siblings.map((row) => entities.id.get(row));
  };
  note('', entities.roots);
  for (const row of rows) note(entities.id.get(row), entities.children.get(row) ?? []);
  const frame = { ...frameOf(world), systems: systemsOf(world) };
  // The order in which they are named counts for the hash.
  const { id, name, tickRate, tick, real, chance, users, counters, systems, ...rest } = frame;
  const all = rows.map((row) => entity(world, row));
  return { id, name, tickRate, tick, real, chance, users, counters, entities: all, order, systems, ...rest };
}

/** What systems keep, by their names. */
function systemsOf(world: LiveWorld): WorldState['systems'] {
  return Object.fromEntries(
    world.registry.systems.flatMap((system) => (system.state === undefined ? [] : [[system.name, system.state.save(world.stateOf(system), world)]])),
  );
}

/** All of a world's state but its entities, and what systems keep. */
function frameOf(world: LiveWorld): Omit<WorldState, 'entities' | 'order' | 'systems'> {
  return {
    id: world.id,
    name: world.name,
    tickRate: world.tickRate,
    tick: world.tick,
    real: world.real,
    chance: world.chance.state,
    users: world.users.list,
    counters: world.counters(),
    woken: [...world.stores.values()].flatMap((store) => wokenOf(world, store)),
    extras: world.extras,
    ...(world.users.former.length === 0 ? {} : { former: world.users.former }),
    ...(world.jobs.last === 0 ? {} : { jobs: world.jobs.last }),
    ...(world.baseline.isEmpty ? {} : { baseline: world.baseline.save() }),
  };
}

/** What waits of one type, in order of creation. */
function wokenOf(world: LiveWorld, store: Store): Woken[] {
  const waiting = new Map<number, string[]>();
  for (const [system, wakings] of store.wakings) {
    for (const row of wakings.waiting()) {
      const systems = waiting.get(row);
      if (systems === undefined) waiting.set(row, [system]);
      else systems.push(system);
    }
  }
  const { created, owner } = store;
  return [...waiting]
    .sort(([a], [b]) => (created[a] as number) - (created[b] as number))
    .map(([row, systems]) => ({
      entity: world.entities.id.get(owner[row] as number),
      component: store.keyOf(row),
      ...(systems.length === store.wakings.size ? {} : { systems }),
    }));
}

/** SHA-256 of a world's whole state, in hex. Worlds of the same hash go on alike. */
export function hashWorld(world: World): string {
  const hash = sha256.create();
  const { entities, ...rest } = stateOf(liveOf(world), exactEntity);
  hash.update(utf8ToBytes(JSON.stringify(rest)));
  for (const entity of entities) hash.update(utf8ToBytes(JSON.stringify(entity)));
  return bytesToHex(hash.digest());
}

/** A world as text, to be restored in another process and go on as this one does. */
export function snapshotWorld(world: World): string {
  const live = liveOf(world);
  const snapshot: Snapshot = { ...stateOf(live, compactEntity), ...besides(live) };
  return JSON.stringify(snapshot);
}

/** What a snapshot holds but for entities, their order, and what systems keep. */
export function snapshotFrame(world: LiveWorld): Omit<Snapshot, 'entities' | 'order' | 'systems'> {
  return { ...frameOf(world), ...besides(world) };
}

/** What systems keep, taken now: parts of the text of an object in JSON, to be made one after another. */
export function freezeSystems(world: LiveWorld): readonly (() => string)[] {
  const parts = world.registry.systems.flatMap((system) => {
    const { name, state } = system;
    if (state === undefined) return [];
    const head = (): string => `${JSON.stringify(name)}:`;
    const kept = world.stateOf(system);
    if (state.freeze !== undefined) return [[head, ...state.freeze(kept, world)]];
    const text = JSON.stringify(state.save(kept, world));
    return [[head, () => text]];
  });
  return [() => '{', ...parts.flatMap((each, at) => (at === 0 ? each : [() => ',', ...each])), () => '}'];
}

/** What a snapshot holds beside what the hash covers. */
function besides(world: LiveWorld): Omit<Snapshot, keyof WorldState> {
  return {
    format: FORMAT,
    version: VERSION,
    defaults: defaultsOf([...world.stores.values()].filter(({ count }) => count > 0).map(({ component }) => component)),
    history: world.history.stored(),
    answered: world.answered.stored(),
    logSeq: world.logged.seq,
    savedEdits: world.savedEdits,
    unsaved: [...world.unsaved.edits],
    ...(world.unsaved.kept[0] === 0 ? {} : { kept: world.unsaved.kept }),
    sceneTickRate: world.sceneTickRate,
    ...wallOf(world),
    ...(world.baseline.isEmpty ? {} : { walls: world.baseline.walls() }),
  };
}
