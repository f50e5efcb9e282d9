import type { ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import type { Case, Figure } from '../figure.ts';
import { GUESTS_PLAN as PLAN, type Flood, type Mark } from '../guests-plan.ts';
import { linesOf, start } from '../processes.ts';

/** Milliseconds in which a flood rises, and in which it is measured; as long without one. */
const RISING = 4000,
  MEASURED = 8000;
/** Milliseconds between two edits of the Builder, who is nobody's friend here. */
const PAUSE = 100;
/** Milliseconds that an edit may wait. */
const LONGEST_EDIT = 250;
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
  /** Part of the time in which the process had a processor, and how late its event loop was, 99 of 100 times at most. */
  readonly busy: number;
  readonly delay: number;
}
interface Server {
  readonly process: ChildProcess;
  readonly origin: string;
  mark(): Promise<Mark>;
}

async function serve(): Promise<Server> {
  const child = start('guests-server');
  const lines = linesOf(child);
  const { origin } = await lines.next<{ origin: string }>();
  return {
    process: child,
    origin,
    mark() {
      child.stdin?.write('mark\n');
      return lines.next<Mark>();
    },
  };
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

/** How servers get on in the same stretch of time, while a Builder edits at each; and what an edit waits there, for 95 of 100. */
async function measure(servers: readonly Server[]): Promise<readonly { readonly got: Got; readonly edit: number }[]> {
  const from = await Promise.all(servers.map((server) => server.mark()));
  const waits = await Promise.all(
    servers.map(async ({ origin }) => {
      const own: number[] = [];
      for (const end = performance.now() + MEASURED; performance.now() < end; await wait(PAUSE)) own.push(await edit(origin, own.length));
      return own.sort((a, b) => a - b);
    }),
  );
  const to = await Promise.all(servers.map((server) => server.mark()));
  return servers.map((_, at) => ({ got: difference(from[at] as Mark, to[at] as Mark), edit: percentile(waits[at] as number[], 0.95) }));
}

function difference(from: Mark, to: Mark): Got {
  const passed = to.at - from.at;
  return {
    rate: Object.fromEntries(Object.entries(to.ticks).map(([world, tick]) => [world, ((tick - (from.ticks[world] ?? 0)) / passed) * 1000])),
    busy: (to.busy - from.busy) / passed,
    delay: to.delay,
  };
}

function percentile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Infinity;
}

async function figuresOf({ words, ...flood }: (typeof FLOODS)[number]): Promise<Figure[]> {
  const children: ChildProcess[] = [];
  try {
    const servers = [await serve(), await serve()] as const;
    children.push(...servers.map((server) => server.process));
    const [{ origin }] = servers;
    const raiders = start('guests-flood', [JSON.stringify({ origin, ...flood } satisfies Flood)]);
    children.push(raiders);
    const told = linesOf(raiders);
    await told.next();
    await wait(RISING);
    const [flooded, calm] = (await measure(servers)) as [Awaited<ReturnType<typeof measure>>[0], Awaited<ReturnType<typeof measure>>[0]];
    // What they came to, so that a flood that does nothing is seen.
    let answers = 0;
    const seconds = (RISING + MEASURED) / 1000;
    for (let second = 0; second < seconds; second++) answers += (await told.next<{ answered: number }>()).answered;
    if (answers === 0) throw new Error(`nothing was answered to ${words}`);
    const about =
      `an undisturbed server beside it; busy ${(flooded.got.busy * 100).toFixed(0)} %, loop late ${flooded.got.delay.toFixed(0)} ms, ` +
      `${(answers / seconds).toFixed(0)} answers/s`;
    return [
      ...[PLAN.crowded, PLAN.neighbour].map((world): Figure => ({
        name: `guests: ticks of ${world === PLAN.crowded ? 'theirs' : 'another world'}, ${words}`,
        ours: flooded.got.rate[world] ?? 0,
        baseline: calm.got.rate[world] ?? 0,
        unit: 'ticks/s',
        target: 0.9,
        bound: 'at least',
        against: about,
      })),
      {
        name: `guests: an edit of a Builder, ${words}`,
        ours: flooded.edit,
        baseline: LONGEST_EDIT,
        unit: 'ms',
        target: 1,
        bound: 'at most',
        against: `${LONGEST_EDIT} ms; at the undisturbed server ${calm.edit.toFixed(0)} ms; 95 of 100`,
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
 * Guests and Spectators flood a server, and its worlds keep their ticks. Server and flood run in a process each, and an undisturbed server beside
 * them, measured in the same seconds: what else runs on the machine disturbs both. The flood's rates are bounded, so that on two cores the server
 * has one for itself.
 */
export const GUESTS: Case = {
  name: 'guests',
  async measure() {
    const figures: Figure[] = [];
    for (const flood of FLOODS) figures.push(...(await figuresOf(flood)));
    return figures;
  },
};
