import { WebsocketClient } from '../components/websocket-client.ts';
import type { LinkLimits } from '../door.ts';
import type { StoreViewOf } from '../world/views.ts';
import type { World } from '../world/world.ts';

export type ClientStore = StoreViewOf<typeof WebsocketClient>;

/** The store of WebsocketClients in a world. */
export function clients(world: World): ClientStore {
  return world.store(WebsocketClient);
}

/** Id of an entity and key of its component, as the log names them. */
export interface Source {
  readonly entity: string;
  readonly source: string;
}

/** Where a client is, for the log. */
export function sourceOf(world: World, row: number): Source {
  const store = clients(world);
  return { entity: world.entities.id.get(store.owner[row] as number), source: store.keyOf(row) };
}

/** The limits given out last: of thousands of clients most have the same, and their links can share them. */
let lastLimits: LinkLimits = { maxMessageSize: 0, maxBufferedAmount: 0, maxMessagesPerTick: 0 };

export function limitsOf(store: ClientStore, row: number): LinkLimits {
  const { columns } = store;
  const maxMessageSize = columns.MaxMessageSize.data[row] as number;
  const maxBufferedAmount = columns.MaxBufferedAmount.data[row] as number;
  const maxMessagesPerTick = columns.MaxMessagesPerTick.data[row] as number;
  const same =
    lastLimits.maxMessageSize === maxMessageSize && lastLimits.maxBufferedAmount === maxBufferedAmount && lastLimits.maxMessagesPerTick === maxMessagesPerTick;
  if (!same) lastLimits = { maxMessageSize, maxBufferedAmount, maxMessagesPerTick };
  return lastLimits;
}

/** Seconds of a field as whole milliseconds. */
export function milliseconds(seconds: number | undefined): number {
  return Math.round((seconds ?? 0) * 1000);
}
