import './history-list.ts';
import { barAnchor, openPopover } from '../controls/popover.ts';

/** Opens the list of edits below a button, or where its button is in the top bar. */
export function showHistory(anchor: Element | null): void {
  openPopover(anchor ?? barAnchor('history'), 'History of edits', document.createElement('ww-history-list'));
}
