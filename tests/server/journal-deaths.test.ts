/** Processes that die, are stopped or have a clock, a disk or a neighbour that is not as it should be, and what their journals hold. */
import { spawnSync } from 'node:child_process';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Home, LIVELY } from './killed.ts';
import { until } from './running.ts';

const DAY = 24 * 3600 * 1000;

test('a server that is killed while it takes its world up, five times in a row, comes up whole then', async () => {
  const home = await Home.make(LIVELY);
  const first = await home.live();
  await first.ask('/impulses/go', {});
  for (let value = 2; value < 20; value++) await first.set('lamp', value, true);
  const chain = await first.value('chain');
  await first.set('lamp', 20, true);
  await first.kill();
  for (let death = 0; death < 5; death++) {
    const life = await home.live();
    // From its first instant up to when it listens.
    await wait(20 + death * 90);
    await life.kill();
  }
  const last = await home.live();
  expect(await last.value('lamp')).toBe(20);
  expect(await last.value('chain')).toBeGreaterThanOrEqual(chain);
  expect(last.printed).toMatch(/taken up from the journal at tick \d+, nothing is missing/);
  expect(last.printed).not.toContain('of the journal:');
  await last.kill();
});

test('a server that is asked to end while a snapshot is being written ends in time, and its world goes on from there', async () => {
  const home = await Home.make({
    ...LIVELY,
    entities: [...LIVELY.entities, ...Array.from({ length: 40_000 }, (_, at) => ({ id: `e${at}`, components: { FloatValue: { Value: at } } }))],
  });
  const life = await home.live();
  await life.set('lamp', 2, true);
  // More than is put into one segment, so that the next is begun.
  const words = 'x'.repeat(900_000);
  await life.ask('/operations', { operations: [{ op: 'addComponent', entity: 'stone', component: 'StringValue', values: {} }] });
  const folder = await home.journal();
  const isBegun = async (): Promise<boolean> => (await readdir(folder)).includes('00000002.log');
  for (let times = 0; times < 200 && !(await isBegun()); times++)
    await life.ask('/operations', { operations: [{ op: 'setField', entity: 'stone', component: 'StringValue', field: 'Value', value: `${times} ${words}` }] });
  expect(await isBegun()).toBe(true);
  expect(await readdir(folder), 'its snapshot is not whole yet').not.toContain('00000002.snapshot');
  await life.set('lamp', 3, true);
  expect(await life.kill('SIGTERM')).toBe(0);
  const next = await home.live();
  expect(await next.value('lamp')).toBe(3);
  expect(next.printed).not.toContain('of the journal:');
  await next.kill();
});

test('where the clock is set back by a day, and forward by a year, a world goes on from its newest state, and nothing is missing', async () => {
  const home = await Home.make(LIVELY);
  let lamp = 1;
  for (const clock of [0, -DAY, 365 * DAY, 0]) {
    const life = await home.live([], clock);
    expect(await life.value('lamp')).toBe(lamp);
    lamp += 1;
    expect(await life.set('lamp', lamp, true)).toMatchObject({ durable: true });
    expect(life.printed).not.toContain('of the journal:');
    await life.kill();
  }
});

test('of two processes that begin with the same scene at once, one has it and the other is told who does; the next goes on', async () => {
  const home = await Home.make(LIVELY);
  for (let pairs = 0; pairs < 2; pairs++) {
    home.standBy();
    home.standBy();
    const both = [await home.live(), await home.live()];
    const [one, other] = await until('one to have ended and the other to listen', () => {
      const up = both.find(({ printed }) => printed.includes('/?token='));
      const gone = both.find(({ isOver }) => isOver);
      return up !== undefined && gone !== undefined ? [up, gone] : undefined;
    });
    expect(other?.printed).toContain('WW_FILE_IN_USE');
    expect(await one?.value('lamp')).toBe(pairs + 1);
    expect(await one?.set('lamp', pairs + 2, true)).toMatchObject({ durable: true });
    await one?.kill();
  }
});

/** Whether this process may mount file systems that it alone sees, as root on Linux may. */
const mayMount = process.platform === 'linux' && spawnSync('unshare', ['-m', 'sh', '-ec', 'mount -t tmpfs none /tmp; nsenter --version']).status === 0;
/** Said of tests that are passed over elsewhere. */
const ASIDE = mayMount ? '' : '(only where file systems may be mounted, as by root on Linux) ';
const disk = (megabytes: number): string => `mount -t tmpfs -o size=${megabytes}m,mode=700 none worldwire`;

/** Takes all the room that is left. */
async function fill(folder: string): Promise<void> {
  for (const size of [1 << 20, 1 << 12, 1])
    for (let count = 0; ; count++)
      try {
        await writeFile(join(folder, `ballast-${size}-${count}`), Buffer.alloc(size, 1));
      } catch {
        break;
      }
}
async function ballast(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.startsWith('ballast'));
}

test.runIf(mayMount)(
  `${ASIDE}a disk that is full while a world runs ends its journal and not the world; what was durable before is there when it is taken up`,
  async () => {
    const home = await Home.make(LIVELY);
    await home.mount(disk(4));
    const life = await home.live();
    expect(await life.set('lamp', 2, true)).toMatchObject({ durable: true });
    await fill(home.state);
    let durable = 2,
      value = 2,
      isDurable = true;
    while (isDurable && value < 5000) {
      isDurable = (await life.set('lamp', ++value, true))?.durable === true;
      if (isDurable) durable = value;
    }
    expect(isDurable).toBe(false);
    const { run } = (await life.ask('')) as { run: { journal: object } };
    expect(run.journal).toMatchObject({ state: 'ended', reason: expect.stringContaining('ENOSPC') });
    await life.set('lamp', value + 1, false);
    expect(await life.value('lamp')).toBe(value + 1);
    await life.kill();
    // At the start there is no room either: it is taken up, and runs without a journal.
    const second = await home.live();
    expect(await second.value('lamp')).toBeGreaterThanOrEqual(durable);
    expect(second.printed).toContain('the journal ends, and the world goes on without');
    await second.kill();
    for (const name of await ballast(home.state)) await rm(join(home.state, name));
    const third = await home.live();
    expect(await third.value('lamp')).toBeGreaterThanOrEqual(durable);
    expect(await third.set('lamp', 9999, true)).toMatchObject({ durable: true });
    await third.kill();
  },
);

test.runIf(mayMount)(`${ASIDE}a disk that is full at the very first start lets the world run, and keeps the next start from nothing`, async () => {
  const home = await Home.make(LIVELY);
  await home.mount(disk(2));
  await fill(home.state);
  const life = await home.live();
  expect(await life.value('lamp')).toBe(1);
  expect(life.printed).toContain('the journal ends, and the world goes on without');
  await life.kill();
  for (const name of await ballast(home.state)) await rm(join(home.state, name));
  const next = await home.live();
  expect(await next.set('lamp', 2, true)).toMatchObject({ durable: true });
  await next.kill();
});

test.runIf(mayMount)(`${ASIDE}a disk that is full when a snapshot is to be written ends the journal, and the segment before serves`, async () => {
  const home = await Home.make(LIVELY);
  await home.mount(disk(36));
  const life = await home.live();
  await life.ask('/operations', { operations: [{ op: 'addComponent', entity: 'stone', component: 'StringValue', values: {} }] });
  const words = 'x'.repeat(900_000);
  let durable = 0;
  for (let times = 1; times < 60; times++) {
    const operations = [{ op: 'setField', entity: 'stone', component: 'StringValue', field: 'Value', value: `${times} ${words}` }];
    if ((await life.ask('/operations', { operations, durable: true }))['durable'] !== true) break;
    durable = times;
  }
  expect(durable).toBeGreaterThan(20);
  await life.kill();
  const next = await home.live();
  const { components } = (await next.ask('/entities/stone')) as { components: { StringValue: { Value: string } } };
  expect(Number(components.StringValue.Value.split(' ')[0])).toBeGreaterThanOrEqual(durable);
  await next.kill();
});

test.runIf(mayMount)(
  `${ASIDE}a state folder that nothing can be written to lets the world be taken up from what lies there, and says that it has no journal`,
  async () => {
    const home = await Home.make(LIVELY);
    const first = await home.live();
    await first.set('lamp', 2, true);
    await first.kill();
    await home.mount('mount --bind worldwire worldwire; mount -o remount,bind,ro worldwire');
    const life = await home.live();
    expect(await life.value('lamp')).toBe(2);
    const { run } = (await life.ask('')) as { run: { journal: object } };
    expect(run.journal).toMatchObject({ state: 'ended', reason: expect.stringMatching(/EROFS/) });
    expect(await life.set('lamp', 3, true)).toMatchObject({ durable: false });
    const { size } = await stat(join(await home.journal(), '00000001.log'));
    expect(size).toBeGreaterThan(0);
    await life.kill();
  },
);
