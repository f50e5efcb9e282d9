import { parseKey } from '../../schema/component-key.ts';
import type { FieldRef } from '../../schema/field.ts';
import type { RowList } from '../../world/row-list.ts';
import type { ColumnView } from '../../world/views.ts';
import type { World } from '../../world/world.ts';
import { lengthOf } from '../node/by-component.ts';
import { nodeAt } from '../node/linked.ts';
import { fieldOf, namedField } from '../node/lookup.ts';
import type { Graph, LinkedNode } from '../node/node-types.ts';

/** A flow that looks. */
export interface Looking {
  readonly row: number;
  readonly graph: Graph | undefined;
  /** Those among whom it is looked at. */
  watched: Watched | undefined;
}

/** A column of numbers: what is in it is compared as it lies, whoever writes it. */
type Cells = ColumnView<Float32Array>;

/** A number of a column that a flow looks at; without a column one that is not there. */
interface Cell {
  /** The node that reads it; undefined where nothing is looked at. */
  readonly node: LinkedNode | undefined;
  /** Which one it is of several in a row. */
  readonly which: number;
  column: Cells | undefined;
  place: number;
}

/** Has a flow looked at in any case: no number is the same as it. */
const UNSEEN = NaN;

/**
 * The flows of one UpdateOrder that only look whether something has become another, in the order in which they came to be, with the numbers that decide it.
 * Comparing those is all that most of them take in a tick.
 */
export class Watched {
  readonly order: number;
  readonly flows: Looking[] = [];
  readonly #world: World;
  /** When each of those came to be. */
  readonly #created: number[] = [];
  readonly #cells: Cell[] = [];
  readonly #columns: (Cells | undefined)[] = [];
  readonly #places: number[] = [];
  /** What was there when it was looked at last. */
  readonly #last: number[] = [];
  /** Changes of structure up to which it is known where the numbers lie. */
  #structure: number;
  #at = 0;

  constructor(world: World, order: number) {
    this.#world = world;
    this.order = order;
    this.#structure = world.structure;
  }

  /** @param cells what it looks at; one that is not there where it looks at nothing, since it has to be looked at once */
  add(flow: Looking, cells: readonly Cell[]): void {
    const created = this.#world.storeOf('Flow').created[flow.row] as number;
    const at = this.#placeOf(created);
    this.flows.splice(at, 0, ...cells.map(() => flow));
    this.#created.splice(at, 0, ...cells.map(() => created));
    this.#cells.splice(at, 0, ...cells);
    this.#columns.splice(at, 0, ...cells.map(({ column }) => column));
    this.#places.splice(at, 0, ...cells.map(({ place }) => place));
    this.#last.splice(at, 0, ...cells.map(() => UNSEEN));
  }

  remove(flow: Looking): void {
    const known = this.#placeOf(this.#world.storeOf('Flow').created[flow.row] as number);
    const at = this.flows[known] === flow ? known : this.flows.indexOf(flow);
    if (at < 0) return;
    const count = this.#countFrom(at);
    for (const list of [this.flows, this.#created, this.#cells, this.#columns, this.#places, this.#last]) list.splice(at, count);
    // Its turn may be under way.
    if (at < this.#at) this.#at -= count;
  }

  /** Begins a tick's turn. */
  begin(): void {
    this.#at = 0;
  }

  /** Goes on to the flows that came to be at a time, and has those looked at before it of which a number has changed. */
  advance(until: number, look: (flow: Looking) => void): void {
    for (let end = this.#placeOf(until); this.#at < end; end = this.#placeOf(until)) {
      if (this.#structure !== this.#world.structure) this.#find();
      const at = this.#unlike(end);
      this.#at = at;
      if (at >= end) return;
      const flow = this.flows[at] as Looking,
        count = this.#countFrom(at);
      // Before it is looked at, since it may change what it looks at: that is for the next tick.
      for (let each = at; each < at + count; each++) this.#last[each] = this.#now(each);
      this.#at = at + count;
      look(flow);
    }
  }

  /** The first from here on of which a number is another than it was; from one column to the next, each in a loop over numbers. */
  #unlike(end: number): number {
    let at = this.#at;
    const last = this.#last,
      places = this.#places,
      columns = this.#columns;
    while (at < end) {
      const column = columns[at];
      if (column === undefined) {
        if (last[at] !== 0) return this.#firstOf(at);
        at++;
        continue;
      }
      const data = column.reading;
      for (; at < end && columns[at] === column; at++) {
        const now = data[places[at] as number] as number,
          was = last[at] as number;
        // Zeros have a sign, by which what is computed with them differs.
        if (now !== was || (now === 0 && !Object.is(now, was))) return this.#firstOf(at);
      }
    }
    return at;
  }

  #now(at: number): number {
    return this.#columns[at]?.reading[this.#places[at] as number] ?? 0;
  }

  /** Where the numbers of the flow at a place begin, as far as it has not passed them. */
  #firstOf(at: number): number {
    const flow = this.flows[at];
    let first = at;
    while (first > this.#at && this.flows[first - 1] === flow) first--;
    return first;
  }
  #countFrom(at: number): number {
    const flow = this.flows[at];
    let end = at + 1;
    while (this.flows[end] === flow) end++;
    return end - at;
  }

  /** Entities and components have come or gone: looks anew where the numbers lie. What lies elsewhere now is looked at. */
  #find(): void {
    this.#structure = this.#world.structure;
    for (const [at, cell] of this.#cells.entries()) {
      if (cell.node === undefined) continue;
      const { column, place } = locate(this.#world, cell.node, cell.which);
      if (column === cell.column && place === cell.place) continue;
      Object.assign(cell, { column, place });
      this.#columns[at] = column;
      this.#places[at] = place;
      this.#last[at] = UNSEEN;
    }
  }

  /** The first place of those that came to be at a time or later. */
  #placeOf(created: number): number {
    let low = 0,
      high = this.#created.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#created[middle] as number) < created) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Flows that only look whether something has become another: they join and leave as a tick begins, so that its turns go over lists that hold still. */
export class Watching {
  readonly #orders = new Map<number, Watched>();
  readonly #joining = new Set<Looking>();
  #wake: (row: number) => void = () => undefined;
  /** By the row of the first of each order. */
  readonly #led = new Map<number, Watched>();

  /** Looks at a flow from the next tick on. */
  join(flow: Looking): void {
    this.leave(flow);
    this.#joining.add(flow);
  }
  leave(flow: Looking): void {
    this.#joining.delete(flow);
    const { watched } = flow;
    if (watched === undefined) return;
    watched.remove(flow);
    flow.watched = undefined;
    if (this.#led.delete(flow.row)) this.#lead(watched);
  }

  /** A tick begins. @param wake gives the first of each order its turn, with whom all others of it have theirs */
  begin(world: World, wake: (row: number) => void): void {
    const orders = world.storeOf('Flow').columns.UpdateOrder.reading;
    this.#wake = wake;
    for (const flow of this.#joining) {
      const order = orders[flow.row] as number;
      let watched = this.#orders.get(order);
      if (watched === undefined) this.#orders.set(order, (watched = new Watched(world, order)));
      watched.add(flow, cellsIn(world, flow.graph as Graph));
      flow.watched = watched;
    }
    this.#joining.clear();
    this.#led.clear();
    for (const [order, watched] of this.#orders) {
      if (watched.flows.length === 0) this.#orders.delete(order);
      watched.begin();
      this.#lead(watched);
    }
  }

  /** Has the first of an order woken, with whom the others have their turn. */
  #lead(watched: Watched): void {
    const [first] = watched.flows;
    if (first === undefined) return;
    this.#led.set(first.row, watched);
    this.#wake(first.row);
  }

  /** Those who have their turn with some rows; undefined where nobody has. */
  ledBy({ data, length }: RowList): Watched | undefined {
    for (let at = 0; at < length && this.#led.size > 0; at++) {
      const row = data[at] as number,
        led = this.#led.get(row);
      if (led === undefined) continue;
      this.#led.delete(row);
      return led;
    }
    return undefined;
  }
}

/** Whether a graph only looks at numbers of columns. */
export function isWatchable(world: World, graph: Graph): boolean {
  const { cells } = graph.plan;
  return cells !== undefined && cells.every((at) => !isObject(world, nodeAt(graph, at) as LinkedNode));
}

/** Whether what a node refers to is a field that holds more than numbers. */
function isObject(world: World, { refs, node: { cell = '' } }: LinkedNode): boolean {
  const ref = refs[cell] as FieldRef | undefined;
  const type = ref === undefined ? undefined : parseKey(ref.component)?.type;
  return type !== undefined && namedField(world.stores.get(type)?.component, ref)?.storage === 'object';
}

function cellsIn(world: World, graph: Graph): readonly Cell[] {
  const nodes = (graph.plan.cells ?? []).map((at) => nodeAt(graph, at) as LinkedNode);
  const cells = nodes.flatMap((node) => Array.from({ length: lengthOf(node.type) }, (_, which): Cell => ({ node, which, ...locate(world, node, which) })));
  return cells.length > 0 ? cells : [{ node: undefined, which: 0, column: undefined, place: 0 }];
}

/** Where a number lies that a node reads; nowhere where its field is gone. */
function locate(world: World, { refs, type, node: { cell = '' } }: LinkedNode, which: number): Pick<Cell, 'column' | 'place'> {
  const found = fieldOf(world, refs[cell] as FieldRef | undefined, type);
  if (found === undefined) return { column: undefined, place: 0 };
  const column = found.store.columnOf(found.field) as Cells;
  return { column, place: found.row * column.width + which };
}
