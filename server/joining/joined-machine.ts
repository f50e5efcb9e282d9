import { join } from 'node:path';
import { Agent } from '../../agent/agent.ts';
import { AccessDesk } from '../../agent/access-desk.ts';
import { FrameFault } from '../../agent/frames.ts';
import { WorldwireError, visible, type JoinedUser } from '../../engine/index.ts';
import { Decisions } from '../access/decisions.ts';
import { addressCheck, hostRules } from '../access/host-rules.ts';
import { joinedReserve, OpenFiles } from '../links/open-files.ts';
import { Proxies, unusedProxies } from '../links/proxies.ts';
import { WIRE_VERSION, type WorldSummary } from '../protocol.ts';
import { Asker } from './asker.ts';
import { chosenWorld } from './chosen-world.ts';
import { heard, notUnderstood } from './from-server.ts';
import { identityFor, type Identity } from './identity.ts';
import type { JoinOptions } from './join-options.ts';
import { readServerAddress, type ServerAddress } from './server-address.ts';
import { ServerLine } from './server-line.ts';
import { SocketCarrier } from './socket-carrier.ts';
import { Terminal } from './terminal.ts';
import { deskLog, logOf } from './terminal-log.ts';
import { Tidings } from './tidings.ts';

/** Questions that stand before its user; a server of ours puts no more than 1,000 before a machine. */
const MOST_STANDING = 2000;
/** Bytes that wait on the way to the server before nothing more is handed over. */
const CLOGGED = 4 * 1024 * 1024;

/** This machine as an agent of its user in a world: it asks them, opens what they allow, and comes back when the server was away. */
export class JoinedMachine {
  /** Resolves when it has left; rejects with the WorldwireError for which it cannot stay. */
  readonly ended: Promise<void>;
  readonly carrier: SocketCarrier;
  readonly desk: AccessDesk;
  readonly #options: JoinOptions;
  readonly #terminal: Terminal;
  readonly #tidings: Tidings;
  readonly #decisions: Decisions;
  readonly #unwatch: () => void;
  readonly #agent: Agent;
  readonly #line: ServerLine;
  readonly #asker: Asker | undefined;
  #you: JoinedUser | undefined;
  #titles = new Map<string, string>();
  #epoch: string | undefined;
  /** The world that it belongs to, once it has been in one. */
  #world: string | undefined;
  #inside = false;
  #toldAway = false;
  #leaving: Promise<void> | undefined;
  #settle: (error: WorldwireError | undefined) => void = () => undefined;

  private constructor(options: JoinOptions, terminal: Terminal, decisions: Decisions, address: ServerAddress, identity: Identity) {
    this.#options = options;
    this.#terminal = terminal;
    this.#decisions = decisions;
    this.ended = new Promise<void>((resolve, reject) => {
      this.#settle = (error) => {
        if (error === undefined) resolve();
        else reject(error);
      };
    });
    this.ended.catch(() => undefined);
    this.#tidings = new Tidings((text) => terminal.say(text));
    const rules = hostRules(options.allowHosts ?? []);
    this.desk = new AccessDesk({
      userId: 'me',
      rules,
      memory: decisions,
      log: deskLog(terminal),
      waiting: (entry) => this.#waiting(entry),
      mostStanding: MOST_STANDING,
    });
    const proxies = new Proxies(options);
    const files = new OpenFiles({ reserve: joinedReserve, warn: (words) => terminal.say(words) });
    for (const words of [...proxies.words, unusedProxies(options)]) if (words !== undefined) terminal.say(words);
    this.carrier = new SocketCarrier({
      proxies,
      files,
      checkAddress: addressCheck(rules, this.desk),
      extraCAs: options.extraCAs ?? [],
      told: this.#tidings,
      ...(options.resolve === undefined ? {} : { resolve: options.resolve }),
      clogged: () => this.#line.buffered > CLOGGED,
    });
    this.#line = new ServerLine({
      address,
      identity,
      extraCAs: options.extraCAs ?? [],
      proxies,
      up: () => void this.#greet(),
      away: (why) => this.#away(why),
      refused: (error) => void this.#end(error),
    });
    const { socket } = this.#line;
    this.#agent = new Agent(this.desk, this.carrier, {
      answers: (message) => void this.#line.tell('answers', message),
      relay: (frame) => void socket.emit('relay', frame),
    });
    this.desk.onDecision((scope, host, port) => {
      if (this.#inside) void this.#line.tell('decided', { scope, host, port });
    });
    this.#unwatch = decisions.watch((scope, host, port) => this.desk.reconsider(scope, host, port));
    socket.on('questions', (message) => this.#hear(() => this.#agent.questions(heard('questions', message))));
    socket.on('relay', (frame) => this.#hear(() => this.#agent.relay(bytesOf(frame))));
    socket.on('worlds', (message) => this.#hear(() => this.#worldsAre(heard('worlds', message).worlds)));
    socket.on('reloaded', (message) => this.#hear(() => this.#reloaded(heard('reloaded', message).world)));
    socket.on('you', (message) => this.#hear(() => this.#changed(heard('you', message).you)));
    if (terminal.isInteractive)
      this.#asker = new Asker({
        desk: this.desk,
        terminal,
        by: () => this.#you,
        titleOf: (world) => this.#titles.get(world) ?? world,
        interrupted: options.interrupted ?? (() => void this.leave()),
      });
  }

  /**
   * Begins to join. What can be told at once is (rejects with a WorldwireError): an address that is none, a damaged identity, entries that
   * cannot be read. All else is told by `ended`.
   */
  static async start(options: JoinOptions): Promise<JoinedMachine> {
    const address = readServerAddress(options.url, options.token);
    if (options.user.trim() === '' || options.user.length > 80) throw new WorldwireError('WW_BAD_REQUEST', 'The name of a user has 1 to 80 characters.');
    const terminal = new Terminal(options.streams);
    const identity = await identityFor(options.configFolder, address.origin, options.me);
    const decisions = await Decisions.open(join(options.stateFolder, 'access.json'), logOf(terminal));
    const machine = new JoinedMachine(options, terminal, decisions, address, identity);
    machine.#line.open();
    return machine;
  }

  /** Leaves in good order: every socket is closed with a close frame, and hard where its server does not answer within 2 s. */
  leave(): Promise<void> {
    return this.#end(undefined);
  }

  get you(): JoinedUser | undefined {
    return this.#you;
  }

  /* ---------- the server ---------- */

  async #greet(): Promise<void> {
    try {
      const { carrier } = this;
      const welcome = heard(
        'welcome',
        await this.#line.ask('hello', {
          version: WIRE_VERSION,
          name: this.#options.user,
          agent: { ...carrier.features, ...(this.#terminal.isInteractive ? {} : { unattended: true as const }) },
        }),
      );
      this.#you = welcome.you;
      // Another start of the server is another life of its worlds: what was allowed once in the one is not in the other.
      if (this.#epoch !== welcome.epoch && this.#world !== undefined) this.desk.forgetWorld(this.#world);
      this.#epoch = welcome.epoch;
      if (welcome.you.kind === undefined)
        throw new WorldwireError(
          'WW_FORBIDDEN',
          `The token gives the role ${visible(welcome.you.role)}, which opens no connections; join with that of a Guest or more.`,
        );
      this.#titlesOf(welcome.worlds);
      this.#toldAway = false;
      if (this.#world === undefined) this.#enter(chosenWorld(welcome.worlds, this.#options.world));
      else if (welcome.worlds.some(({ name }) => name === this.#world)) this.#enter(this.#world);
      else this.#terminal.say(`the world ${visible(this.#world)} does not run now; waiting for it`);
    } catch (error) {
      this.#refused(error);
    }
  }

  #enter(world: string): void {
    this.#world = world;
    this.#inside = true;
    // Before the server hears of it: what belongs to the visit before has ended then.
    this.#agent.entered(world);
    this.#line.ask('enter', { world }).then(
      () => this.#tellJoined(world),
      (error: unknown) => {
        this.#inside = false;
        this.#refused(error);
      },
    );
  }

  #tellJoined(world: string): void {
    const you = this.#you;
    if (you === undefined) return;
    const title = this.#titles.get(world) ?? world;
    this.#terminal.say(
      `joined "${visible(title, 100)}" (${visible(world)}) as ${visible(you.name)}, ${visible(you.role)}; user ${visible(you.userId)}, machine ` +
        `${visible(you.machineId)}`,
    );
  }

  #worldsAre(worlds: readonly Pick<WorldSummary, 'name' | 'title'>[]): void {
    this.#titlesOf(worlds);
    if (this.#world === undefined) return;
    const runs = worlds.some(({ name }) => name === this.#world);
    if (this.#inside && !runs) {
      this.#inside = false;
      this.#agent.left();
      this.desk.forgetWorld(this.#world);
      this.#terminal.say(`the world ${visible(this.#world)} was closed; waiting for it`);
    } else if (!this.#inside && runs && this.#line.socket.connected) this.#enter(this.#world);
  }

  #titlesOf(worlds: readonly Pick<WorldSummary, 'name' | 'title'>[]): void {
    this.#titles = new Map(worlds.map(({ name, title }) => [name, title]));
  }

  #changed(you: JoinedUser): void {
    const before = this.#you;
    this.#you = you;
    if (before?.role !== you.role) this.#terminal.say(`your role is ${visible(you.role)} now`);
  }

  /** The world was put back to its file, which is another world under the same name. */
  #reloaded(world: string): void {
    if (!this.#inside) return;
    this.#agent.left();
    this.desk.forgetWorld(world);
    this.#enter(world);
  }

  /** Does what the server says; where it cannot be understood, this machine does not stay. */
  #hear(act: () => void): void {
    try {
      act();
    } catch (error) {
      if (error instanceof FrameFault) void this.#end(notUnderstood(error.message));
      else if (error instanceof WorldwireError) void this.#end(error);
      else throw error;
    }
  }

  #away(why: string): void {
    this.#inside = false;
    this.#agent.left();
    if (this.#toldAway || this.#leaving !== undefined) return;
    this.#toldAway = true;
    this.#terminal.say(`the server cannot be reached (${visible(why)}); it is tried again until it answers`);
  }

  #refused(error: unknown): void {
    const coded = error instanceof WorldwireError ? error : new WorldwireError('WW_INTERNAL', visible(String(error), 1000));
    // The line tells of a server that has gone in the midst of it, and greets it when it is back.
    if (coded.code === 'WW_STOPPED') {
      if (this.#line.socket.connected) this.#line.socket.io.engine.close();
      return;
    }
    void this.#end(coded);
  }

  #end(error: WorldwireError | undefined): Promise<void> {
    this.#leaving ??= (async () => {
      this.#asker?.end();
      this.#agent.left();
      this.#line.close();
      this.#unwatch();
      await this.carrier.end();
      this.#tidings.flush();
      await this.#decisions.end();
      this.#settle(error);
    })();
    return this.#leaving;
  }

  /* ---------- who sits here ---------- */

  #waiting(entry: string): string {
    return this.#terminal.isInteractive
      ? `${this.#you?.name ?? this.#options.user} is asked in their terminal`
      : `${entry} waits: nobody can be asked at the terminal of ${this.#options.user}; --allow-host ${entry} or worldwire access allow ${entry} ` +
          'would allow it there';
  }
}

function bytesOf(frame: unknown): Uint8Array {
  if (!(frame instanceof Uint8Array)) throw notUnderstood('what is relayed is no frame');
  return frame;
}
