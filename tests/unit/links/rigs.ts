/** Servers and links of one test, closed after it in the right order. */
import { afterEveryTest } from '../../after-every-test.ts';
import { HostilePeer } from '../../peers/hostile-peer.ts';
import { LinkRig } from '../../peers/link-rig.ts';
import { startServer, type ServerSettings, type TestServer } from '../../peers/servers.ts';
import type { LinkOptions } from '../../../server/links/link-manager.ts';

const rigs: LinkRig[] = [];
const servers: { close(): Promise<void> }[] = [];

afterEveryTest(async () => {
  await Promise.all(rigs.splice(0).map((rig) => rig.links.closeAll(100)));
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

export function rig(options?: LinkOptions): LinkRig {
  const made = new LinkRig(options);
  rigs.push(made);
  return made;
}

export async function server(settings?: ServerSettings): Promise<TestServer> {
  const started = await startServer(settings);
  servers.push(started);
  return started;
}

/** Closed when the test ends. */
export function closedAfter<T extends { close(): Promise<void> }>(started: T): T {
  servers.push(started);
  return started;
}

export async function hostile(): Promise<HostilePeer> {
  const peer = await HostilePeer.listen();
  servers.push(peer);
  return peer;
}
