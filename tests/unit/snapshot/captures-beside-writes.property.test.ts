import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDoor, defineSystem, snapshotWorld, type Input, type Json, type Operation, type Plugin } from '../../../engine/index.ts';
import { Gadget } from '../scene/sample.ts';
import { drivers } from '../world/drivers.ts';
import { samples } from '../../samples.ts';
import { openRig, type Rig } from '../world-rig.ts';

/** Rows of several pages, and more than are copied at a time. */
const COUNT = 1_200;
/** Two values for each kind of field. */
const VALUES: { readonly [field: string]: readonly [Json, Json] } = {
  Position: [
    [1, 2, 3],
    [4, 5, 6],
  ],
  Rotation: [
    [1, 0, 0, 0],
    [0, 1, 0, 0],
  ],
  Tint: [
    [1, 0, 0, 1],
    [0, 1, 0, 0.5],
  ],
  Size: [0.5, 2],
  Level: [1, -2],
  When: [0.1, 1e300],
  Mood: ['busy', 'wild'],
  Text: ['one', 'two'],
  Words: [['a'], ['b', 'c']],
  Data: [{ deep: [1] }, 'plain'],
  Friend: ['e0', 'e1199'],
  Client: [null, { entity: 'e1', component: 'Gadget' }],
  Target: [null, { entity: 'e1', component: 'Gadget', field: 'Size' }],
  Even: [2, 4],
  Enabled: [true, false],
  UpdateOrder: [1, -1],
  persistent: [true, false],
};

/** Writes into the columns of Gadgets in each tick, so that nobody is told. */
const blind = defineSystem({
  name: 'blind',
  over: Gadget,
  bind(world) {
    const count = world.store(Gadget).columns.Count.data;
    return ({ data, length }) => {
      for (let i = 0; i < length; i++) count[data[i] as number] = (count[data[i] as number] as number) + 1;
    };
  },
});
const PLUGIN: Plugin = { components: [Gadget, ...(drivers.components ?? [])], systems: [blind, ...(drivers.systems ?? [])] };

const entities = Array.from({ length: COUNT }, (_, i) => ({
  id: `e${i}`,
  name: `Entity ${i}`,
  ...(i % 50 === 0 ? {} : { parent: `e${i - (i % 50)}` }),
  components: {
    Transform: { Position: [i, 0, 0] },
    ...(i % 9 === 0 ? { Gadget: { When: i }, 'Gadget#2': { Level: 1 } } : {}),
    ...(i % 15 === 0 ? { Spinner: { Speed: [0, 90, i % 7] } } : {}),
    ...(i % 100 === 0 ? { FloatValue: {}, StringValue: {}, Pusher: { Target: { entity: `e${i}`, component: 'FloatValue', field: 'Value' } } } : {}),
    ...(i % 400 === 0 ? { Herald: { Words: [[`e${i}`, 'StringValue', `word ${i}`]] } } : {}),
  },
}));

const at = fc.oneof(fc.nat({ max: COUNT - 1 }), fc.integer({ min: 1_010, max: COUNT - 1 }), fc.constantFrom(0, 511, 512, 1_023, 1_024)).map(String);
const entity = at.map((row) => `e${row}`);
/** One that has a Gadget. */
const gadget = at.map((row) => `e${Number(row) - (Number(row) % 9)}`);
const spinner = at.map((row) => `e${Number(row) - (Number(row) % 15)}`);
const which = fc.constantFrom(0 as const, 1 as const);
const field = fc.constantFrom(...Object.keys(VALUES));
const component = fc.constantFrom('Gadget', 'Gadget#2');

const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(gadget, component, field, which)
      .map(([of, key, name, n]): Operation => ({ op: 'setField', entity: of, component: key, field: name, value: VALUES[name]?.[n] ?? null })),
  },
  fc.tuple(spinner, which).map(([of, n]): Operation => ({ op: 'setField', entity: of, component: 'Transform', field: 'Rotation', value: [n, 1 - n, 0, 0] })),
  fc.tuple(spinner, fc.boolean()).map(([of, value]): Operation => ({ op: 'setField', entity: of, component: 'Spinner', field: 'Enabled', value })),
  fc.tuple(spinner, which).map(([of, n]): Operation => ({ op: 'setField', entity: of, component: 'Spinner', field: 'Speed', value: [n, 10, 20] })),
  fc.record({ op: fc.constant('addComponent' as const), entity, component: fc.constantFrom('Gadget', 'Spinner', 'FloatValue') }),
  fc.record({ op: fc.constant('removeComponent' as const), entity: gadget, component: fc.constantFrom('Gadget#2', 'Spinner') }),
  fc.record({ op: fc.constant('removeEntity' as const), entity }),
  fc.record({ op: fc.constant('addEntity' as const), entity: fc.record({ id: fc.constantFrom('new', 'newer') }), parent: fc.option(entity) }),
  fc.record({ op: fc.constant('duplicateEntity' as const), entity }),
  fc.record({ op: fc.constant('moveEntity' as const), entity, parent: fc.option(entity) }),
  fc.record(
    {
      op: fc.constant('updateEntity' as const),
      entity,
      active: fc.boolean(),
      persistent: fc.boolean(),
      orderOffset: fc.integer({ min: -1, max: 1 }),
      name: fc.constantFrom('A', 'B'),
      tag: fc.constantFrom('', 't'),
    },
    { requiredKeys: ['op', 'entity'] },
  ),
);

type Act = (rig: Rig) => void;
const edit = fc.array(operation, { minLength: 1, maxLength: 3 }).map(
  (operations): Act =>
    (rig) =>
      void rig.edit(operations),
);
const back = fc.constantFrom('undo' as const, 'redo' as const).map(
  (type): Act =>
    (rig) =>
      void rig.give({ type } satisfies Input),
);
/** Rows of the Gadgets of an entity, where it is there and has any. */
const rowsOf = ({ world }: Rig, of: string): number[] => {
  const row = world.entities.rowOf(of);
  return row === undefined ? [] : world.entities.held(row).flatMap((held) => (held.component.name === 'Gadget' ? [held.row] : []));
};
const write = fc.tuple(gadget, field, which).map(([of, name, n]): Act => (rig) => {
  const store = rig.world.storeOf('Gadget');
  for (const row of rowsOf(rig, of)) rig.world.writer(store, name as never).write(row, VALUES[name]?.[n] as never);
});
/** A program writes into a column as it lies, which may be the first time that anybody asks for it. */
const unseen = fc.tuple(gadget, fc.constantFrom('Size', 'When', 'Level', 'Mood', 'Text', 'Data'), which).map(([of, name, n]): Act => (rig) => {
  const column = rig.world.storeOf('Gadget').columnOf(name);
  const value = name === 'Mood' ? n : VALUES[name]?.[n];
  for (const row of rowsOf(rig, of)) (column.data as unknown[])[row] = value;
});
const tick: fc.Arbitrary<Act> = fc.constant((rig) => rig.tick());
/** A component takes its row anew, or that of another. */
const again = fc.tuple(gadget, component).map(([of, key]): Act => (rig) => {
  rig.edit([{ op: 'removeComponent', entity: of, component: key }]);
  rig.edit([{ op: 'addComponent', entity: of, component: 'Gadget' }]);
});
const act = fc.oneof({ weight: 4, arbitrary: edit }, back, { weight: 2, arbitrary: write }, unseen, again, { weight: 3, arbitrary: tick });
const doing = fc.oneof(
  { weight: 6, arbitrary: act },
  { weight: 2, arbitrary: fc.constantFrom('scene' as const, 'state' as const) },
  { weight: 2, arbitrary: fc.nat({ max: 1 }).map((number) => ({ pull: number })) },
  { weight: 1, arbitrary: fc.nat({ max: 1 }).map((number) => ({ drop: number })) },
);

/** A capture under way, and the text that it has to come to. */
interface Going {
  readonly of: 'scene' | 'state';
  readonly capture: number;
  readonly expected: string;
  text: string;
  done: boolean;
}

test('a capture is the world of its moment, whatever is written by whom before it is copied, and however many are under way', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(doing, { minLength: 4, maxLength: 24 }), async (all) => {
      const rig = openRig(entities, PLUGIN);
      const { door, world } = rig;
      const going: Going[] = [];
      const pull = async (of: Going, size: number): Promise<void> => {
        const part = await door.ask({ ask: 'pull', capture: of.capture, entities: size });
        of.text += part.text;
        of.done = part.done;
      };
      const end = async (of: Going): Promise<void> => {
        while (!of.done) await pull(of, 1_000);
        await door.ask({ ask: 'release', capture: of.capture, durable: false });
        // Told in no more words, since both are long.
        const [found, expected] = [of.text, of.expected].map((text) => (of.of === 'scene' ? text : inOrder(text))) as [string, string];
        if (found !== expected) throw new Error(differenceOf(found, expected));
      };
      for (const each of ['scene' as const, ...all]) {
        if (typeof each === 'function') each(rig);
        else if (typeof each === 'string') {
          // At most two at a time: the older one is read to its end.
          if (going.length === 2) await end(going.shift() as Going);
          const expected = each === 'scene' ? rig.text() : snapshotWorld(world);
          const { capture } = await door.ask({ ask: 'capture', of: each });
          going.push({ of: each, capture, expected, text: '', done: false });
        } else {
          const of = going['pull' in each ? each.pull : each.drop];
          if (of === undefined || of.done) continue;
          if ('pull' in each) await pull(of, 1);
          else {
            going.splice(going.indexOf(of), 1);
            await door.ask({ ask: 'release', capture: of.capture, durable: false });
          }
        }
      }
      for (const each of going) await end(each);
      // Nobody keeps anything for captures that are over.
      const left = [world.entities, ...Array.from(world.stores.values(), (store) => [store, ...store.columnList]).flat()].filter(
        ({ stills }) => stills !== undefined,
      );
      expect(left).toEqual([]);
    }),
    samples(500),
  );
});

test('a copy of a subtree that nobody waits for any more is let go of', async () => {
  const rig = openRig([{ id: 'top' }, ...entities.map((each) => ({ parent: 'top', ...each }))], PLUGIN);
  let now = 0;
  const door = createDoor(rig.world, { now: () => now++ });
  const { work } = await door.ask({ ask: 'begin', question: { ask: 'item', entity: 'top' } });
  expect(await door.ask({ ask: 'goOn', work, milliseconds: 0 })).toEqual({ done: false });
  expect(stillsOf(rig)).not.toEqual([]);
  await door.ask({ ask: 'drop', work });
  expect(stillsOf(rig)).toEqual([]);
});

test('what was removed and is taken back stands in its old place in the file, among others that are not saved', () => {
  const rig = openRig(entities, PLUGIN);
  const before = rig.text();
  for (const id of ['e77', 'e1199', 'e3', 'e600']) rig.edited([{ op: 'removeEntity', entity: id }]);
  for (let i = 0; i < 4; i++) rig.give({ type: 'undo' });
  expect(rig.text() === before).toBe(true);
  rig.edited([
    { op: 'addEntity', entity: { id: 'new' } },
    { op: 'updateEntity', entity: 'new', persistent: false },
  ]);
  expect(rig.text() === before).toBe(true);
});

/** What still keeps pages for captures. */
function stillsOf({ world }: Rig): unknown[] {
  return [world.entities, ...Array.from(world.stores.values(), (store) => [store, ...store.columnList]).flat()].filter(({ stills }) => stills !== undefined);
}

/** Parts of a state in the order of their names: those that tell both make it in another. */
function inOrder(text: string): string {
  return JSON.stringify(Object.entries(JSON.parse(text) as object).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function differenceOf(found: string, expected: string): string {
  let from = 0;
  while (found[from] === expected[from]) from++;
  return `found ${found.slice(from - 60, from + 40)}, expected ${expected.slice(from - 60, from + 40)}`;
}
