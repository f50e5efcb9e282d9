import { setTimeout as wait } from 'node:timers/promises';
import { createRegistry, defineSystem, HOST, listen, send, WebsocketClient, type Operation } from '../../../engine/index.ts';
import { createLog, startServer } from '../../../server/index.ts';
import { tell } from '../clock.ts';
import { AGENTS_PLAN as PLAN, type AgentsWorld } from '../agents-plan.ts';

/**
 * A world on a server whose clients are handled by so many users, in equal parts, or by the host where that is none. It tells its address,
 * waits for the users, connects, and measures. Every message has a number, and comes back in its turn or the loop breaks off.
 */
const plan = JSON.parse(process.argv[2] ?? '{}') as AgentsWorld;
const { url, connections, users, inFlight, every } = plan;
let received = 0;
let running = false;
let begun = false;
const asked = new Int32Array(connections * 4),
  answered = new Int32Array(connections * 4);

function next(row: number): string {
  const number = asked[row] as number;
  asked[row] = number + 1;
  return `${number}`.padEnd(64, '.');
}

const echo = defineSystem({
  name: 'echo',
  over: WebsocketClient,
  on: [
    listen(WebsocketClient, 'OnMessage', (world, { row }, { data }) => {
      received += 1;
      const expected = answered[row] as number;
      if (typeof data !== 'string' || data.length !== 64 || Number.parseInt(data, 10) !== expected)
        broken(`message ${String(data).slice(0, 20)} came where ${expected} was due`);
      answered[row] = expected + 1;
      if (every === 0) send(world, row, next(row));
    }),
    listen(WebsocketClient, 'OnDisconnected', (_world, _client, { code, reason }) => {
      if (running) broken(`a connection ended with ${code} ${reason}`);
    }),
  ],
  begin(world) {
    if (!running) return;
    const first = begun ? 0 : inFlight;
    begun = true;
    let at = world.tick;
    for (const row of world.store(WebsocketClient).rows()) {
      for (let i = 0; i < first; i++) send(world, row, next(row));
      if (every > 0 && at++ % every === 0) send(world, row, next(row));
    }
  },
});

function broken(why: string): never {
  console.error(`agents-world: ${why}`);
  process.exit(1);
}

const entities = Array.from({ length: connections }, (_, at) => ({ id: `client-${at}`, name: `Client ${at}`, components: { WebsocketClient: { URL: url } } }));
const server = await startServer({
  port: 0,
  token: PLAN.admin,
  tokens: [{ token: PLAN.guest, role: 'Guest' }],
  worlds: [{ name: 'agents', scene: { format: 'worldwire/scene', version: 1, name: 'Agents', entities } }],
  registry: createRegistry({ systems: [echo] }),
  allowedUrlHosts: users === 0 ? [new URL(url).host] : [],
  log: createLog({ level: 'silent' }),
});
const world = server.worlds.get('agents');
tell({ url: server.origin });

/** Waits for what must come within a minute or two, however busy the machine is. */
async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 120_000; !(await holds()); await wait(50)) if (Date.now() > end) broken(`${what} did not come to be`);
}
const machines = async (): Promise<string[]> => {
  const status = await world.ask({ ask: 'status' });
  return status.users.filter((user) => user.kind === 'terminal').map((user) => user.userId);
};
await until(`the machines of ${users} users`, async () => (await machines()).length >= users);
const handling = users === 0 ? [HOST.userId] : await machines();
const operations = entities.map(({ id }, at): Operation => ({
  op: 'setField',
  entity: id,
  component: 'WebsocketClient',
  field: 'HandlingUser',
  value: { userId: handling[at % handling.length] ?? null, machineId: null },
}));
const set = await world.submit({ userId: 'host', role: 'Admin' }, { type: 'operations', operations });
if (!set.ok) broken(set.message);
await until(`${connections} connections`, async () => ((await world.ask({ ask: 'status' })).connections['Open'] ?? 0) >= connections);
await wait(500);

running = true;
await wait(PLAN.warmup);
const from = { received, tick: world.tick };
const started = performance.now();
await wait(PLAN.measured);
const seconds = (performance.now() - started) / 1000;
tell({ rate: (received - from.received) / seconds, ticks: (world.tick - from.tick) / seconds, tickRate: world.tickRate, late: world.run().late });
process.exit(0);
