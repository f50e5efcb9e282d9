import { GONE, INSTANCE, markOf } from '../instance-marks.ts';
import { Links } from '../editing/links.ts';
import type { Component } from '../schema/component.ts';
import type { EntityTable } from '../world/entity-table.ts';
import { NONE } from '../world/entity-table.ts';
import type { Store } from '../world/store.ts';

/** What a file says of an entity that follows another one: no more than what differs. */
export interface SavedPart {
  /** Row of the instance's root, */
  readonly root: number;
  /** of the source, */
  readonly source: number;
  /** and of what it corresponds to there. */
  readonly of: number;
  /** Its children, where they do not stand as those of the source do. */
  readonly children: readonly number[] | null;
  /** What both hold, and only the one. */
  readonly shared: ReadonlyMap<string, number>;
  /** Ids of all that is in the source. */
  readonly names: ReadonlySet<string>;
}

/** All that is written as a part, by row; and marks that an instance has beside its own, of what it lacks though nobody has marked that. */
export interface SavedParts {
  readonly parts: ReadonlyMap<number, SavedPart>;
  readonly lacking: ReadonlyMap<number, readonly string[]>;
}

interface Linked {
  readonly entities: EntityTable;
  readonly stores: ReadonlyMap<string, Store>;
}

/** Finds what a file says by a source. An instance whose source is not written along is written as what it is, whole. @param item row of its root */
export function savedParts(world: Linked, item: number | null = null): SavedParts | undefined {
  const store = world.stores.get(INSTANCE);
  if (store === undefined || store.count === 0) return undefined;
  const { entities } = world;
  const links = new Links(world);
  const isWritten = (row: number): boolean => (item === null ? entities.isSaved(row) : isSavedIn(entities, row, item));
  const parts = new Map<number, SavedPart>();
  const lacking = new Map<number, string[]>();
  const names = new Map<number, { readonly rows: readonly number[]; readonly ids: ReadonlySet<string> }>();
  for (const root of store.rows()) {
    const source = store.owner[root] === root && links.partAt(root)?.root === root ? links.sourceOf(root) : undefined;
    if (source === undefined || !isWritten(source) || !isWritten(root)) continue;
    let known = names.get(source);
    if (known === undefined) {
      const rows = entities.subtree(source).filter((of) => of === source || isWritten(of));
      names.set(source, (known = { rows, ids: new Set(rows.map((of) => entities.id.get(of))) }));
    }
    const marks = links.marksOf(root);
    const lacks: string[] = [];
    const left = new Set<number>();
    for (const of of known.rows) {
      const name = of === source ? '' : entities.id.get(of);
      const row = links.counterpart(root, source, of);
      if (row === undefined || !isWritten(row)) {
        if (!left.has(entities.parent[of] as number) && !Object.hasOwn(marks, markOf(name, GONE))) lacks.push(markOf(name, GONE));
        left.add(of);
        continue;
      }
      const shared = new Map<string, number>();
      for (const held of entities.held(of)) {
        if (!isKept(world, held) || (of === source && held.component.name === INSTANCE)) continue;
        const own = links.heldBy(row, held.key);
        const isOwn = Object.hasOwn(marks, markOf(name, `+${held.key}`));
        if (own !== undefined && isKept(world, own)) {
          if (!isOwn) shared.set(held.key, held.row);
        } else if (!Object.hasOwn(marks, markOf(name, `-${held.key}`))) lacks.push(markOf(name, `-${held.key}`));
      }
      parts.set(row, { root, source, of, children: childrenOf(entities, links, root, source, of, row), shared, names: known.ids });
    }
    if (lacks.length > 0) lacking.set(root, lacks);
  }
  return { parts, lacking };
}

function isKept(world: Linked, { component, row }: { readonly component: Component; readonly row: number }): boolean {
  return (world.stores.get(component.name)?.columnOf('persistent').get(row) ?? true) === true;
}

function isSavedIn(entities: EntityTable, row: number, item: number): boolean {
  for (let at = row; at !== NONE; at = entities.parent[at] as number) {
    if (at === item) return true;
    if (entities.persistent[at] === 0) return false;
  }
  return false;
}

/** The children of a part, where they are not those of the source in their order, with what was added behind them. */
function childrenOf(entities: EntityTable, links: Links, root: number, source: number, of: number, row: number): readonly number[] | null {
  const children = (entities.children.get(row) ?? []).filter((child) => entities.persistent[child] === 1);
  if (children.length < 2) return null;
  const usual = usualOrder(entities, links, root, source, of, children, row);
  return children.every((child, at) => child === usual[at]) ? null : children;
}

function usualOrder(entities: EntityTable, links: Links, root: number, source: number, of: number, children: readonly number[], row: number): number[] {
  const first = (entities.children.get(of) ?? [])
    .map((child) => links.counterpart(root, source, child))
    .filter((child): child is number => child !== undefined && entities.parent[child] === row && entities.persistent[child] === 1);
  const known = new Set(first);
  const rest = children.filter((child) => !known.has(child)).sort((a, b) => (entities.created[a] as number) - (entities.created[b] as number));
  return [...first, ...rest].sort((a, b) => (entities.orderOffset[a] as number) - (entities.orderOffset[b] as number));
}
