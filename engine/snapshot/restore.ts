import type { LogEntry } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import type { NamedField } from '../schema/component.ts';
import type { Json } from '../schema/field.ts';
import { Column } from '../world/column.ts';
import { driverOf } from '../world/driving.ts';
import { NONE } from '../world/entity-table.ts';
import type { Registry } from '../world/registry.ts';
import { checkSnapshot } from './check.ts';
import { restoreComponents, setExact } from './restore-components.ts';
import { refuse } from '../world/form.ts';
import { valueCheck, type ValueCheck } from './values.ts';
import { FORMAT, OLDEST, VERSION, type Snapshot } from './state.ts';
import type { CompactEntity } from './compact.ts';
import type { System } from '../world/system.ts';
import { LiveWorld } from '../editing/live-world.ts';

/**
 * Brings a world back from a snapshot. Throws WW_SNAPSHOT_INVALID where it is none, holds what no world holds, or needs components or systems that
 * are not registered; the message names the place.
 * @param log the log that the world had, which its snapshot does not hold; entries newer than the snapshot are left out
 */
export function restoreWorld(text: string, registry: Registry, log: readonly LogEntry[] = []): LiveWorld {
  let snapshot: Snapshot;
  try {
    snapshot = JSON.parse(text) as Snapshot;
  } catch (error) {
    throw new WorldwireError('WW_SNAPSHOT_INVALID', `the snapshot is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if ((snapshot as Snapshot | null)?.format !== FORMAT) throw new WorldwireError('WW_SNAPSHOT_INVALID', `expected ${FORMAT} of version ${VERSION}`);
  if (!Number.isInteger(snapshot.version) || snapshot.version < OLDEST || snapshot.version > VERSION)
    throw new WorldwireError(
      'WW_SNAPSHOT_INVALID',
      `expected ${FORMAT} of version ${VERSION}, found version ${JSON.stringify(snapshot.version)}; restore it with the version of Worldwire that took it`,
    );
  checkSnapshot(snapshot, registry);
  const world = new LiveWorld({
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
  world.jobs.last = snapshot.jobs ?? 0;
  world.entities.reserve(snapshot.entities.length);
  const rows = Int32Array.from(snapshot.entities, (entity) => restoreEntity(world, entity));
  snapshot.entities.forEach((entity, at) => placeEntity(world, entity, rows[at] as number));
  for (const [parent, ids] of Object.entries(snapshot.order)) sortSiblings(world, parent, ids);
  for (const row of world.entities.roots) world.entities.spreadInactive(row, 0);
  restoreComponents(world, snapshot.entities, rows, snapshot.defaults);
  restoreStarts(world, snapshot.entities);
  world.setCounters(snapshot.counters, snapshot.savedEdits);
  world.history.restore(snapshot.history);
  world.unsaved.restore(snapshot.unsaved ?? (world.edits === world.savedEdits ? [] : [[world.edits, null, 'made']]), snapshot.kept);
  if (snapshot.baseline !== undefined) world.baseline.load(snapshot.baseline, snapshot.walls);
  world.logged.begin(snapshot.logSeq, log);
  world.answered.restore(snapshot.answered);
  for (const system of registry.systems)
    if (system.state !== undefined && Object.hasOwn(snapshot.systems, system.name)) loadSystem(world, system, snapshot.systems[system.name] as Json);
  for (const { entity, component: key, systems } of snapshot.woken) {
    const held = world.entities.held(world.entities.rowOf(entity) ?? NONE).find((each) => each.key === key);
    if (held === undefined) continue;
    for (const [name, wakings] of world.storeOf(held.component.name).wakings) if (systems?.includes(name) ?? true) wakings.wake(held.row);
  }
  return world;
}

function restoreEntity(world: LiveWorld, entity: CompactEntity): number {
  const { entities } = world;
  const row = entities.allocate();
  entities.add(row, entity.id, entity.name, entity.created);
  entities.tag.set(row, entity.tag ?? '');
  entities.setActive(row, entity.active ?? true);
  entities.setPersistent(row, entity.persistent ?? true);
  entities.setOrderOffset(row, entity.orderOffset ?? 0);
  entities.spawnedBy.set(row, entity.spawnedBy ?? null);
  entities.extras.set(row, entity.extras);
  return row;
}

function placeEntity(world: LiveWorld, entity: CompactEntity, row: number): void {
  const { entities } = world;
  const parent = (entity.parent ?? null) === null ? NONE : (entities.rowOf(entity.parent as string) as number);
  entities.insert(row, parent, entities.siblings(parent).length);
}

function sortSiblings(world: LiveWorld, parent: string, ids: readonly string[]): void {
  const { entities } = world;
  entities.arrange(
    parent === '' ? NONE : (entities.rowOf(parent) as number),
    ids.map((id) => entities.rowOf(id) as number),
  );
}

/** After all components are there, since what drives a field tells whether it has begun. */
function restoreStarts(world: LiveWorld, stored: readonly CompactEntity[]): void {
  const checks = new Map<NamedField, ValueCheck>();
  // Snapshots of older versions do not say what it was: drivers go on from what is there.
  world.drives.followAll();
  stored.forEach((entity, at) => {
    for (const [driven, { since, value, kept, misfit }] of Object.entries(entity.starts ?? {})) {
      const place = `entities/${at} (${entity.id})/starts/${driven}`;
      const [key = '', name = ''] = driven.split('.');
      const row = world.entities.rowOf(entity.id) as number;
      const held = world.entities.held(row).find((each) => each.key === key);
      const field = held?.component.fieldList.find((each) => each.name === name);
      if (held === undefined || field === undefined || driverOf(world, row, key, name) === undefined)
        refuse(place, 'a field that is driven', `nothing drives ${driven} of the entity`);
      const check = checks.get(field) ?? valueCheck(field, 'exact', true);
      checks.set(field, check);
      check(value, () => `${place}/value`);
      if (kept !== undefined) check(kept, () => `${place}/kept`);
      const { starts } = world.drives.targetOf(world.storeOf(held.component.name), name);
      starts.restore(held.row, since, exactColumn(field, value), kept === undefined ? undefined : exactColumn(field, kept));
      if (misfit === true) starts.misfits.add(held.row);
    }
  });
}

/** What a system keeps it checks itself, since nobody else knows it. */
function loadSystem(world: LiveWorld, system: System, data: Json): void {
  try {
    world.setState(system, system.state?.load(data, world));
  } catch (error) {
    if (error instanceof WorldwireError) throw error;
    refuse(`systems/${system.name}`, `what ${system.name} keeps`, `it cannot be taken in: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A column of one row with what `exactValue` has given. */
function exactColumn(field: NamedField, value: Json): Column {
  const column = new Column(field, 1);
  setExact(column, 0, value);
  return column;
}
