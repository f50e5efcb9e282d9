import { describe, expect, it } from 'vitest';
import { pause } from '../../peers/link-rig.ts';
import { hostile, rig } from './rigs.ts';

describe('a server that breaks the protocol is left, with the reason', () => {
  it.each([
    ['/not-http', 1006, 'WW_HANDSHAKE_REFUSED', /HTTP/],
    ['/endless-header', 1006, 'WW_HANDSHAKE_REFUSED', /more headers than are taken in/],
    ['/endless-announcements', 1006, 'WW_HANDSHAKE_REFUSED', /announced an answer \d+ times and gave none/],
    ['/endless-lines', 1006, 'WW_HANDSHAKE_REFUSED', /sent \d+ bytes in which there is hardly anything of an answer/],
    ['/wrong-accept', 1006, 'WW_HANDSHAKE_REFUSED', /Sec-WebSocket-Accept/],
    ['/unasked-extension', 1006, 'WW_HANDSHAKE_REFUSED', /Extensions/],
    ['/redirect', 1006, 'WW_HANDSHAKE_REFUSED', /302 Found .*redirects to/],
    ['/hang-up', 1006, 'WW_CONNECT_FAILED', /hang up/],
    ['/reserved-bits', 1002, 'WW_PROTOCOL_ERROR', /RSV2 and RSV3/],
    ['/unknown-opcode', 1002, 'WW_PROTOCOL_ERROR', /opcode 5/],
    ['/masked', 1002, 'WW_PROTOCOL_ERROR', /MASK must be clear/],
    ['/long-ping', 1002, 'WW_PROTOCOL_ERROR', /payload length/],
    ['/lost-continuation', 1002, 'WW_PROTOCOL_ERROR', /opcode 0/],
    ['/bad-close-code', 1002, 'WW_PROTOCOL_ERROR', /status code 1006/],
    ['/invalid-utf8', 1007, 'WW_PROTOCOL_ERROR', /UTF-8/],
    ['/huge-claim', 1009, 'WW_MESSAGE_TOO_LARGE', /MaxMessageSize/],
    ['/endless-fragments', 1008, 'WW_PROTOCOL_ERROR', /Too many/],
    ['/pong-flood', 1008, 'WW_PROTOCOL_ERROR', /the server sent pongs without end/],
    ['/crumbs', 1008, 'WW_PROTOCOL_ERROR', /the server sent messages in very small parts/],
    ['/deflate-bomb', 1002, 'WW_PROTOCOL_ERROR', /RSV1/],
  ] as const)('%s', async (trick, sent, code, words) => {
    const peer = await hostile();
    const links = rig({ closeTimeout: 200 });
    const connection = links.open(peer.url(trick));
    expect(await links.told(connection, 'closed')).toMatchObject({ code: sent, error: { code, message: expect.stringMatching(words) } });
    await links.until('the socket is gone', () => links.links.stats.sockets === 0);
    expect(links.of(connection, 'closed')).toHaveLength(1);
  });

  it('and what was good before is handed over first', async () => {
    const peer = await hostile();
    const links = rig();
    const connection = links.open(peer.url('/invalid-utf8'));
    await links.told(connection, 'closed');
    expect(links.story(connection)).toEqual(['opened', 'message', 'closed']);
    expect(links.messages(connection)).toEqual(['good']);
  });
});

it('a reset in the middle of a frame loses the half message and not the whole one', async () => {
  const peer = await hostile();
  const links = rig();
  const connection = links.open(peer.url('/reset'));
  expect((await links.told(connection, 'closed')).error?.code).toBe('WW_CONNECTION_LOST');
  expect(links.messages(connection)).toEqual(['whole']);
});

it('a server that says goodbye and keeps the TCP connection is let go after the time it is given', async () => {
  const peer = await hostile();
  const links = rig({ closeTimeout: 200 });
  const connection = links.open(peer.url('/close-and-stay'));
  expect(await links.told(connection, 'closed')).toMatchObject({ code: 4001, reason: 'off' });
  expect(links.messages(connection)).toEqual(['last']);
  await links.until('the socket is gone', () => links.links.stats.sockets === 0);
});

it.each(['/silent', '/drip'] as const)('%s: the attempt stays open until the world has had enough of it, and then is gone', async (trick) => {
  const peer = await hostile();
  const links = rig();
  const connection = links.open(peer.url(trick));
  await links.until('it has connected', () => peer.victims.length === 1);
  await pause(300);
  expect(links.collect()).toEqual([]);
  links.drop(connection);
  await peer.victims[0]?.gone;
  await links.until('the socket is gone', () => links.links.stats.sockets === 0);
});

it('a flood of pings does not keep others waiting, nor does it grow', async () => {
  const peer = await hostile();
  const links = rig();
  const connection = links.open(peer.url('/ping-flood'));
  await links.told(connection, 'opened');
  const before = links.ticks;
  await links.until('ticks go on', () => links.ticks - before > 50 || links.of(connection, 'closed').length > 0);
  expect(links.links.stats.queuedBytes).toBe(0);
  expect(links.of(connection, 'activity').length).toBeLessThanOrEqual(links.ticks);
});

it('with compression on, a deflate bomb ends at the greatest size and takes no memory to speak of', async () => {
  const peer = await hostile();
  const links = rig({ compression: true });
  const before = process.memoryUsage();
  const connection = links.open(peer.url('/deflate-bomb'));
  let most = 0;
  await links.until('it is closed', () => {
    const { external, arrayBuffers } = process.memoryUsage();
    most = Math.max(most, external + arrayBuffers - before.external - before.arrayBuffers);
    return links.of(connection, 'closed').length > 0;
  });
  expect(links.of(connection, 'closed')[0]?.error?.code).toBe('WW_MESSAGE_TOO_LARGE');
  expect(most).toBeLessThan(24 * 1024 * 1024);
});
