/**
 * A world of a running server, turned by hand: it is paused, and each step of a test is one of its ticks or passes. Real time goes by as the
 * test wants it: each step lets some milliseconds of it pass, whatever the clock says.
 */
import { HOST, WebsocketClient, type EntityData, type FieldValues, type Input, type LogEntry, type Operation, type World } from '../../../engine/index.ts';
import type { HostedWorld, Links } from '../../../server/index.ts';
import { pause } from '../link-rig.ts';
import type { Witness } from '../witness.ts';
import type { EntityText } from '../world-rig.ts';
import { PATIENCE } from '../../patience.ts';

/** An input that changes nothing: a paused world takes it in at once. */
const NOTHING: Input = { type: 'accessChanged', userId: 'nobody', scope: 'Websocket', host: 'nowhere.invalid', port: 1 };

/** The clock of the server, in milliseconds. */
export interface Clock {
  real: number;
}

export class RunningWorld {
  readonly hosted: HostedWorld;
  readonly log: LogEntry[] = [];
  /** Milliseconds of real time that a step lets pass. */
  stride = 5;
  /** How often a link has told this world that it was heard of without a message. */
  signs = 0;
  readonly #witness: Witness;
  readonly #clock: Clock;
  readonly #before: Links['stats'];
  readonly #unlisten: () => void;
  readonly #unlink: () => void;
  /** What whoever carries the connections has printed. */
  readonly #said: () => string;
  #tops: string[] = [];

  constructor(hosted: HostedWorld, witness: Witness, clock: Clock, said: () => string) {
    this.#said = said;
    this.hosted = hosted;
    this.#witness = witness;
    this.#clock = clock;
    this.#before = { ...hosted.links.stats };
    this.#unlisten = hosted.onStep(({ log }) => {
      this.log.push(...log);
    });
    const { links } = hosted;
    const { collect } = links;
    links.collect = (mode) => {
      const events = collect.call(links, mode);
      for (const { type } of events) if (type === 'activity') this.signs += 1;
      return events;
    };
    this.#unlink = () => {
      links.collect = collect;
    };
  }

  get world(): World {
    const world = this.#witness.worlds.get(this.hosted.id);
    if (world === undefined) throw new Error('the world has not made a step yet');
    return world;
  }
  get witness(): Witness {
    return this.#witness;
  }
  get real(): number {
    return this.#clock.real;
  }
  /** Messages that the server has taken in for this world since the test began. */
  get arrived(): number {
    return this.hosted.links.stats.messagesIn - this.#before.messagesIn;
  }

  /** Puts entities in, listed as a scene lists them. */
  async add(entities: readonly EntityText[]): Promise<void> {
    const below = (parent: string | undefined): EntityData[] =>
      entities
        .filter((entity) => entity.parent === parent)
        .map(({ id, components }) => ({ id, name: id, components: (components ?? {}) as Record<string, FieldValues>, children: below(id) }));
    const tops = below(undefined);
    this.#tops.push(...tops.map(({ id }) => id as string));
    await this.edit(tops.map((entity) => ({ op: 'addEntity', entity })));
  }

  /** A step of its own. A pass takes in what is there, and lets nothing happen in the world. */
  async step(mode: 'tick' | 'pass' = 'tick', stride = this.stride): Promise<void> {
    this.#clock.real += stride;
    if (mode === 'tick') await this.hosted.step(1);
    else await this.#put(NOTHING);
  }

  /** Steps until the condition holds, a few milliseconds apart; fails after a generous time. */
  async until(what: string, condition: () => boolean | Promise<boolean>, mode: 'tick' | 'pass' = 'tick'): Promise<void> {
    const end = performance.now() + PATIENCE;
    while (!(await condition())) {
      if (performance.now() > end) throw new Error(`waited in vain until ${what}\n${this.#asItIs()}`);
      await pause(2);
      await this.step(mode);
    }
  }

  /** Lets some seconds of real time pass, a tenth at a time, while sockets have theirs. */
  async pass(seconds: number): Promise<void> {
    for (let i = 0; i < seconds * 10; i += 1) {
      await this.step('tick', 100);
      if (i % 10 === 9) await pause(2);
    }
  }

  /** Edits the world in a step of its own; throws where the edit is refused. */
  async edit(operations: readonly Operation[], mode: 'tick' | 'pass' = 'tick'): Promise<void> {
    await this.#put({ type: 'operations', operations }, mode);
  }

  async set(entity: string, field: string, value: unknown, mode: 'tick' | 'pass' = 'tick'): Promise<void> {
    await this.edit([{ op: 'setField', entity, component: 'WebsocketClient', field, value: value as null }], mode);
  }

  async command(entity: string, command: string, args: FieldValues = {}): Promise<void> {
    await this.#put({ type: 'command', command: { command, entity, component: 'WebsocketClient', args } }, 'tick');
  }

  /** A field of an entity's first WebsocketClient, now: its row is the entity's. */
  field(entity: string, field: string): unknown {
    return this.world.store(WebsocketClient).get(this.world.entities.rowOf(entity) as number, field);
  }

  async open(...entities: readonly string[]): Promise<void> {
    await this.until(`${entities.join(', ')} open`, () => entities.every((entity) => this.field(entity, 'State') === 'Open'));
  }

  story(entity: string): ReturnType<Witness['story']> {
    return this.#witness.story(entity);
  }
  messages(entity: string): (string | Uint8Array)[] {
    return this.#witness.messages(entity);
  }
  ends(entity: string): number {
    return this.#witness.ends(entity);
  }

  /** Takes out what the test has put in. */
  async end(): Promise<void> {
    this.#unlisten();
    this.#unlink();
    this.#witness.onMessage = undefined;
    const there = this.#tops.filter((id) => this.world.entities.rowOf(id) !== undefined);
    this.#tops = [];
    if (there.length > 0) await this.edit(there.map((entity) => ({ op: 'removeEntity', entity })));
  }

  /** For who reads why a test waited in vain. */
  #asItIs(): string {
    const clients = this.world.store(WebsocketClient);
    const states = this.#tops.map((id) => {
      const row = this.world.entities.rowOf(id);
      return row === undefined || !clients.has(row)
        ? id
        : `${id}: ${['State', 'StateReason', 'LastError'].map((field) => clients.get(row, field) as string).join(', ')}`;
    });
    const told = JSON.stringify(this.#witness.told.slice(-10)).slice(0, 2000);
    const log = this.log.slice(-10).map((entry) => entry.message);
    return [...states, `told: ${told}`, `arrived: ${this.arrived}`, ...log, `who carries said: ${this.#said().slice(-4000)}`].join('\n');
  }

  async #put(input: Input, mode: 'tick' | 'pass' = 'pass'): Promise<void> {
    const done = this.hosted.submit(HOST, input);
    if (mode === 'tick') await this.step('tick');
    const result = await done;
    if (!result.ok) throw new Error(`${result.code}: ${result.message}`);
  }
}
