import { hostPortText } from '../access/host.ts';
import type { SocketFacts, SocketsAnswer } from '../world/system.ts';
import type { World } from '../world/world.ts';
import { bufferedIn } from './sockets.ts';
import type { Listener, Scripts, ScriptState, Socket } from './state.ts';

/** What is told to who looks at the sockets of a script: where it listens, and then its WebSockets, each in the order in which they came. */
export function socketsOf(world: World, scripts: Scripts, row: number): SocketsAnswer | undefined {
  const script = scripts.byRow.get(row);
  if (script === undefined) return undefined;
  const { listeners, sockets } = script;
  return {
    size: listeners.size + sockets.size,
    rows: (from, to) => [
      ...part(listeners.values(), from, to).map((listener) => ofListener(script, listener)),
      ...part(sockets.values(), from - listeners.size, to - listeners.size).map((socket) => ofSocket(world, socket)),
    ],
    linkOf: (socket) => sockets.get(socket)?.number,
  };
}

function part<T>(values: Iterable<T>, from: number, to: number): T[] {
  const taken: T[] = [];
  let at = 0;
  for (const value of values) {
    if (at >= to) break;
    if (at++ >= from) taken.push(value);
  }
  return taken;
}

const STATES = { Asking: 'AwaitingAccess', Connecting: 'Connecting', Open: 'Open', Closing: 'Closing' } as const;

function ofSocket(world: World, socket: Socket): SocketFacts {
  const { id, server, state, url, host, protocol, since, messagesIn, messagesOut, bytesIn, bytesOut } = socket;
  return {
    socket: id,
    kind: server === 0 ? 'socket' : 'client',
    state: STATES[state],
    // Of whoever was let in it is what they have asked for.
    url: server === 0 ? url : url.slice(`ws://${host}`.length),
    protocol,
    server,
    address: server === 0 ? '' : host,
    clients: 0,
    since,
    messagesIn,
    messagesOut,
    bytesIn,
    bytesOut,
    buffered: bufferedIn(world, socket),
  };
}

/** What it and its clients have carried, as long as these are there. */
function ofListener({ sockets }: ScriptState, { id, at, settings, since }: Listener): SocketFacts {
  const sum = { clients: 0, messagesIn: 0, messagesOut: 0, bytesIn: 0, bytesOut: 0 };
  for (const socket of sockets.values()) {
    if (socket.server !== id) continue;
    sum.clients++;
    sum.messagesIn += socket.messagesIn;
    sum.messagesOut += socket.messagesOut;
    sum.bytesIn += socket.bytesIn;
    sum.bytesOut += socket.bytesOut;
  }
  return {
    socket: id,
    kind: 'server',
    state: at === null ? 'Starting' : 'Listening',
    url: `ws://${hostPortText(at ?? settings)}${settings.path}`,
    protocol: settings.protocols.join(', '),
    server: 0,
    address: '',
    since,
    buffered: 0,
    ...sum,
  };
}
