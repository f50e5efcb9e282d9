import fc from 'fast-check';
import { expect, test } from 'vitest';
import { find } from '../../../engine/world/find.ts';
import { allOf } from '../../../engine/world/in-parts.ts';
import { parseQuery } from '../../../engine/world/query.ts';
import { openRig, type Rig } from '../world-rig.ts';
import { samples } from '../../samples.ts';

function found(rig: Rig, query: string): (string | undefined)[] {
  return allOf(find(rig.world, parseQuery(query, rig.world.registry.components))).map((row) => rig.world.entities.id.get(row));
}

test('a search gives each entity once, in order of creation, whatever was removed and added before, and however many components it holds', () => {
  const name = fc.integer({ min: 0, max: 29 });
  const change = fc.record({ remove: name, again: fc.boolean(), twice: fc.boolean() });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
      const rig = openRig(Array.from({ length: 30 }, (_, at) => ({ id: `e${at}`, components: { FloatValue: {} } })));
      let expected = Array.from({ length: 30 }, (_, at) => `e${at}`);
      for (const { remove, again, twice } of changes) {
        const id = `e${remove}`;
        if (expected.includes(id)) rig.edited([{ op: 'removeEntity', entity: id }]);
        expected = expected.filter((each) => each !== id);
        // A row is given to others from the step after.
        rig.tick();
        if (!again) continue;
        rig.edited([{ op: 'addEntity', entity: { id, components: { FloatValue: {}, ...(twice ? { 'FloatValue#2': {} } : {}) } } }]);
        expected.push(id);
      }
      expect(found(rig, 'c:FloatValue')).toEqual(expected);
      expect(found(rig, 'name~""')).toEqual(expected);
    }),
    samples(50),
  );
});

test('what comes while a search is gone through is not found by it, and neither is what goes before it is looked at', () => {
  const rig = openRig(Array.from({ length: 500 }, (_, at) => ({ id: `e${at}` })));
  const going = find(rig.world, parseQuery('name~""', rig.world.registry.components));
  going.next();
  going.next();
  rig.edited([{ op: 'removeEntity', entity: 'e400' }]);
  rig.tick();
  // It gets the row that was given back.
  rig.edited([{ op: 'addEntity', entity: { id: 'new' } }]);
  expect(rig.world.entities.rowOf('new')).toBe(400);
  const ids = allOf(going).map((row) => rig.world.entities.id.get(row));
  expect(ids).toHaveLength(499);
  expect(ids).not.toContain('new');
});
