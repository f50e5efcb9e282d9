import { WebsocketServer } from '../../components/websocket-server.ts';
import { WorldwireError } from '../../errors.ts';
import { broadcastToClients, closeOneClient, sendToClient } from '../../systems/listening.ts';
import { put } from '../node/call.ts';
import type { Value } from '../values/data-type.ts';
import { componentOf, type FoundComponent } from '../node/lookup.ts';
import { calls, defineNode, input, next, output, SYNC } from '../node/node.ts';
import type { Call, FlowNode, Input, Me, Output } from '../node/node-types.ts';
import { sizeOf } from '../values/weigh.ts';
import { A_UNIT } from './network.ts';

const category = 'Network/Websocket';
const SERVER = { name: 'Server', kind: 'component', type: 'WebsocketServer' } as const;

/** The WebsocketServer that a value names; undefined where it is gone, or another type's. */
function serverOf(call: Call, value: Value): FoundComponent | undefined {
  const found = componentOf(call.world, value);
  return found?.store.component === (WebsocketServer as object) ? found : undefined;
}

/** Does something with a server: Next where it was accepted, OnFail where the server is gone or refuses it. */
function acting(
  name: string,
  doc: string,
  inputs: readonly Input[],
  outputs: readonly Output[],
  act: (call: Call, me: Me, row: number, ...given: readonly Value[]) => void,
  generic?: readonly string[],
): FlowNode {
  return defineNode({
    name,
    doc: `${doc} OnFail where the server or the client is gone, or refuses it.`,
    category,
    ...(generic === undefined ? {} : { generic }),
    entrances: SYNC,
    inputs: [input('Server', 'WebsocketServer'), ...inputs],
    outputs,
    exits: next('Next', 'OnFail'),
    acts: {
      '*': (call, me, server = null, ...given) => {
        const found = serverOf(call, server);
        if (found === undefined) return me.to[1] as number;
        try {
          act(call, me, found.row, ...given);
        } catch (error) {
          if (!(error instanceof WorldwireError)) throw error;
          return me.to[1] as number;
        }
        return me.to[0] as number;
      },
    },
  });
}

/** What is sent: null is an empty text. */
const message = (data: Value | undefined): string | Uint8Array => (data instanceof Uint8Array || typeof data === 'string' ? data : '');
const SENT = ['string', 'bytes'];
const CLIENT = input('Client', 'int');

/** Fuel that a message costs for each client that it goes to. */
const EACH = 10;

/** Nodes of worlds that listen, which the original lacks. */
export const SERVER_NODES: readonly FlowNode[] = [
  defineNode({
    name: 'WebsocketServerEvents',
    doc: 'Tells that a client has connected to a server, with its number there, what it asked for and where it comes from; and that one is gone, and why.',
    category,
    refs: [SERVER],
    exits: calls('OnClientConnected', 'OnClientDisconnected'),
    outputs: [
      output('Client', 'int'),
      output('Path', 'string'),
      output('Protocol', 'string'),
      output('Address', 'string'),
      output('Code', 'int'),
      output('Reason', 'string'),
    ],
    triggers: [
      {
        on: { component: WebsocketServer, event: 'OnClientConnected' },
        exit: 'OnClientConnected',
        take: (call, me, { client, path, protocol, address }) => {
          [client, path, protocol, address].forEach((value, at) => put(call, me, at, value as Value));
          return true;
        },
      },
      {
        on: { component: WebsocketServer, event: 'OnClientDisconnected' },
        exit: 'OnClientDisconnected',
        take: (call, me, { client, code, reason }) => {
          put(call, me, 0, client as number);
          put(call, me, 4, code as number);
          put(call, me, 5, reason as string);
          return true;
        },
      },
    ],
  }),
  defineNode({
    name: 'WebsocketServerMessageReceiver',
    doc: 'Tells each message that a client of a server has sent: in Data where it is a text, in Bytes where it is binary, as IsBinary says.',
    category,
    refs: [SERVER],
    exits: calls('OnReceived'),
    outputs: [output('Client', 'int'), output('Data', 'string'), output('Bytes', 'bytes'), output('IsBinary', 'bool')],
    triggers: [
      {
        on: { component: WebsocketServer, event: 'OnMessage' },
        exit: 'OnReceived',
        take: (call, me, { client, data }) => {
          put(call, me, 0, client as number);
          if (data instanceof Uint8Array) put(call, me, 2, data);
          else put(call, me, 1, data as string);
          put(call, me, 3, data instanceof Uint8Array);
          return true;
        },
      },
    ],
  }),
  acting(
    'WebsocketServerSend<T>',
    'Sends a message to one client of a server: a text, or bytes. Next says that it was accepted for sending.',
    [CLIENT, input('Data', 'T')],
    [],
    (call, _me, row, client, data = null) => {
      call.spend(Math.floor(sizeOf(data) / A_UNIT));
      sendToClient(call.world, row, client as number, message(data));
    },
    SENT,
  ),
  acting(
    'WebsocketServerBroadcast<T>',
    'Sends a message to every client of a server. Count is how many it was sent to.',
    [input('Data', 'T')],
    [output('Count', 'int')],
    (call, me, row, data = null) => {
      call.spend(EACH * (call.world.store(WebsocketServer).columns.ClientCount.data[row] as number) + Math.floor(sizeOf(data) / A_UNIT));
      put(call, me, 0, broadcastToClients(call.world, row, message(data)));
    },
    SENT,
  ),
  acting(
    'WebsocketServerCloseClient',
    'Closes the connection of one client of a server, with a code and a reason.',
    [CLIENT, input('Code', 'int', { initially: 1000 }), input('Reason', 'string')],
    [],
    (call, _me, row, client, code, reason) => closeOneClient(call.world, row, client as number, code as number, typeof reason === 'string' ? reason : ''),
  ),
];
