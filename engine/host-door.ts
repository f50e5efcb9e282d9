import type { Answer, Answers, Effect, Question, Step, StepResult, WorldDoor } from './door.ts';
import { WorldwireError } from './errors.ts';
import { manifestOf } from './schema/manifest.ts';
import { captureScene } from './scene/capture.ts';
import { readItem, remapItem, writeItem } from './scene/item.ts';
import { SceneWriter } from './scene/write.ts';
import type { ItemReader } from './tick/inputs.ts';
import { Costs } from './tick/costs.ts';
import { Scheduler } from './tick/scheduler.ts';
import { stepWorld } from './tick/step.ts';
import { locate, rowsBetween } from './watch/rows-source.ts';
import { changesOf } from './watch/changes-watch.ts';
import { statusOf } from './watch/status.ts';
import { tapsOf } from './watch/taps.ts';
import { Watchers } from './watch/watchers.ts';
import { entityDetail, entityView } from './world/describe.ts';
import { FrozenState } from './world/frozen-state.ts';
import { runQuery } from './world/find.ts';
import { parseQuery } from './world/query.ts';
import { hashWorld, snapshotWorld } from './world/state.ts';
import type { World } from './world/world.ts';

const MOST_LISTED = 10_000;

/** The door of a world in this thread. Steps answer at once, in the call; questions by promise. */
export interface LocalDoor extends WorldDoor {
  step(step: Step): StepResult;
  end(): Effect[];
}

export interface DoorOptions {
  /** A clock in milliseconds, by which the cost of each system is measured. Without one nothing is measured. No world's state depends on it. */
  readonly now?: () => number;
}

/** Opens a world to its host. */
export function createDoor(world: World, options: DoorOptions = {}): LocalDoor {
  const watchers = new Watchers();
  const taps = tapsOf(world);
  const costs = options.now === undefined ? undefined : new Costs(world.registry.systems, options.now);
  const scheduler = new Scheduler(world, costs);
  const captures = new Map<number, { readonly writer: SceneWriter | FrozenState; readonly edits: number }>();
  let capture = 0;

  const captured = (number: number): { readonly writer: SceneWriter | FrozenState; readonly edits: number } => {
    const found = captures.get(number);
    if (found === undefined) throw new WorldwireError('WW_BAD_REQUEST', `no capture has the number ${number}`);
    return found;
  };

  const answers: { readonly [K in Question['ask']]: (question: Extract<Question, { ask: K }>) => Answers[K] } = {
    status: () => statusOf(world),
    entities: ({ query, offset, limit }) => {
      const rows = runQuery(world, parseQuery(query, world.registry.components));
      return { total: rows.length, entities: rows.slice(offset, offset + Math.min(limit, MOST_LISTED)).map((row) => entityView(world, row)) };
    },
    entity: ({ entity }) => entityDetail(world, rowOf(world, entity)),
    log: ({ after, limit }) => ({ entries: world.journal.after(after, limit).entries, next: world.journal.seq }),
    history: () => ({ entries: world.history.rows() }),
    changes: ({ limit }) => changesOf(world, limit),
    manifest: () => Array.from(world.registry.components.values(), manifestOf),
    item: ({ entity }) => ({ text: writeItem(world, rowOf(world, entity)) }),
    locate: ({ what, wanted }) => locate(world, watchers.rowsOf(world, what), wanted),
    rows: ({ what, from, to }) => rowsBetween(world, watchers.rowsOf(world, what), from, to),
    look: ({ views }) => {
      for (const request of views) watchers.take(world, request);
      return { updates: watchers.updates(world, [], true) };
    },
    connection: ({ entity, component }) => {
      const held = world.entities.held(rowOf(world, entity)).find(({ key }) => key === component);
      const answer = held === undefined ? undefined : world.registry.systems.find((system) => system.over === held.component)?.answers?.connection;
      if (held === undefined || answer === undefined) throw new WorldwireError('WW_UNKNOWN_COMPONENT', `${entity} has no connection named ${component}`);
      return answer(world, held.row);
    },
    costs: () => ({ costs: costs?.read() ?? [] }),
    hash: () => ({ hash: hashWorld(world), tick: world.tick }),
    snapshot: () => ({ text: snapshotWorld(world) }),
    capture: ({ of }) => {
      captures.set(++capture, { writer: of === 'state' ? new FrozenState(world) : new SceneWriter(captureScene(world)), edits: world.edits });
      return { capture, edits: world.edits };
    },
    pull: ({ capture: number, entities }) => captured(number).writer.next(entities),
    release: ({ capture: number, durable }) => {
      const { edits } = captured(number);
      captures.delete(number);
      if (durable) world.savedEdits = Math.max(world.savedEdits, edits);
      return { unsaved: world.edits !== world.savedEdits };
    },
  };

  return {
    step(step) {
      for (const request of step.views ?? []) watchers.take(world, request);
      const stepped = stepWorld(world, scheduler, step, itemReader);
      const log = world.newEntries();
      const updates = watchers.updates(world, log);
      taps.tidy();
      return { ...stepped, updates, log };
    },
    async ask<Q extends Question>(question: Q): Promise<Answer<Q>> {
      const answer = answers[question.ask] as (question: Question) => Answers[Question['ask']];
      return answer(question) as Answer<Q>;
    },
    end() {
      for (const system of world.registry.systems) system.end?.(world);
      return world.takeEffects();
    },
  };
}

/** Reads an item, and gives its entities ids of this world. What the item holds that is not known here is told in the log. */
const itemReader: ItemReader = (world, input, author) => {
  const { item, warnings } = readItem(input.item, { registry: world.registry, file: 'item' });
  for (const warning of warnings) world.log('warn', warning.message, { source: author.userId });
  return remapItem(item, {
    registry: world.registry,
    newId: () => world.newId(),
    spawnedBy: author.userId,
    ...(input.name === undefined ? {} : { name: input.name }),
  });
};

function rowOf(world: World, id: string): number {
  const row = world.entities.rowOf(id);
  if (row === undefined) throw new WorldwireError('WW_UNKNOWN_ENTITY', `no entity has the id ${id}`);
  return row;
}
