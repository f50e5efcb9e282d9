import { expect, test } from 'vitest';
import {
  createRegistry,
  defineComponent,
  float3,
  hashWorld,
  manifestOf,
  restoreWorld,
  snapshotWorld,
  Spinner,
  type ChangeRow,
  type EntityDetail,
  type Operation,
  type ViewUpdate,
} from '../../../engine/index.ts';
import { ANNA, BEN, openRig, rigOf, type Rig } from '../world-rig.ts';

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

// Where it had been turned to by then is in no file. Did it come back there, that would be a difference which nobody has made and which the next save
// would write; and whoever loads the world finds it where this begins as well.
test('a removed entity comes back with its driver and what that began with, as a scene file keeps it', () => {
  const rig = openRig(LAMP);
  const rotation = rig.value('lamp', 'Transform', 'Rotation');
  rig.tick(3);
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

test('what ends a drive and is taken back gives back what the field began with, and so the file that was loaded', () => {
  const edits: readonly (readonly Operation[])[] = [
    [enable('Spinner', false)],
    [{ op: 'setField', entity: 'lamp', component: 'Spinner', field: 'Speed', value: [0, 10, 0] }],
    [{ op: 'updateEntity', entity: 'garden', active: false }],
    [{ op: 'removeComponent', entity: 'lamp', component: 'Spinner' }],
    [{ op: 'removeEntity', entity: 'lamp' }],
  ];
  for (const operations of edits) {
    const rig = openRig(LAMP);
    const loaded = rig.text();
    rig.tick(30);
    rig.edited(operations, ANNA);
    const edited = rig.text();
    rig.tick(5);
    rig.give({ type: 'undo' }, ANNA);
    rig.tick(5);
    expect(rig.text()).toBe(loaded);
    expect(rig.world.unsaved.differs).toBe(false);
    rig.give({ type: 'redo' }, ANNA);
    rig.tick(5);
    expect(rig.text()).toBe(edited);
  }
});

test('a field that is let go of stays where it was brought to, which is listed as a change and can be reverted by itself', async () => {
  const rig = openRig(LAMP);
  const loaded = rig.text();
  rig.tick(30);
  rig.edited([enable('Spinner', false)], ANNA);
  const rotation = rig.value('lamp', 'Transform', 'Rotation');
  const { rows } = await rig.door.ask({ ask: 'changes', limit: 10 });
  expect(rows.map(({ what, now }) => [what, now])).toEqual([
    ['Spinner.Enabled', false],
    ['Transform.Rotation', rotation],
  ]);
  // Enabled again by hand it goes on from there, and a file keeps that, as the list says.
  rig.edited([enable('Spinner', true)], ANNA);
  rig.tick();
  expect((await rig.door.ask({ ask: 'changes', limit: 10 })).rows).toMatchObject([{ what: 'Transform.Rotation', now: rotation }]);
  expect(rig.text()).not.toBe(loaded);
  rig.give({ type: 'revert', changes: rows.map(({ change }) => change) }, BEN);
  expect(rig.text()).toBe(loaded);
});

test('a snapshot keeps what a file has of a field whose driver goes on from elsewhere', () => {
  const rig = openRig(LAMP);
  const loaded = rig.text();
  rig.tick(30);
  rig.edited([{ op: 'setField', entity: 'lamp', component: 'Spinner', field: 'Speed', value: [0, 10, 0] }], ANNA);
  const restored = rigOf(restoreWorld(snapshotWorld(rig.world), createRegistry()));
  expect(hashWorld(restored.world)).toBe(hashWorld(rig.world));
  expect(restored.text()).toBe(rig.text());
  restored.give({ type: 'undo' }, ANNA);
  expect(restored.text()).toBe(loaded);
  const broken = snapshotWorld(rig.world).replace('"kept":[0,1,0,0]', '"kept":"north"');
  expect(() => restoreWorld(broken, createRegistry())).toThrow('entities/1 (lamp)/starts/Transform.Rotation/kept');
});
