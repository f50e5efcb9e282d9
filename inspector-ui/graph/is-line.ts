/** Boxes that Enter presses, or that a value is chosen in. */
const CHOSEN: ReadonlySet<string> = new Set(['checkbox', 'radio', 'range', 'color', 'button']);

/** Whether this is a box of one line, in which Enter is the end of what is typed. */
export function isLine(target: unknown): boolean {
  return target instanceof HTMLInputElement && !CHOSEN.has(target.type);
}
