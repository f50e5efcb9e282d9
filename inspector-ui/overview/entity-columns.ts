import type { ComponentManifest, Json } from '../../server/protocol.ts';
import { Cell } from '../cells/cell.ts';
import { recall, remember } from '../cells/memory.ts';

/** What a table shows of entities: what they have themselves, or a field of a component, perhaps a part of it (`Transform.Position.x`). */
export const OWN_COLUMNS = ['name', 'parent', 'tag', 'id', 'active', 'persistent'] as const;
const USUAL: readonly string[] = ['name', 'parent', 'tag'];
const MOST = 30;

export interface EntitySort {
  readonly by: string;
  readonly descending: boolean;
}

/** Which columns the table of entities has, how it is sorted and by what it is grouped. Remembered on this machine. */
export const entityColumns = new Cell<readonly string[]>(knownColumns());
export const entitySort = new Cell<EntitySort | null>(knownSort());
export const entityGroup = new Cell<string | null>(knownGroup());
entityColumns.subscribe(() => remember('entities.columns', [...entityColumns.value]));
entitySort.subscribe(() => remember('entities.sort', entitySort.value === null ? null : { ...entitySort.value }));
entityGroup.subscribe(() => remember('entities.group', entityGroup.value));

export function addColumn(name: string): void {
  if (!entityColumns.value.includes(name)) entityColumns.value = [...entityColumns.value, name].slice(0, MOST);
}
/** Takes a column away, and what went by it. */
export function dropColumn(name: string): void {
  entityColumns.value = entityColumns.value.filter((each) => each !== name);
  if (entitySort.value?.by === name) entitySort.value = null;
}
export function usualColumns(): void {
  entityColumns.value = USUAL;
  entitySort.value = null;
}

/** Up, down, and as they were made. */
export function sortByColumn(by: string): void {
  const { value } = entitySort;
  entitySort.value = value?.by !== by ? { by, descending: false } : value.descending ? null : { by, descending: true };
}

/** All fields there are, as columns are named. */
export function columnNames(manifest: ReadonlyMap<string, ComponentManifest>): string[] {
  return [...OWN_COLUMNS, ...[...manifest.values()].flatMap(({ name, fields }) => fields.map((field) => `${name}.${field.name}`))];
}

/** Why a name is that of no column; null where it may be one. */
export function columnFault(manifest: ReadonlyMap<string, ComponentManifest>, name: string): string | null {
  const [first = '', second = ''] = name.split('.');
  if ((OWN_COLUMNS as readonly string[]).includes(name)) return null;
  const type = manifest.get(first.split('#')[0] ?? '');
  if (type !== undefined) return type.fields.some((field) => field.name === second) ? null : `${type.name} has no field ${second || 'without a name'}`;
  if ([...manifest.values()].some(({ fields }) => fields.some((field) => field.name === first))) return null;
  return `no component and no field is called ${first}; as Transform.Position.x`;
}

/** The name of a column in its heading: without the component, where that leaves enough. */
export function columnLabel(name: string): string {
  const [, ...rest] = name.split('.');
  return rest.length === 0 ? name : rest.join('.');
}

/** A value in a cell; empty where there is none. */
export function cellWords(value: Json): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(Number(value.toPrecision(7)));
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value) && value.every((each) => typeof each === 'number')) return value.map(cellWords).join(', ');
  if ('userId' in value && typeof value['userId'] === 'string') return value['userId'];
  return JSON.stringify(value);
}

function knownColumns(): readonly string[] {
  const known = recall('entities.columns');
  const names = Array.isArray(known) ? known.filter((name): name is string => typeof name === 'string').slice(0, MOST) : [];
  return names.length === 0 ? USUAL : names;
}
function knownSort(): EntitySort | null {
  const known = recall('entities.sort');
  if (typeof known !== 'object' || known === null || !('by' in known)) return null;
  const { by, descending } = known as { readonly by: unknown; readonly descending?: unknown };
  return typeof by === 'string' ? { by, descending: descending === true } : null;
}
function knownGroup(): string | null {
  const known = recall('entities.group');
  return typeof known === 'string' ? known : null;
}
