/** What pages and operators are told of a world's journal. */
import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FailingDisk } from './failing-disk.ts';
import { brighten, house } from './journal-house.ts';
import { api, openPage, SCENE, until } from './running.ts';
import type { RunStatus } from '../../server/protocol.ts';

test('a page is told up to which edit all is on the disk, in this life and the next', async () => {
  const { serve: run } = await house();
  const first = await run({ flush: 50 });
  const page = await openPage(first, 'Ada');
  const told: RunStatus[] = [];
  page.on('run', (status) => told.push(status));
  await brighten(first, 2, false);
  const { edits } = first.worlds.get('garden').run().file;
  expect(first.worlds.get('garden').run().reached?.durable).toBe(edits - 1);
  page.emit('enter', { world: 'garden' }, () => undefined);
  await until('the page to hear that it is', () => told.find(({ reached, file }) => file.edits === edits && reached?.durable === edits));
  expect(told.every(({ takenUp }) => takenUp === undefined)).toBe(true);
  await first.close();
  const second = await run();
  const status = second.worlds.get('garden').run();
  expect(status.file.edits).toBe(edits);
  expect(status.reached).toEqual({ written: edits, durable: edits });
  expect(status.takenUp).toMatchObject({ missing: [], more: 0, beside: false });
  expect(status.takenUp?.tick).toBeLessThanOrEqual(status.tick);
});

test('who comes is told at which tick a world was taken up, what of it is missing, and that its file is another', async () => {
  const { serve: run, journal, file } = await house();
  for (const value of [2, 3]) {
    const server = await run();
    await brighten(server, value);
    await server.close();
  }
  await truncate(join(await journal(), '00000002.snapshot'), 100);
  await writeFile(file, JSON.stringify({ ...SCENE, name: 'Another' }));
  const server = await run();
  expect(server.worlds.get('garden').run().takenUp).toMatchObject({
    missing: ['the snapshot 00000002.snapshot is not whole, so the one before it serves'],
    more: 0,
    beside: true,
  });
});

test.runIf(process.platform === 'linux')('the list of worlds and the metrics tell that a journal has ended', async () => {
  const { serve: run, state } = await house();
  const disk = await FailingDisk.below(state);
  const server = await run();
  const metrics = async (): Promise<string> => (await fetch(`${server.origin}/metrics`, { headers: { authorization: `Bearer ${server.token}` } })).text();
  await brighten(server, 2);
  const before = await metrics();
  expect(before).toContain('worldwire_world_journal_state{world="garden",state="on"} 1');
  expect(before).toMatch(/worldwire_world_journal_flushes_total\{world="garden"\} [1-9]/);
  expect(before).toMatch(/worldwire_world_journal_bytes_total\{world="garden"\} [1-9]\d{2}/);
  expect(JSON.stringify((await api(server, '/api/worlds')).json)).not.toContain('journal');
  disk.fail('datasync', /\.log$/, 'EIO');
  const { edits } = server.worlds.get('garden').run().file;
  await brighten(server, 3);
  expect((await api(server, '/api/worlds')).json).toMatchObject({ worlds: [{ name: 'garden', journal: 'ended' }] });
  expect(server.worlds.get('garden').run().reached?.durable, 'an edit that was not flushed is never told as if it were').toBe(edits);
  await until('the metrics to tell it', async () => (await metrics()).includes('worldwire_world_journal_state{world="garden",state="ended"} 1'));
});
