import { WebsocketClient } from '../../components/websocket-client.ts';
import { WorldwireError } from '../../errors.ts';
import { send, standing } from '../../systems/network.ts';
import { callExit, keep, kept, put, waitUntil } from '../call.ts';
import type { Value } from '../data-type.ts';
import { componentOf, type FoundComponent } from '../lookup.ts';
import { ASYNC, asyncCalls, calls, defineNode, input, next, output, SYNC } from '../node.ts';
import { type Call, type FlowNode, type Me } from '../node-types.ts';

const category = 'Network/Websocket';
const CLIENT = { name: 'Client', kind: 'component', type: 'WebsocketClient' } as const;

/** The WebsocketClient that a value names; undefined where it is gone, or another type's. */
function clientOf(call: Call, value: Value): FoundComponent | undefined {
  const found = componentOf(call.world, value);
  return found?.store.component === (WebsocketClient as object) ? found : undefined;
}

/** Where a sender keeps what it waits for, for who hears that a message has failed. */
export const SENDS = { connection: 2, upTo: 3, number: 4, keeps: 5 } as const;
export const FAILED = -1;

/** Phases of a sender: OnSendStart is done, and the network had not taken all of it yet. */
const STARTED = 0,
  SENT = 1;

/** Sends text or bytes: OnSendStart, then OnSent when the network has it, or OnSendError where it did not go out. */
function sender(name: string, doc: string, type: string): FlowNode {
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
      const found = clientOf(call, kept(call, me, 0));
      if (found === undefined) return me.to[2] as number;
      if (phase === STARTED) {
        const data = kept(call, me, 1);
        keep(call, me, 1, null);
        try {
          const number = send(call.world, found.row, data instanceof Uint8Array ? data : typeof data === 'string' ? data : '');
          const after = standing(call.world, found.row);
          keep(call, me, SENDS.connection, after.number);
          keep(call, me, SENDS.upTo, after.offered);
          keep(call, me, SENDS.number, number);
        } catch (error) {
          if (!(error instanceof WorldwireError)) throw error;
          return me.to[2] as number;
        }
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
/** Whether a node keeps what `SENDS` names. */
export function isSender(node: FlowNode): boolean {
  return node === TEXT_SENDER;
}

export const NETWORK_NODES: readonly FlowNode[] = [
  defineNode({
    name: 'WebsocketConnect',
    doc:
      'Gives a client an address and a handling user, and has it connect. Without a URL the present one stays; without a user the acting user is taken. ' +
      'Next says that the attempt has begun.',
    category,
    entrances: SYNC,
    inputs: [input('Client', 'WebsocketClient'), input('URL', 'Uri'), input('HandlingUser', 'User')],
    exits: next('Next'),
    acts: {
      '*': (call, me, client = null, url = null, user = null) => {
        const found = clientOf(call, client);
        if (found === undefined) return -1;
        const { world } = call;
        const store = world.store(WebsocketClient);
        if (typeof url === 'string' && url !== '') world.setValue(store, found.row, 'URL', url);
        world.setValue(store, found.row, 'HandlingUser', { userId: typeof user === 'string' ? user : world.acting, machineId: null });
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
  defineNode({
    name: 'WebsocketTextMessageReceiver',
    doc: 'Tells each text message that a client has received, in Data.',
    category,
    refs: [CLIENT],
    exits: calls('OnReceived'),
    outputs: [output('Data', 'string')],
    triggers: [
      {
        on: { component: WebsocketClient, event: 'OnMessage' },
        exit: 'OnReceived',
        take: (call, me, { data }) => {
          if (typeof data !== 'string') return false;
          put(call, me, 0, data);
          return true;
        },
      },
    ],
  }),
  TEXT_SENDER,
];
