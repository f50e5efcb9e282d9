/** The text copied last at this page: what there is where the browser keeps its clipboard from pages that come over plain HTTP. */
let last = '';

/** Puts text on the clipboard, as far as the browser lets us. */
export async function copyText(text: string): Promise<void> {
  last = text;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Kept within the page.
  }
}

/** What is on the clipboard; where it may not be read, what was copied last at this page. */
export async function readText(): Promise<string> {
  try {
    return await navigator.clipboard.readText();
  } catch {
    return last;
  }
}
