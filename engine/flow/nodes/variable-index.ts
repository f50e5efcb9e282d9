import { DynamicVariables, type DynamicVariable } from '../../components/dynamic-variables.ts';
import type { Json } from '../../schema/field.ts';
import { defineSystem } from '../../world/system.ts';
import type { World } from '../../world/world.ts';

export type Variables = { readonly [key: string]: DynamicVariable };

/** A variable's name behind the name of its space: `Space/Name`. */
export function nameIn(key: string): { readonly space: string | undefined; readonly name: string } {
  const slash = key.indexOf('/');
  return slash < 0 ? { space: undefined, name: key } : { space: key.slice(0, slash), name: key.slice(slash + 1) };
}

/** Characters that variables have in their names and texts. */
export function sizeOfVariables(variables: Variables): number {
  let size = 0;
  for (const key of Object.keys(variables)) size += key.length + sizeOfText(variables[key]?.value);
  return size;
}
function sizeOfText(value: Json | undefined): number {
  return typeof value === 'string' ? value.length : 0;
}

/** Which components hold variables of a name, whatever their space, and how much all of them hold. It follows from the columns, and is no state of its own. */
export class VariableIndex {
  /** Characters of the names and texts of all variables of the world. */
  held = 0;
  readonly #sizes = new Map<number, number>();
  readonly #rows = new Map<string, Set<number>>();
  readonly #names = new Map<number, readonly string[]>();
  readonly #none: ReadonlySet<number> = new Set();

  /** Rows of DynamicVariables that hold one of this name. */
  holding(name: string): ReadonlySet<number> {
    return this.#rows.get(name) ?? this.#none;
  }

  /** What a component counts of it. */
  sizeOf(row: number): number {
    return this.#sizes.get(row) ?? 0;
  }

  follow(row: number, variables: Variables): void {
    this.forget(row);
    const names = [...new Set(Object.keys(variables).map((key) => nameIn(key).name))];
    this.#names.set(row, names);
    const size = sizeOfVariables(variables);
    this.#sizes.set(row, size);
    this.held += size;
    for (const name of names) {
      const rows = this.#rows.get(name);
      if (rows === undefined) this.#rows.set(name, new Set([row]));
      else rows.add(row);
    }
  }

  forget(row: number): void {
    for (const name of this.#names.get(row) ?? []) {
      const rows = this.#rows.get(name);
      rows?.delete(row);
      if (rows?.size === 0) this.#rows.delete(name);
    }
    this.#names.delete(row);
    this.held -= this.sizeOf(row);
    this.#sizes.delete(row);
  }
}

function indexOf(world: World): VariableIndex {
  const store = world.store(DynamicVariables);
  const index = new VariableIndex();
  for (const row of store.rows()) index.follow(row, store.columns.Variables.data[row] as Variables);
  return index;
}

/** Keeps the index of a world. */
export const variableSystem = defineSystem({
  name: 'dynamic-variables',
  over: DynamicVariables,
  added: follow,
  changed: (world, row, field) => {
    if (field === 'Variables') follow(world, row);
  },
  removed: (world, row) => world.stateOf(variableSystem).forget(row),
  state: { create: indexOf, save: () => null, load: (_data, world) => indexOf(world) },
});

function follow(world: World, row: number): void {
  world.stateOf(variableSystem).follow(row, world.store(DynamicVariables).columns.Variables.data[row] as Variables);
}
