/** A world that listens holds to its limits, whoever comes and whatever they do. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { afterEveryTest } from '../after-every-test.ts';
import { pause } from './link-rig.ts';
import { met, served, visit, type ServedRig } from './served-rig.ts';

const raw: Socket[] = [];
afterEveryTest(async () => {
  for (const socket of raw.splice(0)) socket.destroy();
});

/** A TCP connection that says what it is given, and all that it has heard. */
function speak(url: string, text = ''): { readonly socket: Socket; heard: string; ended: boolean } {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  raw.push(socket);
  const speaker = { socket, heard: '', ended: false };
  socket.on('data', (data) => (speaker.heard += data.toString('latin1')));
  socket.on('close', () => (speaker.ended = true));
  socket.on('error', () => undefined);
  if (text !== '') socket.write(text);
  return speaker;
}

const HANDSHAKE = [
  'GET / HTTP/1.1',
  'Host: 127.0.0.1',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
];
const request = (lines: readonly string[]): string => `${lines.join('\r\n')}\r\n\r\n`;
const turnedAway = (rig: ServedRig): string[] => rig.words.filter((words) => words.startsWith('turned '));

describe('where it may listen', () => {
  test('is for the owner of the machine to say: without a word of theirs nowhere, and that is told and tried again', async () => {
    const rig = served({ RetryInterval: 2 }, { allowed: [] });
    await rig.until('it is refused', () => rig.field('State') === 'WaitingToRetry');
    expect(rig.field('LastError')).toBe(
      'WW_LISTEN_DENIED: the owner of this machine does not let worlds listen on a free port; --allow-listen 0, or "0" in allowedListenPorts, lets them',
    );
    const tries = (): number => rig.steps.flatMap(({ inputs }) => inputs).filter(({ input }) => input.type === 'link').length;
    const before = tries();
    await rig.pass(5);
    expect(tries() - before).toBe(2);
    rig.set('RetryInterval', 0);
    expect([rig.field('State'), rig.field('RetryAt')]).toEqual(['Idle', 0]);
    expect(rig.field('StateReason')).toMatch(/not tried again, since RetryInterval is 0 or less$/);
    const ended = tries();
    await rig.pass(3);
    expect(tries()).toBe(ended);
  });

  test('is on loopback alone where the owner names a port alone', async () => {
    const near = served({ Host: '::1' });
    await near.url().then((url) => expect(url).toMatch(/^ws:\/\/\[::1\]:\d+\/$/));
    const wide = served({ Host: '0.0.0.0' });
    await wide.until('it is refused', () => wide.field('State') === 'WaitingToRetry');
    expect(wide.field('LastError')).toContain('0.0.0.0:0, which is every address of this machine');
    const listed = served({ Host: '0.0.0.0' }, { allowed: ['0.0.0.0:0'] });
    expect(await listed.url()).toMatch(/^ws:\/\/0\.0\.0\.0:\d+\/$/);
  });

  test('a port that another program has is told, and taken when it is free', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const rig = served({ Port: port, RetryInterval: 1 }, { allowed: [port] });
    await rig.until('it is told', () => rig.field('State') === 'WaitingToRetry');
    expect(rig.field('LastError')).toBe(`WW_PORT_IN_USE: another program, or another world, listens at 127.0.0.1:${port} already`);
    await new Promise((resolve) => other.close(resolve));
    rig.stride = 100;
    expect(await rig.url()).toBe(`ws://127.0.0.1:${port}/`);
    expect(rig.field('LastError')).toBe('');
  });

  test('another port closes the clients and listens there', async () => {
    const rig = served();
    const first = await rig.url();
    const { visitor } = await met(rig, first);
    const free = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => free.once('listening', resolve));
    const { port } = free.address() as AddressInfo;
    await new Promise((resolve) => free.close(resolve));
    rig.set('Port', port);
    await rig.until('it hears so', () => visitor.closed !== undefined);
    expect(visitor.closed).toEqual({ code: 1001, reason: 'Port was changed' });
    await rig.until('that is refused', () => rig.field('State') === 'WaitingToRetry');
    rig.set('Port', 0);
    await met(rig, await rig.url());
  });
});

describe('whom it lets in', () => {
  test('none at another path, by another protocol, from a page that is not listed, or beyond MaxClients', async () => {
    const rig = served({ Path: '/in', Protocols: ['chat'], AllowedOrigins: ['https://friend.example'], MaxClients: 1 });
    const url = await rig.url();
    const wrongs = [
      { visitor: visit(url.replace('/in', '/out'), ['chat']), status: 404 },
      { visitor: visit(url), status: 400 },
      { visitor: visit(url, ['talk']), status: 400 },
      { visitor: visit(url, ['chat'], { origin: 'https://foe.example' }), status: 403 },
      { visitor: visit(url, ['chat'], { origin: 'null' }), status: 403 },
    ];
    await rig.until('all are turned away', () => wrongs.every(({ visitor }) => visitor.refused !== undefined));
    for (const { visitor, status } of wrongs) {
      expect(visitor.refused?.status).toBe(status);
      // A stranger learns nothing of what would be let in.
      expect(visitor.refused?.body).not.toMatch(/\/in|chat|friend/);
    }
    const { visitor } = await met(rig, url, ['chat'], { origin: 'https://friend.example' });
    const second = visit(url, ['chat']);
    await rig.until('there is no room', () => second.refused !== undefined);
    expect(second.refused?.status).toBe(503);
    visitor.socket.close();
    await rig.until('it has left', () => rig.field('ClientCount') === 0);
    await met(rig, url, ['chat']);
    expect(turnedAway(rig).join('\n')).toMatch(/and MaxClients is 1|AllowedOrigins does not list|Path is "\/in"|Protocols is "chat"/);
  });

  test('who is let in follows the fields, and who is in stays', async () => {
    const rig = served();
    const url = await rig.url();
    const { visitor } = await met(rig, url);
    rig.set('AllowedOrigins', ['*']);
    rig.set('Path', '');
    await met(rig, `${url}anywhere?else`, [], { origin: 'https://any.example' });
    rig.set('MaxClients', 1);
    const third = visit(url);
    await rig.until('there is no room', () => third.refused !== undefined);
    expect(visitor.isOpen).toBe(true);
    expect(rig.field('ClientCount')).toBe(2);
  });

  test('in a paused world, who comes and goes fills no memory: past a bound all are turned away until a tick has told of them', async () => {
    const rig = served({ MaxClients: 4 });
    const url = await rig.url();
    let [came, turned] = [0, 0];
    while (turned === 0) {
      const speaker = speak(url, request(HANDSHAKE));
      await rig.until('it is answered', () => speaker.heard !== '', 'pass');
      if (speaker.heard.startsWith('HTTP/1.1 503 ')) turned += 1;
      else came += 1;
      // What it has said is for the world to hear, and so is that it went.
      speaker.socket.write(Buffer.from([0x81, 0x81, 0, 0, 0, 0, 0x61]));
      speaker.socket.end();
      await rig.until('it is gone', () => speaker.ended, 'pass');
      expect(came).toBeLessThanOrEqual(2 * 4 + 64);
    }
    expect(rig.told).toEqual([]);
    await rig.until('the world is told of all', () => rig.of('disconnected').length === came);
    expect(rig.of('message')).toHaveLength(came);
    rig.step();
    await met(rig, url);
    expect(turnedAway(rig).join('\n')).toContain('have come and gone of whom the world has yet to be told');
  });

  test('what is no handshake gets an answer and an end', async () => {
    const rig = served();
    const url = await rig.url();
    const without = (name: string): string[] => HANDSHAKE.filter((line) => !line.startsWith(name));
    const cases = [
      { text: request(['GET / HTTP/1.1', 'Host: x']), status: 426 },
      { text: request(['POST / HTTP/1.1', 'Host: x', 'Content-Length: 5']), status: 426 },
      { text: request(without('Sec-WebSocket-Key')), status: 400 },
      { text: request([...without('Sec-WebSocket-Version'), 'Sec-WebSocket-Version: 12']), status: 400 },
      { text: request([...without('Sec-WebSocket-Version'), 'Sec-WebSocket-Version: 8', 'Sec-WebSocket-Origin: http://evil.example']), status: 400 },
      { text: request(without('Sec-WebSocket-Version')), status: 400 },
      { text: request(['POST / HTTP/1.1', ...HANDSHAKE.slice(1)]), status: 405 },
      { text: request(['GET http://elsewhere/ HTTP/1.1', ...HANDSHAKE.slice(1)]), status: 400 },
      { text: 'this is no HTTP\r\n\r\n', status: 400 },
      { text: request([...HANDSHAKE, `X-Long: ${'x'.repeat(20_000)}`]), status: 431 },
    ];
    for (const { text, status } of cases) {
      const speaker = speak(url, text);
      await rig.until(`it is answered with ${status}`, () => speaker.ended);
      expect(speaker.heard.slice(0, 13)).toBe(`HTTP/1.1 ${status} `);
    }
    const good = speak(url, request(HANDSHAKE));
    await rig.until('the right one is let in', () => rig.of('connected').length === 1 && good.heard !== '');
    expect(good.heard).toMatch(/^HTTP\/1\.1 101 [^]*Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=/);
  });

  test('strangers are told of once a second, with how many they were', async () => {
    const rig = served();
    const url = await rig.url();
    for (let at = 0; at < 5; at += 1) visit(`${url}wrong`);
    await rig.until('some were told of', () => turnedAway(rig).length > 0);
    for (let at = 0; at < 20; at += 1) visit(`${url}wrong`);
    await rig.until('the others are', () => turnedAway(rig).length > 1);
    const counts = turnedAway(rig).map((words) => Number(/turned (\d+) clients/.exec(words)?.[1] ?? 1));
    await rig.until('all are', () => {
      const told = turnedAway(rig).map((words) => Number(/turned (\d+) clients/.exec(words)?.[1] ?? 1));
      return told.reduce((sum, each) => sum + each, 0) === 25;
    });
    expect(counts.length).toBeLessThan(10);
  });
});

describe('who says little', () => {
  test('a handshake that drips, or does not begin, is ended in time', async () => {
    const rig = served({}, { handshake: 300 });
    const url = await rig.url();
    const silent = speak(url);
    const dripping = speak(url);
    const text = request(HANDSHAKE);
    let sent = 0;
    await rig.until('both are ended', () => {
      if (sent < text.length - 10) dripping.socket.write(text[sent++] as string);
      return silent.ended && dripping.ended;
    });
    await met(rig, url);
  });

  test('a crowd that says nothing makes way for who does', async () => {
    const rig = served({}, { handshake: 100_000 });
    const url = await rig.url();
    const crowd = Array.from({ length: 1030 }, () => speak(url));
    await rig.until('all have come, and the first of them are gone', () => crowd.slice(0, 5).every(({ ended }) => ended));
    await met(rig, url);
  });

  test('a client that answers no ping is closed, and one that does stays', async () => {
    const rig = served({ PingInterval: 4 });
    const url = await rig.url();
    const silent = await met(rig, url, [], { autoPong: false });
    const good = await met(rig, url);
    await rig.pass(10);
    await rig.until('it is told', () => rig.of('disconnected').length === 1);
    expect(rig.of('disconnected')[0]).toMatchObject({ client: silent.client, code: 1006, reason: 'silent for 8 s, and did not answer a ping' });
    expect(good.visitor.isOpen).toBe(true);
    await expect.poll(() => silent.visitor.closed?.code).toBe(1008);
  });
});

describe('who sends or takes too much, or too little', () => {
  test('a message that is too large closes its client with 1009, while it is still coming in', async () => {
    const rig = served({ MaxMessageSize: 1000 });
    const { visitor, client } = await met(rig, await rig.url());
    visitor.socket.send('x'.repeat(1000));
    visitor.socket.send('x'.repeat(1001));
    await rig.until('it is closed', () => visitor.closed !== undefined && rig.of('disconnected').length === 1);
    expect(visitor.closed?.code).toBe(1009);
    expect(rig.of('message')).toHaveLength(1);
    expect(rig.of('disconnected')[0]).toMatchObject({ client, code: 1009 });
    expect(rig.command('Broadcast', { Data: 'x'.repeat(1001) })).toMatchObject({ ok: false, code: 'WW_SEND_TOO_LARGE' });
  });

  test('one that takes nothing is refused more by Send, and closed by a Broadcast that the others get', async () => {
    const rig = served({ MaxBufferedAmount: 200_000, PingInterval: 0 });
    const url = await rig.url();
    const slow = await met(rig, url);
    const good = await met(rig, url);
    slow.visitor.socket.pause();
    const Data = 'x'.repeat(50_000);
    await rig.until('nothing more goes to it', () => {
      const result = rig.command('Send', { Client: slow.client, Data });
      return !result.ok && result.code === 'WW_SEND_BUFFER_FULL';
    });
    expect(rig.command('Broadcast', { Data })).toMatchObject({ ok: true, sent: 1 });
    await rig.until('it is told', () => rig.of('disconnected').length === 1 && good.visitor.heard.length === 1);
    expect(rig.of('disconnected')[0]).toMatchObject({ client: slow.client, code: 1008 });
    expect(rig.words.some((words) => words.includes('takes too little of what is sent'))).toBe(true);
  });

  test('one that floods leaves the others their share of each tick', async () => {
    const rig = served({}, { budgets: { perTick: 100, least: 100, most: 100 } });
    const url = await rig.url();
    const flood = await met(rig, url);
    const good = await met(rig, url);
    for (let at = 0; at < 20_000; at += 1) flood.visitor.socket.send('x');
    await rig.until('the flood is here', () => rig.of('message', flood.client).length > 100);
    const before = rig.of('message', flood.client).length;
    good.visitor.socket.send('hello');
    await rig.until('the other is heard', () => rig.of('message', good.client).length === 1);
    expect(rig.of('message', flood.client).length - before).toBeLessThan(18_000);
  });
});

test('a thousand clients come, are heard, are told, and are closed with 1001', async () => {
  const rig = served({}, { echoes: true });
  const url = await rig.url();
  const visitors = Array.from({ length: 1000 }, () => visit(url));
  await rig.until('all are connected', () => rig.field('ClientCount') === 1000 && rig.of('connected').length === 1000);
  await rig.until('they know', () => visitors.every(({ isOpen }) => isOpen));
  for (const [at, { socket }] of visitors.entries()) socket.send(String(at));
  await rig.until('each has its own word back', () => visitors.every(({ heard }) => heard.length === 1));
  expect(visitors.every(({ heard }, at) => heard[0] === String(at))).toBe(true);
  expect(rig.command('Broadcast', { Data: 'to all' })).toMatchObject({ ok: true, sent: 1000 });
  await rig.until('all have heard it', () => visitors.every(({ heard }) => heard.length === 2));
  const one = visit(url);
  await rig.until('one more has no room', () => one.refused !== undefined);
  rig.set('Enabled', false);
  await rig.until('all are closed', () => visitors.every(({ closed }) => closed?.code === 1001) && rig.of('disconnected').length === 1000);
  expect(rig.field('ClientCount')).toBe(0);
  await pause(0);
});
