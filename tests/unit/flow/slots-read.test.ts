/** What nodes tell of the hierarchy, compiled and interpreted: what is gone is nothing, and never a fault. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { asking, flat, slot } from './asking.ts';
import { flowing, flowRig, rx, valueOf, write } from './rig.ts';
import { running } from './graphs.ts';

/** House (with a kitchen that is off, and a cellar that is not saved), Garden. */
const PLACE = [
  {
    id: 'house',
    name: 'House',
    tag: 'home',
    children: [
      { id: 'kitchen', name: 'Kitchen', active: false, children: [{ id: 'table', name: 'Table', tag: 'wood' }] },
      { id: 'cellar', name: 'Cellar', persistent: false, children: [{ id: 'shelf', name: 'Shelf', tag: 'wood', components: { IntValue: { Value: 3 } } }] },
    ],
  },
  { id: 'garden', name: 'Garden', children: [{ id: 'bench', name: 'TABLE 2' }] },
];
const from = (type: string, more: object) => ({ type, in: more });
const of = (node: string) => ({ Instance: { from: node } });
const SLOTS = { house: slot('house'), kitchen: slot('kitchen'), table: slot('table'), shelf: slot('shelf'), gone: slot('nowhere'), root: { type: 'RootSlot' } };
const nameOf = (node: string) => from('GetSlotName', of(node));

describe.each(['compiled', 'interpreted'] as const)('%s', (as) => {
  beforeEach(() => {
    running.as = as;
  });
  afterEach(() => {
    running.as = 'compiled';
  });

  test('names, parents, children and places', () => {
    const { answers } = asking(
      PLACE,
      {
        ...SLOTS,
        parent: from('GetParentSlot', of('table')),
        above: from('GetParentSlot', of('house')),
        beyond: from('GetParentSlot', of('root')),
        second: from('GetChild', { ...of('house'), ChildIndex: 1 }),
        none: from('GetChild', { ...of('house'), ChildIndex: 2 }),
        before: from('GetChild', { ...of('house'), ChildIndex: -1 }),
        first: from('GetChild', { ...of('root'), ChildIndex: 0 }),
        a: nameOf('parent'),
        b: nameOf('above'),
        c: nameOf('beyond'),
        d: nameOf('second'),
        e: nameOf('none'),
        f: nameOf('before'),
        g: nameOf('first'),
        h: from('ChildrenCount', of('house')),
        i: from('ChildrenCount', of('root')),
        j: from('IndexOfChild', of('kitchen')),
        k: from('IndexOfChild', of('second')),
        l: from('IndexOfChild', of('root')),
      },
      {
        'the parent of a child': ['string', 'a'],
        'the parent at the top': ['string', 'b'],
        'above the top': ['string', 'c'],
        'the second child': ['string', 'd'],
        'a child too many': ['string', 'e'],
        'a child before the first': ['string', 'f'],
        'the first at the top': ['string', 'g'],
        children: ['int', 'h'],
        'children of the root': ['int', 'i'],
        'which child the first is': ['int', 'j'],
        'which child the second is': ['int', 'k'],
        'which child the root is': ['int', 'l'],
      },
    );
    expect(answers()).toEqual({
      'the parent of a child': 'Kitchen',
      'the parent at the top': 'Root',
      'above the top': '',
      'the second child': 'Cellar',
      'a child too many': '',
      'a child before the first': '',
      'the first at the top': 'House',
      children: 2,
      'children of the root': 3,
      'which child the first is': 0,
      'which child the second is': 1,
      'which child the root is': -1,
    });
  });

  test('tags, and whether they are active and saved, by their own flags and by what is above', () => {
    const { answers } = asking(
      PLACE,
      {
        ...SLOTS,
        tag: from('GetTag', of('house')),
        has: from('HasTag', { ...of('house'), Tag: 'home' }),
        hasNone: from('HasTag', { ...of('kitchen'), Tag: null }),
        active: from('GetSlotActive', of('table')),
        activeSelf: from('GetSlotActiveSelf', of('table')),
        saved: from('GetSlotPersistent', of('shelf')),
        savedSelf: from('GetSlotPersistentSelf', of('shelf')),
        rootActive: from('GetSlotActive', of('root')),
        rootSaved: from('GetSlotPersistent', of('root')),
      },
      Object.fromEntries([
        ['tag', ['string', 'tag']],
        ...['has', 'hasNone', 'active', 'activeSelf', 'saved', 'savedSelf', 'rootActive', 'rootSaved'].map((name) => [name, ['bool', name]]),
      ]),
    );
    expect(answers()).toEqual({
      tag: 'home',
      has: true,
      hasNone: true,
      active: false,
      activeSelf: true,
      saved: false,
      savedSelf: true,
      rootActive: true,
      rootSaved: true,
    });
  });

  test('what hangs below what', () => {
    const below = (instance: string, other: string, self = false) => from('IsChildOf', { ...of(instance), Other: { from: other }, IncludeSelf: self });
    const nodes = {
      deep: below('table', 'house'),
      self: below('house', 'house'),
      withSelf: below('house', 'house', true),
      up: below('house', 'table'),
      inRoot: below('house', 'root'),
      rootItself: below('root', 'root'),
      ofGone: below('table', 'gone'),
    };
    const { answers } = asking(PLACE, { ...SLOTS, ...nodes }, Object.fromEntries(Object.keys(nodes).map((name) => [name, ['bool', name] as const])));
    expect(answers()).toEqual({ deep: true, self: false, withSelf: true, up: false, inRoot: true, rootItself: false, ofGone: false });
  });

  test('children are found by name and tag, the nearest levels first, as deep as is asked for', () => {
    const child = (more: object) => from('FindChildByName', { ...of('root'), ...more });
    const nodes = {
      // The garden stands behind the house, and its bench lies higher than the table.
      partly: child({ Name: 'table', SearchDepth: -1 }),
      exactly: child({ Name: 'Table', MatchSubstring: false, IgnoreCase: false, SearchDepth: -1 }),
      tooDeep: child({ Name: 'Table', MatchSubstring: false, SearchDepth: 1 }),
      deepEnough: child({ Name: 'Table', MatchSubstring: false, SearchDepth: 2 }),
      nothing: child({ Name: null, SearchDepth: -1 }),
      byTag: from('FindChildByTag', { ...of('house'), Tag: 'wood', SearchDepth: -1 }),
      noTag: from('FindChildByTag', { ...of('house'), Tag: '', SearchDepth: -1 }),
      ofGone: from('FindChildByName', { ...of('gone'), Name: 'a' }),
    };
    const names = Object.keys(nodes);
    const { answers } = asking(
      PLACE,
      { ...SLOTS, ...nodes, ...Object.fromEntries(names.map((name) => [`${name}Name`, nameOf(name)])) },
      Object.fromEntries(names.map((name) => [name, ['string', `${name}Name`] as const])),
    );
    expect(answers()).toEqual({
      partly: 'TABLE 2',
      exactly: 'Table',
      tooDeep: '',
      deepEnough: 'Table',
      nothing: '',
      byTag: 'Table',
      noTag: '',
      ofGone: '',
    });
  });

  test('parents are found by name and tag, the nearest first', () => {
    const nodes = {
      byName: from('FindParentByName', { ...of('table'), Name: 'hou', SearchDepth: -1 }),
      tooFar: from('FindParentByName', { ...of('table'), Name: 'hou', SearchDepth: 0 }),
      nearest: from('FindParentByName', { ...of('table'), Name: 'kitchen', SearchDepth: 0 }),
      byTag: from('FindParentByTag', { ...of('shelf'), Tag: 'home', SearchDepth: 1 }),
      notItself: from('FindParentByTag', { ...of('shelf'), Tag: 'wood', SearchDepth: -1 }),
      root: from('FindParentByName', { ...of('table'), Name: 'Root', SearchDepth: -1 }),
    };
    const names = Object.keys(nodes);
    const { answers } = asking(
      PLACE,
      { ...SLOTS, ...nodes, ...Object.fromEntries(names.map((name) => [`${name}Name`, nameOf(name)])) },
      Object.fromEntries(names.map((name) => [name, ['string', `${name}Name`] as const])),
    );
    expect(answers()).toEqual({ byName: 'House', tooFar: '', nearest: 'Kitchen', byTag: 'House', notItself: '', root: 'Root' });
  });

  test('what is gone is null, 0 or empty, also where it was there before (4159, 1347, 156)', () => {
    const { answers, edited } = asking(
      PLACE,
      {
        ...SLOTS,
        name: nameOf('house'),
        tag: from('GetTag', of('house')),
        count: from('ChildrenCount', of('house')),
        active: from('GetSlotActive', of('house')),
        isNull: { type: 'IsNull<Slot>', in: { Instance: { from: 'house' } } },
        value: { type: 'ElementSource<IntValue>', refs: { Source: { entity: 'shelf', component: 'IntValue' } } },
        ofValue: from('GetSlot', { Component: { from: 'value' } }),
        place: nameOf('ofValue'),
      },
      {
        name: ['string', 'name'],
        tag: ['string', 'tag'],
        count: ['int', 'count'],
        active: ['bool', 'active'],
        isNull: ['bool', 'isNull'],
        place: ['string', 'place'],
      },
    );
    expect(answers()).toEqual({ name: 'House', tag: 'home', count: 2, active: true, isNull: false, place: 'Shelf' });
    edited([{ op: 'removeEntity', entity: 'house' }]);
    expect(answers()).toEqual({ name: '', tag: '', count: 0, active: false, isNull: true, place: '' });
  });

  test('a search through a large tree costs fuel, and ends the chain that has not as much before anything is done', () => {
    const many = { id: 'many', name: 'Many', children: Array.from({ length: 4_000 }, (_, at) => ({ id: `m${at}`, name: `m${at}` })) };
    const find = { type: 'FindChildByName', in: { Instance: { from: 'many' }, Name: 'm3999', MatchSubstring: false, IgnoreCase: false } };
    const nodes = {
      rx: rx('loop'),
      many: slot('many'),
      find,
      name: nameOf('find'),
      loop: { type: 'For', in: { Count: 1_000 }, then: { LoopIteration: 'note' } },
      n: valueOf('int'),
      next: { type: 'ValueAdd<int>', in: { A: { from: 'n' }, B: 1 } },
      note: write('string', { from: 'name' }, 'count'),
      count: write('int', { from: 'next' }),
    };
    const { hear, value, tick, world } = flowRig([...flat([many]), flowing(nodes)]);
    hear('go');
    expect(value('lamp', 'StringValue', 'Value')).toBe('m3999');
    const done = value('lamp', 'IntValue', 'Value') as number;
    expect(done, 'each search takes 1,000 units and more of 200,000').toBeGreaterThan(150);
    expect(done).toBeLessThan(200);
    expect(value('lamp', 'Flow', 'LastError')).toMatch(/^WW_FLOW_FUEL: a chain was ended in the node "note", whose work takes more fuel/);
    // One that can wait goes on in the next ticks, and comes to its end.
    const waiting = {
      ...nodes,
      rx: rx('task'),
      task: { type: 'StartAsyncTask', then: { TaskStart: 'loop' } },
      loop: { type: 'AsyncFor', in: { Count: 1_000 }, then: { LoopIteration: 'note' } },
    };
    const again = flowRig([...flat([many]), flowing(waiting)]);
    again.hear('go');
    expect(again.value('lamp', 'IntValue', 'Value')).toBeLessThan(200);
    again.tick(20);
    expect(again.value('lamp', 'IntValue', 'Value')).toBe(1_000);
    expect(again.value('lamp', 'Flow', 'LastError')).toBe('');
    tick();
    expect(world.tick).toBe(1);
  });

  test('work that is more than a whole tick has fuel for ends a chain that can wait, too, and does not try for ever', () => {
    Object.assign(running, { asyncFuel: 1_000 });
    try {
      const many = { id: 'many', name: 'Many', children: Array.from({ length: 9_000 }, (_, at) => ({ id: `m${at}`, name: `m${at}` })) };
      const { hear, value, tick } = flowRig([
        ...flat([many]),
        flowing({
          rx: rx('task'),
          task: { type: 'StartAsyncTask', then: { TaskStart: 'note' } },
          many: slot('many'),
          find: { type: 'FindChildByName', in: { Instance: { from: 'many' }, Name: 'nobody', IgnoreCase: false } },
          name: nameOf('find'),
          note: write('string', { from: 'name' }),
        }),
      ]);
      hear('go');
      expect(value('lamp', 'Flow', 'Waiting')).toBe(1);
      tick();
      expect(value('lamp', 'Flow', 'Waiting')).toBe(0);
      expect(value('lamp', 'Flow', 'LastError')).toMatch(/^WW_FLOW_FUEL/);
    } finally {
      Object.assign(running, { asyncFuel: 100_000 });
    }
  });
});
