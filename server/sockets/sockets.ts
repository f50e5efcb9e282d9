import type { Server as HttpServer } from 'node:http';
import type { Socket } from 'node:net';
import { Server } from 'socket.io';
import { WorldwireError } from '../../engine/index.ts';
import type { Agents } from '../agents/agents.ts';
import type { Desks } from '../hosting/desks.ts';
import type { HostedWorld } from '../hosting/hosted-world.ts';
import type { Log } from '../log/log.ts';
import type { SpareTime } from '../limits/spare-time.ts';
import type { Worlds, WorldsChange } from '../hosting/worlds.ts';
import { errorBody } from '../answers/statuses.ts';
import type { MachineToServer } from '../../agent/messages.ts';
import type { PageToServer, ServerToPage } from '../protocol.ts';
import type { Guard } from '../security/guard.ts';
import type { FrontProxies } from '../security/front-proxies.ts';
import type { Identity } from '../security/sessions.ts';
import type { Tokens } from '../security/tokens.ts';
import { Admission } from './admission.ts';
import { Allowances } from './allowances.ts';
import { Line } from './line.ts';
import type { Office } from '../users/office.ts';
import type { PageContext } from './page-context.ts';
import { hangUp } from './hang-up.ts';
import { PageSession } from './page-session.ts';
import type { People } from '../users/people.ts';
import { Places } from './places.ts';
import { Presence } from './presence.ts';
import type { PageSocket } from './reception.ts';
import { roomOf, ROOMS } from './rooms.ts';
import { Texts } from './texts.ts';
import { ViewShares } from './view-shares.ts';

export interface SocketsOptions {
  readonly server: HttpServer;
  /** Called when somebody has said whose a connection is. */
  readonly known: (socket: Socket) => void;
  readonly worlds: Worlds;
  readonly desks: Desks;
  readonly decisions: PageContext['decisions'];
  readonly agents: Agents;
  readonly guard: Guard;
  readonly front: FrontProxies;
  readonly people: People;
  readonly office: Office;
  readonly tokens: Tokens;
  readonly log: Log;
  /** The time that worlds leave over. */
  readonly spare: SpareTime;
  readonly epoch: string;
  /** Events a second of one user, from all their pages. Default 200. */
  readonly eventsPerSecond?: number;
  /** Milliseconds in which who has connected must say who they are, and in which a page must answer when it is asked whether it is there. */
  readonly pageTimeout?: number;
}

/** Bytes of one message. */
const MESSAGE_LIMIT = 1_000_000;
/** Milliseconds that a stranger's connection has to say who it is. */
const STRANGERS = 5000;
const RUN_INTERVAL = 250;
/** Of so many tellings of how a world runs, one says what its systems cost. */
const COSTS_EVERY = 4;
/** Milliseconds that changes of prompts and of who looks where are gathered; at least as many as there are pages to be told. */
const GATHER = 50;
/** Milliseconds that requests under way have to end when the server does. */
const GRACE = 500;

/** The socket.io side of the server: every page that is open on it. */
export class Sockets {
  readonly #io: Server<PageToServer & MachineToServer, ServerToPage>;
  readonly #options: SocketsOptions;
  readonly #sessions = new Set<PageSession>();
  readonly #people: People;
  readonly #presence = new Presence();
  readonly #moved = new Set<HostedWorld>();
  readonly #context: PageContext;
  /** Tells how worlds run, while a page is there to be told. */
  #running: NodeJS.Timeout | undefined;
  #gathering: NodeJS.Timeout | undefined;
  #prompted = false;
  #told = 0;
  #toldWorlds = '';
  readonly #identities = new WeakMap<PageSocket, Identity>();
  readonly #admission: Admission;
  readonly #lines = new WeakMap<PageSocket['conn'], Line>();
  readonly #texts = new Texts();

  constructor(options: SocketsOptions) {
    this.#options = options;
    this.#people = options.people;
    this.#io = new Server(options.server, {
      serveClient: false,
      maxHttpBufferSize: MESSAGE_LIMIT,
      perMessageDeflate: false,
      // Polling would let a page say in one body what no brake could slow; every browser of today has WebSockets.
      transports: ['websocket'],
      allowUpgrades: false,
      destroyUpgrade: false,
      connectTimeout: options.pageTimeout ?? 10_000,
      // A page is asked every so often whether it is there.
      pingInterval: options.pageTimeout ?? 10_000,
      pingTimeout: options.pageTimeout ?? 15_000,
    });
    this.#admission = new Admission({ guard: options.guard, places: new Places(), addressOf: (request) => options.front.addressOf(request) });
    this.#admission.coverFor(options.server);
    this.#io.engine.use(this.#admission.look);
    this.#io.engine.on('connection', (connection: PageSocket['conn']) => this.#lined(connection));
    this.#context = {
      worlds: options.worlds,
      desks: options.desks,
      decisions: options.decisions,
      agents: options.agents,
      people: this.#people,
      office: options.office,
      tokens: options.tokens,
      renew: (identity) => options.guard.renew(identity),
      allowances: new Allowances(options.eventsPerSecond ?? 200),
      viewShares: new ViewShares(),
      spare: options.spare,
      epoch: options.epoch,
      log: options.log,
      here: (world) => this.#presence.here(world),
      moved: (world) => {
        this.#moved.add(world);
        this.#gather();
      },
      ran: (world) => {
        this.#io.to(roomOf(world)).emit('run', world.run());
      },
    };
    this.#io.use((socket, next) => next(this.#identify(socket)));
    this.#io.on('connection', (socket) => this.#connected(socket));
    options.desks.host.onPrompts(() => {
      this.#prompted = true;
      this.#gather();
    });
    options.office.onRemoved(() => this.#io.to(ROOMS.keepers).emit('removed', { removed: options.office.removed }));
    options.worlds.onChange((change) => this.#worldsChanged(change));
  }

  /** How many pages are connected. */
  get size(): number {
    return this.#sessions.size;
  }

  /** Tells every page how its world stands to its file, once and for all: worlds have stopped. */
  tellLast(): void {
    for (const world of this.#options.worlds.list) this.#io.to(roomOf(world)).emit('run', world.run());
  }

  /** Tells every page that the server ends, and closes all. */
  async close(): Promise<void> {
    this.#rest();
    clearTimeout(this.#gathering);
    this.#people.end();
    this.#io.emit('bye', { code: 'WW_STOPPED', message: 'The server has been stopped. This page connects again when it is back.' });
    // One turn, so that the farewell is on its way before its socket goes.
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
    // Without a word of socket.io's own, after which its clients would not come back by themselves.
    const transports = Array.from(this.#io.of('/').sockets.values(), ({ conn }) => conn.transport);
    const closed = this.#io.close();
    const { server } = this.#options;
    server.closeIdleConnections();
    const hurry = setTimeout(() => {
      server.closeAllConnections();
      for (const transport of transports) hangUp(transport);
    }, GRACE);
    await closed;
    clearTimeout(hurry);
  }

  /** What each connection may say, from its first byte on. */
  #lined(connection: PageSocket['conn']): void {
    const line = new Line({
      connection,
      messageLimit: MESSAGE_LIMIT,
      patience: this.#options.pageTimeout ?? STRANGERS,
      ended: (why) => this.#options.log.debug({ why }, 'a connection was ended'),
    });
    this.#lines.set(connection, line);
  }

  #identify(socket: PageSocket): Error | undefined {
    try {
      const identity = this.#options.guard.identifySocket(socket.handshake.headers, socket.handshake.auth);
      if (identity === undefined) throw new WorldwireError('WW_UNAUTHENTICATED');
      this.#admission.placeOf(socket.request)?.settle(identity.userId, identity.role);
      this.#options.known(socket.request.socket);
      this.#identities.set(socket, identity);
      return undefined;
    } catch (error) {
      const data = errorBody(error);
      // Once it has been told.
      setImmediate(() => this.#lines.get(socket.conn)?.refused());
      return Object.assign(new Error(data.code), { data });
    }
  }

  #connected(socket: PageSocket): void {
    // Once more, since a token may have been taken back, or a user removed, while it shook hands.
    const refused = this.#identify(socket);
    const identity = this.#identities.get(socket);
    const line = this.#lines.get(socket.conn);
    if (refused !== undefined || identity === undefined || line === undefined) {
      socket.disconnect(true);
      return;
    }
    const session = new PageSession(socket, identity, this.#context, line.brake);
    line.known({ charge: (bytes) => this.#texts.charge(session, bytes), hold: (change) => this.#texts.hold(session, change) });
    this.#sessions.add(session);
    this.#running ??= setInterval(() => this.#tellRun(), RUN_INTERVAL).unref();
    this.#options.office.seats.add(session);
    socket.on('disconnect', () => {
      this.#sessions.delete(session);
      if (this.#sessions.size === 0) this.#rest();
      this.#options.office.seats.delete(session);
    });
    socket.on('error', (error) => this.#options.log.debug({ err: error }, 'a page sent something that could not be taken'));
  }

  #worldsChanged({ opened, closed, by }: WorldsChange): void {
    if (closed !== undefined) {
      if (opened !== undefined) this.#io.to(roomOf(closed)).emit('reloaded', { world: opened.name, by: by ?? '' });
      for (const session of this.#sessions) if (session.world === closed) session.expel();
      this.#people.forget(closed);
      this.#presence.forget(closed);
      this.#moved.delete(closed);
    }
    void this.#tellWorlds();
  }

  /** Tells all pages of all worlds, where anything but their ticks is another than it was told last. */
  async #tellWorlds(): Promise<void> {
    const worlds = await this.#options.worlds.summaries();
    const facts = JSON.stringify(worlds.map((world) => ({ ...world, tick: 0 })));
    if (facts === this.#toldWorlds) return;
    this.#toldWorlds = facts;
    this.#io.to(ROOMS.all).emit('worlds', { worlds });
  }

  #gather(): void {
    this.#gathering ??= setTimeout(
      () => {
        this.#gathering = undefined;
        if (this.#prompted) this.#io.to(ROOMS.prompted).emit('prompts', { prompts: this.#options.desks.host.prompts() });
        this.#prompted = false;
        const moved = [...this.#moved];
        this.#moved.clear();
        for (const world of moved) this.#tellPeople(world);
      },
      Math.max(GATHER, this.#sessions.size),
    );
  }

  #tellPeople(world: HostedWorld): void {
    const people = [...this.#sessions].flatMap((session) => (session.world === world && session.person !== undefined ? [session.person] : []));
    const change = this.#presence.change(world, people);
    if (change === undefined) return;
    const { more, ...told } = change;
    this.#io.to(roomOf(world)).emit('people', { world: world.name, ...told });
    if (more) this.#context.moved(world);
  }

  /** Left out for pages that do not keep up. */
  #rest(): void {
    clearInterval(this.#running);
    this.#running = undefined;
  }

  #tellRun(): void {
    const costly = this.#told++ % COSTS_EVERY === 0;
    if (costly && this.#sessions.size > 0) void this.#tellWorlds();
    for (const world of this.#options.worlds.list) {
      const room = roomOf(world);
      if ((this.#io.of('/').adapter.rooms.get(room)?.size ?? 0) === 0) continue;
      if (costly) void this.#tellCosts(world);
      else this.#io.to(room).volatile.emit('run', world.run());
    }
  }

  async #tellCosts(world: HostedWorld): Promise<void> {
    const answer = await world.ask({ ask: 'costs' }).catch(() => undefined);
    this.#io.to(roomOf(world)).volatile.emit('run', { ...world.run(), ...(answer === undefined ? {} : { costs: answer.costs }) });
  }
}
