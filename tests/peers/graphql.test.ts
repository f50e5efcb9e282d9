/** GraphQL over WebSocket: the server of `graphql-ws`, which speaks by subprotocol, close codes and reasons. */
import { createRequire } from 'node:module';
import { useServer } from 'graphql-ws/use/ws';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import type { AddressInfo } from 'node:net';
import { LinkRig } from './link-rig.ts';

// The server must know the schema's classes, so both take them from the same copy.
const { GraphQLObjectType, GraphQLSchema, GraphQLString } = createRequire(import.meta.url)('graphql') as typeof import('graphql');

const colours = async function* (): AsyncGenerator<{ colour: string }> {
  for (const colour of ['red', 'green', 'blue']) {
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
    yield { colour };
  }
};
const schema = new GraphQLSchema({
  query: new GraphQLObjectType({ name: 'Query', fields: { hello: { type: GraphQLString, resolve: () => 'world' } } }),
  subscription: new GraphQLObjectType({ name: 'Subscription', fields: { colour: { type: GraphQLString, subscribe: colours } } }),
});
let server: WebSocketServer;
let links: LinkRig;
let url = '';

beforeAll(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise<void>((resolve) => {
    server.once('listening', resolve);
  });
  useServer({ schema, connectionInitWaitTimeout: 1000, onConnect: ({ connectionParams }) => connectionParams?.['token'] !== 'wrong' }, server);
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  links = new LinkRig();
});
afterAll(async () => {
  await links.links.closeAll(200);
  for (const client of server.clients) client.terminate();
  await new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
});

const PROTOCOL = { protocols: ['graphql-transport-ws'] };
const said = (connection: number): unknown[] => links.messages(connection).map((data) => JSON.parse(data as string) as unknown);
const tell = (connection: number, message: object): void => {
  links.send(connection, JSON.stringify(message));
};

it('a subscription is told one by one and ends', async () => {
  const connection = links.open(url, PROTOCOL);
  expect((await links.told(connection, 'opened')).protocol).toBe('graphql-transport-ws');
  tell(connection, { type: 'connection_init' });
  await links.until('it is welcome', () => said(connection).length === 1);
  tell(connection, { id: '1', type: 'subscribe', payload: { query: 'subscription { colour }' } });
  await links.until('it is complete', () => said(connection).length === 5);
  expect(said(connection)).toEqual([
    { type: 'connection_ack' },
    ...['red', 'green', 'blue'].map((colour) => ({ id: '1', type: 'next', payload: { data: { colour } } })),
    { id: '1', type: 'complete' },
  ]);
});

it.each([
  ['who says nothing', [], 4408, 'Connection initialisation timeout'],
  ['who asks before the greeting', [{ id: '1', type: 'subscribe', payload: { query: '{ hello }' } }], 4401, 'Unauthorized'],
  ['who greets twice', [{ type: 'connection_init' }, { type: 'connection_init' }], 4429, 'Too many initialisation requests'],
  ['who is not let in', [{ type: 'connection_init', payload: { token: 'wrong' } }], 4403, 'Forbidden'],
  ['who says what it does not know', [{ type: 'nonsense' }], 4400, /Invalid message/],
] as const)('%s is told why by code and reason', async (_who, messages, code, reason) => {
  const connection = links.open(url, PROTOCOL);
  await links.told(connection, 'opened');
  for (const message of messages) tell(connection, message);
  const closed = await links.told(connection, 'closed');
  expect(closed.code).toBe(code);
  expect(closed.reason).toMatch(reason);
  expect(closed.error).toBeUndefined();
});

it('who speaks another subprotocol is not let in', async () => {
  const connection = links.open(url, { protocols: ['chat'] });
  const closed = await links.told(connection, 'closed');
  expect(closed.error?.code ?? closed.code).toMatch(/WW_HANDSHAKE_REFUSED|4406/);
});
