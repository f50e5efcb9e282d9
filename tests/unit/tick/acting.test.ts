import { expect, test } from 'vitest';
import {
  carries,
  createRegistry,
  defineComponent,
  defineSystem,
  double,
  hashWorld,
  HOST,
  listen,
  restoreWorld,
  snapshotWorld,
  string,
  Type,
  WorldwireError,
  type Input,
  type Plugin,
  type World,
} from '../../../engine/index.ts';
import { ANNA, BEN, openRig, rigOf, type Rig } from '../world-rig.ts';

/** Rings when it is told to, at once or later; its echo and its child are what it sets off. */
const Bell = defineComponent('Bell', {
  doc: 'Rings.',
  category: 'Test',
  single: true,
  fields: {
    Due: double({ default: Infinity, readOnly: true, saved: false, doc: 'When it rings, in real milliseconds.' }),
    For: string({ readOnly: true, saved: false, doc: 'For whom it will ring.' }),
  },
  commands: {
    Ring: { doc: 'Rings now.' },
    RingLater: { doc: 'Rings later.', args: Type.Object({ In: Type.Number() }) },
    Break: { doc: 'Throws.' },
  },
  events: { OnRing: { doc: 'It rings.', payload: { loud: carries<boolean>('whether it can be heard far') } }, OnEcho: { doc: 'It was heard.' } },
});

function open(more: readonly object[] = []): { rig: Rig; told: string[]; plugin: Plugin } {
  const told: string[] = [];
  const tell = (world: World, what: string): void => void told.push(`${what} for ${world.acting}`);
  const ring = (world: World, row: number): void => {
    world.emit(Bell, row, 'OnRing', { loud: true });
    tell(world, 'rung');
  };
  const bells = defineSystem({
    name: 'bells',
    over: Bell,
    timers: {
      due: (world, row) => world.store(Bell).columns.Due.data[row] as number,
      up(world, row) {
        const { Due, For } = world.store(Bell).columns;
        Due.data[row] = Infinity;
        tell(world, 'time is up');
        world.actFor(For.data[row] as string, () => ring(world, row));
      },
    },
    update: (world, rows) => {
      if (rows.length > 0) tell(world, 'turn');
    },
    added: (world) => tell(world, 'added'),
    usersChanged: (world) => tell(world, 'came or went'),
    commands: {
      Ring: ring,
      RingLater(world, row, { In }) {
        const { Due, For } = world.store(Bell).columns;
        Due.data[row] = world.real + In;
        For.data[row] = world.acting;
        world.timers.arm('bells', row, world.real + In);
      },
      Break(world, row) {
        world.emit(Bell, row, 'OnEcho');
        throw new WorldwireError('WW_REFUSED', 'cracked');
      },
    },
    inputs: {
      impulse(world) {
        for (const row of world.store(Bell).rows()) ring(world, row);
        return 1;
      },
    },
    on: [
      listen(Bell, 'OnRing', (world, { row }) => {
        world.apply(HOST, [{ op: 'addEntity', entity: { name: 'Sound' } }]);
        world.emit(Bell, row, 'OnEcho');
      }),
      listen(Bell, 'OnEcho', (world) => {
        tell(world, 'echo');
        world.log('info', 'an echo', { source: 'bells' });
      }),
    ],
  });
  const plugin = { components: [Bell], systems: [bells] };
  return { rig: openRig([{ id: 'bell', name: 'Bell', components: { Bell: {} } }, ...more], plugin), told, plugin };
}

const ring = (command: string, args: object = {}): Input => ({ type: 'command', command: { command, entity: 'bell', component: 'Bell', args: args as never } });
/** Who has added each entity that was not loaded. */
const spawners = ({ world }: Rig): (string | null)[] => [...world.entities.all()].map((row) => world.entities.spawnedBy.get(row)).slice(1);

test('a command, an impulse and an edit are done for their user, with all that they set off; a turn for the host', () => {
  const { rig, told } = open();
  told.length = 0;
  rig.give(ring('Ring'), ANNA);
  expect(told).toEqual(['echo for anna', 'rung for anna']);
  rig.give({ type: 'impulse', tag: 'ring' }, BEN);
  expect(told.splice(0).slice(2)).toEqual(['echo for ben', 'rung for ben']);
  rig.edited([{ op: 'addEntity', entity: { id: 'other', components: { Bell: {} } } }], BEN);
  rig.tick();
  expect(told).toEqual(['added for ben', 'turn for host']);
  expect(rig.world.acting).toBe('host');
});

test('what fails in the middle leaves nobody acting', () => {
  const { rig, told } = open();
  expect(rig.give(ring('Break'), ANNA)).toMatchObject({ ok: false, code: 'WW_REFUSED' });
  told.length = 0;
  rig.tick();
  expect(told).toEqual(['turn for host']);
});

test('entities that a system adds were spawned by the acting user, and by the host where time set it off', () => {
  const { rig } = open();
  rig.give(ring('Ring'), ANNA);
  rig.give({ type: 'impulse', tag: 'ring' }, BEN);
  rig.give(ring('Ring'));
  expect(spawners(rig)).toEqual(['anna', 'ben', 'host']);
  const child = rig.world.spawn(HOST, { name: 'Item' }, null)[0]?.entity as string;
  expect(rig.world.entities.spawnedBy.get(rig.world.entities.rowOf(child) as number)).toBe('host');
  rig.world.actFor('anna', () => rig.world.spawn(HOST, { id: 'hers' }, 'bell'));
  expect(rig.world.entities.spawnedBy.get(rig.world.entities.rowOf('hers') as number)).toBe('anna');
});

test('an edit that is another author’s by name is theirs, and what follows from it too', () => {
  const { rig, told } = open();
  told.length = 0;
  rig.world.actFor('anna', () => rig.world.apply(BEN, [{ op: 'addEntity', entity: { id: 'bens', components: { Bell: {} } } }]));
  expect(told).toEqual(['added for ben']);
  expect(rig.world.entities.spawnedBy.get(rig.world.entities.rowOf('bens') as number)).toBe('ben');
});

test('what a system adds to the history while a user acts is theirs to take back', () => {
  const { rig } = open();
  rig.world.actFor('anna', () => rig.world.apply(HOST, [{ op: 'updateEntity', entity: 'bell', name: 'Gong' }], { history: true }));
  expect(rig.world.history.entries.map(({ author }) => author)).toEqual(['anna']);
  expect(rig.give({ type: 'undo' }, BEN).ok).toBe(false);
  expect(rig.give({ type: 'undo' }, ANNA).ok).toBe(true);
  expect(rig.world.entities.name.get(rig.world.entities.rowOf('bell') as number)).toBe('Bell');
});

test('the log says who set off what a system tells, and not twice where that is who tells it', async () => {
  const { rig } = open();
  rig.give(ring('Ring'), ANNA);
  rig.give(ring('Ring'));
  rig.edited([{ op: 'updateEntity', entity: 'bell', name: 'Gong' }], ANNA);
  const { entries } = await rig.door.ask({ ask: 'log', after: 0, limit: 10 });
  expect(entries.map(({ source, user, message }) => [source, user, message])).toEqual([
    ['bells', 'anna', 'an echo'],
    ['bells', undefined, 'an echo'],
    ['anna', undefined, 'change Gong'],
  ]);
});

test('who comes and who goes is the acting user of that, while their own entity is the host’s', () => {
  const { rig, told } = open();
  told.length = 0;
  rig.give({ type: 'join', user: { userId: 'mika', machineId: 'm1', name: 'Mika', role: 'Guest', kind: 'browser' } });
  expect(spawners(rig)).toEqual(['host', 'host']);
  rig.give({ type: 'leave', userId: 'mika', machineId: 'm1', reason: '' });
  expect(told).toEqual(['came or went for mika', 'came or went for mika']);
});

test('what waits keeps its acting user over a snapshot, and two worlds that wait for others are not the same', () => {
  const [hers, his] = [open(), open()];
  hers.rig.give(ring('RingLater', { In: 50 }), ANNA);
  his.rig.give(ring('RingLater', { In: 50 }), BEN);
  expect(hashWorld(hers.rig.world)).not.toBe(hashWorld(his.rig.world));
  const restored = rigOf(restoreWorld(snapshotWorld(hers.rig.world), createRegistry(hers.plugin)));
  restored.world.timers.arm('bells', restored.world.entities.rowOf('bell') as number, 50);
  hers.told.length = 0;
  for (const rig of [hers.rig, restored]) {
    rig.wait(60);
    expect(spawners(rig)).toEqual(['anna']);
    expect(hers.told.splice(0)).toEqual(['time is up for host', 'echo for anna', 'rung for anna']);
  }
  expect(hashWorld(restored.world)).toBe(hashWorld(hers.rig.world));
});
