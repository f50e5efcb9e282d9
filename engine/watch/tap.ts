import type { ConnectionState, TrafficEntry } from '../door.ts';
import { toBase64 } from '../schema/base64.ts';
import { wallOf } from '../world/wall.ts';

/** What is kept of one connection while somebody looks, and of one message. */
const MOST_ENTRIES = 1_000,
  MOST_BYTES = 4 * 1024 * 1024,
  MOST_OF_MESSAGE = 16 * 1024;
/** Messages that are kept of a connection that nobody looks at. */
const FEW = 8;
/** About what an entry costs in memory besides its data, and a tap besides its entries. */
const OVERHEAD = 128,
  TAP = 256;

/** When something was: the tick, real milliseconds since the world began, and the time of day where the host told it. */
export interface Moment {
  readonly tick: number;
  readonly real: number;
  readonly wall: number | undefined;
}
/** One entry. Those of a full ring are written over in place, so that keeping a few of each connection allocates nothing. */
interface Kept {
  tick: number;
  real: number;
  wall: number | undefined;
  what: 'in' | 'out' | 'state';
  size: number;
  binary: boolean;
  /** Bytes of a binary message, and the beginning of a text that was cut, as UTF-8. */
  data: string | Uint8Array;
  cut: boolean;
  state: ConnectionState | undefined;
  /** About what it takes in memory: to ask the data, which has long left the processor's cache when it is written over, would cost more. */
  weight: number;
}

/**
 * The last messages of one connection, shared by all who look at it. While somebody does, it holds its changes of state too: at most 1,000
 * entries and 4 MiB; else the last eight messages. Of each message it holds 16 KiB. They are kept as they are and turned into what a page
 * reads only for those that are told.
 */
export class Tap {
  /** How many look. */
  watchers = 0;
  /** Real time at which the last of them left. */
  leftAt = 0;
  /** Numbers of the next entry and of the oldest that is kept. */
  next = 1;
  oldest = 1;
  /** About what it takes in memory. */
  bytes = TAP;
  private most = FEW;
  private ring: (Kept | undefined)[] = [];

  /** Whether it holds what somebody who looks is shown, and not only a few. */
  get isWide(): boolean {
    return this.most !== FEW;
  }
  get isEmpty(): boolean {
    return this.oldest === this.next;
  }

  /** Holds more from now on, since somebody looks; or only the last few, since nobody does any more. */
  widen(wide: boolean): void {
    const kept: Kept[] = [];
    for (let seq = this.oldest; seq < this.next; seq++) kept.push(this.ring[seq % this.most] as Kept);
    this.most = wide ? MOST_ENTRIES : FEW;
    while (kept.length > this.most) {
      this.bytes -= (kept.shift() as Kept).weight;
      this.oldest += 1;
    }
    this.ring = [];
    for (const [at, entry] of kept.entries()) this.ring[(this.oldest + at) % this.most] = entry;
  }

  /** @param data as `keptOf` gives it */
  message(moment: Moment, what: 'in' | 'out', data: string | Uint8Array, size: number, binary: boolean): void {
    this.keep(moment, what, size, binary, data, size > MOST_OF_MESSAGE, undefined);
  }

  state(moment: Moment, state: ConnectionState, words: string): void {
    this.keep(moment, 'state', 0, false, words, false, state);
  }

  /** An entry as it is told, and what it weighs; undefined where it is not kept. */
  entry(seq: number): TrafficEntry | undefined {
    if (seq < this.oldest || seq >= this.next) return undefined;
    const kept = this.ring[seq % this.most];
    if (kept === undefined) return undefined;
    const { tick, real, what, size, binary, cut, state } = kept;
    const data = typeof kept.data === 'string' ? kept.data : binary ? toBase64(kept.data) : DECODER.decode(kept.data);
    return { seq, tick, real, ...wallOf(kept), what, size, binary, data, cut, ...(state === undefined ? {} : { state }) };
  }

  /** Lets go of the oldest entry. */
  forget(): void {
    const at = this.oldest % this.most;
    const entry = this.ring[at];
    if (entry !== undefined) this.bytes -= entry.weight;
    this.ring[at] = undefined;
    this.oldest += 1;
  }

  private keep(
    { tick, real, wall }: Moment,
    what: Kept['what'],
    size: number,
    binary: boolean,
    data: string | Uint8Array,
    cut: boolean,
    state: ConnectionState | undefined,
  ): void {
    const at = this.next % this.most;
    const entry = this.ring[at];
    const weight = data.length + OVERHEAD;
    // The slot is taken just where the ring is full.
    if (entry === undefined) this.ring[at] = { tick, real, wall, what, size, binary, data, cut, state, weight };
    else {
      this.bytes -= entry.weight;
      this.oldest += 1;
      entry.tick = tick;
      entry.real = real;
      entry.wall = wall;
      entry.what = what;
      entry.size = size;
      entry.binary = binary;
      entry.data = data;
      entry.cut = cut;
      entry.state = state;
      entry.weight = weight;
    }
    this.bytes += weight;
    this.next += 1;
    while (this.bytes > MOST_BYTES && this.oldest < this.next - 1) this.forget();
  }
}

/** What is kept of a message: its first 16 KiB, of a longer text as UTF-8. */
export function keptOf(data: string | Uint8Array, size: number): string | Uint8Array {
  return typeof data !== 'string' ? ownBytes(data) : size > MOST_OF_MESSAGE ? beginning(data) : data;
}
/** Whether not all of a message is kept. */
export function isCut(size: number): boolean {
  return size > MOST_OF_MESSAGE;
}

/** The bytes of a message, or the first of them; a view into something larger is copied, so that the rest can go. */
function ownBytes(data: Uint8Array): Uint8Array {
  return data.byteLength <= MOST_OF_MESSAGE && data.byteLength === data.buffer.byteLength ? data : data.slice(0, MOST_OF_MESSAGE);
}

const ENCODER = new TextEncoder();
const DECODER = new TextDecoder();
const room = new Uint8Array(MOST_OF_MESSAGE);

/** The first 16 KiB of a text as UTF-8, cut between characters. Not a slice, which would hold on to all of the text. */
function beginning(text: string): Uint8Array {
  return room.slice(0, ENCODER.encodeInto(text, room).written);
}
