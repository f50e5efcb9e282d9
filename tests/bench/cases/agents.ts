import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AGENTS_PLAN as PLAN, type AgentsRun, type AgentsWorld } from '../agents-plan.ts';
import type { Case, Figure } from '../figure.ts';
import { firstLine, linesOf, program, start } from '../processes.ts';

const ROUNDS = 3;
const RELAYED = { connections: 1000, inFlight: 8, every: 0 } as const;
/** 5 messages a second and connection there, and as many back. */
const CROWD = { users: 50, processes: 2, connections: 5000, inFlight: 0, every: 12 } as const;

/** Runs a world against an echo server of its own, with the machines that `join` starts once the world has told its address. */
async function against(plan: Omit<AgentsWorld, 'url'>, join: (url: string, echo: string) => readonly ChildProcess[]): Promise<AgentsRun> {
  const children: ChildProcess[] = [start('echo-server')];
  try {
    const { port } = await firstLine<{ port: number }>(children[0] as ChildProcess);
    const echo = `127.0.0.1:${port}`;
    const world = start('agents-world', [JSON.stringify({ ...plan, url: `ws://${echo}/` } satisfies AgentsWorld)]);
    children.push(world);
    const lines = linesOf(world);
    const { url } = await lines.next<{ url: string }>();
    children.push(...join(url, echo));
    return await lines.next<AgentsRun>();
  } finally {
    for (const child of children) {
      child.stdin?.end();
      child.kill();
    }
  }
}

async function relayed(): Promise<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'worldwire-bench-'));
  const best = { local: 0, relayed: 0 };
  try {
    for (let round = 0; round < ROUNDS; round++) {
      best.local = Math.max(best.local, (await against({ ...RELAYED, users: 0 }, () => [])).rate);
      const { rate } = await against({ ...RELAYED, users: 1 }, (url, echo) => [
        program(['join', url, '--user', 'Agent', '--token', PLAN.guest, '--allow-host', echo], { XDG_CONFIG_HOME: folder, XDG_STATE_HOME: folder }),
      ]);
      best.relayed = Math.max(best.relayed, rate);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    name: 'agents: relayed, 1,000 connections, 8 in flight',
    ours: best.relayed,
    baseline: best.local,
    unit: 'messages/s',
    target: 0.8,
    bound: 'at least',
    against: 'the same world with the local link',
  };
}

async function crowd(): Promise<Figure[]> {
  const { users, processes, connections, every } = CROWD;
  let best: AgentsRun = { ticks: 0, tickRate: 1, rate: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const run = await against(CROWD, (url, echo) => Array.from({ length: processes }, () => start('agents-machines', [url, String(users / processes), echo])));
    if (run.ticks > best.ticks) best = run;
  }
  const { ticks, tickRate, rate } = best;
  const rest = { target: 0.95, bound: 'at least' } as const;
  return [
    { name: 'agents: ticks kept, 50 users × 100', ours: ticks, baseline: tickRate, unit: 'ticks/s', against: 'the tick rate', ...rest },
    {
      name: 'agents: messages of 50 users × 100',
      ours: rate,
      baseline: (connections * tickRate) / every,
      unit: 'messages/s',
      against: '5 a second and connection, each way',
      ...rest,
    },
  ];
}

/** Users' own machines carry the connections. */
export const AGENTS: Case = { name: 'agents', measure: async () => [await relayed(), ...(await crowd())] };
