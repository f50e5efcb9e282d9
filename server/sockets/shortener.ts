import { sameJson, type Json, type NodeData, type TableRow, type TreeRow, type ViewUpdate } from '../../engine/index.ts';
import type { SentUpdate, ShortNode, ShortRow } from '../protocol.ts';

type Row = TreeRow | TableRow;
type Window = Extract<ViewUpdate, { kind: 'tree' | 'table' }>;
interface Told {
  readonly row: Row;
  readonly at: number;
}

/**
 * Puts updates for one page into short form: a changed field by its place instead of by its names, and rows that a view has told before by
 * their places. It refers to what it has sent, so all updates of a page go through one.
 */
export class Shortener {
  /** By view: the place of each field of the entity, as it was told whole. */
  readonly #places = new Map<number, ReadonlyMap<string, ReadonlyMap<string, number>>>();
  readonly #windows = new Map<number, ReadonlyMap<string, Told>>();

  shorten(updates: readonly ViewUpdate[]): SentUpdate[] {
    return updates.map((update) => {
      if (update.kind === 'entity') this.#places.set(update.view, placesOf(update));
      else if (update.kind === 'fields') return this.#fields(update);
      else if (update.kind === 'tree' || update.kind === 'table') return this.#window(update);
      else if (update.kind === 'graph') return shortGraph(update);
      return update;
    });
  }

  /** A view shows something else, or the page has lost what it was told. */
  forget(view: number): void {
    this.#places.delete(view);
    this.#windows.delete(view);
  }

  #fields(update: Extract<ViewUpdate, { kind: 'fields' }>): SentUpdate {
    const places = this.#places.get(update.view);
    if (places === undefined) return update;
    const out: [number, number, ...Json[]] = [update.view, update.tick];
    for (const [component, fields] of Object.entries(update.changed)) {
      for (const [field, value] of Object.entries(fields)) {
        const place = places.get(component)?.get(field);
        if (place === undefined) return update;
        out.push(place, value);
      }
    }
    if (update.by !== undefined) out.push(update.by);
    return out;
  }

  #window(update: Window): SentUpdate {
    const told = this.#windows.get(update.view);
    this.#windows.set(update.view, new Map(update.rows.map((row, at) => [keyOf(row), { row, at }])));
    if (told === undefined) return update;
    const rows = update.rows.map((row): Row | ShortRow => {
      const before = told.get(keyOf(row));
      return before === undefined ? row : differenceOf(before, row);
    });
    return { ...update, rows } as SentUpdate;
  }
}

/** Of a node of which one thing alone is another, that and no more. */
function shortGraph({ ports, nodes, ...rest }: Extract<ViewUpdate, { kind: 'graph' }>): SentUpdate {
  if (nodes === undefined) return rest;
  if (ports === undefined) return { ...rest, nodes };
  const short = Object.entries(nodes).map(([id, node]): [string, NodeData | ShortNode | null] => {
    const [key, port] = Object.hasOwn(ports, id) ? (ports[id] as readonly [string, string | null]) : ['', null];
    if (node === null || key === '') return [id, node];
    const value = (node as unknown as { readonly [key: string]: Json })[key] as Json;
    return [id, [key, port, port === null ? value : ((value as { readonly [port: string]: Json })[port] as Json)]];
  });
  return { ...rest, nodes: Object.fromEntries(short) };
}

function placesOf({ whole }: Extract<ViewUpdate, { kind: 'entity' }>): ReadonlyMap<string, ReadonlyMap<string, number>> {
  let place = 0;
  return new Map(Object.entries(whole.components).map(([key, fields]) => [key, new Map(Object.keys(fields).map((field) => [field, place++]))]));
}

function keyOf(row: Row): string {
  return 'id' in row ? row.id : `${row.entity} ${row.component}`;
}

function differenceOf({ row: old, at }: Told, row: Row): Row | ShortRow {
  if (row === old) return at;
  if ('values' in row && 'values' in old) {
    if (row.values.length !== old.values.length) return row;
    const cells = row.values.flatMap((value, column) => (sameJson(value, old.values[column]) ? [] : [column, value]));
    return cells.length === 0 ? at : [at, ...cells];
  }
  return sameJson(row, old) ? at : row;
}
