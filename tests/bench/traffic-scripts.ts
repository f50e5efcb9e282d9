/** What is done in the page while the timeline is measured, as scripts for it. */

const PANE = `const find = (root) => { for (const each of root.querySelectorAll('*')) { if (each.tagName === 'WW-TRAFFIC-PANE') return each;
    if (each.shadowRoot) { const found = find(each.shadowRoot); if (found) return found; } } };
  const pane = find(document), scroller = pane && pane.renderRoot.querySelector('.scroll');`;

/** Frames a second over so many milliseconds, in each of which something is done. */
const frames = (each: string, milliseconds: number): string => `new Promise((done) => { let count = 0; const began = performance.now();
  const frame = (now) => { count++; ${each} if (now - began > ${milliseconds}) done(count * 1000 / (now - began)); else requestAnimationFrame(frame); };
  requestAnimationFrame(frame); })`;

export const FRAMES = frames('', 3_000);
/** The timeline is scrolled towards its oldest entries, as fast as a wheel does. */
export const SCROLL_TRAFFIC = `(() => { ${PANE} return ${frames('scroller.scrollTop -= 400;', 3_000)}; })()`;

/** Something is typed into the filter: milliseconds until its first rows are there, and until all are found, and how many those are. */
export const filterTraffic = (text: string): string => `(async () => { ${PANE}
  const head = pane.renderRoot.querySelector('ww-traffic-head'), shown = head.window, box = head.renderRoot.querySelector('.find');
  box.value = ${JSON.stringify(text)};
  const began = performance.now();
  box.dispatchEvent(new Event('input'));
  await new Promise((then) => setTimeout(then, 20));
  let first;
  for (;;) {
    await new Promise((then) => requestAnimationFrame(then));
    const now = performance.now() - began;
    if (shown.isFresh && (shown.total > 0 || !shown.searching)) first ??= now;
    if (shown.isFresh && !shown.searching) return { first, all: now, found: shown.total };
    if (now > 20000) throw new Error('the filter is not done after 20 s');
  }
})()`;
