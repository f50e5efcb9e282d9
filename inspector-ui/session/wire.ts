import type { Socket } from 'socket.io-client';
import type { ErrorCode, PageToServer, Refusal, ServerToPage } from '../../server/protocol.ts';
import { firstRows } from './first-look.ts';

type Asked = keyof PageToServer;
type MessageOf<E extends Asked> = Parameters<PageToServer[E]>[0];
/** What the server answers to a question of this kind. */
export type ReplyTo<E extends Asked> = Parameters<Parameters<PageToServer[E]>[1]>[0];

type Listener = Parameters<Socket['on']>[1];

/** Why there is no connection: nobody answers, or somebody does and will not have us. */
export type Outage = { readonly kind: 'unreachable' } | { readonly kind: 'refused'; readonly message: string; readonly code?: ErrorCode };

const REPLY_TIMEOUT = 15_000;
/** How often something that must arrive is told. */
const PATIENCE = 10;
/** Farewells after which coming back at once would be of no use. */
const FINAL: ReadonlySet<ErrorCode> = new Set(['WW_UNAUTHENTICATED', 'WW_FORBIDDEN', 'WW_REMOVED']);

/** The socket to the server: typed questions with answers, and what the server tells of its own accord. */
export class Wire {
  /** Undefined until the first rows have been drawn, and its code has come. */
  #socket: Socket | undefined;
  #isOpening = false;
  readonly #listeners: [event: string, listener: Listener][] = [];
  /** The server has told us to go: it is not asked again by itself. */
  #dismissed = false;
  /** Is told of each edit that the server has acknowledged; `begin` is asked as it is sent. */
  edits: { begin(): string | null; made(world: string | null, edit: number, group: string | undefined): void } | undefined;
  /** Is told whenever the server has said anything. */
  heard: (() => void) | undefined;

  constructor() {
    this.#open();
  }

  /** Where its code does not come, whoever looks is told as of every part of the page, and `retry` tries anew. */
  #open(): void {
    if (this.#isOpening) return;
    this.#isOpening = true;
    void this.#opened();
  }
  async #opened(): Promise<void> {
    try {
      await firstRows;
      const { openSocket } = await import('./socket.ts');
      this.#socket = openSocket();
      this.#socket.onAny(() => this.heard?.());
      for (const [event, listener] of this.#listeners.splice(0)) this.#socket.on(event, listener);
    } finally {
      this.#isOpening = false;
    }
  }
  #hear(event: string, listener: Listener): void {
    if (this.#socket === undefined) this.#listeners.push([event, listener]);
    else this.#socket.on(event, listener);
  }

  /** Calls when the server can be reached, and when it no longer can. To be said in the turn in which the wire is made. */
  follow(on: { up: () => void; down: (outage: Outage) => void }): void {
    this.#hear('connect', on.up);
    this.on('bye', ({ code, message }) => {
      if (!FINAL.has(code)) return;
      this.#dismissed = true;
      on.down({ kind: 'refused', message, code });
    });
    this.#hear('disconnect', (reason: string) => {
      if (this.#dismissed) return;
      on.down({ kind: 'unreachable' });
      // After a disconnect by the server socket.io waits to be asked; the server may only be restarting.
      if (reason === 'io server disconnect') setTimeout(() => this.#socket?.connect(), 500);
    });
    this.#hear('connect_error', (error: Error) => void this.#why(error).then(on.down));
  }

  get up(): boolean {
    return this.#socket?.connected === true;
  }

  on<E extends keyof ServerToPage>(event: E, listener: ServerToPage[E]): void {
    this.#hear(event, listener);
  }

  /** Asks, and gives the answer; where none can come, a refusal that says so. */
  async ask<E extends Asked>(event: E, message: MessageOf<E>): Promise<ReplyTo<E> | Refusal> {
    if (this.#socket?.connected !== true) return unreachable();
    const world = this.edits?.begin() ?? null;
    try {
      const answer = (await this.#socket.timeout(REPLY_TIMEOUT).emitWithAck(event, message)) as ReplyTo<E>;
      this.heard?.();
      if (answer.ok && 'edit' in answer && answer.edit !== undefined) this.edits?.made(world, answer.edit, 'group' in message ? message.group : undefined);
      return answer;
    } catch {
      return unanswered();
    }
  }

  /** Tells what must arrive: what comes too fast for the server is told again. */
  async tell<E extends Asked>(event: E, message: MessageOf<E>): Promise<void> {
    for (let patience = PATIENCE; patience > 0; patience -= 1) {
      const answer = await this.ask(event, message);
      if (answer.ok || !('code' in answer) || answer.code !== 'WW_RATE_LIMITED') return;
      await new Promise((resolve) => {
        setTimeout(resolve, 1000);
      });
    }
  }

  /** Tells what has no answer. Bytes go as they are. */
  relay(frame: Uint8Array): void {
    if (this.up) this.#socket?.emit('relay', frame);
  }

  retry(): void {
    this.#dismissed = false;
    if (this.#socket === undefined) this.#open();
    else this.#socket.disconnect().connect();
  }

  /** A refused WebSocket upgrade looks like a dead server to a page, so a request tells the two apart. */
  async #why(error: Error & { data?: unknown }): Promise<Outage> {
    const data = error.data as { code?: ErrorCode; message?: string } | undefined;
    if (data?.code === 'WW_UNAUTHENTICATED' || data?.code === 'WW_REMOVED') return { kind: 'refused', message: data.message ?? '', code: data.code };
    try {
      const answer = await fetch('./api/worlds', { credentials: 'same-origin', cache: 'no-store' });
      if (answer.status === 401 || answer.status === 403) return { kind: 'refused', message: '' };
    } catch {
      // Nobody there.
    }
    return { kind: 'unreachable' };
  }
}

function unreachable(): Refusal {
  return { ok: false, code: 'WW_INTERNAL', message: 'The server cannot be reached, so nothing was changed.' };
}

/** Asked, and not answered: it may have been done all the same. */
function unanswered(): Refusal {
  return {
    ok: false,
    code: 'WW_WORLD_STUCK',
    message: 'No answer came, so whether it was done is not known: look at what is there now before doing it again.',
  };
}
