import { LOST, notConnected, type SocketListener, type TabSocket } from './tab-socket.ts';
import { nextTask } from './next-task.ts';

/** Tasks after which is looked without waiting at what the network has taken, and milliseconds between later looks. */
const QUICK = 16,
  SLOW = 30;

/** A socket of a browser without WebSocketStream. It cannot be slowed: what comes is told at once. */
export class PlainSocket implements TabSocket {
  readonly #listener: SocketListener;
  readonly #socket: WebSocket | undefined;
  #hasOpened = false;
  #deaf = false;
  #gone = false;
  /** Bytes of each message that has not been told as sent, the oldest first; and of all that was ever sent, and told. */
  #outgoing: number[] = [];
  #given = 0;
  #told = 0;
  #looks = 0;
  #looking = false;

  constructor(url: string, protocols: readonly string[], listener: SocketListener) {
    this.#listener = listener;
    try {
      this.#socket = new WebSocket(url, [...protocols]);
    } catch {
      queueMicrotask(() => this.#end(1006, '', url));
      return;
    }
    const socket = this.#socket;
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      this.#hasOpened = true;
      if (!this.#deaf) listener.opened(socket.protocol, socket.extensions);
    };
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      this.#look();
      if (!this.#deaf) listener.message(typeof data === 'string' ? data : new Uint8Array(data));
    };
    socket.onclose = ({ code, reason }) => this.#end(code, reason, url);
  }

  send(data: string | Uint8Array, bytes: number): void {
    this.#socket?.send(data as string | Uint8Array<ArrayBuffer>);
    this.#outgoing.push(bytes);
    this.#given += bytes;
    this.#looks = 0;
    this.#lookSoon();
  }

  resume(): void {
    // It never stopped.
  }

  close(code: number, reason: string): void {
    this.#deaf = true;
    this.#socket?.close(code, reason);
  }

  abandon(): void {
    this.#gone = true;
    this.close(1000, '');
  }

  #end(code: number, reason: string, url: string): void {
    this.#look();
    if (this.#gone) return;
    this.#gone = true;
    if (code !== 1006) this.#listener.ended(code, reason);
    else this.#listener.ended(code, '', this.#hasOpened ? LOST : notConnected(url));
  }

  /** The browser tells only how much waits, so that is looked at again and again while there is something. */
  #look(): void {
    const waits = this.#socket?.bufferedAmount ?? 0;
    let done = 0;
    for (; done < this.#outgoing.length; done += 1) {
      const bytes = this.#outgoing[done] as number;
      if (this.#given - this.#told - bytes < waits) break;
      this.#told += bytes;
      if (!this.#gone) this.#listener.sent(bytes);
    }
    if (done > 0) this.#outgoing = this.#outgoing.slice(done);
  }

  #lookSoon(): void {
    if (this.#looking || this.#gone || this.#outgoing.length === 0) return;
    this.#looking = true;
    const again = (): void => {
      this.#looking = false;
      this.#look();
      this.#lookSoon();
    };
    this.#looks += 1;
    if (this.#looks <= QUICK) nextTask(again);
    else setTimeout(again, SLOW);
  }
}
