/** Worlds and servers of one test, ended after it. */
import { afterEach } from 'vitest';
import type { LinkOptions } from '../../../server/links/link-manager.ts';
import { HostilePeer } from '../hostile-peer.ts';
import { startServer, type ServerSettings, type TestServer } from '../servers.ts';
import { WorldRig, type EntityText } from '../world-rig.ts';

const worlds: WorldRig[] = [];
const servers: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.close()));
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

export function world(entities: readonly EntityText[], options?: LinkOptions): WorldRig {
  const rig = new WorldRig(entities, options);
  worlds.push(rig);
  return rig;
}

/** Closes it after the test. */
export function keep(what: { close(): Promise<void> }): void {
  servers.push(what);
}

export async function server(settings?: ServerSettings): Promise<TestServer> {
  const started = await startServer(settings);
  servers.push(started);
  return started;
}

export async function hostile(): Promise<HostilePeer> {
  const peer = await HostilePeer.listen();
  servers.push(peer);
  return peer;
}
