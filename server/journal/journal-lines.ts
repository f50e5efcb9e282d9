import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import type { Envelope, Step } from '../../engine/index.ts';
import { chain, envelopeOf, unseal, type InputRecord } from '../recording/recording.ts';
import { isMarks } from './mark-lines.ts';
import { MOST_QUIET } from './quiet-steps.ts';
import { recordFault } from '../recording/recorded-forms.ts';

/** Version of the form of journals. */
export const JOURNAL_VERSION = 1;

/** What is written of a world: all that reaches it, or what people do to it alone. */
export type JournalMode = 'all' | 'edits';

const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const Head = Type.Object({
  format: Type.Literal('worldwire/journal'),
  version: Count,
  /** The world's own id, what it is called at its server, and the epoch of that server. */
  world: Type.String(),
  name: Type.String(),
  epoch: Type.String(),
  mode: Type.Union([Type.Literal('all'), Type.Literal('edits')]),
  /** Number of the segment, and of its first record, counted through all of one life of the world. */
  segment: Count,
  seq: Count,
  tick: Count,
  tickRate: Type.Number({ exclusiveMinimum: 0 }),
  /** Checksum of the last line of the segment before; empty where a life begins. */
  after: Type.String(),
  /** By which content the world knew its scene file; empty where it had none that it knew. */
  scene: Type.String(),
  /** Real time of the world, and the time of day, at the step before. */
  real: Type.Number(),
  wall: Type.Number(),
  engine: Type.String(),
  node: Type.String(),
  started: Type.String(),
});
/** First line of a segment. */
export type SegmentHead = Static<typeof Head>;

/** Steps that nothing reached, one after another: of each whether it was a tick, and milliseconds since the one before, of real time and by the clock. */
const Quiet = Type.Object({ seq: Count, quiet: Type.Array(Type.Number(), { maxItems: MOST_QUIET }) });
/** The world ended here, by itself and in this state. */
const End = Type.Object({ seq: Count, end: Type.Object({ hash: Type.String(), tick: Count }) });
/** By which content the world knows its scene file from here on. */
const Scene = Type.Object({ seq: Count, scene: Type.String() });

/** The world as it was then was copied to be saved; what was copied last lies in its file. */
const Copied = Type.Object({ seq: Count, copied: Type.Literal(true) }),
  Saved = Type.Object({ seq: Count, saved: Type.Literal(true) });

/** From this tick on the disk did not keep up: what people did is written, and neither messages nor time, up to the next segment. */
const Shed = Type.Object({ seq: Count, shed: Count });

const checks = {
  head: Compile(Head),
  quiet: Compile(Quiet),
  scene: Compile(Scene),
  shed: Compile(Shed),
  end: Compile(End),
  copied: Compile(Copied),
  saved: Compile(Saved),
};

/** What a line of a segment means. */
export type JournalLine =
  | { readonly kind: 'input'; readonly seq: number; readonly envelope: Envelope }
  | { readonly kind: 'step'; readonly seq: number; readonly step: Omit<Step, 'inputs'>; readonly inputs: number }
  | { readonly kind: 'quiet'; readonly seq: number; readonly quiet: readonly number[] }
  | { readonly kind: 'scene'; readonly seq: number; readonly scene: string }
  | { readonly kind: 'shed'; readonly seq: number; readonly tick: number }
  | { readonly kind: 'copied' | 'saved' | 'marks'; readonly seq: number }
  | { readonly kind: 'end'; readonly seq: number; readonly hash: string; readonly tick: number };

/** Takes a line's checksum off and holds it against the one before; undefined where it is none, or was changed. */
export function opened(before: string, line: string): { readonly text: string; readonly sum: string } | undefined {
  const found = unseal(line);
  return found === undefined || chain(before, found.text) !== found.sum ? undefined : found;
}

/** A segment's head; undefined where the text is none that this program reads. */
export function headIn(text: string): SegmentHead | undefined {
  const json = parsed(text);
  return checks.head.Check(json) && json.version === JOURNAL_VERSION ? json : undefined;
}

/** The version of journals that a line tells which is a head, also of a later one. */
export function versionIn(text: string): unknown {
  const json = parsed(text) as { readonly format?: unknown; readonly version?: unknown } | null | undefined;
  return json?.format === 'worldwire/journal' ? json.version : undefined;
}

/** What stands in a line, its checksum taken off; undefined where that is nothing that is written to a segment. */
export function lineIn(text: string): JournalLine | undefined {
  const json = parsed(text);
  if (checks.quiet.Check(json)) return json.quiet.length % 3 === 0 ? { kind: 'quiet', seq: json.seq, quiet: json.quiet } : undefined;
  if (checks.scene.Check(json)) return { kind: 'scene', seq: json.seq, scene: json.scene };
  if (checks.shed.Check(json)) return { kind: 'shed', seq: json.seq, tick: json.shed };
  if (isMarks(json)) return { kind: 'marks', seq: json.seq };
  if (checks.copied.Check(json)) return { kind: 'copied', seq: json.seq };
  if (checks.saved.Check(json)) return { kind: 'saved', seq: json.seq };
  if (checks.end.Check(json)) return { kind: 'end', seq: json.seq, ...json.end };
  if (recordFault(json) !== undefined) return undefined;
  const record = json as InputRecord;
  const { seq, payload } = record;
  try {
    if ('input' in payload) return { kind: 'input', seq, envelope: envelopeOf(record, payload.input) };
  } catch {
    return undefined;
  }
  if ('end' in payload) return undefined;
  const { step: mode, real, wall, inputs } = payload;
  return { kind: 'step', seq, step: { mode, real, ...(wall === undefined ? {} : { wall }) }, inputs };
}

/** Steps that nothing reached, as they were. @param since real time and clock of the step before them */
export function* quietSteps(quiet: readonly number[], since: { readonly real: number; readonly wall: number }): Generator<Omit<Step, 'inputs'>> {
  let { real, wall } = since;
  for (let at = 0; at < quiet.length; at += 3) {
    real += quiet[at + 1] as number;
    wall += quiet[at + 2] as number;
    yield { mode: quiet[at] === 1 ? 'tick' : 'pass', real, wall };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
