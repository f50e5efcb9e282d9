/** The ring of the timeline: what it keeps, in which order, and that it is bounded in entries, bytes and sources. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TrafficRing } from '../../../engine/watch/traffic-ring.ts';
import { samples } from '../../samples.ts';

const SOURCE = { entity: 'a', name: 'A', component: 'WebsocketClient' };
const add = (ring: TrafficRing, source: number, data: string | Uint8Array, real = 0): void =>
  ring.add(source, { tick: 1, real, wall: undefined }, 0, data, data.length, typeof data !== 'string', false);
const kept = (ring: TrafficRing): (string | Uint8Array)[] => Array.from({ length: ring.count }, (_, at) => ring.dataAt(ring.oldest + at));

test('the newest are kept, in order, over its growth and over its end', () => {
  const ring = new TrafficRing();
  const source = ring.enter(SOURCE);
  for (let at = 0; at < 200_000; at++) add(ring, source, String(at), at);
  expect(ring.count).toBe(131_072);
  expect([ring.dataAt(ring.oldest), ring.dataAt(ring.next - 1)]).toEqual([String(200_000 - 131_072), '199999']);
  expect([ring.realAt(ring.next - 1), ring.wallAt(ring.next - 1), ring.has(ring.oldest - 1)]).toEqual([199_999, undefined, false]);
});

test('large messages are bounded in bytes, and the last one is kept however large it is', () => {
  const ring = new TrafficRing(100_000);
  const source = ring.enter(SOURCE);
  for (let at = 0; at < 50; at++) add(ring, source, new Uint8Array(16_384));
  expect(ring.bytes).toBeLessThanOrEqual(100_000);
  expect(ring.count).toBe(6);
  add(ring, source, 'x'.repeat(200_000));
  expect(ring.count).toBe(1);
});

test('who has left is told as long as something of theirs is kept, and their number is given on only then', () => {
  const ring = new TrafficRing(10_000);
  const first = ring.enter(SOURCE),
    second = ring.enter({ ...SOURCE, entity: 'b' });
  add(ring, first, 'x'.repeat(1_000));
  ring.leave(first);
  expect(ring.sourceAt(ring.oldest)?.entity).toBe('a');
  expect(ring.enter({ ...SOURCE, entity: 'c' })).not.toBe(first);
  for (let at = 0; at < 20; at++) add(ring, second, 'x'.repeat(1_000));
  expect(ring.enter({ ...SOURCE, entity: 'd' })).toBe(first);
});

test('a copy stays as it was, whatever comes', () => {
  const ring = new TrafficRing();
  const source = ring.enter(SOURCE);
  for (const each of ['a', 'b']) add(ring, source, each);
  const copy = ring.copy();
  for (let at = 0; at < 150_000; at++) add(ring, source, String(at));
  ring.leave(source);
  expect(kept(copy)).toEqual(['a', 'b']);
  expect(copy.sourceAt(copy.oldest)).toEqual(SOURCE);
});

test('it is what a list of all is, cut at its bounds, and no source is forgotten or mixed up', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('add' as const), who: fc.nat(4), size: fc.integer({ min: 0, max: 900 }) }),
    fc.record({ do: fc.constant('leave' as const), who: fc.nat(4) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const ring = new TrafficRing(20_000);
      const numbers = new Map<number, number>();
      let lives = 0;
      const all: { readonly who: string; readonly data: string }[] = [];
      const names = new Map<number, string>();
      for (const each of steps) {
        const number = numbers.get(each.who);
        if (each.do === 'leave') {
          if (number !== undefined) ring.leave(number);
          numbers.delete(each.who);
          continue;
        }
        const name = names.get(number ?? -1) ?? '';
        const entity = number === undefined ? `e${each.who}.${lives++}` : name;
        const mine = number ?? ring.enter({ ...SOURCE, entity });
        numbers.set(each.who, mine);
        names.set(mine, entity);
        const data = `${all.length}`.padEnd(each.size, '.');
        all.push({ who: entity, data });
        add(ring, mine, data);
      }
      const tail = all.slice(all.length - ring.count);
      expect(kept(ring)).toEqual(tail.map(({ data }) => data));
      expect(Array.from({ length: ring.count }, (_, at) => ring.sourceAt(ring.oldest + at)?.entity)).toEqual(tail.map(({ who }) => who));
      const sum = tail.reduce((bytes, { data }) => bytes + data.length + 64, 0);
      expect(ring.bytes).toBe(sum);
      expect(sum <= 20_000 || ring.count === 1).toBe(true);
      const before = all[all.length - ring.count - 1];
      if (before !== undefined) expect(sum + before.data.length + 64).toBeGreaterThan(20_000);
    }),
    samples(200),
  );
});
