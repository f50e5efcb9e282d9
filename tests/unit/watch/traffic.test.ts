/** The timeline of what passes all connections: windows counted from the newest, filters, and stands that are held. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PassedEntry, TrafficFilter, View, ViewRequest, ViewUpdate } from '../../../engine/index.ts';
import { tapsOf } from '../../../engine/watch/taps.ts';
import { samples } from '../../samples.ts';
import { openRig, type Rig } from '../world-rig.ts';

type Traffic = Extract<ViewUpdate, { kind: 'traffic' }>;
interface Timed {
  readonly rig: Rig;
  say(entity: string, data: string | Uint8Array, what?: 'in' | 'out'): void;
  open(what: Partial<Extract<View, { kind: 'traffic' }>>, view?: number): Traffic | undefined;
  scroll(offset: number, limit: number): Traffic | undefined;
  look(wait?: number): Traffic | undefined;
}

/** A world of three connections and its timeline. */
function timed(trafficKeep = 1e6): Timed {
  const entities = ['a', 'b', 'c'].map((id) => ({ id, name: id.toUpperCase(), ...(id === 'c' ? { parent: 'b' } : {}), components: { WebsocketClient: {} } }));
  const rig = openRig(entities, {}, { trafficKeep });
  const taps = tapsOf(rig.world);
  const step = (views: readonly ViewRequest[], wait: number): Traffic | undefined =>
    rig.door.step({ mode: 'tick', real: rig.world.real + wait, inputs: [], views }).updates.find((update): update is Traffic => update.kind === 'traffic');
  return {
    rig,
    say(entity, data, what = 'in') {
      const row = rig.world.entities.held(rig.world.entities.rowOf(entity) as number).find(({ key }) => key === 'WebsocketClient')?.row as number;
      taps.message(row, what, data, typeof data === 'string' ? new TextEncoder().encode(data).length : data.length);
    },
    open: (what, view = 1) => step([{ type: 'open', view, what: { kind: 'traffic', filter: {}, offset: 0, limit: 10, ...what } }], 1),
    scroll: (offset, limit) => step([{ type: 'scroll', view: 1, offset, limit }], 1),
    look: (wait = 200) => step([], wait),
  };
}
const texts = (told: Traffic | undefined): readonly string[] => (told?.rows ?? []).map(({ data }) => data);
const found = (filter: TrafficFilter, ...said: readonly (readonly [string, string | Uint8Array, ('in' | 'out')?])[]): readonly string[] => {
  const world = timed();
  for (const [entity, data, what] of said) world.say(entity, data, what);
  return texts(world.open({ filter, limit: 100 }));
};

test('what was said before anybody looked is there, and what is said is told as it comes, the newest last', () => {
  const { say, open, look, rig } = timed();
  say('a', 'one');
  say('b', 'two', 'out');
  const first = open({});
  expect(first?.rows).toEqual([
    { seq: 1, tick: 0, real: 0, entity: 'a', name: 'A', component: 'WebsocketClient', what: 'in', size: 3, binary: false, data: 'one', cut: false },
    expect.objectContaining({ seq: 2, entity: 'b', what: 'out', data: 'two' }),
  ]);
  expect(first).toMatchObject({ total: 2, offset: 0, kept: [1, 2] });
  expect(look()).toBeUndefined();
  say('a', 'three');
  expect(texts(look())).toEqual(['one', 'two', 'three']);
  rig.door.step({
    mode: 'tick',
    real: 1_000,
    inputs: [{ author: { userId: 'host', role: 'Admin' }, input: { type: 'operations', operations: [{ op: 'removeEntity', entity: 'a' }] } }],
  });
  say('b', 'four');
  expect(look()?.rows.map(({ name }) => name)).toEqual(['A', 'B', 'A', 'B']);
});

test('a window counts from the newest, and does not leave the list', () => {
  const { say, open, scroll } = timed();
  for (let at = 0; at < 50; at++) say('a', `${at}`);
  expect(texts(open({ limit: 3 }))).toEqual(['47', '48', '49']);
  expect(texts(scroll(10, 3))).toEqual(['37', '38', '39']);
  expect(scroll(1_000, 3)).toMatchObject({ offset: 47, rows: [{ data: '0' }, { data: '1' }, { data: '2' }] });
});

test('the attempts, the opening and the faults of a connection stand among its messages', async () => {
  const { open, rig } = timed();
  const place = { op: 'setField', entity: 'a', component: 'WebsocketClient' } as const;
  const enable = [
    { ...place, field: 'URL', value: 'ws://localhost:9' },
    { ...place, field: 'HandlingUser', value: { userId: 'host' } },
  ] as const;
  rig.door.step({ mode: 'tick', real: 1, inputs: [{ author: { userId: 'host', role: 'Admin' }, input: { type: 'operations', operations: enable } }] });
  const told = open({ limit: 100 });
  expect(told?.rows.length).toBeGreaterThan(0);
  expect(told?.rows.every(({ what }) => what === 'state' || what === 'handshake' || what === 'fault')).toBe(true);
});

test.each<[string, TrafficFilter, readonly string[]]>([
  ['by direction', { what: ['out'] }, ['beta']],
  ['by entity', { of: [{ entity: 'b' }] }, ['beta', 'gamma 12']],
  ['by what is below an entity', { of: [{ entity: 'b', below: true }] }, ['beta', 'gamma 12', '{"temp":21,"at":{"name":"Oven"}}']],
  ['by another component, of which there is nothing', { of: [{ entity: 'b', component: 'WebsocketClient#2' }] }, []],
  ['by text, capitals or not', { text: ['ALPHA'] }, ['Alpha']],
  ['by each of several texts', { text: ['gam', '12'] }, ['gamma 12']],
  ['by signs that mean something elsewhere', { text: ['.'] }, []],
  ['by texts that are not there', { not: ['a'] }, ['AQI=']],
  ['by an expression', { match: '^g.*\\d+$' }, ['gamma 12']],
  ['by size', { least: 5, most: 7 }, ['Alpha']],
  ['by being binary', { binary: true }, ['AQI=']],
  ['by a place in JSON', { json: [{ path: ['temp'], is: '>', value: 20 }] }, ['{"temp":21,"at":{"name":"Oven"}}']],
  ['by a place deep in JSON', { json: [{ path: ['at', 'name'], is: '~', value: 'oV' }] }, ['{"temp":21,"at":{"name":"Oven"}}']],
  ['by a place that JSON does not have', { json: [{ path: ['constructor'], is: 'has' }] }, []],
  ['by an inherited place', { json: [{ path: ['__proto__'], is: 'has' }] }, []],
  ['by several at once', { what: ['in'], of: [{ entity: 'b' }], text: ['a'] }, ['gamma 12']],
])('messages are found %s', (_how, filter, wanted) => {
  const said = [
    ['a', 'Alpha'],
    ['b', 'beta', 'out'],
    ['b', 'gamma 12'],
    ['c', '{"temp":21,"at":{"name":"Oven"}}'],
    ['a', new Uint8Array([1, 2])],
  ] as const;
  expect(found({ what: ['in', 'out'], ...filter }, ...said)).toEqual(wanted);
});

test('an expression that cannot be read is told so', () => {
  const { rig } = timed();
  const views = [{ type: 'open', view: 1, what: { kind: 'traffic', filter: { match: '(' }, offset: 0, limit: 9 } }] as const;
  expect(rig.door.step({ mode: 'tick', real: 1, inputs: [], views }).updates).toMatchObject([
    { kind: 'fault', code: 'WW_BAD_REQUEST', message: expect.stringMatching(/^the expression \/\(\/ cannot be read: /) as string },
  ]);
});

test('a stand that is held stays as it was for whatever filter, until half a minute after the last has left it', () => {
  const { say, open, look, rig } = timed();
  say('a', 'one');
  say('b', 'two');
  expect(texts(open({ hold: 'stand-of-ann' }))).toEqual(['one', 'two']);
  for (let at = 0; at < 200_000; at++) say('a', `more ${at}`);
  expect(look()).toBeUndefined();
  expect(texts(open({ hold: 'stand-of-ann', filter: { text: ['two'] } }))).toEqual(['two']);
  rig.door.step({ mode: 'tick', real: rig.world.real + 1, inputs: [], views: [{ type: 'close', view: 1 }] });
  rig.door.step({ mode: 'tick', real: rig.world.real + 31_000, inputs: [] });
  expect(open({ hold: 'stand-of-ann' })?.total).toBe(tapsOf(rig.world).ring?.count);
});

test('eight may hold it still, and a ninth is told so', () => {
  const { say, rig } = timed();
  say('a', 'one');
  const views = Array.from(
    { length: 9 },
    (_, at) => ({ type: 'open', view: at + 1, what: { kind: 'traffic', filter: {}, offset: 0, limit: 5, hold: `stand-${at}` } }) as const,
  );
  const { updates } = rig.door.step({ mode: 'tick', real: 1, inputs: [], views });
  expect(updates.filter(({ kind }) => kind === 'traffic')).toHaveLength(8);
  expect(updates.filter((update) => update.kind === 'fault')).toMatchObject([{ view: 9, code: 'WW_LIMIT' }]);
});

test('entries are asked for by their numbers, whole, and in parts where they are many', async () => {
  const { say, rig } = timed();
  say('a', 'x'.repeat(5_000));
  for (let at = 0; at < 1_500; at++) say('b', `${at}`);
  const whole = await rig.door.ask({ ask: 'traffic', filter: { seqs: [1] }, after: 0, limit: 1 });
  expect(whole.entries.map(({ data, cut }) => [data.length, cut])).toEqual([[5_000, false]]);
  const first = await rig.door.ask({ ask: 'traffic', filter: { of: [{ entity: 'b' }] }, after: 0, limit: 5_000 });
  expect([first.entries.length, first.next]).toEqual([1_000, 1_001]);
  const rest = await rig.door.ask({ ask: 'traffic', filter: { of: [{ entity: 'b' }] }, after: first.next ?? 0, limit: 5_000 });
  expect([rest.entries.length, rest.next, rest.entries.at(-1)?.data]).toEqual([500, null, '1499']);
});

test('a host that keeps no timeline says so', async () => {
  const { say, open, rig } = timed(0);
  say('a', 'one');
  expect(open({})).toMatchObject({ total: 0, rows: [], kept: null });
  await expect(rig.door.ask({ ask: 'traffic', filter: {}, after: 0, limit: 1 })).rejects.toMatchObject({ code: 'WW_NOT_FOUND' });
});

test('whatever is said and asked for, the view shows what a plain search of all finds', () => {
  const words = ['up', 'down', 'Up and down', '{"v":1}', '{"v":2}', 'x'.repeat(300)];
  const said = fc.record({ who: fc.constantFrom('a', 'b', 'c'), word: fc.constantFrom(...words), out: fc.boolean(), looks: fc.boolean() });
  const filter = fc.record(
    {
      text: fc.constantFrom(['up'], ['down', 'and']),
      what: fc.constantFrom(['in' as const], ['out' as const]),
      of: fc.constantFrom([{ entity: 'a' }], [{ entity: 'b', below: true as const }]),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.array(said, { maxLength: 80 }), filter, fc.nat(20), (all, wanted, before) => {
      const { say, open, look } = timed(12_000);
      const kept: (readonly [string, string, 'in' | 'out'])[] = [];
      let told: Traffic | undefined;
      for (const [at, { who, word, out, looks }] of all.entries()) {
        if (at === before) told = open({ filter: wanted, limit: 1_000 }) ?? told;
        say(who, word, out ? 'out' : 'in');
        kept.push([who, word, out ? 'out' : 'in']);
        if (looks && at > before) told = look() ?? told;
      }
      told = (all.length <= before ? open({ filter: wanted, limit: 1_000 }) : look()) ?? told;
      let bytes = 0;
      const first = kept.findLastIndex(([, word]) => (bytes += word.length + 64) > 12_000);
      const inRing = kept.slice(Math.min(first + 1, Math.max(0, kept.length - 1)));
      const fits = inRing.filter(
        ([who, word, what]) =>
          (wanted.text ?? []).every((text) => word.toLowerCase().includes(text)) &&
          (wanted.what ?? [what]).some((each) => each === what) &&
          (wanted.of ?? [{ entity: who }]).some((of) => of.entity === who || ('below' in of && who === 'c')),
      );
      const shown = (told?.rows ?? []).filter(({ what }: PassedEntry) => what === 'in' || what === 'out');
      expect(shown.map(({ entity, data, what }) => [entity, data, what])).toEqual(fits.map(([who, word, what]) => [who, word.slice(0, 240), what]));
    }),
    samples(150),
  );
});
