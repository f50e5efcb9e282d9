import type { ConnectionState } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import { parseKey } from '../schema/component-key.ts';
import type { Traffic } from '../world/traffic.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import { Tap } from './tap.ts';
import { stateColumn, Trails } from './trails.ts';

const CLIENT = 'WebsocketClient';
/** Real milliseconds for which what was kept for those who look is kept after the last of them has left. */
const KEPT_FOR = 30_000;
/** Bytes, about, that the messages of all connections that nobody looks at may take; and how many taps are looked at for one message that is too much. */
const MOST_UNSEEN = 16 * 1024 * 1024,
  LOOKED_AT = 64;

/**
 * What is kept of the connections of a world for those who look: the states of each, the last few messages of each, so that the first words
 * of a server are there when somebody comes to see them, and many of those that are looked at.
 */
export class Taps implements Traffic {
  readonly trails: Trails;
  private readonly world: LiveWorld;
  private readonly taps = new Map<number, Tap>();
  /** Rows that somebody looks at, or has lately. */
  private readonly seen = new Set<number>();
  /** Bytes of the others. */
  private unseen = 0;
  /** Where the search for what takes too much goes on. */
  private hand: Iterator<[number, Tap]> | undefined;

  constructor(world: LiveWorld) {
    this.world = world;
    this.trails = new Trails(world);
  }

  accepted(client: number, what: 'in' | 'out', data: string | Uint8Array, size: number): void {
    this.message(ofClient(client), what, data, size);
  }

  left(client: number): void {
    this.removed(ofClient(client));
  }

  message(row: number, what: 'in' | 'out', data: string | Uint8Array, size: number): void {
    let tap = this.taps.get(row);
    if (tap === undefined) {
      this.taps.set(row, (tap = new Tap()));
      this.unseen += tap.bytes;
    }
    const before = tap.bytes;
    tap.message(this.world, what, data, size);
    if (tap.isWide) return;
    this.unseen += tap.bytes - before;
    if (this.unseen > MOST_UNSEEN) this.shed(tap);
  }

  state(row: number): void {
    if (!this.trails.note(row) || !this.seen.has(row)) return;
    const { world } = this;
    const { data, labels } = stateColumn(world);
    const words = world.storeOf(CLIENT).columnOf('StateReason').reading[row];
    this.taps.get(row)?.state(world, labels[data[row] as number] as ConnectionState, typeof words === 'string' ? words : '');
  }

  removed(row: number): void {
    this.trails.forget(row);
    const tap = this.taps.get(row);
    if (tap === undefined) return;
    this.taps.delete(row);
    if (!this.seen.delete(row)) this.unseen -= tap.bytes;
  }

  /** What is kept of a connection for who looks: the last few messages, and much of what passes from now on. */
  tap(row: number): Tap {
    let tap = this.taps.get(row);
    if (tap === undefined) this.taps.set(row, (tap = new Tap()));
    else if (!tap.isWide) this.unseen -= tap.bytes;
    if (!tap.isWide) tap.widen(true);
    this.seen.add(row);
    return tap;
  }

  /** Whether this is still what is kept of that connection. */
  holds(row: number, tap: Tap): boolean {
    return this.taps.get(row) === tap;
  }

  /** Lets go of all but a few messages of what nobody has looked at for half a minute. Costs nothing while nobody does. */
  tidy(): void {
    for (const row of this.seen) {
      const tap = this.taps.get(row);
      if (tap === undefined || tap.watchers > 0 || this.world.real - tap.leftAt <= KEPT_FOR) continue;
      this.seen.delete(row);
      tap.widen(false);
      this.unseen += tap.bytes;
      if (this.unseen > MOST_UNSEEN) this.shed(tap);
    }
  }

  /** Too much is kept unseen: each may keep an equal share, those that have more give it up, the one that has grown first. */
  private shed(grown: Tap): void {
    const share = MOST_UNSEEN / (this.taps.size - this.seen.size);
    this.trim(grown, share);
    for (let looked = 0; looked < LOOKED_AT && this.unseen > MOST_UNSEEN; looked++) {
      const found = this.hand?.next();
      if (found === undefined || found.done === true) {
        this.hand = this.taps.entries();
        continue;
      }
      const [row, tap] = found.value;
      if (tap.isWide) continue;
      this.trim(tap, share);
      if (!tap.isEmpty) continue;
      this.taps.delete(row);
      this.unseen -= tap.bytes;
    }
  }

  private trim(tap: Tap, share: number): void {
    const before = tap.bytes;
    while (tap.bytes > share && !tap.isEmpty) tap.forget();
    this.unseen -= before - tap.bytes;
  }
}

/** The key by which what passes an accepted client is kept, among rows of WebsocketClients: no row is below 0, and no number below 1. */
export function ofClient(client: number): number {
  return -client;
}

/** What listens to a world's connections; begins with the first call. */
export function tapsOf(world: LiveWorld): Taps {
  if (world.traffic instanceof Taps) return world.traffic;
  const taps = new Taps(world);
  world.traffic = taps;
  return taps;
}

/** Row of an entity's connection by the component's key; undefined where there is none now. Throws WW_BAD_REQUEST for a component of another type. */
export function clientRow(world: LiveWorld, entity: string, component: string): number | undefined {
  if (parseKey(component)?.type !== CLIENT) throw new WorldwireError('WW_BAD_REQUEST', `${component} is not the key of a ${CLIENT}`);
  const row = world.entities.rowOf(entity);
  return row === undefined ? undefined : world.entities.held(row).find(({ key }) => key === component)?.row;
}
