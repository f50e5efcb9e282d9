import Type from 'typebox';
import { protocolsFaults } from '../access/handshake.ts';
import { listenHostFault, listenPathFault, originsFaults } from '../access/listening.ts';
import { carries, defineComponent } from '../schema/component.ts';
import { bool, counter, double, enumeration, float, int, string, strings } from '../schema/field.ts';

/** What a WebsocketServer's `State` can be, in the order of its column. */
export const LISTENING_STATES = ['Idle', 'Starting', 'Listening', 'WaitingToRetry'] as const;
export type ListeningState = (typeof LISTENING_STATES)[number];

const READ_ONLY = { readOnly: true, saved: false } as const;
const LIMITS = 'Limits';
const STATUS = 'Status';
const TRAFFIC = 'Traffic';

/** Most characters of a message in a command, as of a WebsocketClient's. */
const LONGEST_DATA = 16_777_216;
const CLIENT = Type.Integer({ minimum: 1, description: 'Number of the client, as OnClientConnected told it.' });
const DATA = Type.String({ maxLength: LONGEST_DATA, description: 'The text, or the bytes as base64 where Binary is true.' });
const BINARY = Type.Optional(Type.Boolean({ description: 'Whether Data is base64 and goes out as a binary message. Default false.' }));
const client = carries<number>("number of the client, which no other has in the world's life", 'number');

/**
 * A WebSocket server: a world that listens. Who connects is a row of its own state, and no component. Its behaviour is the table in
 * `engine/listening/state-table.ts`.
 */
export const WebsocketServer = defineComponent('WebsocketServer', {
  doc: 'Listens for WebSocket clients on the machine that runs the world, on a port that its owner allows, and holds their connections.',
  category: 'Network',
  disabled:
    'Nobody is let in any more, and every client is closed with 1001. What was received before is still handed out, then OnClientDisconnected. ' +
    'Enabling it listens again.',
  fields: {
    Port: int({
      default: 0,
      min: 0,
      max: 65_535,
      doc:
        'The port to listen on. 0: any that is free; URL says which. The owner of the machine allows ports by --allow-listen or allowedListenPorts. ' +
        'Changing it closes every client and listens anew.',
    }),
    Host: string({
      default: '127.0.0.1',
      maxLength: 200,
      accepts: listenHostFault,
      doc:
        'The IP address to listen at. 127.0.0.1 is reached from this machine alone; 0.0.0.0 or :: from wherever the machine is reached, where its owner ' +
        'has listed that. Changing it closes every client and listens anew.',
    }),
    Path: string({
      default: '/',
      maxLength: 2000,
      accepts: listenPathFault,
      doc: 'The one path at which clients are let in, without their query. Empty: at any. Clients that are here stay when it changes.',
    }),
    Protocols: strings({
      accepts: protocolsFaults,
      doc:
        'Subprotocols that it speaks, the most wanted first: the first that a client offers too is agreed on. With any, clients that offer none of them ' +
        'are turned away.',
    }),
    AllowedOrigins: strings({
      accepts: originsFaults,
      doc:
        'Origins whose pages may connect from a browser, as https://example.com; * lets every page of every site in. Without any, no page may. Programs ' +
        'that are no browsers send no origin, and need none.',
    }),
    RetryInterval: float({
      default: 10,
      unit: 's',
      softMin: 0,
      softMax: 60,
      step: 0.5,
      doc: 'How long after it could not listen, as on a port that is taken, it is tried again, in real time. 0 or less: never.',
    }),
    MaxClients: int({
      default: 1000,
      min: 1,
      max: 65_535,
      category: LIMITS,
      doc: 'How many clients there may be at a time. Who comes past that is turned away with 503.',
    }),
    MaxMessageSize: int({
      default: 1_048_576,
      unit: 'bytes',
      min: 1,
      max: 1_073_741_824,
      category: LIMITS,
      doc: 'The largest message to receive or send. A client that sends a larger one is closed with 1009; a larger one to send is refused.',
    }),
    MaxBufferedAmount: int({
      default: 1_048_576,
      unit: 'bytes',
      min: 1,
      max: 1_073_741_824,
      category: LIMITS,
      doc:
        'How much may wait to be sent to one client. A Send that would pass it is refused at once (WW_SEND_BUFFER_FULL); a Broadcast closes the clients ' +
        'that are so far behind with 1008, since they would miss a message and never know. All clients together may have 256 MiB waiting.',
    }),
    PingInterval: float({
      default: 30,
      unit: 's',
      min: 0,
      max: 86_400,
      softMax: 300,
      step: 1,
      category: LIMITS,
      doc:
        'A client that has been silent for so long is asked by a ping, and closed when nothing at all has come of it for as long again, in real time. ' +
        'Every WebSocket library and browser answers pings by itself. 0: clients may be silent for ever.',
    }),
    IsListening: bool({ ...READ_ONLY, doc: 'True while clients are let in.' }),
    URL: string({ ...READ_ONLY, doc: 'Where clients connect to while it listens, with the port that was taken; else empty.' }),
    ClientCount: counter({ doc: 'Clients that are connected now.' }),
    State: enumeration(LISTENING_STATES, { ...READ_ONLY, category: STATUS, doc: 'Where listening stands.' }),
    StateReason: string({ ...READ_ONLY, category: STATUS, doc: 'Why it does not listen, in words; empty while it does.' }),
    LastError: string({ ...READ_ONLY, category: STATUS, doc: 'Code and reason of why it could not listen; emptied when it listens.' }),
    RetryAt: double({
      ...READ_ONLY,
      unit: 's',
      category: STATUS,
      doc: 'When it is tried again, in real seconds since the world began; 0 when nothing waits.',
    }),
    MessagesReceived: counter({ category: TRAFFIC, doc: 'Messages of all clients handed out since the component was added or the world loaded.' }),
    MessagesSent: counter({
      category: TRAFFIC,
      doc: 'Messages to all clients that went out, or wait to. One that could not go out after all is taken off again.',
    }),
    BytesReceived: counter({ unit: 'bytes', category: TRAFFIC, doc: 'Size of the messages handed out; text as UTF-8.' }),
    BytesSent: counter({ unit: 'bytes', category: TRAFFIC, doc: 'Size of the messages that MessagesSent counts; text as UTF-8.' }),
    BufferedAmount: counter({
      unit: 'bytes',
      category: TRAFFIC,
      doc: 'What of the messages sent the network has not taken yet, for all clients, as of the beginning of the tick.',
    }),
  },
  commands: {
    Send: {
      doc:
        'Sends one message to one client, and answers with its number on that connection, counted from 1. Fails where the client is not connected, the ' +
        'message is larger than MaxMessageSize, or too much waits already.',
      args: Type.Object({ Client: CLIENT, Data: DATA, Binary: BINARY }, { additionalProperties: false }),
    },
    Broadcast: {
      doc:
        'Sends one message to every client that is connected, and answers with how many that are. Those that are too far behind for it ' +
        '(MaxBufferedAmount) are closed with 1008.',
      args: Type.Object({ Data: DATA, Binary: BINARY }, { additionalProperties: false }),
    },
    Close: {
      label: 'Close a client',
      doc: 'Closes the connection of one client. What it has sent before is still handed out. Fails where the client is not connected.',
      args: Type.Object(
        {
          Client: CLIENT,
          Code: Type.Optional(Type.Integer({ minimum: 1000, maximum: 4999, description: 'Close code that a close frame may carry. Default 1000.' })),
          Reason: Type.Optional(Type.String({ maxLength: 123, description: 'Reason in the close frame, up to 123 bytes.' })),
        },
        { additionalProperties: false },
      ),
    },
  },
  events: {
    OnClientConnected: {
      doc: 'A client is connected. Comes before its first message.',
      payload: {
        client,
        path: carries<string>('what it asked for, with its query', 'string'),
        protocol: carries<string>('the subprotocol that was agreed on; empty if none', 'string'),
        address: carries<string>('where it comes from, as 127.0.0.1:50123', 'string'),
      },
    },
    OnMessage: {
      doc:
        'A client has sent a message. The last ones may be handed out in the tick in which its connection has ended already; a reply to them fails with ' +
        'WW_NOT_OPEN.',
      payload: { client, data: carries<string | Uint8Array>('text as a string, binary as a Uint8Array that must not be changed', 'string | Uint8Array') },
    },
    OnClientDisconnected: {
      doc: 'The connection of a client has ended; every message received before it has been handed out.',
      payload: {
        client,
        code: carries<number>('close code; 1006 where there was no close frame', 'number'),
        reason: carries<string>('why, in words', 'string'),
      },
    },
    OnSendFailed: {
      doc: 'Messages to a client that had been accepted for sending did not go out. Comes before OnClientDisconnected where the connection ended.',
      payload: {
        client,
        number: carries<number>('number of the first of them on its connection, as Send answered it; 0 where that is not known', 'number'),
        messages: carries<number>('how many did not, in a row', 'number'),
        reason: carries<string>('why, in words', 'string'),
      },
    },
  },
});
