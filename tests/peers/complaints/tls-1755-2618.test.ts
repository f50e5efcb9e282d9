import { describe, expect, it } from 'vitest';
import { makeAuthority, makeCertificate } from '../certificates.ts';
import { CARRIERS } from './carriers.ts';
import { carried } from './rigs.ts';

const authority = await makeAuthority();
const stranger = await makeAuthority('An authority that nobody trusts');
const ports = {
  good: await makeCertificate(authority),
  named: await makeCertificate(authority, { name: 'localhost' }),
  untrusted: await makeCertificate(stranger),
  expired: await makeCertificate(authority, { expired: true }),
  elsewhere: await makeCertificate(authority, { name: 'somewhere.else.example' }),
};
const BAD = [
  ['an authority that nobody trusts', 'untrusted', /authority that this machine does not know.*extraCAs/],
  ['an expired certificate', 'expired', /expired/i],
  ['a certificate of another name', 'elsewhere', /does not match|not in the cert/i],
] as const;

describe.each(CARRIERS)('1755, 2618, %s', (name) => {
  const stage = carried(name, { ports, trusts: authority.cert });

  it('wss and ws both work in one world, with an authority of one’s own', async () => {
    const safe = stage.server(({ socket }) => {
      socket.send('secret');
    }, 'good');
    const plain = stage.server(({ socket }) => {
      socket.send('plain');
    });
    const rig = await stage.world([stage.client('safe', safe.url()), stage.client('open', plain.url())]);
    await rig.until('both have heard', () => rig.messages('safe').length === 1 && rig.messages('open').length === 1);
    expect([rig.messages('safe'), rig.messages('open')]).toEqual([['secret'], ['plain']]);
  });

  it('by the name that the certificate is for', async () => {
    const safe = stage.server(undefined, 'named');
    const rig = await stage.world([stage.client('safe', safe.url('/', 'localhost'))]);
    await rig.open('safe');
    expect(rig.field('safe', 'IsConnected')).toBe(true);
  });

  // A browser that was told to trust ours looks at no certificate any more: below.
  if (name === 'browser tab') return;
  it.each(BAD)('%s is refused with its reason, and others go on', async (_what, port, words) => {
    const safe = stage.server(undefined, port);
    const plain = stage.server();
    const rig = await stage.world([stage.client('safe', safe.url(), { ConnectRetryInterval: 1 }), stage.client('open', plain.url())]);
    await rig.open('open');
    await rig.until('it has failed', () => rig.ends('safe') > 0);
    expect(rig.field('safe', 'LastError')).toMatch(/^WW_TLS: /);
    expect(rig.field('safe', 'LastError')).toMatch(words);
    expect(rig.field('safe', 'CloseCode')).toBe(1006);
    await rig.until('it was tried again', () => rig.ends('safe') > 1);
    expect(safe.guests).toEqual([]);
    expect(rig.field('open', 'State')).toBe('Open');
  });
});

describe('1755, 2618, browser tab', () => {
  const stage = carried('browser tab', { ports });

  it.each(BAD)('%s is refused, with what a browser says of it, and others go on', async (_what, port) => {
    const safe = stage.server(undefined, port);
    const plain = stage.server();
    const rig = await stage.world([stage.client('safe', safe.url(), { ConnectRetryInterval: 1 }), stage.client('open', plain.url())]);
    await rig.open('open');
    await rig.until('it has failed', () => rig.ends('safe') > 0);
    expect(rig.field('safe', 'LastError')).toMatch(/^WW_CONNECT_FAILED: /);
    expect(rig.field('safe', 'CloseCode')).toBe(1006);
    await rig.until('it was tried again', () => rig.ends('safe') > 1);
    expect(safe.guests).toEqual([]);
    expect(rig.field('open', 'State')).toBe('Open');
  });
});
