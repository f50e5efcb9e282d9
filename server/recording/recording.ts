import { createHash } from 'node:crypto';
import { HOST, type Author, type Envelope, type Json, type Step } from '../../engine/index.ts';
import { inputFromJson, inputToJson } from '../doors/binary-inputs.ts';

/** Version of the recording format. */
export const RECORDING_VERSION = 1;

/** First line of a recording. */
export interface RecordingHeader {
  readonly format: 'worldwire/recording';
  readonly version: number;
  /** The world's own id, its name at the server, the epoch of that server. */
  readonly world: string;
  readonly name: string;
  readonly epoch: string;
  readonly tickRate: number;
  /** Versions that recorded it: arithmetic may differ between them. */
  readonly engine: string;
  readonly node: string;
  readonly started: string;
  /** The world when the recording began. */
  readonly snapshot: string;
}

/** How a recording ends: with the state's hash, and where the world went on without it, why. */
export interface RecordingEnd {
  readonly hash: string;
  readonly tick: number;
  readonly reason?: string;
}

/**
 * What a record holds: an input; the step that took in the inputs since the last one; or the end.
 * An input that comes from a link is written with its binary messages as base64.
 */
export type Payload =
  | { readonly input: Json }
  | { readonly step: Step['mode']; readonly real: number; readonly wall?: number; readonly inputs: number }
  | { readonly end: RecordingEnd };

/** A record: the same form serves recording, journal and log. */
export interface InputRecord {
  readonly v: number;
  readonly world: string;
  readonly epoch: string;
  readonly seq: number;
  readonly tick: number;
  readonly author: Author;
  readonly requestId?: string;
  readonly payload: Payload;
}

/** Continues a chain of checksums: each holds for its line and for all before it. 128 bits of SHA-256. */
export function chain(before: string, line: string): string {
  return createHash('sha256').update(before).update('\n').update(line).digest('hex').slice(0, 32);
}

/** A line with its checksum, as it stands in the file. */
export function seal(before: string, content: object): { line: string; sum: string } {
  return sealText(before, JSON.stringify(content));
}

/** The same for what is put into words already. */
export function sealText(before: string, text: string): { line: string; sum: string } {
  const sum = chain(before, text);
  return { line: `${text.slice(0, -1)},"sum":"${sum}"}`, sum };
}

/** Takes a line's checksum off. Undefined where it has none. */
export function unseal(line: string): { text: string; sum: string } | undefined {
  const found = /^(.*),"sum":"([0-9a-f]{32})"\}$/s.exec(line);
  return found === null ? undefined : { text: `${found[1] ?? ''}}`, sum: found[2] ?? '' };
}

/** The records of a step: its inputs, then the step itself. */
export function recordsOf(step: Step): { author: Author; requestId?: string; payload: Payload }[] {
  const records: { author: Author; requestId?: string; payload: Payload }[] = step.inputs.map((envelope) => ({
    author: envelope.author,
    ...(envelope.requestId === undefined ? {} : { requestId: envelope.requestId }),
    payload: { input: inputToJson(envelope.input) },
  }));
  records.push({
    author: HOST,
    payload: { step: step.mode, real: step.real, ...(step.wall === undefined ? {} : { wall: step.wall }), inputs: step.inputs.length },
  });
  return records;
}

/** The records of a step in words, which are put so once, however many files they go to: but for who writes them, and under which number. */
export class StepWords {
  readonly step: Step;
  #records: readonly string[] | undefined;

  constructor(step: Step) {
    this.step = step;
  }

  get records(): readonly string[] {
    return (this.#records ??= recordsOf(this.step).map((record) => JSON.stringify(record).slice(1)));
  }
}

/** Puts words of records together to those of a file: what `JSON.stringify` makes of an `InputRecord`. */
export class RecordWriter {
  readonly #head: string;

  constructor({ world, epoch }: Pick<InputRecord, 'world' | 'epoch'>) {
    this.#head = `{"v":${RECORDING_VERSION},"world":${JSON.stringify(world)},"epoch":${JSON.stringify(epoch)},"seq":`;
  }

  text(seq: number, tick: number, record: string): string {
    return `${this.#head}${seq},"tick":${tick},${record}`;
  }
}

/** An input as it was given to the world. */
export function envelopeOf(record: InputRecord, input: Json): Envelope {
  return { author: record.author, ...(record.requestId === undefined ? {} : { requestId: record.requestId }), input: inputFromJson(input) };
}
