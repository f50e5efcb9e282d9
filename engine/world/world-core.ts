import type { Author, EntityData, Operation, OperationResult } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import type { BaseFields, Component, EventName, Fields, PayloadOf, ValueOf } from '../schema/component.ts';
import type { FieldRef, Json } from '../schema/field.ts';
import type { BatchOptions, SpawnOptions } from './batch-options.ts';
import type { FieldWriter } from './field-writer.ts';
import { isChainsEnd, MAX_NESTED, Nesting } from './nesting.ts';
import { errorWords, failureWords, refuseUndeclared } from './plugin-faults.ts';
import type { Store } from './store.ts';
import type { System } from './system.ts';
import { Timers } from './timers.ts';
import { WorldAccess } from './world-access.ts';
import { WorldContent } from './world-content.ts';
import { WorldJobs } from './world-jobs.ts';
import { WorldLinks } from './world-links.ts';
import type { Payload, Stateful, World } from './world.ts';

const NOTHING = Object.freeze({});

const TOO_DEEP = `${MAX_NESTED} events and edits had set each other off, each within the one before, so what they set off ends here`;

/**
 * What a world holds, and how its systems are called in it: all that the engine may call. Systems and programs that embed a world see it
 * as a `World`; what edits it (`engine/editing`) and makes it whole is the `LiveWorld`.
 */
export abstract class WorldCore extends WorldContent implements World {
  /** What its systems wait for in real time. */
  readonly timers = new Timers();
  readonly links = new WorldLinks(this);
  readonly access = new WorldAccess(this);
  readonly jobs = new WorldJobs(this);
  private readonly nesting = new Nesting();
  private readonly states = new Map<string, unknown>();

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

  actFor<T>(userId: string, act: () => T): T {
    const before = this.acting;
    this.acting = userId;
    try {
      return act();
    } finally {
      this.acting = before;
    }
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
        const entity = this.entities.id.get(source.entity);
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
    this.witness?.enter({ kind: 'system', system: system.name });
    try {
      act();
    } catch (error) {
      if (!isChainsEnd(error)) this.systemFailed(system, error);
    } finally {
      this.witness?.leave();
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

  /** Gives a row its turn in each `woken` system over its type: in this tick where its turn at its UpdateOrder is still to come, else in the next. */
  wake(component: Component, row: number): void {
    for (const wakings of this.storeOf(component.name).wakings.values()) wakings.wake(row);
  }

  abstract keep(): void;
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
}
