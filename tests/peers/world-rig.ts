/**
 * A real world with real sockets and a loop that steps it: scene, door, LinkManager. Real time goes by as a test wants it:
 * each step lets some milliseconds of it pass, whatever the clock says. The handling user is the host, and allows everything.
 */
import {
  createDoor,
  createRegistry,
  HOST,
  openWorld,
  readScene,
  type AccessAnswer,
  type AccessQuestion,
  type Author,
  type Effect,
  type Envelope,
  type FieldValues,
  type Input,
  type InputResult,
  type LocalDoor,
  type LogEntry,
  type Operation,
  type Sandbox,
  isLinkEffect,
  type World,
} from '../../engine/index.ts';
import { quickJs } from '../../sandbox/quickjs.ts';
import { LinkManager, type LinkOptions } from '../../server/links/link-manager.ts';
import { pause } from './link-rig.ts';
import { Witness } from './witness.ts';
import { PATIENCE } from '../patience.ts';

export interface EntityText {
  readonly id: string;
  readonly parent?: string;
  readonly components?: { readonly [key: string]: { readonly [field: string]: unknown } };
}

/** An entity with a WebsocketClient that the host handles. */
export function client(id: string, url: string | null, more: { readonly [field: string]: unknown } & { parent?: string } = {}): EntityText {
  const { parent, ...fields } = more;
  return { id, ...(parent === undefined ? {} : { parent }), components: { WebsocketClient: { URL: url, HandlingUser: { userId: 'host' }, ...fields } } };
}

export class WorldRig {
  readonly world: World;
  readonly door: LocalDoor;
  readonly links: LinkManager;
  readonly witness = new Witness();
  readonly log: LogEntry[] = [];
  /** What handling users answer. */
  decide: (question: AccessQuestion) => AccessAnswer['decision'] = () => 'allow';
  /** Milliseconds of real time that a step lets pass. */
  stride = 5;
  real = 0;
  /** Does what the world has done outside, besides its sockets. */
  perform: (effect: Effect) => void = () => undefined;
  private waiting: Envelope[] = [];
  private isOver = false;

  constructor(entities: readonly EntityText[], options: LinkOptions = {}, sandbox: Sandbox = quickJs) {
    const registry = createRegistry({ systems: [this.witness.system], sandbox });
    const text = JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Rig', entities: entities.map((entity) => ({ name: entity.id, ...entity })) });
    this.world = openWorld({ registry, scene: readScene(text, { registry }).scene, seed: 'rig' });
    this.door = createDoor(this.world);
    this.links = new LinkManager(options);
  }

  /** One step, with what waits to be put in; gives the results of those inputs. */
  step(mode: 'tick' | 'pass' = 'tick', stride = this.stride): readonly InputResult[] {
    this.real += stride;
    const events = this.links.collect(mode);
    const own = this.waiting;
    this.waiting = [];
    const inputs: Envelope[] = events.length > 0 ? [{ author: HOST, input: { type: 'link', events } }, ...own] : own;
    const result = this.door.step({ mode, real: this.real, inputs });
    for (const effect of result.effects) {
      if (effect.type === 'ask') {
        const decision = this.decide(effect.question);
        const answer = { ask: effect.question.ask, decision, by: effect.question.user?.userId ?? 'host', at: '2026-01-01T00:00:00Z' };
        this.waiting.push({ author: HOST, input: { type: 'access', answer } });
      } else if (isLinkEffect(effect)) this.links.perform(effect);
      else this.perform(effect);
    }
    this.log.push(...result.log);
    return result.results;
  }

  /** Steps until the condition holds, a few milliseconds apart; fails after a generous time. */
  async until(what: string, condition: () => boolean, mode: 'tick' | 'pass' = 'tick'): Promise<void> {
    const end = performance.now() + PATIENCE;
    while (!condition()) {
      if (performance.now() > end)
        throw new Error(
          `waited in vain until ${what}\ntold: ${JSON.stringify(this.witness.told.slice(-10)).slice(0, 2000)}\nlog: ${this.log
            .slice(-10)
            .map((entry) => entry.message)
            .join('\n     ')}`,
        );
      await pause(2);
      this.step(mode);
    }
  }

  /** Lets some seconds of real time pass, a tenth at a time, while sockets have theirs. */
  async pass(seconds: number): Promise<void> {
    for (let i = 0; i < seconds * 10; i += 1) {
      this.step('tick', 100);
      if (i % 10 === 9) await pause(2);
    }
  }

  /** Has the world told something of the host's in its next step. */
  tell(input: Input): void {
    this.waiting.push({ author: HOST, input });
  }

  /** Gives an input in a step of its own, as an author; throws where it is refused. */
  give(input: Input, author: Author = HOST, mode: 'tick' | 'pass' = 'tick'): void {
    this.waiting.push({ author, input });
    this.accepted(this.step(mode));
  }

  /** Edits the world in a step of its own; throws where the edit is refused. */
  edit(operations: readonly Operation[], mode: 'tick' | 'pass' = 'tick'): void {
    this.give({ type: 'operations', operations }, HOST, mode);
  }

  /** Spawns an item at the top, in a step of its own. */
  spawn(item: object): void {
    this.give({ type: 'spawn', item: item as FieldValues, parent: null });
  }

  set(entity: string, field: string, value: unknown, mode: 'tick' | 'pass' = 'tick'): void {
    this.edit([{ op: 'setField', entity, component: 'WebsocketClient', field, value: value as null }], mode);
  }

  command(entity: string, command: string, args: FieldValues = {}, component = 'WebsocketClient'): void {
    this.give({ type: 'command', command: { command, entity, component, args } });
  }

  /** Sends texts in one step, and gives what each came to. */
  sends(entity: string, texts: readonly string[], mode: 'tick' | 'pass' = 'tick'): readonly InputResult[] {
    for (const Data of texts)
      this.waiting.push({ author: HOST, input: { type: 'command', command: { command: 'Send', entity, component: 'WebsocketClient', args: { Data } } } });
    return this.step(mode);
  }

  /** Ids of all entities, by their rows. */
  ids(): string[] {
    return [...this.world.entities.all()].map((row) => this.world.entities.id.get(row));
  }

  named(id: string): string {
    return this.world.entities.name.get(this.world.entities.rowOf(id) as number);
  }

  /** A field of an entity's first component of a type, now: its row is the entity's. */
  value(entity: string, component: string, field = 'Value'): unknown {
    return this.world.storeOf(component).get(this.world.entities.rowOf(entity) as number, field);
  }
  /** A field of its WebsocketClient. */
  field(entity: string, field: string): unknown {
    return this.value(entity, 'WebsocketClient', field);
  }

  async open(...entities: readonly string[]): Promise<void> {
    await this.until(`${entities.join(', ')} open`, () => entities.every((entity) => this.field(entity, 'State') === 'Open'));
  }

  /** What an entity's client has told, messages by their data alone. */
  story(entity: string): ReturnType<Witness['story']> {
    return this.witness.story(entity);
  }
  messages(entity: string): (string | Uint8Array)[] {
    return this.witness.messages(entity);
  }
  /** How often the client has told OnDisconnected. */
  ends(entity: string): number {
    return this.witness.ends(entity);
  }

  /** Ends the world, and resolves when every TCP connection is gone. */
  async close(graceMs = 200): Promise<void> {
    if (this.isOver) return;
    this.isOver = true;
    for (const effect of this.door.end()) if (isLinkEffect(effect)) this.links.perform(effect);
    await this.links.closeAll(graceMs);
  }

  private accepted(results: readonly InputResult[]): void {
    for (const result of results) if (!result.ok) throw new Error(`${result.code}: ${result.message}`);
  }
}
