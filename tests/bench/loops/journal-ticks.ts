import { readdir } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { HOST } from '../../../engine/index.ts';
import { tell } from '../clock.ts';
import { sceneText } from '../scene-plan.ts';
import { host } from './hosted.ts';
import { journalOf } from './journalled.ts';

/**
 * A world of a hundred thousand entities that keeps a journal or none, edited ten times a second, each edit asked to be durable. Tells its late ticks, and
 * how many were late while a snapshot was written, and what the slowest of a hundred such edits took beside the time after which a journal flushes.
 */
const [mode = 'all', seconds = '150'] = process.argv.slice(2);
const journal = mode === 'off' ? undefined : journalOf('all');
const world = await host(sceneText(100_000), journal === undefined ? {} : { journal });
await world.start();
await wait(3000);

const sum = { ticks: 0, late: 0, snapshots: 0, during: { ticks: 0, late: 0 } };
const durations: number[] = [];
let isWriting = false;
const until = performance.now() + Number(seconds) * 1000;
let { tick } = world,
  { late } = world.run();
for (let count = 0; performance.now() < until; count++) {
  const begun = performance.now();
  const result = await world.submit(HOST, {
    type: 'operations',
    operations: [{ op: 'setField', entity: `entity-${1 + (count % 98)}`, component: 'Transform', field: 'Position', value: [count, 0, 0] }],
  });
  if (!result.ok) throw new Error(result.message);
  if (journal !== undefined) {
    const { durable } = await world.durable();
    if (!durable) throw new Error('the journal has ended');
    durations.push(performance.now() - begun);
  }
  await wait(Math.max(1, begun + 100 - performance.now()));
  const was = isWriting;
  isWriting = journal !== undefined && (await readdir(journal.folder)).some((name) => name.endsWith('.snapshot.new'));
  if (isWriting && !was) sum.snapshots += 1;
  const now = world.run();
  sum.ticks += world.tick - tick;
  sum.late += now.late - late;
  if (was || isWriting) {
    sum.during.ticks += world.tick - tick;
    sum.during.late += now.late - late;
  }
  ({ tick } = world);
  ({ late } = now);
}
durations.sort((a, b) => a - b);
tell({ ...sum, p95: durations[Math.floor(durations.length * 0.95)] ?? 0, flush: journal?.flush ?? 0 });
await world.close();
process.exit(0);
