import { pipeline } from 'node:stream/promises';
import { createDeflate, inflateSync } from 'node:zlib';
import type { Envelope, Step } from '../../engine/index.ts';
import { detached } from '../doors/binary-inputs.ts';

const NOTHING: readonly Envelope[] = [];
/** What a step without inputs takes: three numbers. */
const STEP_BYTES = 24;
/** What an input takes beside the data that it carries. */
const INPUT_BYTES = 200,
  EVENT_BYTES = 100,
  BINARY_BYTES = 240;

/** A stretch of a world's past: the world at its beginning, and every step from there. */
export class Segment {
  /** Number of its first step, counted through all segments. */
  readonly first: number;
  readonly tick: number;
  /** Milliseconds that the world had run when it began; time in which it was paused does not count. */
  readonly ran: number;
  bytes = 0;
  #snapshot: Uint8Array | undefined;
  /** Real time of each step, doubled, and one more for a tick; a number a step, since there are hundreds of thousands. */
  readonly #codes: number[] = [];
  /** The time of day of each step; not a number where none was told. */
  readonly #walls: number[] = [];
  /** The tick after each step. */
  readonly #after: number[] = [];
  readonly #inputs = new Map<number, readonly Envelope[]>();

  constructor(from: { readonly first: number; readonly tick: number; readonly ran: number }) {
    this.first = from.first;
    this.tick = from.tick;
    this.ran = from.ran;
  }

  /** The world at its beginning, as `unpacked` reads it; undefined until it is written. */
  get snapshot(): Uint8Array | undefined {
    return this.#snapshot;
  }

  /** Takes the parts of a snapshot's text in, and packs them off this thread: such text says the same many times over. */
  async write(parts: AsyncIterable<string>): Promise<void> {
    const packed: Buffer[] = [];
    await pipeline(parts, createDeflate({ level: 1 }), async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) packed.push(chunk);
    });
    this.#snapshot = Uint8Array.from(Buffer.concat(packed));
    this.bytes += this.#snapshot.length;
  }

  /** Steps in it. */
  get length(): number {
    return this.#codes.length;
  }

  add(step: Step, tick: number): void {
    if (step.inputs.length > 0) {
      this.#inputs.set(this.length, step.inputs.map(detached));
      this.bytes += weightOf(step.inputs);
    }
    this.#codes.push(step.real * 2 + (step.mode === 'tick' ? 1 : 0));
    this.#walls.push(step.wall ?? NaN);
    this.#after.push(tick);
    this.bytes += STEP_BYTES;
  }

  /** The step of this number, counted in it. */
  step(index: number): Step {
    const code = this.#codes[index] as number,
      wall = this.#walls[index] as number;
    return {
      mode: code % 2 === 1 ? 'tick' : 'pass',
      real: Math.floor(code / 2),
      ...(Number.isNaN(wall) ? {} : { wall }),
      inputs: this.#inputs.get(index) ?? NOTHING,
    };
  }

  /** How many of its steps lead to this tick at most, those without time at that tick included. */
  upTo(tick: number): number {
    let low = 0,
      high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#after[middle] as number) <= tick) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

export function unpacked(snapshot: Uint8Array): string {
  return inflateSync(snapshot).toString('utf8');
}

/** About how many bytes inputs take. */
function weightOf(inputs: readonly Envelope[]): number {
  let sum = 0;
  for (const { input } of inputs) {
    sum += INPUT_BYTES;
    if (input.type !== 'link') sum += sizeOf(input);
    else
      for (const event of input.events)
        sum += event.type === 'message' ? (typeof event.data === 'string' ? EVENT_BYTES : BINARY_BYTES) + event.data.length : EVENT_BYTES;
  }
  return sum;
}

/** About how many bytes a value in JSON form takes. */
function sizeOf(value: unknown): number {
  let sum = 0;
  const waiting: unknown[] = [value];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (typeof at === 'string') sum += at.length + 16;
    else if (typeof at === 'object' && at !== null)
      for (const [key, inner] of Object.entries(at)) {
        sum += key.length + 16;
        waiting.push(inner);
      }
    else sum += 8;
  }
  return sum;
}
