/** Variables that are found by their names: which space a path leads to, and which of them are one. */
import { expect, test } from 'vitest';
import { hashWorld, snapshotWorld } from '../../../engine/index.ts';
import { flowing, flowRig, restored, rx, write, type FlowRig } from './rig.ts';

const space = (SpaceName: string, more: object = {}) => ({ DynamicVariableSpace: { SpaceName, ...more } });
const holding = (variables: object) => ({ DynamicVariables: { Variables: variables } });
const int = (value: number) => ({ type: 'int', value });
const slot = (entity: string) => ({ type: 'SlotSource', refs: { Source: { entity } } });
/** An entity that is no lamp. */
const at = (id: string, parent: string | null, components: object) => ({ id, name: id, ...(parent === null ? {} : { parent }), components });

/** What a read of a path gives, from an entity. */
function reads(entities: readonly object[], from: string, path: string, type = 'int'): unknown {
  const rig = flowRig([
    ...entities,
    flowing({
      rx: rx('out'),
      from: slot(from),
      read: { type: `ReadDynamicValueVariable<${type}>`, in: { Source: { from: 'from' }, Path: path } },
      out: { ...write(type, { from: 'read.Value' }), then: { OnWritten: 'found' } },
      found: write('bool', { from: 'read.FoundValue' }),
    }),
  ]);
  expect(rig.value('lamp', 'Flow', 'LastError')).toBe('');
  rig.hear('go');
  return rig.value('lamp', 'BoolValue', 'Value') === true ? rig.value('lamp', 'IntValue', 'Value') : undefined;
}

test('a path without a space leads to the nearest above, one with it to the nearest of that name', () => {
  const tree = [
    at('far', null, { ...space('Far'), ...holding({ n: int(1), 'Far/m': int(2) }) }),
    at('near', 'far', { ...space('Near'), ...holding({ n: int(3), 'Far/k': int(4) }) }),
    at('leaf', 'near', {}),
  ];
  expect(reads(tree, 'leaf', 'n')).toBe(3);
  expect(reads(tree, 'leaf', 'Far/n')).toBe(1);
  expect(reads(tree, 'leaf', 'Far/k'), 'one that names its space belongs to it from below').toBe(4);
  expect(reads(tree, 'leaf', 'm'), 'near has none of this name').toBeUndefined();
  expect(reads(tree, 'leaf', 'Nowhere/n')).toBeUndefined();
  expect(reads(tree, 'leaf', 'n', 'float'), 'of another type there is none').toBeUndefined();
});

test('a space for direct binding alone takes only variables that name it', () => {
  const tree = [
    at('far', null, { ...space('Far'), ...holding({ n: int(1) }) }),
    at('near', 'far', { ...space('Near', { OnlyDirectBinding: true }), ...holding({ n: int(2), 'Near/n': int(3) }) }),
  ];
  expect(reads(tree, 'near', 'n'), 'the first in the hierarchy of those that are one').toBe(1);
  expect(reads(tree, 'near', 'Near/n')).toBe(3);
});

const WRITING = (type: string, more: object, then: object) => ({
  rx: rx('act'),
  from: slot('leaf'),
  act: { type, in: { Target: { from: 'from' }, ...more }, then },
  yes: write('int', 1),
  other: write('int', 2),
  no: write('int', 3),
});
function acts(entities: readonly object[], type: string, more: object, then: object): { rig: FlowRig; outcome: unknown } {
  const rig = flowRig([...entities, flowing(WRITING(type, more, then))]);
  expect(rig.value('lamp', 'Flow', 'LastError')).toBe('');
  rig.hear('go');
  return { rig, outcome: rig.value('lamp', 'IntValue', 'Value') };
}
const variables = (rig: FlowRig, entity: string) => rig.value(entity, 'DynamicVariables', 'Variables');

test('what is written is written to all that are one', () => {
  const tree = [at('top', null, { ...space('S'), ...holding({ n: int(1) }) }), at('leaf', 'top', holding({ 'S/n': int(5), n: { type: 'float', value: 7 } }))];
  const { rig, outcome } = acts(tree, 'WriteDynamicValueVariable<int>', { Path: 'n', Value: 9 }, { OnSuccess: 'yes', OnNotFound: 'no' });
  expect(outcome).toBe(1);
  expect(variables(rig, 'top')).toEqual({ n: int(9) });
  expect(variables(rig, 'leaf'), 'one key holds one variable of this type').toEqual({ 'S/n': int(9), n: { type: 'float', value: 7 } });
  expect(acts(tree, 'WriteDynamicValueVariable<int>', { Path: 'x', Value: 9 }, { OnSuccess: 'yes', OnNotFound: 'no' }).outcome).toBe(3);
});

test('one is made at the entity of its space, or directly at the target, or where no saved scene has it', () => {
  const tree = [at('top', null, space('S')), at('leaf', 'top', {})];
  const create = (more: object) =>
    acts(tree, 'CreateDynamicValueVariable<int>', { Path: 'S/n', InitialValue: 4, ...more }, { OnCreated: 'yes', OnAlreadyExists: 'other', OnNotFound: 'no' });
  const usual = create({});
  expect([usual.outcome, variables(usual.rig, 'top')]).toEqual([1, { 'S/n': int(4) }]);
  usual.rig.hear('again');
  expect(usual.rig.value('lamp', 'IntValue', 'Value'), 'it exists by now').toBe(2);
  const direct = create({ CreateDirectlyOnTarget: true });
  expect([direct.outcome, variables(direct.rig, 'leaf')]).toEqual([1, { 'S/n': int(4) }]);
  const passing = create({ CreateNonPersistent: true });
  expect([passing.outcome, passing.rig.text().includes('"DynamicVariables"')]).toEqual([1, false]);
  const nowhere = acts([at('leaf', null, {})], 'CreateDynamicValueVariable<int>', { Path: 'n' }, { OnCreated: 'yes', OnNotFound: 'no' });
  expect(nowhere.outcome).toBe(3);
});

test('they are written or made, deleted by their type, and cleared by their space', () => {
  const tree = [at('top', null, { ...space('S'), ...holding({ n: int(1), m: int(2), f: { type: 'float', value: 3 } }) }), at('leaf', 'top', {})];
  const made = acts(tree, 'WriteOrCreateDynamicValueVariable<int>', { Path: 'k', Value: 8 }, { OnCreated: 'yes', OnWritten: 'other' });
  expect([made.outcome, variables(made.rig, 'top')]).toMatchObject([1, { k: int(8) }]);
  const written = acts(tree, 'WriteOrCreateDynamicValueVariable<int>', { Path: 'n', Value: 8 }, { OnCreated: 'yes', OnWritten: 'other' });
  expect([written.outcome, variables(written.rig, 'top')]).toMatchObject([2, { n: int(8) }]);
  const gone = acts(tree, 'DeleteDynamicVariable<int>', { Path: 'n' }, { OnDeleted: 'yes', OnNotFound: 'no' });
  expect([gone.outcome, variables(gone.rig, 'top')]).toEqual([1, { m: int(2), f: { type: 'float', value: 3 } }]);
  const cleared = acts(tree, 'ClearDynamicVariablesOfType<int>', { SpaceName: 'S' }, { OnCleared: 'yes', OnNotFound: 'no' });
  expect([cleared.outcome, variables(cleared.rig, 'top')]).toEqual([1, { f: { type: 'float', value: 3 } }]);
});

test('a node that stands for one is read and written, tells when it comes to be in a space, and goes on from a snapshot', () => {
  const rig = flowRig([
    at('top', null, { ...space('S'), ...holding({ n: int(1) }) }),
    {
      ...flowing({
        rx: rx('up'),
        v: { type: 'DynamicVariableValueInputWithEvents<int>', refs: { VariableName: 'S/n' }, then: { OnSpaceLinked: 'on', OnSpaceUnlinked: 'off' } },
        up: { type: 'ValueIncrement<int>', refs: { Variable: { node: 'v' } }, then: { OnWritten: 'out' } },
        out: write('int', { from: 'v.Value' }),
        on: write('string', 'linked'),
        off: write('string', 'unlinked'),
      }),
      parent: 'top',
    },
  ]);
  rig.tick();
  expect(rig.value('lamp', 'StringValue', 'Value')).toBe('linked');
  rig.hear('go');
  expect([rig.value('lamp', 'IntValue', 'Value'), variables(rig, 'top')]).toEqual([2, { n: int(2) }]);
  const other = restored(snapshotWorld(rig.world));
  for (const each of [rig, other]) {
    each.edit([{ op: 'setField', entity: 'top', component: 'DynamicVariableSpace', field: 'SpaceName', value: 'Other' }]);
    each.tick();
    expect(each.value('lamp', 'StringValue', 'Value')).toBe('unlinked');
  }
  expect(hashWorld(other.world)).toBe(hashWorld(rig.world));
});
