import type { LinkSocket, SocketKeeper } from './link-socket.ts';
import type { OpenFiles } from './open-files.ts';

/** The sockets of one owner whose TCP connections are there. Each knows its place among them, so that none of very many is looked for. */
export class LiveSockets implements SocketKeeper {
  readonly #files: OpenFiles | undefined;
  readonly #sockets: LinkSocket[] = [];
  #whenGone: (() => void)[] = [];

  /** @param files counts them among the open files of the process */
  constructor(files: OpenFiles | undefined) {
    this.#files = files;
  }

  get size(): number {
    return this.#sockets.length;
  }

  born(socket: LinkSocket): void {
    socket.place = this.#sockets.push(socket) - 1;
    this.#files?.born();
  }

  buried(socket: LinkSocket): void {
    const sockets = this.#sockets;
    if (sockets[socket.place] === socket) {
      const last = sockets.pop() as LinkSocket;
      if (last !== socket) {
        sockets[socket.place] = last;
        last.place = socket.place;
      }
      this.#files?.buried();
    }
    if (sockets.length === 0) for (const tell of this.#whenGone.splice(0)) tell();
  }

  /** Resolves when all are gone; those that are left after so many milliseconds are ended hard. */
  async gone(graceMs: number): Promise<void> {
    if (this.#sockets.length === 0) return;
    await new Promise<void>((resolve) => {
      const hard = setTimeout(() => {
        for (const socket of this.#sockets.slice()) socket.terminate();
      }, graceMs);
      this.#whenGone.push(() => {
        clearTimeout(hard);
        resolve();
      });
    });
  }
}
