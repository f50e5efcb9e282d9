/** Examples of scripts that speak with programs of others: a broker and a client of MQTT, callers by JSON-RPC, and both sides of a proxy. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Aedes } from 'aedes';
import { MqttClient } from 'mqtt';
import { expect, test } from 'vitest';
import { createWebSocketStream, WebSocket } from 'ws';
import { startService } from '../../../worlds/services/service.ts';
import { ROOT } from '../../project/pages.ts';
import { atEnd, serve, until } from '../../server/running.ts';
import { freePort, startServer } from '../servers.ts';
import { Example } from './running-example.ts';

/** Runs scenes of `worlds/scripts`, out of a copy of them, with other ports in place of those that they name. */
async function running<const N extends string>(
  names: readonly N[],
  ports: { readonly [usual: number]: number },
  allowedListenPorts: readonly number[] = [],
): Promise<{ readonly [name in N]: Example }> {
  const folder = await mkdtemp(join(tmpdir(), 'worldwire-scripts-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  await cp(join(ROOT, 'worlds/scripts'), folder, { recursive: true });
  const worlds = [];
  for (const name of names) {
    const file = join(folder, `${name}.scene.json`);
    let text = await readFile(file, 'utf8');
    for (const [usual, port] of Object.entries(ports)) text = text.replaceAll(usual, String(port));
    await writeFile(file, text);
    worlds.push({ file, name });
  }
  const allowedUrlHosts = Object.values(ports).map((port) => `127.0.0.1:${port}`);
  const server = await serve({ requestsPerTenSeconds: 1_000_000, worlds, allowedListenPorts, allowedUrlHosts });
  return Object.fromEntries(names.map((name) => [name, new Example(server, name)])) as { readonly [name in N]: Example };
}

/** A connection by hand, with what it has heard. */
async function connected(
  port: number,
  protocols: string[] = [],
): Promise<{ socket: WebSocket; heard: string[]; closed: Promise<{ code: number; reason: string }> }> {
  const heard: string[] = [];
  const socket = await until('a connection', async () => {
    const next = new WebSocket(`ws://127.0.0.1:${port}/`, protocols);
    next.on('message', (data: Buffer) => heard.push(data.toString()));
    return new Promise<WebSocket | undefined>((done) => {
      next.on('open', () => done(next));
      next.on('error', () => done(undefined));
    });
  });
  atEnd(() => socket.terminate());
  const closed = new Promise<{ code: number; reason: string }>((done) => {
    socket.on('close', (code, reason: Buffer) => done({ code, reason: reason.toString() }));
  });
  return { socket, heard, closed };
}

test('the bridge publishes what is shared as it changes, and sets it by what others publish: the broker Aedes, the client MQTT.js', async () => {
  const aedes = await Aedes.createBroker();
  const broker = await startService('aedes', 0, (socket) => void aedes.handle(createWebSocketStream(socket)), {
    handleProtocols: (offered) => (offered.has('mqtt') ? 'mqtt' : false),
  });
  atEnd(async () => {
    await new Promise<void>((resolve) => aedes.close(resolve));
    await broker.close();
  });
  const { mqtt } = await running(['mqtt'], { 4615: broker.port });
  await mqtt.shows('bridge/StringValue#3/Value', 'shares 3 fields');

  const heard: string[] = [];
  const client = new MqttClient(() => createWebSocketStream(new WebSocket(`ws://127.0.0.1:${broker.port}/`, ['mqtt'])), {
    clientId: 'other',
    reconnectPeriod: 0,
  });
  atEnd(() => client.end(true));
  client.on('message', (topic, payload) => heard.push(`${topic} ${payload.toString()}`));
  await client.subscribeAsync('garden/#');
  await until('what the broker has kept', () => heard.length === 3);
  expect(heard.splice(0).sort()).toEqual(['garden/Lamp/BoolValue false', 'garden/Lamp/FloatValue 0.5', 'garden/Sign/StringValue open']);

  client.publish('garden/Lamp/BoolValue/set', 'on');
  client.publish('garden/Sign/StringValue/set', 'closed \u2600');
  client.publish('garden/Safe/BoolValue/set', 'on');
  client.publish('garden/Lamp/FloatValue/set', 'bright');
  await mqtt.shows('lamp/BoolValue/Value', true);
  await mqtt.shows('sign/StringValue/Value', 'closed \u2600');
  await mqtt.shows('bridge/StringValue#3/Value', /^garden\/Lamp\/FloatValue\/set: /);
  expect(await mqtt.field('safe/BoolValue/Value')).toBe(false);
  await mqtt.set({ 'lamp/FloatValue/Value': 0.75 });
  await until('the change at the inspector', () => heard.includes('garden/Lamp/FloatValue 0.75'));
  expect(heard.filter((line) => !line.includes('/set ')).sort()).toEqual([
    'garden/Lamp/BoolValue true',
    'garden/Lamp/FloatValue 0.75',
    'garden/Sign/StringValue closed \u2600',
  ]);
});

test('packets of MQTT that come in pieces, many in one message, and with long texts are read whole', async () => {
  const sent: Buffer[] = [];
  const peer = await startService(
    'pieces',
    0,
    (socket) =>
      socket.on('message', (data: Buffer) => {
        sent.push(data);
        if (data[0] === 0x10) socket.send(Buffer.from([0x20, 2, 0, 0]));
        if (data[0] !== 0x82) return;
        const packet = (topic: string, text: string): Buffer => {
          const body = Buffer.concat([Buffer.from([0, topic.length]), Buffer.from(topic), Buffer.from(text)]);
          const length = body.length < 128 ? [body.length] : [(body.length % 128) + 128, body.length >> 7];
          return Buffer.concat([Buffer.from([0x30, ...length]), body]);
        };
        const all = Buffer.concat([packet('garden/Sign/StringValue/set', 'a'.repeat(3000)), packet('garden/Lamp/BoolValue/set', 'true')]);
        for (let at = 0; at < all.length; at += 700) socket.send(all.subarray(at, at + 700));
      }),
    { handleProtocols: () => 'mqtt' },
  );
  atEnd(() => peer.close());
  const { mqtt } = await running(['mqtt'], { 4615: peer.port });
  await mqtt.shows('sign/StringValue/Value', 'a'.repeat(3000));
  await mqtt.shows('lamp/BoolValue/Value', true);
});

test('one world calls another by JSON-RPC, and so does any program', async () => {
  const port = await freePort();
  const { rpc, 'rpc-server': served } = await running(['rpc-server', 'rpc'], { 4625: port }, [port]);
  await rpc.shows('lamp/StringValue#2/Value', 'Lamp is dark');
  await rpc.set({ 'lamp/BoolValue/Value': true });
  await served.shows('lamp/BoolValue/Value', true);
  await rpc.shows('lamp/StringValue#2/Value', 'Lamp is lit');

  const { socket, heard } = await connected(port);
  const asked = async (message: unknown): Promise<unknown> => {
    const before = heard.length;
    socket.send(typeof message === 'string' ? message : JSON.stringify(message));
    return until('an answer', () =>
      heard
        .slice(before)
        .map((text) => JSON.parse(text) as { method?: string })
        .find(({ method }) => method === undefined),
    );
  };
  const jsonrpc = '2.0';
  expect(await asked({ jsonrpc, id: 1, method: 'list' })).toEqual({
    jsonrpc,
    id: 1,
    result: [
      { name: 'Lamp', lit: true, bright: 0.5 },
      { name: 'Torch', lit: true, bright: 1 },
    ],
  });
  expect(await asked({ jsonrpc, id: 'b', method: 'set', params: { name: 'Torch', bright: 0.25 } })).toMatchObject({
    id: 'b',
    result: { name: 'Torch', bright: 0.25 },
  });
  expect(await asked({ jsonrpc, id: 3, method: 'set', params: { name: 'Sun' } })).toMatchObject({
    id: 3,
    error: { code: -32602, data: { known: ['Lamp', 'Torch'] } },
  });
  expect(await asked({ jsonrpc, id: 4, method: 'set', params: { name: 'Lamp', bright: 'very' } })).toMatchObject({
    error: { code: -32602, message: expect.stringContaining('Value') },
  });
  expect(await asked({ jsonrpc, id: 5, method: 'constructor' })).toMatchObject({ error: { code: -32601 } });
  expect(await asked('{')).toMatchObject({ id: null, error: { code: -32700 } });
  expect(await asked([])).toMatchObject({ id: null, error: { code: -32600 } });
  const batch = (await asked([{ jsonrpc, id: 6, method: 'list' }, { jsonrpc, method: 'list' }, 7])) as unknown[];
  expect(batch).toMatchObject([
    { id: 6, result: [{}, {}] },
    { id: null, error: { code: -32600 } },
  ]);
  await served.set({ 'torch/BoolValue/Value': false });
  await until('everybody is told', () => heard.some((text) => text.includes('"changed"') && text.includes('"name":"Torch","lit":false')));
});

test('the proxy hands messages on as they came, in order, no faster than it may, and closes whoever sends too many', async () => {
  const upstream = await startServer();
  atEnd(() => upstream.close());
  const port = await freePort();
  const { proxy } = await running(['proxy'], { 4626: port, 4601: upstream.port }, [port]);
  // So slow that nothing goes on but the burst.
  await proxy.set({ 'proxy/FloatValue/Value': 0 });
  const { socket, heard, closed } = await connected(port);
  const guest = await until('the proxy to connect', () => upstream.guests[0]);
  for (let at = 0; at < 15; at++) socket.send(at === 3 ? Buffer.from([0, 255]) : `${at}`);
  await proxy.shows('proxy/IntValue#2/Value', 5);
  expect(guest.messages.map(({ data }) => data.toString('latin1'))).toEqual(['0', '1', '2', '\u0000\u00ff', '4', '5', '6', '7', '8', '9']);
  expect(guest.messages.map(({ binary }) => binary).indexOf(true)).toBe(3);
  await proxy.set({ 'proxy/FloatValue/Value': 50 });
  await until('the rest', () => guest.messages.length === 15);
  expect(guest.messages.at(-1)?.data.toString()).toBe('14');
  guest.socket.send('back');
  await until('what the server says', () => heard.includes('back'));
  guest.socket.close(4001, 'enough');
  expect(await closed).toEqual({ code: 4001, reason: 'enough' });

  await proxy.set({ 'proxy/FloatValue/Value': 0 });
  const flood = await connected(port);
  // The proxy's own connection must be open: one that is closed while it is being made leaves without a code.
  flood.socket.send('x');
  const other = await until('the other', () => upstream.guests[1]);
  await until('the first message', () => other.messages.length === 1);
  for (let at = 0; at < 300; at++) flood.socket.send('x');
  expect(await flood.closed).toEqual({ code: 4008, reason: '200 messages wait already' });
  expect((await other.left).code).toBe(4008);
});
