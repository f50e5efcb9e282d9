/** A journal of a world that has run for long. */
import { link, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { expect, test } from 'vitest';
import { journalFolder } from '../../server/journal/journal-folder.ts';
import { brighten, brightness, house, type House } from './journal-house.ts';

/** How many times as long a start may take with so many segments as with few. */
const MANY = 10_000,
  FEW = 10,
  AT_MOST = 8;

/** A world whose newest segment has such a number, with all before it in its folder. */
async function old(segments: number): Promise<House> {
  const home = await house();
  const folder = await journalFolder(home.state, home.file);
  const name = (number: number, kind: string): string => join(folder, `${String(number).padStart(8, '0')}.${kind}`);
  await mkdir(folder, { recursive: true });
  await writeFile(name(segments - 1, 'log'), '');
  const server = await home.serve();
  await brighten(server, 3);
  await server.close();
  // What is in those before it is looked at by nobody; each is a file of its own to the system.
  const filler = join(home.state, 'filler');
  await writeFile(filler, 'x'.repeat(1000));
  for (let number = 1; number < segments; number++) {
    if (number < segments - 1) await link(filler, name(number, 'log.gz'));
    await link(filler, name(number, 'snapshot'));
  }
  return home;
}

/** Milliseconds of the quickest of three starts. */
async function startOf(home: House): Promise<number> {
  const took: number[] = [];
  for (let times = 0; times < 3; times++) {
    const begun = performance.now();
    const server = await home.serve();
    took.push(performance.now() - begun);
    expect(await brightness(server)).toBe(3);
    expect(server.worlds.get('garden').run().takenUp?.missing).toEqual([]);
    await server.close();
  }
  return Math.min(...took);
}

test('a start with a journal of ten thousand segments takes at most a few times as long as with one of ten', async () => {
  const [few, many] = [await startOf(await old(FEW)), await startOf(await old(MANY))];
  expect(many / few).toBeLessThan(AT_MOST);
});
