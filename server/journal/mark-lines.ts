import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { logFile } from './journal-folder.ts';
import { logLines } from './packed-logs.ts';

/** What is marked of a world's time, in the order of counts. */
export const MARK_KINDS = ['edit', 'problem', 'connection', 'save', 'people', 'restart'] as const;

const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const Wall = Type.Optional(Type.Number());
const MarkForm = Type.Object({
  tick: Count,
  wall: Wall,
  kind: Type.Enum([...MARK_KINDS]),
  entity: Type.Union([Type.String(), Type.Null()]),
  source: Type.String(),
  text: Type.String(),
});
/** Something that happened at a tick. */
export type Mark = Static<typeof MarkForm>;

const SampleForm = Type.Object({ tick: Count, ticks: Count, wall: Wall, tickTime: Type.Number(), messagesIn: Count, messagesOut: Count });
/** So many ticks from `tick` on: the mean of what they took, in milliseconds, and the messages that they handed out and sent. */
export type Sample = Static<typeof SampleForm>;

/** How many marks of each kind are left out from `tick` on. */
const MoreForm = Type.Object({ tick: Count, counts: Type.Array(Count, { maxItems: MARK_KINDS.length }) });
export type MoreMarks = Static<typeof MoreForm>;

const Line = Type.Object({ seq: Count, marks: Type.Array(MarkForm), more: Type.Optional(MoreForm), sample: Type.Optional(SampleForm) });
const check = Compile(Line);

/** What a line of marks tells: replay passes it over, and the track of a world's time is drawn by it. */
export interface Happened {
  readonly marks: readonly Mark[];
  readonly more?: MoreMarks;
  readonly sample?: Sample;
}

export function isMarks(json: unknown): json is Static<typeof Line> {
  return check.Check(json);
}

/** How each line of marks begins. */
const BEGINNING = /^\{"seq":\d+,"marks":\[/;
/** No number of a line has more digits. */
const LONGEST_BEGINNING = 40;

/** What the marks of a segment tell, without anything of it being lived through. What cannot be read is left out. */
export async function happenedIn(folder: string, segment: number): Promise<Happened[]> {
  const out: Happened[] = [];
  try {
    for await (const { bytes, whole } of logLines(logFile(folder, segment))) {
      if (!whole || !BEGINNING.test(bytes.toString('latin1', 0, LONGEST_BEGINNING))) continue;
      const json: unknown = JSON.parse(bytes.toString('utf8'));
      if (isMarks(json)) out.push(json);
    }
  } catch {
    // What was trimmed meanwhile, or damaged, has no marks.
  }
  return out;
}
