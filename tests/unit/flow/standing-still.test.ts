/** Chains of a Flow that is disabled and enabled again while they wait. */
import { expect, test } from 'vitest';
import { hashWorld, snapshotWorld } from '../../../engine/index.ts';
import { DueHeap } from '../../../engine/world/due-heap.ts';
import { flowing, flowRig, restored, rx, valueOf, write, type FlowRig } from './rig.ts';

const go = { type: 'StartAsyncTask', then: { TaskStart: 'wait' } };
const count = {
  old: valueOf('int'),
  more: { type: 'ValueInc<int>', in: { N: { from: 'old' } } },
};
const enabled = (value: boolean) => ({ op: 'setField', entity: 'lamp', component: 'Flow', field: 'Enabled', value }) as const;
function counting(): FlowRig {
  const wait = { type: 'DelayUpdates', in: { Updates: 3 }, then: { Next: 'add' } };
  const rig = flowRig([flowing({ rx: rx('go'), go, wait, ...count, add: write('int', { from: 'more' }, 'wait') })]);
  rig.hear('go');
  rig.tick();
  return rig;
}
const value = (rig: FlowRig) => rig.value('lamp', 'IntValue', 'Value');

test('a Flow that is disabled and enabled within a tick goes on once, and to the hash of the same world from a snapshot', () => {
  const rig = counting();
  for (let i = 0; i < 3; i++) for (const on of [false, true]) rig.edited([enabled(on)]);
  const other = restored(snapshotWorld(rig.world));
  for (let i = 0; i < 12; i++) {
    rig.tick();
    other.tick();
    expect(hashWorld(rig.world)).toBe(hashWorld(other.world));
  }
  expect(value(rig)).toBe(4);
});

test('a chain that stood still goes on as many ticks later as it stood', () => {
  const rig = counting();
  rig.edited([enabled(false)]);
  rig.tick(10);
  rig.edited([enabled(true)]);
  rig.tick();
  expect(value(rig)).toBe(0);
  rig.tick();
  expect(value(rig)).toBe(1);
});

test('a delay counts no ticks in which its Flow stood still, also while what it has triggered waits', () => {
  const rig = flowRig([
    flowing({
      rx: rx('go'),
      go,
      wait: { type: 'DelayUpdates', in: { Updates: 10 }, then: { OnTriggered: 'short', Next: 'done' } },
      short: { type: 'DelayUpdates', in: { Updates: 4 } },
      done: write('int', 1),
    }),
  ]);
  rig.hear('go');
  rig.tick(2);
  rig.edited([enabled(false)]);
  rig.tick(100);
  rig.edited([enabled(true)]);
  const other = restored(snapshotWorld(rig.world));
  rig.tick(7);
  expect(value(rig)).toBe(0);
  rig.tick(2);
  expect(value(rig)).toBe(1);
  other.tick(9);
  expect(hashWorld(rig.world)).toBe(hashWorld(other.world));
});

test('who waits for an impulse whose chains end while its Flow stands still goes on as soon as that is enabled', () => {
  const rig = flowRig([
    flowing({
      rx: rx('go'),
      go,
      wait: { type: 'AsyncDynamicImpulseTrigger', in: { Tag: 'far', TargetHierarchy: { from: 'top' } }, then: { Next: 'done' } },
      top: { type: 'RootSlot' },
      done: write('int', 1),
    }),
    flowing(
      {
        far: { type: 'AsyncDynamicImpulseReceiver', refs: { Tag: 'far' }, then: { OnTriggered: 'later' } },
        later: { type: 'DelayUpdates', in: { Updates: 20 } },
      },
      'far',
    ),
  ]);
  rig.hear('go');
  expect(rig.value('lamp', 'Flow', 'LastError')).toBe('');
  expect(rig.value('far', 'Flow', 'LastError')).toBe('');
  rig.tick(2);
  expect(rig.value('far', 'Flow', 'Waiting')).toBe(1);
  rig.edited([enabled(false)]);
  rig.tick(40);
  rig.edited([enabled(true)]);
  rig.tick();
  expect(value(rig)).toBe(1);
});

test('what waits in a graph that has got faults is looked at in no tick, and goes on once they are mended, as from a snapshot', () => {
  const rig = counting();
  const patch = (value: unknown) =>
    rig.edited([{ op: 'patchField', entity: 'lamp', component: 'Flow', field: 'Graph', patch: [{ op: 'add', path: '/nodes/odd', value: value as never }] }]);
  patch({ type: 'NoNode' });
  rig.tick(7);
  const other = restored(snapshotWorld(rig.world));
  for (let i = 0; i < 3; i++) {
    // A pass wakes nobody who would not have been woken.
    rig.wait(1);
    other.wait(1);
    expect(hashWorld(other.world)).toBe(hashWorld(rig.world));
    rig.tick();
    other.tick();
    expect(hashWorld(other.world)).toBe(hashWorld(rig.world));
  }
  expect(value(rig)).toBe(0);
  patch({ type: 'RootSlot' });
  rig.tick();
  expect(value(rig)).toBe(1);
});

test('of chains for which no fuel was left the same is woken in a pass as from a snapshot', () => {
  const wait = { type: 'DelayUpdates', in: { Updates: 1 }, then: { Next: 'far' } };
  const far = { type: 'AsyncFor', in: { Count: 1_000_000_000 }, then: { LoopIteration: 'add' } };
  const rig = flowRig([flowing({ rx: rx('go'), go, wait, far, ...count, add: write('int', { from: 'more' }) })]);
  rig.hear('one');
  rig.hear('two');
  for (let i = 0; i < 4; i++) {
    rig.tick();
    const other = restored(snapshotWorld(rig.world));
    rig.wait(1);
    other.wait(1);
    expect(hashWorld(other.world)).toBe(hashWorld(rig.world));
  }
  expect(rig.value('lamp', 'Flow', 'LastError')).toBe('');
  expect(rig.value('lamp', 'Flow', 'Waiting')).toBe(2);
});

test('of what is due only some can be left', () => {
  const heap = new DueHeap<number>();
  for (const due of [5, 3, 9, 1, 7, 3]) heap.push(due, due);
  heap.keep((thing) => thing > 2 && thing < 9);
  const left: (number | undefined)[] = [];
  while (heap.size > 0) left.push(heap.pop());
  expect(left).toEqual([3, 3, 5, 7]);
});
