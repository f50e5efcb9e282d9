/** Journals on disks that fail, hang and lose power, and with what deaths leave in them. */
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { FailingDisk } from './failing-disk.ts';
import { brighten, brightness, crashed, house, lampOf, takenUp } from './journal-house.ts';
import { api, atEnd, until } from './running.ts';

/** Where the system tells which file a handle is of. */
const isLinux = process.platform === 'linux';

test('where the newest snapshot is whole and cannot be restored, the one before it serves, and nothing is lost', async () => {
  const { serve: run, journal } = await house();
  for (const value of [3, 4]) {
    const server = await run();
    await brighten(server, value);
    await server.close();
  }
  const left = await crashed(await journal());
  for (const text of ['{"not": "a world"}', 'not even JSON']) {
    const packed = gzipSync(text);
    await writeFile(join(left, '00000002.snapshot'), Buffer.concat([packed, createHash('sha256').update(packed).digest()]));
    const life = await takenUp(left);
    expect(await lampOf(life)).toBe(4);
    expect(life?.missing.join()).toMatch(/^the snapshot 00000002\.snapshot cannot be restored \(.+\), so the one before it serves$/);
  }
  // It holds what its checksum says, and is no text at all.
  const other = Buffer.from('no gzip');
  await writeFile(join(left, '00000002.snapshot'), Buffer.concat([other, createHash('sha256').update(other).digest()]));
  expect((await takenUp(left))?.missing).toEqual(['the snapshot 00000002.snapshot is not whole, so the one before it serves']);
});

test.each([
  ['nothing', 0],
  ['half a head', 100],
])('a life that was killed as it began, with %s in its log, is passed over, also by those after it', async (_what, bytes) => {
  const { serve: run, journal } = await house();
  for (const value of [3, 4, 5]) {
    const server = await run();
    await brighten(server, value);
    if (value === 4) {
      // It has never been: as if it had been killed then, and the next one had come after the first.
      const empty = await crashed(await journal());
      await server.close();
      await truncate(join(empty, '00000002.log'), bytes);
      await rm(join(empty, '00000002.snapshot'));
      expect(await lampOf(await takenUp(empty)), 'a life after the first').toBe(3);
      expect((await takenUp(empty))?.missing).toEqual([]);
      for (const name of ['00000002.log', '00000002.snapshot']) await rm(join(await journal(), name));
      await writeFile(join(await journal(), '00000002.log'), (await readFile(join(empty, '00000002.log'))).subarray(0, bytes));
    } else await server.close();
  }
  const left = await crashed(await journal());
  expect((await readdir(left)).filter((name) => name.endsWith('.snapshot'))).toEqual(['00000001.snapshot', '00000003.snapshot']);
  await rm(join(left, '00000003.snapshot'));
  const life = await takenUp(left);
  expect(await lampOf(life)).toBe(5);
  expect(life?.missing).toEqual([]);
});

test.runIf(isLinux).each([
  ['datasync', 'EIO', 'it cannot be flushed: EIO: as a disk would say'],
  ['appendFile', 'ENOSPC', 'it cannot be written: ENOSPC: as a disk would say'],
] as const)(
  'where %s fails, the journal ends and says why, nothing is answered as durable from then on, and the world goes on',
  async (asked, code, reason) => {
    const { serve: run, state, journal } = await house();
    const disk = await FailingDisk.below(state);
    const server = await run();
    expect((await brighten(server, 3)).json).toMatchObject({ durable: true });
    disk.fail(asked, /\.log$/, code);
    expect((await brighten(server, 4)).json).toMatchObject({ durable: false, reason: expect.stringContaining(reason) });
    expect(server.worlds.get('garden').run().journal).toMatchObject({ state: 'ended', reason: expect.stringContaining(reason) });
    disk.heal();
    expect((await brighten(server, 5)).json).toMatchObject({ durable: false });
    const { tick } = server.worlds.get('garden');
    await until('the world to go on', () => server.worlds.get('garden').tick > tick);
    const life = await takenUp(await crashed(await journal()));
    expect([3, 4]).toContain(await lampOf(life));
    expect(life?.missing).toEqual([]);
    await server.close();
  },
);

test.runIf(isLinux)('a journal that has ended begins again with the next save, and a restart goes on from what was saved and edited since', async () => {
  const { serve: run, state, journal } = await house();
  const disk = await FailingDisk.below(state);
  const server = await run();
  await brighten(server, 3);
  disk.fail('datasync', /\.log$/, 'EIO');
  await brighten(server, 4);
  // As long as the disk fails, a save begins nothing; the next that comes to a disk does.
  await api(server, '/api/worlds/garden/save', {});
  await until('another attempt to have failed', async () => (await readdir(await journal())).includes('00000002.log'));
  expect(server.worlds.get('garden').run().journal).toMatchObject({ state: 'ended' });
  disk.heal();
  await brighten(server, 5);
  await api(server, '/api/worlds/garden/save', {});
  await until('the journal', () => server.worlds.get('garden').run().journal?.state === 'on');
  expect((await brighten(server, 6)).json).toMatchObject({ durable: true });
  const { edits } = server.worlds.get('garden').run().file;
  expect(server.worlds.get('garden').run().reached).toEqual({ written: edits, durable: edits });
  const life = await takenUp(await crashed(await journal()));
  expect(await lampOf(life)).toBe(6);
  expect(life?.missing).toEqual([]);
  await server.close();
  const next = await run();
  expect(await brightness(next)).toBe(6);
  expect(next.worlds.get('garden').run().file.state).toBe('same');
  expect(next.worlds.get('garden').run().takenUp).toMatchObject({ missing: [], beside: false });
});

test.runIf(isLinux)('a world whose first snapshot cannot be written runs without a journal, says so, and its file is begun from by the next', async () => {
  const { serve: run, state } = await house();
  const disk = await FailingDisk.below(state);
  disk.fail('sync', /\.snapshot\.new$/, 'ENOSPC');
  const first = await run();
  expect(first.worlds.get('garden').run().journal).toMatchObject({ state: 'ended', reason: expect.stringContaining('ENOSPC') });
  await brighten(first, 3);
  await first.close();
  disk.heal();
  // What it leaves holds no state, and none that was ever told as durable.
  const second = await run();
  expect(await brightness(second)).toBe(1);
  expect(second.worlds.get('garden').run().journal).toMatchObject({ state: 'on' });
});

test.runIf(isLinux)(
  'a disk that hangs for seconds keeps no edit and no tick waiting, only those who ask for durable; the world says that it is behind, and catches up',
  async () => {
    const { serve: run, state, journal } = await house();
    const disk = await FailingDisk.below(state);
    const server = await run();
    await brighten(server, 3);
    const goOn = disk.hang();
    const world = server.worlds.get('garden');
    const asked = brighten(server, 4);
    let isAnswered = false;
    void asked.then(() => (isAnswered = true));
    const begun = performance.now(),
      { tick } = world;
    await brighten(server, 5, false);
    expect(performance.now() - begun).toBeLessThan(1000);
    // What the world does outside waits for a second, and then no longer.
    await api(server, '/api/worlds/garden/operations', { operations: [{ op: 'addComponent', entity: 'stone', component: 'WebsocketClient', values: {} }] });
    await wait(1500);
    expect(world.tick).toBeGreaterThan(tick + 30);
    expect(isAnswered).toBe(false);
    goOn();
    expect((await asked).json).toMatchObject({ durable: true });
    expect((await brighten(server, 6)).json).toMatchObject({ durable: true });
    expect(world.run().journal).toMatchObject({ state: 'on' });
    expect(await lampOf(await takenUp(await crashed(await journal())))).toBe(6);
  },
);

test.runIf(isLinux)('what was answered as durable outlives a cut of power, however much else was written, and whatever of that is left', async () => {
  const { serve: run, state, journal } = await house();
  const disk = await FailingDisk.below(state);
  let lamp = 1;
  for (let life = 0; life < 3; life++) {
    const server = await run({ flush: 5 });
    expect(await brightness(server)).toBe(lamp);
    for (let edits = 0; edits < 12; edits++) {
      lamp += 1;
      const isDurable = edits % 3 !== 2;
      await brighten(server, lamp, isDurable);
      const durable = isDurable ? lamp : lamp - 1;
      for (const share of [0, 0.5, 1]) {
        const left = await disk.cut(await journal(), share);
        atEnd(() => rm(left, { recursive: true, force: true }));
        const taken = await takenUp(left);
        expect(await lampOf(taken), `life ${life}, edit ${edits}, ${share} of what was not flushed`).toBeGreaterThanOrEqual(durable);
        expect(taken?.missing).toEqual([]);
      }
    }
    await server.close();
  }
});
