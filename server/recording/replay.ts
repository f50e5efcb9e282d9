import { isUtf8 } from 'node:buffer';
import { WorldwireError, type Envelope, type Step, type WorldDoor } from '../../engine/index.ts';
import { chain, envelopeOf, RECORDING_VERSION, unseal, type InputRecord, type RecordingEnd, type RecordingHeader } from './recording.ts';
import { headFault, recordFault } from './recorded-forms.ts';
import { LONGEST_LINE, recordedLines } from './recorded-lines.ts';
import { VERSION } from '../../engine/version.ts';

/** What a replay came to. */
export interface Replayed {
  readonly header: RecordingHeader;
  readonly hash: string;
  readonly tick: number;
  /** The hash that the recording ends with; none where it was cut off. */
  readonly expected: string | undefined;
  /** Why the recording ended before its world did, where it did. */
  readonly reason: string | undefined;
  /** Where it was cut off: the line, counted from 1, the byte at which it begins, and what is wrong there. */
  readonly torn: { readonly line: number; readonly byte: number; readonly message: string } | undefined;
  /** Whether it was lived through up to where that was wanted, and no further. */
  readonly stopped: boolean;
  /** What may make the result differ, in words. */
  readonly warnings: readonly string[];
}

/**
 * Lives a recording through again: restores its snapshot, gives the same steps, performs no effect, and tells the state's hash.
 * A recording that was cut off in its last line is replayed up to there; one that is damaged before that is refused with WW_RECORDING_INVALID.
 * @param restore makes a world from a snapshot
 * @param options.asFarAsWhole one that is damaged after its head is replayed up to there, too
 * @param options.until whether the recording is to be lived through no further: it is asked before each step, which is given with the tick that was reached
 * @param options.last is given the world as it ends
 */
export async function replay(
  file: string,
  restore: (snapshot: string) => WorldDoor | Promise<WorldDoor>,
  options: {
    readonly asFarAsWhole?: boolean;
    readonly until?: (step: Pick<Step, 'mode' | 'wall'>, tick: number) => boolean;
    readonly last?: (door: WorldDoor, came: { readonly tick: number; readonly stopped: boolean }) => Promise<void>;
  } = {},
): Promise<Replayed> {
  let header: RecordingHeader | undefined, door: WorldDoor | undefined;
  let sum = '',
    seq = 0,
    inputs: Envelope[] = [],
    torn: Replayed['torn'],
    end: RecordingEnd | undefined,
    reached = 0,
    stopped = false;
  for await (const { bytes, length, line, byte, whole, tooLong } of recordedLines(file)) {
    const harmed = (message: string): boolean => {
      if (options.asFarAsWhole !== true || header === undefined) return false;
      torn = { line, byte, message };
      return true;
    };
    const damaged = (message: string): WorldwireError => new WorldwireError('WW_RECORDING_INVALID', `${file}, line ${line} (byte ${byte}): ${message}`);
    if (tooLong) {
      const message = `the line has no end within ${LONGEST_LINE} bytes, and none that is written is longer`;
      if (harmed(message)) break;
      throw damaged(message);
    }
    const opened = unseal(bytes.toString('utf8'));
    if (!whole || opened === undefined) {
      if (whole && harmed('this is not a record of a recording')) break;
      if (whole || header === undefined) throw damaged('this is not a record of a recording');
      torn = { line, byte, message: `the line is incomplete after ${length} bytes` };
      break;
    }
    // Bytes that are no UTF-8 would be read as U+FFFD and come into the world so. The checksum does not find them, if it was made of such text.
    if (!isUtf8(bytes)) {
      const message = 'these bytes are not UTF-8';
      if (harmed(message)) break;
      throw damaged(message);
    }
    if (end !== undefined) throw damaged('something stands after the end');
    if (chain(sum, opened.text) !== opened.sum) {
      const message = 'the checksum does not hold: this line or one before it was changed';
      if (harmed(message)) break;
      throw damaged(message);
    }
    sum = opened.sum;
    try {
      if (header === undefined || door === undefined) {
        header = headerOf(JSON.parse(opened.text), damaged);
        door = await restored(restore, header.snapshot, file);
        reached = (await door.ask({ ask: 'clock' })).tick;
        continue;
      }
      const json: unknown = JSON.parse(opened.text);
      const fault = recordFault(json);
      if (fault !== undefined) throw damaged(`this is not a record of a recording: ${fault}`);
      const record = json as InputRecord;
      if (record.seq !== seq || record.world !== header.world)
        throw damaged(`record ${record.seq} of world ${record.world}; expected ${seq} of ${header.world}`);
      seq += 1;
      if ('input' in record.payload) inputs.push(envelopeOf(record, record.payload.input));
      else if ('end' in record.payload) end = record.payload.end;
      else {
        if (record.payload.inputs !== inputs.length) throw damaged(`the step took ${record.payload.inputs} inputs in, but ${inputs.length} stand before it`);
        const { step, real, wall } = record.payload;
        const next: Step = { mode: step, real, ...(wall === undefined ? {} : { wall }), inputs };
        if (options.until?.(next, reached) === true) {
          stopped = true;
          break;
        }
        reached = (await door.step(next)).tick;
        inputs = [];
      }
    } catch (error) {
      // The checksums hold, so somebody wrote it so; what is in it is not what a world takes.
      throw error instanceof WorldwireError ? error : damaged(`it cannot be taken in: ${(error as Error).message}`);
    }
  }
  if (header === undefined || door === undefined) throw new WorldwireError('WW_RECORDING_INVALID', `${file} is empty.`);
  const { hash, tick } = await door.ask({ ask: 'hash' });
  await options.last?.(door, { tick, stopped });
  await door.end();
  return { header, hash, tick, expected: end?.hash, reason: end?.reason, torn, stopped, warnings: warningsOf(header) };
}

async function restored(restore: (snapshot: string) => WorldDoor | Promise<WorldDoor>, snapshot: string, file: string): Promise<WorldDoor> {
  try {
    return await restore(snapshot);
  } catch (error) {
    if (!(error instanceof WorldwireError) || error.code !== 'WW_SNAPSHOT_INVALID') throw error;
    throw new WorldwireError(error.code, `${file}: the state that the recording begins with cannot be restored: ${error.message}`);
  }
}

function headerOf(json: unknown, damaged: (message: string) => WorldwireError): RecordingHeader {
  const { format, version } = (json ?? {}) as Partial<RecordingHeader>;
  if (format !== 'worldwire/recording') throw damaged('this is not the head of a recording');
  if (version !== RECORDING_VERSION) throw damaged(`the recording has format version ${JSON.stringify(version)}; this program reads ${RECORDING_VERSION}`);
  const fault = headFault(json);
  if (fault !== undefined) throw damaged(`this is not the head of a recording: ${fault}`);
  return json as RecordingHeader;
}

function warningsOf(header: RecordingHeader): string[] {
  const warnings: string[] = [];
  if (header.engine !== VERSION) warnings.push(`recorded by Worldwire ${header.engine}, replayed by ${VERSION}`);
  if (header.node.split('.')[0] !== process.version.split('.')[0]) warnings.push(`recorded with Node ${header.node}, replayed with ${process.version}`);
  return warnings;
}
