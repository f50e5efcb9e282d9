import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { may, utf8Text, WorldwireError, type Role } from '../../engine/index.ts';
import { JsonTally } from '../schemas/json-tally.ts';
import { PLAIN_LIMITS } from '../schemas/plain.ts';

/** Largest body of those who may edit, and of the others, who send no more than the value of an impulse. In bytes. */
const EDITOR = 8 * 1024 * 1024,
  OTHER = 64 * 1024;
/** Bytes of bodies that may be under way at once, until their requests are answered: of one user, and of all such users. */
const EDITORS = { each: 4 * EDITOR, all: 12 * EDITOR },
  OTHERS = { each: 8 * OTHER, all: 128 * OTHER };

/** Members of a list in a body, where its route does not say fewer: those of a revert. */
const LISTED = 100_000;

/** What a user's bodies are counted as. */
export interface Sender {
  readonly userId: string;
  readonly role: Role;
}

/** The bodies that are being read, or worked on: bounded for each, for each user, and in sum, and counted as they come in. */
export class Bodies {
  readonly #users = new Map<string, number>();
  readonly #sums = { editors: 0, others: 0 };

  /**
   * Reads a body as text, and counts what it holds as it comes: where that is too much, what is yet to come is not waited for. What it takes is given
   * back when `over` is called.
   * @param over is given what is to be called when the request has been answered
   * @param listed members that a list in it may have
   * @throws WorldwireError WW_TOO_LARGE, WW_LIMIT, and WW_BAD_REQUEST where it is no UTF-8, or has too many values, members or levels
   */
  async read(request: IncomingMessage, payload: Readable, sender: Sender, over: (release: () => void) => void, listed = LISTED): Promise<string> {
    const edits = may(sender.role, 'edit');
    const most = edits ? EDITOR : OTHER;
    const announced = Number(request.headers['content-length'] ?? 0);
    if (announced > most) throw tooLarge(most);
    const share = this.#share(sender.userId, edits);
    over(share.release);
    return textOf(payload, most, share.take, new JsonTally({ ...PLAIN_LIMITS, listed }, 'body'));
  }

  #share(userId: string, edits: boolean): { take: (bytes: number) => void; release: () => void } {
    const sum = edits ? 'editors' : 'others';
    const { each, all } = edits ? EDITORS : OTHERS;
    let taken = 0;
    return {
      take: (bytes) => {
        const mine = (this.#users.get(userId) ?? 0) + bytes;
        if (mine > each) throw new WorldwireError('WW_LIMIT', `More than ${each} bytes of yours are under way; wait for the answers.`);
        if (this.#sums[sum] + bytes > all) throw new WorldwireError('WW_LIMIT', 'As much is under way as this server takes at a time; try again in a moment.');
        taken += bytes;
        this.#users.set(userId, mine);
        this.#sums[sum] += bytes;
      },
      release: () => {
        const left = (this.#users.get(userId) ?? 0) - taken;
        if (left > 0) this.#users.set(userId, left);
        else this.#users.delete(userId);
        this.#sums[sum] -= taken;
        taken = 0;
      },
    };
  }
}

function textOf(payload: Readable, most: number, take: (bytes: number) => void, tally: JsonTally): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    const end = (finish: () => void): void => {
      payload.off('data', onData).off('end', onEnd).off('error', onError).off('close', onClose);
      finish();
    };
    const fail = (error: Error): void =>
      end(() => {
        // What still comes is let go by, so that the answer can be read.
        payload.on('error', () => undefined).resume();
        reject(error);
      });
    const onData = (part: Buffer): void => {
      size += part.length;
      try {
        if (size > most) throw tooLarge(most);
        take(part.length);
        tally.add(part);
        parts.push(part);
      } catch (error) {
        fail(error as Error);
      }
    };
    const onEnd = (): void =>
      end(() => {
        try {
          resolve(utf8Text(Buffer.concat(parts), 'body'));
        } catch (error) {
          reject(unreadableBody(error));
        }
      });
    const onError = (): void => fail(new WorldwireError('WW_BAD_REQUEST', 'The body did not come whole.'));
    const onClose = (): void => fail(new WorldwireError('WW_BAD_REQUEST', 'The body did not come whole.'));
    payload.on('data', onData).on('end', onEnd).on('error', onError).on('close', onClose);
  });
}

/** That a body is not what could be taken in, with its place. */
export function unreadableBody(error: unknown): WorldwireError {
  return new WorldwireError('WW_BAD_REQUEST', `The body cannot be read: ${(error as Error).message}`, error instanceof WorldwireError ? error.faults : []);
}

function tooLarge(most: number): WorldwireError {
  return new WorldwireError('WW_TOO_LARGE', `A body of yours may have ${most} bytes; send it in parts.`);
}
