import { expect, test } from 'vitest';
import type { Asker, Errand } from '../../../server/limits/errand.ts';
import { SpareTime } from '../../../server/limits/spare-time.ts';

const asker = (who: string, more: Partial<Asker> = {}): Asker => ({ who, first: false, gone: () => false, ...more });

/** An errand of so many parts, each of which does its work by counting; tells of each part. */
function parts(count: number, told: (left: number) => void = () => undefined): Errand<number> {
  let left = count;
  return {
    part() {
      left -= 1;
      told(left);
      return left <= 0 ? { done: count } : undefined;
    },
  };
}

/** Keeps the thread for so many milliseconds. */
function busy(milliseconds: number): void {
  for (const end = performance.now() + milliseconds; performance.now() < end;);
}

test('ticks that come late while nobody asks or looks leave the share of those who look later as it was', () => {
  const spare = new SpareTime();
  for (let tick = 0; tick < 5; tick++) {
    busy(12);
    spare.ticked(12, 16);
  }
  expect(spare.looks(16, { next: Infinity })).toBeCloseTo(16 * 0.15, 6);
});

test('an errand is done in parts, between which the event loop turns', async () => {
  const spare = new SpareTime();
  let turns = 0;
  let going = true;
  const count = (): void => {
    turns += 1;
    if (going) setImmediate(count);
  };
  setImmediate(count);
  expect(await spare.do(asker('ann'), parts(10))).toBe(10);
  going = false;
  expect(turns).toBeGreaterThanOrEqual(9);
  expect(spare.waiting).toBe(0);
});

test('a question behind a hundred of the same one that nobody waits for any more is answered', async () => {
  const spare = new SpareTime();
  const gone = asker('ann', { gone: () => true });
  for (let count = 0; count < 100; count++) void spare.do(gone, parts(1));
  expect(await spare.do(asker('ann'), parts(1))).toBe(1);
  expect(spare.waiting).toBe(0);
});

test('one who asks once is not kept waiting by one who asks a hundred times', async () => {
  const spare = new SpareTime();
  const order: string[] = [];
  const work = (who: string): Errand<void> => ({
    part() {
      busy(1);
      order.push(who);
      return { done: undefined };
    },
  });
  const many = Array.from({ length: 100 }, () => spare.do(asker('many'), work('many')));
  await many[9];
  await spare.do(asker('one'), work('one'));
  // Whoever is served stays for some thirty milliseconds, which are at most so many of these.
  expect(order.indexOf('one')).toBeLessThan(45);
  await Promise.all(many);
});

test('who may edit goes before all who may only look', async () => {
  const spare = new SpareTime();
  const order: string[] = [];
  const work = (who: string): Errand<void> => ({ part: () => (order.push(who), { done: undefined }) });
  const all = ['ann', 'ben', 'cid'].map((who) => spare.do(asker(who), work(who)));
  all.push(spare.do(asker('builder', { first: true }), work('builder')));
  await Promise.all(all);
  // The first was on its way already.
  expect(order.indexOf('builder')).toBeLessThanOrEqual(1);
});

test('what nobody waits for any more is dropped, whether it was begun or not', async () => {
  const spare = new SpareTime();
  let gone = false;
  let done = 0;
  const dropped: string[] = [];
  const leaving = asker('ann', { gone: () => gone });
  void spare.do(leaving, {
    part() {
      done += 1;
      gone = done === 3;
      return undefined;
    },
    drop: () => dropped.push('begun'),
  });
  void spare.do(leaving, { part: () => expect.unreachable('it is not begun'), drop: () => dropped.push('waiting') });
  await spare.do(asker('ben'), parts(20));
  while (spare.waiting > 0) await new Promise((resolve) => setImmediate(resolve));
  expect(dropped).toEqual(['begun', 'waiting']);
  expect(done).toBe(3);
  expect(spare.waiting).toBe(0);
});

test('past a hundred questions of one, and past four megabytes of them, more are refused with when to ask again; others are heard', async () => {
  const spare = new SpareTime();
  const all = Array.from({ length: 100 }, () => spare.do(asker('ann'), parts(1)));
  await expect(spare.do(asker('ann'), parts(1))).rejects.toMatchObject({ code: 'WW_RATE_LIMITED', retryAfter: expect.any(Number) as number });
  await expect(spare.do(asker('ben'), parts(1))).resolves.toBe(1);
  await Promise.all(all);
  const large = (): Errand<number> => ({ ...parts(1), bytes: 3_000_000 });
  const held = spare.do(asker('ann'), large());
  await expect(spare.do(asker('ann'), large())).rejects.toMatchObject({ code: 'WW_RATE_LIMITED' });
  await held;
  await expect(spare.do(asker('ann'), large())).resolves.toBe(1);
});

test('all together no more wait than a server takes, and places of who has gone are given to others', async () => {
  const spare = new SpareTime();
  spare.watch({ next: -Infinity });
  let gone = false;
  for (let who = 0; who < 40; who++)
    for (let at = 0; at < 50; at++) void spare.do(asker(`user ${who}`, { gone: () => gone }), parts(1_000)).catch(() => undefined);
  expect(spare.waiting).toBe(2_000);
  await expect(spare.do(asker('late'), parts(1))).rejects.toMatchObject({ code: 'WW_RATE_LIMITED' });
  gone = true;
  await expect(spare.do(asker('late'), parts(1))).resolves.toBe(1);
});

test('no part begins where a tick is due, and all the same nobody waits for ever', async () => {
  const spare = new SpareTime();
  let next = Infinity;
  spare.watch({
    get next() {
      return next;
    },
  });
  const given: number[] = [];
  const work = (): Errand<void> => ({
    part(milliseconds) {
      given.push(milliseconds);
      return { done: undefined };
    },
  });
  await spare.do(asker('ann'), work());
  next = performance.now() + 1e9;
  await spare.do(asker('ann'), work());
  expect(given.every((milliseconds) => milliseconds === 3)).toBe(true);
  // Always due: what it is given is the least, and late.
  next = -Infinity;
  const begun = performance.now();
  await spare.do(asker('ann'), work());
  expect(given.at(-1)).toBe(1);
  expect(performance.now() - begun).toBeGreaterThan(20);
});

test('an errand that fails tells why, and the next has its turn', async () => {
  const spare = new SpareTime();
  const failing = spare.do(asker('ann'), { part: () => Promise.reject(new Error('broken')) });
  const throwing = spare.do(asker('ann'), {
    part() {
      throw new Error('thrown');
    },
  });
  await expect(failing).rejects.toThrow('broken');
  await expect(throwing).rejects.toThrow('thrown');
  await expect(spare.do(asker('ann'), parts(2))).resolves.toBe(2);
});

test('what goes on elsewhere keeps nobody waiting, not even for what else the same one asks', async () => {
  const spare = new SpareTime();
  let answered = false;
  let looked = 0;
  // As of a world in a thread that does not answer.
  const elsewhere = spare.do(asker('ann'), {
    async part() {
      looked += 1;
      await new Promise((resolve) => setTimeout(resolve, 30));
      return answered ? { done: 'at last' } : { later: true };
    },
  });
  for (const who of ['ann', 'ben', 'ann', 'ben', 'ann', 'ben']) expect(await spare.do(asker(who), parts(1))).toBe(1);
  expect(looked, 'it had its turns meanwhile').toBeGreaterThan(0);
  answered = true;
  expect(await elsewhere).toBe('at last');
});
