import type { Case, Figure } from '../figure.ts';
import { firstLine, run, start } from '../processes.ts';

interface ByHand {
  readonly rate: number;
}
interface InWorld extends ByHand {
  readonly ticks: number;
  readonly tickRate: number;
}

const ROUNDS = 3;
/** The part of a bare loop's rate that is promised, by messages in flight. */
const TARGETS = { 1: 0.85, 8: 0.95 } as const;

/** Runs a client against an echo server of its own. */
export async function against<T>(client: string, inFlight: number): Promise<T> {
  const server = start('echo-server');
  try {
    const { port } = await firstLine<{ port: number }>(server);
    return await run<T>(client, [`ws://127.0.0.1:${port}/`, String(inFlight)]);
  } finally {
    server.stdin?.end();
  }
}

async function figures(inFlight: keyof typeof TARGETS): Promise<Figure[]> {
  const hands: ByHand[] = [];
  const worlds: InWorld[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    hands.push(await against<ByHand>('echo-by-hand', inFlight));
    worlds.push(await against<InWorld>('echo-world', inFlight));
  }
  const hand = hands.reduce((best, next) => (next.rate > best.rate ? next : best));
  const world = worlds.reduce((best, next) => (next.rate > best.rate ? next : best));
  const suffix = `5,000 connections, ${inFlight} in flight`;
  return [
    {
      name: `echo: ${suffix}`,
      ours: world.rate,
      baseline: hand.rate,
      unit: 'messages/s',
      target: TARGETS[inFlight],
      bound: 'at least',
      against: 'a bare ws client loop',
    },
    { name: `ticks kept: ${suffix}`, ours: world.ticks, baseline: world.tickRate, unit: 'ticks/s', target: 0.95, bound: 'at least', against: 'the tick rate' },
  ];
}

export const ECHO: Case = { name: 'echo', measure: async () => [...(await figures(1)), ...(await figures(8))] };
