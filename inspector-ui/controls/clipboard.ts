import { tell } from './notices.ts';

/** The text copied last at this page: what there is where the browser lets no page read its clipboard. */
let last: string | null = null;

/** Puts text on the clipboard; true where it is there now. */
export async function toClipboard(text: string): Promise<boolean> {
  last = text;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Over plain HTTP from another machine there is no clipboard to ask; the old way still works then.
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

/** What is on the clipboard; where it may not be read, what was copied last at this page, and null where that is nothing. */
export async function fromClipboard(): Promise<string | null> {
  try {
    return await navigator.clipboard.readText();
  } catch {
    return last;
  }
}

/** Copies, and tells what: "Copied Lamp." */
export async function copyText(text: string, what: string): Promise<void> {
  tell(`Copied ${what}${(await toClipboard(text)) ? '' : ' for this page alone: the browser keeps its clipboard closed'}.`);
}
