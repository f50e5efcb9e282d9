import {
  HOST,
  OUTLETS,
  outletOf,
  type Author,
  type Effect,
  type EntityData,
  type LogEntry,
  type LogLevel,
  type Operation,
  type OperationResult,
} from '../door.ts';
import { WorldwireError } from '../errors.ts';
import { Answers } from './answers.ts';
import type { BaseFields, Component, EventName, Fields, PayloadOf, ValueOf } from '../schema/component.ts';
import type { FieldRef, Json } from '../schema/field.ts';
import type { BatchOptions, SpawnOptions } from './batch-options.ts';
import type { System } from './system.ts';
import { Drives } from './drives.ts';
import { EntityTable } from './entity-table.ts';
import type { FieldWriter } from './field-writer.ts';
import { errorWords, failureWords, refuseUndeclared } from './plugin-faults.ts';
import { WorldLog } from './world-log.ts';
import { Membership } from './membership.ts';
import { isChainsEnd, MAX_NESTED, Nesting } from './nesting.ts';
import { Random } from './random.ts';
import { RowLists } from './row-lists.ts';
import type { Registry } from './registry.ts';
import type { Starts, TurnClock } from './starts.ts';
import { Store, type StoreOf } from './store.ts';
import { Timers } from './timers.ts';
import type { Traffic } from './traffic.ts';
import { Users } from './users.ts';
import { wallOf } from './wall.ts';
import { Wakings } from './wakings.ts';
import type { Payload, Stateful, World } from './world.ts';
import { WorldAccess } from './world-access.ts';
import { WorldJobs } from './world-jobs.ts';
import { WorldLinks } from './world-links.ts';

/** What a world is made with. */
export interface WorldOptions {
  readonly registry: Registry;
  /** The world's own id, not its file's name. */
  readonly id: string;
  readonly name: string;
  /** Ticks a second. Default 60. */
  readonly tickRate?: number;
  /** What its scene says of that, where it runs at another. Default `tickRate`. */
  readonly sceneTickRate?: number;
  /** What its chance begins with. Default its id. */
  readonly seed?: string;
  /** Keys of its scene file that this version does not know. */
  readonly extras?: { readonly [key: string]: Json };
}

const NOTHING = Object.freeze({});

const TOO_DEEP = `${MAX_NESTED} events and edits had set each other off, each within the one before, so what they set off ends here`;

/**
 * Entities, their components and a clock, with all that the engine keeps of them and may call. Systems and programs that embed a world see it
 * as a `World`; what edits it (`engine/editing`) and makes it whole is the `LiveWorld`.
 */
export abstract class WorldCore implements World {
  readonly id: string;
  name: string;
  readonly tickRate: number;
  /** Ticks a second as its scene has it, and as it is saved. */
  readonly sceneTickRate: number;
  readonly registry: Registry;
  readonly extras: { readonly [key: string]: Json };
  readonly entities = new EntityTable();
  readonly stores: ReadonlyMap<string, Store>;
  /** Who drives what. */
  readonly drives: Drives;
  readonly membership = new Membership(() => this.entities.memberships());
  readonly users = new Users();
  /** User id of the acting user. Between steps that is always the host, so that it is no part of the state. */
  acting: string = HOST.userId;
  readonly logged = new WorldLog();
  readonly chance: Random;
  /** Answers to the newest inputs that named a request, so that a repeated one counts once. */
  readonly answered = new Answers();
  /** Ticks since the world began. */
  tick = 0;
  /** How far its systems have come. */
  readonly turns: TurnClock = { taken: 0, underWay: false };
  /** Real milliseconds since the world began, as the last step told. */
  real = 0;
  /** Real milliseconds between this step and the one before; no part of its state. */
  passed = 0;
  /** Steps since it was opened here, by which two of one tick are told apart; no part of its state. */
  steps = 0;
  /** The time of day at the host in this step, in milliseconds since 1970, where it was told; goes along with what is noted, and nothing depends on it. */
  wall: number | undefined;
  /** Orders of creation given out so far. */
  created = 0;
  /** Counts changes of structure; watchers of the hierarchy compare it. */
  structure = 0;
  /** Counts committed edits, and how many of them have been saved. */
  edits = 0;
  savedEdits = 0;
  /** Entities changed by edits in this step, for watchers; by writes of code only while anybody looks. */
  readonly touched = new Set<string>();
  /** Whether anybody looks; no part of its state. */
  isLookedAt = false;
  /** Which user's edit of this step touched an entity, for watchers; what systems do is nobody's. No part of its state. */
  readonly touchedBy = new Map<string, string>();
  /** Who hears what passes its connections; no part of its state. */
  traffic: Traffic | undefined;
  /** Counts how often columns have come to lie elsewhere. */
  readonly layout = { version: 0 };
  /** What its systems wait for in real time. */
  readonly timers = new Timers();
  readonly links = new WorldLinks(this);
  readonly access = new WorldAccess(this);
  readonly jobs = new WorldJobs(this);
  private readonly nesting = new Nesting();
  private nextId = 1;
  private effects: Effect[] = [];
  private readonly freed: number[] = [];
  private readonly states = new Map<string, unknown>();

  constructor(options: WorldOptions) {
    this.id = options.id;
    this.name = options.name;
    this.tickRate = options.tickRate ?? 60;
    this.sceneTickRate = options.sceneTickRate ?? this.tickRate;
    this.registry = options.registry;
    this.extras = options.extras ?? {};
    this.chance = new Random(options.seed ?? options.id);
    this.stores = new Map(Array.from(options.registry.components, ([name, component]) => [name, new Store(component, this.layout)]));
    this.drives = new Drives(this, options.registry.components, options.registry.drivers.keys());
    for (const system of options.registry.systems) listTurns(this.storeOf(system.over.name), system);
  }

  /** Gives each system what it keeps in a new world. Called once all of the world is there, since a system may look at any of it. */
  protected createStates(): void {
    for (const system of this.registry.systems) {
      try {
        if (system.state !== undefined) this.states.set(system.name, system.state.create(this));
      } catch (error) {
        // A world without what a system keeps would be no world that could be saved or replayed.
        throw new WorldwireError('WW_SYSTEM_FAILED', `${failureWords(this.registry, system)} at making what it keeps: ${errorWords(error)}`);
      }
    }
  }

  /** What driven fields began with, by `Component.Field`. */
  get starts(): ReadonlyMap<string, Starts> {
    return this.drives.starts;
  }
  /** Simulated seconds since the world began. */
  get time(): number {
    return this.tick / this.tickRate;
  }
  /** Simulated seconds of one tick. */
  get delta(): number {
    return 1 / this.tickRate;
  }

  /** The store of a component type, with its columns typed. Throws where the type is not registered. */
  store<C extends Component>(component: C): StoreOf<C> {
    return this.storeOf(component.name) as unknown as StoreOf<C>;
  }

  storeOf(type: string): Store {
    const store = this.stores.get(type);
    if (store === undefined) throw new WorldwireError('WW_UNKNOWN_COMPONENT', `no component type is named ${type}`);
    return store;
  }

  /** A number from 0 up to but not including 1, the same in every run of the same world. */
  random(): number {
    return this.chance.next();
  }

  /** An entity id that is not taken. */
  newId(): string {
    let id: string;
    do id = `e${(this.nextId++).toString(36)}`;
    while (this.entities.rowOf(id) !== undefined);
    return id;
  }

  /** Lets an effect leave with the step's result. Throws WW_UNKNOWN_EFFECT where nothing outside carries out effects of its type. */
  effect(effect: Effect): void {
    if (outletOf(effect.type) === undefined) {
      const { type } = effect as { readonly type: unknown };
      throw new WorldwireError(
        'WW_UNKNOWN_EFFECT',
        `nothing carries out an effect of type ${JSON.stringify(type)}; expected one of ${Object.keys(OUTLETS).join(', ')}`,
      );
    }
    this.effects.push(effect);
  }

  takeEffects(): Effect[] {
    const taken = this.effects;
    this.effects = [];
    return taken;
  }

  actFor<T>(userId: string, act: () => T): T {
    const before = this.acting;
    this.acting = userId;
    try {
      return act();
    } finally {
      this.acting = before;
    }
  }

  log(level: LogLevel, message: string, about: { readonly entity?: string | null; readonly source: string }): void {
    const { acting } = this;
    const user = acting === HOST.userId || acting === about.source ? {} : { user: acting };
    this.logged.write({ tick: this.tick, time: this.time, ...wallOf(this), level, entity: about.entity ?? null, source: about.source, ...user, message });
  }

  emit<C extends Component, K extends EventName<C>>(component: C, row: number, event: K, ...carried: Payload<PayloadOf<C, K>>): void {
    const payload = carried[0] ?? NOTHING;
    const declared = this.registry.events.get(component.name)?.get(event);
    if (declared === undefined) return refuseUndeclared(this.registry, this.storeOf(component.name).component, event);
    for (const name in payload) if (!declared.carries.has(name)) refuseUndeclared(this.registry, component, event, name);
    if (declared.hearings.length === 0) return;
    const store = this.storeOf(component.name);
    const source = { row, entity: store.owner[row] as number };
    for (const { system, listener, to } of declared.hearings) {
      if (this.nesting.isFull) {
        const entity = this.entities.id[source.entity] as string;
        this.endChain(entity, `${store.keyOf(row)}.${event} of ${entity} was not told`);
        return;
      }
      // As `setOff` does it, without a function of its own for each message.
      this.nesting.enter();
      try {
        listener(this, source, payload as never);
      } catch (error) {
        if (!isChainsEnd(error)) this.systemFailed(system, error, to);
      } finally {
        this.nesting.leave();
      }
    }
  }

  /** Calls what an edit has set off in a system. What it throws is told in the log, and the others have their turn. */
  setOff(system: System, act: () => void): void {
    this.nesting.enter();
    try {
      act();
    } catch (error) {
      if (!isChainsEnd(error)) this.systemFailed(system, error);
    } finally {
      this.nesting.leave();
    }
  }

  /** Whether events and edits have set each other off too deep for another. */
  get isTooDeep(): boolean {
    return this.nesting.isFull;
  }

  /**
   * Before an edit, whose refusal `what` puts in words. Throws WW_NESTED_TOO_DEEP where events and edits have set each other off too
   * deep; then nothing is changed.
   */
  refuseTooDeep(entity: string | null, what: () => string): void {
    if (!this.nesting.isFull) return;
    const refused = what();
    this.endChain(entity, refused);
    throw new WorldwireError('WW_NESTED_TOO_DEEP', `${refused}: ${TOO_DEEP}`);
  }

  /** Ends a chain of events and edits that has come too deep. The log tells it once for each chain, at its deepest place. */
  private endChain(entity: string | null, what: string): void {
    if (this.nesting.end()) this.log('error', `${what}: ${TOO_DEEP} (WW_NESTED_TOO_DEEP)`, { source: 'world', entity });
  }

  /** Gives a row its turn in each `woken` system over its type: in this tick where its UpdateOrder is still to come, else in the next. */
  wake(component: Component, row: number): void {
    for (const wakings of this.storeOf(component.name).wakings.values()) wakings.wake(row);
  }

  abstract apply(author: Author, operations: readonly Operation[], options?: BatchOptions): OperationResult[];
  abstract spawn(author: Author, entity: EntityData, parent: string | null, options?: SpawnOptions): OperationResult[];
  abstract setValue<F extends Fields, K extends keyof (BaseFields & F) & string>(
    store: Store<F>,
    row: number,
    field: K,
    value: ValueOf<(BaseFields & F)[K]>,
  ): void;
  abstract writer<F extends Fields, K extends keyof (BaseFields & F) & string>(store: Store<F>, field: K): FieldWriter<ValueOf<(BaseFields & F)[K]>>;
  abstract drive<F extends Fields>(store: Store<F>, driver: number, field: FieldRef, value: Json): boolean;

  /** What a system keeps in this world. */
  stateOf<S>(system: Stateful<S>): S {
    return this.states.get(system.name) as S;
  }
  setState(system: System, state: unknown): void {
    this.states.set(system.name, state);
  }

  /** Rows of entities that have all of some component types and none of others, in order of creation of the entities. */
  query(all: readonly Component[], none: readonly Component[] = []): number[] {
    const { created } = this.entities;
    return this.membership.query(all, none).sort((a, b) => (created[a] as number) - (created[b] as number));
  }

  /** Brings a row's eligibility up to date. Returns whether it changed. */
  refreshEligibility(store: Store, row: number): boolean {
    const eligible = store.columns.Enabled.data[row] === 1 && this.entities.inactive[store.owner[row] as number] === 0;
    const changed = store.eligible(row) !== eligible;
    store.setEligible(row, eligible);
    store.turns?.touch(row);
    return changed;
  }

  /** What a driven field began with, as `Transform.Rotation`, for those systems that drive it. */
  startsOf(driven: string): Starts {
    const starts = this.starts.get(driven);
    if (starts === undefined) throw new WorldwireError('WW_UNKNOWN_FIELD', `nothing that is registered drives ${driven}`);
    return starts;
  }

  /** A batch stands; `by` is the user whose edit it is. */
  committed(touched: ReadonlySet<string>, structure: boolean, by?: string): void {
    if (structure) this.structure++;
    for (const id of touched) {
      this.touched.add(id);
      if (by !== undefined) this.touchedBy.set(id, by);
    }
  }

  /** Rows are reused from the next step on, so that nothing new is taken for what stood there in this one. */
  releaseLater(row: number): void {
    this.freed.push(row);
  }

  releaseRows(): void {
    for (const row of this.freed) this.entities.release(row);
    this.freed.length = 0;
  }

  /** Lets a system do something that happens whatever it makes of it: what it throws is told in the log. Gives what it returns, if it does. */
  attempt<T>(system: System, act: () => T): T | undefined {
    try {
      return act();
    } catch (error) {
      this.systemFailed(system, error);
      return undefined;
    }
  }

  /** Tells in the log that a system threw something, and whose it is. @param to the event that it listened to */
  systemFailed(system: System, error: unknown, to?: string): void {
    const codes = error instanceof WorldwireError ? `WW_SYSTEM_FAILED, ${error.code}` : 'WW_SYSTEM_FAILED';
    this.log('error', `${failureWords(this.registry, system, to)}: ${errorWords(error)} (${codes})`, { source: system.name });
  }

  /** Counters that a snapshot keeps. */
  counters(): { nextId: number; created: number; edits: number } {
    return { nextId: this.nextId, created: this.created, edits: this.edits };
  }
  setCounters(counters: { readonly nextId: number; readonly created: number; readonly edits: number }, savedEdits = counters.edits): void {
    this.nextId = counters.nextId;
    this.created = counters.created;
    this.edits = counters.edits;
    this.savedEdits = savedEdits;
  }

  newEntries(): readonly LogEntry[] {
    return this.logged.takeNew();
  }
}

/** Lets a store keep the lists that a system is run over. */
function listTurns(store: Store, system: System): void {
  store.watched = true;
  if (system.woken === true) store.wakings.set(system.name, new Wakings(store));
  else if (system.update !== undefined || system.bind !== undefined) store.turns ??= new RowLists(store);
}
