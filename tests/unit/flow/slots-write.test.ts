/** What nodes change in the hierarchy, compiled and interpreted: for the acting user, as operations would, seen at once, and bounded. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hashWorld, snapshotWorld, type JoinedUser } from '../../../engine/index.ts';
import { ANNA } from '../world-rig.ts';
import { flat, slot, type Tree } from './asking.ts';
import { running } from './graphs.ts';
import { flowing, flowRig, restored, rx, valueOf, write, type FlowRig } from './rig.ts';

const usual = { ...running };
const PLACE: readonly Tree[] = [
  { id: 'box', name: 'Box', tag: 'a', children: ['one', 'two', 'three'].map((id) => ({ id, name: id })) },
  { id: 'shelf', name: 'Shelf', children: [{ id: 'book', name: 'Book', components: { IntValue: { Value: 5 } } }] },
];
const SLOTS = Object.fromEntries(['box', 'one', 'two', 'three', 'shelf', 'book', 'lamp', 'gone'].map((id) => [id, slot(id)]));
const act = (type: string, given: object, then?: string) => ({ type, in: given, ...(then === undefined ? {} : { then: { Next: then } }) });
const of = (node: string) => ({ Instance: { from: node } });
/** A world in which a Flow does something once it hears a text. */
const doing = (nodes: object, start = 'act', place = PLACE): FlowRig => flowRig([...flat(place), flowing({ ...SLOTS, rx: rx(start), ...nodes })]);
const names = ({ world }: FlowRig, parent: string): string[] =>
  (world.entities.children.get(world.entities.rowOf(parent) as number) ?? []).map((row) => world.entities.name.get(row));
const count = (id: string, entities = 50, components: object = {}): Tree => ({
  id,
  name: id,
  children: Array.from({ length: entities }, (_, at) => ({ id: `${id}${at}`, name: `${id}${at}`, components })),
});

describe.each(['compiled', 'interpreted'] as const)('%s', (as) => {
  beforeEach(() => {
    running.as = as;
  });
  afterEach(() => {
    Object.assign(running, usual);
  });

  test('names, tags, and whether it is active and saved', () => {
    const rig = doing({
      act: act('SetSlotName', { ...of('box'), Name: 'Chest' }, 'tag'),
      tag: act('SetTag', { ...of('box'), Tag: null }, 'off'),
      off: act('SetSlotActiveSelf', { ...of('shelf'), Active: false }, 'unsaved'),
      unsaved: act('SetSlotPersistentSelf', { ...of('shelf'), Persistent: false }, 'note'),
      name: { type: 'GetSlotName', in: of('box') },
      note: write('string', { from: 'name' }),
    });
    const { entities } = rig.world;
    rig.hear('go');
    expect(rig.value('lamp', 'StringValue', 'Value'), 'what comes next sees it').toBe('Chest');
    const [box, shelf, book] = ['box', 'shelf', 'book'].map((id) => entities.rowOf(id) as number) as [number, number, number];
    expect([entities.name.get(box), entities.tag.get(box)]).toEqual(['Chest', '']);
    expect([entities.active[shelf], entities.persistent[shelf], entities.inactive[book]]).toEqual([0, 0, 1]);
    expect(rig.world.history.entries, 'nothing of it is in a history').toEqual([]);
  });

  test('it hangs below another, or below none where there is no other, and Next follows where nothing is to be changed', () => {
    const rig = doing({
      act: act('SetParent', { ...of('one'), NewParent: { from: 'shelf' } }, 'again'),
      again: act('SetParent', { ...of('one'), NewParent: { from: 'shelf' } }, 'top'),
      top: act('SetParent', { ...of('two') }, 'done'),
      done: write('int', 1),
    });
    rig.hear('go');
    expect(names(rig, 'shelf')).toEqual(['Book', 'one']);
    expect(names(rig, 'box')).toEqual(['three']);
    expect(rig.world.entities.parent[rig.world.entities.rowOf('two') as number]).toBe(-1);
    expect(rig.value('lamp', 'IntValue', 'Value')).toBe(1);
  });

  test.each([
    [0, ['two', 'one', 'three']],
    [1, ['one', 'two', 'three']],
    [2, ['one', 'three', 'two']],
    [99, ['one', 'three', 'two']],
    [-1, ['one', 'two', 'three']],
  ])('the child that is to be number %i stands there', (index, expected) => {
    const rig = doing({ act: act('SetChildIndex', { ...of('two'), Index: index }, 'done'), done: write('int', 1) });
    rig.hear('go');
    expect(names(rig, 'box')).toEqual(expected);
    expect(rig.value('lamp', 'IntValue', 'Value')).toBe(index < 0 ? 0 : 1);
  });

  test('a child stands last also where those behind it have a higher order offset', () => {
    const place = [
      {
        id: 'box',
        name: 'Box',
        children: [
          { id: 'one', name: 'one' },
          { id: 'two', name: 'two', orderOffset: 7 },
        ],
      },
    ];
    const rig = doing({ act: act('SetChildIndex', { ...of('one'), Index: 1 }) }, 'act', place);
    rig.hear('go');
    expect(names(rig, 'box')).toEqual(['two', 'one']);
  });

  test('a copy is there at once, names who had it made, and points at its own parts', () => {
    const rig = doing(
      {
        act: act('DuplicateSlot', { Template: { from: 'shelf' } }, 'name'),
        name: act('SetSlotName', { Instance: { from: 'act.Duplicate' }, Name: 'Copy' }, 'below'),
        below: act('DuplicateSlot', { Template: { from: 'book' }, OverrideParent: { from: 'act.Duplicate' } }),
      },
      'act',
    );
    rig.give({ type: 'impulse', tag: 'bell', value: 'go' }, ANNA);
    const { entities } = rig.world;
    const [, , copy] = entities.roots.map((row) => entities.id.get(row));
    expect(entities.roots.map((row) => entities.name.get(row)).slice(0, 4)).toEqual(['Box', 'Shelf', 'Copy', 'lamp']);
    expect(names(rig, copy as string)).toEqual(['Book', 'Book 2']);
    const row = entities.rowOf(copy as string) as number;
    expect(entities.spawnedBy.get(row)).toBe('anna');
    const [book] = entities.children.get(row) ?? [];
    expect(rig.value(entities.id.get(book as number), 'IntValue', 'Value')).toBe(5);
  });

  test('what is removed is gone at once, and Next follows', () => {
    const rig = doing({
      act: act('DestroySlot', of('shelf'), 'note'),
      name: { type: 'GetSlotName', in: of('book') },
      isNull: { type: 'IsNull<string>', in: { Instance: { from: 'name' } } },
      note: write('bool', { from: 'isNull' }),
    });
    rig.hear('go');
    expect(rig.world.entities.rowOf('book')).toBe(undefined);
    expect(rig.value('lamp', 'BoolValue', 'Value')).toBe(true);
    expect(rig.value('lamp', 'Flow', 'LastError')).toBe('');
  });

  test('a node that removes its own entity ends its chain, and with it all that waits there (689)', () => {
    const rig = doing({
      act: { type: 'Sequence', then: { Calls: ['task', 'destroy', 'after'] } },
      task: { type: 'StartAsyncTask', then: { TaskStart: 'wait' } },
      wait: { type: 'DelayUpdates', in: { Updates: 2 }, then: { Next: 'after' } },
      destroy: act('DestroySlot', of('lamp'), 'after'),
      after: act('SetSlotName', { ...of('box'), Name: 'never' }),
    });
    rig.hear('go');
    expect(rig.world.entities.rowOf('lamp')).toBe(undefined);
    rig.tick(5);
    expect(rig.world.entities.name.get(rig.world.entities.rowOf('box') as number)).toBe('Box');
    expect(rig.world.logged.after(-1, 100).entries.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('of what is gone, and of the root, nothing happens and the chain ends there, without a fault', () => {
    for (const [type, port] of [
      ['DestroySlot', 'Instance'],
      ['DestroySlotChildren', 'Instance'],
      ['SetParent', 'Instance'],
      ['SetSlotName', 'Instance'],
      ['DuplicateSlot', 'Template'],
    ] as const)
      for (const from of ['gone', 'root']) {
        if (from === 'root' && type === 'DestroySlotChildren') continue;
        const rig = doing({ root: { type: 'RootSlot' }, act: act(type, { [port]: { from } }, 'done'), done: write('int', 1) });
        rig.hear('go');
        expect(rig.value('lamp', 'IntValue', 'Value'), `${type} of ${from}`).toBe(0);
        expect(rig.value('lamp', 'Flow', 'LastError'), `${type} of ${from}`).toBe('');
        expect(rig.world.entities.count).toBe(7);
      }
  });

  test('what the world refuses is told, with the node, and changes nothing', () => {
    const rig = doing({ act: act('SetParent', { ...of('box'), NewParent: { from: 'one' } }, 'done'), done: write('int', 1) });
    rig.hear('go');
    expect(rig.value('lamp', 'Flow', 'LastError')).toBe('WW_CYCLE: SetParent "act" did nothing: Box cannot hang below itself');
    expect(rig.value('lamp', 'IntValue', 'Value')).toBe(0);
  });

  test('users who are here stay, and so does what holds them', () => {
    const anna: JoinedUser = { userId: 'anna', machineId: 'm', name: 'Anna', role: 'Builder' };
    const rig = doing(
      {
        root: { type: 'RootSlot' },
        users: slot('users'),
        act: act('DestroySlot', { Instance: { from: 'users' } }),
        all: act('DestroySlotChildren', { Instance: { from: 'root' } }),
        text: { type: 'ValueEquals<bool>', in: { A: true, B: true } },
      },
      'all',
    );
    rig.give({ type: 'join', user: anna });
    rig.edited([{ op: 'moveEntity', entity: 'user:anna', parent: 'one' }]);
    rig.hear('go');
    const { entities } = rig.world;
    // The children of the root are box, which holds Anna, shelf, lamp and users.
    expect(entities.roots.map((row) => entities.id.get(row))).toEqual(['box']);
    expect(entities.rowOf('user:anna')).not.toBe(undefined);
  });

  test('a loop of copies ends with its fuel, which counts all that is copied, and the next one is there whole or not at all', () => {
    const rig = doing(
      {
        act: { type: 'For', in: { Count: 100_000 }, then: { LoopIteration: 'copy' } },
        many: slot('many'),
        copy: act('DuplicateSlot', { Template: { from: 'many' } }),
      },
      'act',
      [count('many', 20, { IntValue: {} })],
    );
    rig.hear('go');
    const { entities } = rig.world;
    const copies = entities.roots.length - 2;
    expect(copies).toBeGreaterThan(100);
    expect(copies).toBeLessThan(250);
    expect(entities.count).toBe(2 + 20 + copies * 21);
    expect(rig.value('lamp', 'Flow', 'LastError')).toMatch(
      /^WW_FLOW_FUEL: a chain was ended in the node "copy", whose work takes more fuel than its Flow had left/,
    );
  });

  test('copies that copy themselves take no more of a tick than one could', () => {
    Object.assign(running, { changesFuel: 20_000 });
    const me = { rx: rx('copy', 'lamp'), lamp: slot('lamp'), copy: act('DuplicateSlot', { Template: { from: 'lamp' } }) };
    const rig = flowRig([flowing(me)]);
    // Each hears its own client, so that there are twice as many each time.
    const counts = Array.from({ length: 12 }, () => {
      rig.hear('go');
      rig.tick();
      return rig.world.entities.count;
    });
    expect(counts.slice(0, 4)).toEqual([2, 4, 8, 16]);
    const growth = counts.map((each, at) => each - (counts[at - 1] ?? 1));
    expect(Math.max(...growth)).toBeLessThan(100);
    expect(rig.world.logged.after(-1, 1000).entries.some(({ message }) => message.includes('all flows of this world had left'))).toBe(true);
  });

  test('thousands of children are removed over ticks by a chain that can wait, and not at all by one that cannot', () => {
    const place = [count('many', 20_000)];
    const nodes = { many: slot('many'), act: act('DestroySlotChildren', of('many'), 'done'), done: write('int', 1) };
    const rig = doing(nodes, 'act', place);
    rig.hear('go');
    expect(names(rig, 'many'), 'all or nothing').toHaveLength(20_000);
    expect(rig.value('lamp', 'Flow', 'LastError')).toMatch(/^WW_FLOW_FUEL: a chain was ended in the node "act", whose work/);
    const waiting = doing({ ...nodes, task: { type: 'StartAsyncTask', then: { TaskStart: 'act' } } }, 'task', place);
    waiting.hear('go');
    const left = [20_000];
    for (let i = 0; i < 30 && left.at(-1) !== 0; i++) {
      left.push(names(waiting, 'many').length);
      waiting.tick();
    }
    const most = Math.max(...left.slice(1).map((each, at) => (left[at] as number) - each));
    expect(most, 'in a tick').toBeLessThan(2_500);
    expect(waiting.value('lamp', 'IntValue', 'Value')).toBe(1);
    expect(names(waiting, 'many')).toEqual([]);
  });

  test('a snapshot in the midst of a removal goes on elsewhere to the same', () => {
    const rig = doing(
      {
        many: slot('many'),
        task: { type: 'StartAsyncTask', then: { TaskStart: 'act' } },
        act: act('DestroySlotChildren', of('many'), 'done'),
        done: write('int', 1),
      },
      'task',
      [count('many', 5_000)],
    );
    rig.hear('go');
    rig.tick();
    const other = restored(snapshotWorld(rig.world));
    for (let i = 0; i < 5; i++) {
      rig.tick();
      other.tick();
      expect(hashWorld(other.world)).toBe(hashWorld(rig.world));
    }
    expect(other.value('lamp', 'IntValue', 'Value')).toBe(1);
  });

  test('flows add nothing to a world that is large already, which is told', () => {
    const place = [count('many', 2_000)];
    const rig = doing({ many: slot('many'), n: valueOf('int'), act: act('DuplicateSlot', { Template: { from: 'many' } }) }, 'act', place);
    const { entities } = rig.world;
    Object.defineProperty(entities, 'count', { get: () => 199_000 });
    rig.hear('go');
    expect(rig.value('lamp', 'Flow', 'LastError')).toMatch(/^WW_LIMIT: DuplicateSlot "act" did nothing: flows add no more to a world of 200000 entities/);
  });
});
