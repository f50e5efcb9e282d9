import type { EntityDetail, FieldManifest, Json, Operation } from '../../server/protocol.ts';
import { placeOf, type Arrangement } from './arrangement.ts';
import { chances, oneOf } from '../editors/one-of-many.ts';
import { readText, shownValue, type Given, type ReadText } from '../editors/value-text.ts';

/** A field that each copy is given anew. */
export interface GivenField {
  readonly component: string;
  readonly field: FieldManifest;
  readonly text: string;
}
/** What is asked for. */
export interface Asked {
  readonly original: EntityDetail;
  readonly count: number;
  readonly name: string;
  readonly fields: readonly GivenField[];
  /** Null where it has no place, or one that is driven. */
  readonly arrangement: Arrangement | null;
  readonly seed: number;
}
/** What one of the copies will be. */
export interface Copy {
  readonly index: number;
  readonly name: Given;
  readonly values: readonly Given[];
  readonly position: readonly number[] | null;
}

const NAME: FieldManifest = { name: 'Name', kind: 'string', doc: '', label: 'Name', default: '', expected: 'text' };
const LONGEST_NAME = 1_000;
/** The server takes at most so many operations in a batch. */
export const MOST_OPERATIONS = 10_000;

/** How many copies fit into one request with as many fields given anew. */
export function mostCopies(fields: number, isPlaced: boolean): number {
  return Math.floor(MOST_OPERATIONS / (2 + fields + (isPlaced ? 1 : 0)));
}

/** Copies of one entity, each with a name, fields and a place of its own, as they will be made. */
export class DuplicatePlan {
  readonly asked: Asked;
  readonly #name: ReadText;
  readonly #fields: readonly ReadText[];
  readonly #origin: readonly number[] | null;

  constructor(asked: Asked) {
    this.asked = asked;
    this.#name = readText(NAME, asked.name);
    this.#fields = asked.fields.map(({ field, text }) => readText(field, text));
    this.#origin = positionOf(asked.original);
  }

  get isPlaced(): boolean {
    return this.#origin !== null && this.asked.arrangement !== null && this.asked.arrangement.is !== 'keep';
  }
  /** How many can be made at most. */
  get most(): number {
    return mostCopies(this.asked.fields.length, this.isPlaced);
  }

  /** What one of the copies will be, 0 for the first. */
  copy(index: number): Copy {
    const { count, seed, original, arrangement } = this.asked;
    const say = (read: ReadText, at: number, value: Json): Given =>
      'fault' in read ? read : read.of(oneOf(index, count, chances(seed ^ Math.imul(at, 0x27d4eb2f), index), { entity: original, value }));
    return {
      index,
      name: named(say(this.#name, 0, original.name)),
      values: this.#fields.map((read, at) => say(read, at + 1, this.#present(at))),
      position: this.isPlaced && arrangement !== null && this.#origin !== null ? placeOf(arrangement, this.#origin, index, count) : null,
    };
  }

  /** What is wrong with the name, where anything is, and with each of the fields, for the first copy that it is wrong for. */
  faults(): { readonly name: string | null; readonly fields: readonly (string | null)[] } {
    let name: string | null = null;
    const fields: (string | null)[] = this.#fields.map(() => null);
    for (let index = 0; index < Math.min(this.asked.count, this.most); index++) {
      const copy = this.copy(index);
      const of = (given: Given): string | null => ('fault' in given ? given.fault : null);
      name ??= of(copy.name);
      for (const [at, given] of copy.values.entries()) fields[at] ??= of(given);
    }
    return { name, fields };
  }

  /**
   * The batch that makes them. Each is a copy of the one before, and so stands behind it, in the hierarchy and in the order of creation; what is given
   * is given to all, so that nothing comes along from the one before.
   * @param id of each copy, by its index
   */
  operations(id: (index: number) => string): Operation[] {
    const { count, fields, original } = this.asked;
    const operations: Operation[] = [];
    for (let index = 0; index < count; index++) {
      const copy = this.copy(index),
        entity = id(index);
      operations.push({ op: 'duplicateEntity', entity: index === 0 ? original.id : id(index - 1), id: entity });
      operations.push({ op: 'updateEntity', entity, name: shownValue(valueOf(copy.name)) });
      for (const [at, { component, field }] of fields.entries())
        operations.push({ op: 'setField', entity, component, field: field.name, value: valueOf(copy.values[at] as Given) });
      if (copy.position !== null) operations.push({ op: 'setField', entity, component: 'Transform', field: 'Position', value: copy.position });
    }
    return operations;
  }

  #present(at: number): Json {
    const given = this.asked.fields[at];
    return given === undefined ? null : (this.asked.original.components[given.component]?.[given.field.name] ?? null);
  }
}

function named(given: Given): Given {
  if ('fault' in given || typeof given.value !== 'string') return given;
  return given.value.length > LONGEST_NAME ? { fault: `expected a name of at most ${LONGEST_NAME} characters` } : given;
}

function valueOf(given: Given): Json {
  if ('fault' in given) throw new Error(given.fault);
  return given.value;
}

/** Where an entity is, where it is anywhere and nothing drives it. */
export function positionOf({ components, driven }: EntityDetail): readonly number[] | null {
  const value = components['Transform']?.['Position'];
  if (driven['Transform.Position'] !== undefined || !Array.isArray(value) || value.length !== 3) return null;
  return value.every((part) => typeof part === 'number') ? (value as readonly number[]) : null;
}

/** A name for copies: `Lamp` has `Lamp 1` and so on, and behind `Lamp 7` comes `Lamp 8`. */
export function nameForCopies(name: string): string {
  const [, stem = name, number = ''] = /^(.*?)\s+(\d{1,9})$/su.exec(name) ?? [];
  const plain = stem.replaceAll('{{', '{{"{{"}}') || 'Entity';
  if (number === '') return `${plain} {{n}}`;
  return `${plain} ${number.startsWith('0') ? `{{pad(n + ${Number(number)}, ${number.length})}}` : `{{n + ${Number(number)}}}`}`;
}
