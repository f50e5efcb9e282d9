import { describe, expect, it } from 'vitest';
import { echo, freePort } from '../../peers/servers.ts';
import type { AddressCheck } from '../../../server/links/dial.ts';
import { rig, server } from './rigs.ts';

describe('a link connects', () => {
  it('and tells the subprotocol that the server chose', async () => {
    const { url } = await server({ handleProtocols: () => 'two' });
    const links = rig();
    const connection = links.open(url(), { protocols: ['one', 'two'] });
    expect(await links.told(connection, 'opened')).toEqual({ type: 'opened', connection, protocol: 'two', extensions: '' });
  });

  it('with the headers that it was given, Origin included', async () => {
    const peer = await server();
    const links = rig();
    const connection = links.open(peer.url('/a?b=c'), { headers: { Authorization: 'Bearer abc', 'X-Colour': 'blue', Origin: 'https://world.example' } });
    await links.told(connection, 'opened');
    expect(peer.guests[0]?.request.url).toBe('/a?b=c');
    expect(peer.guests[0]?.request.headers).toMatchObject({ authorization: 'Bearer abc', 'x-colour': 'blue', origin: 'https://world.example' });
  });

  it('and hands over text as text and bytes as bytes, in order', async () => {
    const { url } = await server({ serve: echo });
    const links = rig();
    const connection = links.open(url());
    await links.told(connection, 'opened');
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    for (const data of ['', 'grüße 👋', bytes, new Uint8Array(0), 'end']) links.send(connection, data);
    await links.until('all are back', () => links.messages(connection).length === 5);
    expect(links.messages(connection)).toEqual(['', 'grüße 👋', bytes, new Uint8Array(0), 'end']);
  });

  it('twice to one URL, independently', async () => {
    const { url } = await server({ serve: echo });
    const links = rig();
    const first = links.open(url());
    const second = links.open(url());
    await links.told(first, 'opened');
    await links.told(second, 'opened');
    links.send(first, 'one');
    links.send(second, 'two');
    await links.until('both are back', () => links.messages(first).length + links.messages(second).length === 2);
    expect([links.messages(first), links.messages(second)]).toEqual([['one'], ['two']]);
  });

  it('by name, over whichever address answers', async () => {
    const peer = await server();
    const links = rig();
    await links.told(links.open(peer.url('/', 'localhost')), 'opened');
    expect(peer.guests[0]?.request.headers.host).toBe(`localhost:${peer.port}`);
  });
});

it('thousands that are opened at once are begun a few at a time, so that ticks go on', async () => {
  const url = `ws://127.0.0.1:${await freePort()}/`;
  let begun = 0;
  const links = rig({
    checkAddress: () => {
      begun += 1;
      return null;
    },
  });
  const connections = Array.from({ length: 2000 }, () => links.open(url));
  expect(begun).toBe(0);
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  expect(begun).toBeGreaterThan(0);
  expect(begun).toBeLessThan(1500);
  await links.until('all have failed', () => connections.every((connection) => links.of(connection, 'closed').length === 1));
});

describe('a link that cannot connect says why', () => {
  it('when nothing listens', async () => {
    const links = rig();
    const connection = links.open(`ws://127.0.0.1:${await freePort()}/`);
    const closed = await links.told(connection, 'closed');
    expect(closed).toMatchObject({ code: 1006, error: { code: 'WW_CONNECT_FAILED', message: expect.stringContaining('ECONNREFUSED') } });
    expect(links.story(connection)).toEqual(['closed']);
  });

  it('when nothing listens at any of the addresses of a name', async () => {
    const links = rig();
    const connection = links.open(`ws://localhost:${await freePort()}/`);
    expect((await links.told(connection, 'closed')).error).toMatchObject({ code: 'WW_CONNECT_FAILED', message: expect.stringContaining('ECONNREFUSED') });
  });

  it('when the server answers with a status', async () => {
    const { url } = await server({ path: '/only-here' });
    const links = rig();
    const connection = links.open(url('/elsewhere'));
    expect((await links.told(connection, 'closed')).error).toEqual({
      code: 'WW_HANDSHAKE_REFUSED',
      message: 'the server answered 400 Bad Request instead of an upgrade: it does not take this handshake; look at the path, Protocols and Headers',
    });
  });

  it('when the server takes none of the subprotocols', async () => {
    const { url } = await server({ handleProtocols: () => false });
    const links = rig();
    const connection = links.open(url(), { protocols: ['one'] });
    expect((await links.told(connection, 'closed')).error).toEqual({
      code: 'WW_HANDSHAKE_REFUSED',
      message: 'the server chose none of the subprotocols that Protocols offers (one); look which it knows, or leave Protocols empty',
    });
  });

  it.each([
    'http://127.0.0.1:1/',
    'https://127.0.0.1:1/',
    'ws+unix:/tmp/socket:/',
    'file:///etc/passwd',
    'ws://a/#b',
    'ws://a/#',
    'ws://user:password@127.0.0.1:1/',
    'nonsense',
  ])('when the address is %s', async (url) => {
    const links = rig();
    const connection = links.open(url);
    expect((await links.told(connection, 'closed')).error?.code).toBe('WW_URL_INVALID');
  });

  it.each([
    { Host: 'other' },
    { 'content-length': '5' },
    { 'Transfer-Encoding': 'chunked' },
    { 'sec-websocket-key': 'x' },
    { 'X-A': 'line\r\nbreak' },
    { 'X A': 'space' },
  ])('when a header is %j', async (headers) => {
    const { url, guests } = await server();
    const links = rig();
    const connection = links.open(url(), { headers: headers as unknown as Record<string, string> });
    expect((await links.told(connection, 'closed')).error?.code).toBe('WW_HEADER_INVALID');
    expect(guests).toEqual([]);
  });

  it.each([['a b'], ['a', 'a'], ['']])('when the subprotocols are %j', async (...protocols) => {
    const links = rig();
    const connection = links.open('ws://127.0.0.1:1/', { protocols });
    expect((await links.told(connection, 'closed')).error?.code).toBe('WW_HEADER_INVALID');
  });
});

describe('addresses are checked before any of them is dialled', () => {
  const refuse: AddressCheck = (host, addresses) =>
    addresses.some((address) => address.startsWith('169.254.')) ? { code: 'WW_ADDRESS_REFUSED', message: `${host} stands for ${addresses.join(', ')}` } : null;

  it('literal ones too, though no name is looked up for them, however they are written', async () => {
    const links = rig({ checkAddress: refuse });
    for (const host of ['169.254.169.254', '0xa9fea9fe', '2852039166', '169.254.43518']) {
      const connection = links.open(`ws://${host}:9/`);
      expect((await links.told(connection, 'closed')).error).toEqual({ code: 'WW_ADDRESS_REFUSED', message: '169.254.169.254 stands for 169.254.169.254' });
    }
  });

  it('link-local and metadata addresses are refused where nothing else is said', async () => {
    const links = rig();
    for (const host of ['169.254.169.254', '[fe80::1]', '[::ffff:169.254.169.254]', '100.100.100.200', '[fd00:ec2::254]']) {
      expect((await links.told(links.open(`ws://${host}:9/`), 'closed')).error?.code).toBe('WW_ADDRESS_REFUSED');
    }
  });

  it('IPv6 ones come without brackets', async () => {
    const seen: string[][] = [];
    const links = rig({
      checkAddress: (host, addresses, port) => {
        seen.push([host, ...addresses, String(port)]);
        return { code: 'WW_ADDRESS_REFUSED', message: 'no' };
      },
    });
    await links.told(links.open('ws://[fe80::1]/'), 'closed');
    await links.told(links.open('wss://[::ffff:169.254.169.254]/'), 'closed');
    expect(seen).toEqual([
      ['fe80::1', 'fe80::1', '80'],
      // The host in the one spelling that it is decided about, the address as it is dialled.
      ['169.254.169.254', '::ffff:a9fe:a9fe', '443'],
    ]);
  });

  it('a name is refused where any of its addresses is', async () => {
    const peer = await server();
    const links = rig({
      checkAddress: refuse,
      resolve: (_host, _options, callback) => {
        callback(null, [
          { address: '127.0.0.1', family: 4 },
          { address: '169.254.169.254', family: 4 },
        ]);
      },
    });
    const connection = links.open(peer.url('/', 'innocent.example'));
    expect((await links.told(connection, 'closed')).error).toEqual({
      code: 'WW_ADDRESS_REFUSED',
      message: 'innocent.example stands for 127.0.0.1, 169.254.169.254',
    });
    expect(peer.guests).toEqual([]);
  });

  it('and the name is asked for once: what was checked is what is dialled', async () => {
    const peer = await server();
    let asked = 0;
    const links = rig({
      checkAddress: refuse,
      resolve: (_host, _options, callback) => {
        asked += 1;
        callback(null, [{ address: asked === 1 ? '127.0.0.1' : '169.254.169.254', family: 4 }]);
      },
    });
    const connection = links.open(peer.url('/', 'rebinding.example'));
    await links.told(connection, 'opened');
    expect(asked).toBe(1);
    expect(peer.guests[0]?.request.headers.host).toBe(`rebinding.example:${peer.port}`);
  });

  it('many that ask for one name at the same time share its lookup, and each is checked', async () => {
    const peer = await server();
    let asked = 0;
    let checked = 0;
    const links = rig({
      checkAddress: () => {
        checked += 1;
        return null;
      },
      resolve: (_host, _options, callback) => {
        asked += 1;
        setTimeout(() => {
          callback(null, [{ address: '127.0.0.1', family: 4 }]);
        }, 100);
      },
    });
    const connections = Array.from({ length: 20 }, () => links.open(peer.url('/', 'shared.example')));
    for (const connection of connections) await links.told(connection, 'opened');
    expect(checked).toBe(20);
    expect(asked).toBeLessThan(20);
  });

  it('redirects are not followed', async () => {
    const target = await server();
    const redirecting = await server({
      verifyClient: (_info, callback) => {
        callback(false, 302, 'Found', { Location: target.url() });
      },
    });
    const links = rig();
    const connection = links.open(redirecting.url());
    expect((await links.told(connection, 'closed')).error).toEqual({
      code: 'WW_HANDSHAKE_REFUSED',
      message:
        `the server answered 302 Found instead of an upgrade: it redirects to ${target.url()}, and redirects are not followed; set URL to that if it ` +
        'is meant',
    });
    expect(target.guests).toEqual([]);
  });
});
