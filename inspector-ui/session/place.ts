import { Cell } from './cell.ts';
import { recall, remember } from './memory.ts';
import { session } from './session.ts';

/** Where the person is: the entity selected, and what is unfolded in the hierarchy. Kept for each world. */
export const selected = new Cell<string | null>(null);
export const expanded = new Cell<ReadonlySet<string>>(new Set());
/** Set when the hierarchy should bring an entity into view; a new object each time. */
export const revealed = new Cell<{ readonly id: string } | null>(null);
/** Who spawned the entity that is shown: one of those to choose where a user is asked for. */
export const spawner = new Cell<string | null>(null);
/** Who wears it: the user whose UserRoot is its nearest ancestor; another of those. */
export const wearer = new Cell<string | null>(null);
/** Which pane a narrow screen shows. */
export const pane = new Cell<'tree' | 'world' | 'entity' | 'log'>('tree');

let loading = false;
session.entered.subscribe(() => {
  const kept = recall(`place.${session.world.value ?? ''}`) as { selected?: string | null; expanded?: string[] } | undefined;
  loading = true;
  selected.value = kept?.selected ?? null;
  expanded.value = new Set(kept?.expanded ?? []);
  loading = false;
});
for (const cell of [selected, expanded])
  cell.subscribe(() => {
    if (!loading && session.world.value !== null)
      remember(`place.${session.world.value}`, { selected: selected.value, expanded: [...expanded.value].slice(0, 2_000) });
  });

/** Whether anything is remembered of the world that one is in. */
export function isNewPlace(): boolean {
  return expanded.value.size === 0 && recall(`place.${session.world.value ?? ''}`) === undefined;
}

/** Selects an entity; `show` also brings it into view in the hierarchy, and on a narrow screen opens its pane. */
export function select(id: string | null, options: { show?: boolean; open?: boolean } = {}): void {
  selected.value = id;
  if (id !== null && options.show === true) revealed.value = { id };
  if (id !== null && options.open === true) pane.value = 'entity';
}

export function setExpanded(ids: readonly string[], open: boolean): void {
  const next = new Set(expanded.value);
  for (const id of ids) {
    if (open) next.add(id);
    else next.delete(id);
  }
  expanded.value = next;
}
