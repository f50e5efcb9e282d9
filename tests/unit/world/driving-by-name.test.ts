import { expect, test } from 'vitest';
import {
  defineComponent,
  createRegistry,
  fieldRef,
  hashWorld,
  restoreWorld,
  snapshotWorld,
  type EntityDetail,
  type FieldRef,
  type Json,
  type Operation,
} from '../../../engine/index.ts';
import { drivers } from './drivers.ts';
import { ANNA, BEN, openRig, rigOf, type Rig } from '../world-rig.ts';

const VALUE: FieldRef = { entity: 'lamp', component: 'FloatValue#2', field: 'Value' };
const box = (id: string, target: FieldRef | null, more: object = {}): object => ({
  id,
  name: id.toUpperCase(),
  components: { Pusher: { Target: target, ...more } },
});
const LAMP = { id: 'lamp', name: 'Lamp', components: { FloatValue: { Value: 5 }, 'FloatValue#2': { Value: 5 }, Transform: {} } };
const set = (value: Json, { entity, component, field }: FieldRef = VALUE): Operation => ({ op: 'setField', entity, component, field, value });
const aim = (entity: string, target: FieldRef | null): Operation => ({ op: 'setField', entity, component: 'Pusher', field: 'Target', value: target as Json });
const enable = (entity: string, value: boolean): Operation => ({ op: 'setField', entity, component: 'Pusher', field: 'Enabled', value });
const open = (...entities: readonly object[]): Rig => openRig([LAMP, ...entities], drivers);
const lit = (rig: Rig): unknown => rig.value('lamp', 'FloatValue#2', 'Value');
async function driven(rig: Rig, entity = 'lamp'): Promise<EntityDetail['driven']> {
  return (await rig.door.ask({ ask: 'entity', entity })).driven;
}
/** What an edit is refused with. */
function refusal(rig: Rig, ...operations: Operation[]): string {
  const result = rig.edit(operations, ANNA);
  return result.ok ? 'done' : `${result.errors[0]?.code} ${result.errors[0]?.path}: ${result.message}`;
}

test('a component drives any field that a field of its own names: that one of that component, and no other of its type', async () => {
  const rig = open(box('box', VALUE));
  rig.tick(3);
  expect(lit(rig)).toBe(3);
  expect(await driven(rig)).toEqual({ 'FloatValue#2.Value': { entity: 'box', component: 'Pusher' } });
  expect(refusal(rig, set(7))).toBe('WW_DRIVEN field: FloatValue#2.Value is driven by Pusher of BOX: disable or remove it first');
  expect(refusal(rig, set(7, { ...VALUE, component: 'FloatValue' }))).toBe('done');
  // A scene file keeps what it began with, so that an untouched world is saved as it was loaded.
  expect(rig.text()).toContain('"FloatValue#2": { "Value": 5 }');
});

test('a driver that is disabled, gone, or names another field drives nothing; undo lets it drive again', async () => {
  const rig = open(box('box', VALUE));
  for (const end of [enable('box', false), aim('box', null), { op: 'removeEntity', entity: 'box' }] as const) {
    rig.tick();
    rig.edited([end], ANNA);
    expect(await driven(rig), end.op).toEqual({});
    rig.edited([set(9)], BEN);
    rig.tick();
    expect(lit(rig)).toBe(9);
    rig.give({ type: 'undo' }, ANNA);
    expect(refusal(rig, set(7))).toContain('WW_DRIVEN');
    rig.tick();
    expect(lit(rig)).toBe(rig.world.tick);
    expect(rig.text()).toContain('"FloatValue#2": { "Value": 9 }');
  }
});

test('what is named need not be there: it is driven once it comes, and again when it comes back', () => {
  const rig = open(box('box', { entity: 'late', component: 'FloatValue', field: 'Value' }));
  rig.tick();
  rig.edited([{ op: 'addEntity', entity: { id: 'late', name: 'Late' } }], ANNA);
  rig.tick();
  rig.edited([{ op: 'addComponent', entity: 'late', component: 'FloatValue', values: { Value: 2 } }], ANNA);
  expect(rig.text()).toContain('"FloatValue": { "Value": 2 }');
  rig.tick();
  expect(rig.value('late', 'FloatValue', 'Value')).toBe(3);
  rig.edited([{ op: 'removeEntity', entity: 'late' }], BEN);
  rig.tick();
  rig.give({ type: 'undo' }, BEN);
  // It comes back as a file would have kept it, and its driver is who says what it is from the next tick on.
  expect(rig.value('late', 'FloatValue', 'Value')).toBe(2);
  rig.tick();
  expect(rig.value('late', 'FloatValue', 'Value')).toBe(5);
});

test('a field that went while it was driven is nobody’s when it comes again, unless it is still named', async () => {
  const late: FieldRef = { entity: 'late', component: 'FloatValue', field: 'Value' };
  const rig = open(box('box', late), { id: 'late', name: 'Late', components: { FloatValue: {} } });
  rig.edited([{ op: 'removeComponent', entity: 'late', component: 'FloatValue' }], ANNA);
  rig.edited([aim('box', null)], BEN);
  rig.edited([{ op: 'addComponent', entity: 'late', component: 'FloatValue' }], ANNA);
  expect(await driven(rig, 'late')).toEqual({});
  expect(refusal(rig, set(7, late))).toBe('done');
});

test('a field is driven by one: an edit that would give it a second is refused, whatever kind of driver is the first', () => {
  const rig = open(box('box', VALUE), box('other', null), { id: 'wheel', name: 'Wheel', components: { Transform: {}, Spinner: {} } });
  const before = hashWorld(rig.world);
  const words = 'Pusher cannot drive FloatValue#2.Value of Lamp, which Pusher of BOX drives already: disable or remove that first';
  expect(refusal(rig, aim('other', VALUE))).toBe(`WW_DRIVEN value: ${words}`);
  expect(refusal(rig, { op: 'addComponent', entity: 'other', component: 'Pusher', values: { Target: { ...VALUE } } })).toContain('WW_DRIVEN component');
  expect(refusal(rig, { op: 'addEntity', entity: { components: { Pusher: { Target: { ...VALUE } } } } })).toContain('WW_DRIVEN entity');
  expect(refusal(rig, { op: 'addEntity', entity: { id: 'new' } }, aim('other', { entity: 'wheel', component: 'Transform', field: 'Rotation' }))).toBe(
    'WW_DRIVEN value: Pusher cannot drive Transform.Rotation of Wheel, which Spinner of Wheel drives already: disable or remove that first',
  );
  expect(hashWorld(rig.world)).toBe(before);
  // In one batch the first may go.
  expect(refusal(rig, enable('box', false), aim('other', VALUE), enable('box', true))).toContain('Pusher cannot drive');
  expect(refusal(rig, aim('box', null), aim('other', VALUE))).toBe('done');
  expect(
    refusal(rig, aim('other', { entity: 'lamp', component: 'Transform', field: 'Rotation' }), { op: 'addComponent', entity: 'lamp', component: 'Spinner' }),
  ).toBe('WW_DRIVEN component: Spinner cannot drive Transform.Rotation of Lamp, which Pusher of OTHER drives already: disable or remove that first');
});

test('where a scene, a copy or an undo brings a second, the older has the field until it is gone', async () => {
  const rig = open(box('box', VALUE, { Step: 10 }), box('other', VALUE, { Step: 100 }));
  rig.tick();
  expect(lit(rig)).toBe(10);
  rig.edited([{ op: 'duplicateEntity', entity: 'box', id: 'copy' }], ANNA);
  rig.edited([{ op: 'removeEntity', entity: 'box' }], ANNA);
  rig.tick();
  expect([lit(rig), (await driven(rig))['FloatValue#2.Value']?.entity]).toEqual([200, 'other']);
  rig.edited([enable('other', false)], ANNA);
  rig.tick();
  expect([lit(rig), (await driven(rig))['FloatValue#2.Value']?.entity]).toEqual([30, 'copy']);
  rig.give({ type: 'undo' }, ANNA);
  rig.give({ type: 'undo' }, ANNA);
  rig.tick();
  expect(lit(rig)).toBe(40);
  // All the while it keeps what it began with.
  expect(rig.text()).toContain('"FloatValue#2": { "Value": 5 }');
});

test('a copy of both drives the copy', () => {
  const rig = open(
    { id: 'stage', name: 'Stage' },
    { ...box('box', { entity: 'bulb', component: 'FloatValue', field: 'Value' }), parent: 'stage' },
    {
      id: 'bulb',
      name: 'Bulb',
      parent: 'stage',
      components: { FloatValue: {} },
    },
  );
  rig.edited([{ op: 'duplicateEntity', entity: 'stage', id: 'copy' }], ANNA);
  rig.tick(4);
  const values = [...rig.world.entities.all()]
    .filter((row) => rig.world.entities.name.get(row) === 'Bulb')
    .map((row) => rig.value(rig.world.entities.id.get(row), 'FloatValue', 'Value'));
  expect(values).toEqual([4, 4]);
});

test('a structure names many, of any type, patched in parts; what is no field, or only the world writes, is not driven', async () => {
  const signs = ['a', 'b'].map((id) => ({ id, name: id, components: { StringValue: { Value: 'old' }, BoolValue: {} } }));
  const rig = openRig(
    [
      ...signs,
      {
        id: 'herald',
        name: 'Herald',
        components: {
          Herald: {
            Words: [
              ['a', 'StringValue', 'new'],
              ['a', 'WebsocketClient', 'no'],
            ],
          },
        },
      },
    ],
    drivers,
  );
  rig.edited(
    [{ op: 'patchField', entity: 'herald', component: 'Herald', field: 'Words', patch: [{ op: 'add', path: '/-', value: ['b', 'StringValue', 'too'] }] }],
    ANNA,
  );
  rig.tick();
  expect(['a', 'b'].map((id) => rig.value(id, 'StringValue', 'Value'))).toEqual(['new', 'too']);
  expect(await driven(rig, 'a')).toEqual({ 'StringValue.Value': { entity: 'herald', component: 'Herald' } });
  rig.give({ type: 'undo' }, ANNA);
  expect(await driven(rig, 'b')).toEqual({});
  const restored = rigOf(restoreWorld(snapshotWorld(rig.world), createRegistry(drivers)));
  expect(restored.text()).toBe(rig.text());
  expect(rig.text()).toContain('"StringValue": { "Value": "old" }');
});

test('what cannot say what it drives drives nothing, and the log says so', async () => {
  const broken = defineComponent('Broken', {
    doc: 'Breaks.',
    category: 'Test',
    fields: {
      Target: fieldRef({
        doc: 'What it drives.',
        drives: () => {
          throw new Error('cracked');
        },
      }),
    },
  });
  const rig = openRig([LAMP, { id: 'box', name: 'Box', components: { Broken: {} } }], { components: [broken] });
  const { entries } = await rig.door.ask({ ask: 'log', after: 0, limit: 5 });
  expect(entries[0]).toMatchObject({ level: 'error', entity: 'box', message: 'what Broken.Target drives could not be told: cracked (WW_PLUGIN_INVALID)' });
  expect(refusal(rig, set(7))).toBe('done');
});

test('who looks at what is driven sees at once that it is, whoever’s edit of whatever entity it was', () => {
  const rig = open(box('box', null));
  rig.door.step({ mode: 'pass', real: 0, inputs: [], views: [{ type: 'open', view: 1, what: { kind: 'entity', entity: 'lamp' } }] });
  const seen = (target: FieldRef | null): unknown =>
    rig.door
      .step({ mode: 'pass', real: 0, inputs: [{ author: ANNA, input: { type: 'operations', operations: [aim('box', target)] } }] })
      .updates.map((update) => (update.kind === 'entity' ? update.whole.driven : update.kind));
  expect(seen(VALUE)).toEqual([{ 'FloatValue#2.Value': { entity: 'box', component: 'Pusher' } }]);
  expect(seen(null)).toEqual([{}]);
});

test('what a world drives is listed alike, whatever was named first', () => {
  const rig = open(box('box', null), box('other', { ...VALUE, field: 'Value' }));
  rig.edited([aim('box', { ...VALUE, field: 'UpdateOrder' })], ANNA);
  expect(hashWorld(restoreWorld(snapshotWorld(rig.world), createRegistry(drivers)))).toBe(hashWorld(rig.world));
});

test('a restored world drives on to the same hash', () => {
  const rig = open(box('box', VALUE), box('other', VALUE, { Step: 100 }), box('third', { entity: 'gone', component: 'FloatValue', field: 'Value' }));
  rig.tick(3);
  const restored = rigOf(restoreWorld(snapshotWorld(rig.world), createRegistry(drivers)));
  expect(hashWorld(restored.world)).toBe(hashWorld(rig.world));
  for (const each of [rig, restored]) {
    each.tick(2);
    each.edited([{ op: 'removeEntity', entity: 'box' }], ANNA);
    each.tick();
    expect(each.text()).toContain('"FloatValue#2": { "Value": 5 }');
  }
  expect(hashWorld(restored.world)).toBe(hashWorld(rig.world));
  expect(lit(restored)).toBe(600);
});

test('one that names a field which its value does not fit is told of once, until it is aimed anew, and the others of its system go on', async () => {
  const scale: FieldRef = { entity: 'lamp', component: 'Transform', field: 'Scale' };
  let rig = open(box('vector', scale), box('number', VALUE));
  const told = async (): Promise<unknown[]> => {
    const { entries } = await rig.door.ask({ ask: 'log', after: 0, limit: 100 });
    return entries.filter(({ level }) => level === 'error').map(({ entity, source, message }) => [entity, source, message]);
  };
  const line = ['vector', 'Pusher', expect.stringMatching(/^Pusher cannot drive Transform\.Scale of lamp: .*expected 3 numbers \(WW_BAD_VALUE\)$/)];
  rig.tick(3);
  expect(lit(rig)).toBe(3);
  expect(rig.value('lamp', 'Transform', 'Scale')).toEqual([1, 1, 1]);
  expect(await told()).toEqual([line]);
  // A restored world has told it as well, and goes on alike.
  const restored = rigOf(restoreWorld(snapshotWorld(rig.world), createRegistry(drivers)));
  for (const each of [rig, restored]) each.tick(2);
  expect(hashWorld(restored.world)).toBe(hashWorld(rig.world));
  // An edit that is refused changes nothing of it.
  expect(refusal(rig, enable('vector', false), set(7))).toContain('WW_DRIVEN');
  rig.tick();
  expect(await told()).toEqual([line]);
  rig.edited([aim('vector', null)], ANNA);
  rig.edited([aim('vector', scale)], ANNA);
  rig.tick(2);
  expect(await told()).toEqual([line, line]);
  expect(lit(rig)).toBe(8);
  rig = restored;
  expect(await told()).toEqual([]);
});
