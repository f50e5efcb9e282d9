import type { Socket } from 'socket.io-client';
import { FrameReader, FrameWriter, type FromAgent, type ToAgent } from '../../agent/frames.ts';
import type { RunningServer } from '../../server/index.ts';
import type { AgentFeatures, AgentQuestion } from '../../agent/messages.ts';
import { WIRE_VERSION, type Reply, type Role, type Welcome } from '../../server/protocol.ts';
import { ask, connect, serve, signIn, until, type Page } from './running.ts';

/** A token of each role but the Admin's. */
export const TOKENS = {
  Moderator: 'moderator-token-moderator-token',
  Builder: 'builder-token-builder-token-builder',
  Guest: 'guest-token-guest-token-guest-token',
  Spectator: 'spectator-token-spectator-token',
} as const satisfies Partial<Record<Role, string>>;

/** A world with a lamp that may be edited and a client that no one handles. */
const SCENE = {
  format: 'worldwire/scene',
  version: 1,
  name: 'Raided world',
  entities: [
    { id: 'lamp', name: 'Lamp', components: { FloatValue: { Value: 1 } } },
    { id: 'client', name: 'Client', components: { WebsocketClient: {} } },
  ],
};

/** A server with a token for each role and a world called `raided`. */
export function raided(options: Parameters<typeof serve>[0] = {}): Promise<RunningServer> {
  return serve({
    tokens: Object.entries(TOKENS).map(([role, token]) => ({ role: role as Role, token })),
    worlds: [{ scene: SCENE, name: 'raided' }],
    ...options,
  });
}

/** The world goes on: ticks pass from now on, and who has a right to is answered. */
export async function goesOn(server: RunningServer, world = 'raided'): Promise<void> {
  const from = server.worlds.get(world).tick;
  await until('the world to tick', () => server.worlds.get(world).tick >= from + 10);
}

/** A page that came in with a role's token and entered the world; as another user with each call. */
export async function comeIn(
  server: RunningServer,
  role: Role,
  more: { readonly name?: string; readonly agent?: AgentFeatures; readonly world?: string | null; readonly cookie?: string } = {},
): Promise<Page & { readonly welcome: Welcome; readonly cookie: string }> {
  const cookie = more.cookie ?? (await signIn(server, role === 'Admin' ? server.token : TOKENS[role]));
  const page = connect(server, { cookie, origin: server.origin });
  const hello = { version: WIRE_VERSION, name: more.name ?? `${role} here`, ...(more.agent === undefined ? {} : { agent: more.agent }) };
  // Who is refused at the door is told nothing more.
  const refused = new Promise<never>((_resolve, reject) => page.once('connect_error', reject));
  const welcome = (await Promise.race([ask(page, 'hello', hello), refused])) as unknown as Reply<Welcome>;
  if (!welcome.ok) throw new Error(welcome.message);
  const world = more.world === undefined ? 'raided' : more.world;
  if (world !== null) {
    const entered = await ask(page, 'enter', { world });
    if (!entered.ok) throw new Error(String(entered['message']));
  }
  return Object.assign(page, { welcome, cookie });
}

const FEATURES: AgentFeatures = { kind: 'terminal', headers: true, pings: true, pauses: true, checksAddresses: true };

/** A machine that says whatever it likes: it answers no question and opens no socket by itself. */
export class FreeAgent {
  readonly page: Page & { readonly welcome: Welcome };
  /** Records from the server, in order. */
  readonly heard: ToAgent[] = [];
  readonly asked: AgentQuestion[] = [];
  readonly withdrawn: number[] = [];
  bye: { code: string; message: string } | undefined;

  private constructor(page: Page & { readonly welcome: Welcome }) {
    this.page = page;
    const reader = new FrameReader(['open', 'configure', 'send', 'close', 'drop', 'credit', 'look', 'ping'], () => Infinity);
    page.on('relay', (frame) => reader.read(new Uint8Array(frame as unknown as ArrayBuffer), (record) => this.heard.push(record as ToAgent)));
    page.on('questions', ({ asked, withdrawn }) => {
      this.asked.push(...asked);
      this.withdrawn.push(...withdrawn);
    });
    page.on('bye', (message) => {
      this.bye = message;
    });
  }

  /** One at a page that is in no world yet. */
  static of(page: Page & { readonly welcome: Welcome }): FreeAgent {
    return new FreeAgent(page);
  }

  /** Comes in and is there before it is in the world, so that it misses no question. */
  static async join(server: RunningServer, role: Role = 'Guest', world = 'raided'): Promise<FreeAgent> {
    const page = await comeIn(server, role, { agent: FEATURES, world: null, name: 'Free agent' });
    const agent = new FreeAgent(page);
    const entered = await ask(page, 'enter', { world });
    if (!entered.ok) throw new Error(String(entered['message']));
    return agent;
  }

  get userId(): string {
    return this.page.welcome.you.userId;
  }

  answer(decision: string, asks: readonly number[], world = 'raided'): Promise<{ ok: boolean; [key: string]: unknown }> {
    return ask(this.page, 'answers', { world, answers: asks.map((number) => ({ ask: number, decision, at: '2026-01-01T00:00:00.000Z' })) });
  }

  /** Tells records, as they are. */
  tell(...records: readonly FromAgent[]): void {
    this.tellAll(records);
  }

  tellAll(records: readonly FromAgent[]): void {
    const writer = new FrameWriter();
    for (const record of records) writer.write(record);
    for (const frame of writer.take()) this.relay(frame);
  }

  /** Says records, and anything else as it is, in order. */
  say(things: readonly unknown[]): void {
    const records: FromAgent[] = [];
    for (const thing of things) {
      if (typeof thing === 'object' && thing !== null && 'type' in thing) records.push(thing as FromAgent);
      else this.relay(thing);
    }
    this.tellAll(records);
  }

  /** Sends anything as a frame. */
  relay(...values: unknown[]): void {
    (this.page as unknown as Socket).emit('relay', ...values);
  }

  /** Allows what the world asks and gives the number of the connection that it is then told to open. */
  async opens(): Promise<number> {
    const before = this.heard.length;
    const question = await until('the question', () => this.asked.at(-1));
    await this.answer('allow', [question.ask]);
    const open = await until('the order to open', () => this.heard.slice(before).find((record) => record.type === 'open'));
    return open.connection;
  }

  /** Opens one, and tells that it is open. */
  async opened(): Promise<number> {
    const connection = await this.opens();
    this.tell({ type: 'opened', connection, protocol: '', extensions: '' });
    return connection;
  }
}
