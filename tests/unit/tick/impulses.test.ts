import { expect, test } from 'vitest';
import {
  createDoor,
  createRegistry,
  defineComponent,
  defineSystem,
  hashWorld,
  int,
  restoreWorld,
  snapshotWorld,
  type Author,
  type Role,
} from '../../../engine/index.ts';
import { openRig, type Rig } from '../world-rig.ts';

const Bell = defineComponent('Bell', { doc: 'Rings.', category: 'Test', fields: { Rung: int({ doc: 'How often.' }) } });
const heard: { tag: string; value: unknown; author: Author }[] = [];
const ringer = defineSystem({
  name: 'ringer',
  over: Bell,
  inputs: {
    impulse(world, { tag, value }, author) {
      heard.push({ tag, value, author });
      if (tag !== 'ring') return 0;
      const store = world.store(Bell);
      for (const row of store.rows()) world.setValue(world.storeOf('Bell'), row, 'Rung', (store.get(row, 'Rung') as number) + 1);
      return store.count;
    },
  },
});
const broken = defineSystem({
  name: 'broken',
  over: Bell,
  inputs: {
    impulse(_world, { tag }) {
      if (tag === 'ring') throw new Error('cracked');
      return 0;
    },
  },
});
const plugin = { components: [Bell], systems: [broken, ringer] };
function open(): Rig {
  heard.length = 0;
  return openRig(
    ['a', 'b'].map((id) => ({ id, name: id, components: { Bell: {} } })),
    plugin,
  );
}
const as = (role: Role): Author => ({ userId: 'gus', role });

test('an impulse reaches every system that listens, with its value and author, and tells how many received it', () => {
  const rig = open();
  expect(rig.give({ type: 'impulse', tag: 'ring', value: { loud: true } }, as('Guest'))).toMatchObject({ ok: true, results: [], triggered: 2 });
  expect(heard).toEqual([{ tag: 'ring', value: { loud: true }, author: as('Guest') }]);
  expect(rig.value('b', 'Bell', 'Rung')).toBe(1);
  expect(rig.give({ type: 'impulse', tag: 'other' }, as('Builder'))).toMatchObject({ ok: true, triggered: 0 });
});

test('a system that fails at an impulse is told in the log, and the others still get it', async () => {
  const rig = open();
  rig.give({ type: 'impulse', tag: 'ring' });
  const { entries } = await rig.door.ask({ ask: 'log', after: 0, limit: 10 });
  expect(entries.map((entry) => entry.message)).toContainEqual(expect.stringContaining('broken failed: cracked'));
  expect(rig.value('a', 'Bell', 'Rung')).toBe(1);
});

test('a Spectator triggers nothing; everybody else may', () => {
  const rig = open();
  expect(rig.give({ type: 'impulse', tag: 'ring' }, as('Spectator'))).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
  expect(heard).toEqual([]);
  for (const role of ['Admin', 'Moderator', 'Builder', 'Guest'] as const) expect(rig.give({ type: 'impulse', tag: 'ring' }, as(role)).ok, role).toBe(true);
});

test('an impulse that arrives again counts once, and a snapshot goes on as the world does', () => {
  const rig = open();
  const copy = restoreWorld(snapshotWorld(rig.world), createRegistry(plugin));
  for (const door of [rig.door, createDoor(copy)]) {
    const again = { author: as('Guest'), requestId: 'r', input: { type: 'impulse', tag: 'ring' } } as const;
    expect(door.step({ mode: 'tick', real: 16, inputs: [again, again] }).results).toMatchObject([{ triggered: 2 }, { triggered: 2 }]);
  }
  expect(rig.value('a', 'Bell', 'Rung')).toBe(1);
  expect(hashWorld(copy)).toBe(hashWorld(rig.world));
});
