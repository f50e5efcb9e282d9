/** What a world counts ends somewhere: a snapshot that has counted further is refused, and a world that comes there stops before numbers stand still. */
import { expect, test } from 'vitest';
import { createDoor, hashWorld, restoreWorld, snapshotWorld, WorldwireError, type LocalDoor } from '../../../engine/index.ts';
import { liveOf, type LiveWorld } from '../../../engine/editing/live-world.ts';
import { MOST_COUNT } from '../../../engine/world/form.ts';
import { ANNA } from '../world-rig.ts';
import { lived, registry } from './lived.ts';

/** As a world that has asked for jobs as well writes it. */
const SNAPSHOT = snapshotWorld(restoreWorld(JSON.stringify({ ...(JSON.parse(lived()) as object), jobs: 3 }), registry));

/** What of a snapshot is changed here. */
interface Parts {
  readonly baseline: { next: number };
  readonly history: { turn: number; readonly passed: unknown[] };
  readonly unsaved: unknown[];
}

/** Places of all numbers of a snapshot but for the values of fields, which have no bound but their type's, and chance. */
function numbersOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (['values', 'defaults', 'chance', 'value', 'before', 'kept', 'errors'].includes(path.at(-1) ?? '')) return [];
  if (typeof value === 'number') return [path];
  return typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, inner]) => numbersOf(inner, [...path, key])) : [];
}
/** The last of each kind: of what stands in lists one member tells for all. */
const PLACES = [...new Map(numbersOf(JSON.parse(SNAPSHOT)).map((path) => [path.join('/').replace(/\d+/g, '#'), path])).values()];

/** Times of day, and real times: nothing is counted by them, and whatever they are the world goes on. */
const TIMES = /^history.*\/(?:wall|real)$|connections\/\d+\/(?:since|pingedAt)$|^walls\/\d+\/1$|^wall$/;

function withNumber(path: readonly string[], number: number): string {
  const snapshot = JSON.parse(SNAPSHOT) as object;
  const holder = path.slice(0, -1).reduce<unknown>((part, key) => (part as Record<string, unknown>)[key], snapshot) as Record<string, unknown>;
  holder[path.at(-1) ?? ''] = number;
  return JSON.stringify(snapshot);
}

/** The world of a snapshot; or the fault for which it is refused. */
function restored(text: string): LiveWorld | WorldwireError {
  try {
    return liveOf(restoreWorld(text, registry));
  } catch (error) {
    if (error instanceof WorldwireError && error.code === 'WW_SNAPSHOT_INVALID') return error;
    throw error;
  }
}

function counted({ tick, real, edits, created, logged, history }: LiveWorld): object {
  return { tick, real, edits, created, log: logged.seq, history: history.turns };
}

/** Lets a world do some steps in which it counts. Gives what it refused one for. */
function goOn(world: LiveWorld, door: LocalDoor): string | undefined {
  for (let step = 0; step < 4; step += 1) {
    const before = counted(world);
    try {
      door.step({
        mode: 'tick',
        real: world.real + 17,
        inputs: [
          { author: ANNA, requestId: `fresh-${step}`, input: { type: 'operations', operations: [{ op: 'addEntity' }] } },
          { author: ANNA, input: { type: step === 2 ? 'undo' : 'redo' } },
          { author: ANNA, input: { type: 'operations', operations: [{ op: 'updateEntity', entity: 'arm', tag: `at ${step}` }] } },
        ],
      });
    } catch (error) {
      if (!(error instanceof WorldwireError)) throw error;
      expect(counted(world)).toEqual(before);
      return `${error.code}: ${error.message}`;
    }
    const ids = [...world.entities.all()].map((row) => world.entities.created[row]);
    expect(new Set(ids).size).toBe(ids.length);
  }
  return undefined;
}

test('a snapshot has many numbers', () => {
  const roots = new Set(PLACES.map(([root]) => root));
  const frame = ['counters', 'jobs', 'logSeq', 'real', 'savedEdits', 'sceneTickRate', 'tick', 'tickRate', 'version', 'wall'];
  for (const root of [...frame, 'answered', 'baseline', 'entities', 'history', 'systems', 'unsaved', 'walls']) expect(roots, root).toContain(root);
});

test('a number that is past counting is refused by its place, wherever it stands; a time that is goes on, and comes back', () => {
  for (const path of PLACES)
    for (const number of [MOST_COUNT + 1, 1e300]) {
      const place = path.join('/');
      const world = restored(withNumber(path, number));
      if (!TIMES.test(place)) {
        expect(world, `${place}: ${number}`).toBeInstanceOf(WorldwireError);
        // Of an order of creation or a start the id stands in the place as well, and what it contradicts may be what is named.
        if (!/^entities|^version$/.test(place)) expect((world as WorldwireError).faults[0]?.path, `${place}: ${number}`).toMatch(new RegExp(`^${path[0]}`));
        continue;
      }
      expect(world, place).not.toBeInstanceOf(WorldwireError);
      const live = world as LiveWorld;
      expect(goOn(live, createDoor(live)), place).toBeUndefined();
      const again = restoreWorld(snapshotWorld(live), registry);
      expect(hashWorld(again), place).toBe(hashWorld(live));
    }
});

test('a world that was given as much as it counts says so where it would count on, with what it has counted, and gives no number twice', () => {
  const ended = new Map<string, string>();
  for (const path of PLACES) {
    const place = path.join('/');
    const world = restored(withNumber(path, MOST_COUNT));
    if (world instanceof WorldwireError) continue;
    const why = goOn(world, createDoor(world));
    if (why === undefined) {
      const again = restored(snapshotWorld(world));
      expect(again, place).not.toBeInstanceOf(WorldwireError);
      expect(hashWorld(again as LiveWorld), place).toBe(hashWorld(world));
    } else ended.set(place, why);
  }
  const told = new Map(Array.from(ended, ([place, why]) => [place, /^WW_LIMIT: the world does no further step: its (.*) have come to/.exec(why)?.[1]]));
  expect(Object.fromEntries(told)).toEqual({
    tick: 'ticks',
    real: 'milliseconds of real time',
    'counters/nextId': 'ids of entities',
    'counters/created': 'orders of creation',
    'counters/edits': 'edits',
    'history/seq': 'steps of its history',
    'history/turn': 'steps of its history',
    'baseline/next': 'changes since it was loaded',
    'baseline/missed': 'changes since it was loaded',
    'systems/network/lastNumber': 'connections that it had',
    logSeq: 'entries of its log',
  });
});

test('a step that says more real time than a world counts is refused before anything of it is done', () => {
  const world = liveOf(restoreWorld(SNAPSHOT, registry));
  expect(() => createDoor(world).step({ mode: 'tick', real: MOST_COUNT + 1, inputs: [] })).toThrow(
    /its milliseconds of real time have come to 4503599627370496/,
  );
  expect(snapshotWorld(world) === SNAPSHOT).toBe(true);
});

test.each<[string, (snapshot: Parts) => void, RegExp]>([
  ['changes since it was loaded', ({ baseline }) => void (baseline.next = 2), /^baseline\/facts\/\d+\/change$/],
  ['turns of steps', ({ history }) => void (history.turn = 1), /^history\/entries\/\d+\/turns\/\d+$/],
  ['turns after which another has changed something', ({ history }) => void (history.passed[0] = ['arm', 'ben', 1000]), /^history\/passed\/0\/2$/],
  ['edits', ({ unsaved }) => void (unsaved[0] = [1000, 1, 'made']), /^unsaved\/0\/0$/],
  ['steps that are not saved', ({ unsaved }) => void (unsaved[0] = [1, 1000, 'made']), /^unsaved\/0\/1$/],
])('a snapshot that speaks of more %s than there were is refused', (_, change, place) => {
  const snapshot = JSON.parse(SNAPSHOT) as Parts;
  change(snapshot);
  const world = restored(JSON.stringify(snapshot));
  expect((world as WorldwireError).faults[0]?.path).toMatch(place);
});
