import fc, { type Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDoor, createRegistry, hashWorld, openWorld, readScene, WorldwireError, type Json } from '../../engine/index.ts';
import { liveOf } from '../../engine/editing/live-world.ts';
import { captureScene } from '../../engine/scene/capture.ts';
import { writeScene } from '../../engine/scene/write.ts';
import { plugin } from '../../worlds/echo-bot/index.ts';
import { entitiesOf, plainJson, word } from '../unit/scene/arbitrary-scene.ts';
import { isReadFaithfully } from '../unit/scene/platform.ts';
import { Gadget, Needy } from '../unit/scene/sample.ts';
import { INPUTS_AT_A_DOOR, SEED } from '../samples.ts';

/** How many inputs, and what they are drawn from. */
const RUNS = INPUTS_AT_A_DOOR;

const registry = createRegistry(plugin, { components: [Gadget, Needy] });

/** A scene file, whole and in order. */
const whole = fc.record(
  {
    format: fc.constant('worldwire/scene'),
    version: fc.constantFrom(1, 1, 1, 0),
    name: word,
    id: word,
    seed: word,
    tickRate: fc.constantFrom(1, 30, 60),
    entities: entitiesOf(registry.components, 5),
  },
  { requiredKeys: ['format', 'version', 'entities'], noNullPrototype: true },
) as unknown as Arbitrary<Json>;

/** Names and values that mean something in a scene, at places where they mean something else. */
const splinter: Arbitrary<Json> = fc.oneof(
  plainJson,
  fc.constantFrom<Json>(
    null,
    '',
    [],
    {},
    0,
    -1,
    2 ** 40,
    'a',
    'lamp',
    { entity: 'a', component: 'Gadget' },
    { userId: 'host' },
    [['a']],
    { id: 'a' },
    { id: 'a', parent: 'a' },
  ),
);
const key = fc.oneof(
  fc.constantFrom(
    'id',
    'parent',
    'children',
    'roots',
    'components',
    'entities',
    'version',
    'persistent',
    'Gadget',
    'Gadget#2',
    'Gadget#1',
    'Needy',
    'WebsocketClient',
    'User',
    '_userId',
    '__proto__',
    'constructor',
  ),
  word,
);

/** Puts something else at some place of a value. */
function replaced(value: Json, path: readonly number[], name: string, by: Json): Json {
  const [step, ...rest] = path;
  if (typeof value !== 'object' || value === null || step === undefined) return by;
  if (Array.isArray(value)) {
    const list = value as readonly Json[],
      at = step % (list.length + 1);
    return at === list.length ? [...list, by] : list.with(at, replaced(list[at] as Json, rest, name, by));
  }
  const entries = Object.entries(value),
    at = step % (entries.length + 1),
    entry = entries[at];
  if (entry === undefined) return Object.fromEntries([...entries, [name, by]]);
  // Object.fromEntries defines properties, so that even __proto__ becomes one, as it does in JSON.parse.
  return Object.fromEntries(entries.with(at, step % 7 === 0 ? [name, entry[1]] : [entry[0], replaced(entry[1] as Json, rest, name, by)]));
}

const broken = fc
  .tuple(whole, fc.array(fc.tuple(fc.array(fc.nat(60), { maxLength: 8 }), key, splinter), { minLength: 1, maxLength: 4 }))
  .map(([scene, breaks]) => JSON.stringify(breaks.reduce((value, [path, name, by]) => replaced(value, path, name, by), scene)));

const garbled = fc
  .tuple(
    whole,
    fc.array(
      fc.tuple(
        fc.nat(),
        fc.nat(12),
        fc.oneof(
          fc.constantFrom('', '"', '{', '}', '[', ']', ',', ':', '\\', '\\u00', '1e999', '-', 'null', '\n', '\ufeff', '\u0000', '"__proto__":{},'),
          fc.string({ maxLength: 3 }),
        ),
      ),
      { minLength: 1, maxLength: 5 },
    ),
  )
  .map(([scene, cuts]) =>
    cuts.reduce((text, [at, length, by]) => {
      const from = at % (text.length + 1);
      return text.slice(0, from) + by + text.slice(from + length);
    }, JSON.stringify(scene)),
  );

const input = fc.oneof(
  { weight: 1, arbitrary: whole.map((scene) => JSON.stringify(scene)) },
  { weight: 5, arbitrary: broken },
  { weight: 3, arbitrary: garbled },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string({ maxLength: 60 }) },
);

describe('the door for scene files', () => {
  it(`loads a file whole or refuses it with a code, for ${RUNS} inputs of seed ${SEED}`, async () => {
    console.log(`scene files: ${RUNS} inputs, FUZZ_SEED=${SEED}`);
    let loaded = 0,
      refused = 0;
    await fc.assert(
      fc.asyncProperty(input, async (text) => {
        let scene;
        try {
          ({ scene } = readScene(text, { registry, file: 'fuzz.json' }));
        } catch (error) {
          if (!(error instanceof WorldwireError) || !error.code.startsWith('WW_SCENE_')) throw error;
          if (error.faults.length === 0 || error.faults.some(({ message }) => !message.startsWith('fuzz.json:')))
            throw new Error(`a fault without its place: ${error.message}`, { cause: error });
          refused++;
          return;
        }
        loaded++;
        const count = scene.entities.length;
        const world = openWorld({ registry, scene });
        expect(world.entities.count).toBe(count);
        const door = createDoor(world);
        door.step({ mode: 'tick', real: 17, inputs: [] });
        const { capture } = await door.ask({ ask: 'capture' });
        const saved = (await door.ask({ ask: 'pull', capture, entities: 1_000_000 })).text;
        const again = openWorld({ registry, scene: readScene(saved, { registry }).scene });
        if (isReadFaithfully(saved) && writeScene(captureScene(liveOf(again))) !== saved) throw new Error(`saved again it is another text than ${saved}`);
        door.end();
        expect(Object.prototype).not.toHaveProperty('active');
      }),
      { numRuns: RUNS, seed: SEED },
    );
    // Neither way may starve the other.
    expect(loaded).toBeGreaterThan(RUNS / 50);
    expect(refused).toBeGreaterThan(RUNS / 50);
  });
});

describe('the door for items', () => {
  it(`spawns an item whole or changes nothing, for ${RUNS} inputs of seed ${SEED}`, () => {
    console.log(`items: ${RUNS} inputs, FUZZ_SEED=${SEED}`);
    const room = '{"format":"worldwire/scene","version":1,"entities":[{"id":"room","components":{"Gadget":{}}},{"id":"a","parent":"room"}]}';
    const author = { userId: 'ada', role: 'Builder' } as const;
    let world = openWorld({ registry, scene: readScene(room, { registry }).scene });
    let door = createDoor(world);
    let [spawned, refused] = [0, 0];
    fc.assert(
      fc.property(
        fc.oneof({ weight: 1, arbitrary: whole }, { weight: 3, arbitrary: broken.map((text) => JSON.parse(text) as Json) }, { weight: 1, arbitrary: splinter }),
        (item) => {
          const before = world.entities.count;
          const hash = hashWorld(world);
          const [result] = door.step({ mode: 'pass', real: 0, inputs: [{ author, input: { type: 'spawn', item, parent: 'room' } }] }).results;
          if (result?.ok === true) {
            spawned++;
            // A world as it was, so that no run depends on those before it.
            world = openWorld({ registry, scene: readScene(room, { registry }).scene });
            door = createDoor(world);
            return;
          }
          refused++;
          if (result === undefined || !/^WW_(?:SCENE_|LIMIT|BAD_OPERATION)/.test(result.code))
            throw new Error(`refused as ${result?.code}: ${result?.message}`);
          expect(world.entities.count).toBe(before);
          expect(hashWorld(world)).toBe(hash);
        },
      ),
      { numRuns: RUNS, seed: SEED },
    );
    expect(spawned).toBeGreaterThan(RUNS / 100);
    expect(refused).toBeGreaterThan(RUNS / 100);
  });
});
