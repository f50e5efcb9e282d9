import type { Json } from '../schema/field.ts';
import type { StoredEntity } from '../world/stored.ts';
import type { HistoryEntry, Reversal } from './history-entry.ts';
import { sizeOf } from './json-size.ts';

const VALUE = 16,
  CHARACTER = 2;
/** What each path weighs at least. */
const PATH = 64;

const keysOf = (of: readonly string[]): number => of.reduce((sum, key) => sum + key.length, 0) * CHARACTER;
/** An entity that holds nothing: itself, its nine values and the list of its components. Its texts come on top of it. */
const ENTITY =
  11 * VALUE +
  keysOf(['id', 'name', 'parent', 'tag', 'active', 'persistent', 'orderOffset', 'spawnedBy', 'created', 'components'] satisfies (keyof StoredEntity)[]);
/** A component at its defaults: itself, its key, its place in the order of creation and its values. */
const COMPONENT = 4 * VALUE + keysOf(['key', 'created', 'values']);

/** What operations of the history were found to hold. They are never changed in place, and are weighed each time that their step grows or turns. */
const known = new WeakMap<Reversal, number>();

/** Roughly how many bytes a step holds. */
export function weightOf({ back, forth, touched }: Pick<HistoryEntry, 'back' | 'forth' | 'touched'>): number {
  let weight = 0;
  for (const path of touched) weight += Math.max(PATH, path.length * CHARACTER);
  for (const operation of back) weight += weigh(operation);
  for (const operation of forth) weight += weigh(operation);
  return weight;
}

function weigh(operation: Reversal): number {
  if (operation.op === 'setField') return weighSet(operation);
  let weight = known.get(operation);
  if (weight === undefined) known.set(operation, (weight = operation.op === 'restoreEntities' ? weighEntities(operation) : sized(operation as Json)));
  return weight;
}

/** A field is weighed anew each time: what turns ten thousand drivers off has as many ways back, and to keep the weight of each costs more. */
function weighSet(operation: Extract<Reversal, { op: 'setField' }>): number {
  let weight = VALUE;
  for (const [key, part] of Object.entries(operation)) {
    weight += key.length * CHARACTER + (typeof part === 'string' ? VALUE + part.length * CHARACTER : sized(part));
  }
  return weight;
}

/**
 * What an operation holds that puts entities back: the same as the sum over all of its parts, of which a large subtree has a hundred thousand. So
 * nothing is kept of each of them, and what every entity has is counted at once.
 */
function weighEntities({ entities, ...rest }: Extract<Reversal, { op: 'restoreEntities' }>): number {
  let weight = sized(rest) + VALUE + keysOf(['entities']);
  for (const { id, name, parent, tag, spawnedBy, components, extras } of entities) {
    weight += ENTITY + CHARACTER * (id.length + name.length + tag.length + (parent?.length ?? 0) + (spawnedBy?.length ?? 0));
    for (const { key, values } of components) {
      weight += COMPONENT + key.length * CHARACTER;
      for (const field in values) weight += field.length * CHARACTER + sized(values[field] as Json);
    }
    if (extras !== undefined) weight += keysOf(['extras']) + sized(extras as unknown as Json);
  }
  return weight;
}

function sized(value: Json): number {
  const { values, characters } = sizeOf(value);
  return values * VALUE + characters * CHARACTER;
}
