import type { InputResult, Json, Operation, Refusal, TreeRow } from '../../server/protocol.ts';
import { select, selected, setExpanded } from '../session/place.ts';
import { session } from '../session/session.ts';
import { tell, toldIfRefused } from '../shell/notices.ts';
import { plural } from '../shell/words.ts';

/** What can be done to entities from the hierarchy and the entity pane. Each is one step of undo. */

export async function addChild(parent: string | null): Promise<string | null> {
  const id = added(await session.edit([{ op: 'addEntity', entity: { name: 'Entity' }, parent }], { label: 'add entity' }));
  if (id !== null) {
    if (parent !== null) setExpanded([parent], true);
    select(id, { show: true });
  }
  return id;
}

export async function duplicate(entity: string): Promise<void> {
  const id = added(await session.edit([{ op: 'duplicateEntity', entity }], { label: 'duplicate' }));
  if (id !== null) select(id, { show: true });
}

/** Removes an entity with all below it, and says how to get it back; false where it was refused. */
export async function remove(row: Pick<TreeRow, 'id' | 'name' | 'children'>): Promise<boolean> {
  const answer = await session.edit([{ op: 'removeEntity', entity: row.id }], { label: `remove ${row.name}` });
  if (!toldIfRefused(answer)) return false;
  if (selected.value === row.id) select(null);
  tell(`Removed ${row.name}${row.children > 0 ? ` with ${plural(row.children, 'child', 'children')}` : ''}. Ctrl-Z brings it back.`);
  return true;
}

export async function rename(entity: string, name: string): Promise<void> {
  toldIfRefused(await session.edit([{ op: 'updateEntity', entity, name }], { label: `rename to ${name}` }));
}

export async function move(entity: string, parent: string | null, before: string | null = null): Promise<void> {
  const operation: Operation = { op: 'moveEntity', entity, parent, before };
  if (!toldIfRefused(await session.edit([operation], { label: 'move' }))) return;
  if (parent !== null) setExpanded([parent], true);
  if (selected.value === entity) select(entity, { show: true });
}

/** Gives the subtree to the person as a file. */
export async function saveAsItem(row: Pick<TreeRow, 'id' | 'name'>): Promise<void> {
  const answer = await session.item(row.id);
  if (!toldIfRefused(answer) || !answer.ok) return;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([answer.text], { type: 'application/json' }));
  link.download = `${row.name.replace(/[^\p{L}\p{N} ._-]/gu, '_') || 'item'}.item.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Asks for an item's file and spawns it. */
export function pickAndSpawn(parent: string | null): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.json,application/json';
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    if (file !== undefined) void spawnFile(file, parent);
  });
  input.click();
}

export async function spawnFile(file: File, parent: string | null): Promise<void> {
  let item: Json;
  try {
    item = JSON.parse(await file.text()) as Json;
  } catch (error) {
    tell(`${file.name} is not JSON: ${error instanceof Error ? error.message : String(error)}`, true);
    return;
  }
  const id = added(await session.spawn(item, parent));
  if (id !== null) {
    if (parent !== null) setExpanded([parent], true);
    select(id, { show: true });
    tell(`Spawned ${file.name}.`);
  }
}

function added(answer: InputResult | Refusal): string | null {
  return toldIfRefused(answer) && answer.ok ? (answer.results[0]?.entity ?? null) : null;
}
