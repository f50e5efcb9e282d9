import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  bool,
  color,
  counter,
  defineComponent,
  defineSystem,
  double,
  entityRef,
  enumeration,
  fieldRef,
  float,
  float3,
  int,
  json,
  Spinner,
  string,
  strings,
  Transform,
  Type,
  uri,
  WorldwireError,
  type Field,
  type FieldWriter,
} from '../../../engine/index.ts';
import { openRig, type Rig } from '../world-rig.ts';
import { unsigned } from '../../../engine/editing/unsigned.ts';

const Dial = defineComponent('Dial', {
  doc: 'Is turned.',
  category: 'Test',
  fields: {
    On: bool({ doc: 'Whether.' }),
    Notch: int({ doc: 'Where.', min: -3, max: 9 }),
    Count: counter({ doc: 'How often.' }),
    Level: float({ doc: 'How much.', min: 0, max: 1 }),
    Fine: double({ doc: 'How exactly.' }),
    Free: float({ doc: 'Anything.' }),
    At: float3({ doc: 'Where.' }),
    Paint: color({ doc: 'How it looks.' }),
    Mode: enumeration(['slow', 'fast'], { doc: 'How.' }),
    Label: string({ doc: 'What.', maxLength: 4 }),
    Even: int({ doc: 'Even.', accepts: (value) => (value % 2 === 0 ? null : { message: 'it is odd' }) }),
    Link: uri({ doc: 'Where to.' }),
    Other: entityRef({ doc: 'Which.' }),
    Aim: fieldRef({ doc: 'What it drives.', drives: (ref) => (ref === null ? [] : [ref]) }),
    Words: strings({ doc: 'Words.' }),
    Tree: json(Type.Object({ a: Type.Optional(Type.Number()) }, { additionalProperties: false }), 'a tree', { doc: 'A tree.', default: {} }),
  },
});

/** What systems over Dial and Spinner were told. */
function open(): { rig: Rig; told: string[]; row: number } {
  const told: string[] = [];
  const ear = defineSystem({
    name: 'ear',
    over: Dial,
    changed: (world, row, field) => void told.push(`${field} is ${JSON.stringify(world.storeOf('Dial').get(row, field))}`),
    eligibility: (_world, _row, eligible) => void told.push(eligible ? 'eligible' : 'not eligible'),
  });
  const entities = [{ id: 'dial', name: 'Dial', components: { Dial: {}, Transform: {}, Spinner: {} } }];
  const rig = openRig(entities, { components: [Dial], systems: [ear] });
  return { rig, told, row: rig.world.entities.rowOf('dial') as number };
}
const writerOf = ({ world }: Rig, field: string): FieldWriter<unknown> => world.writer(world.storeOf('Dial'), field as never);

test('a writer takes what its field takes and refuses the rest, whatever it is given, and leaves in the column what an edit would', () => {
  const { rig, row } = open();
  const store = rig.world.storeOf('Dial');
  const anything = fc.oneof(
    fc.constantFrom(
      null,
      undefined,
      true,
      false,
      0,
      -0,
      1,
      -1,
      2,
      9,
      10,
      1.5,
      0.1,
      NaN,
      Infinity,
      -Infinity,
      1e39,
      2 ** 53,
      'slow',
      'fast',
      '',
      'abcd',
      'abcde',
      '😀😀😀',
    ),
    fc.constantFrom<unknown>([], [1, 2, 3], [1, 2], [1, 2, 'x'], [1, 2, NaN], [0, 0, 0, 1], [-1, 0, 0, 1], ['a'], {}, { a: 1 }, { b: 1 }, 'ws://x/', 'dial'),
    fc.constantFrom<unknown>({ entity: 'dial', component: 'Dial', field: 'Free' }, new Float32Array(3), 7n, () => 1),
    fc.double(),
    fc.string(),
    fc.jsonValue(),
  );
  const fields = Object.entries(Dial.fields as Readonly<Record<string, Field>>).filter(([name]) => name !== 'Enabled' && name !== 'UpdateOrder');
  fc.assert(
    fc.property(fc.constantFrom(...fields), anything, ([name], value) => {
      const field = store.component.fieldList.find((each) => each.name === name);
      const column = store.columnOf(name);
      const before = column.get(row);
      const fits = field?.check(value).length === 0;
      if (!fits) {
        expect(() => writerOf(rig, name).write(row, value)).toThrow(WorldwireError);
        expect(column.get(row)).toEqual(before);
        return;
      }
      writerOf(rig, name).write(row, value);
      const written = column.get(row);
      // As an edit sets it: no recording keeps the sign of 0.
      column.set(row, (column.field.storage === 'object' ? value : unsigned(value as never)) as never);
      expect(written).toEqual(column.get(row));
    }),
    { numRuns: 1000 },
  );
});

test('systems hear of what became another, once, and of nothing that was so already', () => {
  const { rig, told, row } = open();
  for (const [field, values] of Object.entries({
    On: [true, true, false],
    Notch: [3, 3],
    Level: [0.1, 0.1],
    At: [
      [1, 2, 3],
      [1, 2, 3],
      [1, 2, 4],
    ],
    Mode: ['fast', 'fast'],
    Label: ['a', 'a'],
    Tree: [{ a: 1 }, { a: 1 }, {}],
    UpdateOrder: [2, 2],
  }))
    for (const value of values) writerOf(rig, field).write(row, value);
  expect(told).toEqual([
    'On is true',
    'On is false',
    'Notch is 3',
    'Level is 0.1',
    'At is [1,2,3]',
    'At is [1,2,4]',
    'Mode is "fast"',
    'Label is "a"',
    'Tree is {"a":1}',
    'Tree is {}',
    'UpdateOrder is 2',
  ]);
});

test('what is disabled by code is not eligible from there on, and what is aimed by code drives', () => {
  const { rig, told, row } = open();
  writerOf(rig, 'Enabled').write(row, false);
  expect(told.splice(0)).toEqual(['not eligible', 'Enabled is false']);
  expect(rig.world.storeOf('Dial').eligible(row)).toBe(false);
  writerOf(rig, 'Enabled').write(row, true);
  writerOf(rig, 'Aim').write(row, { entity: 'dial', component: 'Dial', field: 'Free' });
  expect(rig.edit([{ op: 'setField', entity: 'dial', component: 'Dial', field: 'Free', value: 1 }])).toMatchObject({ errors: [{ code: 'WW_DRIVEN' }] });
});

test('a driver goes on from what code has written, also where the field began to be driven after the writer was made', () => {
  const { rig, row } = open();
  const rotations = rig.world.writer(rig.world.store(Transform), 'Rotation');
  const level = writerOf(rig, 'Level');
  rig.world.setValue(rig.world.store(Spinner), row, 'Speed', [0, 0, 0]);
  rotations.write(row, [1, 0, 0, 0]);
  rig.tick();
  expect(rig.value('dial', 'Transform', 'Rotation')).toEqual([1, 0, 0, 0]);
  writerOf(rig, 'Aim').write(row, { entity: 'dial', component: 'Dial', field: 'Level' });
  level.write(row, 0.5);
  expect(rig.text()).toContain('"Level": 0.5');
  rig.world.drive(rig.world.store(Dial), row, { entity: 'dial', component: 'Dial', field: 'Level' }, 0.75);
  expect(rig.value('dial', 'Dial', 'Level')).toBe(0.75);
  expect(rig.text()).toContain('"Level": 0.5');
});

test('who looks sees what code has written in the same step, and in nobody’s history', () => {
  const { rig, row } = open();
  rig.door.step({ mode: 'pass', real: 0, inputs: [], views: [{ type: 'open', view: 1, what: { kind: 'entity', entity: 'dial' } }] });
  writerOf(rig, 'Label').write(row, 'new');
  expect([...rig.world.touched]).toEqual(['dial']);
  rig.door.step({ mode: 'pass', real: 0, inputs: [], views: [{ type: 'close', view: 1 }] });
  writerOf(rig, 'Label').write(row, 'old');
  expect([...rig.world.touched]).toEqual([]);
  expect(rig.world.history.entries).toEqual([]);
});

test('writes that set each other off end by their number, with the code', async () => {
  const loop = defineSystem({
    name: 'loop',
    over: Dial,
    changed: (world, row) => world.writer(world.store(Dial), 'Free').write(row, (world.storeOf('Dial').get(row, 'Free') as number) + 1),
  });
  const rig = openRig([{ id: 'dial', name: 'Dial', components: { Dial: {} } }], { components: [Dial], systems: [loop] });
  writerOf(rig, 'Free').write(rig.world.entities.rowOf('dial') as number, 1);
  expect(rig.value('dial', 'Dial', 'Free')).toBe(64);
  const { entries } = await rig.door.ask({ ask: 'log', after: 0, limit: 5 });
  expect(entries.map(({ message }) => message)).toEqual([expect.stringContaining('Dial.Free of dial was not set')]);
  expect(() => rig.world.writer(rig.world.store(Dial), 'Nothing' as never)).toThrow(expect.objectContaining({ code: 'WW_UNKNOWN_FIELD' }));
});
