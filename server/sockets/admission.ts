import type { IncomingHttpHeaders, IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WorldwireError } from '../../engine/index.ts';
import { answerFailure, failureBytes } from '../answers/headers.ts';
import { errorBody, statusOf } from '../answers/statuses.ts';
import type { Guard } from '../security/guard.ts';
import type { Place, Places } from './places.ts';

/** Where pages and machines come in. */
const PATH = '/socket.io/';

/** What engine.io gives a middleware: for an upgrade the answer can only end the connection. */
type Answer = Pick<ServerResponse, 'writeHead' | 'end'>;

export interface AdmissionOptions {
  readonly guard: Guard;
  readonly places: Places;
  /** The address of who asks, seen through proxies that are trusted. */
  readonly addressOf: (request: IncomingMessage) => string;
}

/**
 * Stands before the sockets, and looks at the head of a request alone: Host, Origin, place. Only WebSockets come through; a request that is none is
 * told whether it would be let in, since a browser and a library show nothing of the answer to a WebSocket.
 */
export class Admission {
  readonly #options: AdmissionOptions;
  readonly #places = new WeakMap<IncomingMessage, Place>();

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /** The place that a request was let in with. */
  placeOf(request: IncomingMessage): Place | undefined {
    return this.#places.get(request);
  }

  /** A middleware of engine.io. */
  readonly look = (request: IncomingMessage, answer: Answer, next: () => void): void => {
    const upgrade = isUpgrade(request);
    try {
      const role = this.#mayCome(request);
      const address = this.#options.addressOf(request);
      if (!upgrade) {
        this.#options.places.look(address, role);
        throw new WorldwireError('WW_BAD_REQUEST', 'Pages and machines come here by WebSocket: GET with Upgrade: websocket, ?EIO=4&transport=websocket.');
      }
      const wrong = notOurs(request);
      if (wrong !== undefined) throw new WorldwireError('WW_BAD_REQUEST', wrong);
      const place = this.#options.places.take(address, role);
      // Whatever becomes of it, the place is held for as long as the connection below is.
      request.socket.once('close', () => place.leave());
      if (request.socket.destroyed) place.leave();
      this.#places.set(request, place);
    } catch (error) {
      this.#refuse(request, answer, error, upgrade);
      return;
    }
    next();
  };

  /** Answers upgrades to where nothing is, and what else a server of Node answers by itself without our headers. */
  coverFor(server: HttpServer): void {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
      if (request.url?.startsWith(PATH) !== true) refuseUpgrade(socket, new WorldwireError('WW_NOT_FOUND'));
    });
    server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
      answerFailure(response, 417, errorBody(new WorldwireError('WW_BAD_REQUEST', 'Of Expect only 100-continue is known.')));
    });
  }

  #refuse(request: IncomingMessage, answer: Answer, error: unknown, upgrade: boolean): void {
    if (upgrade) {
      refuseUpgrade(request.socket, error);
      return;
    }
    const body = errorBody(error);
    if (body.code === 'WW_BAD_REQUEST') answerFailure(answer, 426, body, { upgrade: 'websocket' });
    else answerFailure(answer, statusOf(body.code), body);
  }

  /** The role that the request's token or cookie gives; undefined where none holds. Throws what refuses it. */
  #mayCome(request: IncomingMessage): ReturnType<Guard['roleOf']> {
    const { headers } = request;
    const { guard } = this.#options;
    guard.host(request);
    // A browser names no origin in a GET to the same one, and says that it is the same where it counts the address as trustworthy.
    const fromOwnPage = headers.upgrade === undefined && headers['sec-fetch-site'] === 'same-origin';
    guard.origin(headers, headers.cookie !== undefined && headers.authorization === undefined && !fromOwnPage);
    return guard.roleOf(headers);
  }
}

function isUpgrade({ headers }: { readonly headers: IncomingHttpHeaders }): boolean {
  return headers.upgrade !== undefined && /\bupgrade\b/i.test(headers.connection ?? '');
}

/** What is wrong with a request that would become a WebSocket; undefined where it is as those of pages and machines are. */
function notOurs({ method, url, headers }: IncomingMessage): string | undefined {
  if (method !== 'GET' || headers.upgrade?.toLowerCase() !== 'websocket') return 'A WebSocket begins with GET and Upgrade: websocket.';
  if (headers['sec-websocket-version'] !== '13') return 'Sec-WebSocket-Version must be 13.';
  if (!/^[+/0-9A-Za-z]{22}==$/.test(headers['sec-websocket-key'] ?? '')) return 'Sec-WebSocket-Key must be 16 bytes in base64.';
  const query = new URLSearchParams(url?.split('?', 2)[1]);
  if (query.get('EIO') !== '4' || query.get('transport') !== 'websocket') return 'Expected ?EIO=4&transport=websocket.';
  // A session that goes on over another connection would pass by its own place and bounds.
  return query.has('sid') ? 'A session stays on the connection that it began on.' : undefined;
}

function refuseUpgrade(socket: Duplex, error: unknown): void {
  const body = errorBody(error);
  socket.on('error', () => undefined);
  socket.end(failureBytes(statusOf(body.code), body), () => socket.destroy());
}
