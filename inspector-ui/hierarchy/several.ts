import type { Json, Operation, TreeRow } from '../../server/protocol.ts';
import { nameOf } from '../session/names.ts';
import { naming, select, selectAll, selected, selection, setExpanded } from '../session/place.ts';
import { freshId } from '../session/asks.ts';
import { detailsOf } from '../session/details.ts';
import { session } from '../session/session.ts';
import { tell, toldIfRefused } from '../controls/notices.ts';
import { grouped, plural } from '../controls/words.ts';
import { mayRemove } from './instances.ts';
import { present, topmost } from './lineage.ts';
import { childrenOf, rowsOf } from './peek.ts';

/** What can be done to several entities at once: each is one batch and one step of undo, and who hangs below another of them is not handled twice. */

/** The server takes at most so many operations in a batch. */
const MOST = 10_000;
/** Of so many it is asked where each of them stands. */
const BY_KEYS = 200;

/** "Lamp", or "3 entities". */
export function namesOf(ids: readonly string[]): string {
  const [only] = ids;
  return ids.length === 1 && only !== undefined ? nameOf(only) || 'an entity' : plural(ids.length, 'entity', 'entities');
}

/** One batch; told where it is refused. */
async function batch(operations: readonly Operation[], label: string, group?: string): Promise<readonly string[] | null> {
  if (operations.length === 0) return [];
  if (operations.length > MOST) {
    tell(`This would be ${grouped(operations.length)} edits; at most ${grouped(MOST)} can be made at once.`, true);
    return null;
  }
  const answer = await session.edit(operations, { label: label.slice(0, 200), ...(group === undefined ? {} : { group }) });
  return toldIfRefused(answer) && answer.ok ? answer.results.map((result) => result.entity) : null;
}

/** Selects what an edit has brought, or moved. */
function show(ids: readonly string[]): void {
  const last = ids.at(-1);
  if (last === undefined) return;
  if (ids.length === 1) select(last, { show: true });
  else {
    selectAll(ids);
    // Where the last of them is, the others are near.
    select(last, { show: true });
    selectAll(ids);
  }
}

/** Removes entities with all below them, and says how to get them back; false where that was refused. */
export async function removeAll(ids: readonly string[], row?: Pick<TreeRow, 'name' | 'children'>): Promise<boolean> {
  const top = await topmost(ids);
  if (!(await mayRemove(top))) return false;
  const what = row === undefined ? namesOf(top) : row.name || 'an entity';
  if (
    (await batch(
      top.map((entity) => ({ op: 'removeEntity', entity })),
      `remove ${what}`,
    )) === null
  )
    return false;
  const gone = new Set(ids);
  if (selection.value.some((id) => gone.has(id))) selectAll(selection.value.filter((id) => !gone.has(id)));
  const below = row !== undefined && row.children > 0 ? ` with ${plural(row.children, 'child', 'children')}` : '';
  tell(`Removed ${what}${below}. Ctrl-Z brings ${top.length === 1 ? 'it' : 'them'} back.`);
  return true;
}

/** Copies entities beside themselves, each with what is below it; in the picture a copy stands next to its original. */
export async function duplicateAll(ids: readonly string[]): Promise<void> {
  const top = await topmost(ids);
  const beside = await placesBeside(top);
  const operations = top.flatMap((entity): Operation[] => {
    const value = beside.get(entity);
    if (value === undefined) return [{ op: 'duplicateEntity', entity }];
    const id = `c${freshId().slice(0, 12)}`;
    return [
      { op: 'duplicateEntity', entity, id },
      { op: 'setField', entity: id, component: 'Transform', field: 'Position', value },
    ];
  });
  const added = await batch(operations, top.length === 1 ? 'duplicate' : `duplicate ${namesOf(top)}`);
  if (added !== null) show([...new Set(added)]);
}

/** How many are given places of their own: each is looked at once. */
const MOST_BESIDE = 100;
/** How far a copy stands from its original, in widths of it. */
const BESIDE = 1.25;

/** Where copies of entities would stand next to them, of those that have a place which nothing drives. */
async function placesBeside(ids: readonly string[]): Promise<ReadonlyMap<string, number[]>> {
  const found = new Map<string, number[]>();
  if (ids.length > MOST_BESIDE) return found;
  for (const [id, { components, driven }] of await detailsOf(ids)) {
    const transform = components['Transform'];
    const position = numbers(transform?.['Position']),
      scale = numbers(transform?.['Scale']);
    if (position === undefined || scale === undefined || driven['Transform.Position'] !== undefined) continue;
    const [x = 0, y = 0, z = 0] = position;
    found.set(id, [x + BESIDE * Math.max(0.1, Math.abs(scale[0] ?? 1)), y, z]);
  }
  return found;
}

function numbers(value: Json | undefined): readonly number[] | undefined {
  return Array.isArray(value) && value.length === 3 && value.every((each) => typeof each === 'number') ? value : undefined;
}

/** Moves entities below another (null: to the top), in front of one of its children or behind the last. They keep their order. */
export async function moveAll(ids: readonly string[], parent: string | null, before: string | null = null): Promise<boolean> {
  const top = await topmost(ids);
  const spot = await outside(top, parent, before);
  const moved = await batch(
    top.map((entity) => ({ op: 'moveEntity', entity, parent, before: spot })),
    top.length === 1 ? 'move' : `move ${namesOf(top)}`,
  );
  if (moved === null) return false;
  if (parent !== null) setExpanded([parent], true);
  const held = new Set(selection.value);
  if (selected.value !== null && top.some((id) => held.has(id))) {
    const all = selection.value;
    select(selected.value, { show: true });
    if (all.length > 1) selectAll(all);
  }
  return true;
}

/** The sibling to go in front of, where the one that was aimed at moves along. */
async function outside(moved: readonly string[], parent: string | null, before: string | null): Promise<string | null> {
  if (before === null || !moved.includes(before)) return before;
  if (moved.length === 1) return before;
  const [row] = await rowsOf([before]);
  if (row === undefined) return null;
  const after = await childrenOf(parent, row.at + 1, row.at + moved.length);
  return after?.find((id) => !moved.includes(id)) ?? null;
}

/** Puts one new parent over entities, at the place of the first of them, and says its id. */
export async function insertParent(ids: readonly string[]): Promise<string | null> {
  const top = await topmost(ids);
  const [first] = top;
  if (first === undefined) return null;
  const [row] = await rowsOf([first]);
  if (row === undefined) return null;
  const id = `g${freshId().slice(0, 12)}`;
  const operations: Operation[] = [
    { op: 'addEntity', entity: { id, name: top.length === 1 ? 'Entity' : 'Group' }, parent: row.parent, before: first },
    ...top.map((entity): Operation => ({ op: 'moveEntity', entity, parent: id, before: null })),
  ];
  const group = `new ${freshId()}`;
  if ((await batch(operations, `insert a parent over ${namesOf(top)}`, group)) === null) return null;
  setExpanded([id], true);
  select(id, { show: true });
  naming.value = { id, group };
  return id;
}

/** Removes entities but not what is right below them: their children take their places. */
export async function removeKeepingChildren(ids: readonly string[]): Promise<void> {
  const top = await topmost(ids);
  const rows = new Map((await rowsOf(top)).map((row) => [row.id, row]));
  const operations: Operation[] = [];
  const freed: string[] = [];
  for (const id of top) {
    const row = rows.get(id);
    if (row === undefined) continue;
    const children = row.children === 0 ? [] : await childrenOf(id, 0, MOST);
    if (children === null || children.length < row.children) {
      tell(`${row.name || 'An entity'} has ${grouped(row.children)} children; at most ${grouped(MOST)} can be moved at once.`, true);
      return;
    }
    operations.push(...children.map((entity): Operation => ({ op: 'moveEntity', entity, parent: row.parent, before: id })), { op: 'removeEntity', entity: id });
    freed.push(...children);
  }
  const what = namesOf(top);
  if ((await batch(operations, `remove ${what}, keep children`)) === null) return;
  if (freed.length > 0 && freed.length <= 200) show(freed);
  else select(rows.get(top[0] ?? '')?.parent ?? null);
  tell(
    `Removed ${what}${freed.length > 0 ? `; ${plural(freed.length, 'child', 'children')} moved up` : ''}. ` +
      `Ctrl-Z brings ${top.length === 1 ? 'it' : 'them'} back.`,
  );
}

/** Sets what entities themselves have, of all of them alike. */
export async function updateAll(
  ids: readonly string[],
  values: { readonly active?: boolean; readonly persistent?: boolean; readonly tag?: string },
): Promise<void> {
  const words =
    values.active !== undefined
      ? values.active
        ? 'activate'
        : 'deactivate'
      : values.persistent !== undefined
        ? values.persistent
          ? 'make persistent'
          : 'make not persistent'
        : `tag ${values.tag ?? ''}`;
  const here = await present(ids);
  await batch(
    here.map((entity) => ({ op: 'updateEntity', entity, ...values })),
    `${words} ${namesOf(here)}`,
  );
}

/* ---------- by keys ---------- */

/** Moves entities up or down among their siblings. What is selected with gaps in between comes together. */
export async function shiftAll(ids: readonly string[], by: -1 | 1): Promise<void> {
  const operations: Operation[] = [];
  for (const block of await blocksOf(ids)) {
    const first = block.rows[0]?.at ?? 0,
      last = block.rows.at(-1)?.at ?? 0,
      gathered = last - first + 1 > block.rows.length;
    if (by === -1 ? first === 0 && !gathered : last + 1 >= block.of && !gathered) continue;
    const [before] =
      (by === -1 ? await childrenOf(block.parent, Math.max(0, first - 1), Math.max(0, first - 1)) : await childrenOf(block.parent, last + 2, last + 2)) ?? [];
    for (const { id } of block.rows) if (id !== before) operations.push({ op: 'moveEntity', entity: id, parent: block.parent, before: before ?? null });
  }
  await moved(operations);
}

/** Moves entities out of their parents, to right behind them. */
export async function moveOut(ids: readonly string[]): Promise<void> {
  const operations: Operation[] = [];
  for (const { parent, rows } of await blocksOf(ids)) {
    const [above] = parent === null ? [] : await rowsOf([parent]);
    if (above === undefined) continue;
    const [before] = (await childrenOf(above.parent, above.at + 1, above.at + 1)) ?? [];
    for (const { id } of rows) operations.push({ op: 'moveEntity', entity: id, parent: above.parent, before: before ?? null });
  }
  await moved(operations);
}

/** Moves entities into the sibling above the first of them. */
export async function moveIn(ids: readonly string[]): Promise<void> {
  const operations: Operation[] = [];
  for (const { parent, rows } of await blocksOf(ids)) {
    const first = rows[0]?.at ?? 0;
    const [above] = first === 0 ? [] : ((await childrenOf(parent, first - 1, first - 1)) ?? []);
    if (above === undefined) continue;
    setExpanded([above], true);
    for (const { id } of rows) operations.push({ op: 'moveEntity', entity: id, parent: above, before: null });
  }
  await moved(operations);
}

async function moved(operations: readonly Operation[]): Promise<void> {
  const all = selection.value,
    last = selected.value;
  if (operations.length === 0 || (await batch(operations, 'move')) === null || last === null) return;
  select(last, { show: true });
  if (all.length > 1) selectAll(all);
}

/** Entities by their parents, in the order in which they stand, with how many siblings there are. */
async function blocksOf(ids: readonly string[]): Promise<{ readonly parent: string | null; readonly of: number; readonly rows: TreeRow[] }[]> {
  const top = await topmost(ids);
  if (top.length > BY_KEYS) {
    tell(`At most ${BY_KEYS} entities can be moved by keys at once; drag them, or use "Move to…".`, true);
    return [];
  }
  const blocks = new Map<string | null, TreeRow[]>();
  for (const row of await rowsOf(top)) {
    const block = blocks.get(row.parent);
    if (block === undefined) blocks.set(row.parent, [row]);
    else block.push(row);
  }
  return [...blocks].map(([parent, rows]) => ({ parent, of: rows[0]?.of ?? 0, rows: rows.sort((one, other) => one.at - other.at) }));
}
