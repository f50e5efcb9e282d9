import { call } from './host.js';
import { emit, Signal } from './signal.js';
import { adopt } from './websocket.js';

/** @typedef {{ server: WebSocketServer, number: number, host: string, port: number, listening: boolean, clients: Set<any> }} Inside */
/** @type {Map<number, Inside>} */
const servers = new Map();
/** @type {WeakMap<object, Inside>} */
const INSIDE = new WeakMap();
const GOING_AWAY = 1001;

/** @param {unknown} server @returns {Inside} */
function inside(server) {
  const found = INSIDE.get(/** @type {object} */ (server));
  if (found === undefined) throw new TypeError('expected a WebSocketServer');
  return found;
}

/**
 * A server of WebSockets, as Overte's scripts have it, with what that lacks: options, errors and what is known of clients. It listens once the owner of the
 * machine has let it, which the `listeningChanged` signal tells.
 */
export class WebSocketServer {
  newConnection = new Signal('newConnection');
  listeningChanged = new Signal('listeningChanged');
  error = new Signal('error');

  /** @param {{ port?: number, host?: string, path?: string, protocols?: string[], allowedOrigins?: string[], maxClients?: number, serverName?: string }} [options] */
  constructor(options = {}) {
    const { port, host, path, protocols, allowedOrigins, maxClients } = options;
    const number = call('listen', JSON.stringify({ port, host, path, protocols, allowedOrigins, maxClients }));
    const own = { server: this, number, host: host ?? '127.0.0.1', port: port ?? 0, listening: false, clients: new Set() };
    INSIDE.set(this, own);
    servers.set(number, own);
  }
  /** Where clients connect to, once it listens. */
  get url() {
    const { host, port } = inside(this);
    const at = host === '0.0.0.0' ? '127.0.0.1' : host === '::' || host === '::0' ? '[::1]' : host.includes(':') ? `[${host}]` : host;
    return `ws://${at}:${port}`;
  }
  get port() {
    return inside(this).port;
  }
  get listening() {
    return inside(this).listening;
  }
  /** Closes every client, and listens no more. */
  close() {
    const own = inside(this);
    if (!servers.delete(own.number)) return;
    for (const socket of own.clients) endSocket(socket);
    own.clients.clear();
    call('unlisten', own.number);
    if (own.listening) {
      own.listening = false;
      emit(this.listeningChanged, false);
    }
  }
}

/** @param {any} socket */
function endSocket({ number, close }) {
  close(number, GOING_AWAY, 'Server closing.');
}

/** What the world tells of servers. */
export const toServers = {
  /** @param {number} number @param {string} host @param {number} port */
  listening(number, host, port) {
    const own = servers.get(number);
    if (own === undefined) return;
    Object.assign(own, { host, port, listening: true });
    emit(own.server.listeningChanged, true);
  },
  /** @param {number} number @param {string} message */
  notListening(number, message) {
    const own = servers.get(number);
    if (own === undefined) return;
    servers.delete(number);
    const was = own.listening;
    own.listening = false;
    if (was) emit(own.server.listeningChanged, false);
    emit(own.server.error, message);
  },
  /** @param {number} number @param {number} id @param {string} path @param {string} protocol @param {string} address */
  accepted(number, id, path, protocol, address) {
    const own = servers.get(number);
    if (own === undefined) return;
    const client = adopt(id, `${own.server.url}${path}`, protocol, { path, remoteAddress: address }, () => own.clients.delete(client));
    own.clients.add(client);
    emit(own.server.newConnection, client.socket);
  },
};
