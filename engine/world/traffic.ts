import type { SendSpec } from '../door.ts';
import type { World } from './world.ts';

/** A send, as those see it who count what is answered to it. */
export interface Asking {
  readonly run: number;
  readonly round: number;
  readonly spec: SendSpec;
}

/**
 * Hears what passes the connections of a world, for those who look. It is no part of the world's state: neither hash nor snapshot
 * know of it, and a world does the same with it and without.
 */
export interface Traffic {
  /** A message has been handed out, or accepted for sending. `data` is never changed afterwards, `size` its bytes (text as UTF-8). */
  message(row: number, what: 'in' | 'out', data: string | Uint8Array, size: number): void;
  /** The columns of a connection show a state now, perhaps the one that they showed before. */
  state(row: number): void;
  /** The component is gone, and its row may become another's. */
  removed(row: number): void;
  /** The same of an accepted client, by its number. */
  accepted(client: number, what: 'in' | 'out', data: string | Uint8Array, size: number): void;
  /** A message that was just handed to `message` as going out was said by a send, which waits for an answer. `run` is the send's own, and counts its rounds. */
  asked?(row: number, entity: string, run: Asking): void;
  /** It has come to a server, or is the socket of a script that has opened; `id` is the number by which its component tells it from its others. */
  came(client: number, of: { readonly type: string; readonly row: number; readonly id: number }, words: string): void;
  /** It has left, with the words of its close. */
  left(client: number, words: string): void;
}

/** Who hears what passes the connections of a world, if anybody does. It is set beside the world by the door, and nothing that a plugin sees. */
export function trafficOf(world: World): Traffic | undefined {
  return (world as World & { readonly traffic: Traffic | undefined }).traffic;
}

/** How a connection was closed, in words: `closed 1000 enough`. */
export function closeWords(code: number, reason: string): string {
  return `closed ${code}${reason === '' ? '' : ` ${reason}`}`;
}
