import { describe, expect, it } from 'vitest';
import { makeAuthority, makeCertificate } from '../../peers/certificates.ts';
import { LinkManager } from '../../../server/links/link-manager.ts';
import { rig, server } from './rigs.ts';

const authority = await makeAuthority();

describe('wss', () => {
  it('works beside ws, with an authority of one’s own', async () => {
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
    const links = rig({ extraCAs: [authority.cert] });
    const first = links.open(secure.url());
    const second = links.open(plain.url());
    expect((await links.told(first, 'message')).data).toBe('secret');
    expect((await links.told(second, 'message')).data).toBe('plain');
  });

  it.each([
    ['from an authority that is not trusted', { trusted: false }, /authority that this machine does not know.*extraCAs/],
    ['that has expired', { expired: true }, /has expired; its owner must renew it/],
    ['of another name', { name: 'somewhere.else.example' }, /another name than the URL has.*not in the cert/],
    ['that it signed itself', { self: true }, /signed by itself.*extraCAs/],
  ])('refuses a certificate %s, and says so', async (_what, kind: { trusted?: boolean; expired?: boolean; name?: string; self?: boolean }, words) => {
    const tls = await makeCertificate(kind.self === true ? undefined : authority, {
      ...(kind.expired === undefined ? {} : { expired: kind.expired }),
      ...(kind.name === undefined ? {} : { name: kind.name }),
    });
    const peer = await server({ tls });
    const links = rig({ extraCAs: kind.trusted === false ? [] : [authority.cert] });
    const connection = links.open(peer.url());
    expect(await links.told(connection, 'closed')).toMatchObject({ code: 1006, error: { code: 'WW_TLS', message: expect.stringMatching(words) } });
    expect(peer.guests).toEqual([]);
  });

  it('to a server that does not speak TLS says so', async () => {
    const peer = await server();
    const links = rig();
    const connection = links.open(peer.url().replace('ws:', 'wss:'));
    expect((await links.told(connection, 'closed')).error).toMatchObject({
      code: 'WW_TLS',
      message: expect.stringMatching(/does not speak TLS at this port .* write ws:\/\//),
    });
  });

  it('is not asked less of by the environment', async () => {
    const peer = await server({ tls: await makeCertificate(undefined) });
    const links = rig();
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      const connection = links.open(peer.url());
      expect((await links.told(connection, 'closed')).error?.code).toBe('WW_TLS');
    } finally {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    }
  });
});

it('an extra authority that is none is told at once', () => {
  expect(() => new LinkManager({ extraCAs: [authority.cert, 'not a certificate'] })).toThrow(/extraCAs\/1: expected a certificate/);
});
