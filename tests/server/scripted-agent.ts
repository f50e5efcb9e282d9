/** An agent as a test has it: a real line to a real server, `ws` for what it carries, and nothing that keeps it from lying. */
import { randomBytes } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import { WebSocket } from 'ws';
import { FrameReader, FrameWriter, TO_AGENT, type FromAgent, type ToAgent } from '../../agent/frames.ts';
import type { RunningServer } from '../../server/index.ts';
import type { AgentFeatures, AgentQuestion } from '../../agent/messages.ts';
import { WIRE_VERSION, type Reply, type ServerToPage, type Welcome } from '../../server/protocol.ts';
import { atEnd } from './running.ts';

export const TERMINAL: AgentFeatures = { kind: 'terminal', headers: true, pings: true, pauses: true, checksAddresses: true };

export interface ScriptedOptions {
  readonly name?: string;
  readonly token?: string;
  /** Secrets of the user and of the machine; default fresh ones. */
  readonly secret?: string;
  readonly machine?: string;
  readonly features?: AgentFeatures;
  /** Carries nothing by itself: the test says all of it. */
  readonly silent?: boolean;
}

interface Carried {
  readonly socket: WebSocket;
  readonly waiting: { data: string | Uint8Array; bytes: number }[];
  messages: number;
  bytes: number;
  ended: FromAgent | undefined;
}

export function secretOf(): string {
  return randomBytes(24).toString('base64url');
}

export class ScriptedAgent {
  readonly line: Socket;
  /** All that the server has told, in order. */
  readonly told: ToAgent[] = [];
  readonly asked: AgentQuestion[] = [];
  readonly byes: Parameters<ServerToPage['bye']>[0][] = [];
  /** How it answers what it is asked. */
  answer: (question: AgentQuestion) => 'allow' | 'deny' | 'dismissed' | 'waiting' | undefined = () => 'allow';
  welcome: Welcome | undefined;
  readonly #silent: boolean;
  readonly #carried = new Map<number, Carried>();
  readonly #writer = new FrameWriter();
  #reader = new FrameReader<ToAgent>(TO_AGENT, () => 2 ** 30);
  #arming = false;

  /** @param silent it carries nothing by itself: the test says all of it */
  constructor(line: Socket, silent = false) {
    this.line = line;
    this.#silent = silent;
    atEnd(() => this.vanish());
    this.line.on('bye', (message: Parameters<ServerToPage['bye']>[0]) => this.byes.push(message));
    this.line.on('questions', (message: Parameters<ServerToPage['questions']>[0]) => {
      this.asked.push(...message.asked);
      const at = new Date().toISOString();
      const answers = message.asked.flatMap((question) => {
        const decision = this.answer(question);
        return decision === undefined ? [] : [{ ask: question.ask, decision, at }];
      });
      if (answers.length > 0) this.line.emit('answers', { world: message.world, answers }, () => undefined);
    });
    this.line.on('relay', (frame: Uint8Array) => {
      this.#reader.read(frame, (record, bytes) => {
        this.told.push(record);
        if (!this.#silent) this.#take(record, bytes);
      });
    });
  }

  get userId(): string {
    return this.welcome?.you.userId ?? '';
  }
  get machineId(): string {
    return this.welcome?.you.machineId ?? '';
  }
  get connections(): number[] {
    return this.told.flatMap((record) => (record.type === 'open' ? [record.connection] : []));
  }

  async hello(name: string, features: AgentFeatures): Promise<void> {
    const reply = (await this.line.timeout(20_000).emitWithAck('hello', { version: WIRE_VERSION, name, agent: features })) as Reply<Welcome>;
    if (!reply.ok) throw new Error(reply.message);
    this.welcome = reply;
  }

  async enter(world: string): Promise<void> {
    this.#lose();
    const reply = (await this.line.timeout(20_000).emitWithAck('enter', { world })) as Reply<object>;
    if (!reply.ok) throw new Error(reply.message);
  }

  /** Goes without a word. */
  vanish(): void {
    this.line.disconnect();
    this.#lose();
  }

  /** Says anything. */
  say(...records: FromAgent[]): void {
    for (const record of records) this.#writer.write(record);
    this.flush();
  }

  flush(): void {
    for (const frame of this.#writer.take()) this.line.emit('relay', frame);
  }

  #lose(): void {
    for (const { socket } of this.#carried.values()) socket.terminate();
    this.#carried.clear();
    this.#reader = new FrameReader<ToAgent>(TO_AGENT, () => 2 ** 30);
  }

  #take(record: ToAgent, bytes: number): void {
    const { connection } = record;
    if (record.type === 'open') return this.#open(record);
    const carried = this.#carried.get(connection);
    switch (record.type) {
      case 'send':
        carried?.socket.send(record.data, () => this.#write({ type: 'sent', connection, messages: 1, bytes }));
        return;
      case 'credit':
        if (carried === undefined) return;
        carried.messages += record.credit.messages;
        carried.bytes += record.credit.bytes;
        this.#hand(connection, carried);
        return;
      case 'close':
        if (carried === undefined) return this.#write({ type: 'drained', connection });
        carried.ended = { type: 'drained', connection };
        carried.socket.close(record.code, record.reason);
        this.#hand(connection, carried);
        return;
      case 'drop':
        carried?.socket.terminate();
        this.#carried.delete(connection);
        this.#write({ type: 'discarded', connection, messages: carried?.waiting.length ?? 0 });
        return;
      case 'ping':
        carried?.socket.ping();
        return;
      case 'look':
        this.#write({
          type: 'facts',
          connection,
          facts: {
            url: carried?.socket.url ?? '',
            remote: '127.0.0.1:1',
            openedAt: new Date().toISOString(),
            took: 1,
            status: 101,
            statusText: 'Switching Protocols',
            headers: [['upgrade', 'websocket']],
            protocol: '',
            extensions: '',
            roundTrip: null,
            queued: 0,
            buffered: 0,
          },
        });
        return;
      default:
    }
  }

  #open({ connection, request }: Extract<ToAgent, { type: 'open' }>): void {
    const socket = new WebSocket(request.url, [...request.protocols], { headers: { ...request.headers }, perMessageDeflate: false });
    const carried: Carried = { socket, waiting: [], messages: request.credit.messages, bytes: request.credit.bytes, ended: undefined };
    this.#carried.set(connection, carried);
    let failure: Error | undefined;
    socket.on('open', () => this.#write({ type: 'opened', connection, protocol: socket.protocol, extensions: socket.extensions }));
    socket.on('message', (data: Buffer, binary) => {
      if (carried.ended !== undefined) return;
      carried.waiting.push({ data: binary ? new Uint8Array(data) : data.toString('utf8'), bytes: data.length });
      this.#hand(connection, carried);
      if (carried.waiting.length > 64) socket.pause();
    });
    socket.on('error', (error) => {
      failure = error;
    });
    socket.on('close', (code, reason) => {
      if (this.#carried.get(connection) !== carried || carried.ended !== undefined) return;
      const error = failure === undefined ? {} : ({ error: { code: 'WW_CONNECT_FAILED', message: failure.message } } as const);
      carried.ended = { type: 'closed', connection, code, reason: reason.toString(), ...error };
      this.#hand(connection, carried);
    });
  }

  /** Hands over what its credit allows, and the end behind all of it. */
  #hand(connection: number, carried: Carried): void {
    while (carried.messages > 0 && carried.bytes > 0) {
      const next = carried.waiting.shift();
      if (next === undefined) break;
      carried.messages -= 1;
      carried.bytes -= next.bytes;
      this.#write({ type: 'message', connection, data: next.data });
    }
    if (carried.waiting.length === 0 && carried.socket.isPaused) carried.socket.resume();
    if (carried.waiting.length > 0 || carried.ended === undefined || this.#carried.get(connection) !== carried) return;
    this.#carried.delete(connection);
    this.#write(carried.ended);
  }

  #write(record: FromAgent): void {
    this.#writer.write(record);
    if (this.#arming) return;
    this.#arming = true;
    setImmediate(() => {
      this.#arming = false;
      this.flush();
    });
  }
}

/** An agent that has come in and is in a world. */
export async function joinAgent(server: RunningServer, world: string, options: ScriptedOptions = {}): Promise<ScriptedAgent> {
  const { name = 'Ann', features = TERMINAL, token = server.token, secret = secretOf(), machine = secretOf() } = options;
  const line = io(server.origin, { transports: ['websocket'], forceNew: true, reconnection: false, auth: { token, secret, machine } });
  const agent = new ScriptedAgent(line, options.silent);
  await agent.hello(name, features);
  await agent.enter(world);
  return agent;
}
