import type { PassedKind } from '../door.ts';
import type { Moment } from './tap.ts';

/** Entries of a ring at first and at most. Powers of two, so that the place of an entry follows from its number by a mask. */
const FIRST = 1_024,
  MOST = 131_072;
/** About what an entry costs in memory besides its data. */
const OVERHEAD = 64;
/** Bytes of messages that a ring keeps where the host does not say. */
export const USUAL_BYTES = 32 * 1024 * 1024;

/** Whose an entry is. It outlives its component, so that what has gone is still told with its name. */
export interface TrafficSource {
  readonly entity: string;
  /** The entity's name when it was first heard. */
  readonly name: string;
  readonly component: string;
  /** Number of the client of a WebsocketServer, or of the socket of a script. */
  readonly client?: number;
}
interface Counted {
  readonly source: TrafficSource;
  /** Its entries that are kept, and whether something more may come of it. */
  count: number;
  isAlive: boolean;
}

export const PASSED: readonly PassedKind[] = ['in', 'out', 'state', 'handshake', 'fault'];
const BINARY = 1,
  CUT = 2;

/**
 * The last of what passed all connections of a world, the newest written over the oldest. Facts lie in typed arrays and data in one list, all written in
 * place, so that an entry allocates nothing. It begins small and grows, so that a quiet world has little of it.
 */
export class TrafficRing {
  /** Numbers of the next entry and of the oldest that is kept. */
  next = 1;
  oldest = 1;
  /** About what its data takes. */
  bytes = 0;
  readonly mostBytes: number;
  private size = FIRST;
  private source = new Int32Array(FIRST);
  private what = new Uint8Array(FIRST);
  private flags = new Uint8Array(FIRST);
  private sizes = new Float64Array(FIRST);
  private ticks = new Float64Array(FIRST);
  private reals = new Float64Array(FIRST);
  /** Times of day; NaN where the host told none. */
  private walls = new Float64Array(FIRST);
  private data: (string | Uint8Array | undefined)[] = Array.from({ length: FIRST }, () => undefined);
  private sources: (Counted | undefined)[] = [];
  private readonly free: number[] = [];

  constructor(mostBytes = USUAL_BYTES) {
    this.mostBytes = mostBytes;
  }

  get count(): number {
    return this.next - this.oldest;
  }
  /** How many sources there have been at a time: their numbers are below it. */
  get sourceCount(): number {
    return this.sources.length;
  }

  /** A number for somebody whose entries come. */
  enter(source: TrafficSource): number {
    const number = this.free.pop() ?? this.sources.length;
    this.sources[number] = { source, count: 0, isAlive: true };
    return number;
  }

  /** Nothing more comes of them: the number is given to another once nothing of theirs is kept. */
  leave(number: number): void {
    const counted = this.sources[number];
    if (counted === undefined) return;
    counted.isAlive = false;
    if (counted.count === 0) this.release(number);
  }

  /** @param data of a text that was cut its beginning as UTF-8, with `binary` false */
  add(source: number, { tick, real, wall }: Moment, what: number, data: string | Uint8Array, size: number, binary: boolean, cut: boolean): void {
    if (this.count === this.size) {
      if (this.size < MOST) this.grow();
      else this.drop();
    }
    const at = this.next & (this.size - 1);
    this.next += 1;
    this.source[at] = source;
    this.what[at] = what;
    this.flags[at] = (binary ? BINARY : 0) | (cut ? CUT : 0);
    this.sizes[at] = size;
    this.ticks[at] = tick;
    this.reals[at] = real;
    this.walls[at] = wall ?? NaN;
    this.data[at] = data;
    const counted = this.sources[source];
    if (counted !== undefined) counted.count += 1;
    this.bytes += data.length + OVERHEAD;
    while (this.bytes > this.mostBytes && this.oldest < this.next - 1) this.drop();
  }

  /** What is kept now, as it stands: nothing that comes later is in it. */
  copy(): TrafficRing {
    const copy = new TrafficRing(this.mostBytes);
    copy.next = this.next;
    copy.oldest = this.oldest;
    copy.bytes = this.bytes;
    copy.size = this.size;
    copy.source = this.source.slice();
    copy.what = this.what.slice();
    copy.flags = this.flags.slice();
    copy.sizes = this.sizes.slice();
    copy.ticks = this.ticks.slice();
    copy.reals = this.reals.slice();
    copy.walls = this.walls.slice();
    copy.data = this.data.slice();
    copy.sources = this.sources.slice();
    return copy;
  }

  has(seq: number): boolean {
    return seq >= this.oldest && seq < this.next;
  }
  sourceNumber(seq: number): number {
    return this.source[seq & (this.size - 1)] as number;
  }
  sourceAt(seq: number): TrafficSource | undefined {
    return this.sources[this.sourceNumber(seq)]?.source;
  }
  whatAt(seq: number): number {
    return this.what[seq & (this.size - 1)] as number;
  }
  isBinary(seq: number): boolean {
    return ((this.flags[seq & (this.size - 1)] as number) & BINARY) !== 0;
  }
  isCut(seq: number): boolean {
    return ((this.flags[seq & (this.size - 1)] as number) & CUT) !== 0;
  }
  sizeAt(seq: number): number {
    return this.sizes[seq & (this.size - 1)] as number;
  }
  tickAt(seq: number): number {
    return this.ticks[seq & (this.size - 1)] as number;
  }
  realAt(seq: number): number {
    return this.reals[seq & (this.size - 1)] as number;
  }
  wallAt(seq: number): number | undefined {
    const wall = this.walls[seq & (this.size - 1)] as number;
    return Number.isNaN(wall) ? undefined : wall;
  }
  dataAt(seq: number): string | Uint8Array {
    return this.data[seq & (this.size - 1)] ?? '';
  }
  /** The text of an entry, or the beginning of it that is kept; undefined of a binary message. */
  textAt(seq: number): string | undefined {
    const data = this.dataAt(seq);
    if (typeof data === 'string') return data;
    return this.isBinary(seq) ? undefined : DECODER.decode(data);
  }

  private drop(): void {
    const at = this.oldest & (this.size - 1);
    this.oldest += 1;
    this.bytes -= (this.data[at]?.length ?? 0) + OVERHEAD;
    this.data[at] = undefined;
    const number = this.source[at] as number;
    const counted = this.sources[number];
    if (counted === undefined) return;
    counted.count -= 1;
    if (counted.count === 0 && !counted.isAlive) this.release(number);
  }

  private release(number: number): void {
    this.sources[number] = undefined;
    this.free.push(number);
  }

  private grow(): void {
    const before = this.size,
      size = before * 2;
    const moved = <T extends Int32Array | Uint8Array | Float64Array>(from: T, to: T): T => {
      for (let seq = this.oldest; seq < this.next; seq++) to[seq & (size - 1)] = from[seq & (before - 1)] as number;
      return to;
    };
    this.source = moved(this.source, new Int32Array(size));
    this.what = moved(this.what, new Uint8Array(size));
    this.flags = moved(this.flags, new Uint8Array(size));
    this.sizes = moved(this.sizes, new Float64Array(size));
    this.ticks = moved(this.ticks, new Float64Array(size));
    this.reals = moved(this.reals, new Float64Array(size));
    this.walls = moved(this.walls, new Float64Array(size));
    const data: (string | Uint8Array | undefined)[] = Array.from({ length: size }, () => undefined);
    for (let seq = this.oldest; seq < this.next; seq++) data[seq & (size - 1)] = this.data[seq & (before - 1)];
    this.data = data;
    this.size = size;
  }
}

const DECODER = new TextDecoder();
