/** Milliseconds for which what somebody looked for is marked, and is held in view. */
export const FOUND_FOR = 1_500;

/** Brings a section into view, and again as its rows come and make it taller, until the person scrolls or acts themselves. */
export function keepInView(section: HTMLElement, part: Element | null): void {
  const show = (): void => {
    section.scrollIntoView({ block: 'nearest' });
    part?.scrollIntoView({ block: 'nearest' });
  };
  const taller = new ResizeObserver(show);
  const acts = new AbortController();
  const end = (): void => {
    taller.disconnect();
    acts.abort();
  };
  for (const act of ['wheel', 'pointerdown', 'touchmove', 'keydown']) window.addEventListener(act, end, { capture: true, passive: true, signal: acts.signal });
  setTimeout(end, FOUND_FOR);
  taller.observe(section);
  show();
}
