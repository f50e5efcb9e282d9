/** Chains that wait have orders, which are counted as far as a world counts. */
import { expect, test } from 'vitest';
import { snapshotWorld } from '../../../engine/index.ts';
import { flowing, flowRig, restored, rx, write } from './rig.ts';

const MOST_COUNT = 2 ** 52 - 1;

test('a chain that comes to wait where as many have as are counted is ended with the reason, and others of its order are refused', () => {
  const rig = flowRig([
    flowing({
      rx: rx('task'),
      task: { type: 'StartAsyncTask', then: { TaskStart: 'wait' } },
      wait: { type: 'DelaySecondsFloat', in: { Duration: 0.1 }, then: { Next: 'done' } },
      done: write('int', 1),
    }),
  ]);
  rig.hear('go');
  rig.tick();
  rig.hear('go');
  rig.tick();
  const text = snapshotWorld(rig.world);
  const parts = JSON.parse(text) as { systems: { flow: { order: number; flows: { chains: { chains: [order: number, due: number][] }[] }[] } } };
  const { flow } = parts.systems;
  expect(flow).toMatchObject({
    order: 2,
    flows: [
      {
        chains: [
          {
            chains: [
              [1, 6, 'go', 6],
              [2, 7, 'go', 7],
            ],
          },
        ],
      },
    ],
  });
  flow.order = MOST_COUNT;
  const full = restored(JSON.stringify(parts));
  full.hear('go');
  full.tick();
  expect(full.value('lamp', 'Flow', 'LastError')).toMatch(/^WW_LIMIT: a chain was ended as it came to wait, .*4503599627370495/);
  full.tick(6);
  expect(full.value('lamp', 'IntValue', 'Value')).toBe(1);
  expect(snapshotWorld(restored(snapshotWorld(full.world)).world)).toBe(snapshotWorld(full.world));
  flow.order = 1;
  expect(() => restored(JSON.stringify(parts))).toThrow(/systems\/flow\/flows\/0\/chains\/0\/chains\/1: expected an order of its own, up to 1, found 2/);
  for (const chain of flow.flows[0]?.chains[0]?.chains ?? []) chain[0] = 1;
  expect(() => restored(JSON.stringify(parts))).toThrow(/chains\/1: expected an order of its own/);
});
