import { rootCertificates } from 'node:tls';
import { io, type Socket } from 'socket.io-client';
import { ERRORS, WorldwireError, type ErrorCode } from '../../engine/index.ts';
import { secureContextOf } from '../links/dial.ts';
import { failureOf } from '../links/failure.ts';
import { routeThrough, type ProxyRoute } from '../links/proxy-agent.ts';
import type { Proxies } from '../links/proxies.ts';
import type { MachineToServer } from '../../agent/messages.ts';
import type { Answer, Message, PageToServer, Reply, ServerToPage } from '../protocol.ts';
import { notUnderstood, toldError } from './from-server.ts';
import type { Identity } from './identity.ts';
import { plainAnswer } from './plain-answer.ts';
import type { ServerAddress } from './server-address.ts';

export interface ServerLineOptions {
  readonly address: ServerAddress;
  readonly identity: Identity;
  /** Certificates in PEM that are trusted besides the usual. */
  readonly extraCAs: readonly string[];
  /** Which connections go through a proxy. */
  readonly proxies?: Proxies | undefined;
  /** The server is there, or there again. */
  readonly up: () => void;
  /** It cannot be reached; it is tried again. */
  readonly away: (why: string) => void;
  /** It does not let this machine in, or not any more. */
  readonly refused: (error: WorldwireError) => void;
}

type Given<E extends keyof PageToServer> = Exclude<Answer<E>, { readonly ok: false }>;

/** Milliseconds between two pings, between attempts to come back (and the longest), and that an answer may take. */
const PING = 3000,
  FIRST_RETRY = 500,
  LONGEST_RETRY = 10_000,
  ANSWER = 20_000;
/** What passes by itself, so that one tries again. */
const PASSING: readonly ErrorCode[] = ['WW_LIMIT', 'WW_RATE_LIMITED', 'WW_STOPPED', 'WW_WORLD_STUCK', 'WW_INTERNAL'];

/** What is told a command line instead of what a page is told. */
const NO_TOKEN = 'The server does not know this token, or none was given: --token takes one that `worldwire token` made where the server runs.';

/** The way to a server and its worlds, which comes back by itself. */
export class ServerLine {
  readonly socket: Socket<ServerToPage, PageToServer & MachineToServer>;
  readonly #options: ServerLineOptions;
  #pinging: NodeJS.Timeout | undefined;
  #again: NodeJS.Timeout | undefined;
  #latency: number | undefined;
  #ended = false;
  /** The way of the attempt that is made, where it goes through a proxy. */
  #route: ProxyRoute | undefined;
  readonly #secureContext;

  constructor(options: ServerLineOptions) {
    this.#options = options;
    const { address, identity, extraCAs } = options;
    this.#secureContext = secureContextOf(extraCAs);
    this.socket = io(address.origin, {
      path: address.path,
      transports: ['websocket'],
      // Also in the head, by which a server that is full of strangers knows who is none.
      extraHeaders: headersOf(address),
      auth: { ...(address.token === undefined ? {} : { token: address.token }), ...identity },
      forceNew: true,
      perMessageDeflate: { threshold: Infinity },
      reconnectionDelay: FIRST_RETRY,
      reconnectionDelayMax: LONGEST_RETRY,
      autoConnect: false,
      ...(extraCAs.length === 0 ? {} : { ca: trustedWith(extraCAs) }),
    });
    this.socket.io.on('reconnect_attempt', () => this.#plug());
    this.socket.on('connect', () => {
      this.#pinging = setInterval(() => void this.#ping(), PING);
      options.up();
    });
    this.socket.on('disconnect', (reason) => {
      clearInterval(this.#pinging);
      if (this.#ended) return;
      options.away(inWords(reason));
      // Who is put out by the server does not come back by themselves.
      if (reason === 'io server disconnect') this.#retry();
    });
    this.socket.on('connect_error', (error) => void this.#failed(error));
    this.socket.on('bye', (message: unknown) => {
      const error = toldError(message) ?? notUnderstood('a farewell');
      if (!PASSING.includes(error.code)) this.#refuse(error);
    });
  }

  open(): void {
    this.#plug();
    this.socket.connect();
  }

  close(): void {
    this.#ended = true;
    clearInterval(this.#pinging);
    clearTimeout(this.#again);
    this.socket.disconnect();
    this.#route?.end();
  }

  /** Bytes that wait to go out. */
  get buffered(): number {
    const transport: unknown = this.socket.io.engine?.transport;
    const ws = typeof transport === 'object' && transport !== null && 'ws' in transport ? transport.ws : undefined;
    return typeof ws === 'object' && ws !== null && 'bufferedAmount' in ws && typeof ws.bufferedAmount === 'number' ? ws.bufferedAmount : 0;
  }

  /** Asks, and gives the answer. Rejects with the WorldwireError that the server answered, and with WW_STOPPED where it did not. */
  async ask<E extends keyof PageToServer>(event: E, message: Message<E>): Promise<Given<E>> {
    const socket = this.socket as unknown as Socket;
    const answer = (await socket
      .timeout(ANSWER)
      .emitWithAck(event, message)
      .catch(() => {
        throw new WorldwireError('WW_STOPPED', 'The server has not answered.');
      })) as Reply<object> | undefined;
    if (answer?.ok === true) return answer as Given<E>;
    throw toldError(answer) ?? notUnderstood(`the answer to ${event}`);
  }

  /** Tells what must arrive: what comes too fast for the server is told again. */
  async tell<E extends keyof PageToServer>(event: E, message: Message<E>): Promise<void> {
    for (let patience = 10; patience > 0 && this.socket.connected; patience -= 1) {
      try {
        await this.ask(event, message);
        return;
      } catch (error) {
        if (!(error instanceof WorldwireError) || error.code !== 'WW_RATE_LIMITED') return;
        await new Promise((resolve) => {
          setTimeout(resolve, 1000);
        });
      }
    }
  }

  async #ping(): Promise<void> {
    const begun = performance.now();
    await this.ask('ping', this.#latency === undefined ? {} : { latency: this.#latency }).then(
      () => {
        this.#latency = performance.now() - begun;
      },
      () => undefined,
    );
  }

  async #failed(error: Error & { readonly data?: unknown; readonly description?: unknown }): Promise<void> {
    if (this.#ended) return;
    const coded = toldError(error.data);
    if (coded !== undefined) {
      if (coded.code === 'WW_UNAUTHENTICATED') this.#refuse(new WorldwireError(coded.code, NO_TOKEN));
      else if (!PASSING.includes(coded.code)) this.#refuse(coded);
      else {
        this.#options.away(coded.message);
        this.#retry();
      }
      return;
    }
    const cause = causeOf(error);
    const failure = failureOf(cause, {
      url: new URL(this.#options.address.origin.replace(/^http/, 'ws')),
      protocols: [],
      ...(this.#route === undefined ? {} : { proxy: this.#route.attempt }),
    });
    const refusal =
      failure.code === 'WW_HANDSHAKE_REFUSED'
        ? await this.#refusal(failure.message)
        : failure.code === 'WW_TLS'
          ? new WorldwireError('WW_TLS', failure.message)
          : undefined;
    if (refusal !== undefined && !PASSING.includes(refusal.code)) this.#refuse(refusal);
    else this.#options.away(refusal?.message ?? failure.message);
  }

  /** Why the server refused a handshake: its answer to a WebSocket is not shown, so it is asked again in plain HTTP. */
  async #refusal(message: string): Promise<WorldwireError | undefined> {
    const { origin, path } = this.#options.address;
    const { extraCAs } = this.#options;
    const route = this.#newRoute();
    const answer = await plainAnswer({
      url: `${origin}${path}?EIO=4&transport=websocket`,
      headers: headersOf(this.#options.address),
      agent: route?.agent,
      ca: extraCAs.length === 0 ? undefined : trustedWith(extraCAs),
      patience: ANSWER,
    });
    route?.end();
    // It would be let in by now.
    if (answer?.status === 426) return undefined;
    const code = /\bWW_[A-Z_]+\b/.exec(answer?.text ?? '')?.[0];
    if (code !== undefined && Object.hasOwn(ERRORS, code)) return new WorldwireError(code as ErrorCode);
    if (answer === undefined || answer.status >= 500 || answer.status === 200 || answer.status === 429) return undefined;
    return new WorldwireError('WW_NOT_FOUND', `At ${origin} no Worldwire server answers: ${message}.`);
  }

  #refuse(error: WorldwireError): void {
    if (this.#ended) return;
    this.close();
    this.#options.refused(error);
  }

  #retry(): void {
    clearTimeout(this.#again);
    this.#again = setTimeout(() => this.open(), FIRST_RETRY * 4);
  }

  /** A way of its own for each attempt: what a proxy says is then known to be said of that. */
  #plug(): void {
    this.#route?.end();
    this.#route = this.#newRoute();
    // Its types know agents of browsers only; in Node it is handed on as it is.
    if (this.#route !== undefined) (this.socket.io.opts as { agent?: unknown }).agent = this.#route.agent;
  }

  #newRoute(): ProxyRoute | undefined {
    const proxy = this.#options.proxies?.for(new URL(this.#options.address.origin));
    return proxy === undefined ? undefined : routeThrough(proxy, this.#secureContext);
  }
}

function trustedWith(extraCAs: readonly string[]): string[] {
  return [...rootCertificates, ...extraCAs];
}

function headersOf({ token }: ServerAddress): Record<string, string> {
  // What no header can carry is no token, which the handshake is told.
  return token === undefined || !/^[!-~]{1,512}$/.test(token) ? {} : { authorization: `Bearer ${token}` };
}

/** The error of the network below the one of the library. */
function causeOf(error: Error & { readonly description?: unknown }): Error {
  const { description } = error;
  if (description instanceof Error) return description;
  if (typeof description === 'object' && description !== null && 'error' in description && description.error instanceof Error) return description.error;
  return error;
}

function inWords(reason: string): string {
  if (reason === 'io server disconnect') return 'it has ended the connection';
  return reason === 'ping timeout' ? 'it does not answer any more' : 'the connection is lost';
}
