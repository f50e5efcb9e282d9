import type { ErrorCode, LinkEvent, ListenEffect } from '../../engine/index.ts';
import type { ListenPort, Taker } from '../links/listen-port.ts';
import { Listener } from './listener.ts';

export interface ListenersOptions {
  /** Why a world may not listen at an address and port, in words; undefined where it may. */
  readonly refuses: (host: string, port: number) => string | undefined;
  /** Milliseconds in which a handshake must be done. Default 5,000. */
  readonly handshake?: number;
}

/** Where one world listens: its listeners by number. */
export class Listeners implements ListenPort {
  readonly #taker: Taker;
  readonly #options: ListenersOptions;
  readonly #listeners = new Map<number, Listener>();
  #told: LinkEvent[] = [];

  constructor(taker: Taker, options: ListenersOptions) {
    this.#taker = taker;
    this.#options = options;
  }

  perform(effect: ListenEffect): void {
    switch (effect.type) {
      case 'listen':
        return this.#listen(effect);
      case 'admit':
        return this.#listeners.get(effect.connection)?.admit(effect.settings);
      case 'unlisten':
        this.#listeners.get(effect.connection)?.end();
        this.#listeners.delete(effect.connection);
        return;
      case 'take': {
        const listener = this.#listeners.get(effect.listener);
        if (listener === undefined) this.#taker.missing(effect.connection);
        else listener.take(effect.guest, effect.connection, effect.limits);
      }
    }
  }

  collect(mode: 'tick' | 'pass'): readonly LinkEvent[] {
    if (this.#listeners.size === 0 && this.#told.length === 0) return NOTHING;
    const events = this.#told;
    this.#told = [];
    for (const listener of this.#listeners.values()) listener.collect(mode, events);
    return events;
  }

  close(): void {
    for (const listener of this.#listeners.values()) listener.end();
    this.#listeners.clear();
    this.#told = [];
  }

  #listen({ connection, settings }: Extract<ListenEffect, { type: 'listen' }>): void {
    const refusal = this.#options.refuses(settings.host, settings.port);
    if (refusal !== undefined) {
      this.#failed(connection, 'WW_LISTEN_DENIED', refusal);
      return;
    }
    const { handshake = HANDSHAKE } = this.#options;
    const listener = new Listener(connection, settings, this.#taker, handshake, (event) => {
      if (event.type === 'closed') this.#listeners.delete(connection);
      this.#told.push(event);
    });
    this.#listeners.set(connection, listener);
    listener.listen();
  }

  #failed(connection: number, code: ErrorCode, message: string): void {
    this.#told.push({ type: 'closed', connection, code: 1006, reason: '', error: { code, message } });
  }
}

/** Milliseconds in which a handshake must be done. */
const HANDSHAKE = 5000;
const NOTHING: readonly LinkEvent[] = [];
