import type { ComponentRef, Json } from '../schema/field.ts';
import { sameJson } from '../same-json.ts';
import { WorldwireError } from '../errors.ts';
import { driverOf } from '../world/driving.ts';
import { NONE } from '../world/entity-table.ts';
import type { Column } from '../world/column.ts';
import type { Store } from '../world/store.ts';
import type { Doer, Witness } from '../world/witness.ts';
import type { World } from '../world/world.ts';
import type { WorldCore } from '../world/world-core.ts';
import { liveOf } from '../editing/live-world.ts';

/** A field of a component, by its key, or where that is empty a property of the entity itself. */
export interface FieldPlace {
  readonly entity: string;
  readonly component: string;
  readonly field: string;
}

/** What a field holds; where it is not there, whether its entity is. */
export type FieldState = { readonly value: Json } | { readonly value?: never; readonly entity: boolean };

/** That a field has become another, and who did it. */
export interface FieldTurn {
  readonly before: FieldState;
  readonly after: FieldState;
  /** The place of the input, among those of the step, in which it happened; absent where it was in no input. */
  readonly input?: number;
  /** The system at whose turn it was, the innermost where one sets another off. */
  readonly system?: string;
  /** The component that did it of itself, as a flow or a script does. */
  readonly component?: ComponentRef;
  /** What drives the field. */
  readonly driver?: ComponentRef;
  /** User id of the acting user. */
  readonly acting: string;
}

/** What is asked of a field that is watched so. */
export interface WatchedField {
  readonly state: FieldState;
  /** The name of a user as the world knows it now. */
  nameOf(userId: string): string | undefined;
}

/** Properties of entities that have a history of their own. */
const PROPERTIES = ['name', 'parent', 'tag', 'active', 'persistent', 'orderOffset'] as const;
type Property = (typeof PROPERTIES)[number];

/**
 * Tells of each time at which a field becomes another, in a world that is lived through. Everything is looked at as one doer leaves the world to the
 * next, so that what was written by whichever way is known with who had it written.
 * @throws WorldwireError WW_UNKNOWN_COMPONENT and WW_UNKNOWN_FIELD where no world of these components can have such a field
 */
export function witnessField(world: World, place: FieldPlace, turned: (turn: FieldTurn) => void): WatchedField {
  const live = liveOf(world);
  const witness = new FieldWitness(live, place, turned);
  live.witness = witness;
  return witness;
}

class FieldWitness implements Witness, WatchedField {
  readonly #world: WorldCore;
  readonly #place: FieldPlace;
  readonly #turned: (turn: FieldTurn) => void;
  readonly #doers: Doer[] = [];
  #state: FieldState;
  /** Where its component lies, as of a count of changes of structure, and what numbers were there. */
  #at: { readonly structure: number; readonly store: Store; readonly row: number; readonly column: Column } | undefined;
  #numbers: number[] = [];

  constructor(world: WorldCore, place: FieldPlace, turned: (turn: FieldTurn) => void) {
    this.#world = world;
    this.#place = place;
    this.#turned = turned;
    const { component, field } = place;
    const type = component.replace(/#\d+$/, '');
    if (component === '') {
      if (!(PROPERTIES as readonly string[]).includes(field))
        throw new WorldwireError('WW_UNKNOWN_FIELD', `an entity has no property ${field}; expected one of ${PROPERTIES.join(', ')}`);
    } else if (!Object.hasOwn(world.storeOf(type).columns, field)) throw new WorldwireError('WW_UNKNOWN_FIELD', `${type} has no field ${field}`);
    this.#state = this.#look();
  }

  get state(): FieldState {
    return this.#state;
  }

  nameOf(userId: string): string | undefined {
    return this.#world.users.nameOf(userId);
  }

  enter(doer: Doer): void {
    this.#compare();
    this.#doers.push(doer);
  }
  leave(): void {
    this.#compare();
    this.#doers.pop();
  }
  stepped(): void {
    this.#compare();
  }

  #compare(): void {
    if (this.#isAsBefore()) return;
    const before = this.#state,
      after = this.#look();
    this.#state = after;
    if (isSame(before, after)) return;
    this.#turned({ before, after, ...this.#who() });
  }

  /** What is found out in no time: nearly always nothing has changed. */
  #isAsBefore(): boolean {
    const at = this.#at;
    if (at?.structure !== this.#world.structure) return false;
    const { column, row } = at,
      { width } = column;
    const data = column.reading;
    if (width === 1) return Object.is(data[row], this.#numbers[0]);
    for (let i = 0; i < width; i++) if (!Object.is(data[row * width + i], this.#numbers[i])) return false;
    return true;
  }

  #look(): FieldState {
    const { entities, structure } = this.#world,
      { entity, component, field } = this.#place;
    const entityRow = entities.rowOf(entity);
    this.#at = undefined;
    if (entityRow === undefined) return { entity: false };
    if (component === '') return { value: this.#property(entityRow, field as Property) };
    const held = entities.held(entityRow).find(({ key }) => key === component);
    if (held === undefined) return { entity: true };
    const store = this.#world.storeOf(held.component.name),
      column = store.columnOf(field),
      { row } = held;
    this.#at = { structure, store, row, column };
    this.#numbers = Array.from({ length: column.width }, (_none, i) => column.reading[row * column.width + i] as number);
    return { value: column.get(row) };
  }

  #property(row: number, property: Property): Json {
    const { entities } = this.#world;
    switch (property) {
      case 'name':
        return entities.name.get(row);
      case 'tag':
        return entities.tag.get(row);
      case 'parent': {
        const parent = entities.parent[row] as number;
        return parent === NONE ? null : entities.id.get(parent);
      }
      case 'orderOffset':
        return entities.orderOffset[row] as number;
      default:
        return entities[property][row] === 1;
    }
  }

  #who(): Omit<FieldTurn, 'before' | 'after'> {
    const { acting, entities } = this.#world;
    const doers = this.#doers,
      last = doers.at(-1);
    const input = doers[0]?.kind === 'input' ? doers[0].at : undefined;
    const system = doers.findLast((doer) => doer.kind === 'system')?.system;
    const store = last?.kind === 'component' ? this.#world.storeOf(last.type) : undefined;
    const component =
      last?.kind !== 'component' || store === undefined
        ? undefined
        : { entity: entities.id.get(store.owner[last.row] as number), component: store.keyOf(last.row) };
    const at = this.#at,
      { field, component: key } = this.#place;
    const driver = at === undefined ? undefined : driverOf(this.#world, at.store.owner[at.row] as number, key, field);
    return {
      ...(input === undefined ? {} : { input }),
      ...(system === undefined ? {} : { system }),
      ...(component === undefined ? {} : { component }),
      ...(driver === undefined ? {} : { driver }),
      acting,
    };
  }
}

function isSame(a: FieldState, b: FieldState): boolean {
  if (a.value === undefined || b.value === undefined) return a.value === b.value;
  return sameJson(a.value, b.value);
}
