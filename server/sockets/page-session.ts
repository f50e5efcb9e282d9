import { may, WorldwireError, type ErrorCode, type JoinedUser, type Role } from '../../engine/index.ts';
import { Bucket } from '../limits/bucket.ts';
import type { HostedWorld } from '../hosting/hosted-world.ts';
import type { Asker } from '../limits/errand.ts';
import type { AgentFeatures } from '../../agent/messages.ts';
import type { CarriedConnection } from '../links/relay.ts';
import { WIRE_VERSION, type Person, type Reply, type Welcome } from '../protocol.ts';
import { ACTION_RIGHTS, VERSIONS_RIGHT } from '../security/action-rights.ts';
import { demand } from '../security/roles.ts';
import type { Identity } from '../security/sessions.ts';
import type { Allowance } from './allowances.ts';
import type { Brake } from './brake.ts';
import type { Seat } from '../users/office.ts';
import { PageAgent } from './page-agent.ts';
import { written } from './on-disk.ts';
import type { PageContext } from './page-context.ts';
import { editHandlers } from './page-edits.ts';
import { lookHandlers, type Inside } from './page-looks.ts';
import { officeHandlers } from './page-office.ts';
import { leftInWords, pageUser } from './page-user.ts';
import { versionHandlers } from './page-versions.ts';
import { PagePresence } from './page-presence.ts';
import { PageUpdates } from './page-updates.ts';
import { PageViews } from './page-views.ts';
import { searchHandlers } from './page-search.ts';
import { receive, type Handlers, type PageSocket } from './reception.ts';
import { roomOf, ROOMS, seatByRole } from './rooms.ts';
import { shownName } from './shown-name.ts';

const OK: Reply<object> = { ok: true };

/** How often a page may enter a world, in a second and at once. */
const ENTERING = { perSecond: 3, most: 30 };

let pages = 0;

/** One page: what it may do, what it looks at, and in which world. */
export class PageSession implements Seat {
  readonly #socket: PageSocket;
  readonly #context: PageContext;
  readonly #identity: Identity;
  readonly #allowance: Allowance;
  readonly #asker: Asker;
  /** Its number at this server. */
  readonly #page = ++pages;
  #role: Role;
  readonly #agent: PageAgent;
  #features: AgentFeatures | undefined;
  #user: JoinedUser | undefined;
  #world: HostedWorld | undefined;
  #views: PageViews | undefined;
  readonly #presence = new PagePresence();
  readonly #entering = new Bucket(ENTERING.perSecond, ENTERING.most);
  readonly #updates: PageUpdates;
  /** Why it was put out, for the others. */
  #why: string | undefined;

  constructor(socket: PageSocket, identity: Identity, context: PageContext, brake: Brake) {
    this.#socket = socket;
    this.#context = context;
    this.#identity = identity;
    this.#role = identity.role;
    this.#agent = new PageAgent(socket, context, brake);
    this.#allowance = context.allowances.open(identity.userId);
    const mayEdit = (): boolean => may(this.#role, 'edit');
    this.#asker = {
      who: identity.userId,
      get first() {
        return mayEdit();
      },
      gone: () => !socket.connected,
    };
    receive({ socket, allowance: this.#allowance, brake, role: () => this.#role, handlers: () => this.#handlers, spare: context.spare, asker: this.#asker });
    this.#updates = new PageUpdates(socket);
    socket.on('disconnect', (reason) => {
      context.allowances.close(identity.userId);
      this.#leave(this.#why ?? leftInWords(reason, this.#features?.kind));
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
  get role(): Role {
    return this.#role;
  }
  get token(): string {
    return this.#identity.token.id;
  }
  get looksBack(): Seat['looksBack'] {
    return this.#views?.looksBack ?? 'no';
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
      ...this.#presence.seen,
      carries: this.#agent.agent?.carries ?? 0,
      ...(this.#features === undefined ? {} : { features: this.#features }),
    };
  }

  readonly #handlers: Handlers = {
    hello: async ({ version, name, short, agent }) => {
      if (version !== WIRE_VERSION) throw new WorldwireError('WW_WIRE_VERSION');
      // Another name is told to the whole world.
      if (this.#world !== undefined && !this.#entering.take()) throw new WorldwireError('WW_RATE_LIMITED');
      this.#updates.short = short === true;
      this.#features = agent;
      this.#user = this.#as(shownName(name ?? ''));
      this.#seat();
      // Said again in a world: another name, and nothing that is carried ends.
      if (this.#world !== undefined) {
        const [inside, user] = [this.#world, this.#user];
        await inside.orStuck(() => this.#context.people.changed(inside, this, user));
        this.#context.moved(inside);
      }
      void this.#socket.join(ROOMS.all);
      const welcome: Welcome = { version: WIRE_VERSION, epoch: this.#context.epoch, you: this.#user, worlds: await this.#context.worlds.summaries() };
      return { ok: true, ...welcome };
    },
    enter: async (message) => {
      const user = this.#known();
      const world = this.#context.worlds.get(message.world);
      // Whoever goes to and fro has each world begin anew what their machine carries there.
      if (!this.#entering.take()) throw new WorldwireError('WW_RATE_LIMITED');
      // Asked before anything is left for it, so that one which does not answer keeps nobody from where they are.
      const manifest = await world.ask({ ask: 'manifest' });
      if (world !== this.#world) {
        this.#leave('entered another world');
        await this.#join(world, user);
        this.#world = world;
        if (!this.#socket.connected) this.#leave('disconnected');
        else {
          void this.#socket.join(roomOf(world));
          this.#agent.entered(world, user, this.#features);
        }
      }
      this.#views?.end();
      const share = this.#context.viewShares.open(this.userId, () => may(this.#role, 'edit'));
      const pausing = { may: () => this.#mayPause(), who: () => this.#known(), paused: () => this.#context.ran(world) };
      const underway = (tick: number, done: number): void => void this.#socket.emit('underway', { world: world.name, what: 'past', tick, share: done });
      this.#views = new PageViews(world, this.#asker, this.#updates.of(world.name), () => this.#updates.isSlow, share, pausing, underway);
      this.#context.moved(world);
      return { ok: true, manifest, run: world.run(), people: this.#context.here(world) };
    },
    presence: (shown) => {
      const { world } = this.#inside();
      this.#presence.show(shown);
      this.#context.moved(world);
      return OK;
    },
    answer: async ({ world, ask, decision }) => {
      demand(this.#known().role, 'answer');
      if (!this.#context.desks.host.decide(world, ask, decision, this.#known().userId, this.#known().name))
        throw new WorldwireError('WW_NOT_FOUND', 'This prompt no longer stands: it was answered, or the world took it back.');
      return decision === 'always' || decision === 'deny' ? { ok: true, ...(await written(this.#context.decisions)) } : OK;
    },
    ping: ({ latency }) => {
      const { world } = this;
      if (latency !== undefined && world !== undefined && this.#presence.answeredIn(latency)) this.#context.moved(world);
      return OK;
    },
    answers: (message) => {
      demand(this.#known().role, 'carry');
      return this.#agent.answers(message);
    },
    decided: (message) => {
      demand(this.#known().role, 'carry');
      return this.#agent.decided(message);
    },
    ...this.#looks(),
    ...this.#edits(),
    ...this.#versions(),
    ...this.#search(),
    ...this.#office(),
  };

  /** Joins a world. One that does not come to it is told that this page has gone again. */
  async #join(world: HostedWorld, user: JoinedUser): Promise<void> {
    const { people } = this.#context;
    try {
      await world.orStuck(() => people.enter(world, this, user));
    } catch (error) {
      people.exit(world, this, user, 'could not enter');
      throw error;
    }
  }

  #looks(): ReturnType<typeof lookHandlers> {
    return lookHandlers(() => this.#context, {
      inside: () => this.#inside(),
      role: () => this.#known().role,
      forget: (view) => this.#updates.forget(view),
      others: () => this.#context.office.of(this.userId).filter((seat) => seat !== this),
    });
  }

  #edits(): ReturnType<typeof editHandlers> {
    return editHandlers(() => this.#context, { known: () => this.#known(), identity: () => this.#identity, inside: () => this.#inside() });
  }

  #versions(): ReturnType<typeof versionHandlers> {
    return versionHandlers({ known: () => this.#known(), identity: () => this.#identity, inside: () => this.#inside() });
  }

  #search(): ReturnType<typeof searchHandlers> {
    return searchHandlers(() => this.#socket, { userId: () => this.userId, role: () => this.#role, inside: () => this.#inside() });
  }

  #office(): ReturnType<typeof officeHandlers> {
    return officeHandlers(() => this.#context, {
      identity: () => this.#identity,
      known: () => this.#known(),
      world: () => this.#inside().world,
      costly: (ask) => this.#allowance.costly(ask),
      origin: () => this.#origin(),
    });
  }

  #as(name: string): JoinedUser {
    return pageUser(this.#identity, this.#role, this.#features?.kind, name);
  }

  #seat(): void {
    seatByRole(this.#socket, this.#role, this.#context);
  }

  renew(role: Role): void {
    if (role === this.#role) return;
    this.#role = role;
    // What was taken out of a scene is not shown any longer to whoever may not look at its versions, nor far back.
    if (this.#views?.looksBack === 'yes' && !may(role, VERSIONS_RIGHT)) void this.#views.goTo(null).catch(() => undefined);
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
      this.dismiss('WW_FORBIDDEN', `You are a ${role} now, and the machine of a ${role} opens no sockets.`, `is a ${role} now`);
  }

  forgetPast(): void {
    this.#views?.forget();
  }

  dismiss(code: ErrorCode, message: string, why: string): void {
    this.#why = why;
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
    // What waits, or came in the same moment, is looked at when it is done.
    const { role } = this.#context.renew(this.#identity);
    return role === this.#user.role ? this.#user : { ...this.#user, role };
  }

  /** Whether it may have its world pause, as it stands now. */
  #mayPause(): boolean {
    try {
      return may(this.#known().role, ACTION_RIGHTS.pause);
    } catch {
      return false;
    }
  }

  #inside(): Inside {
    this.#known();
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
    this.#presence.left();
    this.#agent.left(reason);
    if (world === undefined || this.#user === undefined) return;
    void this.#socket.leave(roomOf(world));
    this.#context.people.exit(world, this, this.#user, reason);
    this.#context.moved(world);
  }
}
