import { DynamicVariables, type DynamicVariable } from '../components/dynamic-variables.ts';
import { defineSystem } from '../world/system.ts';
import type { World } from '../world/world.ts';

type Variables = { readonly [key: string]: DynamicVariable };

/** A variable's name behind the name of its space: `Space/Name`. */
export function nameIn(key: string): { readonly space: string | undefined; readonly name: string } {
  const slash = key.indexOf('/');
  return slash < 0 ? { space: undefined, name: key } : { space: key.slice(0, slash), name: key.slice(slash + 1) };
}

/** Which components hold variables of a name, whatever their space. It follows from the columns, and is no state of its own. */
export class VariableIndex {
  readonly #rows = new Map<string, Set<number>>();
  readonly #names = new Map<number, readonly string[]>();
  readonly #none: ReadonlySet<number> = new Set();

  /** Rows of DynamicVariables that hold one of this name. */
  holding(name: string): ReadonlySet<number> {
    return this.#rows.get(name) ?? this.#none;
  }

  follow(row: number, variables: Variables): void {
    this.forget(row);
    const names = [...new Set(Object.keys(variables).map((key) => nameIn(key).name))];
    this.#names.set(row, names);
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
