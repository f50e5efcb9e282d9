import { defineComponent, defineSystem, fieldRef, string, type Column, type FieldRef, type Store, type World } from '../../engine/index.ts';

/** A second component of our own, for the example of UpdateOrder. */
export const ValueCopy = defineComponent('ValueCopy', {
  doc:
    'Copies a field to another one of the same kind in every tick. Where one copies what another has written, UpdateOrder says whether that ' +
    'arrives in the same tick or in the next.',
  category: 'Examples',
  disabled: 'Nothing is copied.',
  fields: {
    Source: fieldRef({ doc: 'The field to read.' }),
    Target: fieldRef({ doc: 'The field to write.' }),
    Problem: string({ readOnly: true, saved: false, doc: 'Why nothing is copied; empty while it works.' }),
  },
});

export const valueCopySystem = defineSystem({
  name: 'valueCopy',
  over: ValueCopy,
  update(world, rows) {
    const { Source, Target, Problem } = world.store(ValueCopy).columns;
    for (let i = 0; i < rows.length; i++) {
      const row = rows.data[i] as number;
      Problem.data[row] = copy(world, Source.data[row] ?? null, Target.data[row] ?? null);
    }
  },
});

interface Place {
  readonly store: Store;
  readonly row: number;
  readonly column: Column;
}

function copy(world: World, source: FieldRef | null, target: FieldRef | null): string {
  const from = placeOf(world, source),
    to = placeOf(world, target);
  if (from === null || to === null) return from === null ? 'Source names no field' : 'Target names no field';
  if (from.column.field.kind !== to.column.field.kind) return `Source is ${from.column.field.kind}, and Target is ${to.column.field.kind}`;
  if (to.column.field.options.readOnly === true) return 'Target is read-only';
  if (!isSame(from, to)) world.setValue(to.store, to.row, target?.field ?? '', from.column.get(from.row));
  return '';
}

/** Whether both hold the same: numbers are compared as they lie in their columns, all else in JSON form. */
function isSame(from: Place, to: Place): boolean {
  const { data, width, field } = from.column;
  if (Array.isArray(data) || field.labels !== undefined) return JSON.stringify(from.column.get(from.row)) === JSON.stringify(to.column.get(to.row));
  for (let at = 0; at < width; at++) {
    const a = data[from.row * width + at] as number,
      b = to.column.data[to.row * width + at] as number;
    // In JSON form no number that is none, or is infinite, differs from another.
    if (a !== b && (Number.isFinite(a) || Number.isFinite(b))) return false;
  }
  return true;
}

function placeOf(world: World, ref: FieldRef | null): Place | null {
  const entity = ref === null ? undefined : world.entities.rowOf(ref.entity);
  const held = entity === undefined ? undefined : world.entities.held(entity).find(({ key }) => key === ref?.component);
  const store = held === undefined ? undefined : world.stores.get(held.component.name);
  if (ref === null || held === undefined || store === undefined || !Object.hasOwn(held.component.fields, ref.field)) return null;
  return { store, row: held.row, column: store.columnOf(ref.field) };
}
