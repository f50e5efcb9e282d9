import { basename } from 'node:path';
import { WorldwireError, type Author, type ErrorCode, type InputResult, type Input, type JoinedUser, type Role } from '../../engine/index.ts';
import type { Agents } from '../agents/agents.ts';
import type { Desks } from '../hosting/desks.ts';
import type { HostedWorld } from '../hosting/hosted-world.ts';
import type { Log } from '../hosting/log.ts';
import type { Request } from '../hosting/requests.ts';
import type { Worlds } from '../hosting/worlds.ts';
import { WIRE_VERSION, type AgentFeatures, type CarriedConnection, type Person, type Reply, type Welcome } from '../protocol.ts';
import { demand, may } from '../security/roles.ts';
import type { Identity } from '../security/sessions.ts';
import type { Tokens } from '../security/tokens.ts';
import type { Allowance, Allowances } from './allowances.ts';
import type { Office, Seat } from './office.ts';
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
  readonly office: Office;
  readonly tokens: Tokens;
  readonly allowances: Allowances;
  readonly epoch: string;
  readonly log: Log;
  /** Who looks where has changed in a world, or how it runs. */
  readonly moved: (world: HostedWorld) => void;
  readonly ran: (world: HostedWorld) => void;
  /** Who is in a world, as far as it was told. */
  readonly here: (world: HostedWorld) => readonly Person[];
}

/** Packets that may wait for a page before it counts as slow, and before it is given up. */
const SLOW = 8,
  LOST = 2000;
/** Pages of one user that may look at the past at a time. */
const MOST_IN_PAST = 3;
/** How many refusals of a batch of commands are told. */
const MOST_TOLD = 20;
const OK: Reply<object> = { ok: true };

let pages = 0;

/** One page: what it may do, what it looks at, and in which world. */
export class PageSession implements Seat {
  readonly #socket: PageSocket;
  readonly #context: PageContext;
  readonly #identity: Identity;
  readonly #reception: Reception;
  readonly #allowance: Allowance;
  /** Its number at this server. */
  readonly #page = ++pages;
  #role: Role;
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
    this.#role = identity.role;
    this.#agent = new PageAgent(socket, context);
    this.#allowance = context.allowances.open(identity.userId);
    this.#reception = new Reception(socket, this.#allowance, () => this.#handlers);
    socket.conn.on('drain', () => {
      this.#unsent = 0;
    });
    socket.on('disconnect', (reason) => {
      this.#reception.release();
      context.allowances.close(identity.userId);
      this.#leave(inWords(reason));
    });
  }

  get world(): HostedWorld | undefined {
    return this.#world;
  }
  get user(): JoinedUser | undefined {
    return this.#user;
  }
  get userId(): string {
    return this.#identity.userId;
  }
  get token(): string {
    return this.#identity.token.id;
  }
  get inPast(): boolean {
    return (this.#views?.past ?? null) !== null;
  }
  get carried(): readonly CarriedConnection[] {
    return this.#agent.agent?.carried ?? [];
  }
  /** This page's person, as the others see them; undefined before they are in a world. */
  get person(): Person | undefined {
    if (this.#user === undefined || this.#world === undefined) return undefined;
    return {
      page: this.#page,
      user: this.#user,
      looksAt: this.#views?.looksAt ?? null,
      ...this.#presence,
      latency: this.#latency,
      carries: this.#agent.agent?.carries ?? 0,
      ...(this.#features === undefined ? {} : { features: this.#features }),
    };
  }

  readonly #handlers: Handlers = {
    hello: async ({ version, name, short, agent }) => {
      if (version !== WIRE_VERSION) throw new WorldwireError('WW_WIRE_VERSION');
      this.#short = short === true;
      this.#features = agent;
      this.#user = this.#as(name?.trim() ?? '');
      this.#seat();
      void this.#socket.join('pages');
      const welcome: Welcome = { version: WIRE_VERSION, epoch: this.#context.epoch, you: this.#user, worlds: await this.#context.worlds.summaries() };
      return { ok: true, ...welcome };
    },
    enter: async (message) => {
      const user = this.#known();
      const world = this.#context.worlds.get(message.world);
      if (world !== this.#world) {
        this.#leave('entered another world');
        await this.#context.people.enter(world, this, user);
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
      const manifest = await world.ask({ ask: 'manifest' });
      return { ok: true, manifest, run: world.run(), people: this.#context.here(world) };
    },
    watch: ({ view, what }) => {
      const { world, views } = this.#inside();
      // What goes through all entities costs the world time with each change.
      if (what.kind === 'table' || (what.kind === 'tree' && what.query !== undefined)) this.#allowance.charge();
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
    locate: ({ what, wanted }) => this.#allowance.costly(async () => ({ ok: true, ...(await this.#inside().views.ask({ ask: 'locate', what, wanted })) })),
    rows: ({ what, from, to }) => this.#allowance.costly(async () => ({ ok: true, ...(await this.#inside().views.ask({ ask: 'rows', what, from, to })) })),
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
    past: async ({ tick }) => {
      const { views } = this.#inside();
      const others = this.#context.office.of(this.userId).filter((seat) => seat !== this && seat.inPast).length;
      if (tick !== null && others >= MOST_IN_PAST)
        throw new WorldwireError('WW_LIMIT', `${MOST_IN_PAST} of your pages look at the past already, as many as one user may.`);
      return { ok: true, tick: await views.goTo(tick) };
    },
    timeline: ({ after }) => ({ ok: true, ...this.#inside().world.past.timeline(after) }),
    control: (message) => this.#control(message),
    answer: ({ world, ask, decision }) => {
      demand(this.#known().role, 'answer');
      if (!this.#context.desks.host.decide(world, ask, decision, this.#known().userId, this.#known().name))
        throw new WorldwireError('WW_NOT_FOUND', 'This prompt no longer stands: it was answered, or the world took it back.');
      return OK;
    },
    item: ({ entity }) => this.#allowance.costly(async () => ({ ok: true, ...(await this.#inside().views.ask({ ask: 'item', entity })) })),
    history: () => this.#allowance.costly(async () => ({ ok: true, ...(await this.#inside().views.ask({ ask: 'history' })) })),
    ping: ({ latency }) => {
      const { world } = this;
      if (latency === undefined || world === undefined) return OK;
      const before = this.#latency;
      // What is about the same is no news to everybody in the world.
      if (before !== null && Math.abs(latency - before) <= Math.max(2, before / 5)) return OK;
      this.#latency = latency < 10 ? Math.round(latency * 10) / 10 : Math.round(latency);
      this.#context.moved(world);
      return OK;
    },
    answers: (message) => this.#agent.answers(message),
    decided: (message) => this.#agent.decided(message),
    ...this.#office(),
  };

  #office(): ReturnType<typeof officeHandlers> {
    return officeHandlers(() => this.#context, {
      identity: () => this.#identity,
      known: () => this.#known(),
      world: () => this.#inside().world,
      costly: (ask) => this.#allowance.costly(ask),
      origin: () => this.#origin(),
    });
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
    const author: Author = this.#known();
    demand(author.role, 'edit');
    return world.submit(author, input, requestId);
  }

  /** Its user, by the name that they give and with what their role lets their machine do. */
  #as(name: string): JoinedUser {
    const { userId, machineId } = this.#identity;
    const role = this.#role;
    return {
      userId,
      machineId,
      role,
      name: name === '' ? `${role} ${userId.slice(-4)}` : name,
      // Who has a token and no secret is whoever has that token: nobody whom a world could ask.
      ...(this.#features === undefined || this.#identity.secret === undefined || !may(role, 'carry') ? {} : { kind: this.#features.kind }),
    };
  }

  /** Sits with those who hear what its role lets it. */
  #seat(): void {
    const before = this.#socket.rooms.has('admins');
    if (may(this.#role, 'answer')) {
      void this.#socket.join('admins');
      this.#socket.emit('prompts', { prompts: this.#context.desks.host.prompts() });
    } else if (before) {
      void this.#socket.leave('admins');
      this.#socket.emit('prompts', { prompts: [] });
    }
    if (may(this.#role, 'remove')) {
      void this.#socket.join('keepers');
      this.#socket.emit('removed', { removed: this.#context.office.removed });
    } else if (this.#socket.rooms.has('keepers')) {
      void this.#socket.leave('keepers');
      this.#socket.emit('removed', { removed: [] });
    }
  }

  renew(role: Role): void {
    if (role === this.#role) return;
    this.#role = role;
    const before = this.#user;
    if (before === undefined) return;
    const user = this.#as(before.name);
    this.#user = user;
    this.#seat();
    this.#socket.emit('you', { you: user });
    const world = this.#world;
    if (world !== undefined) {
      if (user.kind !== before.kind) this.#agent.entered(world, user, this.#features);
      void this.#context.people.changed(world, this, user).catch(() => undefined);
      this.#context.moved(world);
    }
    // A command line is there for nothing else.
    if (before.kind === 'terminal' && user.kind === undefined)
      this.dismiss('WW_FORBIDDEN', `You are a ${role} now, and the machine of a ${role} opens no sockets.`);
  }

  dismiss(code: ErrorCode, message: string): void {
    this.#socket.emit('bye', { code, message });
    this.#socket.disconnect(true);
  }

  /** Where this page has come from, or what it was reached by. */
  #origin(): string {
    const { origin, host } = this.#socket.handshake.headers;
    return origin ?? `http://${host ?? ''}`;
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
    this.#context.people.exit(world, this, this.#user, reason);
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
