/** What the views of pages hold has a bound, for one user and for all who may only look, and it is given back. */
import { expect, test } from 'vitest';
import type { WorldwireError } from '../../engine/index.ts';
import { valuesOf, ViewShares, type ViewShare } from '../../server/sockets/view-shares.ts';
import { comeIn, raided } from './raiders.ts';
import { ask } from './running.ts';

const outcome = (share: ViewShare, values: number): string => {
  try {
    share.take(values);
    return 'held';
  } catch (error) {
    return (error as WorldwireError).code;
  }
};
const unfolded = (count: number): object => ({
  kind: 'tree',
  expanded: Array.from({ length: count }, (_, at) => (at + 1000).toString(36)),
  offset: 0,
  limit: 0,
});

test('views of a user hold so much from all their pages together; what is closed, folded or left makes room', async () => {
  const server = await raided();
  const [one, other] = [await comeIn(server, 'Builder'), await comeIn(server, 'Builder')];
  const second = await comeIn(server, 'Builder', { cookie: one.cookie });
  for (let view = 0; view < 10; view += 1) expect(await ask(one, 'watch', { view, what: unfolded(20_000) })).toMatchObject({ ok: true });
  for (let view = 0; view < 9; view += 1) expect(await ask(second, 'watch', { view, what: unfolded(20_000) })).toMatchObject({ ok: true });
  const refused = { ok: false, code: 'WW_LIMIT', message: expect.stringMatching(/your pages would hold 400520 values.*400000/u) as string };
  expect(await ask(second, 'watch', { view: 20, what: unfolded(20_000) })).toMatchObject(refused);
  // A small view that would become a large one stays what it is.
  expect(await ask(second, 'watch', { view: 20, what: unfolded(1) })).toMatchObject({ ok: true });
  expect(await ask(second, 'watch', { view: 20, what: unfolded(20_000) })).toMatchObject({ ok: false, code: 'WW_LIMIT' });
  expect(await ask(other, 'watch', { view: 1, what: unfolded(20_000) })).toMatchObject({ ok: true });
  expect(await ask(one, 'watch', { view: 0, what: unfolded(10) })).toMatchObject({ ok: true });
  expect(await ask(second, 'watch', { view: 20, what: unfolded(20_000) })).toMatchObject({ ok: true });
  expect(await ask(second, 'watch', { view: 21, what: unfolded(20_000) })).toMatchObject({ ok: false, code: 'WW_LIMIT' });
  await ask(one, 'unwatch', { view: 1 });
  expect(await ask(second, 'watch', { view: 21, what: unfolded(20_000) })).toMatchObject({ ok: true });
  // Who enters anew looks at nothing yet.
  await ask(one, 'enter', { world: 'raided' });
  for (let view = 0; view < 8; view += 1) expect(await ask(one, 'watch', { view, what: unfolded(20_000) })).toMatchObject({ ok: true });
  expect(server.worlds.get('raided').views.size).toBe(8 + 11 + 1);
});

test('views of all who may not edit hold so much together: past it who holds little is still served, and who may edit', () => {
  const shares = new ViewShares();
  const lookers = Array.from({ length: 5 }, (_, at) => shares.open(`looker ${at}`, () => false));
  for (const share of lookers) expect(outcome(share, 400_000)).toBe('held');
  let mayEdit = false;
  const late = shares.open('late', () => mayEdit);
  expect(outcome(late, 1501)).toBe('WW_LIMIT');
  expect(outcome(late, 1500)).toBe('held');
  expect(
    outcome(
      shares.open('late', () => false),
      1,
    ),
  ).toBe('WW_LIMIT');
  mayEdit = true;
  expect(outcome(late, 100_000)).toBe('held');
  // What somebody holds counts for as long as they may only look.
  lookers[0]?.end();
  expect(
    outcome(
      shares.open('next', () => false),
      390_000,
    ),
  ).toBe('held');
  mayEdit = false;
  expect(
    outcome(
      shares.open('last', () => false),
      2000,
    ),
  ).toBe('WW_LIMIT');
});

test('a long name counts as several values, and a view as some whatever it shows', () => {
  expect(valuesOf({ kind: 'log' })).toBe(26);
  expect(valuesOf({ kind: 'common', entities: ['a', 'b'.repeat(64)] })).toBe(26 + 1 + 3);
  expect(valuesOf({ kind: 'table', component: 'Transform', columns: ['name', 'Enabled'], offset: 0, limit: 10, sort: { by: 'name' } })).toBe(26 + 4);
});

test('a port of a graph counts as 400 values, since its flow notes what passes there', () => {
  const ports = (count: number) => ({ kind: 'ports', entity: 'lamp', component: 'Flow', ports: Array.from({ length: count }, (_, at) => `n${at}`) }) as const;
  expect(valuesOf(ports(2))).toBe(28 + 2 * 401);
  const share = new ViewShares().open('looker', () => false);
  for (let views = 0; views < 15; views += 1) expect(outcome(share, valuesOf(ports(64)))).toBe('held');
  expect(outcome(share, valuesOf(ports(64)))).toBe('WW_LIMIT');
});
