import { expect, test } from 'vitest';
import type { ViewUpdate } from '../../server/protocol.ts';
import { ask, openPage, serve, until } from './running.ts';

type PosesUpdate = Extract<ViewUpdate, { kind: 'poses' }>;

/** What socket.io hands to a program: the bytes. A page gets an ArrayBuffer of the same. */
function floats(bytes: unknown): number[] {
  const { buffer, byteOffset, byteLength } = bytes as Buffer;
  return [...new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength))];
}

test.each([false, true])('poses reach a page as bytes, whole and then what has moved (worlds in threads: %s)', async (threads) => {
  const server = await serve({ threads });
  const page = await openPage(server, 'Ann', 'small');
  const got: PosesUpdate[] = [];
  page.on('updates', ({ updates }) => got.push(...updates.filter((update) => update.kind === 'poses')));
  await ask(page, 'watch', { view: 3, what: { kind: 'poses' } });
  const whole = await until('all poses', () => got[0]);
  expect(whole.entities).toMatchObject([
    { id: 'lamp', parent: -1 },
    { id: 'stone', parent: -1 },
  ]);
  expect(Buffer.isBuffer(whole.poses.indexes)).toBe(true);
  expect(floats(whole.poses.values).slice(10)).toEqual([1, 2, 3, 0, 0, 0, 1, 1, 1, 1]);
  // The lamp spins; the stone does not.
  await until('the lamp to turn', () => got.length >= 4);
  const moved = got.at(-1) as PosesUpdate;
  expect(moved.entities).toBeUndefined();
  expect([...(moved.poses.indexes as unknown as Buffer)]).toEqual([0, 0, 0, 0]);
  expect(floats(moved.poses.values)).toHaveLength(10);
  await ask(page, 'edit', {
    operations: [{ op: 'setField', entity: 'stone', component: 'Transform', field: 'Position', value: [9, 9, 9] }],
    requestId: 'move the stone',
  });
  await until('the stone to have moved', () => got.some(({ poses }) => floats(poses.values).slice(-10, -7).join() === '9,9,9'));
});
