import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import {
  createDoor,
  createRegistry,
  defineComponent,
  defineJob,
  defineSystem,
  restoreWorld,
  string,
  Type,
  type Job,
  type JobOutcome,
  type Json,
  type Plugin,
  type Working,
  type World,
} from '../../engine/index.ts';
import { replay } from '../../server/index.ts';
import { Gate } from '../../server/hosting/gate.ts';
import { Jobs } from '../../server/hosting/jobs.ts';
import { api, atEnd, serve, until } from './running.ts';

const log = pino({ level: 'silent' });
const answer = Type.String();
/** How often the clock was really asked, and how often a job was told to stop. */
let asked = 0,
  signalled = 0;
const clock = defineJob('test.clock', {
  doc: 'What only the machine knows.',
  args: Type.Object({ zone: Type.String() }),
  answer,
  run: ({ zone }, { user, world }) => {
    asked += 1;
    return `${zone} ${user} ${world} ${performance.now()}`;
  },
});
const never = defineJob('test.never', {
  doc: 'Ends when it is stopped.',
  args: Type.Object({ zone: Type.String() }),
  answer,
  run: (_args, { signal }) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        signalled += 1;
        reject(new Error('too late to matter'));
      });
    }),
});

const Clock = defineComponent('Clock', {
  doc: 'Shows what the machine says.',
  category: 'Test',
  single: true,
  disabled: 'It still asks.',
  fields: { Said: string({ readOnly: true, saved: false, doc: 'What it said.' }) },
  commands: { Ask: { doc: 'Asks.' }, Hang: { doc: 'Asks what is never answered.' } },
});
interface Waiting extends Working {
  readonly entity: string;
}
const clocks = defineSystem({
  name: 'clocks',
  over: Clock,
  commands: { Ask: (world, row) => ask(world, row, clock), Hang: (world, row) => ask(world, row, never) },
  owns: {
    ran: (world, { entity }: Waiting, outcome) => {
      const store = world.store(Clock);
      world.setValue(store, world.entities.rowOf(entity) as number, 'Said', outcome.ok ? (outcome.answer as string) : `${outcome.code} ${outcome.message}`);
    },
  },
  state: {
    create: () => new Map<string, Waiting>(),
    save: (waiting) => [...waiting.values()] as unknown as Json,
    load: (data, world) => {
      const waiting = new Map((data as unknown as Waiting[]).map((each) => [each.entity, each]));
      world.jobs.restore('clocks', { holders: waiting.values() });
      return waiting;
    },
  },
});
function ask(world: World, row: number, job: typeof clock): void {
  const entity = world.entities.id.get(row);
  const all: Map<string, Waiting> = world.stateOf(clocks);
  const waiting = all.get(entity) ?? { entity, job: 0, name: '', user: '' };
  all.set(entity, waiting);
  world.jobs.run('clocks', waiting, job, { zone: 'UTC' });
}

const plugin: Plugin = { name: 'clocks', components: [Clock], systems: [clocks] as never, jobs: [clock, never] };
const SCENE = { format: 'worldwire/scene', version: 1, name: 'Small', entities: [{ id: 'hall', name: 'Hall', components: { Clock: {} } }] };

async function world(record?: string) {
  const server = await serve({
    registry: createRegistry(plugin),
    worlds: [{ scene: SCENE as never, name: 'small', ...(record === undefined ? {} : { record }) }],
  });
  const hosted = server.worlds.get('small');
  return {
    server,
    command: (command: string) => api(server, '/api/worlds/small/commands', { entity: 'hall', component: 'Clock', command }),
    said: async () => ((await hosted.ask({ ask: 'entity', entity: 'hall' })).components['Clock']?.['Said'] as string) || undefined,
  };
}

test('a job is done by the server, once, and a replay has its answer without its being done', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'a.recording');
  const { server, command, said } = await world(file);
  asked = 0;
  await command('Ask');
  const first = await until('the answer', said);
  expect(first).toMatch(/^UTC \S+ small \d/);
  await command('Ask');
  await until('another answer', async () => {
    const now = await said();
    return now !== undefined && now !== first;
  });
  expect(asked).toBe(2);
  await server.close();
  const registry = createRegistry(plugin);
  const replayed = await replay(file, (snapshot) => createDoor(restoreWorld(snapshot, registry)));
  expect(replayed.hash).toBe(replayed.expected);
  expect(asked).toBe(2);
});

test('a job that runs as its world ends is told to stop, and nobody waits for it', async () => {
  const { server, command } = await world();
  signalled = 0;
  await command('Hang');
  await server.close();
  expect(signalled).toBe(1);
});

describe('the jobs of a world', () => {
  const run = (job: number, name = 'test.clock', args: Json = { zone: 'UTC' }) => ({ type: 'run', job, name, args, user: 'host' }) as const;
  const rig = (...more: Job<never, unknown>[]) => {
    const ended: [epoch: string, job: number, outcome: JobOutcome][] = [];
    const jobs = new Jobs({
      world: 'small',
      known: new Map([clock, never, ...more].map((job) => [job.name, job as unknown as Job])),
      log,
      ended: (...each) => ended.push(each),
    });
    return { jobs, ended, outcome: (job: number) => ended.find(([, number]) => number === job)?.[2] };
  };

  test('end with a code where they throw, take too long, answer with what is no JSON or too much, or nobody knows them', async () => {
    const failing = defineJob('test.failing', {
      doc: 'Fails.',
      args: Type.String(),
      answer: Type.Unknown(),
      timeout: 0.05,
      run: async (how) => {
        if (how === 'throws') throw new Error('the disk is on fire');
        if (how === 'hangs') return await new Promise(() => undefined);
        return how === 'large' ? 'x'.repeat(5 << 20) : () => undefined;
      },
    });
    const { jobs, ended, outcome } = rig(failing as never);
    for (const [at, how] of ['throws', 'hangs', 'large', 'odd'].entries()) jobs.perform(run(at + 1, 'test.failing', how), 'e1');
    jobs.perform(run(5, 'test.none'), 'e1');
    await until('all of them', () => ended.length === 5);
    expect([1, 2, 3, 4].map(outcome)).toEqual([
      { ok: false, code: 'WW_JOB_FAILED', message: 'test.failing: the disk is on fire' },
      { ok: false, code: 'WW_JOB_FAILED', message: 'test.failing was not done within 0.05 s' },
      { ok: false, code: 'WW_JOB_FAILED', message: expect.stringMatching(/^test\.failing answered with \d+ characters of JSON; at most 4194304/) as string },
      { ok: false, code: 'WW_JOB_FAILED', message: 'test.failing answered with function, which is no JSON' },
    ]);
    expect(outcome(5)).toMatchObject({ ok: false, code: 'WW_UNKNOWN_JOB' });
  });

  test('are sixteen at once, the others wait in order, and past a thousand more are refused', async () => {
    const { jobs, ended, outcome } = rig();
    for (let job = 1; job <= 16; job++) jobs.perform(run(job, 'test.never'), 'e1');
    for (let job = 17; job <= 1016; job++) jobs.perform(run(job), 'e1');
    jobs.perform(run(1017), 'e1');
    expect(ended.map(([, job]) => job)).toEqual([1017]);
    expect(outcome(1017)).toMatchObject({ ok: false, code: 'WW_LIMIT' });
    jobs.perform({ type: 'stop', job: 17 }, 'e1');
    jobs.perform({ type: 'stop', job: 1 }, 'e1');
    await until('those that waited', () => ended.length === 1000);
    expect(ended.slice(1).map(([, job]) => job)).toEqual(Array.from({ length: 999 }, (_, at) => at + 18));
    expect(jobs.size).toBe(15);
    jobs.end();
    expect(jobs.size).toBe(0);
  });

  test('are six at once of what needs the same, and those that wait for that hold up nobody else', async () => {
    const started: string[] = [];
    let finish: (() => void)[] = [];
    const lane = defineJob('test.lane', {
      doc: 'Needs what its argument names.',
      args: Type.String(),
      answer: Type.Null(),
      run: (what) => {
        started.push(what);
        return new Promise<null>((resolve) => finish.push(() => resolve(null)));
      },
    });
    const { jobs, ended } = rig({ ...lane, lane: (what: string) => what } as never);
    for (let job = 1; job <= 8; job++) jobs.perform(run(job, 'test.lane', 'a'), 'e1');
    jobs.perform(run(9, 'test.lane', 'b'), 'e1');
    await until('seven', () => started.length === 7);
    expect(started.join('')).toBe('aaaaaab');
    finish[0]?.();
    await until('the eighth', () => started.length === 8);
    expect(started.at(-1)).toBe('a');
    for (const each of finish) each();
    finish = [];
    await until('the ninth', () => finish.length === 1);
    finish[0]?.();
    await until('all of them', () => ended.length === 9);
    expect(jobs.size).toBe(0);
  });

  test('are answered to the life of the world that asked: the gate lets no other’s in', async () => {
    const { jobs, ended } = rig();
    const gate = new Gate('e2', {
      link: () => undefined,
      access: () => undefined,
      unknown: () => undefined,
      job: (effect, epoch) => jobs.perform(effect, epoch),
    });
    gate.perform('e1', [run(1)]);
    gate.perform('e2', [run(2)]);
    await until('its answer', () => ended.length === 1);
    expect(ended.map(([epoch, job]) => [epoch, job, gate.admits(epoch)])).toEqual([['e2', 2, true]]);
    expect(gate.admits('e1')).toBe(false);
    gate.shut();
    expect(gate.admits('e2')).toBe(false);
  });
});
