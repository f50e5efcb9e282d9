import type { Component } from '../schema/component.ts';
import type { Numbers } from '../world/views.ts';
import { byCreation, find } from '../world/find.ts';
import { allOf, type InParts } from '../world/in-parts.ts';
import type { Query } from '../world/query.ts';
import type { LiveWorld } from '../editing/live-world.ts';

/** Rows that a live list may look at in a second. */
export const LOOKED_AT_PER_SECOND = 200_000;
/** And at once: about a millisecond's worth. */
const MOST_AT_ONCE = 5_000;
/** One whose look takes long counts as so many. */
const HEAVY = 25;
/** So few that begin or cease to match are put into their places one by one. */
const FEW = 50;

/**
 * What a query finds, kept up to date: what an edit touched is looked at in its own step, everything else a little at a time, so that
 * no step pays for the whole world.
 */
export class Finding {
  /** Rows of the entities found, in order of creation. */
  rows: number[] = [];
  private readonly query: Query;
  private readonly component: Component | undefined;
  private is = new Uint8Array(64);
  private generations: number[] = [];
  private cursor = 0;
  private structure = -1;
  private dropped = -1;
  private real = 0;
  private tick = 0;
  private never = true;
  /** Ids that were touched while everything is looked at for the first time. */
  private readonly missed = new Set<string>();

  /** @param component what entities must hold besides, to be looked at */
  constructor(query: Query, component = query.component) {
    this.query = query;
    this.component = component;
  }

  has(row: number): boolean {
    return this.is[row] === 1;
  }

  /** Whether everything has been looked at once. */
  get isFilled(): boolean {
    return !this.never;
  }

  /** Looks at everything for the first time, in parts. Whoever goes on with it in a later step tells what was touched since by `touch`. */
  *fill(world: LiveWorld): InParts<void> {
    if (!this.never) return;
    const { structure, real, tick } = world;
    const rows = yield* find(world, { ...this.query, component: this.component });
    // Somebody who asked may have been done with it before.
    if (!this.never) return;
    this.take(world, rows);
    if (structure !== world.structure) this.dropGone(world);
    this.structure = structure;
    this.real = real;
    this.tick = tick;
  }

  /** Edits that have come while it was looked at for the first time. */
  touch(ids: Iterable<string>): void {
    for (const id of ids) this.missed.add(id);
  }

  /** Lets go of what is gone, and of nothing else: what edits have touched is for the next look. Returns whether anything was. */
  shed(world: LiveWorld): boolean {
    if (this.dropped === world.structure) return false;
    this.dropped = world.structure;
    return this.dropGone(world);
  }

  /** Looks again. Returns whether anything else is found than before. `whole`: everything at once. */
  look(world: LiveWorld, whole: boolean, touched: ReadonlySet<string> = world.touched): boolean {
    if (this.never || (whole && !this.isNow(world))) return this.lookAtAll(world);
    const restructured = this.structure !== world.structure;
    const dropped = this.shed(world);
    const changed: number[] = [];
    const concerned = this.missed.size === 0 ? touched : new Set([...this.missed, ...touched]);
    this.missed.clear();
    for (const id of concerned) {
      const row = world.entities.rowOf(id);
      if (row === undefined) continue;
      // What hangs below something that was moved may be found, or no longer be.
      const below = this.query.ancestral && restructured ? world.entities.subtree(row).slice(0, MOST_AT_ONCE) : [row];
      for (const each of below) this.test(world, each, changed);
    }
    this.lookAtSome(world, changed);
    this.remember(world);
    if (changed.length > 0) this.settle(world, changed);
    return dropped || changed.length > 0;
  }

  private isNow(world: LiveWorld): boolean {
    return this.structure === world.structure && this.tick === world.tick && this.real === world.real;
  }

  private remember(world: LiveWorld): void {
    this.structure = world.structure;
    this.tick = world.tick;
    this.real = world.real;
  }

  private lookAtAll(world: LiveWorld): boolean {
    const before = this.rows;
    this.take(world, allOf(find(world, { ...this.query, component: this.component })));
    this.remember(world);
    return before.length !== this.rows.length || this.rows.some((row, at) => row !== before[at]);
  }

  private take(world: LiveWorld, rows: number[]): void {
    this.never = false;
    // What was found and is gone by now has no place.
    this.rows = rows.filter((row) => world.entities.alive(row));
    this.is = new Uint8Array(world.entities.end);
    for (const row of this.rows) this.is[row] = 1;
    this.stamp(world);
  }

  /** Lets go of entities that are no more. Rows are given to others from the step after, when their generation is another. */
  private dropGone(world: LiveWorld): boolean {
    const { generation } = world.entities;
    const { rows, generations } = this;
    let kept = 0;
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at] as number;
      if (generation[row] !== generations[at]) {
        this.is[row] = 0;
        continue;
      }
      if (kept < at) {
        rows[kept] = row;
        generations[kept] = generations[at] as number;
      }
      kept++;
    }
    if (kept === rows.length) return false;
    rows.length = generations.length = kept;
    return true;
  }

  private test(world: LiveWorld, row: number, changed: number[]): void {
    if (row >= this.is.length) {
      const more = new Uint8Array(Math.max(this.is.length * 2, row + 1));
      more.set(this.is);
      this.is = more;
    }
    const matches = this.query.matches(world, row) ? 1 : 0;
    if (matches === this.is[row]) return;
    this.is[row] = matches;
    changed.push(row);
  }

  private lookAtSome(world: LiveWorld, changed: number[]): void {
    const passed = Math.max(world.real - this.real, ((world.tick - this.tick) / world.tickRate) * 1000);
    const weight = this.query.heavy ? HEAVY : 1;
    let left = Math.min(Math.ceil(((passed / 1000) * LOOKED_AT_PER_SECOND) / weight), MOST_AT_ONCE / weight);
    if (left === 0 || !(this.query.drifts || this.query.ancestral)) return;
    if (this.component !== undefined) {
      const store = world.storeOf(this.component.name);
      const rows = store.unordered();
      left = Math.min(left, rows.length);
      for (; left > 0; left--) {
        if (this.cursor >= rows.length) this.cursor = 0;
        this.test(world, store.owner[rows[this.cursor++] as number] as number, changed);
      }
      return;
    }
    const { entities } = world;
    const rows = entities.end;
    left = Math.min(left, rows);
    for (; left > 0; left--) {
      if (this.cursor >= rows) this.cursor = 0;
      const row = this.cursor++;
      if (entities.alive(row)) this.test(world, row, changed);
    }
  }

  /** Takes in what has begun to match, and out what no longer does. */
  private settle(world: LiveWorld, changed: readonly number[]): void {
    const { created, generation } = world.entities;
    if (changed.length > FEW) {
      const rows = this.rows.filter((row) => this.is[row] === 1);
      for (const row of changed) if (this.is[row] === 1) rows.push(row);
      this.rows = byCreation(rows, created);
      this.stamp(world);
      return;
    }
    for (const row of changed) {
      const at = this.placeOf(created, created[row] as number);
      if (this.is[row] === 1) {
        this.rows.splice(at, 0, row);
        this.generations.splice(at, 0, generation[row] as number);
      } else {
        this.rows.splice(at, 1);
        this.generations.splice(at, 1);
      }
    }
  }

  /** Place of the first entity that was not created before another. */
  private placeOf(created: Numbers, order: number): number {
    let low = 0;
    let high = this.rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((created[this.rows[middle] as number] as number) < order) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private stamp(world: LiveWorld): void {
    const { generation } = world.entities;
    this.generations = this.rows.map((row) => generation[row] as number);
  }
}
