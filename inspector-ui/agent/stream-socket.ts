import { LOST, notConnected, type SocketListener, type TabSocket } from './tab-socket.ts';

/** https://websockets.spec.whatwg.org/#the-websocketstream-interface */
interface BrowserStream {
  readonly opened: Promise<{
    readonly readable: ReadableStream<string | ArrayBuffer | Uint8Array>;
    readonly writable: WritableStream<string | Uint8Array>;
    readonly protocol: string;
    readonly extensions: string;
  }>;
  readonly closed: Promise<{ readonly closeCode?: number; readonly reason?: string }>;
  close(info: { closeCode: number; reason: string }): void;
}
type BrowserStreamMaker = new (url: string, options: { protocols?: readonly string[]; signal: AbortSignal }) => BrowserStream;
type Ending = { readonly code: number; readonly reason: string } | null;

/** Where TCP ends before the close handshake is done, the promise is rejected, with code and reason all the same if a close frame had come. */
function endingIn(error: unknown): Ending {
  if (typeof error !== 'object' || error === null || !('closeCode' in error)) return null;
  const { closeCode } = error;
  if (typeof closeCode !== 'number' || closeCode === 1006) return null;
  return { code: closeCode, reason: 'reason' in error && typeof error.reason === 'string' ? error.reason : '' };
}

function maker(): BrowserStreamMaker | undefined {
  return (globalThis as { WebSocketStream?: BrowserStreamMaker }).WebSocketStream;
}

/** Whether this browser has sockets that can be read as slowly as one likes, so that their server feels it. */
export function hasStreams(): boolean {
  return maker() !== undefined;
}

/** A socket that is read only while its listener wants more. */
export class StreamSocket implements TabSocket {
  readonly #listener: SocketListener;
  readonly #aborter = new AbortController();
  #stream: BrowserStream | undefined;
  #reader: ReadableStreamDefaultReader<string | ArrayBuffer | Uint8Array> | undefined;
  #writer: WritableStreamDefaultWriter<string | Uint8Array> | undefined;
  #lastWrite: Promise<unknown> = Promise.resolve();
  /** No message is told any more, or nothing at all. */
  #deaf = false;
  #gone = false;
  #over = false;
  #wake: () => void = () => undefined;

  constructor(url: string, protocols: readonly string[], listener: SocketListener) {
    this.#listener = listener;
    void this.#run(url, protocols);
  }

  send(data: string | Uint8Array, bytes: number): void {
    const written = this.#writer?.write(data);
    if (written === undefined) return;
    this.#lastWrite = written.then(
      () => {
        if (!this.#gone) this.#listener.sent(bytes);
      },
      // What did not go out is told when the socket ends, which it does now.
      () => undefined,
    );
  }

  resume(): void {
    this.#wake();
  }

  close(code: number, reason: string): void {
    this.#deaf = true;
    this.#aborter.abort();
    this.#wake();
    void this.#lastWrite.then(() => this.#shut(code, reason));
  }

  abandon(): void {
    this.#gone = true;
    this.close(1000, '');
    this.#shut(1000, '');
  }

  /** An attempt is ended by its signal alone: Chromium (156) loses the whole tab where such a one is closed as well. */
  #shut(code: number, reason: string): void {
    if (this.#reader !== undefined) this.#stream?.close({ closeCode: code, reason });
  }

  async #run(url: string, protocols: readonly string[]): Promise<void> {
    const ended = await this.#whole(url, protocols);
    if (this.#gone) return;
    if (ended === undefined) this.#listener.ended(1006, '', notConnected(url));
    else if (ended === null) this.#listener.ended(1006, '', LOST);
    else this.#listener.ended(ended.code, ended.reason);
  }

  /** From the first to the last of it: how it ended, null where that was without a close frame, undefined where it did not even begin. */
  async #whole(url: string, protocols: readonly string[]): Promise<Ending | undefined> {
    const Maker = maker();
    if (Maker === undefined) return undefined;
    let closed: Promise<Ending>;
    try {
      // An empty list is refused by some versions.
      this.#stream = new Maker(url, { signal: this.#aborter.signal, ...(protocols.length === 0 ? {} : { protocols }) });
      closed = this.#stream.closed.then(({ closeCode = 1005, reason = '' }) => ({ code: closeCode, reason }), endingIn);
      const { readable, writable, protocol, extensions } = await this.#stream.opened;
      this.#reader = readable.getReader();
      this.#writer = writable.getWriter();
      void this.#writer.closed.catch(() => undefined);
      if (this.#deaf) this.#shut(1000, '');
      else this.#listener.opened(protocol, extensions);
    } catch {
      return undefined;
    }
    void closed.then(() => {
      this.#over = true;
      this.#wake();
    });
    await this.#read(this.#reader);
    return closed;
  }

  async #read(reader: ReadableStreamDefaultReader<string | ArrayBuffer | Uint8Array>): Promise<void> {
    try {
      for (;;) {
        // Of a socket that has ended all that is left is little, and nobody is slowed by leaving it.
        // After our close all is read and thrown away: the server's answer stands behind it, and for that a browser waits half a minute.
        while (!this.#deaf && !this.#over && !this.#listener.wants) await this.#woken();
        const { done, value } = await reader.read();
        if (done) return;
        if (!this.#deaf) this.#listener.message(value instanceof ArrayBuffer ? new Uint8Array(value) : value);
      }
    } catch {
      // `closed` says how it ended.
    }
  }

  #woken(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
