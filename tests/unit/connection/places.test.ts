import fc from 'fast-check';
import { isIPv4 } from 'node:net';
import { describe, expect, it } from 'vitest';
import { addressKind, isGuarded, nearbyWarning, type AddressKind } from '../../../engine/access/address.ts';
import { allowEntryFor, isAddressListed, isListed, parseAllowEntry, parseAllowList } from '../../../engine/access/allow-list.ts';
import { hostPortOf, hostPortText, normalHost } from '../../../engine/access/host.ts';
import { samples } from '../../samples.ts';

describe('an entry of allowedUrlHosts', () => {
  it.each([
    ['example.com', { host: 'example.com', port: null }],
    ['Example.COM.', { host: 'example.com', port: null }],
    ['example.com:4601', { host: 'example.com', port: 4601 }],
    ['  example.com:4601  ', { host: 'example.com', port: 4601 }],
    ['ws://example.com', { host: 'example.com', port: 80 }],
    ['wss://example.com/a/path?x=1', { host: 'example.com', port: 443 }],
    ['https://example.com', { host: 'example.com', port: 443 }],
    ['http://example.com:8080/', { host: 'example.com', port: 8080 }],
    ['ws://[::1]:4601/', { host: '::1', port: 4601 }],
    ['[::1]:4601', { host: '::1', port: 4601 }],
    ['[::1]', { host: '::1', port: null }],
    ['::1', { host: '::1', port: null }],
    ['2001:DB8:0:0::1', { host: '2001:db8::1', port: null }],
    ['[::ffff:127.0.0.1]:80', { host: '127.0.0.1', port: 80 }],
    ['127.1:80', { host: '127.0.0.1', port: 80 }],
    ['bücher.example', { host: 'xn--bcher-kva.example', port: null }],
  ])('%j is read as %j', (text, entry) => {
    expect(parseAllowEntry(text)).toEqual(entry);
  });

  it.each([
    '',
    ' ',
    '*',
    '*.example.com',
    'example.com:',
    'example.com:0',
    'example.com:65536',
    'example.com:http',
    'example.com/path',
    'a b',
    'ftp://example.com',
    'ws://',
    'ws://user@example.com',
    'user@example.com',
    '[::1',
    '::1]:80',
    'example.com:80:90',
    'ws://example.com:0',
    'a?b',
    'a#b',
    'a\\b',
    '%61',
  ])('%j is refused with what was expected', (text) => {
    expect(parseAllowEntry(text)).toMatchObject({ expected: 'a URL (ws, wss, http, https), host:port, or host', code: 'WW_CONFIG_INVALID' });
  });

  it('is at fault by its place in the list, every fault at once', () => {
    const { entries, faults } = parseAllowList(['a', '*', 'b:1', '/']);
    expect(entries).toHaveLength(2);
    expect(faults.map(({ path }) => path)).toEqual(['1', '3']);
  });

  it('that a log line names allows just what was asked for', () => {
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6()), fc.integer({ min: 1, max: 65_535 }), (name, port) => {
        const url = `ws://${name.includes(':') ? `[${name}]` : name}:${port}/`;
        fc.pre(URL.canParse(url));
        const target = hostPortOf(new URL(url));
        if (target === undefined) throw new Error('no host and port');
        const { entries, faults } = parseAllowList([allowEntryFor(target)]);
        expect(faults).toEqual([]);
        expect(isListed(entries, 'ws:', target)).toBe(true);
        expect(isListed(entries, 'ws:', { ...target, port: (target.port % 65_535) + 1 })).toBe(false);
      }),
      samples(300),
    );
  });
});

describe('the allow list', () => {
  const { entries } = parseAllowList(['example.com', '127.0.0.1:4601', 'wss://secure.example/x']);
  it.each([
    ['ws:', 'example.com', 80, true],
    ['wss:', 'example.com', 443, true],
    ['ws:', 'example.com', 443, false],
    ['wss:', 'example.com', 80, false],
    ['ws:', 'example.com', 8080, false],
    ['ws:', 'EXAMPLE.com.', 80, true],
    ['ws:', 'sub.example.com', 80, false],
    ['ws:', '127.0.0.1', 4601, true],
    ['wss:', '127.0.0.1', 4601, true],
    ['ws:', '::ffff:127.0.0.1', 4601, true],
    ['ws:', 'localhost', 4601, false],
    ['wss:', 'secure.example', 443, true],
    ['ws:', 'secure.example', 443, true],
    ['ws:', 'secure.example', 80, false],
  ] as const)('for %s to %s port %d says %s', (scheme, host, port, allowed) => {
    expect(isListed(entries, scheme, { host, port })).toBe(allowed);
  });

  it('names an address in so many words only by the address itself', () => {
    const listed = parseAllowList(['metadata.example', '169.254.169.254:80', '[fe80::1]:81']).entries;
    expect(isAddressListed(listed, 'ws:', '169.254.169.254', 80)).toBe(true);
    expect(isAddressListed(listed, 'ws:', '169.254.169.254', 81)).toBe(false);
    expect(isAddressListed(listed, 'ws:', '169.254.0.1', 80)).toBe(false);
    expect(isAddressListed(listed, 'ws:', 'fe80:0::1', 81)).toBe(true);
  });
});

describe('a host', () => {
  it('has one spelling, so that a refusal cannot be walked around', () => {
    const spellings = [
      'ws://127.0.0.1:80',
      'ws://127.1',
      'ws://2130706433',
      'ws://0x7f.1',
      'ws://0177.0.0.1',
      'ws://127.0.0.1.',
      'ws://[::ffff:127.0.0.1]',
      'ws://[::ffff:7f00:1]/',
    ];
    expect(new Set(spellings.map((url) => hostPortText(hostPortOf(new URL(url)) ?? { host: '', port: 0 })))).toEqual(new Set(['127.0.0.1:80']));
    expect(normalHost('[2001:DB8::0:1]')).toBe('2001:db8::1');
    expect(normalHost('example.com.')).toBe('example.com');
  });

  it('shows IPv6 in brackets beside its port', () => {
    expect(hostPortText({ host: '::1', port: 9 })).toBe('[::1]:9');
  });
});

describe('an address lies', () => {
  it.each([
    ['8.8.8.8', 'public'],
    ['2606:4700::1111', 'public'],
    ['127.0.0.1', 'loopback'],
    ['127.255.0.9', 'loopback'],
    ['::1', 'loopback'],
    ['0.0.0.0', 'loopback'],
    ['::', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['10.1.2.3', 'private'],
    ['172.16.0.1', 'private'],
    ['192.168.1.1', 'private'],
    ['fd12:3456::1', 'private'],
    ['fec0::1', 'private'],
    ['::ffff:10.0.0.1', 'private'],
    ['172.32.0.1', 'public'],
    ['169.254.1.1', 'linkLocal'],
    ['fe80::1', 'linkLocal'],
    ['fe80::1%eth0', 'linkLocal'],
    ['169.254.169.254', 'metadata'],
    ['169.254.170.2', 'metadata'],
    ['fd00:ec2::254', 'metadata'],
    ['fd00:0ec2:0::254', 'metadata'],
    ['::ffff:169.254.169.254', 'metadata'],
    ['::ffff:a9fe:a9fe', 'metadata'],
    ['64:ff9b::a9fe:a9fe', 'metadata'],
    ['2002:a9fe:a9fe::1', 'metadata'],
    ['100.100.100.200', 'metadata'],
    ['192.0.0.192', 'metadata'],
    ['168.63.129.16', 'metadata'],
    ['64:ff9b::808:808', 'public'],
    ['64:ff9b::7f00:1', 'loopback'],
    ['2002:7f00:1::', 'loopback'],
    ['::7f00:1', 'loopback'],
    ['100.64.0.1', 'carrierNat'],
    ['100.127.255.255', 'carrierNat'],
    ['100.128.0.1', 'public'],
    ['224.0.0.1', 'multicast'],
    ['255.255.255.255', 'multicast'],
    ['ff02::1', 'multicast'],
    ['240.0.0.1', 'reserved'],
    ['2001:db8::1', 'reserved'],
    ['not an address', 'reserved'],
    ['127.1', 'reserved'],
    ['', 'reserved'],
  ] satisfies [string, AddressKind][])('%s: %s', (address, kind) => {
    expect(addressKind(address)).toBe(kind);
  });

  it("is guarded where no server of anybody's own lies", () => {
    expect((['linkLocal', 'metadata', 'multicast', 'reserved'] as const).every(isGuarded)).toBe(true);
    expect((['public', 'loopback', 'private', 'carrierNat'] as const).some(isGuarded)).toBe(false);
  });

  it('is warned of where it lies near', () => {
    expect(nearbyWarning('loopback')).toMatch(/machine/);
    expect(nearbyWarning('private')).toMatch(/network/);
    expect(nearbyWarning('public')).toBeUndefined();
  });

  it('somewhere, for every address there is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
        // An IPv4 address is judged alike inside of an IPv6 one.
        const other = isIPv4(address) ? `::ffff:${address}` : `[${address}]`;
        expect(addressKind(other)).toBe(addressKind(address));
      }),
    );
  });
});
