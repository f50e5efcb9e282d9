import { redo, save, togglePause, undo } from './actions.ts';

/** Keys of the whole page: undo, redo, save, pause. Text being typed keeps its own undo. */
export function globalKeys(event: KeyboardEvent): void {
  if (event.defaultPrevented) return;
  const command = event.ctrlKey || event.metaKey;
  const typing = isTyping(event);
  const key = event.key.toLowerCase();
  if (command && key === 's') void save();
  else if (command && !typing && key === 'z' && !event.shiftKey) void undo();
  else if (command && !typing && (key === 'y' || (key === 'z' && event.shiftKey))) void redo();
  else if (event.key === 'F8') void togglePause();
  else return;
  event.preventDefault();
}

/** Whether the key goes into text that somebody writes. A box of a field in which nothing has been typed has nothing to undo of its own. */
function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  if (target instanceof HTMLElement && target.hasAttribute('data-clean')) return false;
  if (target instanceof HTMLTextAreaElement) return !target.readOnly;
  return target instanceof HTMLInputElement && !target.readOnly && !['checkbox', 'radio', 'button', 'color'].includes(target.type);
}
