import { createRegistry } from '../../../engine/index.ts';
import { createLog, startServer } from '../../../server/index.ts';
import { tell } from '../clock.ts';
import { inspectedScene } from '../inspected-scene.ts';
import { gauges } from './gauge.ts';

/** A server with a world of so many entities and so many connections to an address, until its input ends. */
const [entities = '0', connections = '0', url = ''] = process.argv.slice(2);
const server = await startServer({
  port: 0,
  worlds: [{ name: 'inspected', scene: JSON.parse(inspectedScene(Number(entities), Number(connections), url)) }],
  registry: createRegistry(gauges),
  allowedUrlHosts: [new URL(url).host],
  log: createLog({ level: 'silent' }),
});
const world = server.worlds.get('inspected');
for (const end = Date.now() + 60_000; ;) {
  const { connections: states } = await world.ask({ ask: 'status' });
  if ((states['Open'] ?? 0) >= Number(connections)) break;
  if (Date.now() > end) throw new Error(`of ${connections} connections came to be: ${JSON.stringify(states)}`);
  await new Promise((resolve) => setTimeout(resolve, 100));
}
tell({ url: server.url });
process.stdin.on('end', () => void server.close().then(() => process.exit(0))).resume();
