import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import * as engine from '../../engine/index.ts';
import * as sandbox from '../../sandbox/quickjs.ts';
import { liveScripted } from './scripts-alike.js';

const PROGRAM = new URL('./scripts-alike.js', import.meta.url);
const env = { ...process.env, WORLDWIRE_ALIKE: '1' };
type Told = ReturnType<typeof liveScripted>;

async function inWorker(stackSizeMb: number): Promise<Told> {
  const worker = new Worker(PROGRAM, { env, resourceLimits: { stackSizeMb } });
  const [told] = (await once(worker, 'message')) as [Told];
  await worker.terminate();
  return told;
}

function inProcess(node: string, ...options: readonly string[]): Told {
  const { stdout, stderr } = spawnSync(node, [...options, fileURLToPath(PROGRAM)], { encoding: 'utf8', env });
  if (stdout === '') throw new Error(`${node} ${options.join(' ')} told nothing: ${stderr}`);
  return JSON.parse(stdout) as Told;
}

/** Other versions of Node, where there are some: their executables, parted by colons. */
const OTHERS = (process.env['OTHER_NODES'] ?? '').split(':').filter((node) => node !== '' && existsSync(node));

describe('a world whose scripts run, wait, fail, and are ended in each way', () => {
  const here = liveScripted(engine, sandbox);

  it('tells of each that was ended by what and where', () => {
    const told = here.log.join('\n');
    expect(told).toContain('WW_SCRIPT_FUEL: stopped, since its fuel was used up');
    expect(told).toContain('WW_SCRIPT_ENDED: ended, since its fuel was used up within something that cannot be stopped softly');
    expect(told).toMatch(/WW_SCRIPT_ENDED: .*out of memory/);
    expect(told).toContain('null');
  });

  it('comes to the same where the processor has another stack', async () => {
    expect(await inWorker(1)).toEqual(here);
    expect(await inWorker(8)).toEqual(here);
    expect(inProcess(process.execPath, '--stack-size=500')).toEqual(here);
    expect(inProcess(process.execPath, '--stack-size=4000')).toEqual(here);
  });

  it('comes to the same whatever the processor makes of its code', () => {
    expect(inProcess(process.execPath, '--liftoff-only')).toEqual(here);
    expect(inProcess(process.execPath, '--no-liftoff')).toEqual(here);
  });

  it.skipIf(OTHERS.length === 0)('comes to the same on other versions of Node', () => {
    for (const node of OTHERS) expect(inProcess(node)).toEqual(here);
  });
});
