import type { Author, EntityData, LogLevel, Operation, OperationResult } from '../door.ts';
import type { BaseFields, Component, EventName, Fields, PayloadOf, ValueOf } from '../schema/component.ts';
import type { FieldRef, Json } from '../schema/field.ts';
import type { Access } from './access.ts';
import type { BatchOptions, SpawnOptions } from './batch-options.ts';
import type { FieldWriter } from './field-writer.ts';
import type { Jobs } from './jobs.ts';
import type { Links } from './links.ts';
import type { Entities, People, StartsView, StoreView, StoreViewOf } from './views.ts';

/** What is given along with an event: nothing where it carries nothing. */
export type Payload<P> = Readonly<Record<string, never>> extends P ? [payload?: P] : [payload: P];

/** A system by what it keeps in a world. */
export interface Stateful<S> {
  readonly name: string;
  readonly state?: { create(world: never): S };
}

/** The component types of a world. */
export interface ComponentTypes {
  readonly components: ReadonlyMap<string, Component>;
}

/**
 * A world as its systems have it, and programs that embed one: entities, their components and a clock, advanced in ticks; a function of its
 * scene and its inputs. What only the engine calls is not in here.
 */
export interface World {
  readonly id: string;
  readonly name: string;
  readonly registry: ComponentTypes;
  /** Ticks a second. */
  readonly tickRate: number;
  /** Ticks since the world began. */
  readonly tick: number;
  /** Simulated seconds since the world began. */
  readonly time: number;
  /** Simulated seconds of one tick. */
  readonly delta: number;
  /** Real milliseconds since the world began, as the last step told. */
  readonly real: number;
  /** Real milliseconds between this step and the one before; no part of its state. */
  readonly passed: number;
  /** Steps since it was opened here, by which two of one tick are told apart; no part of its state. */
  readonly steps: number;
  /** Counts changes of structure. */
  readonly structure: number;
  readonly entities: Entities;
  readonly stores: ReadonlyMap<string, StoreView>;
  readonly users: People;
  /**
   * User id of the acting user, for whom is done what is done now: who edited, commanded, set an impulse off or came; of what had waited, for whom it
   * waited; the host for what time sets off. It holds for all that follows at once: events, hooks, edits, `spawnedBy` of what is added, the log.
   */
  readonly acting: string;
  /** What its systems wait for in real time: sees to it that a row of a system is looked at when it may be due, in real ms. */
  readonly timers: { arm(system: string, row: number, due: number): void };
  /** Connections that its systems own. */
  readonly links: Links;
  /** What its systems ask users for. */
  readonly access: Access;
  /** What its systems have done outside of it. */
  readonly jobs: Jobs;

  /** The store of a component type, with its columns typed. Throws WW_UNKNOWN_COMPONENT where the type is not registered. */
  store<C extends Component>(component: C): StoreViewOf<C>;
  /** The same by the type's name. */
  storeOf(type: string): StoreView;
  /** Rows of entities that have all of some component types and none of others, in order of creation of the entities. */
  query(all: readonly Component[], none?: readonly Component[]): number[];
  /**
   * What a driven field began with, as `Transform.Rotation`, for those systems that drive it. Throws WW_UNKNOWN_FIELD where nothing
   * that is registered drives it.
   */
  startsOf(driven: string): StartsView;
  /** What a system keeps in this world. */
  stateOf<S>(system: Stateful<S>): S;
  /** A number from 0 up to but not including 1, the same in every run of the same world. */
  random(): number;
  /** An entity id that is not taken. */
  newId(): string;
  log(level: LogLevel, message: string, about: { readonly entity?: string | null; readonly source: string }): void;
  /**
   * Tells an event to the systems that listen to it, right now. A listener that throws is logged and passed over. Listeners may emit in turn, as
   * deep as 64 events and edits within each other; there the chain ends, which the log tells (WW_NESTED_TOO_DEEP), and `emit` returns as ever.
   * Throws WW_UNKNOWN_EVENT where the component type does not declare the event, or something that it carries.
   */
  emit<C extends Component, K extends EventName<C>>(component: C, row: number, event: K, ...payload: Payload<PayloadOf<C, K>>): void;
  /** Gives a row its turn in each `woken` system over its type: in this tick where its turn at its UpdateOrder is still to come, else in the next. */
  wake(component: Component, row: number): void;
  /**
   * Does something for a user, and for nobody else once it returns. What waits for its time, or for an answer, keeps the acting user in its state, and goes
   * on for them by this.
   */
  actFor<T>(userId: string, act: () => T): T;
  /**
   * Applies a batch of operations whole, or throws a WorldwireError with every fault found and changes nothing.
   * With `history` its author can undo it, as one step. What is applied as the host is done for the acting user, as `spawnedBy` and history tell.
   */
  apply(author: Author, operations: readonly Operation[], options?: BatchOptions): OperationResult[];
  /** Adds a tree that has been checked elsewhere, such as an item, below a parent (null: at the top). */
  spawn(author: Author, entity: EntityData, parent: string | null, options?: SpawnOptions): OperationResult[];
  /** Sets a field from a system's code: checked, told to whom it concerns, not part of any history. */
  setValue<F extends Fields, K extends keyof (BaseFields & F) & string>(store: StoreView<F>, row: number, field: K, value: ValueOf<(BaseFields & F)[K]>): void;
  /** The same for code that sets a field often: takes once what `setValue` looks up each time. It may be kept as long as the world. Throws WW_UNKNOWN_FIELD. */
  writer<F extends Fields, K extends keyof (BaseFields & F) & string>(store: StoreView<F>, field: K): FieldWriter<ValueOf<(BaseFields & F)[K]>>;
  /**
   * Writes a field that a component drives by naming it (`drives` of a field), as `setValue` does, but that the field keeps what it began with. Returns
   * false, and writes nothing, where the field is not there, another component has it, or the value does not fit it, which the log tells once.
   * @param driver the row of the component in `store`
   */
  drive<F extends Fields>(store: StoreView<F>, driver: number, field: FieldRef, value: Json): boolean;
  /**
   * Something is another that the scene holds and that nobody edits, as what a store of a flow keeps: the world is saved by `autosaveInterval` and
   * `saveOnExit`, as after an edit. For what moves by itself, as a Spinner, it is not meant.
   */
  keep(): void;
}
