import type { ConnectionState, TrafficEntry } from '../door.ts';
import { toBase64 } from '../schema/base64.ts';
import { wallOf } from '../world/wall.ts';

/** What is kept of one connection, and of one message. */
const MOST_ENTRIES = 1_000,
  MOST_BYTES = 4 * 1024 * 1024,
  MOST_OF_MESSAGE = 16 * 1024;
/** What an entry costs besides its data. */
const OVERHEAD = 64;

/** When something was: the tick, real milliseconds since the world began, and the time of day where the host told it. */
interface Moment {
  readonly tick: number;
  readonly real: number;
  readonly wall: number | undefined;
}
interface Kept {
  readonly tick: number;
  readonly real: number;
  readonly wall?: number;
  readonly what: 'in' | 'out' | 'state';
  readonly size: number;
  readonly binary: boolean;
  /** Bytes of a binary message, and the beginning of a text that was cut, as UTF-8. */
  readonly data: string | Uint8Array;
  readonly cut: boolean;
  readonly state?: ConnectionState;
}

/**
 * The last messages of one connection and its changes of state, shared by all who look at it: at most 1,000 of them and 4 MiB, and
 * 16 KiB of each. Messages are kept as they are and turned into what a page reads only for those that are told.
 */
export class Tap {
  /** How many look. */
  watchers = 0;
  /** Real time at which the last of them left. */
  leftAt = 0;
  /** Numbers of the next entry and of the oldest that is kept. */
  next = 1;
  oldest = 1;
  private bytes = 0;
  private readonly ring: (Kept | undefined)[] = [];

  message({ tick, real, wall }: Moment, what: 'in' | 'out', data: string | Uint8Array, size: number): void {
    const cut = size > MOST_OF_MESSAGE,
      binary = typeof data !== 'string';
    this.keep({ tick, real, ...wallOf({ wall }), what, size, binary, data: binary ? ownBytes(data) : cut ? beginning(data) : data, cut });
  }

  state({ tick, real, wall }: Moment, state: ConnectionState, words: string): void {
    this.keep({ tick, real, ...wallOf({ wall }), what: 'state', size: 0, binary: false, data: words, cut: false, state });
  }

  /** An entry as it is told, and what it weighs; undefined where it is not kept. */
  entry(seq: number): TrafficEntry | undefined {
    if (seq < this.oldest || seq >= this.next) return undefined;
    const kept = this.ring[seq % MOST_ENTRIES];
    if (kept === undefined) return undefined;
    return { seq, ...kept, data: typeof kept.data === 'string' ? kept.data : kept.binary ? toBase64(kept.data) : DECODER.decode(kept.data) };
  }

  private keep(entry: Kept): void {
    if (this.next - this.oldest >= MOST_ENTRIES) this.forget();
    this.bytes += costOf(entry);
    while (this.bytes > MOST_BYTES && this.oldest < this.next) this.forget();
    this.ring[this.next % MOST_ENTRIES] = entry;
    this.next += 1;
  }

  private forget(): void {
    const at = this.oldest % MOST_ENTRIES;
    const entry = this.ring[at];
    if (entry !== undefined) this.bytes -= costOf(entry);
    this.ring[at] = undefined;
    this.oldest += 1;
  }
}

function costOf(entry: Kept): number {
  return entry.data.length + OVERHEAD;
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
