import type { Json, Operation, PatchStep, TableRow, ViewUpdate } from '../../server/protocol.ts';
import { askText } from '../controls/ask-text.ts';
import { tell, toldIfRefused } from '../controls/notices.ts';
import { plural } from '../controls/words.ts';
import { selectHere } from '../hierarchy/by-rule.ts';
import { searched, wantedQuery } from '../hierarchy/query-memory.ts';
import { freshId } from '../session/asks.ts';
import { fitsMessage } from '../session/fits-message.ts';
import { selection } from '../session/place.ts';
import { session } from '../session/session.ts';
import type { ViewHandle } from '../session/view-book.ts';

/** What is saved by names in the scene: queries and selections. Each kind is a component of its own, which any entity may hold. */
export const KINDS = {
  query: { component: 'SavedQueries', field: 'Queries', word: 'query', words: 'queries' },
  selection: { component: 'SavedSelections', field: 'Selections', word: 'selection', words: 'selections' },
} as const;
export type Kind = keyof typeof KINDS;

/** One of them, and which component of which entity holds it. */
export interface Saved {
  readonly kind: Kind;
  readonly name: string;
  readonly value: Json;
  readonly entity: string;
  readonly component: string;
  /** Name of the entity. */
  readonly holder: string;
}

const MOST_HOLDERS = 100;
const PATIENCE = 5_000;

/** All of a kind, as long as somebody looks. */
export function watchSaved(kind: Kind, told: (saved: readonly Saved[], holders: readonly TableRow[]) => void): ViewHandle {
  const { component, field } = KINDS[kind];
  return session.watch({ kind: 'table', component, columns: ['name', field], offset: 0, limit: MOST_HOLDERS, rate: 4 }, (update: ViewUpdate) => {
    if (update.kind === 'table')
      told(
        update.rows.flatMap((row) => savedIn(kind, row)),
        update.rows,
      );
  });
}

function savedIn(kind: Kind, { entity, component, values: [holder, named] }: TableRow): Saved[] {
  if (typeof named !== 'object' || named === null || Array.isArray(named)) return [];
  return Object.entries(named as { readonly [name: string]: Json }).map(([name, value]) => ({
    kind,
    name,
    value,
    entity,
    component,
    holder: textOf(holder ?? null),
  }));
}

/** The same once, for who is about to add to it. */
function holdersOf(kind: Kind): Promise<readonly TableRow[]> {
  return new Promise((resolve) => {
    const done = (rows: readonly TableRow[]): void => {
      clearTimeout(end);
      handle.close();
      resolve(rows);
    };
    const end = setTimeout(() => done([]), PATIENCE);
    const handle = watchSaved(kind, (_saved, rows) => done(rows));
  });
}

/** Asks for a name and saves the query of the search, or what is selected, under it. */
export async function saveThis(kind: Kind): Promise<void> {
  const value: Json = kind === 'query' ? searched.value : selection.value;
  const { component, field, word } = KINDS[kind];
  const rows = await holdersOf(kind);
  const taken = new Set(rows.flatMap((row) => savedIn(kind, row)).map(({ name }) => name));
  // Both kinds are kept by one entity, where there is one.
  const [holder] = rows;
  const other = holder === undefined ? (await holdersOf(kind === 'query' ? 'selection' : 'query'))[0] : undefined;
  const by = holder ?? other;
  const hint = by === undefined ? 'It is kept in the scene, by a new entity Saved.' : `It is kept in the scene, by ${textOf(by.values[0] ?? null)}.`;
  const name = await askName(`Save the ${word} as`, '', taken, hint);
  if (name === null) return;
  const values = { [field]: { [name]: value } };
  const operation: Operation =
    holder !== undefined
      ? patched(holder.entity, holder.component, kind, [{ op: 'add', path: pointer(name), value, new: true }])
      : other !== undefined
        ? { op: 'addComponent', entity: other.entity, component, values }
        : { op: 'addEntity', entity: { id: `s${freshId().slice(0, 12)}`, name: 'Saved', components: { [component]: values } } };
  if (!fitsMessage(operation)) return tell('This selection is too large to be saved.', true);
  if (toldIfRefused(await session.edit([operation], { label: `save ${word} ${name}`.slice(0, 200) }))) tell(`${name} is saved in the scene.`);
}

export async function renameSaved({ kind, entity, component, name }: Saved, taken: ReadonlySet<string>): Promise<void> {
  const to = await askName(`Rename ${name}`, name, new Set([...taken].filter((each) => each !== name)));
  if (to === null || to === name) return;
  const patch: PatchStep[] = [{ op: 'move', from: pointer(name), path: pointer(to) }];
  toldIfRefused(await session.edit([patched(entity, component, kind, patch)], { label: `rename ${name} to ${to}`.slice(0, 200) }));
}

export async function removeSaved({ kind, entity, component, name }: Saved): Promise<void> {
  const answer = await session.edit([patched(entity, component, kind, [{ op: 'remove', path: pointer(name) }])], { label: `remove ${name}`.slice(0, 200) });
  if (toldIfRefused(answer)) tell(`Removed ${name}. Ctrl-Z brings it back.`);
}

/** Asks the query, or selects what is there of the selection. */
export async function useSaved({ kind, name, value }: Saved): Promise<void> {
  if (kind === 'query') {
    wantedQuery.value = { text: textOf(value) };
    return;
  }
  const ids = idsOf(value);
  const found = await selectHere(ids);
  if (found < ids.length)
    tell(`${plural(ids.length - found, 'entity', 'entities')} of ${name} ${ids.length - found === 1 ? 'is' : 'are'} there no more.`, true);
}

export function textOf(value: Json): string {
  return typeof value === 'string' ? value : '';
}

export function idsOf(value: Json): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}

async function askName(heading: string, text: string, taken: ReadonlySet<string>, hint = ''): Promise<string | null> {
  const name = await askText(heading, text, {
    hint,
    yes: 'Save',
    check: (typed) => (typed.trim() === '' ? 'a name is wanted' : taken.has(typed.trim()) ? 'there is one of that name already' : null),
  });
  return name?.trim() ?? null;
}

function patched(entity: string, component: string, kind: Kind, patch: readonly PatchStep[]): Operation {
  return { op: 'patchField', entity, component, field: KINDS[kind].field, patch };
}
/** The JSON Pointer to a name. */
function pointer(name: string): string {
  return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
