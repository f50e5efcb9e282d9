import { Cell } from '../cells/cell.ts';
import { recall, remember } from '../cells/memory.ts';
import { ahead, isAsForeseen } from './ahead.ts';
import type { MiddleTabName } from './middle-tab.ts';
import { session } from './session.ts';

/** Where the person is. Kept for each world: the entity selected last, what is unfolded, what is pinned, which entities have panes of their own. */
export const selected = new Cell<string | null>(null);
/** All that are selected, in the order in which they were; `selected` is one of them, or null where there is none. */
export const selection = new Cell<readonly string[]>([]);
/** The entity that the hierarchy shows the inside of; null is the whole world. */
export const root = new Cell<string | null>(null);
/** Entities kept at hand above the hierarchy. */
export const pins = new Cell<readonly string[]>([]);
/** Entities that have a pane of their own, beside the one that follows the selection. */
export const kept = new Cell<readonly string[]>([]);
/** What the middle shows; null until it is there, or somebody has chosen. */
export const middle = new Cell<MiddleTabName | null>(null);
export const expanded = new Cell<ReadonlySet<string>>(new Set());
/** Set when the hierarchy should bring an entity into view; a new object each time. */
export const revealed = new Cell<{ readonly id: string } | null>(null);
/** An entity that has just come to be and waits for its name; a new object each time. `group` joins the naming to the step of undo that added it. */
export const naming = new Cell<{ readonly id: string; readonly group: string } | null>(null);
/** Who spawned the entity that is shown: one of those to choose where a user is asked for. */
export const spawner = new Cell<string | null>(null);
/** Who wears it: the user whose UserRoot is its nearest ancestor; another of those. */
export const wearer = new Cell<string | null>(null);
/** Which pane a narrow screen shows. */
export const pane = new Cell<'tree' | 'world' | 'entity' | 'log'>('tree');

/** The world whose place this is. */
let of: string | null = null;
let loading = false,
  // Whether it is remembered as it is; not while no world has been entered.
  isKept = true;

function load(world: string, unfolded?: readonly string[]): void {
  const known = recall(`place.${world}`) as Partial<Place> | undefined;
  of = world;
  isKept = unfolded === undefined;
  loading = true;
  selected.value = known?.selected ?? null;
  selection.value = selected.value === null ? [] : [selected.value];
  expanded.value = new Set(unfolded ?? known?.expanded ?? []);
  root.value = known?.root ?? null;
  pins.value = known?.pins ?? [];
  kept.value = known?.kept ?? [];
  loading = false;
}

/** What is known ahead is of the place that was remembered then, or of none. */
function foresee(): void {
  if (ahead.value !== null) load(ahead.value.world, ahead.value.isNew ? ahead.value.expanded : undefined);
}
foresee();
ahead.subscribe(foresee);
session.entered.subscribe(() => {
  if (!isAsForeseen()) load(session.world.value ?? '');
  else if (!isKept) keep();
});
interface Place {
  readonly selected: string | null;
  readonly expanded: string[];
  readonly root: string | null;
  readonly pins: string[];
  readonly kept: string[];
}
function keep(): void {
  if (loading) return;
  isKept = session.world.value !== null;
  if (!isKept) return;
  const place: Place = {
    selected: selected.value,
    expanded: [...expanded.value].slice(0, 2_000),
    root: root.value,
    pins: [...pins.value],
    kept: [...kept.value],
  };
  remember(`place.${session.world.value}`, { ...place });
}
for (const cell of [selected, expanded, root, pins, kept]) cell.subscribe(keep);

/** Whether nothing is remembered of the world that one is in. */
export function isNewPlace(): boolean {
  return expanded.value.size === 0 && recall(`place.${of ?? ''}`) === undefined;
}

/** Selects an entity; `show` also brings it into view in the hierarchy, and on a narrow screen opens its pane. */
export function select(id: string | null, options: { show?: boolean; open?: boolean } = {}): void {
  selection.value = id === null ? [] : [id];
  selected.value = id;
  if (id !== null && options.show === true) revealed.value = { id };
  if (id !== null && options.open === true) pane.value = 'entity';
}

/** Selects several; the last of them is the one whose fields the keyboard goes to. */
export function selectAll(ids: readonly string[]): void {
  selection.value = [...new Set(ids)];
  selected.value = ids.at(-1) ?? null;
}

/** Adds an entity to the selection, or takes it out. */
export function toggleSelected(id: string): void {
  const others = selection.value.filter((each) => each !== id);
  selectAll(others.length === selection.value.length ? [...others, id] : others);
}

/** Gives an entity a pane of its own, or takes that away. */
export function keepOpen(id: string, open = true): void {
  const others = kept.value.filter((each) => each !== id);
  kept.value = open ? [...others, id] : others;
}

export function pin(id: string, on = true): void {
  const others = pins.value.filter((each) => each !== id);
  pins.value = on ? [...others, id] : others;
}

export function setExpanded(ids: readonly string[], open: boolean): void {
  const next = new Set(expanded.value);
  for (const id of ids) {
    if (open) next.add(id);
    else next.delete(id);
  }
  expanded.value = next;
}
