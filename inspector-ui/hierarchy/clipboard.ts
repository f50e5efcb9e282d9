import { root, selected, selection } from '../session/place.ts';
import { session } from '../session/session.ts';
import { tell } from '../shell/notices.ts';
import { itemText, spawnText } from './item-files.ts';
import { topmost } from './lineage.ts';
import { rowsOf } from './peek.ts';
import { namesOf, removeAll } from './several.ts';

/** What was copied here last: for browsers that let nobody read their clipboard. */
let kept = '';

/** Copies entities with all below them as scene text; true where the clipboard holds them now. */
export async function copy(ids: readonly string[], quiet = false): Promise<boolean> {
  const top = await topmost(ids);
  if (top.length === 0) return false;
  const text = await itemText(top);
  if (text === null) return false;
  kept = text;
  const held = await toClipboard(text);
  if (!quiet) tell(held ? `Copied ${namesOf(top)}.` : `Copied ${namesOf(top)} for this page alone: the browser keeps its clipboard closed.`);
  return true;
}

/** Copies, and removes once that has worked. */
export async function cut(ids: readonly string[]): Promise<void> {
  if (session.mayEdit && (await copy(ids, true))) await removeAll(ids);
}

export async function copyId(ids: readonly string[]): Promise<void> {
  if (await toClipboard(ids.join('\n'))) tell(ids.length === 1 ? `Copied ${ids[0] ?? ''}.` : `Copied ${ids.length} ids.`);
  else tell('The browser keeps its clipboard closed.', true);
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
  let text: string;
  try {
    text = await navigator.clipboard.readText();
  } catch {
    if (kept === '') {
      tell('The browser keeps its clipboard closed: press Ctrl-V in the hierarchy instead.', true);
      return;
    }
    text = kept;
  }
  await pasteText(text, at, beside);
}

/** Over plain HTTP from another machine there is no clipboard to ask; the old way still works then. */
async function toClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const listener = (event: ClipboardEvent): void => {
      event.clipboardData?.setData('text/plain', text);
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    document.addEventListener('copy', listener, { capture: true });
    const done = document.execCommand('copy');
    document.removeEventListener('copy', listener, { capture: true });
    return done;
  }
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
