import type { ClientRow } from '../door.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import { wallOf } from '../world/wall.ts';
import { clientsOf, serverRow, serverRows } from './accepted.ts';
import { periodOf, type Body, type Opener, type Watch } from './watch.ts';

const PER_SECOND = 4;

/** The clients of one WebsocketServer, or of all of a world, as they are now: a window of them, in the order in which they came. */
class ClientsWatch implements Watch {
  readonly period: number;
  private readonly entity: string | undefined;
  private readonly component: string | undefined;
  private readonly offset: number;
  private readonly limit: number;
  private told = '';

  constructor(what: { readonly entity?: string; readonly component?: string; readonly offset: number; readonly limit: number; readonly rate?: number }) {
    this.period = periodOf(what.rate, PER_SECOND);
    this.entity = what.entity;
    this.component = what.component;
    this.offset = what.offset;
    this.limit = what.limit;
  }

  concerns(world: LiveWorld): boolean {
    return this.entity !== undefined && world.touched.has(this.entity);
  }

  look(world: LiveWorld): Body | undefined {
    const servers = this.servers(world);
    if (servers === undefined) {
      if (this.told === 'gone') return undefined;
      this.told = 'gone';
      return { kind: 'gone', entity: this.entity ?? '' };
    }
    const rows: ClientRow[] = [];
    let total = 0;
    for (const server of servers) {
      const clients = clientsOf(world, server);
      const from = Math.max(0, this.offset - total),
        to = this.offset + this.limit - total;
      if (from < clients.size && to > 0) rows.push(...shown(world, server, from, to));
      total += clients.size;
    }
    const text = JSON.stringify([total, rows]);
    if (text === this.told) return undefined;
    this.told = text;
    return { kind: 'clients', total, offset: this.offset, rows, real: world.real, ...wallOf(world) };
  }

  /** Rows of the servers; undefined where the one that is looked at is gone. */
  private servers(world: LiveWorld): readonly number[] | undefined {
    if (this.entity === undefined || this.component === undefined) return serverRows(world);
    const row = serverRow(world, this.entity, this.component);
    return row === undefined ? undefined : [row];
  }
}

function shown(world: LiveWorld, server: number, from: number, to: number): ClientRow[] {
  const { entities } = world;
  const store = world.storeOf('WebsocketServer');
  const owner = store.owner[server] as number;
  const of = { entity: entities.id.get(owner), name: entities.name.get(owner), component: store.keyOf(server) };
  const rows: ClientRow[] = [];
  let at = 0;
  for (const client of clientsOf(world, server).values()) {
    if (at >= to) break;
    if (at++ < from) continue;
    const { id, state, path, protocol, address, came, messagesIn, messagesOut, bytesIn, bytesOut, buffered } = client;
    rows.push({ ...of, client: id, state, path, protocol, address, came, messagesIn, messagesOut, bytesIn, bytesOut, buffered });
  }
  return rows;
}

export const openClients: Opener<'clients'> = (world, what) => {
  if (what.entity !== undefined && what.component !== undefined) serverRow(world, what.entity, what.component);
  return new ClientsWatch(what);
};
