/** MQTT over WebSocket: the broker `aedes` and the client MQTT.js over our links; binary messages, the subprotocol `mqtt`. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Aedes } from 'aedes';
import { MqttClient } from 'mqtt';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWebSocketStream, WebSocketServer } from 'ws';
import { LinkRig } from './link-rig.ts';
import { LinkStream } from './over-links.ts';

const http = createServer();
let broker: Aedes;
let links: LinkRig;
let url = '';
const clients: MqttClient[] = [];

beforeAll(async () => {
  broker = await Aedes.createBroker();
  const server = new WebSocketServer({ server: http, handleProtocols: (offered) => (offered.has('mqtt') ? 'mqtt' : false) });
  server.on('connection', (socket) => {
    broker.handle(createWebSocketStream(socket));
  });
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}/mqtt`;
  links = new LinkRig();
});
afterAll(async () => {
  for (const client of clients) client.end(true);
  await links.links.closeAll(200);
  await new Promise<void>((resolve) => {
    broker.close(resolve);
  });
  http.closeAllConnections();
  http.close();
});

async function connect(clientId: string): Promise<MqttClient> {
  const client = new MqttClient(() => new LinkStream(links, url, ['mqtt']), { clientId, reconnectPeriod: 0, keepalive: 0 });
  clients.push(client);
  await links.until(`${clientId} is welcome`, () => client.connected);
  return client;
}

it('messages go from one client through the broker to another, byte for byte and in order', async () => {
  const speaker = await connect('speaker');
  const hearer = await connect('hearer');
  const heard: [topic: string, payload: Buffer][] = [];
  let isSubscribed = false;
  hearer.on('message', (topic, payload) => heard.push([topic, payload]));
  hearer.subscribe('lamp/#', { qos: 1 }, () => {
    isSubscribed = true;
  });
  await links.until('it is subscribed', () => isSubscribed);
  const payloads = Array.from({ length: 100 }, (_, index) => Buffer.from(Array.from({ length: index * 10 }, (_byte, at) => (at * 7 + index) & 255)));
  for (const [index, payload] of payloads.entries()) speaker.publish(`lamp/${index}`, payload, { qos: 1 });
  await links.until('all is heard', () => heard.length === payloads.length);
  expect(heard).toEqual(payloads.map((payload, index) => [`lamp/${index}`, payload]));
  expect(links.events.filter((event) => event.type === 'opened').map((event) => event.protocol)).toEqual(['mqtt', 'mqtt']);
  expect(links.events.filter((event) => event.type === 'message').every((event) => event.data instanceof Uint8Array)).toBe(true);
});

it('without the subprotocol there is none', async () => {
  const connection = links.open(url, { protocols: ['chat'] });
  expect((await links.told(connection, 'closed')).error?.code).toBe('WW_HANDSHAKE_REFUSED');
});
