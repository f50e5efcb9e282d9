/** What runs in the page, as text: the bench itself knows no document. */

/** Elements of a selector, in shadow trees too. */
const DEEP = `const deep = (selector, root = document) => {
  const found = [...root.querySelectorAll(selector)];
  for (const element of root.querySelectorAll('*')) if (element.shadowRoot) found.push(...deep(selector, element.shadowRoot));
  return found;
};`;

/** Before the page: notes when the first row of the tree has been drawn and can be clicked. */
export const NOTE_TREE = `(() => {
  // Along this one path: going through all elements in each frame would be a part of what is measured.
  const look = () => {
    let row = document;
    for (const next of ['ww-app', 'ww-hierarchy-pane', 'ww-entity-tree', '[role=treeitem]']) row = (row?.shadowRoot ?? row)?.querySelector(next);
    const box = row?.getBoundingClientRect();
    const top = box && box.height > 0 ? row.getRootNode().elementFromPoint(box.left + box.width / 2, box.top + box.height / 2) : null;
    if (!top) return requestAnimationFrame(look);
    requestAnimationFrame(() => {
      globalThis.treeUsable = performance.now() - performance.getEntriesByType('navigation')[0].responseStart;
    });
  };
  requestAnimationFrame(look);
})()`;

/** Frames a second over some milliseconds, while something is done in each. */
function frames(each: string, milliseconds: number): string {
  return `new Promise((done) => {
    ${DEEP}
    const prepared = (() => { ${each} })();
    let count = 0;
    let began;
    const step = (now) => {
      if (began === undefined) began = now;
      else count += 1;
      if (now - began >= ${milliseconds}) return done((count * 1000) / (now - began));
      prepared(count);
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  })`;
}

/** The browser's best: a page with one thing that moves. */
export const EMPTY_FRAMES = frames(
  `const box = document.body.appendChild(document.createElement('p'));
   return (count) => { box.textContent = String(count); };`,
  3000,
);
/** Before the page: everything is unfolded, as the page remembers it. */
export function unfold(ids: readonly string[]): string {
  const place = { selected: null, expanded: ids, root: null, pins: [], kept: [] };
  // A page that was here before knows the world as well, and asks for it with its first line.
  return `localStorage.setItem('worldwire.world', '"inspected"');localStorage.setItem('worldwire.place.inspected', ${JSON.stringify(JSON.stringify(place))})`;
}
/** How many rows the tree has, seen or not. */
export const TREE_ROWS = `(() => {
  ${DEEP}
  const row = deep('[role=treeitem]')[0];
  return deep('[role=tree]')[0].getBoundingClientRect().height / row.getBoundingClientRect().height;
})()`;
/** Through the tree at three thousand rows a second and back. */
export const SCROLL_FRAMES = frames(
  `const tree = deep('[role=tree]')[0];
   const scroller = tree.closest('.scroll') ?? tree.parentElement;
   const far = scroller.scrollHeight - scroller.clientHeight;
   return (count) => { const at = count * 1200; scroller.scrollTop = Math.floor(at / far) % 2 === 0 ? at % far : far - (at % far); };`,
  3000,
);
/** While the page does what it does. */
export const STILL_FRAMES = frames('return () => {};', 3000);

/** Whether so many inputs are shown. */
export function areShown(inputs: number): string {
  return `(() => {
    ${DEEP}
    return deep('input').length >= ${inputs};
  })()`;
}
/** How many inputs are shown that have changed their value within a second. */
export const CHANGING_INPUTS = `new Promise((done) => {
  ${DEEP}
  const inputs = deep('input');
  const before = inputs.map((input) => input.value);
  setTimeout(() => done(inputs.filter((input, at) => input.value !== before[at]).length), 1000);
})`;

/** Notes, in time since 1970, when a number is entered here. */
export const NOTE_ENTERED = `addEventListener('keydown', (event) => {
  if (event.key === 'Enter') globalThis.enteredAt = performance.timeOrigin + performance.now();
}, { capture: true })`;
/** Resolves with the time at which an input that holds one text shows another. */
export function shown(value: string): string {
  return `new Promise((done) => {
    ${DEEP}
    const inputs = deep('input');
    const look = () => {
      if (inputs.some((input) => input.value === ${JSON.stringify(value)})) done(performance.timeOrigin + performance.now());
      else requestAnimationFrame(look);
    };
    look();
  })`;
}
