import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDoor, hashWorld, HOST, restoreWorld, snapshotWorld, WorldwireError, type Envelope, type LinkEvent } from '../../../engine/index.ts';
import { ANNA, BEN } from '../world-rig.ts';
import { lived, registry } from './lived.ts';
import { samples } from '../../samples.ts';

const SNAPSHOT = lived();
const parsed = (): object => JSON.parse(SNAPSHOT) as object;

/** What restoring says of a snapshot. */
function faultOf(text: string): WorldwireError | undefined {
  try {
    restoreWorld(text, registry);
    return undefined;
  } catch (error) {
    if (error instanceof WorldwireError) return error;
    throw error;
  }
}

test('a snapshot of all that can happen comes back as it was, whatever the ids', () => {
  const snapshot = parsed();
  for (const part of ['history', 'baseline', 'systems', 'answered', 'former', 'entities/0/starts']) expect(at(snapshot, part), part).toBeTruthy();
  const world = restoreWorld(SNAPSHOT, registry);
  expect(snapshotWorld(world)).toBe(SNAPSHOT);
  expect(SNAPSHOT).toContain('"__proto__":["b","c"]');
});

/** A change of a snapshot, by the places in it: `entities/0/name`. */
type Alter = (snapshot: object) => void;
const at = (snapshot: object, path: string): unknown => path.split('/').reduce<unknown>((part, key) => (part as Record<string, unknown>)[key], snapshot);
const holderOf = (snapshot: object, path: string): readonly [Record<string, unknown>, string] => {
  const keys = path.split('/'),
    last = keys.pop() as string;
  return [(keys.length === 0 ? snapshot : at(snapshot, keys.join('/'))) as Record<string, unknown>, last];
};
const withValue =
  (path: string, value: unknown): Alter =>
  (snapshot) => {
    const [holder, key] = holderOf(snapshot, path);
    holder[key] = value;
  };
const copied =
  (from: string, to: string): Alter =>
  (snapshot) =>
    withValue(to, at(snapshot, from))(snapshot);
const without =
  (path: string): Alter =>
  (snapshot) => {
    const [holder, key] = holderOf(snapshot, path);
    delete holder[key];
  };
const again =
  (list: string, from: string): Alter =>
  (snapshot) => {
    (at(snapshot, list) as unknown[]).push(at(snapshot, from));
  };
const shorter =
  (list: string, end: 'shift' | 'pop'): Alter =>
  (snapshot) => {
    (at(snapshot, list) as unknown[])[end]();
  };

test.each<[string, Alter, string]>([
  ['an id that stands twice', withValue('entities/1/id', 'lamp'), 'entities/1 (lamp)/id'],
  ['a world’s id that no scene file may have', withValue('id', 'w'.repeat(201)), 'id'],
  ['an entity’s id that no scene file may have', withValue('entities/1/id', 'e'.repeat(201)), 'entities/1 (eee'],
  ['an order offset that the order of siblings contradicts', withValue('entities/1/orderOffset', 5), 'order/lamp/'],
  ['an entity that is its own ancestor', withValue('entities/0/parent', 'arm'), 'entities/0 (lamp)/parent'],
  ['a parent that is not there', withValue('entities/1/parent', 'nobody'), 'entities/1 (arm)/parent'],
  ['an active that is no truth', withValue('entities/0/active', 1), 'entities/0 (lamp)/active'],
  ['a key that stands twice', again('entities/1/components', 'entities/1/components/0'), 'entities/1 (arm)/components/2 (Transform)/key'],
  ['a second one of a type of which there is one', withValue('entities/1/components/0/key', 'Transform#2'), 'entities/1 (arm)/components/0 (Transform#2)/key'],
  ['a component that lacks what it needs', shorter('entities/0/components', 'shift'), 'entities/0 (lamp)/components'],
  ['a type that is not registered', withValue('entities/0/components/0/key', 'Gone'), 'entities/0 (lamp)/components/0 (Gone)/key'],
  ['a value of another type', withValue('entities/0/components/0/values/Position', 'up'), 'entities/0 (lamp)/components/0 (Transform)/values/Position'],
  [
    'a limit that is passed',
    withValue('entities/0/components/2/values/MaxMessageSize', -1),
    'entities/0 (lamp)/components/2 (WebsocketClient)/values/MaxMessageSize',
  ],
  ['a field that is not known', withValue('entities/0/components/0/values/Size', 1), 'entities/0 (lamp)/components/0 (Transform)/values/Size'],
  ['an order that leaves a child out', shorter('order/lamp', 'pop'), 'order/lamp'],
  ['an order with a stranger', withValue('order/lamp/0', 'b'), 'order/lamp/0'],
  ['an order of creation that is taken', copied('entities/0/created', 'entities/0/components/0/created'), 'entities/0 (lamp)/components/0 (Transform)/created'],
  ['a start in times to come', withValue('entities/0/starts/Transform.Rotation/since', 1e6), 'entities/0 (lamp)/starts/Transform.Rotation/since'],
  ['a start of another form', withValue('entities/0/starts/Transform.Rotation/value', [1]), 'entities/0 (lamp)/starts/Transform.Rotation/value'],
  ['a start that nothing drives', copied('entities/0/starts', 'entities/2/starts'), 'entities/2 (hand)/starts/Transform.Rotation'],
  ['somebody who was woken and is not there', withValue('woken/0/entity', 'nobody'), 'woken/0/entity'],
  ['no host', shorter('users', 'shift'), 'users'],
  ['a role that there is not', withValue('users/1/role', 'King'), 'users/1/role'],
  ['chance that is no number', withValue('chance/2', null), 'chance/2'],
  ['a tick that is past counting', withValue('tick', 1e300), 'tick'],
  [
    'a step of undo with a wrong value',
    withValue('history/entries/0/back', [{ op: 'restoreComponents', entity: 'arm', components: [{ key: 'FloatValue', created: 1, values: { Value: 'x' } }] }]),
    'history/entries/0/back/0/components/0 (FloatValue)/values/Value',
  ],
  [
    'a step of undo of a field that there is not',
    withValue('history/entries/0/back', [{ op: 'patchBack', entity: 'arm', component: 'FloatValue', field: 'Size', patch: [] }]),
    'history/entries/0/back/0/field',
  ],
  [
    'a step of undo of a type that there is not',
    withValue('history/entries/0/back', [{ op: 'setField', entity: 'arm', component: 'Gone', field: 'Value', value: 1 }]),
    'history/entries/0/back/0/component',
  ],
  [
    'a step of undo that brings back what has the order of creation of something else',
    withValue('history/entries/0/back', [{ op: 'restoreComponents', entity: 'arm', components: [{ key: 'FloatValue', created: 0, values: {} }] }]),
    'history/entries/0/back/0/components/0/created',
  ],
  [
    'a removed entity without a parent that is none at all',
    (snapshot) => {
      const entity = { ...(at(snapshot, 'entities/1') as object), id: 'gone', parent: '' };
      withValue('history/entries/0/back', [{ op: 'restoreEntities', at: 0, entities: [entity] }])(snapshot);
    },
    'history/entries/0/back/0/entities/0 (gone)/parent',
  ],
  ['a step of undo that there is not', withValue('history/entries/0/back', [{ op: 'explode' }]), 'history/entries/0/back/0/op'],
  ['what was loaded without its entity', without('baseline/facts/0/entity'), 'baseline/facts/0/entity'],
  ['a connection that two have', again('systems/network/connections', 'systems/network/connections/0'), 'systems/network/connections/'],
  ['a connection of what is no client', withValue('systems/network/connections/0/component', 'Transform'), 'systems/network/connections/0'],
  ['a client that is open without a connection', shorter('systems/network/connections', 'shift'), 'systems/network/connections'],
  ['a message that is no base64', withValue('systems/network/connections/0/out', [{ bytes: '?' }]), 'systems/network/connections/0/out/0/bytes'],
  ['nothing of a system', without('systems/network'), 'systems/network'],
  ['a system that is not registered', withValue('systems/weather', {}), 'systems/weather'],
  ['a part that is not known', withValue('more', 1), 'more'],
  ['a default of a type that there is not', withValue('defaults/Gone', {}), 'defaults/Gone'],
  ['a default of a field that there is not', withValue('defaults/Spinner/Gone', 1), 'defaults/Spinner/Gone'],
  ['a default of another type', withValue('defaults/Spinner/Speed', 'fast'), 'defaults/Spinner/Speed'],
  ['an answer of another form', withValue('answered/0/1', { ok: 'yes' }), 'answered/0/1'],
  ['more saved than was edited', withValue('savedEdits', 1e6), 'savedEdits'],
])('%s is refused, with its place', (_, change, place) => {
  const snapshot = parsed();
  change(snapshot);
  const fault = faultOf(JSON.stringify(snapshot));
  expect(fault?.code).toBe('WW_SNAPSHOT_INVALID');
  expect(fault?.faults[0]?.path).toContain(place);
  expect(fault?.message).toContain(fault?.faults[0]?.path);
});

test('what a system has computed comes back, also where it is no number', () => {
  const snapshot = parsed() as never as { entities: { id: string; components: { key: string; values: Record<string, unknown> }[] }[] };
  const arm = snapshot.entities.find(({ id }) => id === 'shed');
  arm?.components.push({
    key: 'FloatValue',
    values: { Value: 'NaN' },
    created: (snapshot as never as { counters: { created: number } }).counters.created++,
  } as never);
  expect(JSON.parse(snapshotWorld(restoreWorld(JSON.stringify(snapshot), registry)))).toEqual(snapshot);
});

test('text that is no snapshot is refused', () => {
  for (const text of ['', 'null', '[]', '5', '{}', '{"format":"worldwire/snapshot","version":1}', '['.repeat(100_000)])
    expect(faultOf(text)?.code, text.slice(0, 50)).toBe('WW_SNAPSHOT_INVALID');
});

/** Stand-ins for what `JSON.stringify` cannot write. */
const WRITTEN: readonly (readonly [string, string])[] = [
  ['"@huge"', '1e999'],
  ['"@deep"', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
  ['"@proto":', '"__proto__":'],
];
const VALUES = [
  null,
  0,
  -1,
  1,
  1.5,
  2 ** 53,
  1e300,
  true,
  false,
  '',
  'lamp',
  'arm',
  '__proto__',
  'NaN',
  [],
  {},
  [null],
  '@huge',
  '@deep',
  { '@proto': { polluted: 1 } },
];

interface Change {
  readonly at: number;
  readonly how: 'delete' | 'replace' | 'copy' | 'twice' | 'add' | 'rename';
  readonly value: unknown;
  readonly from: number;
}

/** All places of a snapshot, by what holds them and their key. */
function placesOf(root: object): (readonly [Record<string, unknown>, string])[] {
  const places: (readonly [Record<string, unknown>, string])[] = [];
  const visit = (holder: Record<string, unknown>): void => {
    for (const [key, inner] of Object.entries(holder)) {
      places.push([holder, key]);
      if (typeof inner === 'object' && inner !== null) visit(inner as Record<string, unknown>);
    }
  };
  visit(root as Record<string, unknown>);
  return places;
}

function harmed(snapshot: object, changes: readonly Change[]): string {
  for (const { at, how, value, from } of changes) {
    const places = placesOf(snapshot);
    const [holder, key] = places[at % places.length] as (typeof places)[number];
    const [other, otherKey] = places[from % places.length] as (typeof places)[number];
    if (how === 'replace') holder[key] = value;
    else if (how === 'copy') holder[key] = JSON.parse(JSON.stringify(other[otherKey] ?? null)) as unknown;
    else if (how === 'add') Object.assign(holder, Array.isArray(holder) ? { [holder.length]: value } : { '@proto': value });
    else if (Array.isArray(holder)) {
      const list = holder as unknown[];
      if (how === 'delete') list.splice(Number(key), 1);
      else list.push(JSON.parse(JSON.stringify(list[Number(key)] ?? null)));
    } else if (how === 'rename') Object.defineProperty(holder, `${key}2`, { value: holder[key], enumerable: true, writable: true, configurable: true });
    else delete holder[key];
  }
  return WRITTEN.reduce((text, [word, written]) => text.replaceAll(word, written), JSON.stringify(snapshot));
}

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(100_000),
  how: fc.constantFrom('delete', 'replace', 'replace', 'copy', 'twice', 'add', 'rename'),
  value: fc.constantFrom(...VALUES),
  from: fc.nat(100_000),
});

test('however a snapshot is changed, it is refused by its place, or gives a world that goes on, and comes back the same', () => {
  let whole = 0;
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
      const text = harmed(parsed(), changes);
      let world;
      try {
        world = restoreWorld(text, registry);
      } catch (error) {
        expect(error).toBeInstanceOf(WorldwireError);
        expect((error as WorldwireError).code).toBe('WW_SNAPSHOT_INVALID');
        expect((error as WorldwireError).message.length).toBeLessThan(2_000);
        return;
      }
      whole++;
      const door = createDoor(world);
      const wanted: Envelope[] = [ANNA, BEN, ANNA, BEN].map((author, at) => ({ author, input: { type: at < 2 ? 'undo' : 'redo' } }));
      const events: LinkEvent[] = [1, 2, 3].flatMap((connection): LinkEvent[] => [
        { type: 'opened', connection, protocol: '', extensions: '' },
        { type: 'message', connection, data: 'x' },
        { type: 'closed', connection, code: 1000, reason: '' },
      ]);
      const inputs: Envelope[][] = [
        [],
        [{ author: HOST, input: { type: 'link', events } }, ...wanted],
        [{ author: ANNA, input: { type: 'revert', changes: [1, 2, 3, 4] } }],
        [],
      ];
      for (const each of inputs) {
        const { results, log } = door.step({ mode: 'tick', real: world.real + 1000, inputs: each });
        for (const result of results) expect(result.ok ? '' : result.code).not.toBe('WW_INTERNAL');
        expect(log.filter(({ message }) => message.includes('WW_SYSTEM_FAILED'))).toEqual([]);
      }
      expect(hashWorld(restoreWorld(snapshotWorld(world), registry))).toBe(hashWorld(world));
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    }),
    samples(4_000),
  );
  expect(whole).toBeGreaterThan(5);
});
