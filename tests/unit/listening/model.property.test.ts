import fc from 'fast-check';
import { expect, test } from 'vitest';
import { samples } from '../../samples.ts';
import { Trial, type Move } from './trial.ts';

const which = fc.nat(7);
const plain = (...names: ('tick' | 'pass' | 'disable' | 'enable' | 'remove' | 'undo' | 'restore' | 'takeUp' | 'listens' | 'fails' | 'comes' | 'broadcast')[]) =>
  fc.constantFrom(...names.map((name): Move => ({ do: name })));

/** What is usual comes more often than what is rare. */
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 6, arbitrary: plain('tick', 'tick', 'pass') },
  { weight: 6, arbitrary: plain('listens', 'comes', 'comes') },
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom('says' as const, 'stirs' as const, 'waits' as const, 'fails to get' as const), which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('leaves' as const, 'send' as const, 'close' as const), which }) },
  { weight: 2, arbitrary: plain('disable', 'enable', 'broadcast', 'restore') },
  { weight: 1, arbitrary: plain('fails', 'remove', 'undo', 'takeUp') },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 9 }) }) },
  {
    weight: 2,
    arbitrary: fc.oneof(
      fc.record({ do: fc.constant('set' as const), field: fc.constantFrom('Port', 'PingInterval', 'RetryInterval', 'MaxClients'), value: fc.nat(5) }),
      fc.record({ do: fc.constant('set' as const), field: fc.constant('Host'), value: fc.constantFrom('127.0.0.1', '::1', 'localhost') }),
      fc.record({ do: fc.constant('set' as const), field: fc.constant('Path'), value: fc.constantFrom('', '/', '/x') }),
      fc.record({ do: fc.constant('set' as const), field: fc.constant('MaxBufferedAmount'), value: fc.integer({ min: 1, max: 9 }) }),
    ),
  },
);

test('a server listens once at a time, tells each client once and in order, and asks of its host what there is', () => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 80 }), (moves) => {
      const trial = new Trial();
      trial.step();
      for (const each of moves) trial.move(each);
      trial.settle();
    }),
    samples(2000),
  );
});

test('what reached a world makes the same world again', () => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
      const trial = new Trial();
      trial.step();
      for (const each of moves) if (each.do !== 'takeUp') trial.move(each);
      trial.step();
      const again = new Trial();
      for (const step of trial.steps) again.door.step(step);
      expect(again.hash).toBe(trial.hash);
      expect(again.told).toEqual(trial.told);
    }),
    samples(500),
  );
});
