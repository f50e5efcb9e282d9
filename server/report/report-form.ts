import Type, { type Static } from 'typebox';
import { checkOf } from '../../engine/index.ts';

/** Version of the form of reports. */
export const REPORT_VERSION = 1;
/** What a report says of itself, and in words for people. */
export const ABOUT = 'report.json',
  CONTENTS = 'contents.txt';

const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const Words = Type.Array(Type.String({ maxLength: 10_000 }), { maxItems: 10_000 });
const Form = Type.Object({
  format: Type.Literal('worldwire/report'),
  version: Type.Literal(REPORT_VERSION),
  /** When it was made, ISO 8601, and by what. */
  made: Type.String(),
  worldwire: Type.String(),
  node: Type.String(),
  platform: Type.String(),
  /** Name of the scene file, and of the world. */
  scene: Type.String({ maxLength: 1000 }),
  world: Type.Union([Type.String(), Type.Null()]),
  /** Where a server runs the world now. */
  runs: Type.Union([Type.String(), Type.Null()]),
  journal: Type.Union([
    Type.Null(),
    Type.Object({
      mode: Type.String(),
      segments: Type.Array(Count),
      /** The ticks and the times that it leads through. */
      from: Type.Object({ tick: Count, at: Type.String() }),
      to: Type.Object({ tick: Type.Union([Count, Type.Null()]), at: Type.String() }),
      lines: Count,
      states: Count,
      messages: Count,
      /** Whether the world ended by itself, and not as its process was ended. */
      isEnded: Type.Boolean(),
    }),
  ]),
  leftOut: Type.Object({ values: Count, places: Count, short: Count, scripts: Count, messages: Type.Boolean() }),
  /** What is missing or could not be read, in words. */
  missing: Words,
  parts: Type.Array(
    Type.Object({ name: Type.String({ maxLength: 300 }), what: Type.String(), bytes: Count, sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }) }),
    {
      maxItems: 60_000,
    },
  ),
});

/** What a report says of itself: what is in it, and what was left out. */
export type ReportAbout = Static<typeof Form>;

const check = checkOf(Form, 'what a report says of itself');

/** Why something is none that this program reads, in words; undefined where it is one. */
export function aboutFault(json: unknown): string | undefined {
  const { format, version } = (json ?? {}) as { readonly format?: unknown; readonly version?: unknown };
  if (format !== 'worldwire/report') return 'it is no report';
  if (version !== REPORT_VERSION) return `it has the version ${JSON.stringify(version)}, and this program reads ${REPORT_VERSION}`;
  return check(json)[0]?.message;
}
