import type { Given, TemplateContext } from '../../engine/template/context.ts';
import type { EntityDetail, Json } from '../../server/protocol.ts';

/** What expressions on the page may name: nothing is sent, and nothing counted. */
export const ON_PAGE: ReadonlySet<Given> = new Set<Given>(['name', 'id', 'tag', 'value']);

/** What is known of one of many, as far as an expression asks for it. */
export interface Known {
  readonly entity?: Pick<EntityDetail, 'id' | 'name' | 'tag' | 'components'>;
  /** What stands where the expression is given. */
  readonly value?: Json;
}

/** Numbers from 0 up to 1, the same ones for the same seed and place: what a preview shows is what is done. */
export function chances(seed: number, place: number): () => number {
  let state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(place + 1, 0xc2b2ae35)) | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function freshSeed(): number {
  return crypto.getRandomValues(new Int32Array(1))[0] ?? 0;
}

/** For whom an expression is reckoned out. */
export function oneOf(index: number, count: number, chance: () => number, { entity, value = null }: Known = {}): TemplateContext {
  return {
    index,
    count,
    chance,
    given: (name) => {
      if (name === 'value') return value;
      return name === 'name' || name === 'id' || name === 'tag' ? (entity?.[name] ?? '') : null;
    },
    field: (component, field) => {
      const values = entity !== undefined && Object.hasOwn(entity.components, component) ? entity.components[component] : undefined;
      return values !== undefined && Object.hasOwn(values, field) ? values[field] : undefined;
    },
  };
}
