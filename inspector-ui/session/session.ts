import type { Prompt } from '../../agent/messages.ts';
import { may, type Right } from '../../engine/rights.ts';
import type {
  ComponentManifest,
  EditedField,
  JoinedUser,
  Person,
  Refusal,
  RemovedUser,
  RunStatus,
  SeenGraph,
  ServerToPage,
  View,
  ViewUpdate,
  WorldStatus,
  WorldSummary,
  Version,
} from '../../server/protocol.ts';
import { TabAgent } from '../agent/tab-agent.ts';
import { Asks } from './asks.ts';
import { Cell } from '../cells/cell.ts';
import { recall, recallHere, remember, rememberHere } from '../cells/memory.ts';
import { Hearing } from './hearing.ts';
import { OwnEdits, type LostEdits } from './own-edits.ts';
import { ViewBook, type ViewHandle } from './view-book.ts';
import { Wire, type Outage, type ReplyTo } from './wire.ts';

/** That of server/protocol.ts. Only types come to the page from there, and this type is the number itself. */
export const WIRE_VERSION: typeof import('../../server/protocol.ts').WIRE_VERSION = 8;

/** How the page stands with the server. */
export type Phase = 'connecting' | 'online' | 'lost' | 'refused';

/** This page's stay on a server: who we are, the world that we are in, and everything that can be asked of it. */
export class Session extends Asks {
  readonly phase = new Cell<Phase>('connecting');
  /** The server has been out of reach for longer than a blink: what is shown can be read, and not edited. */
  readonly adrift = new Cell(false);
  /** What the server said when it would not have us. */
  readonly refusal = new Cell('');
  /** The server will not have us since this page is another version's. */
  readonly outdated = new Cell(false);
  /** The server knows us, and there is no way into its world. */
  readonly barred = new Cell(false);
  /** Somebody has removed us from the server. */
  readonly dismissed = new Cell(false);
  readonly me = new Cell<JoinedUser | null>(null);
  readonly worlds = new Cell<readonly WorldSummary[]>([]);
  readonly world = new Cell<string | null>(null);
  readonly manifest = new Cell<ReadonlyMap<string, ComponentManifest>>(new Map());
  readonly run = new Cell<RunStatus | null>(null);
  readonly status = new Cell<WorldStatus | null>(null);
  readonly prompts = new Cell<readonly Prompt[]>([]);
  readonly people = new Cell<readonly Person[]>([]);
  /** How many pages are in the world; of very many not all are in `people`. */
  readonly total = new Cell(0);
  /** Who was removed and stays out; empty for those who may not let them back in. */
  readonly removed = new Cell<readonly RemovedUser[]>([]);
  /**
   * The tick that is shown of the past; null while the page shows the world as it is. When it changes, what has been gathered of a view
   * (messages, log) counts no more: what is known is told anew, whole.
   */
  readonly past = new Cell<number | null>(null);
  /** The version of the scene that is shown as the past; null where that is a tick, or now. */
  readonly version = new Cell<Version | null>(null);
  /** What the server told last of a way through time that takes long; counts while one is under way. */
  readonly underway = new Cell<Parameters<ServerToPage['underway']>[0] | null>(null);
  /** The same of a search in it. */
  readonly searching = new Cell<Parameters<ServerToPage['underway']>[0] | null>(null);
  /** Whether the server is heard from while one is connected to it. */
  readonly hearing = new Hearing((latency) => this.wire.ask('ping', latency === null ? {} : { latency }).then(({ ok }) => ok));
  /** Changes with every start of the server: what was counted before counts no more. */
  readonly epoch = new Cell('');
  /** Counts the worlds entered, so that what is remembered of one is not taken for another's. */
  readonly entered = new Cell(0);
  /** The world has been put back to its file, and by whom; a new object each time. */
  readonly reloaded = new Cell<{ readonly by: string } | null>(null);

  /** Number of the last edit of this page that was acknowledged, since it has come into the world. */
  readonly made = new Cell(0);

  /** Edits that went with a server before they were saved; null where nobody has to be told of any. */
  readonly lost = new Cell<LostEdits | null>(null);

  /** This tab as a machine that opens sockets for the person at it. */
  readonly agent: TabAgent;

  readonly #views: ViewBook;
  readonly #edits = new OwnEdits({ read: () => recallHere('edits'), write: (value) => rememberHere('edits', value) });
  #status: ViewHandle | undefined;

  constructor() {
    super(new Wire());
    this.#views = new ViewBook({
      watch: (view, what) =>
        this.wire.ask('watch', { view, what }).then((answer) => {
          if (!answer.ok && this.wire.up) this.#views.refused({ view, tick: 0, kind: 'fault', code: answer.code, message: answer.message });
        }),
      unwatch: (view) => void this.wire.ask('unwatch', { view }),
      scroll: (view, offset, limit) => void this.wire.ask('scroll', { view, offset, limit }),
    });
    this.wire.edits = {
      begin: () => this.world.value,
      made: (world, edit, group) => {
        if (world !== null) this.#edits.made(world, edit, group);
        if (world === this.world.value) this.made.value = Math.max(this.made.value, edit);
      },
    };
    this.wire.heard = () => this.hearing.heard();
    this.wire.follow({ up: () => void this.#hello(), down: (outage) => this.#down(outage) });
    this.wire.on('brief', ({ world, seq, updates, past }) => {
      if (world !== this.world.value) return;
      if (past === null) this.version.value = null;
      if (past !== undefined) this.past.value = past;
      this.#views.take(seq, updates);
    });
    this.wire.on('run', (run) => {
      if (run.world !== this.world.value) return;
      this.#heard(run);
      const costs = run.costs ?? this.run.value?.costs;
      this.run.value = costs === undefined ? run : { ...run, costs };
    });
    this.wire.on('underway', (way) => {
      if (way.world === this.world.value) (way.what === 'search' ? this.searching : this.underway).value = way;
    });
    this.wire.on('prompts', ({ prompts }) => {
      this.prompts.value = prompts;
    });
    this.wire.on('people', ({ world, people, gone, total }) => {
      if (world !== this.world.value) return;
      const next = new Map(this.people.value.map((person) => [person.page, person]));
      for (const person of people) next.set(person.page, person);
      for (const page of gone) next.delete(page);
      this.people.value = [...next.values()];
      this.total.value = total;
    });
    this.wire.on('removed', ({ removed }) => {
      this.removed.value = removed;
    });
    this.agent = new TabAgent({
      answers: (message) => void this.wire.tell('answers', message),
      decided: (scope, host, port) => void this.wire.tell('decided', { scope, host, port }),
      relay: (frame) => this.wire.relay(frame),
    });
    this.wire.on('questions', (message) => this.agent.questions(message));
    this.wire.on('relay', (frame) => this.agent.relay(new Uint8Array(frame)));
    this.wire.on('you', ({ you }) => {
      this.me.value = you;
    });
    this.wire.on('worlds', ({ worlds }) => this.#listed(worlds));
    this.wire.on('reloaded', ({ world, by }) => {
      if (world !== this.world.value) return;
      this.#edits.putBack(world);
      void this.enter(world).then((again) => {
        if (again) this.reloaded.value = { by };
      });
    });
  }

  /** May the person at this page edit what is shown? Nobody edits the past. */
  get mayEdit(): boolean {
    return this.#showsNow && this.may('edit');
  }
  /** May the person at this page save what is shown, and put it back to its file? What is shown of the past is in no file. */
  get maySave(): boolean {
    return this.#showsNow && this.may('control');
  }
  get #showsNow(): boolean {
    return this.past.value === null && !this.adrift.value;
  }
  /** May the person at this page pause, step and speed up the world? That goes on while they look at the past. */
  get mayRun(): boolean {
    return this.may('control');
  }
  /** Has the person at this page a right? Nobody has, before it is known who they are. */
  may(right: Right): boolean {
    const me = this.me.value;
    return me !== null && may(me.role, right);
  }

  /** Enters a world; what the page looks at is then asked of that one. Where that is refused, `refusal` says why and one stays where one was. */
  async enter(world: string): Promise<boolean> {
    const before = this.world.value,
      other = world !== before;
    this.#views.left();
    const answer = await this.wire.ask('enter', { world });
    this.past.value = this.version.value = null;
    if (!answer.ok) {
      if (!this.wire.up) return false;
      // The server has us in no world now.
      if (other && before !== null && this.phase.value === 'online') await this.enter(before);
      this.refusal.value = answer.message;
      return false;
    }
    this.manifest.value = new Map(answer.manifest.map((component) => [component.name, component]));
    this.#heard(answer.run);
    this.made.value = 0;
    this.run.value = answer.run;
    if (other) {
      this.status.value = null;
    }
    this.people.value = answer.people;
    this.world.value = world;
    remember('world', world);
    if (other) this.entered.value += 1;
    if (this.#status === undefined)
      this.#status = this.watch({ kind: 'status', rate: 4, ...this.#myId() }, (update) => {
        if (update.kind !== 'status') return;
        this.status.value = update.status;
        if (this.world.value !== null && this.past.value === null) this.#edits.differs(this.world.value, update.status.unsaved);
      });
    this.#views.entered();
    return true;
  }

  /** Shows the world as it was at a tick, or as it is (null). */
  override goTo(tick: number | null): ReturnType<Asks['goTo']> {
    if (tick !== null) this.version.value = null;
    return super.goTo(tick);
  }

  /** Shows the scene of a version. */
  async goToVersion(version: Version): ReturnType<Asks['goTo']> {
    const before = this.version.value;
    // Known before it is shown, so that nobody takes it for a tick.
    this.version.value = version;
    const answer = await this.wire.ask('past', { tick: version.tick ?? 0, version: version.number });
    if (!answer.ok && this.version.value === version) this.version.value = this.past.value === null ? null : before;
    return answer;
  }

  watch(what: View, receive: (update: ViewUpdate) => void): ViewHandle {
    return this.#views.open(what, receive);
  }

  /** Tells the others what is selected here and where the cursor is. */
  presence(selection: readonly string[], editing: EditedField | null, graph: SeenGraph | null): void {
    if (this.phase.value !== 'online') return;
    void this.wire.ask('presence', { selection: selection.slice(0, 200), editing, ...(graph === null ? {} : { graph }) });
  }
  /** Tries to reach the server now. */
  retry(): void {
    this.wire.retry();
  }
  /** Takes another name. Where the server cannot be told now, it learns it as one comes in anew. */
  async rename(name: string): Promise<void> {
    remember('name', name.trim().slice(0, 80));
    const answer = await this.#greet();
    if (answer.ok) this.me.value = answer.you;
    else this.wire.retry();
  }

  /** How a world stands to its file; where it is another run than was known, edits may have gone with the one before. */
  #heard(run: RunStatus): void {
    const lost = this.#edits.heard(run.world, run.file);
    if (lost !== undefined) this.lost.value = lost;
  }

  #greet(): Promise<ReplyTo<'hello'> | Refusal> {
    const name = recall('name');
    return this.wire.ask('hello', {
      version: WIRE_VERSION,
      short: true,
      agent: this.agent.features,
      ...(typeof name === 'string' && name !== '' ? { name } : {}),
    });
  }

  async #hello(): Promise<void> {
    const answer = await this.#greet();
    this.outdated.value = !answer.ok && (answer.code === 'WW_WIRE_VERSION' || answer.code === 'WW_BAD_REQUEST');
    if (!answer.ok) {
      if (this.wire.up) this.#down({ kind: 'refused', message: answer.message });
      return;
    }
    this.epoch.value = answer.epoch;
    this.me.value = answer.you;
    this.agent.met(answer.you.userId, answer.epoch);
    this.worlds.value = answer.worlds;
    // One that does not answer is entered where there is no other.
    const standing = answer.worlds.filter(({ stuck }) => stuck !== true);
    const names = (standing.length > 0 ? standing : answer.worlds).map((world) => world.name);
    const wanted = [this.world.value, recall('world')].find((world) => typeof world === 'string' && names.includes(world));
    const world = typeof wanted === 'string' ? wanted : names[0];
    const entered = world === undefined || (await this.enter(world));
    if (!entered && !this.wire.up) return;
    if (entered) this.phase.value = 'online';
    else this.#down({ kind: 'refused', message: this.refusal.value });
    this.barred.value = !entered;
    this.hearing.begin();
  }

  #down(outage: Outage): void {
    this.#views.left();
    this.agent.left();
    this.hearing.end();
    this.barred.value = false;
    if (outage.kind === 'refused') {
      this.refusal.value = outage.message;
      this.dismissed.value = outage.code === 'WW_REMOVED';
    }
    if (outage.kind === 'refused') this.phase.value = 'refused';
    else if (this.me.value !== null) this.phase.value = 'lost';
    else if (this.phase.value !== 'refused') this.phase.value = 'connecting';
  }

  /** The world that one is in may have been closed: then the first of the others is entered. */
  #listed(worlds: readonly WorldSummary[]): void {
    this.worlds.value = worlds;
    const first = worlds[0];
    if (this.phase.value !== 'online' || worlds.some((world) => world.name === this.world.value)) return;
    if (first !== undefined) void this.enter(first.name);
    else this.status.value = null;
  }

  #myId(): { userId?: string } {
    return this.me.value === null ? {} : { userId: this.me.value.userId };
  }
}

/** The page has one session. */
export const session = new Session();
