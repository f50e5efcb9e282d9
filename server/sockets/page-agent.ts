import { HOST, WorldwireError, type JoinedUser } from '../../engine/index.ts';
import { ConnectedAgent } from '../agents/connected-agent.ts';
import { Bucket } from '../limits/bucket.ts';
import type { HostedWorld } from '../hosting/hosted-world.ts';
import type { AgentFeatures } from '../../agent/messages.ts';
import type { Message, Reply } from '../protocol.ts';
import type { Brake } from './brake.ts';
import { hangUp } from './hang-up.ts';
import type { PageContext } from './page-context.ts';
import type { PageSocket } from './reception.ts';

const OK: Reply<object> = { ok: true };
/** Frames a second of one agent, and at once. One of ours gathers what it has to say, and sends some hundreds. */
const FRAMES = { perSecond: 5000, most: 15_000 };
/** Milliseconds for which decisions that follow each other are gathered. */
const DECIDED = 500;
/** Milliseconds that one who was put out has to read why. */
const LAST_WORD = 2000;

/** A page's side as an agent: the machine that opens sockets for its user in the world that it is in. */
export class PageAgent {
  readonly #socket: PageSocket;
  readonly #context: PageContext;
  readonly #frames = new Bucket(FRAMES.perSecond, FRAMES.most);
  readonly #decided = new Map<string, Message<'decided'> & { readonly userId: string }>();
  #deciding: NodeJS.Timeout | undefined;
  #agent: ConnectedAgent | undefined;
  #world: HostedWorld | undefined;
  /** What is known of the agent before, by its world's name. */
  #before: { readonly world: string; readonly highest: number } | undefined;
  /** Bytes that were given to the line since it last took what waited, and what it took then. */
  #given = 0;
  #taken = 0;

  constructor(socket: PageSocket, context: PageContext, brake: Brake) {
    this.#socket = socket;
    this.#context = context;
    socket.on('relay', (frame: unknown) => {
      // It is slowed, not refused: what it relays must not have gaps.
      if (!this.#frames.take()) brake.press();
      this.#agent?.receive(frame);
    });
    socket.on('disconnect', () => {
      clearTimeout(this.#deciding);
      this.#tellDecided();
    });
    socket.conn.on('drain', () => {
      this.#taken = this.#given;
      this.#given = 0;
    });
  }

  get agent(): ConnectedAgent | undefined {
    return this.#agent;
  }

  /** The page is in a world, and offers to open sockets there; a Spectator's does not. */
  entered(world: HostedWorld, user: JoinedUser, features: AgentFeatures | undefined): void {
    this.left(world === this.#world ? 'its role was changed' : 'entered another world');
    if (this.#before?.world !== world.name) this.#before = undefined;
    if (features === undefined || user.kind === undefined) return;
    const { agents, desks } = this.#context;
    this.#world = world;
    this.#agent = new ConnectedAgent(
      world.name,
      user,
      features,
      {
        questions: (message) => this.#socket.emit('questions', message),
        relay: (frame) => this.#relay(frame),
        backlog: () => this.#given + this.#taken,
        end: (reason) => this.#end(world, user, reason),
      },
      this.#before?.highest,
    );
    agents.add(this.#agent);
    desks.agents.joined(this.#agent);
  }

  left(reason: string): void {
    const agent = this.#agent;
    const world = this.#world;
    this.#agent = undefined;
    this.#world = undefined;
    if (agent === undefined || world === undefined) return;
    this.#before = { world: world.name, highest: agent.highest };
    const { agents, people } = this.#context;
    const carried = agent.carries > 0;
    agents.remove(agent, reason);
    // What it carried begins anew at once where another page of the machine is there.
    if (carried && agents.newest(world.name, agent.user) !== undefined) people.again(world, agent.user);
  }

  #relay(frame: Uint8Array): void {
    this.#given += frame.length;
    this.#socket.emit('relay', frame);
  }

  #end(world: HostedWorld, { userId, machineId, name }: JoinedUser, reason: string): void {
    this.#context.log.warn({ code: 'WW_AGENT_FAULT', world: world.name, userId, machineId }, `${name} was put out: ${reason}`);
    const { transport } = this.#socket.conn;
    this.#socket.emit('bye', { code: 'WW_AGENT_FAULT', message: reason });
    this.#socket.disconnect(true);
    setTimeout(() => hangUp(transport), LAST_WORD).unref();
  }

  answers({ world, answers }: Message<'answers'>): Reply<object> {
    const agent = this.#known();
    if (agent.world !== world) throw new WorldwireError('WW_NOT_FOUND', 'This machine is in another world by now.');
    const unasked = this.#context.desks.agents.answered(agent, answers);
    const [first] = unasked;
    if (first === undefined) return OK;
    throw new WorldwireError(
      'WW_NOT_FOUND',
      `No question ${first.ask} stands before this machine: it was answered, the world took it back, or it was never put to this machine.` +
        (answers.length === 1
          ? ''
          : ` Of these ${answers.length} answers ${answers.length - unasked.length} counted, and ${unasked.length} were to such questions.`),
    );
  }

  /** Told to the worlds at once, and what follows soon after it together: each costs a world a look at all connections that it concerns. */
  decided(message: Message<'decided'>): Reply<object> {
    const { userId } = this.#known().user;
    if (userId === HOST.userId) return OK;
    this.#decided.set(`${message.scope} ${message.port} ${message.host}`, { ...message, userId });
    if (this.#deciding === undefined) this.#tellDecided();
    return OK;
  }

  #tellDecided(): void {
    for (const { userId, scope, host, port } of this.#decided.values()) this.#context.worlds.accessChanged(userId, scope, host, port);
    this.#deciding = this.#decided.size === 0 ? undefined : setTimeout(() => this.#tellDecided(), DECIDED);
    this.#deciding?.unref();
    this.#decided.clear();
  }

  #known(): ConnectedAgent {
    if (this.#agent === undefined) throw new WorldwireError('WW_FORBIDDEN', 'This page opens no sockets: its hello offered none, or its role does not let it.');
    return this.#agent;
  }
}
