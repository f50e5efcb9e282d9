/** The lamp that speaks MQTT: with the broker Aedes and the client MQTT.js, and with brokers that are none. */
import { Aedes } from 'aedes';
import { MqttClient } from 'mqtt';
import { afterEach, expect, test } from 'vitest';
import { createWebSocketStream, WebSocket } from 'ws';
import { smallBroker } from '../../../worlds/services/mqtt.ts';
import { startService, type Service } from '../../../worlds/services/service.ts';
import { until } from '../../server/running.ts';
import { startServer, type Guest } from '../servers.ts';
import { runExamples, type Example } from './running-example.ts';

const STATUS = 'status/StringValue/Value',
  LIT = 'lit/BoolValue/Value',
  IGNORED = 'ignored/IntValue/Value';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

async function lamp(port: number, more: { readonly [path: string]: unknown } = {}): Promise<Example> {
  const { mqtt } = await runExamples(['mqtt'], { allowedUrlHosts: [`127.0.0.1:${port}`] });
  await mqtt.set({ 'lamp/WebsocketClient/ConnectRetryInterval': 0.2, 'lamp/WebsocketClient/URL': `ws://127.0.0.1:${port}/`, ...more });
  return mqtt;
}

/** A broker with an account, or for everybody. */
async function broker(port = 0, account?: { readonly user: string; readonly password: string }): Promise<Service> {
  const aedes = await Aedes.createBroker({
    authenticate: (_client, user, password, done) => done(null, account === undefined || (user === account.user && password?.toString() === account.password)),
  });
  const service = await startService('aedes', port, (socket) => void aedes.handle(createWebSocketStream(socket)), {
    handleProtocols: (offered) => (offered.has('mqtt') ? 'mqtt' : false),
  });
  let isOver = false;
  const close = async (): Promise<void> => {
    if (isOver) return;
    isOver = true;
    await new Promise<void>((resolve) => aedes.close(resolve));
    await service.close();
  };
  ends.push(close);
  return { name: service.name, port: service.port, close };
}

/** Another client of the broker, and what it has heard of the lamp's state. */
async function other(port: number): Promise<{ client: MqttClient; states: string[] }> {
  const states: string[] = [];
  const client = new MqttClient(() => createWebSocketStream(new WebSocket(`ws://127.0.0.1:${port}/`, ['mqtt'])), { clientId: 'other', reconnectPeriod: 0 });
  ends.push(() => client.end(true));
  client.on('message', (topic, payload) => states.push(`${topic}: ${payload.toString()}`));
  await client.subscribeAsync('+/lamp/state');
  return { client, states };
}

test.each([
  ['Aedes', () => broker()],
  ['the small broker', () => smallBroker(0)],
])('is switched by what others publish, and publishes how it stands: %s', async (_what, start) => {
  const { port, close } = await start();
  ends.push(close);
  const mqtt = await lamp(port);
  await mqtt.shows(STATUS, 'hears worldwire/lamp/set');
  const { client, states } = await other(port);
  await until('the state that the broker keeps', () => states.length === 1);
  client.publish('worldwire/lamp/set', 'on');
  await mqtt.shows(LIT, true);
  await until('on', () => states.length === 2);
  // Somebody at the inspector.
  await mqtt.set({ [LIT]: false });
  await until('off', () => states.length === 3);
  expect(states).toEqual(['worldwire/lamp/state: off', 'worldwire/lamp/state: on', 'worldwire/lamp/state: off']);
});

test('takes many packets in one message and one in many, and long ones, and passes over what is not for it', async () => {
  const { port } = await broker();
  const mqtt = await lamp(port);
  await mqtt.shows(STATUS, /^hears/);
  const { client } = await other(port);
  const payloads: (string | Buffer)[] = ['ON', '', 'onward', 'x'.repeat(100), 'x'.repeat(128), 'x'.repeat(20_000), Buffer.from([0xff, 0xfe]), 'off\0'];
  for (const payload of payloads) client.publish('worldwire/lamp/set', payload);
  client.publish('worldwire/lamp/set/deeper', 'on');
  client.publish('worldwire/lamp/set', 'on');
  await mqtt.shows(LIT, true);
  expect(await mqtt.field(IGNORED)).toBe(payloads.length);
});

test('with names so long that packets need two bytes for their length it does the same', async () => {
  const { port } = await broker();
  const topic = `${'häuser/'.repeat(30)}lamp`;
  const mqtt = await lamp(port, { 'topic/StringValue/Value': topic, 'client-id/StringValue/Value': 'l'.repeat(200) });
  await mqtt.shows(STATUS, `hears ${topic}/set`);
  const { client } = await other(port);
  client.publish(`${topic}/set`, 'on');
  await mqtt.shows(LIT, true);
});

test('tells that the broker refuses it, and tries again once that may help', async () => {
  const { port } = await broker(0, { user: 'lamp', password: 'gläsern' });
  const mqtt = await lamp(port, { 'user/StringValue/Value': 'lamp', 'password/StringValue/Value': 'wrong' });
  await mqtt.shows(STATUS, /^the broker refuses us with code 5;/);
  expect(await mqtt.field('lamp/WebsocketClient/State')).toBe('Idle');
  await mqtt.set({ 'password/StringValue/Value': 'gläsern' });
  await mqtt.shows(STATUS, /^hears/);
});

test('comes again with the broker, and hears once more', async () => {
  const first = await broker();
  const { port } = first;
  const mqtt = await lamp(port);
  await mqtt.shows(STATUS, /^hears/);
  await first.close();
  await mqtt.shows(STATUS, /^not connected: /);
  await broker(port);
  await mqtt.shows(STATUS, /^hears/);
  const { client } = await other(port);
  client.publish('worldwire/lamp/set', 'on');
  await mqtt.shows(LIT, true);
});

/** A broker that is none: it answers the first message, CONNECT, with what a test gives it, in the messages that it gives. */
async function pretended(...answers: readonly (string | Buffer)[]): Promise<{ mqtt: Example; guest: Guest }> {
  const server = await startServer({
    serve: ({ socket }) =>
      void socket.once('message', () => {
        for (const answer of answers) socket.send(answer);
      }),
  });
  ends.push(() => server.close());
  const mqtt = await lamp(server.port);
  return { mqtt, guest: await until('the lamp', () => server.guests[0]) };
}
const CONNACK = Buffer.from([0x20, 2, 0, 0]),
  SUBACK = Buffer.from([0x90, 3, 0, 1, 0]);
const publish = (topic: string, payload: string, first = 0x30): Buffer => {
  const name = Buffer.from(topic),
    body = Buffer.concat([Buffer.from([0, name.length]), name, Buffer.from(payload)]);
  return Buffer.concat([Buffer.from([first, body.length]), body]);
};

test('sends what the standard says', async () => {
  const { mqtt, guest } = await pretended(CONNACK, SUBACK);
  await mqtt.shows(STATUS, /^hears/);
  await until('the state', () => guest.messages.length === 3);
  expect(guest.messages.map(({ data }) => data.toString('latin1'))).toEqual([
    '\x10\x1a\0\x04MQTT\x04\x02\0\x1e\0\x0eworldwire-lamp',
    '\x82\x17\0\x01\0\x12worldwire/lamp/set\0',
    '\x31\x19\0\x14worldwire/lamp/stateoff',
  ]);
});

test('reads a stream that is cut anywhere', async () => {
  const stream = Buffer.concat([CONNACK, SUBACK, publish('worldwire/lamp/set', 'no'), Buffer.from([0xd0, 0]), publish('worldwire/lamp/set', 'on', 0x31)]);
  const { mqtt } = await pretended(...[...stream].map((byte) => Buffer.from([byte])));
  await mqtt.shows(LIT, true);
  expect(await mqtt.field(IGNORED)).toBe(1);
  const atOnce = await pretended(stream);
  await atOnce.mqtt.shows(LIT, true);
});

test.each([
  ['text', 'hello'],
  ['a kind of packet that nobody sends to clients', Buffer.from([0x10, 0])],
  ['a length that does not end', Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0xff])],
  ['a packet of more than 64 KiB', Buffer.from([0x30, 0xff, 0xff, 0x04])],
  ['a message that asks to be confirmed, though nobody asked for that', publish('worldwire/lamp/set', 'on', 0x32)],
])('leaves a broker that sends %s', async (_what, wrong) => {
  const { mqtt, guest } = await pretended(CONNACK, SUBACK, wrong, publish('worldwire/lamp/set', 'on'));
  await guest.left;
  await mqtt.shows(STATUS, /does not speak MQTT/);
  expect(await mqtt.field(LIT)).toBe(false);
});

test('a topic that is said to be longer than its packet, and empty packets, switch nothing', async () => {
  const { mqtt } = await pretended(
    CONNACK,
    SUBACK,
    Buffer.from([0x30, 4, 0xff, 0xff, 0x6f, 0x6e]),
    Buffer.from([0x30, 0]),
    publish('worldwire/lamp/set', 'on'),
  );
  await mqtt.shows(LIT, true);
  expect(await mqtt.field(IGNORED)).toBe(2);
});

test('tells where it may not hear its topic', async () => {
  const { mqtt, guest } = await pretended(CONNACK, Buffer.from([0x90, 3, 0, 1, 0x80]));
  await guest.left;
  await mqtt.shows(STATUS, 'the broker does not let us hear our topic');
});
