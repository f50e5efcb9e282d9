/** Clients of other projects, made to speak through our links: a stream, and a WebSocket as browsers have it. */
import { Duplex } from 'node:stream';
import type { LinkEvent } from '../../engine/index.ts';
import type { LinkRig } from './link-rig.ts';

/** The bytes of one connection as a stream. Text is none of it. */
export class LinkStream extends Duplex {
  readonly connection: number;
  private readonly rig: LinkRig;
  private whenOpen: (() => void) | undefined;
  private isOpen = false;

  constructor(rig: LinkRig, url: string, protocols: readonly string[]) {
    super();
    this.rig = rig;
    this.connection = rig.open(url, { protocols });
    rig.listeners.add((event) => {
      if (event.connection !== this.connection) return;
      if (event.type === 'opened') {
        this.isOpen = true;
        this.whenOpen?.();
      }
      if (event.type === 'message') this.push(typeof event.data === 'string' ? null : Buffer.from(event.data));
      if (event.type === 'closed') this.destroy(event.error === undefined ? undefined : new Error(event.error.message));
    });
  }

  override _read(): void {
    // What comes is pushed as it comes.
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    const write = (): void => {
      this.rig.send(this.connection, chunk);
      done();
    };
    if (this.isOpen) write();
    else this.whenOpen = write;
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.rig.drop(this.connection);
    done(error);
  }
}

type Handler<T> = ((event: T) => void) | null;

/** A WebSocket class whose sockets are links: as much of the standard as providers use. */
export function webSocketOver(rig: LinkRig): typeof WebSocket {
  class LinkWebSocket {
    readonly CONNECTING = 0;
    readonly OPEN = 1;
    readonly CLOSING = 2;
    readonly CLOSED = 3;
    binaryType = 'arraybuffer';
    readyState = 0;
    onopen: Handler<object> = null;
    onmessage: Handler<{ data: string | ArrayBuffer }> = null;
    onclose: Handler<{ code: number; reason: string }> = null;
    onerror: Handler<object> = null;
    private readonly connection: number;

    constructor(url: string, protocols: readonly string[] = []) {
      this.connection = rig.open(url, { protocols });
      rig.listeners.add((event) => {
        if (event.connection === this.connection) this.hear(event);
      });
    }

    send(data: string | Uint8Array): void {
      rig.send(this.connection, data);
    }

    close(code = 1000, reason = ''): void {
      this.readyState = this.CLOSING;
      rig.close(this.connection, code, reason);
    }

    private hear(event: LinkEvent): void {
      if (event.type === 'opened') {
        this.readyState = this.OPEN;
        this.onopen?.({});
      }
      if (event.type === 'message') this.onmessage?.({ data: typeof event.data === 'string' ? event.data : event.data.slice().buffer });
      if (event.type === 'closed' || event.type === 'drained') {
        this.readyState = this.CLOSED;
        this.onclose?.(event.type === 'closed' ? event : { code: 1000, reason: '' });
      }
    }
  }
  return LinkWebSocket as unknown as typeof WebSocket;
}
