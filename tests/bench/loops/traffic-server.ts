import { createInterface } from 'node:readline';
import { createLog, startServer } from '../../../server/index.ts';
import { tell } from '../clock.ts';

/** A server with a world of so many clients of one peer, until its input ends; tells for each line of it how many messages have come, and its tick. */
const [count = '100', peer = ''] = process.argv.slice(2);
const entities = Array.from({ length: Number(count) }, (_, i) => ({
  id: `d${i}`,
  name: `Device ${i}`,
  components: { WebsocketClient: { URL: `${peer}/${i}`, HandlingUser: { userId: 'host' } } },
}));
const server = await startServer({
  port: 0,
  worlds: [{ name: 'flood', scene: { format: 'worldwire/scene', version: 1, name: 'Flood', tickRate: 60, entities } as never }],
  allowedUrlHosts: [new URL(peer).host],
  log: createLog({ level: 'silent' }),
});
tell({ url: server.url });
const lines = createInterface({ input: process.stdin });
lines.on('line', () => {
  const world = server.worlds.get('flood');
  tell({ messages: world.links.stats.messagesIn, tick: world.tick });
});
lines.on('close', () => void server.close().then(() => process.exit(0)));
