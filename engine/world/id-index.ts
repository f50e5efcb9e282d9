import { CopySpace } from './copy-space.ts';
import type { RowPages } from './row-pages.ts';

/** Slots that are looked at before an id is taken for one of many that were chosen to have the same hash. Chance does not need half as many. */
const MOST_STEPS = 100;
const FIRST_SLOTS = 64;
const NO_ROWS = new Uint32Array(0);
/** Stands for an id that is not there. */
const GONE = -1;

/**
 * Rows by id, in the order in which the ids came. It does what a Map does, and takes in the ids of a large world in a fraction of the time: hashes
 * lie beside each other as numbers, so that neither a look-up nor growth has to visit the texts. The texts are those that the world keeps by row
 * anyway: the id of a row that is known here must stand there, and stay as it is until it is taken out.
 *
 * Whoever chooses ids could choose many that have one hash. Where that happens all go into a Map, whose hashes nobody can foresee.
 */
export class IdIndex {
  /** Ids by row, those of rows that are not known here included. */
  readonly ids: RowPages<string>;
  /** By slot: the entry that lies there, plus one. The slot of an entry that is gone stays taken until the slots are laid anew. */
  #slots = new Int32Array(FIRST_SLOTS);
  /** By entry, in the order of coming; the row of an id that is gone is `GONE`. There is room for half as many as there are slots. */
  #rows = new Int32Array(FIRST_SLOTS / 2);
  #hashes = new Int32Array(FIRST_SLOTS / 2);
  #entries = 0;
  #size = 0;
  #map: Map<string, number> | undefined;

  constructor(ids: RowPages<string>) {
    this.ids = ids;
  }

  /** An index of the first so many rows. Undefined where an id stands there twice. */
  static ofAll(ids: RowPages<string>, count: number): IdIndex | undefined {
    const index = new IdIndex(ids);
    return index.#takeAll(count) ? index : undefined;
  }

  get size(): number {
    return this.#map?.size ?? this.#size;
  }

  get(id: string): number | undefined {
    if (this.#map !== undefined) return this.#map.get(id);
    const entry = this.#find(id, hashOf(id));
    return entry === GONE ? undefined : this.#rows[entry];
  }

  /** Makes the id of a row known. One that is known already gets this row, and keeps its place in the order. */
  set(row: number): void {
    const id = this.ids.get(row);
    if (this.#map !== undefined) {
      this.#map.set(id, row);
      return;
    }
    const hash = hashOf(id),
      known = this.#find(id, hash);
    if (known !== GONE) {
      this.#rows[known] = row;
      return;
    }
    if (this.#entries === this.#rows.length) {
      this.#layAnew();
      this.set(row);
      return;
    }
    const entry = this.#entries++;
    this.#rows[entry] = row;
    this.#hashes[entry] = hash;
    this.#size++;
    if (!this.#lay(entry)) this.#becomeMap();
  }

  delete(id: string): boolean {
    if (this.#map !== undefined) return this.#map.delete(id);
    const entry = this.#find(id, hashOf(id));
    if (entry === GONE) return false;
    this.#rows[entry] = GONE;
    this.#size--;
    return true;
  }

  /** Rows in the order in which their ids came. */
  *values(): Generator<number, undefined> {
    if (this.#map !== undefined) yield* this.#map.values();
    else {
      const rows = this.#rows;
      for (let entry = 0; entry < this.#entries; entry++) if (rows[entry] !== GONE) yield rows[entry] as number;
    }
    return undefined;
  }

  /** The same at once, for whoever wants all of them: a copy. */
  list(space = new CopySpace()): Uint32Array {
    const list = space.room(NO_ROWS, this.size);
    let count = 0;
    if (this.#map !== undefined) for (const row of this.#map.values()) list[count++] = row;
    else if (this.#size === this.#entries) list.set(this.#rows.subarray(0, this.#size));
    else {
      const rows = this.#rows;
      for (let entry = 0; entry < this.#entries; entry++) if (rows[entry] !== GONE) list[count++] = rows[entry] as number;
    }
    return list;
  }

  /** The entry of an id, or `GONE`. */
  #find(id: string, hash: number): number {
    const slots = this.#slots,
      mask = slots.length - 1;
    for (let step = 0, at = hash & mask; step < MOST_STEPS; at = (at + ++step) & mask) {
      const entry = (slots[at] as number) - 1;
      if (entry < 0) return GONE;
      if (this.#hashes[entry] !== hash) continue;
      const row = this.#rows[entry] as number;
      if (row !== GONE && this.ids.get(row) === id) return entry;
    }
    // Whatever is there was laid within so many steps.
    return GONE;
  }

  /** Lays an entry into the first free slot on its way; says whether it found one. */
  #lay(entry: number): boolean {
    const slots = this.#slots,
      mask = slots.length - 1;
    for (let step = 0, at = (this.#hashes[entry] as number) & mask; step < MOST_STEPS; at = (at + ++step) & mask) {
      if (slots[at] !== 0) continue;
      slots[at] = entry + 1;
      return true;
    }
    return false;
  }

  /** Lays all into slots of which at most two fifths are taken then. What is gone is let go. */
  #layAnew(): void {
    const entries = this.#entries,
      rows = this.#rows,
      hashes = this.#hashes;
    this.#makeRoom(this.#size);
    this.#entries = 0;
    for (let entry = 0; entry < entries; entry++) {
      if (rows[entry] === GONE) continue;
      const kept = this.#entries++;
      this.#rows[kept] = rows[entry] as number;
      this.#hashes[kept] = hashes[entry] as number;
    }
    for (let entry = 0; entry < this.#entries; entry++) {
      if (this.#lay(entry)) continue;
      this.#becomeMap();
      return;
    }
  }

  /** Empty slots, of which so many entries take two fifths at most, and room for what they lead to. */
  #makeRoom(entries: number): void {
    let length = FIRST_SLOTS;
    while (length < entries * 2.5) length *= 2;
    this.#slots = new Int32Array(length);
    this.#rows = new Int32Array(length / 2);
    this.#hashes = new Int32Array(length / 2);
  }

  /**
   * Takes in the first so many rows, in loops that do nothing else: slots lie all over the memory, and a processor waits for many of them at once
   * where nothing comes in between. False where an id comes twice.
   */
  #takeAll(count: number): boolean {
    this.#makeRoom(count);
    this.#entries = this.#size = count;
    const ids = this.ids,
      slots = this.#slots,
      rows = this.#rows,
      hashes = this.#hashes,
      mask = slots.length - 1;
    for (let entry = 0; entry < count; entry++) {
      rows[entry] = entry;
      hashes[entry] = hashOf(ids.get(entry));
    }
    for (let entry = 0; entry < count; entry++) {
      const hash = hashes[entry] as number;
      let at = hash & mask,
        step = 0;
      for (let other = slots[at] as number; other !== 0 && step < MOST_STEPS; other = slots[at] as number) {
        if (hashes[other - 1] === hash && ids.get(other - 1) === ids.get(entry)) return false;
        at = (at + ++step) & mask;
      }
      if (step < MOST_STEPS) slots[at] = entry + 1;
      else {
        this.#becomeMap();
        return this.#map?.size === count;
      }
    }
    return true;
  }

  #becomeMap(): void {
    const map = new Map<string, number>(),
      rows = this.#rows;
    for (let entry = 0; entry < this.#entries; entry++) if (rows[entry] !== GONE) map.set(this.ids.get(rows[entry] as number), rows[entry] as number);
    this.#map = map;
    this.#makeRoom(0);
    this.#entries = 0;
  }
}

/** FNV-1a over the code units, stirred so that its low bits depend on all of it (the end of MurmurHash3). */
function hashOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) & 0x3fffffff;
}
