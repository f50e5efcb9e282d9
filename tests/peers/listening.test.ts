/** A world that is the server, with clients of the package `ws`. */
import { describe, expect, test } from 'vitest';
import { snapshotWorld } from '../../engine/index.ts';
import { met, served, ServedRig, visit } from './served-rig.ts';

describe('a client', () => {
  test('is told with its path, protocol and address, before its first message, and is answered', async () => {
    const rig = served({ Path: '/talk', Protocols: ['b', 'a'] }, { echoes: true });
    const url = await rig.url();
    expect(url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/talk$/);
    const { visitor, client } = await met(rig, `${url}?room=1`, ['a', 'b']);
    visitor.socket.send('hello');
    visitor.socket.send('again');
    await rig.until('both are answered', () => visitor.heard.length === 2);
    expect(visitor.heard).toEqual(['hello', 'again']);
    expect(visitor.socket.protocol).toBe('b');
    expect(rig.told).toEqual([
      { event: 'connected', client, path: '/talk?room=1', protocol: 'b', address: expect.stringMatching(/^127\.0\.0\.1:\d+$/) as string },
      { event: 'message', client, data: 'hello' },
      { event: 'message', client, data: 'again' },
    ]);
    expect([rig.field('ClientCount'), rig.field('MessagesReceived'), rig.field('MessagesSent'), rig.field('BytesSent')]).toEqual([1, 2, 2, 10]);
  });

  test('says what it says at once, in the packet of its handshake, and none of it is lost', async () => {
    const rig = served();
    const visitor = visit(await rig.url());
    visitor.socket.on('open', () => {
      for (let at = 0; at < 100; at += 1) visitor.socket.send(String(at));
    });
    await rig.until('all is told', () => rig.of('message').length === 100);
    expect(rig.of('message').map(({ data }) => data)).toEqual(Array.from({ length: 100 }, (_, at) => String(at)));
    expect(rig.told[0]?.event).toBe('connected');
  });

  test('that pings is answered with what its ping carries, and goes on', async () => {
    const rig = served({}, { echoes: true });
    const { visitor } = await met(rig, await rig.url());
    const pongs: string[] = [];
    visitor.socket.on('pong', (payload) => pongs.push(payload.toString()));
    for (const payload of ['', 'still here?', 'x'.repeat(125)]) visitor.socket.ping(payload);
    visitor.socket.send('hello');
    await rig.until('all is answered', () => visitor.closed !== undefined || (pongs.length === 3 && visitor.heard.length === 1));
    expect(visitor.closed, 'as a client does that is sent a masked frame').toBeUndefined();
    expect([pongs, visitor.heard]).toEqual([['', 'still here?', 'x'.repeat(125)], ['hello']]);
  });

  test('that leaves is told with its code and reason, behind what it had said', async () => {
    const rig = served();
    const { visitor, client } = await met(rig, await rig.url());
    visitor.socket.send(Buffer.from([1, 2, 3]));
    visitor.socket.close(4001, 'enough');
    await rig.until('it has left', () => rig.of('disconnected').length === 1);
    expect(rig.told.slice(1)).toEqual([
      { event: 'message', client, data: new Uint8Array([1, 2, 3]) },
      { event: 'disconnected', client, code: 4001, reason: 'enough' },
    ]);
    expect(rig.field('ClientCount')).toBe(0);
    expect(rig.command('Send', { Client: client, Data: 'late' })).toMatchObject({ ok: false, code: 'WW_NOT_OPEN' });
  });

  test('is closed by command, with the code and reason that are given, and a code that no frame may carry is refused', async () => {
    const rig = served();
    const { visitor, client } = await met(rig, await rig.url());
    expect(rig.command('Close', { Client: client, Code: 1006 })).toMatchObject({ ok: false, code: 'WW_BAD_VALUE' });
    expect(rig.command('Close', { Client: client, Code: 4000, Reason: 'bye' })).toMatchObject({ ok: true });
    await rig.until('it hears so', () => visitor.closed !== undefined && rig.of('disconnected').length === 1);
    expect(visitor.closed).toEqual({ code: 4000, reason: 'bye' });
    expect(rig.of('disconnected')[0]).toMatchObject({ client, code: 4000, reason: 'bye' });
  });
});

describe('a broadcast', () => {
  test('reaches every client, as text and as bytes, and nobody who has left', async () => {
    const rig = served();
    const url = await rig.url();
    const one = await met(rig, url);
    const two = await met(rig, url);
    const three = await met(rig, url);
    two.visitor.socket.close();
    await rig.until('one has left', () => rig.of('disconnected').length === 1);
    expect(rig.command('Broadcast', { Data: 'héllo' })).toMatchObject({ ok: true, sent: 2 });
    expect(rig.command('Broadcast', { Data: 'AQID', Binary: true })).toMatchObject({ ok: true, sent: 2 });
    const long = 'x'.repeat(100_000);
    rig.command('Broadcast', { Data: long });
    await rig.until('both have all', () => one.visitor.heard.length === 3 && three.visitor.heard.length === 3);
    for (const { visitor } of [one, three]) expect(visitor.heard).toEqual(['héllo', '<010203>', long]);
    expect(two.visitor.heard).toEqual([]);
  });
});

describe('when it stops', () => {
  test('a disabled server closes its clients with 1001 and lets nobody in; enabled it listens again', async () => {
    const rig = served();
    const url = await rig.url();
    const { visitor } = await met(rig, url);
    rig.set('Enabled', false);
    await rig.until('it hears so', () => visitor.closed !== undefined && rig.of('disconnected').length === 1);
    expect(visitor.closed).toEqual({ code: 1001, reason: 'disabled' });
    expect([rig.field('IsListening'), rig.field('URL'), rig.field('StateReason')]).toEqual([false, '', 'disabled']);
    const late = visit(url);
    await rig.until('it is refused', () => late.failed !== undefined);
    rig.set('Enabled', true);
    await met(rig, await rig.url());
  });

  test('the end of the world closes them with 1001', async () => {
    const rig = served();
    const { visitor } = await met(rig, await rig.url());
    await rig.close();
    await expect.poll(() => visitor.closed).toEqual({ code: 1001, reason: 'the world is closed' });
  });

  test('a removed component closes them, and nothing of them is told', async () => {
    const rig = served();
    const { visitor } = await met(rig, await rig.url());
    rig.put({ type: 'operations', operations: [{ op: 'removeComponent', entity: 'server', component: 'WebsocketServer' }] });
    await rig.until('it hears so', () => visitor.closed !== undefined);
    expect(visitor.closed?.code).toBe(1001);
    expect(rig.of('disconnected')).toEqual([]);
    rig.put({ type: 'undo' });
    rig.step();
    await met(rig, await rig.url());
  });
});

describe('what it was given', () => {
  test('makes the same world again, with nothing listening', async () => {
    const rig = served({}, { echoes: true });
    const url = await rig.url();
    const one = await met(rig, url);
    const two = await met(rig, url);
    one.visitor.socket.send('from one');
    two.visitor.socket.send(Buffer.from('bytes'));
    one.visitor.socket.close(1000, 'done');
    await rig.until('all is told', () => rig.of('disconnected').length === 1 && rig.of('message').length === 2);
    const again = new ServedRig({ server: {} }, { unplugged: true });
    for (const step of rig.steps) again.do(step);
    expect(again.hash).toBe(rig.hash);
    expect(again.told).toEqual(rig.told);
  });

  test('goes on from a snapshot: clients of the former life are lost with the reason, and listening begins anew', async () => {
    const rig = served();
    const { client } = await met(rig, await rig.url());
    const snapshot = snapshotWorld(rig.world);
    const next = served({}, { from: snapshot });
    expect(next.hash).toBe(rig.hash);
    await rig.close();
    next.put({ type: 'takenUp', reason: 'the server was started again' });
    next.step();
    const url = await next.url();
    expect(next.told).toEqual([{ event: 'disconnected', client, code: 1006, reason: 'the server was started again' }]);
    const again = await met(next, url);
    expect(again.client).toBeGreaterThan(client);
  });
});
