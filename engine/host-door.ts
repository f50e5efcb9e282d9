import type { Answer, Answers, Effect, LongQuestion, Question, Step, StepResult, WorldDoor } from './door.ts';
import { WorldwireError } from './errors.ts';
import { manifestOf } from './schema/manifest.ts';
import { LongQuestions, rowOf } from './long-questions.ts';
import { captureScene } from './scene/capture.ts';
import { readItem, remapItem } from './scene/item.ts';
import { SceneWriter } from './scene/write.ts';
import type { ItemReader } from './tick/inputs.ts';
import { Costs } from './tick/costs.ts';
import { Scheduler } from './tick/scheduler.ts';
import { stepWorld } from './tick/step.ts';
import { statusOf } from './watch/status.ts';
import { tapsOf } from './watch/taps.ts';
import { Watchers } from './watch/watchers.ts';
import { FrozenState } from './snapshot/frozen-state.ts';
import { CopySpace, type Taken } from './world/copy-space.ts';
import { allOf } from './world/in-parts.ts';
import { hashWorld, snapshotWorld } from './snapshot/state.ts';
import { liveOf } from './editing/live-world.ts';
import type { World } from './world/world.ts';

/** The door of a world in this thread. Steps answer at once, in the call; questions by promise. */
export interface LocalDoor extends WorldDoor {
  step(step: Step): StepResult;
  end(): Effect[];
}

export interface DoorOptions {
  /** A clock in milliseconds, by which the cost of each system is measured. Without one nothing is measured. No world's state depends on it. */
  readonly now?: () => number;
  /** Bytes of messages that the timeline of all connections keeps, for those who look. Default 0: there is no timeline. No world's state depends on it. */
  readonly trafficKeep?: number;
}

/** Opens a world, as `openWorld` and `restoreWorld` give it, to its host. */
export function createDoor(opened: World, options: DoorOptions = {}): LocalDoor {
  const world = liveOf(opened);
  const watchers = new Watchers(options.now);
  const taps = tapsOf(world, options.trafficKeep);
  const costs = options.now === undefined ? undefined : new Costs(world.registry.systems, options.now);
  const scheduler = new Scheduler(world, costs);
  const captures = new Map<number, Captured>();
  const space = new CopySpace();
  const long = new LongQuestions(world, watchers, space, options.now);
  let capture = 0;

  const captured = (number: number): Captured => {
    const found = captures.get(number);
    if (found === undefined) throw new WorldwireError('WW_BAD_REQUEST', `no capture has the number ${number}`);
    return found;
  };

  const now = <Q extends LongQuestion>(question: Q): Answer<Q> => allOf(long.work(question)) as Answer<Q>;

  const answers: { readonly [K in Question['ask']]: (question: Extract<Question, { ask: K }>) => Answers[K] } = {
    status: () => statusOf(world),
    clock: () => ({ tick: world.tick, real: world.real, edits: world.edits, savedEdits: world.unsaved.differs ? world.savedEdits : world.edits }),
    begin: ({ question }) => ({ work: long.begin(question) }),
    goOn: ({ work, milliseconds }) => long.goOn(work, milliseconds),
    drop: ({ work }) => {
      long.drop(work);
      return {};
    },
    entities: now,
    entity: now,
    history: now,
    kin: now,
    changes: now,
    item: now,
    locate: now,
    room: now,
    rows: now,
    sends: now,
    texts: now,
    traffic: now,
    firstRows: now,
    log: ({ after, limit }) => ({ entries: world.logged.after(after, limit).entries, next: world.logged.seq }),
    manifest: () => Array.from(world.registry.components.values(), manifestOf),
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
      const { edits } = world,
        [kept] = world.unsaved.kept;
      const writer = of === 'state' ? new FrozenState(world, space) : new SceneWriter(captureScene(world, space));
      captures.set(++capture, { writer, edits, kept, taken: space.taken() });
      return { capture, edits };
    },
    pull: ({ capture: number, entities }) => captured(number).writer.next(entities),
    release: ({ capture: number, durable }) => {
      const { writer, edits, kept, taken } = captured(number);
      captures.delete(number);
      writer.drop();
      space.free(taken);
      if (durable) {
        world.savedEdits = Math.max(world.savedEdits, edits);
        world.unsaved.saved(edits, kept);
      }
      return { unsaved: world.unsaved.differs };
    },
  };

  return {
    step(step) {
      for (const request of step.views ?? []) watchers.take(world, request);
      for (const [who, milliseconds] of step.looks?.charged ?? []) watchers.charge(who, milliseconds);
      if (step.trace === true) costs?.trace();
      const stepped = stepWorld(world, scheduler, step, itemReader);
      const spans = step.trace === true ? (costs?.traced() ?? []) : undefined;
      const log = world.newEntries();
      const halted = watchers.halted(world);
      const updates = watchers.updates(world, log, false, step.looks?.allowed);
      taps.tidy();
      const { tick, results, effects } = stepped;
      return { tick, results, effects, updates, log, ...(spans === undefined ? {} : { spans }), ...(halted.length === 0 ? {} : { halted }) };
    },
    async ask<Q extends Question>(question: Q): Promise<Answer<Q>> {
      const answer = answers[question.ask] as (question: Question) => Answers[Question['ask']];
      return answer(question) as Answer<Q>;
    },
    end() {
      for (const system of world.registry.systems) world.attempt(system, () => system.end?.(world));
      world.access.end();
      return world.takeEffects();
    },
  };
}

/** A copy of the world whose text is asked for in parts. */
interface Captured {
  readonly writer: SceneWriter | FrozenState;
  /** Number of the last edit that is in it. */
  readonly edits: number;
  /** How often the world had kept something by itself. */
  readonly kept: number;
  /** Memory that goes back to the space for copies. */
  readonly taken: Taken;
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
