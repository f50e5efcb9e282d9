import type { Holding } from '../echo-plan.ts';
import type { Case } from '../figure.ts';
import { firstLine, run, start } from '../processes.ts';

const ROUNDS = 3;

/** What a connection of a client holds, to an echo server of its own. */
async function held(client: string): Promise<Holding> {
  const server = start('echo-server');
  try {
    const { port } = await firstLine<{ port: number }>(server);
    return await run<Holding>(client, [`ws://127.0.0.1:${port}/`, 'holding']);
  } finally {
    server.stdin?.end();
  }
}

/** The least of several processes, each side's own. */
function least(all: readonly Holding[], of: keyof Holding): number {
  return Math.min(...all.map((each) => each[of]));
}

/**
 * What an open connection over which nothing has passed yet holds. In the pages of a process lies what V8 keeps free for what is new as well, some
 * 30 MB in either; what is in use has none of that.
 */
export const MEMORY: Case = {
  name: 'memory',
  async measure() {
    const hands: Holding[] = [];
    const worlds: Holding[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      hands.push(await held('echo-by-hand'));
      worlds.push(await held('echo-world'));
    }
    const figure = { unit: 'bytes', bound: 'at most', against: 'a bare ws client' } as const;
    return [
      { ...figure, name: 'memory per connection', ours: least(worlds, 'resident'), baseline: least(hands, 'resident'), target: 1.05 },
      { ...figure, name: 'memory in use per connection', ours: least(worlds, 'used'), baseline: least(hands, 'used'), target: 1.3 },
    ];
  },
};
