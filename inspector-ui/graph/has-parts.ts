/** Whether Enter in this box begins a new line, or goes to another part of a value, rather than being the end of it. */
export function hasParts(target: unknown): boolean {
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLElement && target.isContentEditable);
}
