import { expect, test } from 'vitest';
import { createDoor, createRegistry, HOST, openWorld, readScene, restoreWorld, type WorldDoor } from '../../../engine/index.ts';
import { PacedCopy, savedText, standing, type Turns } from '../../../server/doors/paced-copy.ts';

const registry = createRegistry();
const MANY = 900;

function door(): WorldDoor {
  const entities = Array.from({ length: MANY }, (_, at) => ({ id: `e${at}`, name: `Entity ${at}`, components: { FloatValue: { Value: at } } }));
  const scene = JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Many', entities });
  return createDoor(openWorld({ registry, scene: readScene(scene, { registry }).scene }));
}

/** A world whose turns are told one by one: `gap` and the milliseconds that it should leave, each question, and where its own turn stands still. */
function watched(of: WorldDoor): Turns & { readonly told: string[] } {
  const told: string[] = [];
  return {
    told,
    ask: (question) => {
      told.push(question.ask);
      return of.ask(question);
    },
    gap: async (least) => void told.push(`gap ${least}`),
    exclusive: async (job) => {
      told.push('still');
      const value = await job();
      told.push('on');
      return value;
    },
  };
}

const edit = (of: WorldDoor, value: number) =>
  of.step({
    mode: 'pass',
    real: 0,
    inputs: [{ author: HOST, input: { type: 'operations', operations: [{ op: 'setField', entity: 'e1', component: 'FloatValue', field: 'Value', value }] } }],
  });
const unsaved = async (of: WorldDoor) => (await of.ask({ ask: 'status' })).unsaved;
async function textOf(copy: PacedCopy): Promise<string> {
  let text = '';
  for await (const part of copy.parts()) text += part;
  return text;
}

test('a copy is taken between two turns once there is room for it, and its text is made part by part in gaps, whatever is edited meanwhile', async () => {
  const of = door();
  const before = await savedText(standing(of));
  const turns = watched(of);
  const copy = await PacedCopy.take(turns, 'scene', () => turns.told.push('taken'));
  expect(turns.told).toEqual(['begin', 'goOn', 'gap 12', 'still', 'status', 'capture', 'taken', 'on']);
  turns.told.length = 0;
  await edit(of, 5000);
  expect((await textOf(copy)) === before).toBe(true);
  expect(turns.told.slice(0, 4)).toEqual(['gap 12', 'pull', 'gap 2', 'pull']);
  expect(turns.told.filter((each, at) => at % 2 === 0 && each !== (at === 0 ? 'gap 12' : 'gap 2'))).toEqual([]);
  await copy.release();
  expect((await savedText(standing(of))) === before).toBe(false);
});

test('edits count as saved when their copy is on a disk, and only then; the state is copied by the same code', async () => {
  const of = door();
  await edit(of, 100);
  const full = new Error('the disk is full');
  const lost = await PacedCopy.take(standing(of), 'scene');
  await expect(
    lost.onDisk(async () => {
      throw full;
    }),
  ).rejects.toBe(full);
  expect(await unsaved(of)).toBe(true);
  // A copy that is released is held no more.
  await expect(textOf(lost)).rejects.toThrow('no capture has the number');

  const state = await PacedCopy.take(standing(of), 'state');
  const again = createDoor(restoreWorld(await textOf(state), registry));
  expect(await again.ask({ ask: 'hash' })).toEqual(await of.ask({ ask: 'hash' }));
  await state.release();
  expect(await unsaved(of)).toBe(true);

  const kept = await PacedCopy.take(standing(of), 'scene');
  await edit(of, 200);
  await kept.onDisk(() => textOf(kept));
  expect(await unsaved(of), 'what was edited since the copy is not in it').toBe(true);
  const last = await PacedCopy.take(standing(of), 'scene');
  await last.onDisk(() => textOf(last));
  expect(await unsaved(of)).toBe(false);
});

test('a copy that is wanted no more ends early', async () => {
  const of = door();
  const copy = await PacedCopy.take(standing(of), 'state');
  let parts = 0;
  for await (const part of copy.parts(() => parts < 2)) parts += part === '' ? 0 : 1;
  expect(parts).toBe(2);
});
