import type { ErrorCode } from '../errors.ts';
import type { Pointer } from '../schema/pointer.ts';
import { lacksComponent, lacksEntity, lacksField, otherField, type Lack } from '../schema/reference-words.ts';
import type { IdIndex } from '../world/id-index.ts';
import type { Rows } from '../world/row-pages.ts';
import type { KeyChecks } from './component-checks.ts';
import { placeOfEntity, type Findings } from './findings.ts';

/** Which components the entities have that were taken. */
export interface Holdings {
  /** Whether an entity has a component of this key, one that this version does not know included. */
  holds(position: number, key: string): boolean;
  /** The keys of all its components. */
  keysOf(position: number): readonly string[];
}

type FieldPointer = Pointer & { readonly component: string; readonly field: string };

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
      if (position === undefined) this.#warn(path(), lacksEntity(id), 'WW_UNKNOWN_ENTITY');
      else if (typeof target !== 'string' && target.component !== undefined) {
        if (!taken.holds(position, target.component)) this.#warn(path(), lacksComponent(id, target.component, taken.keysOf(position)), 'WW_UNKNOWN_COMPONENT');
        else if (target.field !== undefined) this.#checkField(path, target as FieldPointer);
      }
    }
  }

  #warn(path: string, { expected, message }: Lack, code: ErrorCode): void {
    this.#findings.warn(path, expected, message, code);
  }

  #checkField(path: () => string, at: FieldPointer): void {
    const fields = this.#keys.of(at.component).check?.fields;
    if (fields === undefined) return;
    const kind = fields.get(at.field)?.field.kind;
    if (kind === undefined) this.#warn(path(), lacksField(at, fields.keys()), 'WW_UNKNOWN_FIELD');
    else if (at.holds !== undefined && !at.holds.kinds.includes(kind)) this.#warn(path(), otherField(at, kind, at.holds.type), 'WW_SCENE_ADVICE');
  }
}
