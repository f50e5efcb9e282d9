import { describe, expect, it } from 'vitest';
import {
  createRegistry,
  defineComponent,
  defineJob,
  defineSystem,
  hashWorld,
  openWorld,
  readScene,
  restoreWorld,
  snapshotWorld,
  Type,
  type Input,
  type JobOutcome,
  type Json,
  type Plugin,
  type Working,
  type World,
} from '../../../engine/index.ts';
import { ANNA, rigOf, type Rig } from '../world-rig.ts';

const double = defineJob('test.double', {
  doc: 'Doubles a number, outside.',
  args: Type.Object({ number: Type.Number() }),
  answer: Type.Number(),
  run: ({ number }) => number * 2,
});

const Asker = defineComponent('Asker', {
  doc: 'Has numbers doubled.',
  category: 'Test',
  single: true,
  disabled: 'It asks all the same.',
  fields: {},
  commands: { Ask: { doc: 'Asks.', args: Type.Object({ number: Type.Unknown() }) }, Stop: { doc: 'Waits no more.' } },
});

interface Asking extends Working {
  readonly entity: string;
  told: string[];
}

const asker = defineSystem({
  name: 'asker',
  over: Asker,
  commands: {
    Ask: (world, row, { number }) => {
      const entity = world.entities.id.get(row);
      const asking = askingsOf(world).get(entity) ?? { entity, job: 0, name: '', user: '', told: [] };
      askingsOf(world).set(entity, asking);
      world.jobs.run('asker', asking, double, { number: number as number });
    },
    Stop: (world, row) => world.jobs.stop(askingsOf(world).get(world.entities.id.get(row)) as Asking),
  },
  owns: {
    ran: (world, asking: Asking, outcome) => {
      asking.told.push(`${outcome.ok ? JSON.stringify(outcome.answer) : `${outcome.code} ${outcome.message}`} for ${world.acting}`);
    },
  },
  state: {
    create: () => new Map<string, Asking>(),
    save: (askings) => [...askings.values()] as unknown as Json,
    load: (data, world) => {
      const askings = new Map((data as unknown as Asking[]).map((each) => [each.entity, { ...each, told: [...each.told] }]));
      world.jobs.restore('asker', { holders: askings.values() });
      return askings;
    },
  },
});
function askingsOf(world: World): Map<string, Asking> {
  return world.stateOf(asker);
}

const plugin: Plugin = { name: 'asking', components: [Asker], systems: [asker] as never, jobs: [double] };
const registry = createRegistry(plugin);
const scene = JSON.stringify({
  format: 'worldwire/scene',
  version: 1,
  name: 'Test',
  entities: ['a', 'b'].map((id) => ({ id, name: id, components: { Asker: {} } })),
});
const rig = (): Rig => rigOf(openWorld({ registry, scene: readScene(scene, { registry }).scene }));
const ask = (number: Json, entity = 'a'): Input => ({ type: 'command', command: { entity, component: 'Asker', command: 'Ask', args: { number } } });
const stop: Input = { type: 'command', command: { entity: 'a', component: 'Asker', command: 'Stop' } };
const ran = (job: number, outcome: JobOutcome): Input => ({ type: 'ran', job, outcome });
const answer = (job: number, given: Json): Input => ran(job, { ok: true, answer: given });
const told = ({ world }: Rig, entity = 'a'): readonly string[] => askingsOf(world).get(entity)?.told ?? [];

describe('a job', () => {
  it('leaves the world with the step, and its answer reaches who asked, for the user for whom it was asked', () => {
    const { world, door, ...one } = rig();
    const { effects } = door.step({
      mode: 'tick',
      real: 17,
      inputs: [
        { author: ANNA, input: ask(21) },
        { author: ANNA, input: ask(1, 'b') },
      ],
    });
    expect(effects).toEqual([
      { type: 'run', job: 1, name: 'test.double', args: { number: 21 }, user: 'anna' },
      { type: 'run', job: 2, name: 'test.double', args: { number: 1 }, user: 'anna' },
    ]);
    one.give(answer(2, 2));
    expect([told({ world, door, ...one }), told({ world, door, ...one }, 'b')]).toEqual([[], ['2 for anna']]);
  });

  it('is answered once, by the host alone, and a late answer is taken for no newer one’s', () => {
    const one = rig();
    one.give(ask(1));
    one.give(ask(2));
    one.give(answer(1, 2));
    expect(told(one)).toEqual([]);
    expect(one.give(answer(2, 4), ANNA)).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
    one.give(answer(2, 4));
    one.give(answer(2, 5));
    expect(told(one)).toEqual(['4 for host']);
  });

  it('is given up where another is asked for, or nobody waits for it any more, and the machine is told', () => {
    const { door, world } = rig();
    const step = (...inputs: Input[]) =>
      door
        .step({ mode: 'tick', real: world.real + 17, inputs: inputs.map((input) => ({ author: ANNA, input })) })
        .effects.map((effect) => JSON.stringify(effect));
    expect(step(ask(1), ask(2), stop, stop)).toEqual([
      '{"type":"run","job":1,"name":"test.double","args":{"number":1},"user":"anna"}',
      '{"type":"stop","job":1}',
      '{"type":"run","job":2,"name":"test.double","args":{"number":2},"user":"anna"}',
      '{"type":"stop","job":2}',
    ]);
  });

  it('is asked with what fits, and an answer that does not fit is none', () => {
    const one = rig();
    expect(one.give(ask('two'))).toMatchObject({ ok: false, code: 'WW_BAD_VALUE', message: expect.stringMatching(/^test\.double: number/) as string });
    one.give(ask(2));
    one.give(answer(1, 'four'));
    expect(told(one)).toEqual([expect.stringMatching(/^WW_JOB_FAILED test\.double: answer .*expected an answer of test\.double for host$/) as string]);
  });

  it('is done by nobody where no plugin has brought it', () => {
    const other = createRegistry({ components: [Asker], systems: [asker] as never });
    const one = rigOf(openWorld({ registry: other, scene: readScene(scene, { registry: other }).scene }));
    expect(one.give(ask(2))).toMatchObject({
      ok: false,
      code: 'WW_UNKNOWN_JOB',
      message: 'no plugin has brought the job test.double; expected one of fetch, scriptFiles',
    });
    expect(() => createRegistry(plugin, { jobs: [double] })).toThrow('two jobs are named test.double');
    expect(() => createRegistry({ name: 'odd', jobs: [{ name: 'x' }] as never })).toThrow('plugin odd has jobs that are no list of jobs');
  });

  it('is waited for still in a world that was restored, and goes on to the same hash; of one without, nothing is kept', () => {
    const one = rig();
    expect(snapshotWorld(one.world)).not.toContain('"jobs"');
    one.give(ask(1));
    const snapshot = snapshotWorld(one.world);
    const other = rigOf(restoreWorld(snapshot, registry));
    for (const each of [one, other]) {
      each.give(answer(1, 2));
      each.give(ask(3));
      each.give(answer(2, 6));
      expect(told(each)).toEqual(['2 for host', '6 for host']);
    }
    expect(hashWorld(other.world)).toBe(hashWorld(one.world));
    expect(() => restoreWorld(snapshot.replace('"jobs":1,', ''), registry)).toThrow(/systems\/asker: expected the number of a job up to 0/);
    const odd = snapshot.replace(/("asker":.*?"job":)1/, '$11.5').replace('"jobs":1,', '"jobs":2,');
    expect(() => restoreWorld(odd, registry)).toThrow(/systems\/asker: expected a whole number of at least 1/);
  });

  it('of a former life ends with the reason, and its answer is nobody’s any more', () => {
    const one = rig();
    one.give(ask(1));
    const after = rigOf(restoreWorld(snapshotWorld(one.world), registry));
    after.give({ type: 'takenUp', reason: 'the server was restarted' });
    after.give(answer(1, 2));
    expect(told(after)).toEqual(['WW_JOB_LOST the server was restarted for host']);
  });
});
