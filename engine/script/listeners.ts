import { listenAddress, listenHostFault, listenPathFault, originsFaults } from '../access/listening.ts';
import { protocolsFaults } from '../access/handshake.ts';
import { hostPortText } from '../access/host.ts';
import type { LinkEvent, ListenSettings } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import type { World } from '../world/world.ts';
import { SCRIPTS, type Listener, type SceneFiles, type ScriptRequest, type ScriptState } from './state.ts';
import { acceptSocket, countSockets, happened } from './sockets.ts';
import { sourceOf } from './telling.ts';

/** WebSocketServers of one script at a time. */
const MOST_LISTENERS = 16;
/** Clients of one server of a script, as a WebsocketServer has it by default. */
const MOST_CLIENTS = 1000;

export function isListener(holder: Listener | ScriptRequest | SceneFiles): holder is Listener {
  return 'settings' in holder;
}

/** What a script may say of where it listens, as it comes out of its sandbox. */
export interface Wish {
  readonly port?: unknown;
  readonly host?: unknown;
  readonly path?: unknown;
  readonly protocols?: unknown;
  readonly allowedOrigins?: unknown;
  readonly maxClients?: unknown;
}

/** Listens for a script, where the owner of the machine allows it. What becomes of it is told later. Returns the number by which the script knows it. */
export function openListener(world: World, script: ScriptState, wish: Wish): number {
  if (script.listeners.size >= MOST_LISTENERS)
    throw new WorldwireError('WW_LIMIT', `the script has ${MOST_LISTENERS} WebSocketServers already, which is the most`);
  const settings = settingsOf(wish);
  const id = ++script.lastSocket;
  const listener: Listener = { script, id, settings, acting: world.acting, since: world.real, at: null, number: 0 };
  script.listeners.set(id, listener);
  countSockets(world, script);
  const { entity, source } = sourceOf(world, script);
  world.links.listen(SCRIPTS, listener, { entity, component: source, settings });
  return id;
}

function settingsOf({ port = 0, host = '127.0.0.1', path = '', protocols = [], allowedOrigins = [], maxClients = MOST_CLIENTS }: Wish): ListenSettings {
  const whole = (value: unknown, low: number, high: number, name: string): number => {
    if (!Number.isInteger(value) || (value as number) < low || (value as number) > high)
      throw new WorldwireError('WW_BAD_VALUE', `${name} of a WebSocketServer is ${JSON.stringify(value)}; expected a whole number from ${low} to ${high}`);
    return value as number;
  };
  const refuse = (fault: { readonly message: string } | null | undefined): void => {
    if (fault !== null && fault !== undefined) throw new WorldwireError('WW_BAD_VALUE', fault.message);
  };
  const address = text(host, 'host'),
    way = text(path, 'path'),
    spoken = texts(protocols, 'protocols'),
    origins = texts(allowedOrigins, 'allowedOrigins');
  refuse(listenHostFault(address));
  if (way !== '') refuse(listenPathFault(way));
  refuse(protocolsFaults(spoken)[0]);
  refuse(originsFaults(origins)[0]);
  return {
    host: listenAddress(address) ?? '',
    port: whole(port, 0, 65_535, 'port'),
    path: way,
    protocols: spoken,
    origins,
    maxClients: whole(maxClients, 1, 65_535, 'maxClients'),
  };
}

function text(value: unknown, name: string): string {
  if (typeof value !== 'string') throw new WorldwireError('WW_BAD_VALUE', `${name} of a WebSocketServer is ${JSON.stringify(value)}; expected a text`);
  return value;
}
function texts(value: unknown, name: string): readonly string[] {
  if (!Array.isArray(value)) throw new WorldwireError('WW_BAD_VALUE', `${name} of a WebSocketServer is ${JSON.stringify(value)}; expected a list of texts`);
  return value.map((each) => text(each, name));
}

/** The script listens no more. Those who are here stay; that they are told so is up to its library. */
export function closeListener(world: World, script: ScriptState, id: number): void {
  const listener = script.listeners.get(id);
  if (listener === undefined) return;
  if (listener.number !== 0) world.links.unlisten(listener);
  script.listeners.delete(id);
  countSockets(world, script);
}

export function closeListeners(world: World, script: ScriptState): void {
  for (const id of script.listeners.keys()) closeListener(world, script, id);
}

/** What is told of where a script listens. */
export function toldOfListener(world: World, listener: Listener, event: LinkEvent): void {
  const { script, id, acting } = listener;
  switch (event.type) {
    case 'listening':
      listener.at = { host: event.host, port: event.port };
      world.log('info', `listens at ${hostPortText(event)}`, sourceOf(world, script));
      return happened(world, script, { kind: 'listening', args: [id, event.host, event.port], acting });
    case 'accepted':
      return acceptSocket(world, listener, event);
    case 'turnedAway': {
      const { count, reason } = event;
      const words = count === 1 ? `turned a client away: ${reason}` : `turned ${count} clients away, the last of them: ${reason}`;
      return world.log('warn', words, sourceOf(world, script));
    }
    case 'closed': {
      const { reason, error } = event;
      const message = error === undefined ? (reason === '' ? 'it does not listen any more' : reason) : `${error.code}: ${error.message}`;
      world.links.release(listener);
      script.listeners.delete(id);
      countSockets(world, script);
      world.log('warn', `does not listen: ${message}`, sourceOf(world, script));
      return happened(world, script, { kind: 'notListening', args: [id, message], acting });
    }
    default:
  }
}
