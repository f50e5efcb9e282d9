import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openRig } from '../world-rig.ts';
import { samples } from '../../samples.ts';
import { edit, look, only, open, write } from './looking.ts';

test('several entities share what all of them hold, value by value the same or mixed', () => {
  const rig = openRig([
    { id: 'a', name: 'Lamp', tag: 't', components: { FloatValue: { Value: 1 }, Transform: { Position: [1, 2, 3] } } },
    { id: 'b', name: 'Lamp', parent: 'a', components: { FloatValue: { Value: 2 }, Transform: { Position: [1, 2, 3] }, Spinner: {} } },
  ]);
  const { common } = only('common', look(rig, [open(1, { kind: 'common', entities: ['a', 'b', 'none', 'a'] })]));
  expect(common).toMatchObject({
    count: 2,
    name: { value: 'Lamp' },
    parent: { mixed: true },
    tag: { mixed: true },
    active: { value: true },
    orderOffset: { value: 0 },
    components: { FloatValue: { Value: { mixed: true }, Enabled: { value: true } }, Transform: { Position: { value: [1, 2, 3] } } },
    driven: ['Transform.Rotation'],
  });
  expect(Object.keys(common.components)).toEqual(['FloatValue', 'Transform']);
});

test('an edit of one of them is told in its step; what is removed drops out, and what all come to hold comes in', () => {
  const rig = openRig(['a', 'b'].map((id) => ({ id, name: id, components: { FloatValue: {} } })));
  look(rig, [open(1, { kind: 'common', entities: ['a', 'b'] })]);
  expect(look(rig, [], [], 500)).toEqual([]);
  const set = (entity: string) => look(rig, [], [edit({ op: 'setField', entity, component: 'FloatValue', field: 'Value', value: 4 })], 1);
  expect(set('a')).toMatchObject([{ common: { components: { FloatValue: { Value: { mixed: true } } } } }]);
  expect(set('b')).toMatchObject([{ common: { components: { FloatValue: { Value: { value: 4 } } } } }]);
  const attach = (entity: string) => look(rig, [], [edit({ op: 'addComponent', entity, component: 'IntValue' })], 1);
  expect(attach('a')).toEqual([]);
  expect(Object.keys(only('common', attach('b')).common.components)).toEqual(['FloatValue', 'IntValue']);
  expect(look(rig, [], [edit({ op: 'removeEntity', entity: 'a' })], 1)).toMatchObject([{ common: { count: 1, name: { value: 'b' } } }]);
  expect(look(rig, [], [edit({ op: 'removeEntity', entity: 'b' })], 1)).toMatchObject([{ common: { count: 0, components: {} } }]);
});

test('what systems change is told at the rate, and rightly, whichever entity it was', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(4), fc.nat(2)), { maxLength: 20 }), (writes) => {
      const values = [0, 0, 0, 0, 0];
      const rig = openRig(values.map((_, at) => ({ id: `e${at}`, name: 'E', components: { FloatValue: {} } })));
      let { common } = only('common', look(rig, [open(1, { kind: 'common', entities: values.map((_, at) => `e${at}`) })]));
      for (const [which, value] of writes) {
        values[which] = value;
        write(rig, `e${which}`, 'FloatValue', 'Value', value);
        const updates = look(rig, [], [], 100);
        if (updates.length > 0) common = only('common', updates).common;
        expect(common.components['FloatValue']?.['Value']).toEqual(values.every((each) => each === values[0]) ? { value: values[0] } : { mixed: true });
      }
    }),
    samples(100),
  );
});

test('ten thousand entities are taken together', () => {
  const ids = Array.from({ length: 10_001 }, (_, at) => `e${at}`);
  const rig = openRig(ids.map((id) => ({ id, name: 'E', components: { FloatValue: { Value: 1 }, Transform: {} } })));
  const { common } = only('common', look(rig, [open(1, { kind: 'common', entities: ids })]));
  expect(common).toMatchObject({ count: 10_000, name: { value: 'E' }, components: { FloatValue: { Value: { value: 1 } } } });
});
