import type { ChildProcess } from 'node:child_process';
import type { Stretch } from './echo-plan.ts';
import type { Pair } from './pairs.ts';
import { firstLine, linesOf, start } from './processes.ts';

/** What pairs of stretches have come to. */
export interface Measured {
  readonly rates: Pair[];
  /** Microseconds of processor time of a message. */
  readonly costs: Pair[];
  ticks: number;
  seconds: number;
}
export function nothingMeasured(): Measured {
  return { rates: [], costs: [], ticks: 0, seconds: 0 };
}

/** A client with an echo server of its own, all its sockets open, that goes for a stretch when it is told to. */
export interface EchoSide {
  go(inFlight: number): Promise<Stretch>;
  end(): void;
}

/**
 * @param client a loop that takes the address of the server
 * @param more what it takes besides
 */
export async function echoSide(client: string, ...more: readonly string[]): Promise<EchoSide> {
  const children: ChildProcess[] = [start('echo-server')];
  const end = (): void => children.forEach((child) => child.stdin?.end());
  try {
    const { port } = await firstLine<{ port: number }>(children[0] as ChildProcess);
    const loop = start(client, [`ws://127.0.0.1:${port}/`, ...more]);
    children.unshift(loop);
    const lines = linesOf(loop);
    await lines.next<'ready'>();
    return {
      go(inFlight) {
        loop.stdin?.write(`${inFlight}\n`);
        return lines.next<Stretch>();
      },
      end,
    };
  } catch (error) {
    end();
    throw error;
  }
}

/**
 * Stretches of both sides right behind each other, the one or the other first in turns, while the other is still.
 * @param warmup pairs that are not told, since until then it is compiled
 */
export async function echoPairs(
  baseline: EchoSide,
  ours: EchoSide,
  inFlight: number,
  plan: { readonly warmup: number; readonly pairs: number },
  measured: Measured,
): Promise<void> {
  for (let pair = 0; pair < plan.warmup + plan.pairs; pair++) {
    const early = pair % 2 === 0 ? await baseline.go(inFlight) : undefined;
    const mine = await ours.go(inFlight);
    const theirs = early ?? (await baseline.go(inFlight));
    if (pair < plan.warmup) continue;
    measured.rates.push({ ours: mine.messages / mine.seconds, baseline: theirs.messages / theirs.seconds });
    measured.costs.push({ ours: mine.processor / mine.messages, baseline: theirs.processor / theirs.messages });
    measured.ticks += mine.ticks;
    measured.seconds += mine.seconds;
  }
}
