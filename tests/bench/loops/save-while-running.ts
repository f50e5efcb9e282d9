import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { tell } from '../clock.ts';
import { sceneText } from '../scene-plan.ts';
import { host } from './hosted.ts';

/**
 * Saves a running world of so many entities some times. Ticks that came late meanwhile count where more of them did than in
 * stretches as long without a save: what else runs on the machine is not the save's doing.
 */
const SAVES = 6;
const entities = Number(process.argv[2] ?? 100_000);
const folder = mkdtempSync(join(tmpdir(), 'worldwire-bench-'));
try {
  const world = await host(sceneText(entities), { folder });
  await world.start();
  await wait(1500);
  await world.saveAs('bench.scene.json');
  const saving = { ticks: 0, late: 0 };
  const calm = { ticks: 0, late: 0 };
  const during = async (sum: typeof saving, what: () => Promise<unknown>): Promise<number> => {
    const { tick } = world;
    const { late } = world.run();
    const started = performance.now();
    await what();
    sum.ticks += world.tick - tick;
    sum.late += world.run().late - late;
    return performance.now() - started;
  };
  for (let i = 0; i < SAVES; i++) {
    const took = await during(saving, () => world.save());
    await during(calm, () => wait(took));
  }
  await world.close();
  tell({ late: Math.max(0, saving.late - calm.late), saved: saving.ticks + saving.late, ...(process.argv.includes('--verbose') ? { saving, calm } : {}) });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
