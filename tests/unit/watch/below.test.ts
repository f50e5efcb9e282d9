import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openRig, type Rig } from '../world-rig.ts';
import { samples } from '../../samples.ts';
import { edit, look, only, open, write } from './looking.ts';

const STATES = ['Idle', 'Open', 'WaitingToRetry'] as const;

/** The sums as the tree tells them, by folded entity. */
function told(rig: Rig): Record<string, unknown> {
  const { rows } = only('tree', look(rig, [open(1, { kind: 'tree', expanded: [], offset: 0, limit: 500 })], [], 300));
  return Object.fromEntries(rows.flatMap((row) => (row.below === undefined ? [] : [[row.id, row.below]])));
}

/** The sums as a plain walk over everything finds them. */
function counted(rig: Rig): Record<string, unknown> {
  const { entities } = rig.world;
  const clients = rig.world.storeOf('WebsocketClient');
  const out: Record<string, Record<string, number>> = {};
  for (const top of entities.roots) {
    const sums: Record<string, number> = {};
    for (const row of entities.subtree(top).slice(1)) {
      for (const held of entities.held(row)) {
        if (held.component !== clients.component) continue;
        const state = clients.get(held.row, 'State') as string;
        sums[state] = (sums[state] ?? 0) + 1;
      }
    }
    if (Object.keys(sums).length > 0) out[entities.id.get(top)] = sums;
  }
  return out;
}

test('a folded entity tells how many connections below it are in which state, as a plain count over everything does', () => {
  const list = fc.array(fc.record({ parent: fc.nat(), clients: fc.nat(2), state: fc.constantFrom(...STATES) }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(list, fc.nat(), fc.nat(), (entries, gone, moved) => {
      const rig = openRig(
        entries.map(({ parent, clients }, at) => ({
          id: `e${at}`,
          name: `E${at}`,
          ...(at === 0 || parent % (at + 1) === at ? {} : { parent: `e${parent % at}` }),
          components: { ...(clients > 0 ? { WebsocketClient: {} } : {}), ...(clients > 1 ? { 'WebsocketClient#2': {} } : {}) },
        })),
      );
      entries.forEach(({ clients, state }, at) => {
        if (clients > 0) write(rig, `e${at}`, 'WebsocketClient', 'State', state);
      });
      expect(told(rig)).toEqual(counted(rig));
      rig.edit([{ op: 'removeEntity', entity: `e${gone % entries.length}` }]);
      rig.edit([{ op: 'moveEntity', entity: `e${moved % entries.length}`, parent: null }]);
      expect(told(rig)).toEqual(counted(rig));
    }),
    samples(100),
  );
});

test('a state that changes below is told within a second, an unfolded entity tells none, and one without connections neither', () => {
  const rig = openRig([
    { id: 'top', name: 'Top' },
    { id: 'other', name: 'Other' },
    { id: 'leaf', name: 'Leaf', parent: 'other' },
    { id: 'lamp', name: 'Lamp', parent: 'top', components: { WebsocketClient: {} } },
  ]);
  const first = only('tree', look(rig, [open(1, { kind: 'tree', expanded: [], offset: 0, limit: 9 })]));
  expect(first.rows.map(({ id, below }) => [id, below])).toEqual([
    ['top', { Idle: 1 }],
    ['other', undefined],
  ]);
  write(rig, 'lamp', 'WebsocketClient', 'State', 'Open');
  const told = Array.from({ length: 10 }, () => look(rig, [], [], 100)).flat();
  expect(told).toMatchObject([{ kind: 'tree', rows: [{ id: 'top', below: { Open: 1 } }, { id: 'other' }] }]);
  const unfolded = only('tree', look(rig, [open(1, { kind: 'tree', expanded: ['top'], offset: 0, limit: 9 })]));
  expect(unfolded.rows[0]).not.toHaveProperty('below');
  expect(unfolded.rows[1]).toMatchObject({ id: 'lamp', state: 'Open' });
});

test('ten thousand connections in deep places are counted a part at a time, and rightly', () => {
  const chain = Array.from({ length: 3_000 }, (_, at) => ({ id: `c${at}`, name: 'C', ...(at === 0 ? {} : { parent: `c${at - 1}` }) }));
  const lamps = Array.from({ length: 10_000 }, (_, at) => ({ id: `l${at}`, name: 'L', parent: `c${at % 3_000}`, components: { WebsocketClient: {} } }));
  const rig = openRig([...chain, ...lamps]);
  const sum = (): unknown => only('tree', look(rig, [open(1, { kind: 'tree', expanded: [], offset: 0, limit: 9 })], [], 10)).rows[0]?.below;
  expect(sum()).toEqual({ Idle: 10_000 });
  for (let at = 0; at < 10_000; at += 2) write(rig, `l${at}`, 'WebsocketClient', 'State', 'Open');
  for (let i = 0; i < 20; i++) look(rig, [], [], 100);
  expect(sum()).toEqual({ Idle: 5_000, Open: 5_000 });
  look(rig, [], [edit({ op: 'removeEntity', entity: 'c1' })]);
  for (let i = 0; i < 20; i++) look(rig, [], [], 100);
  expect(sum()).toEqual({ Open: 4 });
});
