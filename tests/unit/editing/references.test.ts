import Type from 'typebox';
import { expect, test } from 'vitest';
import { createRegistry, defineComponent, json, readScene, type Json } from '../../../engine/index.ts';
import { readItem, remapItem } from '../../../engine/scene/item.ts';
import { ANNA, openRig } from '../world-rig.ts';

interface Wires {
  readonly [name: string]: { readonly from: string; readonly to: string };
}

/** Holds the ids of other entities deep inside of a structure, beside texts that only look like ids. */
const Loom = defineComponent('Loom', {
  doc: 'Joins entities by wires.',
  category: 'Test',
  fields: {
    Wires: json<Wires>(Type.Record(Type.String(), Type.Object({ from: Type.String(), to: Type.String() })), 'wires by name', {
      default: {},
      doc: 'From where to where.',
      references: (wires, map) => Object.fromEntries(Object.entries(wires).map(([name, { from, to }]) => [name, { from: map(from), to: map(to) }])),
    }),
    Note: json<Json>(Type.Unknown(), 'anything', { default: null, doc: 'Holds no references.' }),
  },
});
const plugin = { name: 'loom', components: [Loom] };
const LOOM = [
  {
    id: 'loom',
    name: 'Loom',
    components: { Loom: { Wires: { in: { from: 'spool', to: 'outside' }, own: { from: 'loom', to: 'spool' } }, Note: { id: 'spool' } } },
  },
  { id: 'spool', name: 'Spool', parent: 'loom' },
  { id: 'outside', name: 'Outside' },
];

test('a duplicate points the references inside of its structures at the copies; those that lead outside, and mere texts, stay; undo and redo keep both', () => {
  const rig = openRig(LOOM, plugin);
  const wiresOf = (entity: string): unknown => rig.value(entity, 'Loom', 'Wires');
  const before = wiresOf('loom');
  expect(rig.give({ type: 'operations', operations: [{ op: 'duplicateEntity', entity: 'loom', id: 'copy' }] }, ANNA)).toMatchObject({ ok: true });
  const spool = rig.world.entities.id.get(rig.world.entities.children.get(rig.world.entities.rowOf('copy') as number)?.[0] as number);
  const copied = { in: { from: spool, to: 'outside' }, own: { from: 'copy', to: spool } };
  expect(spool).not.toBe('spool');
  expect(wiresOf('copy')).toEqual(copied);
  expect(rig.value('copy', 'Loom', 'Note')).toEqual({ id: 'spool' });
  expect(wiresOf('loom')).toEqual(before);

  expect(rig.give({ type: 'operations', operations: [{ op: 'removeEntity', entity: 'loom' }] }, ANNA)).toMatchObject({ ok: true });
  expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject({ ok: true });
  expect(wiresOf('loom')).toEqual(before);
  expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject({ ok: true });
  expect(rig.world.entities.rowOf('copy')).toBeUndefined();
  expect(rig.give({ type: 'redo' }, ANNA)).toMatchObject({ ok: true });
  expect(wiresOf('copy')).toEqual(copied);
});

test('what is spawned from an item points them at the new entities', () => {
  const registry = createRegistry(plugin);
  const text = JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Loom', entities: LOOM.slice(0, 2) });
  const { item } = readItem(text, { registry });
  const tree = remapItem(item, { newId: (old) => `new-${String(old)}`, registry, spawnedBy: 'ada' });
  expect(tree.components?.['Loom']?.['Wires']).toEqual({ in: { from: 'new-spool', to: 'outside' }, own: { from: 'new-loom', to: 'new-spool' } });
});

test('a scene in which one leads nowhere loads, with a warning that names the place', () => {
  const text = JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Loom', entities: LOOM.slice(0, 2) });
  const { warnings } = readScene(text, { registry: createRegistry(plugin) });
  expect(warnings).toEqual([
    expect.objectContaining({ code: 'WW_UNKNOWN_ENTITY', path: 'entities/0 (loom)/components/Loom/Wires', message: expect.stringContaining('"outside"') }),
  ]);
});

test.each([[7], [null]])('a plugin whose code gives back %j, which the field does not take, is named, and nothing is copied', (given) => {
  const Torn = defineComponent('Torn', {
    doc: 'Loses its wires.',
    category: 'Test',
    fields: { Wires: json<Wires>(Loom.fields.Wires.schema, 'wires by name', { default: {}, doc: 'Wires.', references: () => given as unknown as Wires }) },
  });
  const rig = openRig([{ id: 'loom', components: { Torn: { Wires: { a: { from: 'loom', to: 'loom' } } } } }], { components: [Torn] });
  const result = rig.give({ type: 'operations', operations: [{ op: 'duplicateEntity', entity: 'loom' }] });
  expect(result).toMatchObject({ ok: false, code: 'WW_BAD_OPERATION', message: expect.stringContaining('Torn.Wires') });
  expect(rig.world.entities.count).toBe(1);
});
