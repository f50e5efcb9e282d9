import { WebsocketServer } from '../components/websocket-server.ts';
import { fromBase64, toBase64 } from '../schema/base64.ts';
import type { Json } from '../schema/field.ts';
import { refuse } from '../world/form.ts';
import type { World } from '../world/world.ts';
import { arm } from './due.ts';
import { watchAll } from './patience.ts';
import { checkSaved } from './saved-form.ts';
import { newClient, newServer, type Client, type Pending, type Server } from './server.ts';
import { LISTENING, Servers, serverStore, sourceOf } from './servers.ts';

type SavedClient = Omit<Client, 'server' | 'accepted' | 'acceptedStep'>;
type SavedEvent =
  | { readonly client: number; readonly text: string }
  | { readonly client: number; readonly bytes: string }
  | { readonly client: number; readonly connected: true }
  | { readonly client: number; readonly disconnected: number; readonly reason: string };
interface SavedServer extends Pick<Server, 'number' | 'state' | 'acting' | 'fresh' | 'held' | 'failure' | 'since' | 'at' | 'warnedAt' | 'unwarned'> {
  readonly entity: string;
  readonly component: string;
  readonly clients: readonly SavedClient[];
  readonly out: readonly SavedEvent[];
}
interface Saved {
  readonly servers: readonly SavedServer[];
  readonly dropped: readonly number[];
}

/** Where all of it stands in a snapshot. */
const PLACE = `systems/${LISTENING}`;

/** All servers and their clients as data for snapshot and hash, in order of creation; rows do not show. */
export function saveServers(servers: Servers, world: World): Json {
  const store = serverStore(world);
  const saved: Saved = {
    servers: store.rows().flatMap((row) => {
      const server = servers.byRow.get(row);
      return server === undefined ? [] : [saveServer(server, world)];
    }),
    dropped: [...servers.dropped].sort((a, b) => a - b),
  };
  return saved as unknown as Json;
}

function saveServer(server: Server, world: World): SavedServer {
  const { entity, source } = sourceOf(world, server.row);
  const { number, state, acting, fresh, held, failure, since, at, warnedAt, unwarned, clients, out, handed } = server;
  return {
    entity,
    component: source,
    number,
    state,
    acting,
    fresh,
    held,
    failure,
    since,
    at,
    warnedAt,
    unwarned,
    clients: Array.from(clients.values(), saveClient),
    out: out.slice(handed).map(saveEvent),
  };
}

function saveClient({ id, number, state, path, protocol, address, came, since, pingedAt, leaving, ...counts }: Client): SavedClient {
  const { messagesIn, bytesIn, sends, messagesOut, bytesOut, offered, buffered } = counts;
  return {
    id,
    number,
    state,
    path,
    protocol,
    address,
    came,
    since,
    pingedAt,
    leaving,
    messagesIn,
    bytesIn,
    sends,
    messagesOut,
    bytesOut,
    offered,
    buffered,
  };
}

function saveEvent(event: Pending): SavedEvent {
  const { client } = event;
  switch (event.type) {
    case 'connected':
      return { client, connected: true };
    case 'disconnected':
      return { client, disconnected: event.code, reason: event.reason };
    case 'message':
      return typeof event.data === 'string' ? { client, text: event.data } : { client, bytes: toBase64(event.data) };
  }
}

/** Servers from a snapshot, in a world whose entities and columns have been restored. Throws WW_SNAPSHOT_INVALID where they do not fit it. */
export function loadServers(data: Json, world: World): Servers {
  checkSaved(data, PLACE);
  const saved = data as unknown as Saved;
  const servers = new Servers();
  const store = serverStore(world);
  saved.servers.forEach(({ entity, component, clients, out, ...rest }, index) => {
    const place = `${PLACE}/servers/${index}`;
    const row = rowOf(world, entity, component, place);
    if (servers.byRow.has(row)) refuse(place, 'each component once', `${entity}/${component} is there twice; expected each component once`);
    const { number, state, acting, fresh, held, failure, since, at, warnedAt, unwarned } = rest;
    const server = Object.assign(newServer(row), { number, state, acting, fresh, held, failure, since, at, warnedAt, unwarned });
    for (const each of clients) {
      const client = Object.assign(newClient(server, each), saveClient(each as Client));
      server.clients.set(client.id, client);
      server.buffered += client.buffered;
      if (client.state === 'Open') server.open += 1;
    }
    server.out = out.map(loadEvent);
    servers.byRow.set(row, server);
    watchAll(world, server);
    arm(world, server);
  });
  for (const row of store.unordered())
    if (!servers.byRow.has(row)) {
      const { entity, source } = sourceOf(world, row);
      refuse(`${PLACE}/servers`, `a server for ${entity}/${source}`, `nothing is kept of ${entity}/${source}`);
    }
  for (const number of saved.dropped) servers.dropped.add(number);
  const holders = [...servers.byRow.values()].flatMap((server) => [server, ...server.clients.values()]);
  world.links.restore(LISTENING, { holders, dropped: servers.dropped });
  return servers;
}

function rowOf(world: World, entity: string, component: string, place: string): number {
  const at = world.entities.rowOf(entity);
  const held = at === undefined ? undefined : world.entities.held(at).find(({ key }) => key === component);
  if (held?.component !== WebsocketServer)
    refuse(place, 'a WebsocketServer of an entity', `it belongs to ${entity}/${component}, which is no WebsocketServer that is there`);
  return held.row;
}

function loadEvent(event: SavedEvent): Pending {
  const { client } = event;
  if ('connected' in event) return { type: 'connected', client };
  if ('disconnected' in event) return { type: 'disconnected', client, code: event.disconnected, reason: event.reason };
  return { type: 'message', client, data: 'text' in event ? event.text : (fromBase64(event.bytes) as Uint8Array) };
}
