import { expect, it } from 'vitest';
import { budgetsOf, WorldBudget } from '../../../server/links/budget.ts';
import { rig, server } from './rigs.ts';

/** A budget, and how many ticks of one kind it is told of. */
function budget(
  more: Parameters<typeof budgetsOf>[0] = {},
  busy = 1,
): { budget: WorldBudget; ticks: (count: number, tick: { handed?: number; short?: boolean; late?: number; tickTime?: number }) => number } {
  const made = new WorldBudget(budgetsOf({ perTick: 1000, ...more }), () => busy);
  return {
    budget: made,
    ticks: (count, { handed, short = true, late = 0, tickTime = 5 }) => {
      for (let i = 0; i < count; i += 1) {
        made.used(handed ?? made.messages, short);
        made.adapt({ tickTime, late, interval: 1000 / 60 });
      }
      return made.messages;
    },
  };
}

it('grows while ticks are on time and messages are left over, up to its most', () => {
  const { ticks } = budget({ most: 1500 });
  expect(ticks(1, {})).toBe(1005);
  expect(ticks(100, {})).toBe(1500);
});

it('stays where nothing is left over', () => {
  expect(budget().ticks(100, { short: false })).toBe(1000);
});

it('stays where the tick itself takes most of its time', () => {
  expect(budget().ticks(100, { tickTime: 14 })).toBe(1000);
});

it('puts up with one late tick, and falls when they come often', () => {
  const { ticks } = budget();
  ticks(20, { short: false });
  expect(ticks(1, { late: 1 })).toBe(1000);
  expect(ticks(4, { late: 1 })).toBeLessThan(800);
});

it('falls no further than its least', () => {
  expect(budget({ least: 300 }).ticks(200, { late: 1 })).toBe(300);
});

it('does not fall for lateness that messages did not cause: few were handed over, or this thread had time left', () => {
  expect(budget().ticks(50, { late: 1, handed: 100 })).toBe(1000);
  expect(budget({}, 0.3).ticks(50, { late: 1 })).toBe(1000);
});

it('falls where the tick is long though this thread has time: the world runs in another', () => {
  expect(budget({}, 0.3).ticks(50, { late: 1, tickTime: 30 })).toBeLessThan(500);
});

it('finds its way back after a bad time', () => {
  const { ticks } = budget();
  expect(ticks(50, { late: 1 })).toBe(200);
  expect(ticks(400, {})).toBeGreaterThan(1000);
});

it('keeps late ticks to about two of sixty where a tick can carry 800', () => {
  const { budget: made, ticks } = budget();
  let late = 0;
  for (let i = 0; i < 3000; i += 1) {
    const isLate = made.messages > 800;
    if (isLate && i > 600) late += 1;
    ticks(1, { late: isLate ? 1 : 0 });
  }
  expect(late / 2400).toBeLessThan(0.05);
  expect(made.messages).toBeGreaterThan(600);
});

it('is not held against a tick that was handed nothing', async () => {
  const { url } = await server({
    serve: ({ socket }) => {
      for (let i = 0; i < 100; i += 1) socket.send('x');
    },
  });
  const links = rig({ budgets: { perTick: 100, least: 1 } });
  links.open(url());
  await links.until('all has arrived', () => links.links.stats.messagesIn === 100, 'pass');
  expect(links.collect()).toHaveLength(100);
  for (let i = 0; i < 50; i += 1) {
    links.collect();
    links.links.adapt({ tickTime: 100, late: 5, interval: 16 });
  }
  expect(links.links.stats.budget).toBe(100);
});

it('is what the manager goes by', async () => {
  const { url } = await server({
    serve: ({ socket }) => {
      for (let i = 0; i < 400; i += 1) socket.send('x');
    },
  });
  const links = rig({ budgets: { perTick: 100 } });
  links.open(url());
  await links.until('all has arrived', () => links.links.stats.messagesIn === 400, 'pass');
  expect(links.collect()).toHaveLength(100);
  links.links.adapt({ tickTime: 1, late: 0 });
  expect(links.collect()).toHaveLength(101);
});
