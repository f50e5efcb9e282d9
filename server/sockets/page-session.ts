import { basename } from 'node:path';
import { WorldwireError, type Author, type InputResult, type Input, type JoinedUser } from '../../engine/index.ts';
import type { Agents } from '../agents/agents.ts';
import type { Desks } from '../hosting/desks.ts';
import type { HostedWorld } from '../hosting/hosted-world.ts';
import type { Request } from '../hosting/requests.ts';
import type { Worlds } from '../hosting/worlds.ts';
import { WIRE_VERSION, type AgentFeatures, type Person, type Reply, type Welcome } from '../protocol.ts';
import { demand, may } from '../security/roles.ts';
import type { Identity } from '../security/sessions.ts';
import { PageAgent } from './page-agent.ts';
import { officeHandlers } from './page-office.ts';
import { PageViews } from './page-views.ts';
import type { People } from './people.ts';
import { Reception, type Answer, type Handlers, type Message, type PageSocket } from './reception.ts';
import { Shortener } from './shortener.ts';

/** What the sessions of a server share. */
export interface PageContext {
  readonly worlds: Worlds;
  readonly desks: Desks;
  readonly agents: Agents;
  readonly people: People;
  readonly epoch: string;
  /** Who looks where has changed in a world, or how it runs. */
  readonly moved: (world: HostedWorld) => void;
  readonly ran: (world: HostedWorld) => void;
  /** Events a second of one page, and how many more in a burst. */
  readonly eventsPerSecond: number;
}

/** Packets that may wait for a page before it counts as slow, and before it is given up. */
const SLOW = 8,
  LOST = 2000;
/** How many refusals of a batch of commands are told. */
const MOST_TOLD = 20;
const OK: Reply<object> = { ok: true };

/** One page: what it may do, what it looks at, and in which world. */
export class PageSession {
  readonly #socket: PageSocket;
  readonly #context: PageContext;
  readonly #identity: Identity;
  readonly #reception: Reception;
  readonly #agent: PageAgent;
  #features: AgentFeatures | undefined;
  #latency: number | null = null;
  #user: JoinedUser | undefined;
  #world: HostedWorld | undefined;
  #views: PageViews | undefined;
  #presence: Pick<Person, 'selection' | 'editing'> = { selection: [], editing: null };
  #seq = 0;
  /** Absent where the page takes updates at their full length only. */
  #shortener: Shortener | undefined;
  #short = false;
  #unsent = 0;

  constructor(socket: PageSocket, identity: Identity, context: PageContext) {
    this.#socket = socket;
    this.#context = context;
    this.#identity = identity;
    this.#agent = new PageAgent(socket, context);
    this.#reception = new Reception(socket, context.eventsPerSecond, () => this.#handlers);
    socket.conn.on('drain', () => {
      this.#unsent = 0;
    });
    socket.on('disconnect', (reason) => {
      this.#reception.release();
      this.#leave(inWords(reason));
    });
  }

  get world(): HostedWorld | undefined {
    return this.#world;
  }
  get user(): JoinedUser | undefined {
    return this.#user;
  }
  /** This page's person, as the others see them; undefined before they are in a world. */
  get person(): Person | undefined {
    if (this.#user === undefined || this.#world === undefined) return undefined;
    return {
      user: this.#user,
      looksAt: this.#views?.looksAt ?? null,
      ...this.#presence,
      latency: this.#latency,
      carries: this.#agent.agent?.carried.length ?? 0,
      ...(this.#features === undefined ? {} : { features: this.#features }),
    };
  }

  readonly #handlers: Handlers = {
    hello: async ({ version, name, short, agent }) => {
      if (version !== WIRE_VERSION) throw new WorldwireError('WW_WIRE_VERSION');
      this.#short = short === true;
      const { userId, machineId, role } = this.#identity;
      this.#features = agent;
      this.#user = {
        userId,
        machineId,
        role,
        name: name?.trim() === '' || name === undefined ? `${role} ${userId.slice(-4)}` : name.trim(),
        ...(agent === undefined || !may(role, 'carry') ? {} : { kind: agent.kind }),
      };
      if (may(role, 'answer')) {
        void this.#socket.join('admins');
        this.#socket.emit('prompts', { prompts: this.#context.desks.host.prompts() });
      }
      void this.#socket.join('pages');
      const welcome: Welcome = { version: WIRE_VERSION, epoch: this.#context.epoch, you: this.#user, worlds: await this.#context.worlds.summaries() };
      return { ok: true, ...welcome };
    },
    enter: async (message) => {
      const user = this.#known();
      const world = this.#context.worlds.get(message.world);
      if (world !== this.#world) {
        this.#leave('entered another world');
        await this.#context.people.enter(world, user);
        this.#world = world;
        if (!this.#socket.connected) this.#leave('disconnected');
        else {
          void this.#socket.join(roomOf(world));
          this.#agent.entered(world, user, this.#features);
        }
      }
      this.#views?.end();
      this.#seq = 0;
      const shortener = this.#short ? new Shortener() : undefined;
      this.#shortener = shortener;
      this.#views = new PageViews(
        world,
        (updates, past) => {
          const frame = { world: world.name, seq: ++this.#seq, ...(past === undefined ? {} : { past }) };
          if (!this.#mayTell()) return;
          if (shortener === undefined) this.#socket.emit('updates', { ...frame, updates });
          else this.#socket.emit('brief', { ...frame, updates: shortener.shorten(updates) });
        },
        () => this.#unsent > SLOW,
      );
      this.#context.moved(world);
      return { ok: true, manifest: await world.ask({ ask: 'manifest' }), run: world.run() };
    },
    watch: ({ view, what }) => {
      const { world, views } = this.#inside();
      this.#shortener?.forget(view);
      views.watch(view, what);
      this.#context.moved(world);
      return OK;
    },
    unwatch: ({ view }) => {
      const { world, views } = this.#inside();
      this.#shortener?.forget(view);
      views.unwatch(view);
      this.#context.moved(world);
      return OK;
    },
    scroll: ({ view, offset, limit }) => {
      this.#inside().views.scroll(view, offset, limit);
      return OK;
    },
    locate: async ({ what, wanted }) => ({ ok: true, ...(await this.#inside().views.ask({ ask: 'locate', what, wanted })) }),
    rows: async ({ what, from, to }) => ({ ok: true, ...(await this.#inside().views.ask({ ask: 'rows', what, from, to })) }),
    edit: ({ operations, requestId, group, label }) =>
      this.#submit({ type: 'operations', operations, ...(group === undefined ? {} : { group }), ...(label === undefined ? {} : { label }) }, requestId),
    command: ({ command, requestId }) => this.#submit({ type: 'command', command }, requestId),
    commands: (message) => this.#commands(message),
    spawn: ({ item, parent, requestId, group }) => this.#submit({ type: 'spawn', item, parent, ...(group === undefined ? {} : { group }) }, requestId),
    revert: ({ changes, requestId }) => this.#submit({ type: 'revert', changes }, requestId),
    connection: async ({ entity, component }) => {
      const { world, views } = this.#inside();
      // A socket is only known as it is now.
      return { ok: true, socket: views.past === null ? await world.socketInfo(entity, component) : null };
    },
    presence: ({ selection, editing }) => {
      const { world } = this.#inside();
      this.#presence = { selection, editing };
      this.#context.moved(world);
      return OK;
    },
    past: async ({ tick }) => ({ ok: true, tick: await this.#inside().views.goTo(tick) }),
    timeline: ({ after }) => ({ ok: true, ...this.#inside().world.past.timeline(after) }),
    control: (message) => this.#control(message),
    answer: ({ world, ask, decision }) => {
      demand(this.#known().role, 'answer');
      if (!this.#context.desks.host.decide(world, ask, decision, this.#known().userId))
        throw new WorldwireError('WW_NOT_FOUND', 'This prompt no longer stands: it was answered, or the world took it back.');
      return OK;
    },
    item: async ({ entity }) => ({ ok: true, ...(await this.#inside().views.ask({ ask: 'item', entity })) }),
    history: async () => ({ ok: true, ...(await this.#inside().views.ask({ ask: 'history' })) }),
    ping: ({ latency }) => {
      if (latency !== undefined) this.#latency = Math.round(latency * 10) / 10;
      return OK;
    },
    answers: (message) => this.#agent.answers(message),
    decided: (message) => this.#agent.decided(message),
    ...this.#office(),
  };

  #office(): ReturnType<typeof officeHandlers> {
    return officeHandlers(this.#context, () => this.#known());
  }

  async #commands({ commands, requestId }: Message<'commands'>): Promise<Answer<'commands'>> {
    this.#now();
    const answers = await Promise.all(commands.map((command, index) => this.#submit({ type: 'command', command }, `${requestId} ${index}`)));
    const refused = answers.flatMap((answer, index) => (answer.ok ? [] : [{ index, message: answer.errors[0]?.message ?? answer.message }]));
    return { ok: true, done: answers.length - refused.length, refused: refused.slice(0, MOST_TOLD) };
  }

  async #control({ action, requestId, ticks, speed, file }: Message<'control'>): Promise<InputResult | Reply<object>> {
    if (action === 'undo' || action === 'redo') return this.#submit({ type: action }, requestId);
    const { world } = this.#inside();
    const author = this.#known();
    demand(author.role, 'control');
    if (action === 'reload') {
      await this.#context.worlds.reload(world, this.#known().name, { author, requestId });
      return OK;
    }
    let answer: Reply<object> = OK;
    if (action === 'pause') world.pause();
    else if (action === 'resume') world.resume();
    else if (action === 'step') answer = { ok: true, tick: await world.step(ticks ?? 1, { author, requestId }) } as Reply<object>;
    else if (action === 'save') answer = { ok: true, tick: (await world.save({ author, requestId })).tick } as Reply<object>;
    else if (action === 'saveAs') answer = { ok: true, ...(await savedAs(world, file ?? '', { author, requestId })) } as Reply<object>;
    else if (action === 'record') await world.past.begin();
    else if (action === 'stopRecording') world.past.end();
    else if (speed === undefined) throw new WorldwireError('WW_BAD_REQUEST', 'The action speed needs `speed`, from 0.01 to 100.');
    else world.setSpeed(speed);
    this.#context.ran(world);
    return answer;
  }

  #submit(input: Input, requestId: string): Promise<InputResult> {
    const world = this.#now();
    const author: Author = { userId: this.#known().userId, role: this.#identity.role };
    demand(author.role, 'edit');
    return world.submit(author, input, requestId);
  }

  #known(): JoinedUser {
    if (this.#user === undefined) throw new WorldwireError('WW_BAD_REQUEST', 'Say hello first.');
    return this.#user;
  }

  /** The world, where it is shown as it is: nobody changes what has been. */
  #now(): HostedWorld {
    const { world, views } = this.#inside();
    if (views.past !== null) throw new WorldwireError('WW_IN_THE_PAST');
    return world;
  }

  #inside(): { world: HostedWorld; views: PageViews } {
    if (this.#world === undefined || this.#views === undefined) throw new WorldwireError('WW_BAD_REQUEST', 'Enter a world first.');
    return { world: this.#world, views: this.#views };
  }

  /** A world that is closed puts its pages out. */
  expel(): void {
    this.#leave('the world was closed');
  }

  #leave(reason: string): void {
    const world = this.#world;
    this.#views?.end();
    this.#views = undefined;
    this.#world = undefined;
    this.#presence = { selection: [], editing: null };
    this.#agent.left(reason);
    if (world === undefined || this.#user === undefined) return;
    void this.#socket.leave(roomOf(world));
    this.#context.people.exit(world, this.#user, reason);
    this.#context.moved(world);
  }

  /** Counts what waits for the page. Returns whether it is still to be told; past a bound it is given up. */
  #mayTell(): boolean {
    this.#unsent += 1;
    if (this.#unsent > LOST) this.#socket.disconnect(true);
    return this.#unsent <= LOST;
  }
}

/** Saves under another name, and tells that without the folder. */
async function savedAs(world: HostedWorld, name: string, request: Request): Promise<{ tick: number; file: string }> {
  const { tick, file } = await world.saveAs(name, request);
  return { tick, file: basename(file) };
}

/** Why a page went, for the world's log. */
function inWords(reason: string): string {
  if (reason === 'client namespace disconnect') return 'closed the page';
  return reason.startsWith('server') ? 'put out by the server' : 'the connection to the page was lost';
}

/** The room of those who are in a world. */
export function roomOf(world: HostedWorld): string {
  return `world ${world.name}`;
}
