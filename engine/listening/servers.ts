import { WebsocketServer } from '../components/websocket-server.ts';
import type { ListenSettings, LinkLimits } from '../door.ts';
import { listenAddress } from '../access/listening.ts';
import { ByRow } from '../world/by-row.ts';
import type { StoreViewOf } from '../world/views.ts';
import type { World } from '../world/world.ts';
import type { Server } from './server.ts';

/** Name of the system, by which its numbers and timers are told from those of others. */
export const LISTENING = 'listening';

/** The WebsocketServers of a world. */
export class Servers {
  readonly byRow = new ByRow<Server>();
  /** Numbers of clients that were dropped along with their component, until their links have told what went with them. */
  readonly dropped = new Set<number>();
}

export type ServerStore = StoreViewOf<typeof WebsocketServer>;

export function serverStore(world: World): ServerStore {
  return world.store(WebsocketServer);
}

/** Where a server is, for the log. */
export function sourceOf(world: World, row: number): { readonly entity: string; readonly source: string } {
  const store = serverStore(world);
  return { entity: world.entities.id.get(store.owner[row] as number), source: store.keyOf(row) };
}

/** Messages of one client that are handed out in a tick, as a WebsocketClient has it by default. */
const MESSAGES_PER_TICK = 1000;

export function limitsOf({ columns }: ServerStore, row: number): LinkLimits {
  return {
    maxMessageSize: columns.MaxMessageSize.data[row] as number,
    maxBufferedAmount: columns.MaxBufferedAmount.data[row] as number,
    maxMessagesPerTick: MESSAGES_PER_TICK,
  };
}

export function settingsOf({ columns }: ServerStore, row: number): ListenSettings {
  return {
    host: listenAddress(columns.Host.data[row] ?? '') ?? '',
    port: columns.Port.data[row] as number,
    path: columns.Path.data[row] ?? '',
    protocols: columns.Protocols.data[row] ?? [],
    origins: columns.AllowedOrigins.data[row] ?? [],
    maxClients: columns.MaxClients.data[row] as number,
  };
}

/** A field of seconds in whole milliseconds. */
export function milliseconds(seconds: number | undefined): number {
  return Math.round((seconds ?? 0) * 1000);
}
