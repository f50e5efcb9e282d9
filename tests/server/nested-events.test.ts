import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import * as engine from '../../engine/index.ts';
import { liveNested, type Told } from './nested-events.js';

const SCRIPT = new URL('./nested-events.js', import.meta.url);

async function inWorker(stackSizeMb: number): Promise<Told> {
  const worker = new Worker(SCRIPT, { env: { ...process.env, WORLDWIRE_NESTED: '1' }, resourceLimits: { stackSizeMb } });
  const [told] = (await once(worker, 'message')) as [Told];
  await worker.terminate();
  return told;
}

function inProcess(node: string, ...options: readonly string[]): Told {
  const { stdout, stderr } = spawnSync(node, [...options, fileURLToPath(SCRIPT)], { encoding: 'utf8' });
  if (stdout === '') throw new Error(`${node} ${options.join(' ')} told nothing: ${stderr}`);
  return JSON.parse(stdout) as Told;
}

/** Other versions of Node, where there are some: their executables, parted by colons. */
const OTHERS = (process.env['OTHER_NODES'] ?? '').split(':').filter((node) => node !== '' && existsSync(node));

describe('listeners and hooks that set each other off without end', () => {
  const here = liveNested(engine);

  it('end at a depth that is counted, and each chain is told once, with its code, entity and event', () => {
    expect(here.log).toHaveLength(3 * (3 * 2 + 1));
    expect(here.log[0]).toMatch(/^count: IntValue\.Value of count was not set: 64 events and edits .*\(WW_NESTED_TOO_DEEP\)$/);
    expect(here.log[1]).toMatch(/^b: WebsocketClient\.OnConnected of b was not told: 64 events and edits .*\(WW_NESTED_TOO_DEEP\)$/);
    expect(here.calls).toBe(3 * (3 * 2 + 1) * 64);
  });

  it('come to the same in workers with stacks of two sizes', async () => {
    expect(await inWorker(1)).toEqual(here);
    expect(await inWorker(8)).toEqual(here);
  });

  it('come to the same in processes with stacks of two sizes', () => {
    expect(inProcess(process.execPath, '--stack-size=300')).toEqual(here);
    expect(inProcess(process.execPath, '--stack-size=4000')).toEqual(here);
  });

  it.skipIf(OTHERS.length === 0)('come to the same on other versions of Node', () => {
    for (const node of OTHERS) expect(inProcess(node)).toEqual(here);
  });
});
