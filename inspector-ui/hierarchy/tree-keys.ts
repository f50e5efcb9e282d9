import type { TreeRow } from '../../server/protocol.ts';

/** What the keyboard can do in the tree. */
export interface TreeHands {
  readonly row: TreeRow | undefined;
  readonly index: number;
  readonly total: number;
  /** Rows to a page. */
  readonly page: number;
  readonly locked: boolean;
  go(index: number): void;
  fold(open: boolean): void;
  up(): void;
  rename(): void;
  remove(): void;
  duplicate(): void;
  /** Up or down among its siblings. */
  shift(by: -1 | 1): void;
  type(letters: string): void;
  menu(): void;
}

let typed = '';
let typedAt = 0;

/** Keys as in a file tree; true where the key meant something. */
export function treeKey(event: KeyboardEvent, hands: TreeHands): boolean {
  const { row, index } = hands;
  const command = event.ctrlKey || event.metaKey;
  if (command) {
    if (event.key.toLowerCase() !== 'd' || hands.locked) return false;
    hands.duplicate();
    return true;
  }
  if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
    if (!hands.locked) hands.shift(event.key === 'ArrowUp' ? -1 : 1);
    return true;
  }
  switch (event.key) {
    case 'ArrowDown':
      hands.go(index + 1);
      return true;
    case 'ArrowUp':
      hands.go(index - 1);
      return true;
    case 'Home':
      hands.go(0);
      return true;
    case 'End':
      hands.go(hands.total - 1);
      return true;
    case 'PageDown':
      hands.go(index + hands.page);
      return true;
    case 'PageUp':
      hands.go(index - hands.page);
      return true;
    case 'ArrowRight':
      if (row !== undefined && row.children > 0 && !row.expanded) hands.fold(true);
      else if (row?.expanded === true) hands.go(index + 1);
      return true;
    case 'ArrowLeft':
      if (row?.expanded === true) hands.fold(false);
      else hands.up();
      return true;
    case 'Enter':
    case ' ':
      hands.go(index);
      return true;
    case 'F2':
      if (!hands.locked) hands.rename();
      return true;
    case 'Delete':
      if (!hands.locked) hands.remove();
      return true;
    case 'ContextMenu':
      hands.menu();
      return true;
    case 'F10':
      if (event.shiftKey) hands.menu();
      return event.shiftKey;
  }
  if (event.key.length !== 1 || event.altKey) return false;
  typed = event.timeStamp - typedAt < 700 ? typed + event.key.toLowerCase() : event.key.toLowerCase();
  typedAt = event.timeStamp;
  hands.type(typed);
  return true;
}
