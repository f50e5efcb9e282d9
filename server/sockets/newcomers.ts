import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Log } from '../log/log.ts';
import type { FrontProxies } from '../security/front-proxies.ts';
import { networkOf } from './places.ts';

export interface NewcomersOptions {
  readonly server: Server;
  /** Connections that the server holds at a time; Infinity where the machine sets no limit. */
  readonly most: number;
  readonly front: Pick<FrontProxies, 'trusts'>;
  readonly log: Pick<Log, 'warn'>;
  /** Milliseconds that a connection may say nothing at all. Default 5,000, as strangers have to say who they are. */
  readonly silence?: number;
}

/** Parts of all connections that may be those of nobody who is known, from one address and in all; and the least of one address. */
const EACH = 1 / 2,
  ALL = 3 / 4,
  LEAST_EACH = 8;
/** Looks at who has been silent for too long, in as many as a silence may last. */
const LOOKS = 5;

/**
 * Connections of which is not known whose they are: no request on them has brought a token or cookie that holds. Before a request has come nothing tells
 * them apart but their address, so each has a share of them, and all together leave a quarter of what the server holds to those who are known. Who comes
 * past that takes the place of the oldest: so whoever says at once what they want is heard, however many come to keep silent.
 */
export class Newcomers {
  readonly #options: NewcomersOptions;
  readonly #networks = new Map<string, Set<Socket>>();
  /** All of them, with the network that they count for; null for a proxy, which speaks for many. */
  readonly #all = new Map<Socket, { readonly network: string | null; readonly since: number }>();
  readonly #each: number;
  readonly #most: number;
  readonly #silence: number;
  #counted = 0;
  #looking: NodeJS.Timeout | undefined;
  #told = false;

  constructor(options: NewcomersOptions) {
    const { server, most } = options;
    this.#options = options;
    this.#silence = options.silence ?? 5000;
    this.#most = Math.max(1, Math.floor(most * ALL));
    this.#each = Math.min(this.#most, Math.max(LEAST_EACH, Math.floor(most * EACH)));
    server.on('connection', (socket: Socket) => this.#come(socket));
    // What Node itself turns away, since those who are known hold all the rest.
    server.on('drop', () => this.#tell(`${most} connections are open, as many as the server holds: whoever comes is turned away`));
    server.on('close', () => clearInterval(this.#looking));
  }

  /** A request on this connection said whose it is. */
  known(socket: Socket): void {
    const { network } = this.#all.get(socket) ?? {};
    if (!this.#all.delete(socket)) return;
    if (typeof network === 'string') {
      this.#counted -= 1;
      const beside = this.#networks.get(network);
      beside?.delete(socket);
      if (beside?.size === 0) this.#networks.delete(network);
      if (this.#counted < this.#each / 2) this.#told = false;
    }
    if (this.#all.size === 0) this.#look(false);
  }

  #come(socket: Socket): void {
    const address = socket.remoteAddress ?? '';
    const network = this.#options.front.trusts(address) ? null : networkOf(address);
    this.#all.set(socket, { network, since: performance.now() });
    socket.once('close', () => this.known(socket));
    this.#look(true);
    if (network === null) return;
    const beside = this.#networks.get(network) ?? new Set();
    this.#networks.set(network, beside.add(socket));
    this.#counted += 1;
    if (beside.size > this.#each) this.#end(beside, `${this.#each} connections of ${address}, as many as one address may have,`);
    else if (this.#counted > this.#most) this.#end(this.#largest(), `${this.#most} connections, as many as there may be,`);
  }

  /** The oldest of those goes. */
  #end(among: ReadonlySet<Socket>, which: string): void {
    this.#tell(`${which} are open that have not said whose they are: the oldest of them make way for those that come`);
    const [oldest] = among;
    if (oldest === undefined) return;
    this.known(oldest);
    oldest.destroy();
  }

  #largest(): ReadonlySet<Socket> {
    let largest: ReadonlySet<Socket> = new Set();
    for (const each of this.#networks.values()) if (each.size > largest.size) largest = each;
    return largest;
  }

  #look(on: boolean): void {
    if (on === (this.#looking !== undefined)) return;
    clearInterval(this.#looking);
    this.#looking = on ? setInterval(() => this.#endSilent(), this.#silence / LOOKS).unref() : undefined;
  }

  #endSilent(): void {
    const now = performance.now();
    for (const [socket, { since }] of this.#all) {
      // They stand in the order in which they came.
      if (now - since < this.#silence) return;
      if (socket.bytesRead === 0) socket.destroy();
    }
  }

  /** Once, until there is room again. */
  #tell(why: string): void {
    if (this.#told) return;
    this.#told = true;
    this.#options.log.warn({ code: 'WW_LIMIT' }, why);
  }
}
