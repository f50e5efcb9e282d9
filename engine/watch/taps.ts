import type { ConnectionState } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import { parseKey } from '../schema/component-key.ts';
import type { Asking, Traffic } from '../world/traffic.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import { Frozen } from './frozen-traffic.ts';
import { Tap, isCut, keptOf } from './tap.ts';
import { PASSED, TrafficRing } from './traffic-ring.ts';
import { SendTallies } from './send-tally.ts';
import { TrafficSources } from './traffic-sources.ts';
import { stateColumn, Trails } from './trails.ts';

const CLIENT = 'WebsocketClient';
const STATE = PASSED.indexOf('state'),
  HANDSHAKE = PASSED.indexOf('handshake'),
  FAULT = PASSED.indexOf('fault');
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
  /** The last of what passed all of them; undefined where the host keeps nothing of it. */
  readonly ring: TrafficRing | undefined;
  /** What those see who hold the timeline still. */
  readonly frozen = new Frozen();
  /** What is answered to messages that were said to many. */
  readonly tallies = new SendTallies();
  private readonly sources: TrafficSources | undefined;
  private readonly world: LiveWorld;
  private readonly taps = new Map<number, Tap>();
  /** Rows that somebody looks at, or has lately. */
  private readonly seen = new Set<number>();
  /** Bytes of the others. */
  private unseen = 0;
  /** Where the search for what takes too much goes on. */
  private hand: Iterator<[number, Tap]> | undefined;

  /** @param mostBytes of messages that the timeline keeps; 0 for no timeline */
  constructor(world: LiveWorld, mostBytes: number) {
    this.world = world;
    this.trails = new Trails(world);
    if (mostBytes > 0) {
      this.ring = new TrafficRing(mostBytes);
      this.sources = new TrafficSources(world, this.ring);
    }
  }

  accepted(client: number, what: 'in' | 'out', data: string | Uint8Array, size: number): void {
    this.message(ofClient(client), what, data, size);
  }

  came(client: number, of: { readonly type: string; readonly row: number; readonly id: number }, words: string): void {
    const { sources } = this;
    if (sources === undefined) return;
    sources.came(ofClient(client), of);
    this.note(ofClient(client), HANDSHAKE, words);
  }

  left(client: number, words: string): void {
    if (this.sources?.knows(ofClient(client)) === true) this.note(ofClient(client), STATE, words);
    this.removed(ofClient(client));
  }

  asked(row: number, entity: string, run: Asking): void {
    this.tallies.asked(row, entity, run, this.world.real);
  }

  message(row: number, what: 'in' | 'out', data: string | Uint8Array, size: number): void {
    if (what === 'in') this.tallies.heard(row, data, size, this.world.real, this.nameOf);
    let tap = this.taps.get(row);
    if (tap === undefined) {
      this.taps.set(row, (tap = new Tap()));
      this.unseen += tap.bytes;
    }
    const before = tap.bytes,
      binary = typeof data !== 'string',
      kept = keptOf(data, size);
    tap.message(this.world, what, kept, size, binary);
    if (this.sources !== undefined) this.ring?.add(this.sources.of(row), this.world, what === 'in' ? 0 : 1, kept, size, binary, isCut(size));
    if (tap.isWide) return;
    this.unseen += tap.bytes - before;
    if (this.unseen > MOST_UNSEEN) this.shed(tap);
  }

  state(row: number): void {
    const isFirst = !this.trails.knows(row);
    if (!this.trails.note(row)) return;
    const { world } = this;
    const { data, labels } = stateColumn(world);
    const state = labels[data[row] as number] as ConnectionState;
    // What was asked of a connection that has ended is answered by none that comes after it.
    if (state !== 'Open') this.tallies.removed(row);
    // That nothing has been tried yet is no news of a world in which it is so of thousands.
    if (this.ring !== undefined && !(isFirst && state === 'Idle')) this.passed(row, state);
    if (!this.seen.has(row)) return;
    const words = world.storeOf(CLIENT).columnOf('StateReason').reading[row];
    this.taps.get(row)?.state(world, state, typeof words === 'string' ? words : '');
  }

  removed(row: number): void {
    this.trails.forget(row);
    this.sources?.leave(row);
    this.tallies.removed(row);
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
    this.frozen.tidy(this.world.real);
    for (const row of this.seen) {
      const tap = this.taps.get(row);
      if (tap === undefined || tap.watchers > 0 || this.world.real - tap.leftAt <= KEPT_FOR) continue;
      this.seen.delete(row);
      tap.widen(false);
      this.unseen += tap.bytes;
      if (this.unseen > MOST_UNSEEN) this.shed(tap);
    }
  }

  /** A state as the timeline tells it: attempts and openings are handshakes, what went wrong is a fault. */
  private passed(row: number, state: ConnectionState): void {
    const store = this.world.storeOf(CLIENT);
    const told = (field: string): string => {
      const value = store.columnOf(field).reading[row];
      return typeof value === 'string' ? value : '';
    };
    const reason = told('StateReason');
    if (state === 'Connecting') return this.note(row, HANDSHAKE, `${state}: ${told('URL')}`);
    if (state === 'Open') return this.note(row, HANDSHAKE, `${state}: ${reason}`);
    const isFault = state === 'Denied' || (state === 'WaitingToRetry' && told('LastError') !== '');
    this.note(row, isFault ? FAULT : STATE, `${state}: ${isFault && told('LastError') !== '' ? `${told('LastError')}; ${reason}` : reason}`);
  }

  private readonly nameOf = (entity: string): string => {
    const row = this.world.entities.rowOf(entity);
    return row === undefined ? '' : this.world.entities.name.get(row);
  };

  private note(key: number, what: number, words: string): void {
    if (this.sources !== undefined) this.ring?.add(this.sources.of(key), this.world, what, words, 0, false, false);
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

/**
 * What listens to a world's connections; begins with the first call.
 * @param mostBytes what the timeline of all may keep, which that call decides; 0 for none
 */
export function tapsOf(world: LiveWorld, mostBytes = 0): Taps {
  if (world.traffic instanceof Taps) return world.traffic;
  const taps = new Taps(world, mostBytes);
  world.traffic = taps;
  return taps;
}

/** Row of an entity's connection by the component's key; undefined where there is none now. Throws WW_BAD_REQUEST for a component of another type. */
export function clientRow(world: LiveWorld, entity: string, component: string): number | undefined {
  if (parseKey(component)?.type !== CLIENT) throw new WorldwireError('WW_BAD_REQUEST', `${component} is not the key of a ${CLIENT}`);
  const row = world.entities.rowOf(entity);
  return row === undefined ? undefined : world.entities.held(row).find(({ key }) => key === component)?.row;
}
