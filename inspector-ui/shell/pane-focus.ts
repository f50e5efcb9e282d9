import { pane } from '../session/place.ts';
import { deepActive, holds } from '../controls/focus.ts';
import { foldPane, layout, showPane, type PaneName } from '../session/layout.ts';
import { narrow } from './narrow.ts';

type Place = typeof pane.value;
/** The panes in the order in which F6 walks them: the element around each, what takes the keyboard in it, and its edge where it can be folded. */
const PLACES: readonly { readonly name: Place; readonly around: string; readonly wanted: readonly string[]; readonly folds?: PaneName }[] = [
  { name: 'tree', around: '.left', wanted: ['[role=tree]', 'input'], folds: 'left' },
  { name: 'world', around: '.centre', wanted: ['[role=tab][aria-selected=true]'] },
  { name: 'entity', around: '.right', wanted: ['input:not([disabled]), button:not([disabled]), [tabindex="0"]'], folds: 'right' },
  { name: 'log', around: '.bottom', wanted: ['[role=grid]', '[role=log]'], folds: 'bottom' },
];
/** Where the keyboard was in each pane. */
const last = new Map<Place, WeakRef<Element>>();

/** The pane that the keyboard is on its way to: the next key may come before it is there. */
let going: Place | null = null;

/**
 * Gives the keyboard to a pane: to where it was there before, else to what the pane is about. Unfolds it, and on a narrow screen shows it.
 * @param done told once the keyboard is there
 */
export function goToPane(name: Place, done: () => void = () => undefined): void {
  const place = PLACES.find((each) => each.name === name);
  if (place === undefined) return;
  note();
  going = name;
  pane.value = name;
  if (place.folds !== undefined) showPane(place.folds);
  // After what was folded or not shown has been drawn.
  requestAnimationFrame(() => {
    if (going === name) going = null;
    const around = app()?.querySelector(place.around) ?? null;
    const before = last.get(name)?.deref();
    const target = before?.isConnected === true && holds(around, before) && isPlace(before) ? before : firstOf(around, place.wanted);
    if (target instanceof HTMLElement) target.focus();
    else if (around instanceof HTMLElement) {
      // Nothing in it takes the keyboard: then the pane itself, so that F6 goes on from here.
      around.tabIndex = -1;
      around.focus();
    }
    done();
  });
}

/** The pane that was folded with the keyboard in it, and where that went, once it is there. */
let parted: { readonly from: Place; to?: Element | null } | null = null;

/**
 * Folds a pane away or shows it again. A keyboard that was inside goes to the middle, and comes back with the pane where nobody has taken it elsewhere
 * meanwhile.
 */
export function foldOrShow(name: PaneName): void {
  const place = PLACES.find(({ folds }) => folds === name);
  const around = place === undefined ? null : (app()?.querySelector(place.around) ?? null);
  const folds = !layout.value.folded.includes(name);
  const active = deepActive();
  const isInside = holds(around, active);
  if (isInside) note();
  foldPane(name);
  if (place === undefined || narrow()) return;
  if (folds && isInside) {
    const left: typeof parted = { from: place.name };
    parted = left;
    goToPane('world', () => (left.to = deepActive()));
  } else if (!folds && parted?.from === place.name) {
    const isThere = parted.to === undefined || parted.to === active || active === document.body;
    parted = null;
    if (isThere) goToPane(place.name);
  }
}

export function nextPane(direction: 1 | -1): void {
  const here = PLACES.findIndex(({ name, around }) => (going === null ? holds(app()?.querySelector(around) ?? null, deepActive()) : name === going));
  const from = here === -1 ? (direction === 1 ? -1 : 0) : here;
  const next = PLACES[(from + direction + PLACES.length) % PLACES.length];
  if (next !== undefined) goToPane(next.name);
}

/** Keeps where the keyboard is now, for when it comes back to this pane. */
function note(): void {
  const active = deepActive();
  const here = PLACES.find(({ around }) => holds(app()?.querySelector(around) ?? null, active));
  if (here !== undefined && active !== null) last.set(here.name, new WeakRef(active));
}

function app(): ShadowRoot | null {
  return document.querySelector('ww-app')?.shadowRoot ?? null;
}

/** What is wanted most of what is there. */
function firstOf(around: Element | null, wanted: readonly string[]): Element | null {
  for (const each of wanted) {
    const found = deepFind(around, each);
    if (found !== null) return found;
  }
  return null;
}

/** The first element that fits and can be seen, shadow roots included. */
function deepFind(around: Element | null, wanted: string): Element | null {
  if (around === null) return null;
  for (const each of (around.shadowRoot ?? around).querySelectorAll('*')) {
    if (each.matches(wanted) && seen(each)) return each;
    if (each.shadowRoot !== null) {
      const inside = deepFind(each, wanted);
      if (inside !== null) return inside;
    }
  }
  return around.shadowRoot === null ? null : lightFind(around, wanted);
}
function lightFind(around: Element, wanted: string): Element | null {
  for (const child of around.children) {
    if (child.matches(wanted) && seen(child)) return child;
    const inside = deepFind(child, wanted);
    if (inside !== null) return inside;
  }
  return null;
}

/** Whether the keyboard can go back to an element: it is seen, and no tab of something else than what is shown by now. */
function isPlace(element: Element): boolean {
  return seen(element) && !element.matches('[role=tab]:not([aria-selected=true])');
}

function seen(element: Element): boolean {
  return element.checkVisibility() && element.closest('[inert]') === null;
}
