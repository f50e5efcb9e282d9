import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { may, WorldwireError } from '../../engine/index.ts';
import type { Asker } from '../limits/errand.ts';
import type { SpareTime } from '../limits/spare-time.ts';
import type { FrontProxies } from '../security/front-proxies.ts';
import type { Guard } from '../security/guard.ts';
import type { Identity } from '../security/sessions.ts';
import { answerFailure } from '../answers/headers.ts';
import { errorBody } from '../answers/statuses.ts';

/** Requests of one connection that may wait; browsers and programs send one after another. */
const MOST_IN_LINE = 16;
/** Bytes of a body that are read before anybody asks for them, at most. */
const READ_AHEAD = 65_536;
/** Milliseconds until a refusal is told, so that who asks again at once costs little; and how many wait for theirs. */
const PAUSE = 1000,
  MOST_REFUSED = 1000;

export interface GateOptions {
  readonly spare: SpareTime;
  readonly guard: Pick<Guard, 'identify'>;
  readonly front: FrontProxies;
  /** Called when a request has said whose its connection is. */
  readonly known: (socket: Socket) => void;
}

/** Who asks, as far as a request tells. Asked once for each. */
const askers = new WeakMap<IncomingMessage, Asker>();

/** For whom a request is answered, and whether anybody still waits for that. */
export function askerOf(request: IncomingMessage): Asker {
  return askers.get(request) ?? { who: `at ${request.socket.remoteAddress ?? ''}`, first: false, gone: () => request.socket.destroyed };
}

/**
 * Has all requests to a server wait for the time that worlds leave over: those of one user, or of one address where that is nobody's, one after
 * another, and those of many in turn. Nothing of a request is looked at before but its head. Who may edit does not wait.
 */
export function gateRequests(server: Server, { spare, guard, front, known }: GateOptions): void {
  const listeners = server.listeners('request') as ((request: IncomingMessage, response: ServerResponse) => void)[];
  server.removeAllListeners('request');
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    for (const listener of listeners) listener.call(server, request, response);
  };
  const inLine = new WeakMap<Socket, number>();
  let refused = 0;

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    const identity = whoIs(guard, request);
    if (identity !== undefined) known(socket);
    const asker: Asker = {
      who: identity?.userId ?? `at ${front.addressOf(request)}`,
      first: identity !== undefined && may(identity.role, 'edit'),
      gone: () => socket.destroyed,
    };
    askers.set(request, asker);
    if (asker.first) {
      answer(request, response);
      return;
    }
    const waiting = (inLine.get(socket) ?? 0) + 1;
    inLine.set(socket, waiting);
    if (waiting > MOST_IN_LINE) {
      socket.destroy();
      return;
    }
    const bytes = headBytes(request) + Math.min(READ_AHEAD, Number(request.headers['content-length'] ?? 0) || 0);
    const done = (): void => {
      inLine.set(socket, (inLine.get(socket) ?? 1) - 1);
    };
    const part = (): { readonly done: undefined } => {
      done();
      answer(request, response);
      return { done: undefined };
    };
    spare.do(asker, { part, bytes }).catch((error: unknown) => {
      if (refused >= MOST_REFUSED) {
        socket.destroy();
        return;
      }
      refused += 1;
      setTimeout(() => {
        refused -= 1;
        done();
        refuse(response, error);
      }, PAUSE).unref();
    });
  });
}

function whoIs(guard: Pick<Guard, 'identify'>, request: IncomingMessage): Identity | undefined {
  try {
    return guard.identify(request.headers);
  } catch {
    // Who was removed is told so in their turn; they share what strangers at their address have.
    return undefined;
  }
}

function headBytes({ rawHeaders, url }: IncomingMessage): number {
  let bytes = 500 + (url?.length ?? 0);
  for (const text of rawHeaders) bytes += text.length;
  return bytes;
}

function refuse(response: ServerResponse, error: unknown): void {
  if (response.destroyed || response.headersSent) return;
  const body = errorBody(error instanceof WorldwireError ? error : new WorldwireError('WW_INTERNAL'));
  answerFailure(response, 429, body, { 'retry-after': String(body.retryAfter ?? 1), connection: 'close' });
}
