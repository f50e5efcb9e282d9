import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearness, targetOf, type Nearness } from '../../../agent/address.ts';
import { addressKind, hostPortOf, isGuarded, type AddressKind } from '../../../engine/index.ts';
import { samples } from '../../samples.ts';

const NEARNESS: { readonly [K in AddressKind]: Nearness | undefined } = {
  public: undefined,
  loopback: 'machine',
  private: 'network',
  carrierNat: 'provider',
  linkLocal: 'guarded',
  metadata: 'guarded',
  multicast: 'guarded',
  reserved: 'guarded',
};

const part = fc.oneof(fc.constantFrom(0, 1, 0xffff, 0x7f00, 0xa00, 0xa9fe, 0xc0a8, 0x808), fc.nat(0xffff));
const head = fc.constantFrom(
  [],
  [0, 0, 0, 0, 0, 0xffff],
  [0, 0, 0, 0, 0, 0],
  [0x64, 0xff9b, 0, 0, 0, 0],
  [0x64, 0xff9b, 1],
  [0x2002],
  [0x2001, 0],
  [0x2001, 0xdb8],
  [0x2001],
  [0x2606],
  [0x3fff],
  [0x2620, 0x4f, 0x8000],
  [0xfd00],
  [0xfd00, 0xec2],
  [0xfe80],
  [0xfec0],
  [0xff02],
);
const ipv6 = fc.tuple(head, fc.array(part, { minLength: 8, maxLength: 8 })).map(([start, rest]) =>
  [...start, ...rest]
    .slice(0, 8)
    .map((each) => each.toString(16))
    .join(':'),
);
const ipv4 = fc
  .tuple(fc.oneof(fc.constantFrom(0, 10, 100, 127, 169, 172, 192, 198, 203, 224, 255), fc.nat(255)), fc.nat(255), fc.nat(255), fc.nat(255))
  .map((all) => all.join('.'));

describe('what an agent reads out of an address', () => {
  it('is what the engine reads, so that a question and what is dialled for it never differ', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.domain(),
          ipv4,
          ipv6.map((each) => `[${each}]`),
        ),
        fc.integer({ min: 1, max: 65_535 }),
        fc.constantFrom('ws', 'wss'),
        (host, port, scheme) => {
          const url = `${scheme}://${host}:${port}/`;
          fc.pre(URL.canParse(url));
          const { host: own, port: ownPort } = targetOf(url) ?? {};
          expect({ host: own, port: ownPort }).toEqual(hostPortOf(new URL(url)));
        },
      ),
      samples(5000),
    );
  });

  it('says where a literal lies as the engine does', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          ipv4,
          ipv6.map((each) => `[${each}]`),
        ),
        (host) => {
          const target = targetOf(`ws://${host}/`);
          if (target === undefined) throw new Error(`${host} is no target`);
          expect(nearness(target.host)).toBe(NEARNESS[addressKind(target.host)]);
          expect(nearness(target.host) === 'guarded').toBe(isGuarded(addressKind(host)));
        },
      ),
      samples(20_000),
    );
  });
});
