import { expect, test } from 'vitest';
import { StatesSeen } from '../../../inspector-ui/overview/states-seen.ts';

/** Groups that each draw anew when another has told something, as those of the page do, until nobody has anything to tell. */
function overview(...groups: (() => { id: string; state: 'Open' | 'Connecting' | 'WaitingToRetry' }[])[]): { seen: StatesSeen; draw(): number } {
  const seen = new StatesSeen();
  const drawn = groups.map((rows) => ({ rows, group: seen.group(), at: -1 }));
  return {
    seen,
    draw: () => {
      let rounds = 0;
      for (let isDone = false; !isDone && rounds < 20; rounds += 1) {
        isDone = true;
        for (const each of drawn) {
          if (each.at === seen.changed.value) continue;
          isDone = false;
          each.at = seen.changed.value;
          each.group.show(each.rows());
        }
      }
      return rounds;
    },
  };
}

test('two groups that both hold a connection, while one has not heard yet that it left, come to rest', () => {
  let open = [{ id: 'lamp', state: 'Open' as const }];
  const waiting: { id: string; state: 'WaitingToRetry' }[] = [];
  const { seen, draw } = overview(
    () => open,
    () => waiting,
  );
  expect(draw()).toBeLessThan(5);
  waiting.push({ id: 'lamp', state: 'WaitingToRetry' });
  seen.changed.value += 1;
  expect(draw(), 'rounds until nobody tells anything any more').toBeLessThan(5);
  expect(seen.of('lamp'), 'whoever told last').toBe('WaitingToRetry');
  open = [];
  seen.changed.value += 1;
  expect(draw()).toBeLessThan(5);
  expect(seen.of('lamp')).toBe('WaitingToRetry');
  // It comes back: that is told again.
  open = [{ id: 'lamp', state: 'Open' }];
  waiting.splice(0);
  seen.changed.value += 1;
  expect(draw()).toBeLessThan(5);
  expect(seen.of('lamp')).toBe('Open');
});

test('a group knows what stands in it by now', () => {
  const seen = new StatesSeen();
  const group = seen.group();
  group.show([{ id: 'lamp', state: 'Open' }, { id: 'new' }]);
  expect([group.has('lamp'), group.has('new'), group.has('gone')]).toEqual([true, true, false]);
  group.show([{ id: 'new', state: 'Open' }]);
  expect([group.has('lamp'), seen.of('lamp')]).toEqual([false, 'Open']);
});
