import { pageAction } from './page-action.ts';

/** What the keyboard can do in the tree. */
export interface TreeHands {
  readonly index: number;
  readonly total: number;
  /** Rows to a page. */
  readonly page: number;
  /** To a row, selecting it alone. */
  go(index: number): void;
  /** To a row, selecting all from the anchor to it. */
  extend(index: number): void;
  /** To a row, selecting nothing. */
  walk(index: number): void;
  toggle(): void;
  all(): void;
  /** Folds, or goes to the parent. */
  left(): void;
  /** Unfolds, or goes to the first child. */
  right(): void;
  open(): void;
  escape(): void;
  type(letters: string): void;
  menu(): void;
  /** Does what is registered under this id. */
  run(command: string): void;
}

/** Keys that set off what is registered, as `Ctrl-D`. */
const COMMANDS: Readonly<Record<string, string>> = {
  'Ctrl-d': 'hierarchy.duplicate',
  'Ctrl-Shift-d': 'hierarchy.duplicateMany',
  'Alt-ArrowUp': 'hierarchy.moveUp',
  'Alt-ArrowDown': 'hierarchy.moveDown',
  'Alt-ArrowLeft': 'hierarchy.moveOut',
  'Alt-ArrowRight': 'hierarchy.moveIn',
  'Alt-i': 'hierarchy.placeInstance',
  'Alt-o': 'hierarchy.saved',
  'Ctrl-i': 'hierarchy.invert',
  'Shift-ArrowLeft': 'hierarchy.selectParents',
  'Shift-ArrowRight': 'hierarchy.selectChildren',
  'Ctrl-Shift-ArrowRight': 'hierarchy.selectBelow',
  'Alt-l': 'hierarchy.selectAlike',
  'Alt-g': 'hierarchy.selectTagged',
  'Alt-m': 'hierarchy.selectOfTemplate',
  F2: 'hierarchy.rename',
  Delete: 'hierarchy.remove',
  'Shift-Delete': 'hierarchy.removeKeeping',
  '*': 'hierarchy.unfoldSiblings',
};
const PAUSE = 700;
let typed = '';
let typedAt = 0;

/** A first letter with which no row begins does what it does elsewhere at the page; true where that is something. */
export function passOn(event: KeyboardEvent, letters: string): boolean {
  const action = letters.length > 1 ? undefined : pageAction(event);
  if (action === undefined) return false;
  typed = '';
  void action.run();
  return true;
}

/** Keys as in a file tree; true where the key meant something. */
export function treeKey(event: KeyboardEvent, hands: TreeHands): boolean {
  const command = event.ctrlKey || event.metaKey;
  // With Alt a Mac writes another letter; the place of the key still tells.
  const placed = event.altKey ? /^Key([A-Z])$/.exec(event.code)?.[1] : undefined;
  const key = placed !== undefined ? placed.toLowerCase() : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  // `*` needs Shift on most keyboards, which says nothing here.
  const chord = `${command ? 'Ctrl-' : ''}${event.altKey ? 'Alt-' : ''}${event.shiftKey && (event.key.length > 1 || command) ? 'Shift-' : ''}${key}`;
  const registered = COMMANDS[chord];
  if (registered !== undefined) {
    hands.run(registered);
    return true;
  }
  const to = placeOf(key, hands);
  if (to !== undefined && !event.altKey) {
    if (event.shiftKey) hands.extend(to);
    else if (command) hands.walk(to);
    else hands.go(to);
    return true;
  }
  if (command) {
    if (key === 'a') hands.all();
    else if (key === ' ') hands.toggle();
    else return false;
    return true;
  }
  switch (key) {
    case 'ArrowRight':
      hands.right();
      return true;
    case 'ArrowLeft':
      hands.left();
      return true;
    case 'Enter':
      hands.open();
      return true;
    case 'Escape':
      hands.escape();
      return true;
    case 'ContextMenu':
      hands.menu();
      return true;
    case 'F10':
      if (event.shiftKey) hands.menu();
      return event.shiftKey;
  }
  if (event.key.length !== 1 || event.altKey) return false;
  // Hardly a name begins with a sign, which is the page's wherever it means something there, as `?` does everywhere.
  if (!/[\p{L}\p{N} ]/u.test(key) && pageAction(event) !== undefined) return false;
  const begun = event.timeStamp - typedAt < PAUSE && typed !== '';
  if (key === ' ' && !begun) {
    hands.go(hands.index);
    return true;
  }
  // The same letter again goes on to the next that begins with it.
  typed = begun && typed !== key ? typed + key : key;
  typedAt = event.timeStamp;
  hands.type(typed);
  return true;
}

function placeOf(key: string, { index, total, page }: TreeHands): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return index + 1;
    case 'ArrowUp':
      return index - 1;
    case 'Home':
      return 0;
    case 'End':
      return total - 1;
    case 'PageDown':
      return index + page;
    case 'PageUp':
      return index - page;
  }
  return undefined;
}
