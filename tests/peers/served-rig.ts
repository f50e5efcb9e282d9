/**
 * A world that listens, with real sockets and a loop that steps it. Real time goes by as a test wants it: each step lets some milliseconds of it pass,
 * whatever the clock says. All steps are kept, so that they can be given to another world with nothing listening.
 */
import { WebSocket, type ClientOptions } from 'ws';
import {
  createDoor,
  createRegistry,
  defineSystem,
  hashWorld,
  HOST,
  isLinkEffect,
  listen,
  openWorld,
  readScene,
  restoreWorld,
  WebsocketServer,
  type Effect,
  type Envelope,
  type FieldValues,
  type Input,
  type InputResult,
  type LocalDoor,
  type LogEntry,
  type Registry,
  type Step,
  type World,
} from '../../engine/index.ts';
import { listenRules } from '../../server/access/listen-rules.ts';
import { LinkManager, type LinkOptions } from '../../server/links/link-manager.ts';
import { Listeners } from '../../server/listening/listeners.ts';
import { PATIENCE } from '../patience.ts';
import { afterEveryTest } from '../after-every-test.ts';
import { pause } from './link-rig.ts';

/** What a server has told, with the number of the client. */
export type Told =
  | { readonly event: 'connected'; readonly client: number; readonly path: string; readonly protocol: string; readonly address: string }
  | { readonly event: 'message'; readonly client: number; readonly data: string | Uint8Array }
  | { readonly event: 'disconnected'; readonly client: number; readonly code: number; readonly reason: string }
  | { readonly event: 'sendFailed'; readonly client: number; readonly messages: number; readonly reason: string };

export interface ServedOptions extends LinkOptions {
  /** What the owner of the machine allows. Default any free port. */
  readonly allowed?: readonly (string | number)[];
  /** Milliseconds in which a handshake must be done. */
  readonly handshake?: number;
  /** A snapshot that the world goes on from. */
  readonly from?: string;
  /** Answers each message with itself, in the turn in which it is told. */
  readonly echoes?: boolean;
  /** Nodes of a Flow beside each server. */
  readonly nodes?: object;
  /** Nothing listens, and no socket is there. */
  readonly unplugged?: boolean;
}

export class ServedRig {
  readonly world: World;
  readonly door: LocalDoor;
  readonly links: LinkManager | undefined;
  readonly registry: Registry;
  readonly told: Told[] = [];
  readonly log: LogEntry[] = [];
  readonly steps: Step[] = [];
  effects: readonly Effect[] = [];
  stride = 5;
  real = 0;
  private waiting: Envelope[] = [];
  private isOver = false;

  /** @param servers fields of the WebsocketServer of each entity, by id */
  constructor(servers: { readonly [id: string]: FieldValues }, options: ServedOptions = {}) {
    const { allowed = [0], from, echoes = false, unplugged = false, nodes, handshake, ...links } = options;
    const flow = nodes === undefined ? {} : { Flow: { Graph: { nodes } } };
    this.registry = createRegistry({ systems: [this.witness(echoes)] });
    const entities = Object.entries(servers).map(([id, fields]) => ({ id, name: id, components: { WebsocketServer: fields, ...flow } }));
    const text = JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Rig', entities });
    this.world =
      from === undefined
        ? openWorld({ registry: this.registry, scene: readScene(text, { registry: this.registry }).scene, seed: 'rig' })
        : restoreWorld(from, this.registry);
    this.real = this.world.real;
    this.door = createDoor(this.world);
    const { refuses } = listenRules(allowed);
    this.links = unplugged
      ? undefined
      : new LinkManager({ ...links, listening: (taker) => new Listeners(taker, { refuses, ...(handshake === undefined ? {} : { handshake }) }) });
  }

  private witness(echoes: boolean) {
    const tell = (told: Told): void => void this.told.push(told);
    return defineSystem({
      name: 'witness',
      over: WebsocketServer,
      on: [
        listen(WebsocketServer, 'OnClientConnected', (_world, _source, payload) => tell({ event: 'connected', ...payload })),
        listen(WebsocketServer, 'OnMessage', (world, { entity }, payload) => {
          tell({ event: 'message', ...payload });
          const { client: Client, data } = payload;
          const what = typeof data === 'string' ? { Data: data } : { Data: Buffer.from(data).toString('base64'), Binary: true };
          if (echoes) this.put(commandOf(world.entities.id.get(entity), 'Send', { Client, ...what }));
        }),
        listen(WebsocketServer, 'OnClientDisconnected', (_world, _source, payload) => tell({ event: 'disconnected', ...payload })),
        listen(WebsocketServer, 'OnSendFailed', (_world, _source, { client, messages, reason }) => tell({ event: 'sendFailed', client, messages, reason })),
      ],
    });
  }

  put(input: Input): void {
    this.waiting.push({ author: HOST, input });
  }

  /** One step, with what waits to be put in; gives the results of those inputs. */
  step(mode: 'tick' | 'pass' = 'tick', stride = this.stride): readonly InputResult[] {
    this.real += stride;
    const events = this.links?.collect(mode) ?? [];
    const own = this.waiting;
    this.waiting = [];
    return this.do({ mode, real: this.real, inputs: events.length > 0 ? [{ author: HOST, input: { type: 'link', events } }, ...own] : own });
  }

  /** Does a step as it is given. */
  do(step: Step): readonly InputResult[] {
    this.steps.push(structuredClone(step));
    const result = this.door.step(step);
    this.effects = result.effects;
    for (const effect of result.effects) if (isLinkEffect(effect)) this.links?.perform(effect);
    this.log.push(...result.log);
    return result.results;
  }

  async until(what: string, condition: () => boolean, mode: 'tick' | 'pass' = 'tick'): Promise<void> {
    const end = performance.now() + PATIENCE;
    while (!condition()) {
      if (performance.now() > end)
        throw new Error(
          `waited in vain until ${what}\ntold: ${JSON.stringify(this.told.slice(-10)).slice(0, 2000)}\nlog: ${this.words.slice(-10).join('\n     ')}`,
        );
      await pause(2);
      this.step(mode);
    }
  }

  /** Steps until the server listens; gives where. */
  async url(entity = 'server'): Promise<string> {
    await this.until('it listens', () => this.field('IsListening', entity) === true);
    return this.field('URL', entity) as string;
  }

  /** Lets some seconds of real time pass, a tenth at a time, while sockets have theirs. */
  async pass(seconds: number): Promise<void> {
    for (let i = 0; i < seconds * 10; i += 1) {
      this.step('tick', 100);
      await pause(1);
    }
  }

  set(field: string, value: unknown, entity = 'server'): void {
    this.put({ type: 'operations', operations: [{ op: 'setField', entity, component: 'WebsocketServer', field, value: value as null }] });
    for (const result of this.step()) if (!result.ok) throw new Error(`${result.code}: ${result.message}`);
  }

  /** What a command came to, in a step of its own. */
  command(command: string, args: FieldValues, entity = 'server'): InputResult {
    this.put(commandOf(entity, command, args));
    return this.step().at(-1) as InputResult;
  }

  field(field: string, entity = 'server'): unknown {
    return this.world.store(WebsocketServer).get(this.world.entities.rowOf(entity) as number, field);
  }

  get words(): string[] {
    return this.log.map((entry) => entry.message);
  }
  get hash(): string {
    return hashWorld(this.world);
  }

  of<E extends Told['event']>(event: E, client?: number): Extract<Told, { event: E }>[] {
    return this.told.filter((told): told is Extract<Told, { event: E }> => told.event === event && (client === undefined || told.client === client));
  }

  /** Ends the world, and resolves when every TCP connection is gone. */
  async close(graceMs = 500): Promise<void> {
    if (this.isOver) return;
    this.isOver = true;
    for (const effect of this.door.end()) if (isLinkEffect(effect)) this.links?.perform(effect);
    await this.links?.closeAll(graceMs);
  }
}

function commandOf(entity: string, command: string, args: FieldValues): Input {
  return { type: 'command', command: { command, entity, component: 'WebsocketServer', args } };
}

/** A client of the package `ws`, with all that it has heard. */
export class Visitor {
  readonly heard: string[] = [];
  readonly socket: WebSocket;
  closed: { code: number; reason: string } | undefined;
  /** The status that it was turned away with, and what was said. */
  refused: { status: number; body: string } | undefined;
  failed: Error | undefined;

  constructor(url: string, protocols: readonly string[] = [], options: ClientOptions = {}) {
    this.socket = new WebSocket(url, [...protocols], options);
    this.socket.on('message', (data, binary) => this.heard.push(binary ? `<${(data as Buffer).toString('hex')}>` : (data as Buffer).toString('utf8')));
    this.socket.on('close', (code, reason) => (this.closed = { code, reason: reason.toString() }));
    this.socket.on('error', (error) => (this.failed = error));
    this.socket.on('unexpected-response', (_request, response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (part: string) => (body += part));
      response.on('end', () => (this.refused = { status: response.statusCode ?? 0, body }));
    });
  }

  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }
}

const rigs: ServedRig[] = [];
const visitors: Visitor[] = [];
afterEveryTest(async () => {
  for (const { isOpen, socket } of visitors.splice(0)) if (isOpen) socket.terminate();
  await Promise.all(rigs.splice(0).map((rig) => rig.close()));
});

/** A world with one entity, `server`, that listens; it ends with the test. */
export function served(fields: { readonly [field: string]: unknown } = {}, options: ServedOptions = {}): ServedRig {
  const rig = new ServedRig({ server: fields as FieldValues }, options);
  rigs.push(rig);
  return rig;
}

export function visit(...args: ConstructorParameters<typeof Visitor>): Visitor {
  const visitor = new Visitor(...args);
  visitors.push(visitor);
  return visitor;
}

/** A visitor of whom the world has told, and the number by which it did. */
export async function met(rig: ServedRig, ...args: ConstructorParameters<typeof Visitor>): Promise<{ visitor: Visitor; client: number }> {
  const before = rig.of('connected').length;
  const visitor = visit(...args);
  await rig.until('it is connected', () => rig.of('connected').length > before && visitor.isOpen);
  return { visitor, client: rig.of('connected').at(-1)?.client as number };
}
