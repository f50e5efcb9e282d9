import { expect, it } from 'vitest';
import { createDoor, createRegistry, HOST, openScene } from '../../../engine/index.ts';
import { liveOf } from '../../../engine/editing/live-world.ts';
import { captureScene, roomForScene } from '../../../engine/scene/capture.ts';
import { CopySpace } from '../../../engine/world/copy-space.ts';

it('lends memory that nobody reads any more again, and never that which is read', () => {
  const space = new CopySpace();
  const first = space.room(new Float32Array(3), 3),
    second = space.room(new Float32Array(3), 3);
  const taken = space.taken();
  const meanwhile = space.room(new Float32Array(3), 3);
  expect(new Set([first, second, meanwhile].map(({ buffer }) => buffer)).size).toBe(3);
  space.taken();
  space.free(taken);
  const again = space.room(new Float32Array(3), 2);
  expect(again.buffer).toBe(first.buffer);
  expect(again).toHaveLength(2);
});

it('takes fresh memory for numbers of another kind, and for more or far fewer than there is room for', () => {
  const space = new CopySpace();
  const first = space.room(new Int32Array(100), 100);
  space.free(space.taken());
  const others = [space.room(new Float64Array(100), 100), space.room(new Int32Array(101), 101), space.room(new Int32Array(100), 49)];
  expect(others.some(({ buffer }) => buffer === first.buffer)).toBe(false);
  expect(others.map(({ length }) => length)).toEqual([100, 101, 49]);
});

it('keeps the memory of one copy, not of all that there ever were', () => {
  const space = new CopySpace();
  const buffers = [0, 1].map(() => space.room(new Uint8Array(8), 8).buffer);
  space.free(space.taken());
  expect(buffers).toContain(space.room(new Uint8Array(8), 8).buffer);
  space.free(space.taken());
  space.room(new Uint8Array(8), 8);
  expect(buffers).not.toContain(space.room(new Uint8Array(8), 8).buffer);
});

it('gives each capture of a world what was there when it was taken, also where several are read beside each other', async () => {
  const { world } = openScene(JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'W', entities: [{ id: 'a', components: { Transform: {} } }] }), {
    registry: createRegistry(),
  });
  const door = createDoor(world);
  const moveTo = (x: number): void => {
    const value = [x, 0, 0];
    const operations = [{ op: 'setField', entity: 'a', component: 'Transform', field: 'Position', value } as const];
    void door.step({ mode: 'pass', real: world.real, inputs: [{ author: HOST, input: { type: 'operations', operations } }] });
  };
  const take = async (): Promise<number> => (await door.ask({ ask: 'capture' })).capture;
  const read = async (capture: number): Promise<string> => {
    const { text } = await door.ask({ ask: 'pull', capture, entities: 10 });
    await door.ask({ ask: 'release', capture, durable: false });
    return /"Position": (\[.*?\])/.exec(text)?.[1] ?? '';
  };
  moveTo(1);
  const first = await take();
  moveTo(2);
  const second = await take();
  expect(await read(first)).toBe('[1, 0, 0]');
  moveTo(3);
  const third = await take();
  moveTo(4);
  expect([await read(second), await read(third), await read(await take())]).toEqual(['[2, 0, 0]', '[3, 0, 0]', '[4, 0, 0]']);
});

it('is made ahead in parts, as much as is missing, and lent then', () => {
  const space = new CopySpace();
  const many = 300_000;
  const wanted = [
    [new Float32Array(0), many],
    [new Float32Array(0), many],
    [new Uint8Array(0), 10],
  ] as const;
  const parts = (): number => [...space.prepare(wanted)].length;
  expect(parts()).toBeGreaterThan(8);
  expect(parts()).toBe(0);
  const first = space.room(new Float32Array(0), many),
    second = space.room(new Float32Array(0), many);
  expect(first.buffer).not.toBe(second.buffer);
  // A little larger than what was asked for: the world may have grown since.
  expect(first.buffer.byteLength).toBeGreaterThan(4 * many);
  expect(parts()).toBeGreaterThan(8);
});

it('is made for a scene before it is captured, which takes no other then', () => {
  const count = 70_000;
  const entities = Array.from({ length: count }, (_, at) => ({ id: `e${at}`, components: { FloatValue: { Value: at } } }));
  const { world } = openScene(JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'W', entities }), { registry: createRegistry() });
  const space = new CopySpace();
  // What is made ahead is a little larger than what is asked for.
  const exact = (): number => {
    captureScene(liveOf(world), space);
    return space.taken().filter(({ length }) => length === count).length;
  };
  expect(exact()).toBeGreaterThan(5);
  expect([...roomForScene(liveOf(world), space)].length).toBeGreaterThan(5);
  expect(exact()).toBe(0);
});
