/** Runs a LinkManager against real servers, with no world around it: every few milliseconds it collects as a tick would. */
import type { Effect, LinkEvent, LinkLimits } from '../../engine/index.ts';
import { LinkManager, type LinkOptions } from '../../server/links/link-manager.ts';
import { PATIENCE } from '../patience.ts';

export type EventOf<T extends LinkEvent['type']> = Extract<LinkEvent, { type: T }>;
type Open = Extract<Effect, { type: 'open' }>;

export const LIMITS: LinkLimits = { maxMessageSize: 1024 * 1024, maxBufferedAmount: 1024 * 1024, maxMessagesPerTick: 1000 };

export class LinkRig {
  readonly links: LinkManager;
  /** All that was handed over, in order. */
  readonly events: LinkEvent[] = [];
  /** Hears every event as it is handed over. */
  readonly listeners = new Set<(event: LinkEvent) => void>();
  /** How often it has collected. */
  ticks = 0;
  private next = 0;

  constructor(options: LinkOptions = {}) {
    this.links = new LinkManager(options);
  }

  /** Opens a connection; gives its number. */
  open(url: string, more: { protocols?: readonly string[]; headers?: Open['headers']; limits?: Partial<LinkLimits> } = {}): number {
    this.next += 1;
    this.links.perform({
      type: 'open',
      connection: this.next,
      user: { userId: 'host', machineId: null },
      entity: 'lamp',
      component: 'WebsocketClient',
      url,
      protocols: more.protocols ?? [],
      headers: more.headers ?? {},
      limits: { ...LIMITS, ...more.limits },
    });
    return this.next;
  }

  send(connection: number, data: string | Uint8Array): void {
    this.links.perform({ type: 'send', connection, data });
  }
  close(connection: number, code = 1000, reason = ''): void {
    this.links.perform({ type: 'close', connection, code, reason });
  }
  drop(connection: number): void {
    this.links.perform({ type: 'drop', connection });
  }

  collect(mode: 'tick' | 'pass' = 'tick'): LinkEvent[] {
    const events = this.links.collect(mode);
    if (mode === 'tick') this.ticks += 1;
    for (const event of events) {
      this.events.push(event);
      for (const listener of this.listeners) listener(event);
    }
    return events;
  }

  /** Collects until the condition holds; fails after a generous time. */
  async until(what: string, condition: () => boolean, mode: 'tick' | 'pass' = 'tick'): Promise<void> {
    const end = performance.now() + PATIENCE;
    while (!condition()) {
      if (performance.now() > end) throw new Error(`waited in vain until ${what}; told: ${summary(this.events)}`);
      await pause(2);
      this.collect(mode);
    }
  }

  /** Waits for an event of a connection. */
  async told<T extends LinkEvent['type']>(connection: number, type: T): Promise<EventOf<T>> {
    await this.until(`${type} of ${connection}`, () => this.of(connection, type).length > 0);
    return this.of(connection, type)[0] as EventOf<T>;
  }

  of<T extends LinkEvent['type']>(connection: number, type: T): EventOf<T>[] {
    return this.events.filter((event): event is EventOf<T> => event.type === type && event.connection === connection);
  }

  messages(connection: number): (string | Uint8Array)[] {
    return this.of(connection, 'message').map((event) => event.data);
  }

  /** Types of all events of a connection, in order, runs of one type as one; activity and buffered left out. */
  story(connection: number): string[] {
    const types = this.events
      .filter((event) => event.connection === connection)
      .map((event) => event.type)
      .filter((type) => type !== 'activity' && type !== 'buffered');
    return types.filter((type, index) => type !== types[index - 1]);
  }
}

export async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

function summary(events: readonly LinkEvent[]): string {
  return JSON.stringify(events.slice(-20), (_key, value: unknown) => (value instanceof Uint8Array ? `${value.length} bytes` : value)).slice(0, 2000);
}
