import { describe, expect, test } from 'vitest';
import { createRegistry, hashWorld, openWorld, readScene, type Json, type Operation } from '../../../engine/index.ts';
import { writeItem } from '../../../engine/scene/item.ts';
import { ANNA, BEN, openRig, rigOf, type Rig } from '../world-rig.ts';
import { unmarkedDifferences } from './compare.ts';

/** A desk with a lamp, in which a spinning bulb hangs, as a source; and a room to place it in. */
export const DESK = [
  { id: 'templates', name: 'Templates', active: false },
  { id: 'desk', name: 'Desk', parent: 'templates', tag: 'oak', components: { Transform: { Position: [1, 0, 0], Scale: [2, 2, 2] }, FloatValue: { Value: 1 } } },
  { id: 'lamp', name: 'Lamp', parent: 'desk', components: { ColorValue: { Value: [1, 1, 0, 1] }, Comment: { Text: 'bright' } } },
  { id: 'bulb', name: 'Bulb', parent: 'lamp', components: { FloatValue: { Value: 60 } } },
  { id: 'room', name: 'Room' },
];

const place = (id: string, more: object = {}): Operation => ({
  op: 'addEntity',
  parent: 'room',
  entity: { id, name: id, components: { Instance: { Source: 'desk' }, ...more } },
});

function placed(count = 2): Rig {
  const rig = openRig(DESK);
  rig.edited(
    Array.from({ length: count }, (_, at) => place(`d${at + 1}`)),
    ANNA,
  );
  return rig;
}

const marksOf = (rig: Rig, id: string): string[] => Object.keys(rig.value(id, 'Instance', 'Overrides') as object).sort();
const here = (rig: Rig, id: string): boolean => rig.world.entities.rowOf(id) !== undefined;
const nameOf = (rig: Rig, id: string): string => rig.world.entities.name.get(rig.world.entities.rowOf(id) as number);

describe('an instance that is placed', () => {
  test('is what its source is, under ids that follow from its own', () => {
    const rig = placed(1);
    expect(rig.value('d1', 'FloatValue', 'Value')).toBe(1);
    expect(rig.value('d1', 'Transform', 'Scale')).toEqual([2, 2, 2]);
    expect(nameOf(rig, 'd1')).toBe('d1');
    expect(rig.world.entities.tag.get(rig.world.entities.rowOf('d1') as number)).toBe('oak');
    expect(nameOf(rig, 'd1:bulb')).toBe('Bulb');
    expect(rig.value('d1:bulb', 'FloatValue', 'Value')).toBe(60);
    expect(marksOf(rig, 'd1')).toEqual([]);
  });

  test('has what it was given as its own', () => {
    const rig = openRig(DESK);
    rig.edited([place('d1', { FloatValue: { Value: 5 }, Transform: { Position: [9, 0, 0] } })], ANNA);
    expect(marksOf(rig, 'd1')).toEqual(['FloatValue.Value']);
    expect(rig.value('d1', 'Transform', 'Position')).toEqual([9, 0, 0]);
    expect(rig.value('d1', 'Transform', 'Scale')).toEqual([2, 2, 2]);
  });

  test('is gone with one step of undo, and there again with one of redo', () => {
    const rig = openRig(DESK);
    const before = rig.text();
    rig.edited([place('d1')], ANNA);
    const after = rig.text();
    rig.give({ type: 'undo' }, ANNA);
    expect(rig.text()).toBe(before);
    rig.give({ type: 'redo' }, ANNA);
    expect(rig.text()).toBe(after);
  });

  test('needs a source that is there', () => {
    expect(openRig(DESK).edit([{ ...place('d1'), entity: { components: { Instance: { Source: 'desc' } } } } as Operation])).toMatchObject({
      ok: false,
      message: 'no entity has the id desc, so that none can be its instance',
    });
  });
});

describe('an edit of a source', () => {
  const EDITS: readonly (readonly [string, Operation, (rig: Rig, id: string) => unknown, unknown])[] = [
    ['a field', { op: 'setField', entity: 'desk', component: 'FloatValue', field: 'Value', value: 7 }, (rig, id) => rig.value(id, 'FloatValue', 'Value'), 7],
    [
      'a field of a part',
      { op: 'setField', entity: 'bulb', component: 'FloatValue', field: 'Value', value: 7 },
      (rig, id) => rig.value(`${id}:bulb`, 'FloatValue', 'Value'),
      7,
    ],
    ['a name of a part', { op: 'updateEntity', entity: 'lamp', name: 'Torch' }, (rig, id) => nameOf(rig, `${id}:lamp`), 'Torch'],
    [
      'a component',
      { op: 'addComponent', entity: 'lamp', component: 'Spinner', values: { Speed: [0, 5, 0] } },
      (rig, id) => rig.value(`${id}:lamp`, 'Spinner', 'Speed'),
      [0, 5, 0],
    ],
    ['a component less', { op: 'removeComponent', entity: 'lamp', component: 'Comment' }, (rig, id) => rig.value(`${id}:lamp`, 'Comment', 'Text'), undefined],
    [
      'a child',
      { op: 'addEntity', parent: 'lamp', entity: { id: 'cord', name: 'Cord', children: [{ id: 'plug' }] } },
      (rig, id) => [here(rig, `${id}:cord`), here(rig, `${id}:plug`)],
      [true, true],
    ],
    ['a child less', { op: 'removeEntity', entity: 'lamp' }, (rig, id) => [here(rig, `${id}:lamp`), here(rig, `${id}:bulb`)], [false, false]],
    [
      'a child elsewhere',
      { op: 'moveEntity', entity: 'bulb', parent: 'desk', before: 'lamp' },
      (rig, id) => (rig.world.entities.children.get(rig.world.entities.rowOf(id) as number) ?? []).map((row) => rig.world.entities.id.get(row).slice(3)),
      ['bulb', 'lamp'],
    ],
    ['a child that leaves', { op: 'moveEntity', entity: 'bulb', parent: 'room' }, (rig, id) => here(rig, `${id}:bulb`), false],
    ['a child that comes', { op: 'moveEntity', entity: 'room', parent: 'lamp' }, (rig, id) => here(rig, `${id}:room`), true],
  ];
  test.each(EDITS.slice(0, -1))('comes to all its instances in one step of undo: %s', (_what, operation, read, expected) => {
    const rig = placed();
    const before = rig.text();
    rig.edited([operation], ANNA);
    for (const id of ['d1', 'd2']) expect(read(rig, id)).toEqual(expected);
    expect([marksOf(rig, 'd1'), marksOf(rig, 'd2')]).toEqual([[], []]);
    const after = rig.text();
    expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject({ ok: true });
    expect(rig.text()).toBe(before);
    rig.give({ type: 'redo' }, ANNA);
    expect(rig.text()).toBe(after);
  });

  test('leaves alone what an instance has of its own, also where its value comes by that', () => {
    const rig = placed();
    rig.edited([{ op: 'setField', entity: 'd1', component: 'FloatValue', field: 'Value', value: 3 }], ANNA);
    expect(marksOf(rig, 'd1')).toEqual(['FloatValue.Value']);
    for (const value of [2, 3, 4]) rig.edited([{ op: 'setField', entity: 'desk', component: 'FloatValue', field: 'Value', value }], ANNA);
    expect([rig.value('d1', 'FloatValue', 'Value'), rig.value('d2', 'FloatValue', 'Value')]).toEqual([3, 4]);
  });

  test('leads references into the source into each instance', () => {
    const rig = placed();
    rig.edited([{ op: 'addComponent', entity: 'lamp', component: 'Wiggler' }], ANNA);
    rig.edited(
      [
        {
          op: 'addEntity',
          parent: 'desk',
          entity: { id: 'nested', components: { DynamicVariables: { Variables: { Owner: { type: 'entityRef', value: 'lamp' } } } } },
        },
      ],
      ANNA,
    );
    expect(here(rig, 'd1:nested')).toBe(true);
  });

  test('that another undoes comes to an instance that was placed since', () => {
    const rig = placed(1);
    rig.edited([{ op: 'setField', entity: 'desk', component: 'FloatValue', field: 'Value', value: 7 }], ANNA);
    rig.edited([place('late')], BEN);
    expect(rig.value('late', 'FloatValue', 'Value')).toBe(7);
    rig.give({ type: 'undo' }, ANNA);
    expect([rig.value('d1', 'FloatValue', 'Value'), rig.value('late', 'FloatValue', 'Value')]).toEqual([1, 1]);
  });
});

describe('what is overridden', () => {
  test('of parts is marked by part, and what is a placing is not', () => {
    const rig = placed();
    rig.edited(
      [
        { op: 'setField', entity: 'd1:lamp', component: 'ColorValue', field: 'Value', value: [1, 0, 0, 1] },
        { op: 'updateEntity', entity: 'd1:lamp', name: 'Torch', active: false },
        { op: 'updateEntity', entity: 'd1', name: 'My desk', active: false, tag: 'pine' },
        { op: 'setField', entity: 'd1', component: 'Transform', field: 'Position', value: [4, 4, 4] },
        { op: 'addComponent', entity: 'd1:lamp', component: 'IntValue' },
        { op: 'removeComponent', entity: 'd1:lamp', component: 'Comment' },
        { op: 'removeEntity', entity: 'd1:bulb' },
      ],
      ANNA,
    );
    expect(marksOf(rig, 'd1')).toEqual(['bulb/-', 'lamp/+IntValue', 'lamp/-Comment', 'lamp/ColorValue.Value', 'lamp/active', 'lamp/name', 'tag']);
    rig.edited(
      [
        { op: 'setField', entity: 'lamp', component: 'Comment', field: 'Text', value: 'dim' },
        { op: 'updateEntity', entity: 'bulb', name: 'Tube' },
        { op: 'updateEntity', entity: 'lamp', name: 'Other' },
        { op: 'addComponent', entity: 'lamp', component: 'IntValue', values: { Value: 4 } },
      ],
      ANNA,
    );
    expect([nameOf(rig, 'd1:lamp'), nameOf(rig, 'd2:lamp'), here(rig, 'd1:bulb'), rig.value('d1:lamp', 'IntValue', 'Value')]).toEqual([
      'Torch',
      'Other',
      false,
      0,
    ]);
    for (let step = 0; step < 2; step++) rig.give({ type: 'undo' }, ANNA);
    expect(marksOf(rig, 'd1')).toEqual([]);
  });

  test('of marks and of what is followed nobody edits by hand', () => {
    const rig = placed(1);
    for (const [field, value] of [
      ['Source', null],
      ['Overrides', {}],
    ] as const)
      expect(rig.edit([{ op: 'setField', entity: 'd1', component: 'Instance', field, value }], ANNA)).toMatchObject({
        ok: false,
        errors: [{ code: 'WW_INSTANCE' }],
      });
  });

  test('keeps parts where they are: they stay in their instance', () => {
    expect(placed(1).edit([{ op: 'moveEntity', entity: 'd1:bulb', parent: 'room' }], ANNA)).toMatchObject({
      ok: false,
      message: 'Bulb is a part of the instance d1, and stays in it',
    });
  });
});

describe('templates within each other', () => {
  const house = (): Rig => {
    const rig = placed(0);
    rig.edited(
      [
        {
          op: 'addEntity',
          parent: 'templates',
          entity: { id: 'house', name: 'House', children: [{ id: 'j', name: 'J', components: { Instance: { Source: 'desk' } } }] },
        },
        { op: 'addEntity', parent: 'room', entity: { id: 'h1', name: 'H1', components: { Instance: { Source: 'house' } } } },
      ],
      ANNA,
    );
    return rig;
  };
  test('follow the innermost by the outer ones', () => {
    const rig = house();
    expect(here(rig, 'h1:j:bulb')).toBe(true);
    rig.edited([{ op: 'setField', entity: 'bulb', component: 'FloatValue', field: 'Value', value: 7 }], ANNA);
    expect([rig.value('j:bulb', 'FloatValue', 'Value'), rig.value('h1:j:bulb', 'FloatValue', 'Value')]).toEqual([7, 7]);
    rig.edited([{ op: 'setField', entity: 'j:bulb', component: 'FloatValue', field: 'Value', value: 8 }], ANNA);
    expect([rig.value('bulb', 'FloatValue', 'Value'), rig.value('h1:j:bulb', 'FloatValue', 'Value')]).toEqual([7, 8]);
    expect(marksOf(rig, 'j')).toEqual(['bulb/FloatValue.Value']);
    rig.edited([{ op: 'setField', entity: 'h1:j:bulb', component: 'FloatValue', field: 'Value', value: 9 }], ANNA);
    expect(marksOf(rig, 'h1')).toEqual(['j:bulb/FloatValue.Value']);
  });

  test('unlinked, leave the inner ones linked, with what was overridden in them', () => {
    const rig = house();
    rig.edited([{ op: 'setField', entity: 'h1:j:bulb', component: 'FloatValue', field: 'Value', value: 9 }], ANNA);
    rig.edited([{ op: 'removeComponent', entity: 'h1', component: 'Instance' }], ANNA);
    expect(marksOf(rig, 'h1:j')).toEqual(['bulb/FloatValue.Value']);
    rig.edited(
      [
        { op: 'setField', entity: 'bulb', component: 'FloatValue', field: 'Value', value: 5 },
        { op: 'updateEntity', entity: 'bulb', name: 'Tube' },
      ],
      ANNA,
    );
    expect([rig.value('h1:j:bulb', 'FloatValue', 'Value'), nameOf(rig, 'h1:j:bulb')]).toEqual([9, 'Tube']);
  });

  test.each([
    ['placed in itself', { op: 'addEntity', parent: 'desk', entity: { components: { Instance: { Source: 'desk' } } } }],
    ['placed in what it holds', { op: 'addEntity', parent: 'desk', entity: { components: { Instance: { Source: 'house' } } } }],
    ['moved into itself', { op: 'moveEntity', entity: 'h1', parent: 'house' }],
    ['made an instance of what it is in', { op: 'addComponent', entity: 'lamp', component: 'Instance', values: { Source: 'desk' } }],
  ] as readonly (readonly [string, Operation])[])('are refused where one would be %s', (_how, operation) => {
    const rig = house();
    const before = rig.text();
    const result = rig.edit([operation], ANNA);
    expect(result).toMatchObject({ ok: false, errors: [{ code: 'WW_INSTANCE_CIRCLE' }] });
    expect((result as { message: string }).message).toContain('would hold an instance of itself');
    expect(rig.text()).toBe(before);
  });
});

describe('a source that is removed', () => {
  test('leaves its instances as plain entities, and has them back with undo', () => {
    const rig = placed();
    const before = rig.text();
    rig.edited([{ op: 'removeEntity', entity: 'desk' }], ANNA);
    expect([rig.value('d1', 'Instance', 'Source'), rig.value('d1:bulb', 'FloatValue', 'Value')]).toEqual([undefined, 60]);
    rig.give({ type: 'undo' }, ANNA);
    expect(rig.text()).toBe(before);
    rig.edited([{ op: 'updateEntity', entity: 'bulb', name: 'Tube' }], ANNA);
    expect(nameOf(rig, 'd2:bulb')).toBe('Tube');
  });
});

describe('a duplicate', () => {
  test('of an instance is one of the same source, with what is its own', () => {
    const rig = placed(1);
    rig.edited([{ op: 'setField', entity: 'd1:bulb', component: 'FloatValue', field: 'Value', value: 3 }], ANNA);
    rig.edited([{ op: 'duplicateEntity', entity: 'd1', id: 'copy' }], ANNA);
    expect(marksOf(rig, 'copy')).toEqual(['bulb/FloatValue.Value']);
    rig.edited([{ op: 'updateEntity', entity: 'bulb', name: 'Tube' }], ANNA);
    expect([nameOf(rig, 'copy:bulb'), rig.value('copy:bulb', 'FloatValue', 'Value')]).toEqual(['Tube', 3]);
  });
  test('of a source has no instances', () => {
    const rig = placed(1);
    rig.edited([{ op: 'duplicateEntity', entity: 'desk', id: 'copy' }], ANNA);
    rig.edited([{ op: 'setField', entity: 'copy', component: 'FloatValue', field: 'Value', value: 3 }], ANNA);
    expect(rig.value('d1', 'FloatValue', 'Value')).toBe(1);
  });
});

describe('a scene file', () => {
  const registry = createRegistry();
  const again = (text: string): Rig => rigOf(openWorld({ registry, scene: readScene(text, { registry }).scene }));

  test('says of an instance its source, its marks and what differs', () => {
    const rig = placed();
    rig.edited([{ op: 'setField', entity: 'd1:lamp', component: 'ColorValue', field: 'Value', value: [1, 0, 0, 1] }], ANNA);
    const text = rig.text();
    expect(text.slice(text.indexOf('    { "id": "d1"'))).toBe(`    { "id": "d1", "name": "d1", "parent": "room", "spawnedBy": "anna", "components": {
      "Instance": { "Source": "desk", "Overrides": { "lamp/ColorValue.Value": true } },
      "Transform": { "Position": [1, 0, 0] }
    } },
    { "id": "d1:lamp", "components": {
      "ColorValue": { "Value": [1, 0, 0, 1] }
    } },
    { "id": "d2", "name": "d2", "parent": "room", "spawnedBy": "anna", "components": {
      "Instance": { "Source": "desk" },
      "Transform": { "Position": [1, 0, 0] }
    } }
  ]
}
`);
    const read = again(text);
    expect(read.text()).toBe(text);
    expect(read.value('d1:bulb', 'FloatValue', 'Value')).toBe(60);
    expect(hashWorld(again(read.text()).world)).toBe(hashWorld(read.world));
  });

  const scene = (entities: readonly object[]): string => JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Test', entities });

  test('whose source is not there is loaded with a warning, and keeps all that it says', () => {
    const text = scene([
      { id: 'd1', components: { Instance: { Source: 'desk', Overrides: { 'lamp/name': true } }, FloatValue: { Value: 3 } } },
      { id: 'd1:lamp', name: 'Torch', parent: 'd1' },
    ]);
    const { warnings } = readScene(text, { registry, file: 'office' });
    expect(warnings.map(({ path, message }) => [path, message])).toEqual([
      [
        'entities/0 (d1)/components/Instance/Source',
        `office:1:113: entities/0 (d1)/components/Instance/Source: refers to "desk", and no entity of this scene has this id`,
      ],
    ]);
    const rig = again(text);
    expect([rig.value('d1', 'FloatValue', 'Value'), nameOf(rig, 'd1:lamp'), marksOf(rig, 'd1')]).toEqual([3, 'Torch', ['lamp/name']]);
    expect(rig.edit([{ op: 'setField', entity: 'd1', component: 'FloatValue', field: 'Value', value: 4 }], ANNA)).toMatchObject({ ok: true });
    expect(again(rig.text()).text()).toBe(rig.text());
  });

  test('in which templates hold each other is refused, with the place', () => {
    const text = scene([
      { id: 'a', name: 'A' },
      { id: 'b', name: 'B' },
      { id: 'a1', parent: 'a', components: { Instance: { Source: 'b' } } },
      { id: 'b1', parent: 'b', components: { Instance: { Source: 'a' } } },
    ]);
    expect(() => readScene(text, { registry, file: 'office' })).toThrow('the template would hold an instance of itself (a1 in b1 in a1)');
  });

  test('tells what is wrong with a part by its place in the file', () => {
    const text = scene([...DESK, { id: 'd1', components: { Instance: { Source: 'desk' } } }, { id: 'd1:lamp', components: { ColorValue: { Value: 'red' } } }]);
    expect(() => readScene(text, { registry, file: 'office' })).toThrow('entities/6 (d1:lamp)/components/ColorValue/Value');
  });

  test('of a thousand instances says a thousand lines, however many parts they have', () => {
    const rig = openRig(DESK);
    rig.edited(
      Array.from({ length: 1_000 }, (_, at) => place(`d${at}`)),
      ANNA,
    );
    rig.edited([{ op: 'addEntity', parent: 'lamp', entity: { id: 'cord' } }], ANNA);
    expect(rig.text().match(/\{ "id": /g)).toHaveLength(DESK.length + 1 + 1_000);
    expect(unmarkedDifferences(again(rig.text()).world)).toEqual([]);
  });
});

describe('an item', () => {
  const itemOf = (rig: Rig, id: string): Json => JSON.parse(writeItem(rig.world, rig.world.entities.rowOf(id) as number)) as Json;

  test('of an instance is whole, follows the same source where that is, and is plain where it is not', () => {
    const rig = placed(1);
    rig.edited([{ op: 'setField', entity: 'd1:bulb', component: 'FloatValue', field: 'Value', value: 3 }], ANNA);
    const item = itemOf(rig, 'd1');
    rig.edited([{ op: 'updateEntity', entity: 'bulb', name: 'Tube' }], ANNA);
    const result = rig.give({ type: 'spawn', item, parent: null }, ANNA);
    const id = result.ok ? (result.results[0]?.entity ?? '') : '';
    expect([nameOf(rig, `${id}:bulb`), rig.value(`${id}:bulb`, 'FloatValue', 'Value'), marksOf(rig, id)]).toEqual(['Tube', 3, ['bulb/FloatValue.Value']]);
    expect(unmarkedDifferences(rig.world)).toEqual([]);
    const other = openRig([{ id: 'room' }]);
    const spawned = other.give({ type: 'spawn', item, parent: null }, ANNA);
    const plain = spawned.ok ? (spawned.results[0]?.entity ?? '') : '';
    expect([other.value(plain, 'Instance', 'Source'), other.value(plain, 'FloatValue', 'Value')]).toEqual([undefined, 1]);
    expect(other.world.entities.count).toBe(4);
  });

  test('that holds a template and its instance brings both, and the one follows the other', () => {
    const rig = placed(0);
    rig.edited([{ ...place('d1'), parent: 'templates' } as Operation], ANNA);
    rig.edited([{ op: 'setField', entity: 'd1:bulb', component: 'FloatValue', field: 'Value', value: 3 }], ANNA);
    const other = openRig([{ id: 'room' }]);
    expect(other.give({ type: 'spawn', item: itemOf(rig, 'templates'), parent: null }, ANNA)).toMatchObject({ ok: true });
    const byName = (name: string): string[] =>
      [...other.world.entities.all()].map((row) => other.world.entities.id.get(row)).filter((id) => nameOf(other, id) === name);
    const [template = ''] = byName('Desk'),
      [instance = ''] = byName('d1');
    expect(other.value(instance, 'Instance', 'Source')).toBe(template);
    expect(unmarkedDifferences(other.world)).toEqual([]);
    const bulb = byName('Bulb').find((id) => !id.includes(':')) ?? '';
    expect(marksOf(other, instance)).toEqual([`${bulb}/FloatValue.Value`]);
    other.edited([{ op: 'updateEntity', entity: bulb, name: 'Tube' }], ANNA);
    expect(nameOf(other, `${instance}:${bulb}`)).toBe('Tube');
  });
});

describe('an override', () => {
  const overridden = (): Rig => {
    const rig = placed();
    rig.edited(
      [
        { op: 'setField', entity: 'd1', component: 'FloatValue', field: 'Value', value: 5 },
        { op: 'updateEntity', entity: 'd1:lamp', name: 'Torch' },
        { op: 'addComponent', entity: 'd1:lamp', component: 'IntValue', values: { Value: 3 } },
        { op: 'removeComponent', entity: 'd1:lamp', component: 'Comment' },
        { op: 'removeEntity', entity: 'd1:bulb' },
      ],
      ANNA,
    );
    return rig;
  };

  test('is taken back: what it was of follows the source again', () => {
    const rig = overridden();
    const text = rig.text();
    rig.edited([{ op: 'takeBack', entity: 'd1', marks: ['FloatValue.Value'] }], ANNA);
    expect(rig.value('d1', 'FloatValue', 'Value')).toBe(1);
    expect(marksOf(rig, 'd1')).toEqual(['bulb/-', 'lamp/+IntValue', 'lamp/-Comment', 'lamp/name']);
    rig.edited([{ op: 'takeBack', entity: 'd1' }], ANNA);
    expect(marksOf(rig, 'd1')).toEqual([]);
    expect(unmarkedDifferences(rig.world)).toEqual([]);
    expect([nameOf(rig, 'd1:lamp'), here(rig, 'd1:bulb'), rig.value('d1:lamp', 'IntValue', 'Value'), rig.value('d1:lamp', 'Comment', 'Text')]).toEqual([
      'Lamp',
      true,
      undefined,
      'bright',
    ]);
    for (let step = 0; step < 2; step++) rig.give({ type: 'undo' }, ANNA);
    expect(rig.text()).toBe(text);
  });

  test('is given to the source, and so to all that do not override it', () => {
    const rig = overridden();
    const text = rig.text();
    rig.edited([{ op: 'giveToSource', entity: 'd1' }], ANNA);
    expect(marksOf(rig, 'd1')).toEqual([]);
    expect(unmarkedDifferences(rig.world)).toEqual([]);
    for (const id of ['desk', 'd2']) expect(rig.value(id, 'FloatValue', 'Value')).toBe(5);
    for (const id of ['lamp', 'd2:lamp'])
      expect([nameOf(rig, id), rig.value(id, 'IntValue', 'Value'), rig.value(id, 'Comment', 'Text')]).toEqual(['Torch', 3, undefined]);
    expect([here(rig, 'bulb'), here(rig, 'd2:bulb')]).toEqual([false, false]);
    rig.give({ type: 'undo' }, ANNA);
    expect(rig.text()).toBe(text);
    rig.give({ type: 'redo' }, ANNA);
    expect(unmarkedDifferences(rig.world)).toEqual([]);
  });

  test('that is none is told of', () => {
    expect(overridden().edit([{ op: 'takeBack', entity: 'd1', marks: ['tag'] }], ANNA)).toMatchObject({ ok: false, message: 'd1 does not override tag' });
    expect(overridden().edit([{ op: 'takeBack', entity: 'room' }], ANNA)).toMatchObject({ ok: false, errors: [{ code: 'WW_INSTANCE' }] });
  });
});

describe('an entity of which a template is made', () => {
  test('stays as an instance of it, and what led to what is below it leads to its parts', () => {
    const rig = openRig([
      { id: 'x', name: 'X', components: { FloatValue: { Value: 4 } } },
      { id: 'y', name: 'Y', parent: 'x' },
      { id: 'z', name: 'Z', components: { Instance: { Source: 'y' } } },
    ]);
    const before = rig.text();
    const { results } = rig.edited([{ op: 'makeTemplate', entity: 'x', id: 'x-template' }], ANNA);
    expect(results?.[0]?.entity).toBe('x-template');
    expect(rig.value('x', 'Instance', 'Source')).toBe('x-template');
    expect([rig.value('x-template', 'FloatValue', 'Value'), here(rig, 'x:y'), marksOf(rig, 'x')]).toEqual([4, true, []]);
    rig.edited([{ op: 'updateEntity', entity: 'y', name: 'Other' }], ANNA);
    expect([nameOf(rig, 'x:y'), nameOf(rig, 'z')]).toEqual(['Other', 'Z']);
    for (let step = 0; step < 2; step++) rig.give({ type: 'undo' }, ANNA);
    expect(rig.text()).toBe(before);
  });

  test('is none already, and no part of one', () => {
    for (const entity of ['d1', 'd1:lamp'])
      expect(placed().edit([{ op: 'makeTemplate', entity }], ANNA)).toMatchObject({ ok: false, errors: [{ code: 'WW_INSTANCE' }] });
  });
});
