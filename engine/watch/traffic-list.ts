import type { PassedEntry, TrafficFilter } from '../door.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import { toBase64 } from '../schema/base64.ts';
import { wallOf } from '../world/wall.ts';
import type { InParts } from '../world/in-parts.ts';
import { trafficTest, type TrafficTest } from './traffic-filter.ts';
import { PASSED, type TrafficRing } from './traffic-ring.ts';

/** Entries that are looked at between two places where the search may be left off. */
const AT_ONCE = 256;

/**
 * What of a timeline fits a filter, counted from the newest. What is there already is found from the newest on, so that what is seen first is found
 * first; what comes is added as it comes.
 */
export class TrafficList {
  readonly ring: TrafficRing;
  private readonly test: TrafficTest | undefined;
  /** Numbers of those found among what was there, newest first, and of those that came, in order. */
  private readonly older: number[] = [];
  private newer: number[] = [];
  /** Where the newer ones begin that are still kept. */
  private gone = 0;
  private down: number;
  private up: number;

  /** Throws WW_BAD_REQUEST for an expression that cannot be read. */
  constructor(world: LiveWorld, ring: TrafficRing, filter: TrafficFilter) {
    this.ring = ring;
    this.test = trafficTest(world, filter);
    this.down = ring.next - 1;
    this.up = ring.next;
  }

  /** Whether all that there is has been looked at. */
  get isWhole(): boolean {
    return this.test === undefined || (this.up === this.ring.next && this.down < this.ring.oldest);
  }

  get total(): number {
    return this.test === undefined ? this.ring.count : this.older.length + this.newer.length - this.gone;
  }

  /** Goes on until all has been looked at: first at what came, then at what was there. */
  *finding(): InParts<void> {
    const { ring, test } = this;
    if (test === undefined) return;
    this.shed();
    let looked = 0;
    for (this.up = Math.max(this.up, ring.oldest); this.up < ring.next; this.up++) {
      if (test(ring, this.up)) this.newer.push(this.up);
      if (++looked % AT_ONCE === 0) yield;
    }
    for (; this.down >= ring.oldest; this.down--) {
      if (test(ring, this.down)) this.older.push(this.down);
      if (++looked % AT_ONCE === 0) yield;
    }
  }

  /** The number of an entry by its place, counted from the newest; undefined past the oldest. */
  seqAt(place: number): number | undefined {
    if (this.test === undefined) {
      const seq = this.ring.next - 1 - place;
      return seq >= this.ring.oldest ? seq : undefined;
    }
    const came = this.newer.length - this.gone;
    return place < came ? this.newer[this.newer.length - 1 - place] : this.older[place - came];
  }

  /** Lets go of those that the ring has let go of. */
  private shed(): void {
    const { older, ring } = this;
    while (older.length > 0 && (older.at(-1) as number) < ring.oldest) older.pop();
    if (older.length > 0) return;
    while (this.gone < this.newer.length && (this.newer[this.gone] as number) < ring.oldest) this.gone += 1;
    if (this.gone < 1_000 || this.gone * 2 < this.newer.length) return;
    this.newer = this.newer.slice(this.gone);
    this.gone = 0;
  }
}

/** An entry as it is told: of its data so many characters, of bytes as many as they stand for. */
export function passedEntry(world: LiveWorld, ring: TrafficRing, seq: number, most = Infinity): PassedEntry {
  const source = ring.sourceAt(seq);
  const { entity = '', name = '', component = '', client } = source ?? {};
  const row = world.entities.rowOf(entity);
  const binary = ring.isBinary(seq);
  const { data, cut } = dataOf(ring, seq, most);
  return {
    seq,
    tick: ring.tickAt(seq),
    real: ring.realAt(seq),
    ...wallOf({ wall: ring.wallAt(seq) }),
    entity,
    name: row === undefined ? name : world.entities.name.get(row),
    component,
    ...(client === undefined ? {} : { client }),
    what: PASSED[ring.whatAt(seq)] ?? 'state',
    size: ring.sizeAt(seq),
    binary,
    data,
    cut: cut || ring.isCut(seq),
  };
}

function dataOf(ring: TrafficRing, seq: number, most: number): { readonly data: string; readonly cut: boolean } {
  const text = ring.textAt(seq);
  if (text !== undefined) return text.length <= most ? { data: text, cut: false } : { data: text.slice(0, most), cut: true };
  const bytes = ring.dataAt(seq) as Uint8Array;
  const room = most === Infinity ? bytes.length : Math.floor((most * 3) / 4);
  return { data: toBase64(bytes.subarray(0, room)), cut: bytes.length > room };
}
