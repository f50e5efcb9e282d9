import { ByNumber } from '../../engine/by-number.ts';
import { addressKind, HOST, isGuarded, WorldwireError, type LinkEffect, type LinkEvent, type LinkLimits, type UserRef } from '../../engine/index.ts';
import type { SocketInfo } from './socket-info.ts';
import { budgetsOf, shareOut, WorldBudget, type Budgets, type TickStats } from './budget.ts';
import { checkHeaders, parseAddress, resolveBySystem, secureContextOf, shareLookups, type AddressFault, type DialSettings } from './dial.ts';
import { failureOf } from './failure.ts';
import { notOpen, type Link } from './link.ts';
import type { LinkOptions } from './link-options.ts';
import { forgetShared, LocalLink, type LocalOwner } from './local-link.ts';
import type { Relay, RelayedOwner } from './relay.ts';
import { RelayedLink } from './relayed-link.ts';
import type { LinkStats } from './link-stats.ts';
import { isListenEffect, type ListenPort, type Newcomer, type Taker } from './listen-port.ts';
import { LiveSockets } from './live-sockets.ts';
import { Turns } from './turns.ts';

export type { LinkOptions } from './link-options.ts';

/** Milliseconds between two looks at what has come without an event. */
const SWEEP = 250;
const NOTHING: readonly LinkEvent[] = [];

/**
 * The connections of one world, by number, whoever holds their sockets. It carries out what the world asks for, keeps what comes in, in order, and
 * hands over as much of it a tick as the budgets allow. Nothing is dropped: past a mark a socket is paused, so that its sender
 * is slowed.
 */
export class LinkManager implements LocalOwner, RelayedOwner, Taker {
  readonly budgets: Budgets;
  readonly sockets: LiveSockets;
  queuedBytes = 0;
  messagesIn = 0;
  messagesOut = 0;
  bytesIn = 0;
  bytesOut = 0;
  between: (() => void) | undefined = undefined;
  readonly files: LinkOptions['files'];
  private readonly settings: DialSettings;
  /** Where the world listens; nowhere without one. */
  private readonly listening: ListenPort | undefined;
  private readonly agents: (user: UserRef) => Relay | undefined;
  private readonly budget: WorldBudget;
  private readonly links = new ByNumber<Link>();
  /** Links with something to tell, those with messages, and those with bytes that wait to go out. */
  private notes: Link[] = [];
  private waiting: Link[] = [];
  private readonly backed = new Set<Link>();
  /** Told of numbers that are no longer in use. */
  private strays: LinkEvent[] = [];
  private readonly starting = new Turns();
  private sending: Link[] = [];
  private lastAddress: { readonly text: string; readonly url: URL } | undefined = undefined;
  /** Looks after the relayed ones: what their machines are lent again must not wait for a step of a world that stands still. */
  private sweeper: NodeJS.Timeout | undefined;
  /** `performance.now()` when it was looked at what had come without an event. */
  private swept = -Infinity;
  private ended = false;

  /** @throws WorldwireError WW_CONFIG_INVALID where an extra CA is not a certificate */
  constructor(options: LinkOptions = {}) {
    this.budgets = budgetsOf(options.budgets);
    this.sockets = new LiveSockets(options.files);
    this.budget = new WorldBudget(this.budgets);
    this.files = options.files;
    this.listening = options.listening?.(this);
    this.agents = options.agents ?? (() => undefined);
    this.settings = {
      checkAddress: options.checkAddress ?? refuseGuarded,
      resolve: shareLookups(options.resolve ?? resolveBySystem),
      secureContext: secureContextOf(options.extraCAs ?? []),
      compression: options.compression ?? false,
      closeTimeout: options.closeTimeout ?? 2000,
      proxies: options.proxies,
      files: options.files,
    };
  }

  get connections(): number {
    return this.links.size;
  }

  get stats(): LinkStats {
    const { links } = this;
    const count = (holds: (link: Link) => boolean): number => {
      let found = 0;
      for (const link of links.values()) if (holds(link)) found += 1;
      return found;
    };
    return {
      // Counted where somebody looks at them: the rest is asked for in every tick.
      get open() {
        return count((link) => link.isOpen);
      },
      get paused() {
        return count((link) => link.isPaused);
      },
      connections: links.size,
      sockets: this.sockets.size,
      queued: this.waiting.length,
      queuedBytes: this.queuedBytes,
      messagesIn: this.messagesIn,
      messagesOut: this.messagesOut,
      bytesIn: this.bytesIn,
      bytesOut: this.bytesOut,
      budget: this.budget.messages,
    };
  }

  /** Carries out one effect. Never throws: what goes wrong is told as an event. */
  perform(effect: LinkEffect): void {
    if (isListenEffect(effect)) {
      if (this.listening !== undefined) this.listening.perform(effect);
      else if (effect.type === 'listen') this.strays.push(nowhere(effect.connection));
      return;
    }
    switch (effect.type) {
      case 'open':
        return this.open(effect);
      case 'configure':
        return this.links.get(effect.connection)?.configure(effect.limits);
      case 'send':
        return this.send(effect.connection, effect.data);
      case 'ping':
        return this.links.get(effect.connection)?.ping();
      case 'close':
        return this.close(effect.connection, effect.code, effect.reason);
      case 'drop':
        return this.drop(effect.connection);
    }
  }

  /**
   * What links hand over. In a tick: what is to be told of connections, and messages within the budgets. In a pass: what is to be
   * told that stands behind no message.
   */
  collect(mode: 'tick' | 'pass'): LinkEvent[] {
    if (this.sending.length > 0) this.flush();
    // Of local ones nobody could be told between two steps, so that no timer wakes the process for them.
    if (this.links.size > 0 && performance.now() - this.swept >= SWEEP) this.sweep();
    const hasMessages = mode === 'tick' && this.waiting.length > 0;
    if (mode === 'tick' && !hasMessages) this.budget.used(0, false);
    const heard = this.listening?.collect(mode) ?? NOTHING;
    if (!hasMessages && this.notes.length === 0 && this.strays.length === 0 && this.backed.size === 0 && heard.length === 0) return NOTHING as LinkEvent[];
    const events = this.strays;
    for (const event of heard) events.push(event);
    this.strays = [];
    const notes = this.notes;
    this.notes = [];
    for (const link of notes) this.tell(link, events);
    for (const link of this.backed) {
      const change = link.bufferedChange();
      if (change !== undefined) events.push(change);
      if (link.buffered === 0) this.backed.delete(link);
    }
    if (hasMessages) this.handOut(events);
    return events;
  }

  /** What the socket of a connection is like; null where none is open. */
  socketInfo(connection: number): SocketInfo | null {
    return this.links.get(connection)?.info() ?? null;
  }

  /** Fits the world's budget to how the last tick went. */
  adapt(stats: TickStats): void {
    this.budget.adapt(stats);
  }

  /**
   * Ends every connection with a close frame, and hard where the peer has not answered in time; nothing is told of them any more.
   * @param graceMs how long peers may take. Default 2,000.
   * @returns when every TCP connection is gone
   */
  async closeAll(graceMs = 2000): Promise<void> {
    this.ended = true;
    this.starting.clear();
    this.listening?.close();
    for (const link of this.links.values()) {
      link.abandon('the world has ended', false);
    }
    this.links.clear();
    this.notes = [];
    this.waiting = [];
    this.strays = [];
    this.backed.clear();
    this.rest();
    await this.sockets.gone(graceMs);
  }

  /* ---------- what links ask of their owner ---------- */

  note(link: Link): void {
    if (link.noted) return;
    link.noted = true;
    this.notes.push(link);
  }

  arrived(link: Link): void {
    link.listed = true;
    this.waiting.push(link);
  }

  /* ---------- what listens for the world ---------- */

  adopt(connection: number, limits: LinkLimits, { socket, tcp, over }: Newcomer): void {
    this.forget(connection);
    const link = new LocalLink(connection, limits, this);
    link.forgotten = over;
    this.links.set(connection, link);
    link.adopt(socket, tcp);
  }

  missing(connection: number): void {
    const error = { code: 'WW_CONNECTION_LOST', message: 'the client was gone before it was taken' } as const;
    this.strays.push({ type: 'closed', connection, code: 1006, reason: '', error });
  }

  /* ---------- effects ---------- */

  private open(effect: Extract<LinkEffect, { type: 'open' }>): void {
    this.forget(effect.connection);
    if (effect.user.userId === HOST.userId) this.dial(effect);
    else {
      this.relay(effect);
      if (this.links.size > 0 && !this.ended) this.sweeper ??= setInterval(() => this.sweep(), SWEEP).unref();
    }
  }

  private dial({ connection, limits, url, protocols, headers }: Extract<LinkEffect, { type: 'open' }>): void {
    const link = new LocalLink(connection, limits, this);
    this.links.set(connection, link);
    try {
      if (this.ended) throw new WorldwireError('WW_CONNECT_FAILED', 'the links of this world are closed');
      const address = this.addressOf(url);
      checkHeaders(headers);
      this.starting.add(() => {
        if (this.links.get(connection) === link && link.ending === undefined) link.dial(address, protocols, headers, this.settings);
      });
    } catch (error) {
      link.fail(failureOf(error as Error, undefined));
    }
  }

  /** The parsed address of a URL. Nobody changes it, so that connections to the same place can share it. */
  private addressOf(url: string): URL {
    if (this.lastAddress?.text !== url) this.lastAddress = { text: url, url: parseAddress(url) };
    return this.lastAddress.url;
  }

  private relay({ connection, limits, user, ...request }: Extract<LinkEffect, { type: 'open' }>): void {
    const agent = this.ended ? undefined : this.agents(user);
    if (agent !== undefined) {
      this.links.set(connection, new RelayedLink(connection, request, limits, agent, this, this.settings.closeTimeout));
      return;
    }
    // Told once the world knows that it was asked for.
    const error = { code: 'WW_AGENT_LOST', message: 'no machine of the handling user that opens sockets is in this world' } as const;
    this.strays.push({ type: 'closed', connection, code: 1006, reason: '', error });
  }

  private send(connection: number, data: string | Uint8Array): void {
    const link = this.links.get(connection);
    if (link === undefined) {
      this.strays.push(notOpen(connection, 0, data));
      return;
    }
    if (!link.send(data)) return;
    if (this.sending.length === 0)
      process.nextTick(() => {
        this.flush();
      });
    this.sending.push(link);
  }

  /** The end of a turn: what was sent in it goes out. */
  private flush(): void {
    for (const link of this.sending) {
      link.flush();
      if (link.buffered > 0) this.backed.add(link);
    }
    this.sending = [];
    forgetShared();
  }

  private close(connection: number, code: number, reason: string): void {
    const link = this.links.get(connection);
    if (link === undefined) this.strays.push({ type: 'drained', connection });
    else link.close(code, reason);
  }

  /** A drop is always answered, so that whoever counts what was lost need not wait for ever. */
  private drop(connection: number): void {
    const link = this.links.get(connection);
    const messages = link === undefined ? 0 : link.drop();
    if (messages === undefined) return;
    if (link !== undefined) this.remove(link);
    this.strays.push({ type: 'discarded', connection, messages });
  }

  /** Ends a link at once, whose number is wanted for another. */
  private forget(connection: number): void {
    const link = this.links.get(connection);
    if (link === undefined) return;
    link.abandon('', true);
    this.remove(link);
  }

  private remove(link: Link): void {
    this.links.delete(link.connection);
    this.backed.delete(link);
    link.forgotten?.();
    if (this.links.size === 0) this.rest();
  }

  /* ---------- handing over ---------- */

  private tell(link: Link, events: LinkEvent[]): void {
    link.noted = false;
    if (this.links.get(link.connection) !== link) return;
    if (link.opened !== undefined) {
      events.push(link.opened);
      link.opened = undefined;
    }
    if (link.heard) {
      link.heard = false;
      if (link.ending === undefined) events.push({ type: 'activity', connection: link.connection });
    }
    if (link.failedSends !== undefined) {
      for (const failed of link.failedSends) events.push(failed);
      link.failedSends = undefined;
    }
    if (link.waiting === 0) this.finish(link, events);
  }

  private handOut(events: LinkEvent[]): void {
    const sources = this.waiting;
    this.waiting = shareOut(sources, this.budget, events);
    for (const link of sources) {
      if (link.waiting > 0) continue;
      link.listed = false;
      this.finish(link, events);
    }
  }

  /** Tells the end of a link that has ended, once nothing of it waits. */
  private finish(link: Link, events: LinkEvent[]): void {
    if (link.ending === undefined || this.links.get(link.connection) !== link) return;
    events.push(link.ending);
    this.remove(link);
  }

  /* ---------- time ---------- */

  /** Looks for what has come and no event has shown yet, so that it is told with the next step. */
  sweep(): void {
    this.swept = performance.now();
    for (const link of this.links.values()) link.sweep();
  }

  private rest(): void {
    clearInterval(this.sweeper);
    this.sweeper = undefined;
  }
}

function refuseGuarded(_host: string, addresses: readonly string[]): AddressFault | null {
  const guarded = addresses.find((address) => isGuarded(addressKind(address)));
  return guarded === undefined ? null : { code: 'WW_ADDRESS_REFUSED', message: `${guarded} is a ${addressKind(guarded)} address` };
}

/** What is told of a listener where nothing listens for worlds. */
function nowhere(connection: number): LinkEvent {
  const error = { code: 'WW_LISTEN_DENIED', message: 'worlds do not listen here' } as const;
  return { type: 'closed', connection, code: 1006, reason: '', error };
}
