import { IdIndex } from './id-index.ts';
import type { Component } from '../schema/component.ts';
import type { EntityExtras } from './entity-extras.ts';
import { Archetype, heldOf, type Held, type Holding } from './holding.ts';
import { enlarge } from './enlarge.ts';
import type { CopySpace } from './copy-space.ts';
import { RowPages } from './row-pages.ts';
import { keepRow, NumberStill, type NumberArray, type Pictured, type Still } from './still.ts';
import type { Numbers } from './views.ts';

export const NONE = -1;

interface EntityNumbers {
  readonly parent: Int32Array<ArrayBuffer>;
  readonly active: Uint8Array<ArrayBuffer>;
  readonly persistent: Uint8Array<ArrayBuffer>;
  readonly orderOffset: Int32Array<ArrayBuffer>;
  readonly created: Float64Array<ArrayBuffer>;
}
/** Stills of an entity table's numbers. */
export type EntityStills = { readonly [K in keyof EntityNumbers]: NumberStill<EntityNumbers[K]> };

/**
 * The entities of a world by row: columns of what each is, and the ordered hierarchy. Rows are reused, and a row's
 * generation counts how often; ids are strings and are what everything outside goes by.
 */
export class EntityTable implements Pictured {
  id: RowPages<string> = new RowPages('');
  name: RowPages<string> = new RowPages('');
  tag: RowPages<string> = new RowPages('');
  spawnedBy: RowPages<string | null> = new RowPages<string | null>(null);
  children: RowPages<number[] | undefined> = new RowPages<number[] | undefined>(undefined);
  /** 1 where the entity or an ancestor is not active. */
  inactive: Uint8Array = new Uint8Array(64);
  generation: Uint32Array = new Uint32Array(64);
  /** What each entity holds, in the order of being added; `heldOf` reads it. A list is replaced, never changed, so that a capture can share it. */
  components: RowPages<Holding> = new RowPages<Holding>(undefined);
  extras: RowPages<EntityExtras | undefined> = new RowPages<EntityExtras | undefined>(undefined);
  readonly roots: number[] = [];
  /** Parents (NONE: the top) whose children may stand in another order than by order offset and creation. */
  readonly arranged = new Set<number>();
  private rows = new IdIndex(this.id);
  /** 1 where a row is an entity of the world. It says the same as `rows`, for loops over a whole world, where looking ids up takes too long. */
  private living: Uint8Array = new Uint8Array(64);
  private readonly free: number[] = [];
  private next = 0;
  private capacity = 64;
  /** What captures copy, which is written nowhere but in here, where a row is kept before. */
  private numbers: EntityNumbers = {
    parent: new Int32Array(64),
    active: new Uint8Array(64),
    persistent: new Uint8Array(64),
    orderOffset: new Int32Array(64),
    created: new Float64Array(64),
  };
  stills: readonly Still[] | undefined = undefined;

  get parent(): Numbers {
    return this.numbers.parent;
  }
  get active(): Numbers {
    return this.numbers.active;
  }
  get persistent(): Numbers {
    return this.numbers.persistent;
  }
  get orderOffset(): Numbers {
    return this.numbers.orderOffset;
  }
  get created(): Numbers {
    return this.numbers.created;
  }

  setActive(row: number, active: boolean): void {
    this.touch(row).active[row] = active ? 1 : 0;
  }
  setPersistent(row: number, persistent: boolean): void {
    this.touch(row).persistent[row] = persistent ? 1 : 0;
  }
  setOrderOffset(row: number, orderOffset: number): void {
    this.touch(row).orderOffset[row] = orderOffset;
  }

  /** The numbers of the entities as they are now, to be copied as there is time for it. */
  still(space: CopySpace): EntityStills {
    const of = <A extends NumberArray>(from: A): NumberStill<A> => new NumberStill(this, from.subarray(0, this.next) as A, space.room(from, this.next));
    const { parent, active, persistent, orderOffset, created } = this.numbers;
    return { parent: of(parent), active: of(active), persistent: of(persistent), orderOffset: of(orderOffset), created: of(created) };
  }

  /** The numbers, for writes of this row that follow at once. */
  private touch(row: number): EntityNumbers {
    if (this.stills !== undefined) keepRow(this.stills, row);
    return this.numbers;
  }

  get count(): number {
    return this.rows.size;
  }
  rowOf(id: string): number | undefined {
    return this.rows.get(id);
  }
  /** Rows of all entities, in the order in which their ids came to be known. */
  all(): IterableIterator<number> {
    return this.rows.values();
  }
  /** The same as a list of its own. */
  rowList(space: CopySpace): Uint32Array {
    return this.rows.list(space);
  }
  /** Every row in use, also of a second component of a type, is below this. */
  get end(): number {
    return this.next;
  }
  alive(row: number): boolean {
    return this.living[row] === 1;
  }
  held(row: number): readonly Held[] {
    const holding = this.components.get(row);
    if (!(holding instanceof Archetype)) return heldOf(holding, row);
    // The list is kept, since an entity that is asked about once is often asked about again.
    const held = holding.heldAt(row);
    this.components.set(row, held);
    return held;
  }
  /** Tells each component that an entity holds, for those who go over very many: no list is made for them. */
  eachHeld(row: number, tell: (component: Component, key: string, row: number) => void): void {
    const holding = this.components.get(row);
    if (holding instanceof Archetype) for (const component of holding.components) tell(component, component.name, row);
    else if (holding !== undefined) for (const { component, key, row: at } of holding) tell(component, key, at);
  }
  siblings(parent: number): number[] {
    if (parent === NONE) return this.roots;
    const known = this.children.get(parent);
    if (known !== undefined) return known;
    const none: number[] = [];
    this.children.set(parent, none);
    return none;
  }

  /** Each entity with each component type that it has. */
  *memberships(): Generator<readonly [number, Component]> {
    for (const row of this.rows.values()) {
      for (const component of new Set(this.held(row).map((held) => held.component))) yield [row, component];
    }
  }

  /** Makes room for so many rows at once. */
  reserve(rows: number): void {
    if (rows > this.capacity) this.grow(rows);
  }

  /** Takes the next entity of many into a table that knows none yet; its row is its position. None of them is known before `settle`. */
  append(name: string): void {
    const row = this.next++;
    if (row >= this.capacity) this.grow();
    this.name.set(row, name);
    const { active, persistent } = this.numbers;
    active[row] = 1;
    persistent[row] = 1;
  }

  /**
   * Makes all known that were appended. The positions, with the ids in them, become the table's own.
   * @param parents the row of each one's parent
   * @param created order of creation of the first; the others follow it
   */
  settle(positions: IdIndex, parents: Int32Array, created: number): void {
    this.rows = positions;
    this.id = positions.ids;
    this.living.fill(1, 0, this.next);
    const { numbers } = this;
    numbers.parent.set(parents);
    for (let row = 0; row < parents.length; row++) numbers.created[row] = created + row;
  }

  /** A row for an entity, or for a second component of a type on one. */
  allocate(): number {
    const row = this.free.pop() ?? this.next++;
    if (row >= this.capacity) this.grow();
    return row;
  }

  /** Gives a row back. What it held must have been unlinked. */
  release(row: number): void {
    this.generation[row] = (this.generation[row] as number) + 1;
    this.components.set(row, undefined);
    this.children.set(row, undefined);
    this.extras.set(row, undefined);
    if (this.arranged.size > 0) this.arranged.delete(row);
    this.free.push(row);
  }

  /** Takes a row into use; the caller puts it among its siblings. */
  add(row: number, id: string, name: string, created: number): void {
    this.id.set(row, id);
    this.name.set(row, name);
    this.tag.set(row, '');
    this.spawnedBy.set(row, null);
    this.inactive[row] = 0;
    const numbers = this.touch(row);
    numbers.parent[row] = NONE;
    numbers.active[row] = 1;
    numbers.persistent[row] = 1;
    numbers.orderOffset[row] = 0;
    numbers.created[row] = created;
    this.components.set(row, undefined);
    this.children.set(row, undefined);
    this.extras.set(row, undefined);
    this.know(row);
  }

  /** Makes a row's id known, or unknown, without touching what it holds. */
  know(row: number): void {
    this.rows.set(row);
    this.living[row] = 1;
  }
  forget(row: number): void {
    this.rows.delete(this.id.get(row));
    this.living[row] = 0;
  }

  /** Where among its siblings-to-be an entity belongs that comes last among those of its order offset. */
  placeLast(parent: number, orderOffset: number): number {
    const siblings = this.siblings(parent);
    let at = siblings.length;
    while (at > 0 && (this.orderOffset[siblings[at - 1] as number] as number) > orderOffset) at--;
    return at;
  }

  /** The place nearest to `at` at which an entity of that order offset may stand: none comes before one of a lower offset, or behind one of a higher. */
  placeNear(parent: number, at: number, orderOffset: number): number {
    const siblings = this.siblings(parent);
    let place = this.placeLast(parent, orderOffset);
    while (place > at && this.orderOffset[siblings[place - 1] as number] === orderOffset) place--;
    return place;
  }

  insert(row: number, parent: number, at: number): void {
    const siblings = this.siblings(parent);
    if (at >= siblings.length) siblings.push(row);
    else siblings.splice(at, 0, row);
    this.touch(row).parent[row] = parent;
    const before = siblings[at - 1],
      after = siblings[at + 1];
    if ((before !== undefined && this.comesBefore(row, before)) || (after !== undefined && this.comesBefore(after, row))) this.arranged.add(parent);
  }

  /** Puts all children of a parent into an order. */
  arrange(parent: number, order: readonly number[]): void {
    if (parent === NONE) {
      this.roots.length = 0;
      for (const row of order) this.roots.push(row);
    } else this.children.set(parent, [...order]);
    this.arranged.add(parent);
  }

  /** Whether one sibling would usually stand before another. */
  private comesBefore(row: number, other: number): boolean {
    const offsets = (this.orderOffset[row] as number) - (this.orderOffset[other] as number);
    return offsets < 0 || (offsets === 0 && (this.created[row] as number) < (this.created[other] as number));
  }

  /** Takes a row from its siblings and tells where it stood. */
  detach(row: number): number {
    const siblings = this.siblings(this.parent[row] as number);
    const at = siblings[siblings.length - 1] === row ? siblings.length - 1 : siblings.indexOf(row);
    siblings.splice(at, 1);
    return at;
  }

  /** Rows from the top down to this one. */
  pathOf(row: number): number[] {
    const path: number[] = [];
    for (let at = row; at !== NONE; at = this.parent[at] as number) path.push(at);
    return path.reverse();
  }

  /** Whether `row` is `ancestor` or hangs below it. */
  isWithin(row: number, ancestor: number): boolean {
    for (let at = row; at !== NONE; at = this.parent[at] as number) if (at === ancestor) return true;
    return false;
  }

  /** A row and all that hangs below it, parents before children, siblings in order. */
  subtree(row: number): number[] {
    const out = [row];
    const waiting: number[] = [];
    const push = (of: number): void => {
      const children = this.children.get(of);
      if (children !== undefined) for (let i = children.length - 1; i >= 0; i--) waiting.push(children[i] as number);
    };
    push(row);
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      out.push(at);
      push(at);
    }
    return out;
  }

  /** Whether an ancestor, or the entity itself, is kept out of saves. */
  isSaved(row: number): boolean {
    for (let at = row; at !== NONE; at = this.parent[at] as number) if (this.persistent[at] === 0) return false;
    return true;
  }

  /**
   * Tells each entity from here down whether it counts as inactive, from the flags alone.
   * @param above 1 where an ancestor of the row counts as inactive
   */
  spreadInactive(row: number, above: number): void {
    const waiting: (readonly [number, number])[] = [[row, above]];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [at, outer] = next;
      const inactive = outer === 1 || this.active[at] === 0 ? 1 : 0;
      this.inactive[at] = inactive;
      for (const child of this.children.get(at) ?? []) waiting.push([child, inactive]);
    }
  }

  /**
   * The same where all were told before, and the row or what is above it has become another: it goes down as far as that makes a difference.
   * Returns how many it told.
   * @param told called with the row, and with each below it that is another by now
   */
  updateInactive(row: number, told: (row: number) => void): number {
    const waiting = [row];
    let visited = 0;
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      const parent = this.parent[at] as number;
      const inactive = this.active[at] === 0 || (parent !== NONE && this.inactive[parent] === 1) ? 1 : 0;
      if (inactive === this.inactive[at] && at !== row) continue;
      visited++;
      this.inactive[at] = inactive;
      told(at);
      for (const child of this.children.get(at) ?? []) waiting.push(child);
    }
    return visited;
  }

  private grow(capacity = this.capacity * 2): void {
    this.capacity = capacity;
    const { parent, active, persistent, orderOffset, created } = this.numbers;
    this.numbers = {
      parent: enlarge(parent, new Int32Array(capacity)),
      active: enlarge(active, new Uint8Array(capacity)),
      persistent: enlarge(persistent, new Uint8Array(capacity)),
      orderOffset: enlarge(orderOffset, new Int32Array(capacity)),
      created: enlarge(created, new Float64Array(capacity)),
    };
    this.living = enlarge(this.living, new Uint8Array(capacity));
    this.inactive = enlarge(this.inactive, new Uint8Array(capacity));
    this.generation = enlarge(this.generation, new Uint32Array(capacity));
  }
}
