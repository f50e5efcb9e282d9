import { FrameReader, FrameWriter, TO_AGENT, type OpenRequest, type ToAgent } from '../../agent/frames.ts';
import type { Carrier, Permits } from '../../agent/agent.ts';
import { ERRORS, WorldwireError, type LinkEvent } from '../../engine/index.ts';
import { budgetsOf } from '../links/budget.ts';
import { checkHeaders, parseAddress, resolveBySystem, secureContextOf, shareLookups, type DialSettings } from '../links/dial.ts';
import { failureOf } from '../links/failure.ts';
import type { Link } from '../links/link.ts';
import type { LocalOwner } from '../links/local-link.ts';
import { LiveSockets } from '../links/live-sockets.ts';
import { Turns } from '../links/turns.ts';
import type { AgentFeatures } from '../../agent/messages.ts';
import { Carried } from './carried.ts';
import type { CarrierTold, SocketCarrierOptions } from './carrier-options.ts';

/** The largest message that a world may send, as the field MaxMessageSize is bounded. */
const MOST_BYTES = 2 ** 30;
/** Milliseconds between two looks at what has come without an event, and at what waits to go out. */
const SWEEP = 250,
  AGAIN = 8;

/**
 * The sockets that a command line holds for its user, with `ws`. It does what the world's server asks for, once the user permits it; what comes
 * in is handed over in order as far as the server has given credit, and past a mark a socket is paused, so that its sender is slowed.
 */
export class SocketCarrier implements Carrier, LocalOwner {
  readonly features: AgentFeatures = { kind: 'terminal', headers: true, pings: true, pauses: true, checksAddresses: true };
  readonly budgets;
  readonly sockets: LiveSockets;
  queuedBytes = 0;
  messagesIn = 0;
  bytesIn = 0;
  bytesOut = 0;
  messagesOut = 0;
  readonly #settings: DialSettings;
  readonly #told: CarrierTold | undefined;
  readonly #clogged: () => boolean;
  readonly #mostCarried: number;
  readonly #carried = new Map<number, Carried>();
  readonly #dialling = new Turns();
  readonly #writer = new FrameWriter();
  #reader = this.#newReader();
  /** Those with something to do at the end of this turn. */
  #stirred: Carried[] = [];
  readonly #waiting = new Set<Carried>();
  #relay: ((frame: Uint8Array) => void) | undefined;
  /** The end of this turn has been planned. */
  #ending = false;
  #again: NodeJS.Timeout | undefined;
  #sweeper: NodeJS.Timeout | undefined;

  /** @throws WorldwireError WW_CONFIG_INVALID where an extra CA is not a certificate */
  constructor(options: SocketCarrierOptions) {
    this.budgets = budgetsOf(options.budgets);
    this.sockets = new LiveSockets(options.files);
    this.#told = options.told;
    this.#clogged = options.clogged ?? (() => false);
    this.#mostCarried = options.mostCarried ?? 20_000;
    this.#settings = {
      checkAddress: options.checkAddress,
      resolve: shareLookups(options.resolve ?? resolveBySystem),
      secureContext: secureContextOf(options.extraCAs ?? []),
      compression: false,
      closeTimeout: 2000,
      proxies: options.proxies,
      files: options.files,
    };
  }

  /** Connections, and sockets that still live. */
  get size(): { readonly connections: number; readonly sockets: number } {
    return { connections: this.#carried.size, sockets: this.sockets.size };
  }

  take(frame: Uint8Array, permits: Permits, relay: (frame: Uint8Array) => void): void {
    this.#relay = relay;
    this.#reader.read(frame, (record, bytes) => this.#take(record, bytes, permits));
    this.#arm();
  }

  lost(): void {
    for (const carried of this.#carried.values()) {
      carried.link.abandon('the machine that opened it has left the world', false);
      this.#tellEnd(carried, 'the world is out of reach');
    }
    this.#carried.clear();
    this.#dialling.clear();
    this.#stirred = [];
    this.#waiting.clear();
    this.#reader = this.#newReader();
    this.#writer.take();
    this.#relay = undefined;
    this.queuedBytes = 0;
    this.#rest();
  }

  /** Resolves when every TCP connection is gone, hard after so many milliseconds. Nothing is carried any more. */
  async end(graceMs = 2000): Promise<void> {
    this.lost();
    await this.sockets.gone(graceMs);
  }

  /* ---------- what links ask of their owner ---------- */

  note(link: Link): void {
    const carried = this.#carried.get(link.connection);
    if (carried?.link === link) this.#stir(carried);
  }

  arrived(link: Link): void {
    link.listed = true;
    this.note(link);
  }

  /* ---------- what the server asks for ---------- */

  #take(record: ToAgent, bytes: number, permits: Permits): void {
    if (record.type === 'open') {
      this.#open(record.connection, record.request, permits);
      return;
    }
    const carried = this.#carried.get(record.connection);
    if (carried === undefined) {
      // It ended while this was on its way. A drop and a close are answered all the same, so that nobody waits for ever; but not without end to
      // a server that reads nothing.
      if (this.#clogged()) return;
      if (record.type === 'drop') this.#writer.write({ type: 'discarded', connection: record.connection, messages: 0 });
      else if (record.type === 'close') this.#writer.write({ type: 'drained', connection: record.connection });
      return;
    }
    switch (record.type) {
      case 'send':
        carried.send(record.data, bytes);
        break;
      case 'credit':
        carried.give(record.credit);
        break;
      case 'configure':
        carried.configure(record.limits);
        break;
      case 'ping':
        carried.link.ping();
        return;
      case 'close':
        carried.close(record.code, record.reason, this.#writer);
        break;
      case 'drop':
        this.#drop(carried);
        return;
      case 'look':
        if (!this.#clogged()) carried.look(this.#writer);
        return;
    }
    this.#stir(carried);
  }

  #open(connection: number, request: OpenRequest, permits: Permits): void {
    const before = this.#carried.get(connection);
    if (before !== undefined) this.#forget(before);
    const isFull = this.#carried.size >= this.#mostCarried;
    const carried = new Carried(connection, request, this);
    const { link } = carried;
    this.#carried.set(connection, carried);
    this.#sweeper ??= setInterval(() => this.#sweep(), SWEEP).unref();
    try {
      if (isFull) throw new WorldwireError('WW_LIMIT', `The machine carries ${this.#mostCarried} connections already.`);
      if (!permits(request)) throw new WorldwireError('WW_ACCESS_DENIED', `${ERRORS.WW_ACCESS_DENIED[0]} Their machine refused to open it.`);
      const url = parseAddress(request.url);
      checkHeaders(request.headers);
      this.#dialling.add(() => {
        if (this.#carried.get(connection) === carried && link.ending === undefined) link.dial(url, request.protocols, request.headers, this.#settings);
      });
    } catch (error) {
      link.fail(failureOf(error as Error, undefined));
    }
  }

  /** Always answered, so that whoever counts what was lost need not wait for ever. */
  #drop(carried: Carried): void {
    const messages = carried.drop(this.#writer);
    // Its turn tells, once what was sent has gone out.
    if (messages === undefined) return;
    this.#remove(carried);
    this.#writer.write({ type: 'discarded', connection: carried.link.connection, messages });
    this.#tellEnd(carried, 'closed by the world');
  }

  #forget(carried: Carried): void {
    const { link } = carried;
    this.#remove(carried);
    link.abandon('', true);
  }

  #remove(carried: Carried): void {
    const { connection } = carried.link;
    if (this.#carried.get(connection) !== carried) return;
    this.#carried.delete(connection);
    this.#waiting.delete(carried);
    this.#reader.forget(connection);
    if (this.#carried.size === 0) this.#rest();
  }

  /* ---------- the end of a turn ---------- */

  #stir(carried: Carried): void {
    if (carried.stirred) return;
    carried.stirred = true;
    this.#stirred.push(carried);
    this.#arm();
  }

  #arm(): void {
    if (this.#ending) return;
    this.#ending = true;
    setImmediate(() => this.#endTurn());
  }

  /** What was sent in this turn goes to the sockets, and what has come in goes to the server, in as few frames as hold it. */
  #endTurn(): void {
    this.#ending = false;
    const stirred = this.#stirred;
    this.#stirred = [];
    const clogged = this.#clogged();
    for (const carried of stirred) {
      carried.stirred = false;
      if (this.#carried.get(carried.link.connection) !== carried) continue;
      if (carried.link.opened !== undefined) this.#told?.opened(carried.request);
      const left = carried.turn(this.#writer, !clogged);
      if (left === 'ended') {
        this.#remove(carried);
        this.#tellEnd(carried, whyOf(carried.link.ending));
      } else if (left === 'waits' || (clogged && carried.link.waiting > 0)) this.#waiting.add(carried);
      else this.#waiting.delete(carried);
    }
    const relay = this.#relay;
    for (const frame of this.#writer.take()) relay?.(frame);
    if (this.#waiting.size > 0) this.#again ??= setTimeout(() => this.#lookAgain(), AGAIN);
  }

  /** Nothing tells when a socket's bytes have gone out, or the server's wire is free again. */
  #lookAgain(): void {
    this.#again = undefined;
    for (const carried of this.#waiting) this.#stir(carried);
  }

  #sweep(): void {
    for (const { link } of this.#carried.values()) link.sweep();
  }

  #rest(): void {
    clearInterval(this.#sweeper);
    clearTimeout(this.#again);
    this.#sweeper = this.#again = undefined;
  }

  #newReader(): FrameReader<ToAgent> {
    return new FrameReader<ToAgent>(TO_AGENT, (connection) => (this.#carried.has(connection) ? MOST_BYTES : undefined));
  }

  #tellEnd({ request, wasOpen }: Carried, why: string): void {
    this.#told?.ended(request, wasOpen, why);
  }
}

function whyOf(ending: LinkEvent | undefined): string {
  if (ending?.type !== 'closed') return 'closed by the world';
  const { code, reason, error } = ending;
  return error === undefined ? `closed by the server, ${code}${reason === '' ? '' : ` ${reason}`}` : `${error.code} ${error.message}`;
}
