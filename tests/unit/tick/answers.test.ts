/** A request that arrives again counts once, however much others have asked meanwhile. */
import { expect, test } from 'vitest';
import { createDoor, hashWorld, restoreWorld, snapshotWorld, type Author, type Input, type InputResult } from '../../../engine/index.ts';
import { openRig } from '../world-rig.ts';

const ADMIN: Author = { userId: 'anna', role: 'Admin' };
const ADD: Input = { type: 'operations', operations: [{ op: 'addEntity', entity: { name: 'Added' } }] };
const IMPULSE: Input = { type: 'impulse', tag: 'tag' };
const added = (entities: Iterable<unknown>): number => [...entities].length - 1;

test('requests of others, however many and of however many, push out no answer of somebody who asks little', () => {
  const rig = openRig([{ id: 'a', name: 'a' }]);
  const give = (author: Author, requestId: string, input: Input): void =>
    void rig.door.step({ mode: 'pass', real: rig.world.real, inputs: [{ author, requestId, input }] });
  give(ADMIN, 'E', ADD);
  for (let at = 0; at < 1100; at += 1) give({ userId: 'gus', role: 'Guest' }, String(at), IMPULSE);
  give(ADMIN, 'E', ADD);
  expect(added(rig.world.entities.all())).toBe(1);
  for (let user = 0; user < 30; user += 1) for (let at = 0; at < 500; at += 1) give({ userId: `guest-${user}`, role: 'Guest' }, String(at), IMPULSE);
  give(ADMIN, 'E', ADD);
  expect(added(rig.world.entities.all())).toBe(1);
  const snapshot = snapshotWorld(rig.world);
  expect((JSON.parse(snapshot) as { answered: unknown[] }).answered.length).toBeLessThanOrEqual(10_000);
  // A restored world knows the same ones, and forgets the same ones as it goes on.
  const restored = restoreWorld(snapshot, rig.world.registry);
  expect(snapshotWorld(restored)).toBe(snapshot);
  const door = createDoor(restored);
  for (let at = 0; at < 2000; at += 1) {
    const input = { author: { userId: `late-${at % 3}`, role: 'Guest' as const }, requestId: String(at), input: IMPULSE };
    rig.door.step({ mode: 'pass', real: rig.world.real, inputs: [input] });
    door.step({ mode: 'pass', real: restored.real, inputs: [input] });
  }
  expect(snapshotWorld(restored)).toBe(snapshotWorld(rig.world));
});

test('of one author the newest thousand answers are kept; where authors are more than answers, the oldest go', () => {
  const rig = openRig([{ id: 'a', name: 'a' }]);
  const give = (author: Author, requestId: string, input: Input): void =>
    void rig.door.step({ mode: 'pass', real: rig.world.real, inputs: [{ author, requestId, input }] });
  for (let at = 0; at < 1001; at += 1) give(ADMIN, String(at), at < 2 ? ADD : IMPULSE);
  give(ADMIN, '1', ADD);
  expect(added(rig.world.entities.all())).toBe(2);
  give(ADMIN, '0', ADD);
  expect(added(rig.world.entities.all())).toBe(3);
  for (let user = 0; user < 12_000; user += 1) give({ userId: `guest-${user}`, role: 'Guest' }, 'x', IMPULSE);
  const { answered } = JSON.parse(snapshotWorld(rig.world)) as { answered: [string, unknown][] };
  expect(answered.length).toBeLessThanOrEqual(10_000);
  expect(answered.at(-1)?.[0]).toBe('guest-11999 x');
});

test('users who may not edit, however many come, push out no answer of one who may; those keep some places for them all the same', () => {
  const rig = openRig([{ id: 'a', name: 'a' }]);
  const give = (author: Author, requestId: string, input: Input): InputResult | undefined =>
    rig.door.step({ mode: 'pass', real: rig.world.real, inputs: [{ author, requestId, input }] }).results[0];
  give(ADMIN, 'E', ADD);
  for (let user = 0; user < 12_000; user += 1) give({ userId: `guest-${user}`, role: 'Guest' }, 'x', IMPULSE);
  give(ADMIN, 'E', ADD);
  expect(added(rig.world.entities.all())).toBe(1);
  // Those who may edit are known again by themselves, up to nine thousand of them beside the thousand of the others who asked last.
  for (let user = 0; user < 9_000; user += 1) give({ userId: `builder-${user}`, role: 'Builder' }, 'x', IMPULSE);
  const text = snapshotWorld(rig.world);
  const { answered } = JSON.parse(text) as { answered: (readonly [string, unknown, string, string?])[] };
  expect(answered.length).toBeLessThanOrEqual(10_000);
  const guests = answered.filter(([, , , by]) => by === 'guest');
  expect(guests.length).toBeGreaterThanOrEqual(1_000);
  expect(guests.at(-1)?.[0]).toBe('guest-11999 x');
  expect(snapshotWorld(restoreWorld(text, rig.world.registry))).toBe(text);
});

test('what answers hold is bounded for each author and for all: batches of thousands are forgotten sooner, and none of who asks little', () => {
  const rig = openRig([{ id: 'a', name: 'a' }]);
  const result: InputResult = { ok: true, tick: 1, results: Array.from({ length: 10_000 }, () => ({ entity: 'a' })) };
  const { answered } = rig.world;
  answered.add('anna', 'E', 'edit 0', { ok: true, tick: 1, results: [{ entity: 'a' }] }, true);
  for (let user = 0; user < 30; user += 1) for (let at = 0; at < 40; at += 1) answered.add(`builder-${user}`, String(at), 'edit 1', result, true);
  const held = new Map<string, number>();
  for (const [key, { ok, ...told }] of answered.stored()) {
    const author = key.slice(0, key.indexOf(' '));
    held.set(author, (held.get(author) ?? 0) + (ok && 'results' in told ? told.results.length : 0));
  }
  expect(Math.max(...held.values())).toBeLessThanOrEqual(100_000);
  expect([...held.values()].reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(1_000_000);
  expect(answered.get('anna', 'E', 'edit 0')).toMatchObject({ ok: true });
  expect(answered.get('builder-29', '39', 'edit 1')).toBe(result);
});

test('another request under an id that was used is refused and not answered with what that one came to; the very same one gets its old answer', () => {
  const rig = openRig([{ id: 'a', name: 'a' }]);
  const give = (input: Input, author = ADMIN): InputResult | undefined =>
    rig.door.step({ mode: 'pass', real: rig.world.real, inputs: [{ author, requestId: 'E', input }] }).results[0];
  const first = give(ADD);
  const refused = { ok: false, requestId: 'E', code: 'WW_REQUEST_ID', message: expect.stringMatching(/"E".* of the kind operations/) as string };
  // Of another kind, of the same kind with other words, and of the same words beside one more.
  expect(give(IMPULSE)).toMatchObject(refused);
  expect(give({ type: 'undo' })).toMatchObject(refused);
  expect(give({ type: 'operations', operations: [{ op: 'addEntity', entity: { name: 'Other' } }] })).toMatchObject(refused);
  expect(give({ ...ADD, history: false })).toMatchObject(refused);
  expect(added(rig.world.entities.all())).toBe(1);
  // What was refused has not taken the id over, and the order of keys makes no other request.
  expect(give(ADD)).toBe(first);
  expect(give({ operations: [{ entity: { name: 'Added' }, op: 'addEntity' }], type: 'operations' })).toBe(first);
  // The id is the author's own.
  expect(give(IMPULSE, { userId: 'ben', role: 'Admin' })).toMatchObject({ ok: true, triggered: 0 });
});

test('a restored world still tells requests of one id apart; one of an older version gives its old answer to whatever comes under the id', () => {
  const rig = openRig([{ id: 'a', name: 'a' }]);
  rig.door.step({ mode: 'pass', real: 0, inputs: [{ author: ADMIN, requestId: 'E', input: ADD }] });
  const text = snapshotWorld(rig.world);
  const again = (snapshot: string): InputResult | undefined =>
    createDoor(restoreWorld(snapshot, rig.world.registry)).step({ mode: 'pass', real: 0, inputs: [{ author: ADMIN, requestId: 'E', input: IMPULSE }] })
      .results[0];
  expect(again(text)).toMatchObject({ ok: false, code: 'WW_REQUEST_ID' });
  const parts = JSON.parse(text) as { answered: unknown[][] };
  const older = JSON.stringify({ ...parts, answered: parts.answered.map((each) => each.slice(0, 2)) });
  expect(again(older)).toMatchObject({ ok: true, results: [{}] });
  expect(hashWorld(restoreWorld(older, rig.world.registry))).toBe(hashWorld(rig.world));
});

test('a snapshot with more answers than a world keeps is refused, and a kind of a request that somebody has made up is not quoted whole', () => {
  const rig = openRig([{ id: 'a', name: 'a' }]);
  rig.door.step({ mode: 'pass', real: 0, inputs: [{ author: ADMIN, requestId: 'E', input: ADD }] });
  const parts = JSON.parse(snapshotWorld(rig.world)) as { answered: unknown[][] };
  const [first] = parts.answered as [unknown[]];
  const many = JSON.stringify({ ...parts, answered: Array.from({ length: 10_001 }, (_, at) => [`anna ${at}`, first[1], first[2]]) });
  expect(() => restoreWorld(many, rig.world.registry)).toThrow(/answered: expected at most 10000 answers, found a list of 10001/);
  const odd = JSON.stringify({ ...parts, answered: [[first[0], first[1], `${'k'.repeat(5_000)} 0`]] });
  const door = createDoor(restoreWorld(odd, rig.world.registry));
  const again = door.step({ mode: 'pass', real: 0, inputs: [{ author: ADMIN, requestId: 'E', input: ADD }] }).results[0];
  expect(again).toMatchObject({ ok: false, code: 'WW_REQUEST_ID' });
  expect((again as { message: string }).message.length).toBeLessThan(300);
});
