import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeAuthority, makeCertificate } from '../../peers/certificates.ts';
import { httpProxy, socksProxy, type ProxyManners, type TestProxy } from '../../peers/proxies.ts';
import { echo, freePort } from '../../peers/servers.ts';
import { covers, Proxies, readProxy, unusedProxies } from '../../../server/links/proxies.ts';
import { samples } from '../../samples.ts';
import { closedAfter, rig, server } from './rigs.ts';

type Kind = 'http' | 'socks5' | 'socks5h';
async function proxy(kind: Kind, manners?: ProxyManners): Promise<TestProxy> {
  return closedAfter(await (kind === 'http' ? httpProxy(manners) : socksProxy(manners)));
}
/** Names of `.example` are looked up by the proxies, and by this where names are looked up here. */
const resolve = (_host: string, _options: unknown, callback: (error: null, addresses: { address: string; family: number }[]) => void): void => {
  callback(null, [{ address: '127.0.0.1', family: 4 }]);
};
const through = (address: string, noProxy: string[] = []): { proxies: Proxies; resolve: typeof resolve; checkAddress: () => null } => ({
  proxies: new Proxies({ proxy: address, noProxy }, {}),
  resolve,
  checkAddress: () => null,
});

describe.each(['http', 'socks5', 'socks5h'] as const)('a proxy of %s', (kind) => {
  it('carries ws and wss, after user and password where it wants them', async () => {
    const authority = await makeAuthority();
    const plain = await server({ serve: echo });
    const secure = await server({ serve: echo, tls: await makeCertificate(authority, { name: 'remote.example' }) });
    const between = await proxy(kind, { login: 'ann:p@ss' });
    const links = rig({ ...through(`${kind}://ann:p%40ss@127.0.0.1:${between.port}`), extraCAs: [authority.cert] });
    for (const peer of [plain, secure]) {
      const connection = links.open(peer.url('/a?b', 'remote.example'), { headers: { Authorization: 'Bearer mine' } });
      await links.told(connection, 'opened');
      links.send(connection, 'hello');
      expect((await links.told(connection, 'message')).data).toBe('hello');
      expect(links.links.socketInfo(connection)?.remote).toBe(`127.0.0.1:${between.port} (proxy)`);
      expect(peer.guests[0]?.request.headers).toMatchObject({ host: `remote.example:${peer.port}`, authorization: 'Bearer mine' });
      expect(peer.guests[0]?.request.headers).not.toHaveProperty('proxy-authorization');
    }
    const host = kind === 'socks5' ? '127.0.0.1' : 'remote.example';
    expect(between.asked).toEqual([`${host}:${plain.port}`, `${host}:${secure.port}`]);
    expect(between.heard.join('\n')).not.toContain('mine');
  });

  it('that refuses, is away or is silent is at fault itself, and its password stands nowhere', async () => {
    const peer = await server();
    const url = peer.url('/', 'remote.example');
    const nobody = await freePort();
    const told = async (port: number, to = url): Promise<string> => {
      const links = rig(through(`${kind}://ann:secret@127.0.0.1:${port}`));
      const { error } = await links.told(links.open(to), 'closed');
      const words = `${error?.code}: ${error?.message}`;
      expect(words).not.toContain('secret');
      expect(words).toContain(`proxy ${kind}://127.0.0.1:${port}`);
      return words;
    };
    expect(await told((await proxy(kind, { login: 'ann:other' })).port)).toMatch(
      kind === 'http'
        ? /^WW_PROXY: .* answered 407 Proxy Authentication Required: it wants user and password/
        : /^WW_PROXY: .*does not take the user and password/,
    );
    expect(await told(nobody)).toMatch(/^WW_PROXY: .*nothing listens at .* \(ECONNREFUSED\)/);
    const far = `ws://remote.example:${nobody}/`;
    expect(await told((await proxy(kind)).port, far)).toMatch(/^WW_PROXY: .*could not reach remote\.example:\d+/);
    expect(await told((await proxy(kind, { refuses: kind === 'http' ? '403 Forbidden' : 2 })).port)).toMatch(
      kind === 'http' ? /^WW_PROXY: .* answered 403 Forbidden: it does not let this machine through/ : /^WW_PROXY: .*\(NotAllowed\)/,
    );
    expect(peer.guests).toEqual([]);
  });

  it('that has made the connection is not at fault for what the server does', async () => {
    const peer = await server({ path: '/only-here' });
    const between = await proxy(kind);
    const links = rig(through(`${kind}://127.0.0.1:${between.port}`));
    expect((await links.told(links.open(peer.url('/', 'remote.example')), 'closed')).error).toMatchObject({
      code: 'WW_HANDSHAKE_REFUSED',
      message: expect.stringContaining('the server answered 400'),
    });
    const wrong = links.open(peer.url('/', 'remote.example').replace('ws:', 'wss:'));
    expect((await links.told(wrong, 'closed')).error).toMatchObject({ code: 'WW_TLS', message: expect.stringContaining('does not speak TLS') });
  });

  it('does not see what goes around it: this machine, and what noProxy lists', async () => {
    const peer = await server();
    const between = await proxy(kind);
    const links = rig(through(`${kind}://127.0.0.1:${between.port}`, ['inside.example']));
    for (const host of ['127.0.0.1', 'localhost', 'deep.inside.example']) await links.told(links.open(peer.url('/', host)), 'opened');
    expect(between.asked).toEqual([]);
  });
});

it('an attempt that is dropped lets go of a proxy that does not answer', async () => {
  const between = await proxy('http', { mute: true });
  const links = rig(through(`http://127.0.0.1:${between.port}`));
  const connection = links.open('ws://remote.example/');
  await links.until('the proxy was asked', () => between.asked.length === 1);
  links.links.perform({ type: 'drop', connection });
  await links.until('the socket is gone', () => links.links.stats.sockets === 0);
  await links.until('the connection to the proxy is gone', () => between.open() === 0);
});

describe('addresses are checked as far as a proxy allows', () => {
  const seen: string[] = [];
  const watching = (address: string): Parameters<typeof rig>[0] => ({
    proxies: new Proxies({ proxy: address }, {}),
    resolve,
    checkAddress: (host, addresses) => {
      seen.push(`${host} ${addresses.join(' ')}`);
      return { code: 'WW_ADDRESS_REFUSED', message: 'no' };
    },
  });
  it.each([
    ['http', 'ws://169.254.169.254/', '169.254.169.254 169.254.169.254'],
    ['socks5h', 'wss://[fd00:ec2::254]/', 'fd00:ec2::254 fd00:ec2::254'],
    ['socks5', 'ws://name.example/', 'name.example 127.0.0.1'],
  ] as const)('%s: %s', async (kind, url, words) => {
    seen.length = 0;
    const between = await proxy(kind);
    const links = rig(watching(`${kind}://127.0.0.1:${between.port}`));
    expect((await links.told(links.open(url), 'closed')).error?.code).toBe('WW_ADDRESS_REFUSED');
    expect([seen, between.asked]).toEqual([[words], []]);
  });
});

describe('the environment', () => {
  const named = (url: string, environment: Record<string, string>): string | undefined =>
    new Proxies({ proxy: 'environment' }, environment).for(new URL(url))?.name;

  it('has a proxy for ws, one for wss, and one for what has none of its own', () => {
    const both = { HTTP_PROXY: 'http://a:1', HTTPS_PROXY: 'b:2', https_proxy: 'http://c:3', ALL_PROXY: 'socks5h://u:p@d' };
    expect(named('ws://x.example/', both)).toBe('http://a:1');
    expect(named('wss://x.example/', both)).toBe('http://c:3');
    expect(named('ws://x.example/', { ALL_PROXY: 'socks5h://u:p@d' })).toBe('socks5h://d:1080');
    expect(named('ws://x.example/', { HTTPS_PROXY: 'http://b' })).toBeUndefined();
    expect(named('ws://x.example/', { HTTP_PROXY: 'http://a:1', no_proxy: 'y.example, .example' })).toBeUndefined();
    expect(new Proxies({}, both).for(new URL('ws://x.example/'))).toBeUndefined();
  });

  it('is told of where it names proxies and nothing is said of them', () => {
    const environment = { HTTPS_PROXY: 'http://u:secret@a:1', ALL_PROXY: '', http_proxy: 'b' };
    expect(unusedProxies({}, environment)).toBe(
      'HTTP_PROXY, HTTPS_PROXY are set and not used: connections go out directly. "proxy": "environment" in the configuration uses them, "proxy": ' +
        '"none" keeps it so',
    );
    for (const proxy of ['none', 'environment', 'http://a']) expect(unusedProxies({ proxy }, environment)).toBeUndefined();
    expect(unusedProxies({}, {})).toBeUndefined();
  });

  it.each(['ftp://a', 'http://', 'http://a:b:c', 'http://%ff%@a', '://'])('an address that is none is a fault that does not show it: %s', (text) => {
    expect(() => readProxy(text.replace('http://a', 'http://u:secret@a'), 'HTTP_PROXY')).toThrow(/^HTTP_PROXY: expected the address of a proxy(?!.*secret)/);
  });
});

describe('an entry of NO_PROXY', () => {
  it.each([
    ['*', 'a.example', 80, true],
    ['example', 'a.example', 80, true],
    ['.a.example', 'a.example', 80, true],
    ['*.a.example', 'b.a.example', 80, true],
    ['a.example', 'ba.example', 80, false],
    ['A.Example.', 'a.example', 80, true],
    ['a.example:81', 'a.example', 80, false],
    ['a.example:80', 'a.example', 80, true],
    ['10.0.0.0/8', '10.2.3.4', 80, true],
    ['10.0.0.0/8', '11.2.3.4', 80, false],
    ['10.0.0.1', '10.0.0.1', 80, true],
    ['10', '10.0.0.1', 80, false],
    ['fd00::/8', 'fd12::1', 80, true],
    ['[fd12::1]:80', 'fd12::1', 80, true],
    ['fd12::1', 'fd12:0::1', 80, true],
    ['', 'a.example', 80, false],
  ])('%s covers %s:%i: %s', (entry, host, port, covered) => {
    expect(covers(entry, host, port)).toBe(covered);
  });

  it('never throws, whatever stands there', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('a.example', '10.0.0.1', 'fd00::1'), (entry, host) => typeof covers(entry, host, 80) === 'boolean'),
      samples(100),
    );
  });
});
