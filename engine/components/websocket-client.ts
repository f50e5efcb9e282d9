import Type from 'typebox';
import { headersFaults, protocolsFaults, readUrl, urlFault } from '../access/handshake.ts';
import { carries, defineComponent, type Advice } from '../schema/component.ts';
import { bool, counter, double, enumeration, float, int, string, stringMap, strings, uri, userRef } from '../schema/field.ts';

/** What a WebsocketClient's `State` can be, in the order of its column. */
export const CONNECTION_STATES = ['Idle', 'AwaitingAccess', 'Denied', 'Connecting', 'Open', 'Closing', 'WaitingToRetry'] as const;

const READ_ONLY = { readOnly: true, saved: false } as const;
const LIMITS = 'Limits';
const STATUS = 'Status';
const TRAFFIC = 'Traffic';

/**
 * A live WebSocket connection. The eight fields of the original come first (https://wiki.resonite.com/Component:WebsocketClient),
 * then what is ours. Its behaviour is the table in `engine/connection/state-table.ts`.
 */
export const WebsocketClient = defineComponent('WebsocketClient', {
  doc: 'Holds a WebSocket connection to a server, opened on the machine of its handling user, and keeps it open.',
  category: 'Network',
  disabled:
    'The socket is closed at once and nothing is retried. What was received before is still handed out, then OnDisconnected. Enabling it connects again.',
  fields: {
    URL: uri({
      default: null,
      accepts: (url) => (url === null || url === '' ? null : urlFault(url)),
      doc: 'Where to connect to: a ws:// or wss:// address without #fragment or user:password@. Changing it closes the connection and starts a new one.',
    }),
    HandlingUser: userRef({
      default: null,
      doc:
        'The user whose machine opens the socket and carries its data; that user is asked for access. Without a machine, the newest one of that user ' +
        'that opens sockets serves; HandlingMachine says which. One that is chosen here is saved, and no other serves. `host` is the server itself. ' +
        "In a browser tab the browser's rules hold: see Headers and IdleTimeout.",
    }),
    AccessReason: string({ default: '', maxLength: 2000, multiline: true, doc: 'Shown to the handling user when asked to let this connection through.' }),
    ConnectRetryInterval: float({
      default: 10,
      unit: 's',
      softMin: 0,
      softMax: 60,
      step: 0.5,
      doc:
        'How long after a failed attempt or a lost connection the next attempt begins, in real time. 0 or less: never. A refusal by the user is not ' +
        'retried.',
    }),
    IsConnected: bool({ ...READ_ONLY, doc: 'True from open to close.' }),

    Protocols: strings({ accepts: protocolsFaults, doc: 'Subprotocols to offer, the most wanted first. Changing them starts a new connection.' }),
    Headers: stringMap({
      secret: true,
      accepts: headersFaults,
      doc:
        'Handshake headers to send. Those of the handshake itself cannot be set. A browser tab cannot send any: there the connection opens without ' +
        'them. Changing them starts a new connection.',
    }),
    ConnectTimeout: float({
      default: 10,
      unit: 's',
      min: 0.1,
      max: 86_400,
      softMax: 60,
      step: 0.5,
      category: LIMITS,
      doc: 'How long an attempt may take from start to open, in real time, however slowly the server answers.',
    }),
    IdleTimeout: float({
      default: 60,
      unit: 's',
      min: 0,
      max: 86_400,
      softMax: 300,
      step: 1,
      category: LIMITS,
      doc:
        'How long the server may be silent before the connection is given up, in real time; any traffic counts, ping and pong too. 0: never. Time in ' +
        'which the machine slept, or this process was stopped, counts for none. Not enforced where the socket is in a browser tab, which sees no ' +
        'pings, so that its silence says nothing.',
    }),
    Keepalive: bool({
      default: true,
      category: LIMITS,
      doc:
        'Whether the server is asked by a ping before it is given up: one, when half of IdleTimeout has gone by in silence, and none where anything ' +
        'came. A server that is well and has nothing to say answers, and the connection stays. The original sends no pings. Of no use where the ' +
        'socket is in a browser tab.',
    }),
    MaxMessageSize: int({
      default: 1_048_576,
      unit: 'bytes',
      min: 1,
      max: 1_073_741_824,
      category: LIMITS,
      doc: 'The largest message to receive or send. A larger one received closes the connection; a larger one sent fails.',
    }),
    MaxBufferedAmount: int({
      default: 1_048_576,
      unit: 'bytes',
      min: 1,
      max: 1_073_741_824,
      category: LIMITS,
      doc: 'How much may wait to be sent. A send that would pass it is refused at once (WW_SEND_BUFFER_FULL), and counts as nothing.',
    }),
    MaxMessagesPerTick: int({
      default: 1000,
      min: 1,
      max: 1_000_000,
      category: LIMITS,
      doc: 'How many received messages are handed out in one tick. More wait in order, and in the end the server is slowed.',
    }),

    State: enumeration(CONNECTION_STATES, { ...READ_ONLY, category: STATUS, doc: 'Where the connection stands.' }),
    StateReason: string({ ...READ_ONLY, category: STATUS, doc: 'Why it is not open, in words; empty while it is.' }),
    LastError: string({ ...READ_ONLY, category: STATUS, doc: 'Code and reason of what went wrong last; emptied when the connection opens.' }),
    CloseCode: int({
      ...READ_ONLY,
      category: STATUS,
      doc: 'Close code of the connection that ended last (RFC 6455, section 7.4); 1006 where there was no close frame; 0 before any ended.',
    }),
    CloseReason: string({ ...READ_ONLY, category: STATUS, doc: 'Reason of the connection that ended last, as the server gave it or in our words.' }),
    NegotiatedProtocol: string({ ...READ_ONLY, category: STATUS, doc: 'The subprotocol that the server chose; empty if none.' }),
    RetryAt: double({
      ...READ_ONLY,
      unit: 's',
      category: STATUS,
      doc: 'When the next attempt begins, in real seconds since the world began; 0 when none waits.',
    }),
    HandlingMachine: string({
      ...READ_ONLY,
      category: STATUS,
      doc:
        'The machine of the handling user that serves now, or would; empty where none does. It fills itself in; one that is chosen in HandlingUser ' +
        'is the only one that serves.',
    }),
    MessagesReceived: counter({ category: TRAFFIC, doc: 'Messages handed out since the component was added or the world loaded.' }),
    MessagesSent: counter({
      category: TRAFFIC,
      doc:
        'Messages that went out, or wait to (BufferedAmount). One that could not go out after all is taken off again, and LastError and the log name ' +
        'it by its number.',
    }),
    BytesReceived: counter({ unit: 'bytes', category: TRAFFIC, doc: 'Size of the messages handed out; text as UTF-8.' }),
    BytesSent: counter({ unit: 'bytes', category: TRAFFIC, doc: 'Size of the messages that MessagesSent counts; text as UTF-8.' }),
    BufferedAmount: counter({
      unit: 'bytes',
      category: TRAFFIC,
      doc: 'What of the messages sent the network has not taken yet, as of the beginning of the tick.',
    }),
  },
  commands: {
    Connect: {
      label: 'Connect',
      doc:
        'Connects now: ends what Disconnect, a dismissed prompt or a wait for the next attempt held back, and asks again after a refusal. Does ' +
        'nothing while it is open or on the way.',
    },
    Disconnect: { label: 'Disconnect', doc: 'Closes the connection and keeps it closed until Connect, re-enabling or a change of URL or HandlingUser.' },
    Send: {
      doc:
        'Sends one message, and answers with its number on this connection, counted from 1. Fails where the connection is not open, the message is ' +
        'larger than MaxMessageSize, or MaxBufferedAmount would be passed. A message that was accepted and does not go out after all (its connection ' +
        'ends first) is told in LastError and the log by that number.',
      args: Type.Object(
        {
          Data: Type.String({ maxLength: 16_777_216, description: 'The text, or the bytes as base64 where Binary is true.' }),
          Binary: Type.Optional(Type.Boolean({ description: 'Whether Data is base64 and goes out as a binary message. Default false.' })),
        },
        { additionalProperties: false },
      ),
    },
  },
  events: {
    OnConnected: { doc: 'The connection is open. Comes before its first message.' },
    OnDisconnected: {
      doc: 'The connection has ended; every message received before it has been handed out. Follows every failed attempt and every refusal too.',
      payload: { code: carries<number>('close code; 1006 where there was no close frame', 'number'), reason: carries<string>('why, in words', 'string') },
    },
    OnSendFailed: {
      doc: 'Messages that had been accepted for sending did not go out. Comes as soon as that is known, and before OnDisconnected where the connection ended.',
      payload: {
        connection: carries<number>("number of the connection in the world's life", 'number'),
        number: carries<number>('number of the first of them on its connection, as Send answered it; 0 where that is not known', 'number'),
        messages: carries<number>('how many did not, in a row', 'number'),
        reason: carries<string>('why, in words', 'string'),
      },
    },
    OnMessage: {
      doc:
        'A message has been received. The last ones may be handed out in the tick in which the connection has ended already: State says so, and a ' +
        'reply to them fails with WW_NOT_OPEN.',
      payload: { data: carries<string | Uint8Array>('text as a string, binary as a Uint8Array that must not be changed', 'string | Uint8Array') },
    },
  },
  advise: ({ URL: url, HandlingUser: user, Enabled: enabled }) => {
    const advice: Advice[] = [];
    if (typeof url !== 'string' || url === '') return advice;
    if ((user === undefined || user === null) && enabled !== false) {
      advice.push({
        field: 'URL',
        expected: 'a HandlingUser beside the URL',
        message: 'it has a URL and no HandlingUser, so it never connects; write "HandlingUser": {"userId": "host"} for the machine that runs the world',
      });
    }
    const read = readUrl(url);
    if ('href' in read && !/^\s*wss?:\/\/(?![\\/])/i.test(url))
      advice.push({
        field: 'URL',
        expected: `${read.scheme}// and then the host`,
        message: `${JSON.stringify(url.slice(0, 200))} is read as ${read.href}; write it so`,
      });
    return advice;
  },
  /** As Neos named it, and its two halves on their own. */
  aliases: { User: 'HandlingUser', _userId: 'HandlingUser', _machineId: 'HandlingUser' },
});
