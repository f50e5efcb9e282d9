import { HOST, type LinkEffect, type LinkEvent } from '../../engine/index.ts';
import type { Desk } from './desks.ts';
import type { Links } from './links-port.ts';

/** Why nothing is connected, to those who read of it in the world. */
const WHY = 'this is a replay, and nothing goes out of it';

/** Links of a world that has nobody outside: what it wants of them fails, and says why. */
export class NoLinks implements Links {
  readonly stats = { open: 0, messagesIn: 0, messagesOut: 0, bytesIn: 0, bytesOut: 0, queuedBytes: 0 };
  #events: LinkEvent[] = [];

  perform(effect: LinkEffect): void {
    const { connection } = effect;
    switch (effect.type) {
      case 'open':
      case 'listen':
      case 'take':
        this.#events.push({ type: 'closed', connection, code: 1006, reason: WHY });
        return;
      case 'send': {
        const bytes = typeof effect.data === 'string' ? Buffer.byteLength(effect.data) : effect.data.length;
        this.#events.push({ type: 'sendFailed', connection, bytes, message: WHY });
        return;
      }
      case 'close':
        this.#events.push({ type: 'drained', connection });
        return;
      case 'drop':
        this.#events.push({ type: 'discarded', connection, messages: 0 });
        return;
      default:
    }
  }

  collect(): readonly LinkEvent[] {
    return this.#events.splice(0);
  }

  adapt(): void {
    // There is nothing to adapt.
  }

  closeAll(): Promise<void> {
    return Promise.resolve();
  }
}

/** Answers all that a world asks, so that nobody is asked for one that is only looked at. */
export const NO_DESK: Desk = {
  ask: (_world, { ask }, answer) => answer({ ask, decision: 'deny', by: HOST.userId, name: WHY, at: new Date().toISOString() }),
  withdraw: () => undefined,
  forgetWorld: () => undefined,
};
