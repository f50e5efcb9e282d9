import { WebsocketClient } from '../../components/websocket-client.ts';
import { WorldwireError } from '../../errors.ts';
import { connectClient, disconnectClient, send, standing } from '../../systems/network.ts';
import type { UserRef } from '../../schema/field.ts';
import { callExit, keep, kept, put, waitUntil } from '../node/call.ts';
import type { Value } from '../values/data-type.ts';
import { clientOf, type FoundComponent } from '../node/lookup.ts';
import { ASYNC, asyncCalls, calls, defineNode, input, next, output, SYNC } from '../node/node.ts';
import { END, type Call, type FlowNode, type Me } from '../node/node-types.ts';
import { sizeOf } from '../values/weigh.ts';

const category = 'Network/Websocket';
const CLIENT = { name: 'Client', kind: 'component', type: 'WebsocketClient' } as const;

/** Where a sender keeps what it waits for, for who hears that a message has failed. */
export const SENDS = { connection: 2, upTo: 3, number: 4, keeps: 5 } as const;
export const FAILED = -1;

/** Characters or bytes of a message that are sent for a unit of fuel. */
export const A_UNIT = 256;

/** Phases of a sender: OnSendStart is done, and the network had not taken all of it yet. */
const STARTED = 0,
  SENT = 1;

/** Sends text or bytes: OnSendStart, then OnSent when the network has it, or OnSendError where it did not go out. */
function sender(name: string, doc: string, type: 'string' | 'bytes'): FlowNode {
  const nothing = type === 'bytes' ? new Uint8Array() : '';
  return defineNode({
    name,
    doc,
    category,
    entrances: ASYNC,
    inputs: [input('Client', 'WebsocketClient'), input('Data', type)],
    exits: [...asyncCalls('OnSendStart'), ...next('OnSent', 'OnSendError')],
    // To whom, and what; then the connection's number, the bytes that it had accepted by then, and the message's number, -1 once it has failed.
    keeps: SENDS.keeps,
    acts: {
      '*': (call, me, client = null, data = null) => {
        keep(call, me, 0, client);
        keep(call, me, 1, data);
        return callExit(call, me, 0, STARTED);
      },
    },
    resume: (call, me, phase) => {
      const found = clientOf(call.world, kept(call, me, 0));
      if (found === undefined) return me.to[2] as number;
      if (phase === STARTED) {
        const data = kept(call, me, 1);
        call.spend(Math.floor(sizeOf(data) / A_UNIT));
        keep(call, me, 1, null);
        try {
          const number = send(call.world, found.row, data instanceof Uint8Array || typeof data === 'string' ? data : nothing);
          const after = standing(call.world, found.row);
          keep(call, me, SENDS.connection, after.number);
          keep(call, me, SENDS.upTo, after.offered);
          keep(call, me, SENDS.number, number);
        } catch (error) {
          if (!(error instanceof WorldwireError)) throw error;
          return me.to[2] as number;
        }
        // Whom nobody waits for has nothing to tell.
        if (me.to[1] === END && me.to[2] === END && call.chain.stack.length === 0 && call.chain.caller === 0) return END;
        return waitUntil(call, me, call.world.tick + 1, SENT);
      }
      return arrived(call, me, found);
    },
  });
}

/** The exit of a message that was accepted, as soon as its fate is known. One that did not go out is told as such before its connection ends. */
function arrived(call: Call, me: Me, { row }: FoundComponent): number {
  if (kept(call, me, SENDS.number) === FAILED) return me.to[2] as number;
  const { number, taken } = standing(call.world, row);
  const waits = number === kept(call, me, SENDS.connection) && taken < (kept(call, me, SENDS.upTo) as number);
  return waits ? waitUntil(call, me, call.world.tick + 1, SENT) : (me.to[1] as number);
}

const TEXT_SENDER = sender(
  'WebsocketTextMessageSender',
  'Sends a text message: OnSendStart, then OnSent when the network has it, or OnSendError where it did not go out.',
  'string',
);
const BINARY_SENDER = sender(
  'WebsocketBinaryMessageSender',
  'Sends a message of bytes: OnSendStart, then OnSent when the network has it, or OnSendError where it did not go out. The original has text alone.',
  'bytes',
);
/** Whether a node keeps what `SENDS` names. */
export function isSender(node: FlowNode): boolean {
  return node === TEXT_SENDER || node === BINARY_SENDER;
}

/** Tells each message of a kind that a client has received. */
function receiver(name: string, doc: string, type: 'string' | 'bytes'): FlowNode {
  return defineNode({
    name,
    doc,
    category,
    refs: [CLIENT],
    exits: calls('OnReceived'),
    outputs: [output('Data', type)],
    triggers: [
      {
        on: { component: WebsocketClient, event: 'OnMessage' },
        exit: 'OnReceived',
        take: (call, me, { data }) => {
          if ((typeof data === 'string') !== (type === 'string')) return false;
          put(call, me, 0, data as string | Uint8Array);
          return true;
        },
      },
    ],
  });
}

/** Writes where a client connects to, and by whom. A user who handles it already keeps the machine that was chosen. */
function settle(call: Call, { store, row }: FoundComponent, url: unknown, user: unknown): void {
  const { world } = call;
  const userId = typeof user === 'string' ? user : world.acting;
  const handling = store.get(row, 'HandlingUser') as UserRef | null;
  if (typeof url === 'string' && url !== '') world.setValue(store, row, 'URL', url as never);
  if (handling?.userId !== userId) world.setValue(store, row, 'HandlingUser', { userId, machineId: null } as never);
}

export const NETWORK_NODES: readonly FlowNode[] = [
  defineNode({
    name: 'WebsocketConnect',
    doc:
      'Gives a client an address and a handling user, and has it connect. Without a URL the present one stays; without a user the acting user is taken: ' +
      'who pressed, came or sent the impulse; for what a connection hears whoever it was opened for; for what time sets off the host. ' +
      'Next says that the attempt has begun, not that it has succeeded; it does not come where the client is gone or the URL is none. A client that is ' +
      'connected there already stays so.',
    category,
    entrances: SYNC,
    inputs: [input('Client', 'WebsocketClient'), input('URL', 'Uri'), input('HandlingUser', 'User')],
    exits: next('Next'),
    acts: {
      '*': (call, me, client = null, url = null, user = null) => {
        const found = clientOf(call.world, client);
        if (found === undefined) return END;
        try {
          settle(call, found, url, user);
        } catch (error) {
          if (!(error instanceof WorldwireError)) throw error;
          call.tell(error);
          return END;
        }
        connectClient(call.world, found.row);
        return me.to[0] as number;
      },
    },
  }),
  defineNode({
    name: 'WebsocketDisconnect',
    doc:
      'Closes the connection of a client, or gives up its attempt, and keeps it closed, whatever its ConnectRetryInterval, until a WebsocketConnect, the ' +
      'command Connect, or a change of its URL or HandlingUser. OnDisconnected follows. The original has no such node.',
    category,
    entrances: SYNC,
    inputs: [input('Client', 'WebsocketClient')],
    exits: next('Next'),
    acts: {
      '*': (call, me, client = null) => {
        const found = clientOf(call.world, client);
        if (found === undefined) return END;
        disconnectClient(call.world, found.row);
        return me.to[0] as number;
      },
    },
  }),
  defineNode({
    name: 'WebsocketConnectionEvents',
    doc: 'Tells that a client has connected, and that it is no longer connected; the latter follows every failed attempt and every refusal too.',
    category,
    refs: [CLIENT],
    exits: calls('OnConnected', 'OnDisconnected'),
    triggers: [
      { on: { component: WebsocketClient, event: 'OnConnected' }, exit: 'OnConnected' },
      { on: { component: WebsocketClient, event: 'OnDisconnected' }, exit: 'OnDisconnected' },
    ],
  }),
  receiver('WebsocketTextMessageReceiver', 'Tells each text message that a client has received, in Data.', 'string'),
  receiver('WebsocketBinaryMessageReceiver', 'Tells each message of bytes that a client has received, in Data. The original has text alone.', 'bytes'),
  TEXT_SENDER,
  BINARY_SENDER,
  defineNode({
    name: 'WebsocketConnectionState',
    doc:
      'How a client stands now: State is Idle, AwaitingAccess, Denied, Connecting, Open, Closing or WaitingToRetry, Reason says in words why it is not ' +
      'open, CloseCode how the connection before ended, Buffered how many bytes the network has not taken yet. Of one that is gone: false, null and 0. ' +
      'The original has no such node.',
    category,
    inputs: [input('Client', 'WebsocketClient')],
    outputs: [
      output('IsConnected', 'bool'),
      output('State', 'string'),
      output('Reason', 'string'),
      output('Error', 'string'),
      output('CloseCode', 'int'),
      output('Buffered', 'double'),
    ],
    read: (call, _me, [client]) => {
      const found = clientOf(call.world, client as Value);
      if (found === undefined) return [false, null, null, null, 0, 0];
      return ['IsConnected', 'State', 'StateReason', 'LastError', 'CloseCode', 'BufferedAmount'].map((field) => found.store.get(found.row, field) as Value);
    },
  }),
];
