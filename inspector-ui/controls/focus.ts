/** Whether an element lies in another, or is it, however many shadow roots are between them. */
export function holds(around: Node | null, element: Node | null): boolean {
  for (let at = element; at !== null; at = at.parentNode ?? (at instanceof ShadowRoot ? at.host : null)) if (at === around) return true;
  return false;
}

/** The element that has the focus, however deep in shadow roots it is. */
export function deepActive(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}
