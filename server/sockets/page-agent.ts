import { HOST, type JoinedUser } from '../../engine/index.ts';
import { ConnectedAgent } from '../agents/connected-agent.ts';
import type { HostedWorld } from '../hosting/hosted-world.ts';
import { WorldwireError } from '../../engine/index.ts';
import type { AgentFeatures, Reply } from '../protocol.ts';
import type { PageContext } from './page-session.ts';
import type { Message, PageSocket } from './reception.ts';

const OK: Reply<object> = { ok: true };

/** A page's side as an agent: the machine that opens sockets for its user in the world that it is in. */
export class PageAgent {
  readonly #socket: PageSocket;
  readonly #context: PageContext;
  #agent: ConnectedAgent | undefined;

  constructor(socket: PageSocket, context: PageContext) {
    this.#socket = socket;
    this.#context = context;
    socket.on('relay', (frame: unknown) => this.#agent?.receive(frame));
  }

  get agent(): ConnectedAgent | undefined {
    return this.#agent;
  }

  /** The page is in a world, and offers to open sockets there; a Spectator's does not. */
  entered(world: HostedWorld, user: JoinedUser, features: AgentFeatures | undefined): void {
    this.left('entered another world');
    if (features === undefined || user.kind === undefined) return;
    const { agents, desks } = this.#context;
    this.#agent = new ConnectedAgent(world.name, user, features, {
      questions: (message) => this.#socket.emit('questions', message),
      relay: (frame) => this.#socket.emit('relay', frame),
      end: (reason) => {
        this.#socket.emit('bye', { code: 'WW_AGENT_FAULT', message: reason });
        this.#socket.disconnect(true);
      },
    });
    agents.add(this.#agent);
    desks.agents.joined(this.#agent);
  }

  left(reason: string): void {
    if (this.#agent !== undefined) this.#context.agents.remove(this.#agent, reason);
    this.#agent = undefined;
  }

  answers({ world, answers }: Message<'answers'>): Reply<object> {
    const agent = this.#known();
    if (agent.world !== world) throw new WorldwireError('WW_NOT_FOUND', 'This machine is in another world by now.');
    this.#context.desks.agents.answered(agent, answers);
    return OK;
  }

  decided({ scope, host, port }: Message<'decided'>): Reply<object> {
    const { userId } = this.#known().user;
    if (userId !== HOST.userId) this.#context.worlds.accessChanged(userId, scope, host, port);
    return OK;
  }

  #known(): ConnectedAgent {
    if (this.#agent === undefined) throw new WorldwireError('WW_FORBIDDEN', 'This page opens no sockets: its hello offered none, or its role does not let it.');
    return this.#agent;
  }
}
