import { HOST } from '../door.ts';
import { readUrl } from '../access/handshake.ts';
import { CONNECTION_STATES, WebsocketClient } from '../components/websocket-client.ts';
import type { Json } from '../schema/field.ts';
import { refuse, wrong } from '../world/form.ts';
import type { Grant } from '../world/owned.ts';
import type { World } from '../world/world.ts';
import { fromBase64, toBase64 } from '../schema/base64.ts';
import { newConnection, type Connection, type Ending, type Hold, type Pending } from './connection.ts';
import { Connections } from './connections.ts';
import { arm, NETWORK } from './due.ts';
import { checkSaved } from './saved-form.ts';
import { clients, sourceOf } from './settings.ts';

/** User id of the acting user; absent where that is the host, and in snapshots from before it was kept. */
interface SavedActing {
  readonly acting?: string;
}
type SavedEvent =
  | { readonly text: string }
  | { readonly bytes: string }
  | (SavedActing & { readonly connected: true })
  | (SavedActing & { readonly disconnected: number; readonly reason: string });
interface SavedConnection extends SavedActing {
  readonly entity: string;
  readonly component: string;
  readonly number: number;
  /** Absent in snapshots of before there were machines, as in what was asked and granted. */
  readonly carrier?: Connection['carrier'];
  /** Absent: it sees pings, and was not asked for again. */
  readonly pings?: false;
  readonly near?: true;
  readonly ask: number;
  readonly asked: Connection['asked'];
  readonly grant: Grant | null;
  readonly hold: Hold | null;
  readonly after: Connection['after'];
  readonly since: number;
  /** Absent: it was not asked. */
  readonly pingedAt?: number;
  readonly ending: Ending | null;
  readonly words: string;
  readonly out: readonly SavedEvent[];
  readonly buffered: number;
  /** Absent in snapshots of before messages had numbers. */
  readonly sends?: number;
  /** Absent: nothing was, or in snapshots of before it was counted. */
  readonly offered?: number;
}
interface Saved {
  readonly lastNumber: number;
  readonly lastAsk: number;
  readonly connections: readonly SavedConnection[];
  readonly dropped: readonly (readonly [number: number, entity: string, source: string, messages: number])[];
  readonly fresh: readonly (readonly [entity: string, component: string, acting?: string])[];
}

/** All connections as data for snapshot and hash, in order of creation; rows do not show. */
export function saveConnections(net: Connections, world: World): Json {
  const { created } = clients(world);
  const byCreation = (a: number, b: number): number => (created[a] as number) - (created[b] as number);
  const saved: Saved = {
    // The newest numbers of the whole world, whichever system has them: the form of snapshots has its place for them here.
    lastNumber: world.links.last,
    lastAsk: world.access.last,
    connections: [...net.byRow.values()].sort((a, b) => byCreation(a.row, b.row)).map((connection) => saveOne(connection, world)),
    dropped: [...net.dropped].sort(([a], [b]) => a - b).map(([number, { entity, source, messages }]) => [number, entity, source, messages]),
    fresh: [...net.fresh]
      .sort(([a], [b]) => byCreation(a, b))
      .map(([row, acting]) => {
        const { entity, source } = sourceOf(world, row);
        return acting === HOST.userId ? [entity, source] : [entity, source, acting];
      }),
  };
  return saved as unknown as Json;
}

function saveOne(connection: Connection, world: World): SavedConnection {
  const { entity, source } = sourceOf(world, connection.row);
  const { number, carrier, pings, near, ask, asked, grant, hold, after, since, ending, words, buffered, sends, offered, pingedAt } = connection;
  return {
    entity,
    component: source,
    number,
    carrier,
    ...(pings ? {} : { pings }),
    ...(near ? { near } : {}),
    ask,
    asked,
    grant,
    hold,
    after,
    since,
    ...(pingedAt === null ? {} : { pingedAt }),
    ending,
    words,
    buffered,
    out: connection.out.slice(connection.handed).map(saveEvent),
    sends,
    ...(offered === 0 ? {} : { offered }),
    ...saveActing(connection),
  };
}

function saveActing({ acting }: { readonly acting: string }): SavedActing {
  return acting === HOST.userId ? {} : { acting };
}

function saveEvent(event: Pending): SavedEvent {
  switch (event.type) {
    case 'connected':
      return { connected: true, ...saveActing(event) };
    case 'disconnected':
      return { disconnected: event.code, reason: event.reason, ...saveActing(event) };
    case 'message':
      return typeof event.data === 'string' ? { text: event.data } : { bytes: toBase64(event.data) };
  }
}

/** Where all of it stands in a snapshot. */
const PLACE = 'systems/network';
/** States in which the link knows the connection. */
const LINKED: ReadonlySet<string> = new Set(['Connecting', 'Open', 'Closing']);

/** Connections from a snapshot, in a world whose entities and columns have been restored. Throws WW_SNAPSHOT_INVALID where they do not fit it. */
export function loadConnections(data: Json, world: World): Connections {
  checkSaved(data, PLACE);
  const saved = data as unknown as Saved;
  const net = new Connections();
  const store = clients(world);
  saved.connections.forEach((one, at) => {
    const place = `${PLACE}/connections/${at}`;
    const row = rowOf(world, one.entity, one.component, place);
    if (net.byRow.has(row)) refuse(place, 'each component once', `${one.entity}/${one.component} has a connection already; expected each component once`);
    const state = CONNECTION_STATES[store.columns.State.data[row] as number] ?? 'Idle';
    const { number, ask, hold, after, since, ending, words, buffered, pings = true, near = false, pingedAt = null, acting = HOST.userId } = one;
    const { sends = 0, offered = 0 } = one;
    if (LINKED.has(state) !== (number !== 0))
      wrong(`${place}/number`, LINKED.has(state) ? `the number of a connection that is ${state}` : `0 while ${state}`, number);
    const { carrier, asked, grant } = machinesOf(one, world);
    const connection = Object.assign(newConnection(row), {
      state,
      acting,
      number,
      carrier,
      pings,
      near,
      ask,
      asked,
      grant,
      hold,
      after,
      since,
      pingedAt,
      ending,
      words,
      buffered,
      sends,
      offered,
      out: one.out.map(loadEvent),
    } satisfies Partial<Connection>);
    net.byRow.set(row, connection);
    arm(world, connection);
  });
  for (const row of store.unordered())
    if (store.columns.State.data[row] !== 0 && !net.byRow.has(row)) {
      const { entity, source } = sourceOf(world, row);
      const state = CONNECTION_STATES[store.columns.State.data[row] as number] ?? '';
      refuse(`${PLACE}/connections`, `a connection for ${entity}/${source}`, `nothing is kept of ${entity}/${source}, which is ${state}`);
    }
  for (const [number, entity, source, messages] of saved.dropped) net.dropped.set(number, { entity, source, messages });
  world.links.restore(NETWORK, { last: saved.lastNumber, holders: net.byRow.values(), dropped: net.dropped.keys() });
  world.access.restore(NETWORK, { last: saved.lastAsk, holders: net.byRow.values() });
  saved.fresh.forEach(([entity, component, acting = HOST.userId], at) => {
    const row = rowOf(world, entity, component, `${PLACE}/fresh/${at}`);
    const read = readUrl(store.columns.URL.data[row] ?? '');
    if ('expected' in read) refuse(`${PLACE}/fresh/${at}`, 'a WebsocketClient that can connect', `${entity}/${component} cannot: ${read.message}`);
    net.fresh.set(row, acting);
  });
  return net;
}

/** Which machines carry, were asked and have allowed. Old snapshots name none: then it is the one that serves that user now. */
function machinesOf({ number, carrier, asked, grant }: SavedConnection, { users }: World): Pick<Connection, 'carrier' | 'asked' | 'grant'> {
  const on = <A extends { readonly userId: string }>(at: A | null): A | null =>
    at === null || 'machineId' in at ? at : { ...at, machineId: users.machineFor({ userId: at.userId, machineId: null }) ?? '' };
  const [wasAsked, wasGranted] = [on(asked), on(grant)];
  const at = wasGranted ?? wasAsked;
  return {
    asked: wasAsked,
    grant: wasGranted === null ? null : { ...wasGranted, once: wasGranted.once ?? false },
    carrier: carrier ?? (number === 0 || at === null ? null : { userId: at.userId, machineId: at.machineId }),
  };
}

function rowOf(world: World, entity: string, component: string, place: string): number {
  const at = world.entities.rowOf(entity);
  const held = at === undefined ? undefined : world.entities.held(at).find(({ key }) => key === component);
  if (held?.component !== WebsocketClient)
    refuse(place, 'a WebsocketClient of an entity', `it belongs to ${entity}/${component}, which is no WebsocketClient that is there`);
  return held.row;
}

function loadEvent(event: SavedEvent): Pending {
  if ('connected' in event) return { type: 'connected', acting: event.acting ?? HOST.userId };
  if ('disconnected' in event) return { type: 'disconnected', code: event.disconnected, reason: event.reason, acting: event.acting ?? HOST.userId };
  if ('text' in event) return { type: 'message', data: event.text };
  return { type: 'message', data: fromBase64(event.bytes) as Uint8Array };
}
