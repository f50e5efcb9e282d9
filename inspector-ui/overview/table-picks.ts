import type { Place } from '../connection/connection-commands.ts';

export function keyOf({ entity, component }: Place): string {
  return `${entity} ${component}`;
}

/** Which connections are picked, and where the keyboard is. Picked are connections, not rows: they stay so while the table is sorted anew. */
export class Picks {
  readonly #places = new Map<string, Place>();
  /** The row that the keyboard is at, and the one from which Shift reaches. */
  cursor = 0;
  anchor = 0;

  get size(): number {
    return this.#places.size;
  }
  get places(): readonly Place[] {
    return [...this.#places.values()];
  }
  has(place: Place): boolean {
    return this.#places.has(keyOf(place));
  }

  /** Only this one. */
  only(place: Place, index: number): void {
    this.#places.clear();
    this.#places.set(keyOf(place), place);
    this.cursor = index;
    this.anchor = index;
  }
  toggle(place: Place, index: number): void {
    const key = keyOf(place);
    if (!this.#places.delete(key)) this.#places.set(key, place);
    this.cursor = index;
    this.anchor = index;
  }
  /** Exactly these; the anchor stays. */
  set(places: readonly Place[]): void {
    this.#places.clear();
    for (const place of places) this.#places.set(keyOf(place), place);
  }
  add(places: readonly Place[]): void {
    for (const place of places) this.#places.set(keyOf(place), place);
  }
  clear(): void {
    this.#places.clear();
  }
}
