import { isKey } from '../actions/key-words.ts';
import { actions } from '../actions/registry.ts';

/** Sets off the registered action whose key this is. */
export function globalKeys(event: KeyboardEvent): void {
  if (event.defaultPrevented || inDialog(event)) return;
  if (isTyping(event) && isText(event)) return;
  const action = actions.value.find(
    ({ keys, where, enabled, keyCounts = enabled }) => (where ?? 'page') === 'page' && keys?.some((key) => isKey(event, key)) && keyCounts?.() !== false,
  );
  // The browser's own meaning of a key of ours (print, downloads, save the page) is of no use here even where ours does nothing now.
  const known = action !== undefined || actions.value.some(({ keys, where }) => (where ?? 'page') === 'page' && keys?.some((key) => isKey(event, key)));
  if (!known) return;
  event.preventDefault();
  if (action !== undefined && (!event.repeat || action.repeats === true)) void action.run();
}

/** Whether the key goes into text that somebody writes. A box of a field in which nothing has been typed has nothing to undo of its own. */
function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLTextAreaElement) return !target.readOnly;
  return target instanceof HTMLInputElement && !target.readOnly && !['checkbox', 'radio', 'button', 'color', 'range'].includes(target.type);
}

/** Whether a text box has a use for the key itself: it writes, moves the cursor, or takes back what was typed. */
function isText(event: KeyboardEvent): boolean {
  const command = event.ctrlKey || event.metaKey,
    key = event.key.toLowerCase();
  if (/^f\d+$/.test(key)) return false;
  if (!command) return !event.altKey || key.length > 1;
  const target = event.composedPath()[0];
  const clean = target instanceof HTMLElement && target.hasAttribute('data-clean');
  return key.length > 1 || ['a', 'c', 'v', 'x'].includes(key) || (!clean && ['z', 'y'].includes(key));
}

/** What is asked in a dialog is answered before anything else. */
function inDialog(event: KeyboardEvent): boolean {
  return event.composedPath().some((target) => target instanceof HTMLDialogElement && target.matches(':modal:not(.hide)'));
}
