const MAC = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);
const WORDS: { readonly [key: string]: string } = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Delete: 'Del',
  PageUp: 'Page ↑',
  PageDown: 'Page ↓',
};
const SIGNS: { readonly [part: string]: string } = { Ctrl: '⌘', Alt: '⌥', Shift: '⇧' };

interface Chord {
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  readonly key: string;
}

/** Takes `Ctrl-Shift-P` apart; the last part may itself be a hyphen. */
function chord(keys: string): Chord {
  const parts = keys.split('-');
  const key = keys.endsWith('-') ? '-' : (parts.pop() ?? '');
  return { ctrl: parts.includes('Ctrl'), alt: parts.includes('Alt'), shift: parts.includes('Shift'), key };
}

/** Whether an event is this key. `Ctrl` is Cmd as well; of a sign such as `?` it does not matter whether Shift made it. */
export function isKey(event: KeyboardEvent, keys: string): boolean {
  const { ctrl, alt, shift, key } = chord(keys);
  if (ctrl !== (event.ctrlKey || event.metaKey) || alt !== event.altKey) return false;
  const sign = key.length === 1 && !/[\p{L}\p{N}]/u.test(key);
  if (shift !== event.shiftKey && !(sign && !shift)) return false;
  if (event.key.toLowerCase() === key.toLowerCase()) return true;
  // With Alt a Mac writes another letter, with Shift a digit is a sign; the place of the key still tells.
  return (alt && event.code === `Key${key.toUpperCase()}`) || ((alt || shift) && event.code === `Digit${key}`);
}

/** A key in the parts that stand on it: `Ctrl-ArrowUp` is Ctrl and ↑; on a Mac ⌘ and ↑. */
export function keyParts(keys: string): readonly string[] {
  const { ctrl, alt, shift, key } = chord(keys);
  const held = [ctrl ? 'Ctrl' : '', alt ? 'Alt' : '', shift ? 'Shift' : ''].filter((part) => part !== '');
  return [...held.map((part) => (MAC ? (SIGNS[part] ?? part) : part)), WORDS[key] ?? (key.length === 1 ? key.toUpperCase() : key)];
}

/** A key in one word, for a button or a tooltip. */
export function keyWord(keys: string): string {
  return keyParts(keys).join(MAC ? '' : '-');
}
