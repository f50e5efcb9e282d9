import type { InputResult, Refusal, TreeRow } from '../../server/protocol.ts';
import { select, setExpanded } from '../session/place.ts';
import { session } from '../session/session.ts';
import { toldIfRefused } from '../shell/notices.ts';
import { duplicateAll, moveAll, removeAll } from './several.ts';

/** What can be done to one entity from the hierarchy and the entity pane. Each is one step of undo. */

export { pickAndSpawn, saveAsItem } from './item-files.ts';

export async function addChild(parent: string | null): Promise<string | null> {
  const id = added(await session.edit([{ op: 'addEntity', entity: { name: 'Entity' }, parent }], { label: 'add entity' }));
  if (id !== null) {
    if (parent !== null) setExpanded([parent], true);
    select(id, { show: true });
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

export async function rename(entity: string, name: string): Promise<void> {
  toldIfRefused(await session.edit([{ op: 'updateEntity', entity, name }], { label: `rename to ${name}` }));
}

export async function move(entity: string, parent: string | null, before: string | null = null): Promise<void> {
  await moveAll([entity], parent, before);
}

function added(answer: InputResult | Refusal): string | null {
  return toldIfRefused(answer) && answer.ok ? (answer.results[0]?.entity ?? null) : null;
}
