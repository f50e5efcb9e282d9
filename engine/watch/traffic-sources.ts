import type { LiveWorld } from '../editing/live-world.ts';
import { ByRow } from '../world/by-row.ts';
import { clientsOf, serverRows } from './accepted.ts';
import type { TrafficRing, TrafficSource } from './traffic-ring.ts';

const CLIENT = 'WebsocketClient',
  SERVER = 'WebsocketServer';
/** What is told of somebody whose component is not known any more. */
const NOBODY: TrafficSource = { entity: '', name: '', component: '' };

interface Numbered {
  readonly number: number;
}

/** Which number of the timeline each connection has: WebsocketClients by their row, what was accepted and what scripts opened by a negative key. */
export class TrafficSources {
  private readonly world: LiveWorld;
  private readonly ring: TrafficRing;
  private readonly rows = new ByRow<Numbered>();
  private readonly others = new Map<number, Numbered>();

  constructor(world: LiveWorld, ring: TrafficRing) {
    this.world = world;
    this.ring = ring;
  }

  /** The number of a connection, which it is given when it is first heard. */
  of(key: number): number {
    const known = key < 0 ? this.others.get(key) : this.rows.get(key);
    return known === undefined ? this.enter(key, key < 0 ? this.find(-key) : this.sourceOf(CLIENT, key)) : known.number;
  }

  knows(key: number): boolean {
    return key < 0 ? this.others.has(key) : this.rows.has(key);
  }

  /** Somebody has come of whom it is known whose they are. */
  came(key: number, { type, row, id }: { readonly type: string; readonly row: number; readonly id: number }): void {
    if (!this.knows(key)) this.enter(key, { ...this.sourceOf(type, row), client: id });
  }

  leave(key: number): void {
    const known = key < 0 ? this.others.get(key) : this.rows.get(key);
    if (known === undefined) return;
    if (key < 0) this.others.delete(key);
    else this.rows.delete(key);
    this.ring.leave(known.number);
  }

  private enter(key: number, source: TrafficSource): number {
    const known = { number: this.ring.enter(source) };
    if (key < 0) this.others.set(key, known);
    else this.rows.set(key, known);
    return known.number;
  }

  private sourceOf(type: string, row: number): TrafficSource {
    const { entities } = this.world;
    const store = this.world.storeOf(type);
    if (!store.has(row)) return NOBODY;
    const owner = store.owner[row] as number;
    return { entity: entities.id.get(owner), name: entities.name.get(owner), component: store.keyOf(row) };
  }

  /** Whose client this is that was there before anybody listened, as in a world that was restored. */
  private find(client: number): TrafficSource {
    const server = serverRows(this.world).find((row) => clientsOf(this.world, row).has(client));
    return server === undefined ? NOBODY : { ...this.sourceOf(SERVER, server), client };
  }
}
