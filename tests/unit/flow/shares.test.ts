/** What many set off at once has bounds: edits between two ticks share the fuel of one, and what Guests set off leaves the rest to a Flow's own. */
import { afterEach, describe, expect, test } from 'vitest';
import { hierarchyOrder } from '../../../engine/flow/node/hierarchy-order.ts';
import { flowSystem } from '../../../engine/flow/flow-system.ts';
import { hashWorld, HOST, snapshotWorld, type Author } from '../../../engine/index.ts';
import { running } from './graphs.ts';
import { flowing, flowRig, restored, rx, write, type FlowRig } from './rig.ts';

const usual = { ...running };
afterEach(() => void Object.assign(running, usual));

const GUEST: Author = { userId: 'guest', role: 'Guest' };
const count = { type: 'ValueIncrement<int>', refs: { Variable: { entity: 'lamp', component: 'IntValue', field: 'Value' } } };
const endless = { loop: { type: 'While', in: { Condition: true }, then: { LoopIteration: 'count' } }, count };
const counted = (rig: FlowRig) => Number(rig.value('lamp', 'IntValue', 'Value'));
const error = (rig: FlowRig) => rig.value('lamp', 'Flow', 'LastError');
/** The same world, and itself from a snapshot: what is done to both has to come to the same. */
function both(rig: FlowRig, act: (rig: FlowRig) => void): void {
  const other = restored(snapshotWorld(rig.world));
  expect(hashWorld(other.world)).toBe(hashWorld(rig.world));
  act(rig);
  act(other);
  expect(hashWorld(other.world)).toBe(hashWorld(rig.world));
}

describe.each(['compiled', 'interpreted'] as const)('%s', (as) => {
  test('what sets chains off between two ticks has together what all flows have in one, however often it comes', () => {
    Object.assign(running, { as, worldFuel: 20_000 });
    const rig = flowRig([flowing({ rx: rx('loop'), ...endless })]);
    rig.tick();
    for (let edit = 0; edit < 100; edit++) rig.hear('go');
    expect(counted(rig)).toBeGreaterThan(20_000 / 10);
    // A round takes at least two units; what takes little has as much again.
    both(rig, (each) => {
      for (let edit = 0; edit < 200; edit++) each.hear('go');
      expect(counted(each) * 2).toBeLessThan(2 * 20_000 + 300 * 2);
      expect(error(each)).toMatch(/^WW_FLOW_FUEL: .* all flows of this world together/);
    });
    const before = counted(rig);
    both(rig, (each) => {
      each.tick();
      each.hear('go');
      expect(counted(each) - before).toBeGreaterThan(100);
    });
  });

  test('in a world in which no ticks go by there is as much again after the time of one', () => {
    Object.assign(running, { as, worldFuel: 20_000 });
    const rig = flowRig([flowing({ rx: rx('loop'), ...endless })]);
    for (let edit = 0; edit < 300; edit++) rig.hear('go');
    rig.wait(10);
    rig.hear('go');
    const before = counted(rig);
    both(rig, (each) => {
      each.wait(7);
      each.hear('go');
      expect(counted(each) - before).toBeGreaterThan(100);
    });
  });

  test('changes of structure between two ticks have one budget together', () => {
    Object.assign(running, { as, changesFuel: 1_000 });
    const make = { type: 'DuplicateSlot', in: { Template: { from: 'small' } } };
    const rig = flowRig([
      { id: 'small', name: 'small' },
      flowing({ rx: rx('make'), make, small: { type: 'SlotSource', refs: { Source: { entity: 'small' } } } }),
    ]);
    rig.tick();
    for (let edit = 0; edit < 5; edit++) rig.hear('go');
    both(rig, (each) => {
      for (let edit = 0; edit < 20; edit++) each.hear('go');
      expect(each.world.entities.count).toBeLessThan(2 + 12);
    });
    const before = rig.world.entities.count;
    both(rig, (each) => {
      each.tick();
      each.hear('go');
      expect(each.world.entities.count).toBe(before + 1);
    });
  });

  test('chains that Guests have set off are a part of those that wait in a Flow: others wait beside them, also from a snapshot', () => {
    Object.assign(running, { as });
    const rig = flowRig([
      flowing({
        guest: { type: 'AsyncDynamicImpulseReceiver', refs: { Tag: 'go' }, then: { OnTriggered: 'wait' } },
        rx: rx('task'),
        task: { type: 'StartAsyncTask', then: { TaskStart: 'wait' } },
        wait: { type: 'DelaySecondsFloat', in: { Duration: 10 } },
      }),
    ]);
    for (let times = 0; times < 3; times++) {
      rig.door.step({
        mode: 'tick',
        real: rig.world.real + 17,
        inputs: Array.from({ length: 1_000 }, () => ({ author: GUEST, input: { type: 'impulse', tag: 'go' } as const })),
      });
    }
    rig.tick();
    expect(rig.value('lamp', 'Flow', 'Waiting')).toBe(2_500);
    expect(error(rig)).toMatch(
      /^WW_LIMIT: a chain was ended as it came to wait, since 2500 that Guests have set off wait in this Flow; it was in the node "wait"$/,
    );
    both(rig, (each) => {
      each.give({ type: 'impulse', tag: 'go' }, GUEST);
      each.tick();
      expect(each.value('lamp', 'Flow', 'Waiting')).toBe(2_500);
      each.hear('go');
      each.give({ type: 'impulse', tag: 'go' }, { userId: 'ben', role: 'Builder' });
      each.tick();
      expect(each.value('lamp', 'Flow', 'Waiting')).toBe(2_502);
    });
  });

  test('what they hold is a part of it as well', () => {
    Object.assign(running, { as, mostHeld: 100_000 });
    const text = 'é'.repeat(10_000);
    const rig = flowRig([
      flowing({
        guest: { type: 'AsyncDynamicImpulseReceiverWithObject<string>', refs: { Tag: 'go' }, then: { OnTriggered: 'later' } },
        later: { type: 'DelaySecondsFloat', in: { Duration: 10 } },
        rx: rx('task'),
        task: { type: 'StartAsyncTask', then: { TaskStart: 'later' } },
      }),
    ]);
    for (let times = 0; times < 4; times++) rig.give({ type: 'impulse', tag: 'go', value: text }, GUEST);
    expect(rig.value('lamp', 'Flow', 'Waiting')).toBe(2);
    expect(error(rig)).toMatch(/since chains of this world that Guests have set off would hold more than 25000 characters and bytes/);
    both(rig, (each) => {
      each.give({ type: 'impulse', tag: 'go', value: text }, GUEST);
      for (let times = 0; times < 4; times++) each.hear(text);
      expect(each.value('lamp', 'Flow', 'Waiting')).toBe(6);
    });
  });

  test('they leave half of the fuel of their Flow to it, and go on in the next ticks', () => {
    Object.assign(running, { as, syncFuel: 1_000 });
    const rig = flowRig([
      flowing({
        guest: { type: 'DynamicImpulseReceiver', refs: { Tag: 'go' }, then: { OnTriggered: 'loop' } },
        loop: { type: 'While', in: { Condition: true } },
        update: { type: 'Update', then: { OnUpdate: 'count' } },
        count,
        rx: rx('heard'),
        heard: write('bool', true),
      }),
    ]);
    for (let times = 0; times < 50; times++) rig.give({ type: 'impulse', tag: 'go' }, GUEST);
    both(rig, (each) => {
      for (let tick = 0; tick < 10; tick++) each.tick();
      each.hear('go');
      expect(counted(each)).toBe(10);
      expect(each.value('lamp', 'BoolValue', 'Value')).toBe(true);
      expect(each.value('lamp', 'Flow', 'Waiting')).toBe(40);
    });
  });

  test('own chains that wait go on before them', () => {
    Object.assign(running, { as });
    const added = (letter: string) => ({
      [letter]: write('string', { from: `more${letter}` }),
      [`more${letter}`]: { type: 'ConcatenateString', in: { A: { from: 'before' }, B: letter } },
    });
    const rig = flowRig([
      flowing({
        before: { type: 'ObjectValueSource<string>', refs: { Source: { entity: 'lamp', component: 'StringValue', field: 'Value' } } },
        guest: { type: 'DynamicImpulseReceiver', refs: { Tag: 'go' }, then: { OnTriggered: 'G' } },
        rx: rx('task'),
        task: { type: 'StartAsyncTask', then: { TaskStart: 'wait' } },
        wait: { type: 'DelayUpdates', in: { Updates: 1 }, then: { Next: 'O' } },
        ...added('G'),
        ...added('O'),
      }),
    ]);
    rig.give({ type: 'impulse', tag: 'go' }, GUEST);
    rig.hear('go');
    rig.tick();
    expect(rig.value('lamp', 'StringValue', 'Value')).toBe('OG');
  });
});

const OTHERS = 2_000;
/** How many impulses a chain sets off by the fuel that it has, below an entity or everywhere, where others hear the same tag. */
function impulses(others: object[], target: string): number {
  Object.assign(running, { syncFuel: 20_000 });
  const rig = flowRig([
    ...others,
    { id: 'empty', name: 'empty' },
    { id: 'below', name: 'below' },
    flowing({
      rx: rx('loop'),
      loop: { type: 'While', in: { Condition: true }, then: { LoopIteration: 'each' } },
      each: { type: 'Sequence', then: { Calls: ['count', 'use'] } },
      count,
      use: { type: 'DynamicImpulseTrigger', in: { Tag: 'go', TargetHierarchy: { from: 'target' } } },
      target: target === '' ? { type: 'RootSlot' } : { type: 'SlotSource', refs: { Source: { entity: target } } },
    }),
  ]);
  rig.hear('go');
  expect(error(rig)).toMatch(/^WW_FLOW_FUEL/);
  return counted(rig);
}
/** An entity that hears the tag so many times. */
function hearing(id: string, many: number, more: object = {}): object {
  const receiver = { type: 'DynamicImpulseReceiver', refs: { Tag: 'go' }, then: { OnTriggered: 'end' } };
  const receivers = Object.fromEntries(Array.from({ length: many }, (_, at) => [`r${at}`, receiver] as const));
  return { ...flowing({ ...receivers, end: { type: 'Sequence' } }, id), ...more };
}

test('an impulse takes fuel for each receiver that is passed over', () => {
  expect(impulses([hearing('one', 1)], 'empty')).toBeGreaterThan(1_000);
  expect(impulses([hearing('many', OTHERS)], 'empty')).toBeLessThan(30);
});

test('it takes fuel for how deep those are, and for the siblings among which their order is looked up', () => {
  const deep = Array.from({ length: 400 }, (_, at) => ({ id: `d${at}`, name: 'deep', ...(at === 0 ? {} : { parent: `d${at - 1}` }) }));
  expect(impulses([...deep, hearing('one', 1, { parent: 'd399' })], 'empty')).toBeLessThan(300);
  const two = (many: number) => [...Array.from({ length: many }, (_, at) => ({ id: `s${at}`, name: 'sibling' })), hearing('one', 1), hearing('two', 1)];
  expect(impulses(two(1), '')).toBeGreaterThan(500);
  expect(impulses(two(20_000), '')).toBeLessThan(150);
});

test('receivers are found by their tag alone, whatever else is heard', () => {
  const rig = flowRig([flowing({ r: { type: 'DynamicImpulseReceiver', refs: { Tag: 'a b' }, then: { OnTriggered: 'end' } }, end: { type: 'Sequence' } })]);
  const { receivers } = rig.world.stateOf(flowSystem);
  expect([...receivers.keys()]).toEqual(['a b']);
  expect(rig.give({ type: 'impulse', tag: 'b' }, HOST)).toMatchObject({ triggered: 0 });
  expect(rig.give({ type: 'impulse', tag: 'a b' }, HOST)).toMatchObject({ triggered: 1 });
  rig.edited([{ op: 'removeEntity', entity: 'lamp' }]);
  expect(receivers.size).toBe(0);
});

test('entities are put in the order in which they hang below each other, also where siblings were moved, and some alone as among all', () => {
  const many = Array.from({ length: 60 }, (_, at) => ({ id: `n${at}`, name: 'n', ...(at < 6 ? {} : { parent: `n${(at * 7) % Math.min(at, 20)}` }) }));
  const rig = flowRig(many);
  const { entities } = rig.world;
  for (let at = 0; at < 40; at++) {
    const siblings = entities.siblings(entities.parent[entities.rowOf(`n${at}`) as number] as number);
    const before = siblings[(at * 5) % siblings.length] as number;
    if (entities.id.get(before) !== `n${at}`) rig.edited([{ op: 'moveEntity', entity: `n${at}`, before: entities.id.get(before) }]);
  }
  const all = entities.roots.flatMap((root) => entities.subtree(root));
  const order = (rows: readonly number[]) => {
    const places = hierarchyOrder(rig.world, rows, () => undefined);
    return rows.toSorted((a, b) => (places.get(a) as number) - (places.get(b) as number));
  };
  expect(order(all.toReversed())).toEqual(all);
  const some = all.filter((row) => row % 3 === 0);
  expect(order(some.toReversed())).toEqual(some);
});
