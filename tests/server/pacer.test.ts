import { createHook } from 'node:async_hooks';
import { expect, test } from 'vitest';
import { Pacer, type Turn } from '../../server/hosting/pacer.ts';
import { atEnd, until } from './running.ts';

function pace(tickRate: number, turn: (mode: Turn) => void | Promise<void> = () => undefined): { pacer: Pacer; turns: { mode: Turn; at: number }[] } {
  const turns: { mode: Turn; at: number }[] = [];
  const pacer = new Pacer({
    tickRate,
    failed: () => undefined,
    turn: (mode) => {
      turns.push({ mode, at: performance.now() });
      return turn(mode);
    },
  });
  atEnd(() => pacer.stop());
  return { pacer, turns };
}
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const busy = (ms: number): void => {
  const end = performance.now() + ms;
  while (performance.now() < end);
};

test('ticks follow the clock and do not drift: what has passed and what was left out make up the time', async () => {
  const { pacer, turns } = pace(60);
  const begun = performance.now();
  pacer.start();
  await until('a second of ticks', () => turns.length + pacer.late >= 60);
  const last = turns.at(-1)?.at ?? 0;
  const due = Math.floor((last - begun) / (1000 / 60)) + 1;
  expect(Math.abs(turns.length + pacer.late - due)).toBeLessThanOrEqual(1);
});

test('a tick never begins before its time', async () => {
  const { pacer, turns } = pace(100);
  const begun = performance.now();
  pacer.start();
  await until('some ticks', () => turns.length >= 50);
  for (const [index, turn] of turns.entries()) expect(turn.at - begun).toBeGreaterThanOrEqual(index * 10);
});

test('between its ticks a world leaves the processor alone', async () => {
  let planned = 0;
  const hook = createHook({
    init(_id, type) {
      if (type === 'Immediate' || type === 'Timeout') planned += 1;
    },
  });
  const { pacer, turns } = pace(60);
  hook.enable();
  atEnd(() => hook.disable());
  pacer.start();
  await new Promise<void>((resolve) => {
    const wait = (): unknown => (turns.length >= 40 ? resolve() : setTimeout(wait, 100));
    wait();
  });
  // A timer for each tick, another where that ends early, and a turn of the event loop where it ends late.
  expect(planned / turns.length).toBeLessThan(5);
});

test('worlds of one process whose ticks take little are woken together, on whole periods', async () => {
  const paces = [pace(60), pace(60), pace(30)];
  for (const { pacer } of paces) {
    pacer.start();
    busy(3);
  }
  await until('ticks of each', () => paces.every(({ turns }) => turns.length >= 3));
  for (const { pacer } of paces) {
    const periods = pacer.next / pacer.period;
    expect(Math.abs(periods - Math.round(periods))).toBeLessThan(0.001);
  }
});

/** Where between two whole periods the next tick of a world that starts now lies: 0 with the others, 0.5 halfway. */
function partOfPeriod(): number {
  const { pacer } = pace(50);
  pacer.start();
  return Math.round(((pacer.next / pacer.period) % 1) * 1000) / 1000;
}

test.for<[string, (pacer: Pacer) => Promise<unknown> | void]>([
  ['are opened paused', (pacer) => pacer.start(true)],
  [
    'are paused',
    (pacer) => {
      pacer.start();
      pacer.pause();
    },
  ],
  [
    'go on by single ticks',
    (pacer) => {
      pacer.start();
      void pacer.step(1);
    },
  ],
  [
    'are paused and given another speed',
    (pacer) => {
      pacer.start(true);
      pacer.setSpeed(0.5);
    },
  ],
  [
    'have ended, and are given another speed',
    async (pacer) => {
      pacer.start();
      await pacer.stop();
      pacer.setSpeed(0.5);
    },
  ],
])('worlds that %s take no part in the moments at which others tick', async ([, rest]) => {
  // As many as would part those that tick: each that has yet to tick is taken for half a millisecond, and three are woken together.
  for (let count = 0; count < 8; count += 1) await rest(pace(50).pacer);
  expect(partOfPeriod() % 1).toBe(0);
});

test('a world that goes on after a pause ticks together with the others again', () => {
  const { pacer } = pace(50);
  pacer.start(true);
  pacer.setSpeed(0.5);
  pacer.resume();
  expect(Math.abs((pacer.next / pacer.period) % 1)).toBeCloseTo(0, 6);
  for (let count = 0; count < 5; count += 1) pace(50).pacer.start();
  // It counts again: with the five that came after it there is no room left for another on whole periods.
  expect(partOfPeriod()).toBe(0.5);
});

test('ticks that come too late are counted and not made up for in a burst', async () => {
  let slept = false;
  const { pacer, turns } = pace(50, () => {
    if (turns.length === 5 && !slept) {
      slept = true;
      busy(210);
    }
  });
  pacer.start();
  await until('ticks after the long one', () => turns.length >= 12);
  expect(pacer.late).toBeGreaterThanOrEqual(9);
  for (let index = 7; index < turns.length; index += 1) expect((turns[index]?.at ?? 0) - (turns[index - 2]?.at ?? 0)).toBeGreaterThan(10);
});

test('a tick that is overdue begins in the midst of what keeps the event loop, once, and none that is not due', async () => {
  const { pacer, turns } = pace(20);
  pacer.start();
  await until('a tick', () => turns.length > 0);
  const before = turns.length;
  pacer.look();
  expect(turns.length).toBe(before);
  busy(70);
  pacer.look();
  pacer.look();
  expect(turns.length).toBe(before + 1);
  busy(70);
  pacer.pause();
  pacer.look();
  expect(turns.length).toBe(before + 1);
});

test('turns that answer by promise never overlap', async () => {
  let inside = 0,
    most = 0;
  const { pacer, turns } = pace(200, async () => {
    inside += 1;
    most = Math.max(most, inside);
    await sleep(12);
    inside -= 1;
  });
  pacer.start();
  await until('some turns', () => turns.length >= 20);
  expect(most).toBe(1);
  expect(pacer.late).toBeGreaterThan(0);
});

test('a paused world gets passes, at once when something waits, and no tick', async () => {
  const { pacer, turns } = pace(60);
  pacer.start(true);
  await until('passes by themselves', () => turns.length >= 5);
  expect(turns.every((turn) => turn.mode === 'pass')).toBe(true);
  const count = turns.length;
  pacer.poke();
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  expect(turns.length).toBe(count + 1);
});

test('a running world takes in by a pass what is in a hurry, once between two ticks, and all else with its next tick', async () => {
  const { pacer, turns } = pace(30, () => pacer.poke(isHurried));
  let isHurried = false;
  pacer.start();
  await until('some ticks', () => turns.length >= 10);
  expect(turns.filter(({ mode }) => mode === 'pass')).toEqual([]);
  isHurried = true;
  await until('passes between them', () => turns.filter(({ mode }) => mode === 'pass').length >= 5);
  for (const [index, { mode }] of turns.entries()) if (mode === 'pass') expect(turns[index - 1]?.mode).toBe('tick');
});

test('passes between ticks take a tenth of the time at most: what is in a hurry waits for its tick where they take long', async () => {
  const { pacer, turns } = pace(20, (mode) => {
    if (mode === 'pass') busy(15);
  });
  const hurry = setInterval(() => pacer.poke(true), 1);
  atEnd(() => clearInterval(hurry));
  pacer.start();
  await until('a second of ticks', () => turns.filter(({ mode }) => mode === 'tick').length >= 20);
  const passes = turns.filter(({ mode }) => mode === 'pass').map(({ at }) => at);
  expect(passes.length).toBeGreaterThan(1);
  for (const [index, at] of passes.entries()) expect(at - (passes[index - 1] ?? -Infinity)).toBeGreaterThanOrEqual(149);
});

test('a slow world takes inputs in between its ticks', async () => {
  const { pacer, turns } = pace(2);
  pacer.start();
  await until('a second', () => turns.filter((turn) => turn.mode === 'tick').length >= 3);
  expect(turns.filter((turn) => turn.mode === 'pass').length).toBeGreaterThanOrEqual(10);
  expect(pacer.measured().rate).toBeLessThanOrEqual(3);
});

test('stepping lets just so many ticks pass', async () => {
  const { pacer, turns } = pace(60);
  pacer.start();
  await pacer.step(7);
  const after = turns.filter((turn) => turn.mode === 'tick').length;
  await sleep(120);
  expect(turns.filter((turn) => turn.mode === 'tick').length).toBe(after);
  await Promise.all([pacer.step(2), pacer.step(3)]);
  expect(turns.filter((turn) => turn.mode === 'tick').length).toBe(after + 5);
  expect(pacer.paused).toBe(true);
});

test('stepping ends before the tick that it may not let pass any more, with the reason; who waits behind goes on', async () => {
  const { pacer, turns } = pace(60);
  pacer.start(true);
  const ticks = (): number => turns.filter((turn) => turn.mode === 'tick').length;
  const refusing = (most: number) => () => {
    if (ticks() >= most) throw new Error('no more');
  };
  const [first, second, third] = await Promise.allSettled([pacer.step(10, refusing(4)), pacer.step(10, refusing(0)), pacer.step(3)]);
  expect([first, second]).toMatchObject([{ reason: { message: 'no more' } }, { reason: { message: 'no more' } }]);
  expect(third.status).toBe('fulfilled');
  expect(ticks()).toBe(7);
  await expect(pacer.step(10, refusing(0))).rejects.toThrow('no more');
  await sleep(120);
  expect([ticks(), pacer.paused]).toEqual([7, true]);
});

test('speed scales the rate', async () => {
  const { pacer, turns } = pace(50);
  pacer.setSpeed(4);
  const begun = performance.now();
  pacer.start();
  await until('half a second', () => turns.length + pacer.late >= 100);
  const took = (turns.at(-1)?.at ?? 0) - begun;
  expect(took).toBeGreaterThan(490);
  expect(turns.length + pacer.late).toBeGreaterThanOrEqual(Math.floor(took / 5));
});

test('what must not meet a turn runs between two, in order', async () => {
  const { pacer } = pace(500, () => sleep(2));
  pacer.start();
  const order: number[] = [];
  await Promise.all(
    [1, 2, 3].map((number) =>
      pacer.exclusive(async () => {
        order.push(number);
        await sleep(5);
        order.push(-number);
      }),
    ),
  );
  expect(order).toEqual([1, -1, 2, -2, 3, -3]);
  await expect(
    pacer.exclusive(() => {
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
});

test('a turn that throws does not stop the next', async () => {
  const failures: unknown[] = [];
  let turns = 0;
  const pacer = new Pacer({
    tickRate: 200,
    failed: (error) => failures.push(error),
    turn: () => {
      turns += 1;
      throw new Error('broken');
    },
  });
  atEnd(() => pacer.stop());
  pacer.start();
  await until('some turns', () => turns >= 5);
  expect(failures.length).toBeGreaterThanOrEqual(4);
});

test('waiting for a gap ends even where there is none', async () => {
  const { pacer } = pace(100, () => busy(12));
  pacer.start();
  const begun = performance.now();
  await pacer.gap(5);
  expect(performance.now() - begun).toBeLessThan(5000);
});
