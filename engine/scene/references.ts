import { didYouMean } from '../nearest.ts';
import type { Pointer } from '../schema/pointer.ts';
import type { IdIndex } from '../world/id-index.ts';
import type { Rows } from '../world/row-pages.ts';
import type { KeyChecks } from './component-checks.ts';
import { placeOfEntity, shown, type Findings } from './findings.ts';

/** Which components the entities have that were taken. */
export interface Holdings {
  /** Whether an entity has a component of this key, one that this version does not know included. */
  holds(position: number, key: string): boolean;
  /** The keys of all its components. */
  keysOf(position: number): readonly string[];
}

type FieldPointer = Pointer & { readonly component: string; readonly field: string };

/** Keys of an entity that one warning tells. */
const MOST_KEYS = 8;

/** References that were met as a scene was read, and what of them the scene does not hold. */
export class References {
  /** Three entries each: position of the entity, path below it, the reference. */
  readonly #list: unknown[] = [];
  readonly #keys: KeyChecks;
  readonly #findings: Findings;

  constructor(keys: KeyChecks, findings: Findings) {
    this.#keys = keys;
    this.#findings = findings;
  }

  /** @param target the id of an entity, or a reference */
  note(position: number, path: string, target: unknown): void {
    this.#list.push(position, path, target);
  }

  /** Warns of what is not there. It is kept: the target may come later. */
  check(positions: IdIndex, ids: Rows<string>, taken: Holdings): void {
    const list = this.#list;
    for (let i = 0; i < list.length; i += 3) {
      const target = list[i + 2] as string | Omit<Pointer, 'inside'>;
      const id = typeof target === 'string' ? target : target.entity;
      const position = positions.get(id);
      const path = (): string => {
        const at = list[i] as number;
        return `${placeOfEntity(at, { id: ids.get(at) })}/${String(list[i + 1])}`;
      };
      if (position === undefined) {
        this.#findings.warn(
          path(),
          'the id of an entity of this scene',
          `refers to ${shown(id)}, and no entity of this scene has this id`,
          'WW_UNKNOWN_ENTITY',
        );
      } else if (typeof target !== 'string' && target.component !== undefined) {
        if (taken.holds(position, target.component)) {
          if (target.field !== undefined) this.#checkField(path, target as FieldPointer);
          continue;
        }
        const there = componentsThere(target.component, taken.keysOf(position));
        this.#findings.warn(
          path(),
          'a component of that entity',
          `refers to ${shown(target.component)} on ${shown(id)}, which has no such component${there}`,
          'WW_UNKNOWN_COMPONENT',
        );
      }
    }
  }

  #checkField(path: () => string, { entity, component, field, holds }: FieldPointer): void {
    const fields = this.#keys.of(component).check?.fields;
    if (fields === undefined) return;
    const found = fields.get(field),
      what = `refers to ${shown(field)} of ${shown(component)} on ${shown(entity)}`;
    if (found === undefined) {
      const meant = didYouMean(field, fields.keys());
      this.#findings.warn(path(), `a field of ${component}`, `${what}, and there is no such field${meant}`, 'WW_UNKNOWN_FIELD');
    } else if (holds !== undefined && !holds.kinds.includes(found.field.kind)) {
      const message = `${what}, a field of ${found.field.kind}, and one of ${holds.type} is wanted`;
      this.#findings.warn(path(), `a field of ${holds.type}`, message, 'WW_SCENE_ADVICE');
    }
  }
}

/** Which component was meant, perhaps, or those that an entity has. */
function componentsThere(wrong: string, keys: readonly string[]): string {
  const meant = didYouMean(wrong, keys);
  if (meant !== '') return meant;
  return keys.length === 0 ? '; it has none' : `; it has ${keys.slice(0, MOST_KEYS).join(', ')}${keys.length > MOST_KEYS ? ', …' : ''}`;
}
