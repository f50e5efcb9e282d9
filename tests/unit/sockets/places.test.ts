import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Role } from '../../../engine/index.ts';
import { networkOf, Places, type Place } from '../../../server/sockets/places.ts';
import { samples } from '../../samples.ts';

const LIMITS = { known: 4, keepers: 2, each: 3, strangers: 5, strangersEach: 2 };
type Move =
  | { readonly do: 'come'; readonly address: string; readonly role: Role | undefined }
  | { readonly do: 'settle'; readonly at: number; readonly user: string; readonly role: Role }
  | { readonly do: 'leave'; readonly at: number };

const role = fc.constantFrom<Role>('Admin', 'Moderator', 'Builder', 'Guest', 'Spectator');
const moves: fc.Arbitrary<Move> = fc.oneof(
  fc.record({
    do: fc.constant('come' as const),
    address: fc.constantFrom('10.0.0.1', '10.0.0.2', '2001:db8::1', '2001:db8::2', '2001:db8:0:1::1'),
    role: fc.option(role, { nil: undefined }),
  }),
  fc.record({ do: fc.constant('settle' as const), at: fc.nat(20), user: fc.constantFrom('u-1', 'u-2', 'u-3'), role }),
  fc.record({ do: fc.constant('leave' as const), at: fc.nat(20) }),
);

test('whoever comes, says who they are and goes, in any order: no limit is passed, and nobody is refused while their limit is not reached', () => {
  fc.assert(
    fc.property(fc.array(moves, { maxLength: 60 }), (list) => {
      const places = new Places(LIMITS);
      const here: { place: Place; network: string; user: string | undefined; gone: boolean }[] = [];
      const those = (which: (one: (typeof here)[number]) => boolean): number => here.filter((one) => !one.gone && which(one)).length;
      const most = (as: Role): number => LIMITS.known + (as === 'Admin' || as === 'Moderator' ? LIMITS.keepers : 0);
      for (const move of list) {
        const one = move.do === 'come' ? undefined : here[move.at];
        if (move.do === 'come') {
          const network = networkOf(move.address);
          const fits =
            move.role === undefined
              ? those(({ place }) => !place.known) < LIMITS.strangers &&
                those((other) => !other.place.known && other.network === network) < LIMITS.strangersEach
              : those(({ place }) => place.known) < most(move.role);
          const take = (): Place => places.take(move.address, move.role);
          if (fits) here.push({ place: take(), network, user: undefined, gone: false });
          else expect(take).toThrow(/holds as many|takes/);
        } else if (one === undefined) continue;
        else if (move.do === 'leave') {
          one.place.leave();
          one.gone = true;
        } else if (!one.gone && one.user === undefined) {
          const fits = those(({ user }) => user === move.user) < LIMITS.each && (one.place.known || those(({ place }) => place.known) < most(move.role));
          if (fits) {
            one.place.settle(move.user, move.role);
            one.user = move.user;
          } else expect(() => one.place.settle(move.user, move.role)).toThrow(/as many as one user|takes/);
        }
      }
    }),
    samples(100),
  );
});

test('one address cannot come faster than is bearable, and the others are not kept out by it', () => {
  const places = new Places();
  let refused = 0;
  for (let at = 0; at < 300; at += 1) {
    try {
      places.take('10.0.0.1', undefined).leave();
    } catch (error) {
      expect(error).toMatchObject({ code: 'WW_RATE_LIMITED' });
      refused += 1;
    }
  }
  expect(refused).toBeGreaterThan(100);
  expect(() => places.take('10.0.0.2', undefined)).not.toThrow();
  expect(() => places.take('10.0.0.1', 'Guest')).not.toThrow();
});

test('an IPv6 address is counted by its first half, an IPv4 one in either spelling as the same', () => {
  expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe(networkOf('2001:db8:1:2::'));
  expect(networkOf('2001:db8:1:3::')).not.toBe(networkOf('2001:db8:1:2::'));
  expect(networkOf('::ffff:10.0.0.1')).toBe(networkOf('10.0.0.1'));
});
