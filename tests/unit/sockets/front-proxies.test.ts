import { expect, test } from 'vitest';
import { frontProxies, isProxyEntry } from '../../../server/security/front-proxies.ts';

const from = (remoteAddress: string, forwarded?: string | string[]) => ({
  headers: forwarded === undefined ? {} : ({ 'x-forwarded-for': forwarded } as { 'x-forwarded-for': string }),
  socket: { remoteAddress },
});

test('who asks is whom the last trusted proxy has seen; nobody else is believed', () => {
  const { addressOf } = frontProxies(['127.0.0.1', '10.0.0.0/8', 'fd00::/8']);
  for (const [request, address] of [
    [from('127.0.0.1'), '127.0.0.1'],
    [from('127.0.0.1', '203.0.113.9'), '203.0.113.9'],
    [from('::ffff:127.0.0.1', '203.0.113.9'), '203.0.113.9'],
    // What the client itself has sent stands first, and is its own word.
    [from('127.0.0.1', '198.51.100.1, 203.0.113.9'), '203.0.113.9'],
    [from('127.0.0.1', '203.0.113.9, 10.1.2.3'), '203.0.113.9'],
    [from('fd00::1', ['198.51.100.1', '2001:db8::9']), '2001:db8::9'],
    [from('127.0.0.1', '10.1.2.3'), '10.1.2.3'],
    [from('127.0.0.1', '203.0.113.9, nonsense'), '127.0.0.1'],
    [from('127.0.0.1', ''), '127.0.0.1'],
    [from('203.0.113.9', '10.1.2.3'), '203.0.113.9'],
  ] as const)
    expect(addressOf(request), JSON.stringify(request)).toBe(address);
  expect(frontProxies().addressOf(from('127.0.0.1', '203.0.113.9'))).toBe('127.0.0.1');
});

test('an entry is an address or a network in full', () => {
  for (const entry of ['10.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8']) expect(isProxyEntry(entry), entry).toBe(true);
  for (const entry of ['', 'proxy.example', '10.1', '10', '10.0.0.0/33', '10.0.0.0/', '0x7f.0.0.1', '*']) expect(isProxyEntry(entry), entry).toBe(false);
});
