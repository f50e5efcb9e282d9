import type { ChangeRow } from '../door.ts';
import type { Json } from '../schema/field.ts';
import { sameJson } from '../same-json.ts';
import { NONE } from '../world/entity-table.ts';
import type { StoredEntity } from '../world/stored.ts';
import { wallOf } from '../world/wall.ts';
import type { Editable } from './editable.ts';
import { fieldOf, propertyOf, type Fact } from './baseline.ts';
import { inPlace } from './sibling-order.ts';

/** Characters of a value that are shown; of what is longer the beginning, as text. */
const MOST_SHOWN = 1_000;

/** A difference with what it is kept as. */
export interface Difference {
  readonly fact: Fact;
  readonly row: ChangeRow;
}

type Told = Pick<ChangeRow, 'kind' | 'what'> & { readonly path: readonly string[]; readonly before?: Json | undefined; readonly now?: Json | undefined };

/** How a world differs from what was loaded, by what edits have touched, in the order in which they first did. */
export function differencesOf(world: Editable): Difference[] {
  const { facts } = world.baseline;
  const places = new Places(world, facts);
  return facts.flatMap((fact): Difference[] => {
    const told = tell(world, fact, places);
    if (told === undefined) return [];
    const { before, now, ...rest } = told;
    const { change, entity, author, tick, wall } = fact;
    return [
      {
        fact,
        row: {
          change,
          entity,
          ...rest,
          ...(before === undefined ? {} : { before: shown(before) }),
          ...(now === undefined ? {} : { now: shown(now) }),
          author,
          tick,
          ...wallOf({ wall }),
        },
      },
    ];
  });
}

function tell(world: Editable, fact: Fact, places: Places): Told | undefined {
  const { entities, baseline } = world;
  if (fact.kind === 'removedEntity') {
    const parent = (baseline.homeOf(fact.entity) ?? (fact.entities[0] as StoredEntity)).parent;
    // Its parent is gone as well, and the line of that one tells of both.
    if (parent !== null && !isLoaded(world, parent) && places.wasRemoved(parent)) return undefined;
    return { kind: 'removed', what: '', path: fact.path };
  }
  const row = entities.rowOf(fact.entity);
  if (row === undefined) return undefined;
  const path = entities.pathOf(row).map((each) => entities.name.get(each));
  if (fact.kind === 'added' && fact.component === undefined) {
    const parent = entities.parent[row] as number;
    return parent !== NONE && baseline.isAdded(world, parent) ? undefined : { kind: 'added', what: '', path };
  }
  if (baseline.isAdded(world, row)) return undefined;
  const holds = (key: string): boolean => entities.held(row).some((held) => held.key === key);
  switch (fact.kind) {
    case 'added':
      return fact.component !== undefined && holds(fact.component) ? { kind: 'added', what: fact.component, path } : undefined;
    case 'removedComponent':
      return { kind: 'removed', what: fact.stored.key, path };
    case 'property': {
      const now = propertyOf(world, row, fact.property);
      return now === fact.before ? undefined : { kind: 'changed', what: fact.property, path, before: fact.before, now };
    }
    case 'place':
      return tellPlace(world, fact, row, path, places);
    case 'field': {
      if (baseline.addedComponent(fact.entity, fact.component)) return undefined;
      const now = fieldOf(world, row, fact.component, fact.field);
      if (now === undefined || sameJson(now, fact.before)) return undefined;
      return { kind: 'changed', what: `${fact.component}.${fact.field}`, path, before: fact.before, now };
    }
  }
}

function tellPlace(world: Editable, fact: Fact & { kind: 'place' }, row: number, path: readonly string[], places: Places): Told | undefined {
  const { entities } = world;
  const above = entities.parent[row] as number;
  const parent = above === NONE ? null : entities.id.get(above);
  if (parent !== fact.parent)
    return { kind: 'moved', what: 'parent', path, before: places.nameOf(fact.parent), now: above === NONE ? null : entities.name.get(above) };
  const orderOffset = entities.orderOffset[row] as number;
  if (orderOffset !== fact.orderOffset) return { kind: 'moved', what: 'orderOffset', path, before: fact.orderOffset, now: orderOffset };
  if (places.inPlace(parent).has(fact.entity)) return undefined;
  return {
    kind: 'moved',
    what: 'order',
    path,
    before: world.baseline.orderOf(parent)?.indexOf(fact.entity) ?? 0,
    now: entities.siblings(above).indexOf(row),
  };
}

/** Whether an entity is there that was there when the world was loaded. */
export function isLoaded(world: Editable, id: string): boolean {
  const row = world.entities.rowOf(id);
  return row !== undefined && !world.baseline.isAdded(world, row);
}

/** What is found out about places once for all differences, and only where one asks for it. */
class Places {
  readonly #world: Editable;
  readonly #facts: readonly Fact[];
  readonly #inPlace = new Map<string | null, ReadonlySet<string>>();
  #removed: Map<string, string> | undefined;

  constructor(world: Editable, facts: readonly Fact[]) {
    this.#world = world;
    this.#facts = facts;
  }

  inPlace(parent: string | null): ReadonlySet<string> {
    let found = this.#inPlace.get(parent);
    if (found === undefined) {
      found = inPlace(this.#world, parent);
      this.#inPlace.set(parent, found);
    }
    return found;
  }

  wasRemoved(id: string): boolean {
    return this.#names().has(id);
  }

  nameOf(id: string | null): string | null {
    if (id === null) return null;
    const row = this.#world.entities.rowOf(id);
    return row === undefined ? (this.#names().get(id) ?? id) : this.#world.entities.name.get(row);
  }

  #names(): Map<string, string> {
    this.#removed ??= new Map(this.#facts.flatMap((fact) => (fact.kind === 'removedEntity' ? fact.entities.map(({ id, name }) => [id, name] as const) : [])));
    return this.#removed;
  }
}

function shown(value: Json): Json {
  if (typeof value === 'string') return value.length <= MOST_SHOWN ? value : `${value.slice(0, MOST_SHOWN)}…`;
  if (typeof value !== 'object' || value === null) return value;
  const text = JSON.stringify(value);
  return text.length <= MOST_SHOWN ? value : `${text.slice(0, MOST_SHOWN)}…`;
}
