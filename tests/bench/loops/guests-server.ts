import { createInterface } from 'node:readline';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { createRegistry } from '../../../engine/index.ts';
import { createLog, startServer } from '../../../server/index.ts';
import { tell } from '../clock.ts';
import { GUESTS_PLAN as PLAN, type Mark } from '../guests-plan.ts';
import { sceneText } from '../scene-plan.ts';

/** A server with a world of 100,000 entities and a small one beside it, in one thread; tells how many ticks each has done whenever it is given a line. */
const server = await startServer({
  port: 0,
  tokens: (['Builder', 'Guest', 'Spectator'] as const).map((role) => ({ role, token: PLAN.tokens[role] })),
  worlds: [
    { name: PLAN.crowded, scene: JSON.parse(sceneText(PLAN.entities)) },
    { name: PLAN.neighbour, scene: JSON.parse(sceneText(1_000)) },
  ],
  registry: createRegistry(),
  log: createLog({ level: 'silent' }),
});
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
tell({ origin: server.origin });
createInterface({ input: process.stdin }).on('line', () => {
  const { user, system } = process.cpuUsage();
  const ticks = Object.fromEntries(server.worlds.list.map((world) => [world.name, world.tick]));
  tell({ at: performance.now(), ticks, busy: (user + system) / 1000, delay: delay.percentile(99) / 1e6 } satisfies Mark);
  delay.reset();
});
process.stdin.on('end', () => process.exit(0));
