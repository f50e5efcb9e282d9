import { expect, it } from 'vitest';
import { makeAuthority, makeCertificate } from '../certificates.ts';
import { client } from '../world-rig.ts';
import { server, world } from './rigs.ts';

const authority = await makeAuthority();

it('1755, 2618: wss and ws both work in one world, with an authority of one’s own', async () => {
  const secure = await server({
    tls: await makeCertificate(authority),
    serve: ({ socket }) => {
      socket.send('secret');
    },
  });
  const plain = await server({
    serve: ({ socket }) => {
      socket.send('plain');
    },
  });
  const rig = world([client('safe', secure.url()), client('open', plain.url())], { extraCAs: [authority.cert] });
  await rig.until('both have heard', () => rig.messages('safe').length === 1 && rig.messages('open').length === 1);
  expect([rig.messages('safe'), rig.messages('open')]).toEqual([['secret'], ['plain']]);
});

it('1755, 2618: by the name that the certificate is for', async () => {
  const secure = await server({ tls: await makeCertificate(authority, { name: 'localhost' }) });
  const rig = world([client('safe', secure.url('/', 'localhost'))], { extraCAs: [authority.cert] });
  await rig.open('safe');
  expect(rig.field('safe', 'IsConnected')).toBe(true);
});

it.each([
  ['an authority that nobody trusts', { trusted: false }, /issuer|unable to (verify|get)/i],
  ['an expired certificate', { expired: true }, /expired/i],
  ['a certificate of another name', { name: 'somewhere.else.example' }, /does not match|not in the cert/i],
] as const)(
  '1755, 2618: %s is refused with its reason, and others go on',
  async (_what, kind: { trusted?: boolean; expired?: boolean; name?: string }, words) => {
    const { trusted, ...certificate } = kind;
    const secure = await server({ tls: await makeCertificate(authority, certificate) });
    const plain = await server();
    const rig = world(
      [client('safe', secure.url(), { ConnectRetryInterval: 1 }), client('open', plain.url())],
      trusted === false ? {} : { extraCAs: [authority.cert] },
    );
    await rig.open('open');
    await rig.until('it has failed', () => rig.ends('safe') > 0);
    expect(rig.field('safe', 'LastError')).toMatch(/^WW_TLS: /);
    expect(rig.field('safe', 'LastError')).toMatch(words);
    expect(rig.field('safe', 'CloseCode')).toBe(1006);
    await rig.until('it was tried again', () => rig.ends('safe') > 1);
    expect(secure.guests).toEqual([]);
    expect(rig.field('open', 'State')).toBe('Open');
  },
);
