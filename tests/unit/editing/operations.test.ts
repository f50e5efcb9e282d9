import { expect, test } from 'vitest';
import { HOST, hashWorld, type Operation } from '../../../engine/index.ts';
import { ANNA, BEN, openRig } from '../world-rig.ts';

const garden = [
  { id: 'garden', name: 'Garden' },
  { id: 'lamp', name: 'Lamp', parent: 'garden', components: { FloatValue: { Value: 1 } } },
];

test('a batch is applied whole: one bad operation leaves nothing of the others', () => {
  const rig = openRig(garden);
  const before = hashWorld(rig.world);
  const result = rig.edit([
    { op: 'setField', entity: 'lamp', component: 'FloatValue', field: 'Value', value: 2 },
    { op: 'addEntity', entity: { id: 'new', components: { WebsocketClient: {} } }, parent: 'lamp' },
    { op: 'updateEntity', entity: 'garden', active: false, name: 'Dark garden' },
    { op: 'removeEntity', entity: 'lamp' },
    { op: 'removeComponent', entity: 'garden', component: 'FloatValue' },
  ]);
  expect(result).toMatchObject({ ok: false, code: 'WW_BAD_OPERATION', errors: [{ index: 4, path: 'component', code: 'WW_UNKNOWN_COMPONENT' }] });
  expect(hashWorld(rig.world)).toBe(before);
  expect(rig.world.storeOf('FloatValue').eligible(rig.world.entities.rowOf('lamp') as number)).toBe(true);
});

test('every fault in the form of a batch is told at once, with its index and path', () => {
  const result = openRig(garden).edit([
    { op: 'setField', entity: 'lamp', component: 'FloatValue', field: 'Value' },
    { op: 'fly', entity: 'lamp' },
    { op: 'addEntity', entity: { name: 7, components: { Nothing: {} } } },
    { op: 'addEntity', entity: { components: { FloatValue: { Value: 'warm' }, WebsocketClient: { IsConnected: true, Colour: 1 } } } },
  ] as unknown as Operation[]);
  expect(result).toMatchObject({ ok: false, code: 'WW_BAD_OPERATION' });
  const places = result.ok ? [] : result.errors.map((fault) => `${fault.index} ${fault.path}`);
  expect(places).toEqual(
    expect.arrayContaining([
      '1 op',
      '2 entity/name',
      '3 entity/components/FloatValue/Value',
      '3 entity/components/WebsocketClient/IsConnected',
      '3 entity/components/WebsocketClient/Colour',
    ]),
  );
});

test.each([
  ['an entity that is not there', { op: 'removeEntity', entity: 'ghost' }, 'WW_UNKNOWN_ENTITY'],
  ['a component that is not there', { op: 'setField', entity: 'garden', component: 'FloatValue', field: 'Value', value: 1 }, 'WW_UNKNOWN_COMPONENT'],
  ['a field that is not there', { op: 'setField', entity: 'lamp', component: 'FloatValue', field: 'Colour', value: 1 }, 'WW_UNKNOWN_FIELD'],
  ['a value of another type', { op: 'setField', entity: 'lamp', component: 'FloatValue', field: 'Value', value: 'warm' }, 'WW_BAD_VALUE'],
  ['a parent below itself', { op: 'moveEntity', entity: 'garden', parent: 'lamp' }, 'WW_CYCLE'],
  ['an id that is taken', { op: 'addEntity', entity: { id: 'lamp' } }, 'WW_DUPLICATE_ID'],
  [
    'a patch of a part of a plain value',
    { op: 'patchField', entity: 'lamp', component: 'FloatValue', field: 'Value', patch: [{ op: 'replace', path: '/0', value: 1 }] },
    'WW_BAD_PATCH',
  ],
  [
    'a patch that takes a plain value out',
    { op: 'patchField', entity: 'lamp', component: 'FloatValue', field: 'Value', patch: [{ op: 'remove', path: '' }] },
    'WW_BAD_PATCH',
  ],
  [
    'a patch of a plain value that is no longer what it was made upon',
    {
      op: 'patchField',
      entity: 'lamp',
      component: 'FloatValue',
      field: 'Value',
      patch: [
        { op: 'test', path: '', value: 2 },
        { op: 'replace', path: '', value: 3 },
      ],
    },
    'WW_BAD_PATCH',
  ],
  [
    'a patch of a plain value to another type',
    { op: 'patchField', entity: 'lamp', component: 'FloatValue', field: 'Value', patch: [{ op: 'replace', path: '', value: 'warm' }] },
    'WW_BAD_VALUE',
  ],
] as const)('refuses %s, and says which', (_what, operation, code) => {
  const rig = openRig(garden);
  const before = hashWorld(rig.world);
  expect(rig.edit([operation as Operation])).toMatchObject({ ok: false, code: 'WW_BAD_OPERATION', errors: [{ index: 0, code }] });
  expect(hashWorld(rig.world)).toBe(before);
});

test('a plain value is replaced where it is still what it was made upon, and undo brings that back', () => {
  const rig = openRig(garden);
  const value = () => rig.value('lamp', 'FloatValue', 'Value');
  const patch = (was: number, is: number): Operation => ({
    op: 'patchField',
    entity: 'lamp',
    component: 'FloatValue',
    field: 'Value',
    patch: [
      { op: 'test', path: '', value: was },
      { op: 'replace', path: '', value: is },
    ],
  });
  expect(rig.edit([patch(1, 2), patch(2, 3)])).toMatchObject({ ok: true });
  expect(value()).toBe(3);
  expect(rig.edit([patch(3, 4), patch(3, 5)]), 'a batch that meets another value on its way is not done at all').toMatchObject({ ok: false });
  expect(value()).toBe(3);
  expect(rig.give({ type: 'undo' }, HOST)).toMatchObject({ ok: true });
  expect(value()).toBe(1);
  expect(rig.give({ type: 'redo' }, HOST)).toMatchObject({ ok: true });
  expect(value()).toBe(3);
});

test('what the world writes itself cannot be edited', () => {
  const rig = openRig([{ id: 'a', name: 'A', components: { WebsocketClient: {} } }]);
  expect(rig.edit([{ op: 'setField', entity: 'a', component: 'WebsocketClient', field: 'IsConnected', value: true }])).toMatchObject({
    ok: false,
    errors: [{ code: 'WW_READ_ONLY' }],
  });
});

test.each(['Guest', 'Spectator'] as const)('a %s may not edit', (role) => {
  expect(openRig(garden).edit([{ op: 'removeEntity', entity: 'lamp' }], { userId: 'eve', role })).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
});

test('a request that comes twice counts once and is answered alike', () => {
  const rig = openRig();
  const step = () =>
    rig.door.step({ mode: 'pass', real: 0, inputs: [{ author: ANNA, requestId: 'r1', input: { type: 'operations', operations: [{ op: 'addEntity' }] } }] })
      .results[0];
  expect(step()).toEqual(step());
  expect(rig.world.entities.count).toBe(1);
});

test('a component brings along those that it needs, and they cannot be taken from it', () => {
  const rig = openRig([{ id: 'a', name: 'A' }]);
  rig.edited([{ op: 'addComponent', entity: 'a', component: 'Spinner' }]);
  expect(rig.value('a', 'Transform', 'Scale')).toEqual([1, 1, 1]);
  expect(rig.edit([{ op: 'removeComponent', entity: 'a', component: 'Transform' }])).toMatchObject({ ok: false, errors: [{ code: 'WW_COMPONENT_REQUIRED' }] });
});

test('several components of a type stand side by side, each with values of its own', () => {
  const rig = openRig([{ id: 'a', name: 'A' }]);
  const keys = [1, 2, 3].map(
    (value) => rig.edited([{ op: 'addComponent', entity: 'a', component: 'FloatValue', values: { Value: value } }]).results[0]?.component,
  );
  expect(keys).toEqual(['FloatValue', 'FloatValue#2', 'FloatValue#3']);
  rig.edited([{ op: 'removeComponent', entity: 'a', component: 'FloatValue#2' }]);
  expect([rig.value('a', 'FloatValue', 'Value'), rig.value('a', 'FloatValue#3', 'Value')]).toEqual([1, 3]);
  expect(rig.edited([{ op: 'addComponent', entity: 'a', component: 'FloatValue' }]).results[0]?.component).toBe('FloatValue#2');
  rig.edited([{ op: 'removeComponent', entity: 'a', component: 'FloatValue' }]);
  expect(rig.world.query([rig.world.storeOf('FloatValue').component])).toEqual([rig.world.entities.rowOf('a')]);
});

test('what somebody adds names them and nobody else, with all in it; only the host may say that it was another', () => {
  const rig = openRig([]);
  const tree = (id: string) => ({ id, name: id, spawnedBy: 'anna', children: [{ id: `${id}-child`, name: 'Child', spawnedBy: 'anna' }] });
  const names = (id: string) => [id, `${id}-child`].map((each) => rig.world.entities.spawnedBy.get(rig.world.entities.rowOf(each) as number));
  rig.edited([{ op: 'addEntity', entity: tree('bens') }], BEN);
  expect(names('bens')).toEqual(['ben', 'ben']);
  rig.edited([{ op: 'addEntity', entity: tree('hosts') }], HOST);
  expect(names('hosts')).toEqual(['anna', 'anna']);
});

test('a duplicate keeps settings, points inner references at the copy and says who made it', () => {
  const rig = openRig([
    { id: 'a', name: 'A', components: { UserRoot: { User: { userId: 'host' } } } },
    { id: 'b', name: 'B', parent: 'a', components: { DynamicVariables: { Variables: { x: { type: 'int', value: 3 } } }, FloatValue: { Value: 0.1 } } },
  ]);
  const copy = rig.edited([{ op: 'duplicateEntity', entity: 'a', id: 'copy' }], ANNA).results[0]?.entity as string;
  const row = rig.world.entities.rowOf(copy) as number;
  expect(rig.world.entities.spawnedBy.get(row)).toBe('anna');
  const child = rig.world.entities.children.get(row)?.[0] as number;
  expect(rig.value(rig.world.entities.id.get(child), 'FloatValue', 'Value')).toBe(0.1);
  expect(rig.value(rig.world.entities.id.get(child), 'DynamicVariables', 'Variables')).toEqual({ x: { type: 'int', value: 3 } });
});

test('two people patch parts of one structure and neither loses', () => {
  const rig = openRig([{ id: 'a', name: 'A', components: { DynamicVariables: {} } }]);
  const add = (name: string, value: number): Operation => ({
    op: 'patchField',
    entity: 'a',
    component: 'DynamicVariables',
    field: 'Variables',
    patch: [{ op: 'add', path: `/${name}`, value: { type: 'int', value } }],
  });
  rig.edited([add('x', 1)], ANNA);
  rig.edited([add('y', 2)]);
  expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject({ ok: true });
  expect(rig.value('a', 'DynamicVariables', 'Variables')).toEqual({ y: { type: 'int', value: 2 } });
});

test('an inactive entity takes everything below it out of the ticks, and gives it back', () => {
  const rig = openRig([
    { id: 'a', name: 'A' },
    { id: 'b', name: 'B', parent: 'a' },
    { id: 'c', name: 'C', parent: 'b', components: { Spinner: {}, Transform: {} } },
  ]);
  rig.tick();
  const turned = rig.value('c', 'Transform', 'Rotation');
  rig.edited([{ op: 'updateEntity', entity: 'a', active: false }]);
  rig.tick(3);
  expect(rig.value('c', 'Transform', 'Rotation')).toEqual(turned);
  rig.edited([{ op: 'updateEntity', entity: 'a', active: true }]);
  rig.tick();
  expect(rig.value('c', 'Transform', 'Rotation')).not.toEqual(turned);
});

test('a name that is too long is refused, not passed over', () => {
  const rig = openRig([{ id: 'a', name: 'A', components: { WebsocketClient: {} } }]);
  const long = 'x'.repeat(300);
  expect(rig.edit([{ op: 'setField', entity: 'a', component: 'WebsocketClient', field: 'Headers', value: { [long]: 7 } }])).toMatchObject({
    ok: false,
    errors: [{ code: 'WW_BAD_VALUE' }],
  });
});

test('a component that is taken away and added anew in one batch begins at its defaults, and comes back whole if the batch fails', () => {
  const rig = openRig([{ id: 'a', name: 'A', components: { FloatValue: { Value: 7 }, StringValue: { Value: 'old' } } }]);
  const again: Operation[] = ['FloatValue', 'StringValue'].flatMap((component) => [
    { op: 'removeComponent', entity: 'a', component },
    { op: 'addComponent', entity: 'a', component },
  ]);
  const before = hashWorld(rig.world);
  expect(rig.edit([...again, { op: 'removeEntity', entity: 'ghost' }]).ok).toBe(false);
  expect(hashWorld(rig.world)).toBe(before);
  rig.edited(again);
  expect([rig.value('a', 'FloatValue', 'Value'), rig.value('a', 'StringValue', 'Value')]).toEqual([0, '']);
});

test('what was disconnected by command stays closed without a trace in the saved scene (1039)', () => {
  const rig = openRig([{ id: 'lamp', name: 'Lamp', components: { WebsocketClient: { URL: 'ws://127.0.0.1:9/', HandlingUser: { userId: 'host' } } } }]);
  rig.tick();
  const before = rig.text();
  rig.give({ type: 'command', command: { command: 'Disconnect', entity: 'lamp', component: 'WebsocketClient' } });
  rig.tick(2);
  expect(rig.value('lamp', 'WebsocketClient', 'StateReason')).toBe('disconnected');
  expect(rig.text()).toBe(before);
});
