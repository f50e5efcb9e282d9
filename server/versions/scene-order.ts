/** What stands at a key of a scene's text. */
export type Value = { readonly [key: string]: unknown };
/** A scene as a save writes it. */
export interface SavedScene extends Value {
  readonly entities?: readonly Value[];
}

/** The entities of a scene by their ids, in the order in which they stand. */
export function entitiesOf(scene: SavedScene): Map<string, Value> {
  return new Map((scene.entities ?? []).map((entity) => [String(entity['id']), entity]));
}

/** What an entity hangs on; empty at the top. */
export function parentOf(entity: Value): string {
  const { parent } = entity as { readonly parent?: unknown };
  return typeof parent === 'string' ? parent : '';
}

/** The order offset of an entity. */
export function offsetOf(entity: Value | undefined): number {
  const offset = entity?.['orderOffset'];
  return typeof offset === 'number' ? offset : 0;
}

/** What hangs on each entity, in its order; at the top under the empty name. */
export function childrenOf(scene: SavedScene, entities: ReadonlyMap<string, Value> = entitiesOf(scene)): Map<string, string[]> {
  const children = new Map<string, string[]>();
  for (const [id, entity] of entities) {
    const parent = parentOf(entity),
      list = children.get(parent);
    if (list === undefined) children.set(parent, [id]);
    else list.push(id);
  }
  for (const [parent, list] of children) {
    const told = parent === '' ? scene['roots'] : entities.get(parent)?.['children'];
    const place = new Map(Array.isArray(told) ? told.map((id, at) => [String(id), at]) : []);
    // Where it is not told they stand by their offsets, and else as they were made.
    if (place.size > 0) list.sort((a, b) => (place.get(a) ?? Infinity) - (place.get(b) ?? Infinity) || 0);
    else list.sort((a, b) => offsetOf(entities.get(a)) - offsetOf(entities.get(b)));
  }
  return children;
}

/** The longest part of a list of numbers that rises as it is: their places. */
export function rising(numbers: readonly number[]): Set<number> {
  const ends: number[] = [],
    before: number[] = [];
  for (const [at, number] of numbers.entries()) {
    let low = 0,
      high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((numbers[ends[middle] as number] as number) < number) low = middle + 1;
      else high = middle;
    }
    before[at] = ends[low - 1] ?? -1;
    ends[low] = at;
  }
  const out = new Set<number>();
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at] as number) out.add(at);
  return out;
}
