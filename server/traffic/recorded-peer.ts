import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Conversation, Said } from './conversation.ts';

export interface RecordedPeerOptions {
  readonly host: string;
  /** 0 for any. */
  readonly port: number;
  /** Says what it has to say at once, instead of at the pace of the recording. */
  readonly isFast: boolean;
  /** What happens, in words. */
  readonly tell: (words: string) => void;
}
export interface RecordedPeer {
  readonly port: number;
  close(): Promise<void>;
}

/** Bytes of a message that is taken, and connections at a time. */
const MOST_BYTES = 16 * 1024 * 1024,
  MOST_CLIENTS = 1_000;
const NORMAL = 1000;

/**
 * Listens, and is to each who connects what the other side was in a recorded conversation: it says what was received there, in order, each message
 * after as long as it took then, and waits wherever the recorded world spoke until the one who connected has spoken. Who comes with a path that
 * was recorded gets that conversation, whoever else the next one in order. It closes with 1000 where all has been said.
 */
export async function startRecordedPeer(conversations: readonly Conversation[], options: RecordedPeerOptions): Promise<RecordedPeer> {
  const { host, port, tell } = options;
  const server = new WebSocketServer({ host, port, maxPayload: MOST_BYTES });
  await Promise.race([once(server, 'listening'), once(server, 'error').then(([error]) => Promise.reject(error as Error))]);
  const turns = new Map<string, number>();
  server.on('connection', (socket, request) => {
    if (server.clients.size > MOST_CLIENTS) return socket.close(1013, 'too many are connected');
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const fitting = conversations.filter((each) => each.path === path);
    const among = fitting.length > 0 ? fitting : conversations;
    const turn = turns.get(fitting.length > 0 ? path : '') ?? 0;
    turns.set(fitting.length > 0 ? path : '', turn + 1);
    const conversation = among[turn % among.length] as Conversation;
    tell(`${path} connected: it hears what ${conversation.name} heard`);
    void play(socket, conversation, options);
  });
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const client of server.clients) client.terminate();
      server.close();
      await once(server, 'close');
    },
  };
}

async function play(socket: WebSocket, { name, messages }: Conversation, { isFast, tell }: RecordedPeerOptions): Promise<void> {
  const heard = new Heard(socket);
  let before = 0,
    other = 0;
  for (const said of messages) {
    if (said.by === 'world') {
      const data = await heard.next();
      if (data === undefined) break;
      if (!isSame(data, said)) other += 1;
    } else {
      if (!isFast) await Promise.race([wait(said.at - before), heard.over]);
      if (heard.isOver) break;
      socket.send(said.data);
    }
    before = said.at;
  }
  const differed = other === 0 ? '' : `; ${other} of what came was not what was recorded`;
  if (heard.isOver) return tell(`${name}: left before all was said${differed}`);
  tell(`${name}: all was said${differed}`);
  socket.close(NORMAL, 'all was said');
}

/** What somebody says, in order, until they leave. */
class Heard {
  readonly over: Promise<void>;
  isOver = false;
  readonly #waiting: { readonly data: Buffer; readonly isBinary: boolean }[] = [];
  #wanted: (() => void) | undefined;

  constructor(socket: WebSocket) {
    socket.on('message', (data, isBinary) => {
      this.#waiting.push({ data: data as Buffer, isBinary });
      this.#wanted?.();
    });
    socket.on('error', () => undefined);
    this.over = new Promise((resolve) => {
      socket.on('close', () => {
        this.isOver = true;
        this.#wanted?.();
        resolve();
      });
    });
  }

  /** The next message; undefined where they have left. */
  async next(): Promise<{ readonly data: Buffer; readonly isBinary: boolean } | undefined> {
    while (this.#waiting.length === 0 && !this.isOver)
      await new Promise<void>((resolve) => {
        this.#wanted = resolve;
      });
    return this.#waiting.shift();
  }
}

function isSame({ data, isBinary }: { readonly data: Buffer; readonly isBinary: boolean }, said: Said): boolean {
  return isBinary === (typeof said.data !== 'string') && data.equals(Buffer.from(said.data as string));
}
