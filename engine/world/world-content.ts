import { HOST, OUTLETS, outletOf, type Effect, type LogEntry, type LogLevel } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import type { Component } from '../schema/component.ts';
import type { Json } from '../schema/field.ts';
import { Answers } from './answers.ts';
import { Drives } from './drives.ts';
import { EntityTable } from './entity-table.ts';
import { Membership } from './membership.ts';
import { Random } from './random.ts';
import type { Registry } from './registry.ts';
import { RowLists } from './row-lists.ts';
import type { Starts, TurnClock } from './starts.ts';
import { Store, type StoreOf } from './store.ts';
import type { System } from './system.ts';
import type { Traffic } from './traffic.ts';
import { Users } from './users.ts';
import { Wakings } from './wakings.ts';
import { wallOf } from './wall.ts';
import type { Witness } from './witness.ts';
import { WorldLog } from './world-log.ts';

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

/** What a world holds: entities, their components and a clock, what it counts, and what has yet to leave it. None of it calls a system. */
export abstract class WorldContent {
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
  /** Who is told who does what in a step; no part of its state. */
  witness: Witness | undefined;
  /** Counts how often columns have come to lie elsewhere. */
  readonly layout = { version: 0 };
  private nextId = 1;
  private effects: Effect[] = [];
  private readonly freed: number[] = [];

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
    if (taken.length === 0) return [];
    this.effects = [];
    return taken;
  }

  log(level: LogLevel, message: string, about: { readonly entity?: string | null; readonly source: string }): void {
    const { acting } = this;
    const user = acting === HOST.userId || acting === about.source ? {} : { user: acting };
    this.logged.write({ tick: this.tick, time: this.time, ...wallOf(this), level, entity: about.entity ?? null, source: about.source, ...user, message });
  }

  /** Rows of entities that have all of some component types and none of others, in order of creation of the entities. */
  query(all: readonly Component[], none: readonly Component[] = []): number[] {
    const { created } = this.entities;
    return this.membership.query(all, none).sort((a, b) => (created[a] as number) - (created[b] as number));
  }

  /** Brings a row's eligibility up to date. Returns whether it changed. */
  refreshEligibility(store: Store, row: number): boolean {
    const eligible = store.columns.Enabled.reading[row] === 1 && this.entities.inactive[store.owner[row] as number] === 0;
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
