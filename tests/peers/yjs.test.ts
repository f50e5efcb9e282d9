/** Shared documents: the server of `y-websocket` 2.1 and its own client over our links; binary messages, many of them at once. */
import type { IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import type { WebsocketProvider } from 'y-websocket';
import type { Doc as SharedDoc } from 'yjs';
import { LinkRig } from './link-rig.ts';
import { webSocketOver } from './over-links.ts';

// The server is CommonJS: client and documents must be of the same copy, or they do not know each other's types.
const require = createRequire(import.meta.url);
const { Doc } = require('yjs') as typeof import('yjs');
const { WebsocketProvider: Provider } = require('y-websocket') as typeof import('y-websocket');
const { setupWSConnection } = require('y-websocket/bin/utils') as { setupWSConnection: (socket: WebSocket, request: IncomingMessage) => void };

let server: WebSocketServer;
let links: LinkRig;
const providers: WebsocketProvider[] = [];

beforeAll(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise<void>((resolve) => {
    server.once('listening', resolve);
  });
  server.on('connection', setupWSConnection);
  links = new LinkRig();
});
afterEach(() => {
  for (const provider of providers.splice(0)) provider.destroy();
});
afterAll(async () => {
  await links.links.closeAll(200);
  await new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
});

/** A document held in step with the server over a link. */
async function join(room: string): Promise<SharedDoc> {
  const doc = new Doc();
  const provider = new Provider(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, room, doc, {
    WebSocketPolyfill: webSocketOver(links),
    disableBc: true,
  });
  providers.push(provider);
  await links.until('it is in step', () => provider.synced);
  return doc;
}

it('two documents that are edited at the same time come to say the same', async () => {
  const docs = [await join('garden'), await join('garden')] as const;
  for (let i = 0; i < 100; i += 1) for (const [index, doc] of docs.entries()) doc.getArray('words').push([`${index}:${i}`]);
  const words = (doc: SharedDoc): unknown[] => doc.getArray('words').toJSON();
  await links.until('both have all', () => words(docs[0]).length === 200 && words(docs[1]).length === 200);
  expect(words(docs[0])).toEqual(words(docs[1]));
  for (const index of [0, 1]) {
    expect(words(docs[0]).filter((word) => String(word).startsWith(`${index}:`))).toEqual(Array.from({ length: 100 }, (_, i) => `${index}:${i}`));
  }
  expect(links.events.filter((event) => event.type === 'message').every((event) => event.data instanceof Uint8Array)).toBe(true);
});

it('a document of nearly a megabyte comes whole to one who joins late', async () => {
  const first = await join('library');
  const text = Array.from({ length: 50_000 }, (_, index) => `line ${index}\n`).join('');
  first.getText('book').insert(0, text);
  const late = await join('library');
  await links.until('it has come', () => late.getText('book').length === text.length);
  expect((late.getText('book').toJSON() as unknown) === text).toBe(true);
});
