import type { InputResult, Refusal, TreeRow } from '../../server/protocol.ts';
import { freshId } from '../session/asks.ts';
import { naming, root, select, selected, setExpanded } from '../session/place.ts';
import { session } from '../session/session.ts';
import { toldIfRefused } from '../controls/notices.ts';
import { childrenOf, rowsOf } from './peek.ts';
import { duplicateAll, moveAll, removeAll } from './several.ts';

/** What can be done to one entity from the hierarchy and the entity pane. Each is one step of undo. */

export { pickAndSpawn, saveAsItem } from './item-files.ts';

/** Adds an entity right below the selected one, beside it; at the end of what is shown where none is selected. It is named at once. */
export async function addBelow(): Promise<string | null> {
  const [row] = selected.value === null || selected.value === root.value ? [] : await rowsOf([selected.value]);
  if (row === undefined) return add(root.value, null);
  const [next] = (await childrenOf(row.parent, row.at + 1, row.at + 1)) ?? [];
  return add(row.parent, next ?? null);
}

export async function addChild(parent: string | null): Promise<string | null> {
  return add(parent, null);
}

async function add(parent: string | null, before: string | null): Promise<string | null> {
  const group = `new ${freshId()}`;
  const id = added(await session.edit([{ op: 'addEntity', entity: { name: 'Entity' }, parent, before }], { label: 'add entity', group }));
  if (id !== null) {
    if (parent !== null) setExpanded([parent], true);
    select(id, { show: true });
    naming.value = { id, group };
  }
  return id;
}

export async function duplicate(entity: string): Promise<void> {
  await duplicateAll([entity]);
}

/** Removes an entity with all below it, and says how to get it back; false where it was refused. */
export async function remove(row: Pick<TreeRow, 'id' | 'name' | 'children'>): Promise<boolean> {
  return removeAll([row.id], row);
}

/** @param group the step of undo that it joins, of an entity that was added a moment ago */
export async function rename(entity: string, name: string, group?: string): Promise<void> {
  toldIfRefused(await session.edit([{ op: 'updateEntity', entity, name }], { label: `rename to ${name}`, ...(group === undefined ? {} : { group }) }));
}

export async function move(entity: string, parent: string | null, before: string | null = null): Promise<void> {
  await moveAll([entity], parent, before);
}

function added(answer: InputResult | Refusal): string | null {
  return toldIfRefused(answer) && answer.ok ? (answer.results[0]?.entity ?? null) : null;
}
