/**
 * Whether a key is the input method's and not the page's: it chooses a word, takes it or gives it up. Browsers say so by
 * `isComposing`; where the composition has ended just before its own Enter (Safari), only by the code 229.
 */
export function isInputMethods(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}

/** Keeps such a key from whoever stands further up. */
export function keepInputMethods(event: KeyboardEvent): void {
  if (isInputMethods(event)) event.stopPropagation();
}

/**
 * Decides for the whole page whose a key is: no handler of any box, list, dialog or shortcut, ours or a library's, hears one that is the
 * input method's. What edits text by itself (CodeMirror) has to hear them, knows them, and hands none of them on: see `keepInputMethods`.
 * It must be the first to listen, and nobody else may listen at the window before the page does.
 */
export function guardInputMethods(): void {
  window.addEventListener(
    'keydown',
    (event) => {
      if (!isInputMethods(event)) return;
      const [target] = event.composedPath();
      if (target instanceof HTMLElement && target.isContentEditable) return;
      event.stopImmediatePropagation();
      // What a browser does with them by itself: empties a search box, sends a form, closes a dialog.
      if (event.key === 'Enter' || event.key === 'Escape') event.preventDefault();
    },
    { capture: true },
  );
}
