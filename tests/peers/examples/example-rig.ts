/** Scenes of `worlds/flows` as they ship, running, with their clients led to servers of the test. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Operation } from '../../../engine/index.ts';
import { afterEveryTest } from '../../after-every-test.ts';
import { startServer, type Guest, type ServerSettings, type TestServer } from '../servers.ts';
import { WorldRig, type EntityText } from '../world-rig.ts';

const FOLDER = join(import.meta.dirname, '../../../worlds/flows');
const rigs: WorldRig[] = [];
const servers: TestServer[] = [];
afterEveryTest(async () => {
  await Promise.all(rigs.splice(0).map((rig) => rig.close()));
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/**
 * Opens the scene, and gives clients other addresses, by an edit as any, at the start of the first tick: none of them has connected anywhere by then.
 * @param urls where the client of each entity leads to, by the entity's id
 * @param edits what else is edited then
 */
export function example(name: string, urls: { readonly [entity: string]: string }, edits: readonly Operation[] = []): WorldRig {
  const { entities } = JSON.parse(readFileSync(join(FOLDER, `${name}.scene.json`), 'utf8')) as { readonly entities: readonly EntityText[] };
  const rig = new WorldRig(entities);
  rigs.push(rig);
  const led = Object.entries(urls).map(([entity, value]) => ({ op: 'setField', entity, component: 'WebsocketClient', field: 'URL', value }) as const);
  rig.edit([...led, ...edits]);
  return rig;
}

/** A server that ends with the test. */
export async function peer(settings: ServerSettings = {}): Promise<TestServer> {
  const server = await startServer(settings);
  servers.push(server);
  return server;
}

/** The texts that a server has heard of a guest. */
export function heard(guest: Guest | undefined): string[] {
  return (guest?.messages ?? []).filter(({ binary }) => !binary).map(({ data }) => data.toString());
}
