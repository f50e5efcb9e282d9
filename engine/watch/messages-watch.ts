import type { TrafficEntry } from '../door.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import type { Tap } from './tap.ts';
import { clientsOf, serverRow } from './accepted.ts';
import { isScript, linkOfSocket } from './sockets-watch.ts';
import { clientRow, ofClient, tapsOf } from './taps.ts';
import { VALUES_PER_SECOND, periodOf, type Body, type Opener, type Watch } from './watch.ts';

/** Entries of one update, and about how many bytes of data; of what is known already more may be told at once. */
const MOST_ENTRIES = 200,
  MOST_BYTES = 256 * 1024;
const FIRST_ENTRIES = 1_000,
  FIRST_BYTES = 1024 * 1024;

/** What passes one connection: what is kept of it at first, then what is new, the newest of it where there is too much. */
class MessagesWatch implements Watch {
  readonly period = periodOf(undefined, VALUES_PER_SECOND);
  private readonly entity: string;
  private readonly component: string;
  /** Number of the client of a server that listens, or of a socket of a script; undefined for a connection of the world's own. */
  private readonly client: number | undefined;
  private readonly limit: number;
  private tap: Tap | undefined;
  private row: number | undefined;
  /** Number of the entry to be told next; 0 before anything was told. */
  private next = 0;
  private isGone = false;

  constructor(world: LiveWorld, what: { readonly entity: string; readonly component: string; readonly client?: number; readonly limit?: number }) {
    this.entity = what.entity;
    this.component = what.component;
    this.client = what.client;
    this.limit = Math.min(what.limit ?? FIRST_ENTRIES, FIRST_ENTRIES);
    this.find(world);
  }

  concerns(world: LiveWorld): boolean {
    return world.touched.has(this.entity);
  }

  look(world: LiveWorld): Body | undefined {
    const tap = this.find(world);
    if (tap === undefined) {
      if (this.isGone) return undefined;
      this.isGone = true;
      return { kind: 'gone', entity: this.entity };
    }
    this.isGone = false;
    const isFirst = this.next === 0;
    if (!isFirst && this.next >= tap.next) return undefined;
    const from = isFirst ? Math.max(tap.oldest, tap.next - this.limit) : this.next;
    const entries = newest(tap, from, isFirst ? FIRST_ENTRIES : MOST_ENTRIES, isFirst ? FIRST_BYTES : MOST_BYTES);
    this.next = tap.next;
    return { kind: 'messages', entries, skipped: tap.next - from - entries.length };
  }

  end(world: LiveWorld): void {
    if (this.tap === undefined) return;
    this.tap.watchers -= 1;
    this.tap.leftAt = world.real;
    this.tap = undefined;
  }

  /** By what its messages are kept; undefined where the connection is not there. */
  private key(world: LiveWorld): number | undefined {
    if (this.client === undefined) return clientRow(world, this.entity, this.component);
    if (isScript(this.component)) {
      const link = linkOfSocket(world, this.entity, this.component, this.client);
      return link === undefined ? undefined : ofClient(link);
    }
    const server = serverRow(world, this.entity, this.component);
    return server !== undefined && clientsOf(world, server).has(this.client) ? ofClient(this.client) : undefined;
  }

  /** What is kept of the connection; another where the component has been removed and is back. */
  private find(world: LiveWorld): Tap | undefined {
    const taps = tapsOf(world);
    const row = this.key(world);
    if (this.tap !== undefined && row !== undefined && row === this.row && taps.holds(row, this.tap)) return this.tap;
    this.end(world);
    this.row = row;
    this.next = 0;
    if (row === undefined) return undefined;
    this.tap = taps.tap(row);
    this.tap.watchers += 1;
    return this.tap;
  }
}

/** The newest entries from a number on, in order, as many as fit. */
function newest(tap: Tap, from: number, mostEntries: number, mostBytes: number): TrafficEntry[] {
  const entries: TrafficEntry[] = [];
  let bytes = 0;
  for (let seq = tap.next - 1; seq >= from && entries.length < mostEntries; seq--) {
    const entry = tap.entry(seq);
    if (entry === undefined) break;
    bytes += entry.data.length;
    if (bytes > mostBytes && entries.length > 0) break;
    entries.push(entry);
  }
  return entries.reverse();
}

export const openMessages: Opener<'messages'> = (world, what) => new MessagesWatch(world, what);
