import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashWorld, type Operation } from '../../../engine/index.ts';
import { openRig, type Rig } from '../world-rig.ts';
import { samples } from '../../samples.ts';

/** A hierarchy as plainly as one can write it: a list of entities, siblings in the order of the list. */
interface Plain {
  id: string;
  parent: string | null;
  orderOffset: number;
  active: boolean;
}

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const name = fc.constantFrom(...NAMES);
const place = fc.option(name, { nil: null });
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ op: fc.constant('addEntity' as const), entity: fc.record({ id: name, orderOffset: fc.integer({ min: -2, max: 2 }) }), parent: place }),
  fc.record({ op: fc.constant('removeEntity' as const), entity: name }),
  fc.record({ op: fc.constant('moveEntity' as const), entity: name, parent: place }),
  fc.record({ op: fc.constant('moveEntity' as const), entity: name, parent: place, before: place }),
  fc.record({ op: fc.constant('updateEntity' as const), entity: name, active: fc.boolean() }),
  fc.record({ op: fc.constant('updateEntity' as const), entity: name, orderOffset: fc.integer({ min: -2, max: 2 }) }),
);

function isBelow(list: readonly Plain[], id: string | null, ancestor: string): boolean {
  for (let at = id; at !== null; at = list.find((each) => each.id === at)?.parent ?? null) if (at === ancestor) return true;
  return false;
}

/** What a plain list becomes by an operation; undefined where it does not fit. */
function plainly(list: readonly Plain[], operation: Operation): Plain[] | undefined {
  const has = (id: string | null | undefined): boolean => id === null || id === undefined || list.some((each) => each.id === id);
  const append = (rest: readonly Plain[], entity: Plain): Plain[] => {
    const at = rest.findIndex((each) => each.parent === entity.parent && each.orderOffset > entity.orderOffset);
    return at < 0 ? [...rest, entity] : rest.toSpliced(at, 0, entity);
  };
  switch (operation.op) {
    case 'addEntity': {
      const id = operation.entity?.id as string;
      if (list.some((each) => each.id === id) || !has(operation.parent)) return undefined;
      return append(list, { id, parent: operation.parent ?? null, orderOffset: operation.entity?.orderOffset ?? 0, active: true });
    }
    case 'removeEntity':
      return has(operation.entity) ? list.filter((each) => !isBelow(list, each.id, operation.entity)) : undefined;
    case 'moveEntity': {
      const entity = list.find((each) => each.id === operation.entity);
      if (entity === undefined || !has(operation.parent) || isBelow(list, operation.parent ?? null, operation.entity)) return undefined;
      const before = operation.before ?? null;
      if (before === operation.entity) return [...list];
      const rest = list.filter((each) => each !== entity);
      const parent = operation.parent ?? null;
      if (before === null) return append(rest, { ...entity, parent });
      const sibling = rest.find((each) => each.id === before && each.parent === parent);
      if (sibling === undefined) return undefined;
      const siblings = list.filter((each) => each.parent === parent);
      const above = siblings[siblings.indexOf(sibling) - 1]?.orderOffset ?? -Infinity;
      const orderOffset = Math.min(Math.max(entity.orderOffset, above), sibling.orderOffset);
      return rest.toSpliced(rest.indexOf(sibling), 0, { ...entity, parent, orderOffset });
    }
    case 'updateEntity': {
      const entity = list.find((each) => each.id === operation.entity);
      if (entity === undefined) return undefined;
      const active = operation.active ?? entity.active;
      if (operation.orderOffset === undefined || operation.orderOffset === entity.orderOffset)
        return list.map((each) => (each === entity ? { ...each, active } : each));
      return append(
        list.filter((each) => each !== entity),
        { ...entity, active, orderOffset: operation.orderOffset },
      );
    }
    default:
      return undefined;
  }
}

function shapeOf(rig: Rig): unknown {
  const { entities } = rig.world;
  const of = (rows: readonly number[], above: boolean): unknown =>
    rows.map((row) => {
      const inactive = above || entities.active[row] === 0;
      expect(entities.inactive[row] === 1).toBe(inactive);
      return [entities.id.get(row), entities.orderOffset[row], of(entities.children.get(row) ?? [], inactive)];
    });
  return of(entities.roots, false);
}

/** Whether every row, in use or given back, is known as what it is. */
function knowsItsRows(rig: Rig): boolean {
  const { entities } = rig.world;
  const given = Array.from({ length: entities.end }, (_, row) => row);
  const isKnown = given.every((row) => entities.alive(row) === (entities.rowOf(entities.id.get(row)) === row));
  return isKnown && [...entities.all()].every((row) => entities.alive(row));
}

function shapeOfPlain(list: readonly Plain[], parent: string | null = null): unknown {
  return list.filter((each) => each.parent === parent).map((each) => [each.id, each.orderOffset, shapeOfPlain(list, each.id)]);
}

test('the hierarchy does what a plain list of entities does, and refuses what does not fit it', () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 40 }), (operations) => {
      const rig = openRig();
      let plain: Plain[] = [];
      for (const each of operations) {
        const expected = plainly(plain, each);
        expect(rig.edit([each]).ok, JSON.stringify(each)).toBe(expected !== undefined);
        plain = expected ?? plain;
        expect(shapeOf(rig)).toEqual(shapeOfPlain(plain));
        expect(knowsItsRows(rig)).toBe(true);
      }
    }),
    samples(300),
  );
});

test('undoing everything brings back the same scene, to the byte; redoing it the one that was left', () => {
  const lively = fc.oneof(
    operation,
    fc.record({ op: fc.constant('addComponent' as const), entity: name, component: fc.constantFrom('FloatValue', 'Spinner', 'WebsocketClient') }),
    fc.record({ op: fc.constant('removeComponent' as const), entity: name, component: fc.constantFrom('FloatValue', 'FloatValue#2', 'Spinner', 'Transform') }),
    fc.record({
      op: fc.constant('setField' as const),
      entity: name,
      component: fc.constant('FloatValue'),
      field: fc.constant('Value'),
      value: fc.integer({ min: -9, max: 9 }),
    }),
    fc.record({ op: fc.constant('duplicateEntity' as const), entity: name }),
  );
  fc.assert(
    fc.property(fc.array(fc.array(lively, { minLength: 1, maxLength: 5 }), { maxLength: 25 }), (batches) => {
      const rig = openRig([
        { id: 'a', name: 'A' },
        { id: 'b', name: 'B', parent: 'a', components: { FloatValue: { Value: 0.1 } } },
      ]);
      const first = rig.text();
      for (const batch of batches) {
        const before = hashWorld(rig.world);
        if (!rig.edit(batch).ok) expect(hashWorld(rig.world)).toBe(before);
      }
      const last = rig.text(),
        done = rig.world.history.entries.length;
      for (let i = 0; i < done; i++) expect(rig.give({ type: 'undo' }).ok).toBe(true);
      expect(rig.text()).toBe(first);
      expect(rig.give({ type: 'undo' })).toMatchObject({ ok: false, code: 'WW_NOTHING_TO_UNDO' });
      for (let i = 0; i < done; i++) expect(rig.give({ type: 'redo' }).ok).toBe(true);
      expect(rig.text()).toBe(last);
    }),
    samples(300),
  );
});
