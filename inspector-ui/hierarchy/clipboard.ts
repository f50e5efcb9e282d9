import { root, selected, selection } from '../session/place.ts';
import { session } from '../session/session.ts';
import { copyText, fromClipboard, toClipboard } from '../controls/clipboard.ts';
import { tell } from '../controls/notices.ts';
import { grouped } from '../controls/words.ts';
import { itemText, spawnText } from './item-files.ts';
import { topmost } from './lineage.ts';
import { rowsOf } from './peek.ts';
import { namesOf, removeAll } from './several.ts';

/** Copies entities with all below them as scene text. */
export async function copy(ids: readonly string[]): Promise<void> {
  const item = await itemOf(ids);
  if (item !== null) await copyText(item.text, namesOf(item.top));
}

/** Copies, and removes once there is something to paste. */
export async function cut(ids: readonly string[]): Promise<void> {
  const item = session.mayEdit ? await itemOf(ids) : null;
  if (item === null) return;
  await toClipboard(item.text);
  await removeAll(ids);
}

async function itemOf(ids: readonly string[]): Promise<{ readonly top: readonly string[]; readonly text: string } | null> {
  const top = await topmost(ids);
  const text = top.length === 0 ? null : await itemText(top);
  return text === null ? null : { top, text };
}

export async function copyId(ids: readonly string[]): Promise<void> {
  await copyText(ids.join('\n'), ids.length === 1 ? (ids[0] ?? '') : `${grouped(ids.length)} ids`);
}

/** Spawns what a text holds below an entity, or beside it. */
async function pasteText(text: string, at: string | null, beside: boolean): Promise<void> {
  if (!session.mayEdit) return;
  let parent = at;
  if (beside && at !== null) parent = (await rowsOf([at]))[0]?.parent ?? null;
  await spawnText(text, parent);
}

/** Pastes what the clipboard holds, as the browser gives it on asking. */
export async function paste(at: string | null, beside: boolean): Promise<void> {
  const text = await fromClipboard();
  if (text === null) tell('The browser keeps its clipboard closed: press Ctrl-V in the hierarchy instead.', true);
  else await pasteText(text, at, beside);
}

/* ---------- what the keys of the clipboard do while the tree has the focus: the browser hands it over, no permission needed ---------- */

export function copyKey(event: ClipboardEvent): void {
  event.preventDefault();
  void copy(selection.value);
}
export function cutKey(event: ClipboardEvent): void {
  event.preventDefault();
  void cut(selection.value);
}
export function pasteKey(event: ClipboardEvent, beside: boolean): void {
  event.preventDefault();
  void pasteText(event.clipboardData?.getData('text/plain') ?? '', selected.value ?? root.value, beside);
}
