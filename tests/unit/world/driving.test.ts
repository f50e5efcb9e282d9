import { expect, test } from 'vitest';
import {
  createRegistry,
  defineComponent,
  float3,
  manifestOf,
  Spinner,
  type ChangeRow,
  type EntityDetail,
  type Operation,
  type ViewUpdate,
} from '../../../engine/index.ts';
import { ANNA, BEN, openRig, type Rig } from '../world-rig.ts';

const LAMP = [
  { id: 'garden', name: 'Garden' },
  { id: 'lamp', name: 'Lamp', parent: 'garden', components: { Transform: { Rotation: [0, 1, 0, 0] }, Spinner: {} } },
];
const turn: Operation = { op: 'setField', entity: 'lamp', component: 'Transform', field: 'Rotation', value: [1, 0, 0, 0] };
const enable = (component: string, value: boolean): Operation => ({ op: 'setField', entity: 'lamp', component, field: 'Enabled', value });

async function driven(rig: Rig): Promise<EntityDetail['driven']> {
  return (await rig.door.ask({ ask: 'entity', entity: 'lamp' })).driven;
}

test('a driven field names its driver, and refuses edits with its name', async () => {
  const rig = openRig(LAMP);
  expect(await driven(rig)).toEqual({ 'Transform.Rotation': { entity: 'lamp', component: 'Spinner' } });
  expect(rig.edit([turn], ANNA)).toMatchObject({
    ok: false,
    errors: [{ code: 'WW_DRIVEN', path: 'field', message: 'Transform.Rotation is driven by Spinner of Lamp: disable or remove it first' }],
  });
  expect(rig.value('lamp', 'Transform', 'Rotation')).toEqual([0, 1, 0, 0]);
  rig.edited([{ ...turn, field: 'Position', value: [1, 2, 3] } as Operation], ANNA);
});

test('a driver that is disabled, inactive or gone drives nothing', async () => {
  const rig = openRig(LAMP);
  rig.edited([enable('Spinner', false), turn], ANNA);
  expect(await driven(rig)).toEqual({});
  rig.edited([enable('Spinner', true), { op: 'updateEntity', entity: 'garden', active: false }], ANNA);
  expect(await driven(rig)).toEqual({});
  rig.edited([turn], ANNA);
  rig.edited([{ op: 'updateEntity', entity: 'garden', active: true }], ANNA);
  expect(rig.edit([turn], ANNA).ok).toBe(false);
  rig.edited([{ op: 'removeComponent', entity: 'lamp', component: 'Spinner' }, turn], ANNA);
});

test('of several that drive the same field the one with the last word is named', async () => {
  const rig = openRig(LAMP);
  rig.edited([{ op: 'addComponent', entity: 'lamp', component: 'Wiggler' }], ANNA);
  expect((await driven(rig))['Transform.Rotation']?.component).toBe('Wiggler');
  rig.edited([{ op: 'setField', entity: 'lamp', component: 'Spinner', field: 'UpdateOrder', value: 1 }], ANNA);
  expect((await driven(rig))['Transform.Rotation']?.component).toBe('Spinner');
  rig.edited([enable('Spinner', false)], ANNA);
  expect((await driven(rig))['Transform.Rotation']?.component).toBe('Wiggler');
});

test('undo and redo of what was set before, and reverting it, are not kept back by a driver', () => {
  const rig = openRig([{ id: 'lamp', name: 'Lamp', components: { Transform: {} } }]);
  rig.edited([turn], ANNA);
  rig.edited([{ op: 'addComponent', entity: 'lamp', component: 'Spinner' }], BEN);
  expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject({ ok: true, results: [{ entity: 'lamp' }] });
  expect(rig.value('lamp', 'Transform', 'Rotation')).toEqual([0, 0, 0, 1]);
  expect(rig.give({ type: 'redo' }, ANNA)).toMatchObject({ ok: true });
  expect(rig.value('lamp', 'Transform', 'Rotation')).toEqual([1, 0, 0, 0]);
  const update = rig.door.step({ mode: 'pass', real: 0, inputs: [], views: [{ type: 'open', view: 1, what: { kind: 'changes' } }] }).updates[0];
  const rows = (update as Extract<ViewUpdate, { kind: 'changes' }>).rows;
  const change = rows.find((row: ChangeRow) => row.what === 'Transform.Rotation')?.change as number;
  expect(rig.give({ type: 'revert', changes: [change] }, ANNA)).toMatchObject({ ok: true });
  expect(rig.value('lamp', 'Transform', 'Rotation')).toEqual([0, 0, 0, 1]);
});

test('a removed entity comes back with its driver and the value that it drives', () => {
  const rig = openRig(LAMP);
  rig.tick(3);
  const rotation = rig.value('lamp', 'Transform', 'Rotation');
  rig.edited([{ op: 'removeEntity', entity: 'lamp' }], ANNA);
  rig.give({ type: 'undo' }, ANNA);
  expect(rig.value('lamp', 'Transform', 'Rotation')).toEqual(rotation);
});

test('who looks at an entity sees at once that a field is driven, and that it no longer is', () => {
  const rig = openRig(LAMP);
  rig.door.step({ mode: 'pass', real: 0, inputs: [], views: [{ type: 'open', view: 1, what: { kind: 'entity', entity: 'lamp' } }] });
  const seen = (on: boolean): unknown =>
    rig.door
      .step({ mode: 'pass', real: 0, inputs: [{ author: ANNA, input: { type: 'operations', operations: [enable('Spinner', on)] } }] })
      .updates.map((update) => (update.kind === 'entity' ? Object.keys(update.whole.driven) : update.kind));
  expect(seen(false)).toEqual([[]]);
  expect(seen(true)).toEqual([['Transform.Rotation']]);
});

test('whose edit touched an entity is known for the step of that edit, and systems are nobody', () => {
  const rig = openRig(LAMP);
  rig.edited([{ op: 'updateEntity', entity: 'lamp', name: 'Torch' }], BEN);
  expect([...rig.world.touchedBy]).toEqual([['lamp', 'ben']]);
  rig.give({ type: 'undo' }, BEN);
  expect([...rig.world.touchedBy]).toEqual([['lamp', 'ben']]);
  rig.tick();
  expect([...rig.world.touchedBy]).toEqual([]);
});

test('items that are spawned in one group are one step of undo', () => {
  const rig = openRig();
  const item = (name: string): object => ({ format: 'worldwire/scene', version: 1, name, entities: [{ id: 'x', name }] });
  for (const name of ['One', 'Two']) rig.give({ type: 'spawn', item: item(name) as never, parent: null, group: 'paste' }, ANNA);
  expect(rig.world.entities.count).toBe(2);
  rig.give({ type: 'undo' }, ANNA);
  expect(rig.world.entities.count).toBe(0);
});

test('a component says in its manifest what it drives, and can drive only what is registered and one of a kind', () => {
  expect(manifestOf(Spinner).drives).toEqual(['Transform.Rotation']);
  const driver = (drives: `${string}.${string}`[]): object =>
    createRegistry({ components: [defineComponent('Puller', { doc: 'Pulls.', category: 'Test', drives, fields: { Pull: float3({ doc: 'How far.' }) } })] });
  expect(() => driver(['Transform.Position'])).not.toThrow();
  expect(() => driver(['Transform.Nothing'])).toThrow('not registered');
  expect(() => driver(['FloatValue.Value'])).toThrow('several');
});
