import type { ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import type { Case, Figure } from '../figure.ts';
import { GUESTS_PLAN as PLAN, type Flood, type FloodKind, type Mark } from '../guests-plan.ts';
import { linesOf, start } from '../processes.ts';

/** Milliseconds in which a flood rises, and in which it is measured; as long without one. */
const RISING = 4000,
  MEASURED = 8000;
/** Milliseconds between two edits of the Builder, who is nobody's friend here. */
const PAUSE = 100;
/** How many there are, and how much each asks: bounded, since whoever floods runs on a core of this machine as well. */
const FLOODS: readonly (Omit<Flood, 'origin'> & { readonly words: string })[] = [
  { what: 'queries', users: 40, inFlight: 2, perSecond: 20, words: '40 who query by HTTP' },
  { what: 'cheap', users: 40, inFlight: 2, perSecond: 40, words: '40 with small requests' },
  { what: 'sockets', users: 40, inFlight: 4, perSecond: 20, words: '40 who ask at a page' },
  { what: 'views', users: 40, inFlight: 1, perSecond: 1, words: '40 with 20 views each' },
  { what: 'events', users: 40, inFlight: 1, perSecond: 180, words: '40 with small events' },
  { what: 'mixed', users: 40, inFlight: 2, perSecond: 10, words: '40 with all of it' },
];

interface Got {
  /** Ticks a second, by world. */
  readonly rate: { readonly [world: string]: number };
  readonly busy: number;
  /** What an edit waits, in the middle and for 95 of 100. */
  readonly edit: readonly [number, number];
}

async function edit(origin: string, value: number): Promise<number> {
  const begun = performance.now();
  const answer = await fetch(`${origin}/api/worlds/${PLAN.crowded}/operations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${PLAN.tokens.Builder}`, 'content-type': 'application/json' },
    body: JSON.stringify({ operations: [{ op: 'setField', entity: 'entity-1', component: 'Transform', field: 'Position', value: [value, 0, 0] }] }),
  });
  if (!answer.ok) throw new Error(`an edit was refused: ${await answer.text()}`);
  await answer.text();
  return performance.now() - begun;
}

/** How the server gets on for a while, with a Builder who edits. */
async function measure(server: ChildProcess, lines: ReturnType<typeof linesOf>, origin: string): Promise<Got> {
  const mark = async (): Promise<Mark> => {
    server.stdin?.write('mark\n');
    return lines.next<Mark>();
  };
  const from = await mark();
  const waits: number[] = [];
  for (const end = performance.now() + MEASURED; performance.now() < end; await wait(PAUSE)) waits.push(await edit(origin, waits.length));
  const to = await mark();
  const seconds = (to.at - from.at) / 1000;
  waits.sort((a, b) => a - b);
  return {
    rate: Object.fromEntries(Object.entries(to.ticks).map(([world, tick]) => [world, (tick - (from.ticks[world] ?? 0)) / seconds])),
    busy: (to.busy - from.busy) / (to.at - from.at),
    edit: [waits[Math.floor(waits.length / 2)] ?? Infinity, waits[Math.floor(waits.length * 0.95)] ?? Infinity],
  };
}

async function figuresOf({ words, ...flood }: (typeof FLOODS)[number]): Promise<Figure[]> {
  const server = start('guests-server');
  const children = [server];
  try {
    const lines = linesOf(server);
    const { origin } = await lines.next<{ origin: string }>();
    await wait(1000);
    const calm = await measure(server, lines, origin);
    const raiders = start('guests-flood', [JSON.stringify({ origin, ...flood } satisfies Flood)]);
    children.push(raiders);
    const told = linesOf(raiders);
    await told.next();
    await wait(RISING);
    const flooded = await measure(server, lines, origin);
    if (process.env['BENCH_TELL'] !== undefined)
      console.error(
        flood.what,
        JSON.stringify({ calm, flooded }),
        JSON.stringify(
          [
            await told.next(),
            await told.next(),
            await told.next(),
            await told.next(),
            await told.next(),
            await told.next(),
            await told.next(),
            await told.next(),
          ].at(-1),
        ),
      );
    return [
      ...[PLAN.crowded, PLAN.neighbour].map((world): Figure => ({
        name: `guests: ticks of ${world === PLAN.crowded ? 'theirs' : 'another world'}, ${words}`,
        ours: flooded.rate[world] ?? 0,
        baseline: calm.rate[world] ?? 0,
        unit: 'ticks/s',
        target: 0.9,
        bound: 'at least',
        against: 'the same worlds before they came',
      })),
      {
        name: `guests: an edit of a Builder, ${words}`,
        ours: flooded.edit[1],
        baseline: 250,
        unit: 'ms',
        target: 1,
        bound: 'at most',
        against: `250 ms; undisturbed ${calm.edit[1].toFixed(0)} ms, 95 of 100 each`,
      },
    ];
  } finally {
    for (const child of children.reverse()) {
      child.stdin?.end();
      child.kill();
    }
  }
}

/**
 * Guests and Spectators flood a server, and its worlds keep their ticks. Server and flood run in a process each; the flood's rates are bounded,
 * so that on two cores the server has one for itself.
 */
export const GUESTS: Case = {
  name: 'guests',
  async measure() {
    const only = process.env['BENCH_FLOOD'] as FloodKind | undefined;
    const figures: Figure[] = [];
    for (const flood of FLOODS) if (only === undefined || flood.what === only) figures.push(...(await figuresOf(flood)));
    return figures;
  },
};
