import type { LiveWorld } from '../editing/live-world.ts';
import { periodOf, type Body, type Watch } from './watch.ts';

const PER_SECOND = 4;

/** What a view of many things is asked for: those of one component, or of all. */
export interface Windowed {
  readonly entity?: string;
  readonly component?: string;
  readonly offset: number;
  readonly limit: number;
  readonly rate?: number;
}

/** How many things a component has, and how those from one to another are told. */
export interface Listed<R> {
  readonly size: number;
  rows(from: number, to: number): readonly R[];
}

/**
 * A window of what components have that is no component of its own, of one of them or of all in their order.
 * @param listsOf what there is to be told; undefined where the component that is looked at is gone
 * @param told an update of what stands in the window
 */
export function watchWindow<R>(
  { entity, offset, limit, rate }: Windowed,
  listsOf: (world: LiveWorld) => readonly Listed<R>[] | undefined,
  told: (world: LiveWorld, total: number, rows: readonly R[]) => Body,
): Watch {
  let before = '';
  return {
    period: periodOf(rate, PER_SECOND),
    concerns: (world) => entity !== undefined && world.touched.has(entity),
    look(world) {
      const lists = listsOf(world);
      if (lists === undefined) {
        if (before === 'gone') return undefined;
        before = 'gone';
        return { kind: 'gone', entity: entity ?? '' };
      }
      const rows: R[] = [];
      let total = 0;
      for (const list of lists) {
        const from = Math.max(0, offset - total),
          to = offset + limit - total;
        if (from < list.size && to > 0) rows.push(...list.rows(from, to));
        total += list.size;
      }
      const text = JSON.stringify([total, rows]);
      if (text === before) return undefined;
      before = text;
      return told(world, total, rows);
    },
  };
}
