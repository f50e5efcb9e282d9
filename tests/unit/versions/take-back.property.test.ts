import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRegistry, type InputResult, type Operation, type WorldDoor } from '../../../engine/index.ts';
import { openLocal } from '../../../server/doors/open-local.ts';
import { savedText, standing } from '../../../server/doors/paced-copy.ts';
import type { SavedScene } from '../../../server/versions/scene-order.ts';
import { takingBack } from '../../../server/versions/take-back.ts';
import { versionDifference } from '../../../server/versions/version-difference.ts';
import { samples } from '../../samples.ts';

const registry = createRegistry();
const SCENE = JSON.stringify({
  format: 'worldwire/scene',
  version: 1,
  name: 'A',
  entities: ['a', 'b', 'c', 'd', 'e', 'f'].map((id, at) => ({
    id,
    name: id.toUpperCase(),
    ...(at > 3 ? { parent: 'b' } : {}),
    components: { Transform: { Position: [at, 0, 0] } },
  })),
});

/** One edit of whatever there is: the numbers choose. */
type Turn = readonly [kind: number, one: number, other: number];
const turns = fc.array(fc.tuple(fc.nat(9), fc.nat(1000), fc.nat(1000)), { maxLength: 25 });

/** Edits in a row of one field would else be one step. */
let groups = 0;

async function edit(door: WorldDoor, operations: readonly Operation[], type: 'operations' | 'undo' = 'operations'): Promise<InputResult> {
  const author = { userId: 'anna', role: 'Admin' } as const;
  const input = type === 'undo' ? ({ type } as const) : ({ type, operations, group: String(++groups) } as const);
  const { results } = await door.step({ mode: 'pass', real: 0, inputs: [{ author, input }] });
  return results[0] as InputResult;
}

async function play(door: WorldDoor, all: readonly Turn[], names: string): Promise<void> {
  for (const [at, [kind, one, other]] of all.entries()) {
    const { entities } = (await sceneOf(door)) as { readonly entities?: readonly { readonly id: string }[] };
    const ids = (entities ?? []).map(({ id }) => id);
    const entity = ids[one % ids.length] ?? '';
    const target = other % 4 === 0 ? null : (ids[other % ids.length] ?? null);
    const type = (['FloatValue', 'Spinner', 'Comment', 'FloatValue#2'] as const)[other % 4] as string;
    const operations: readonly Operation[] = [
      { op: 'addEntity', entity: { id: `${names}${at}`, name: String(other), components: { FloatValue: { Value: one } } }, parent: target },
      { op: 'removeEntity', entity },
      { op: 'moveEntity', entity, parent: target },
      { op: 'moveEntity', entity, before: target },
      { op: 'updateEntity', entity, name: String(other), active: other % 2 === 0, tag: String(one % 3) },
      { op: 'addComponent', entity, component: type },
      { op: 'removeComponent', entity, component: type },
      { op: 'setField', entity, component: 'Transform', field: 'Position', value: [one, other, 0] },
      { op: 'setField', entity, component: 'FloatValue', field: 'Value', value: other % 2 === 0 ? 0 : one },
      { op: 'duplicateEntity', entity, id: `${names}copy${at}` },
    ];
    // What does not fit the world as it is by now is refused, and nothing is done.
    await edit(door, [operations[kind] as Operation]);
  }
}

async function sceneOf(door: WorldDoor): Promise<SavedScene> {
  return JSON.parse(await savedText(standing(door))) as SavedScene;
}

test('whatever was edited since a version, taking all back comes to what the version holds, and one undo to what was there before', async () => {
  await fc.assert(
    fc.asyncProperty(turns, turns, async (before, after) => {
      const { door } = openLocal({ scene: SCENE }, registry);
      await play(door, before, 'n');
      const version = await sceneOf(door);
      await play(door, after, 'm');
      const world = await sceneOf(door);
      const { operations, left } = takingBack(version, world, 'all', registry.components);
      expect(left).toEqual([]);
      if (versionDifference(version, world).total === 0) {
        expect(operations).toEqual([]);
        return;
      }
      const done = await edit(door, operations);
      expect(done.ok, JSON.stringify(done)).toBe(true);
      expect(versionDifference(version, await sceneOf(door))).toEqual({ rows: [], total: 0 });
      const undone = await edit(door, [], 'undo');
      expect(undone.ok, JSON.stringify(undone)).toBe(true);
      expect(versionDifference(world, await sceneOf(door))).toEqual({ rows: [], total: 0 });
    }),
    samples(200),
  );
});
