import type { Component, NamedField, TypeNames } from '../schema/component.ts';
import { parseKey } from '../schema/component-key.ts';
import { NamesInOrder, type Before, type Step } from './names-in-order.ts';

/** The kinds of fast checks. A value that passes one is good; one that does not is put to the field's own schema. */
export const QUICK = { bool: 0, int: 1, number: 2, text: 3, textOrNull: 4, label: 5, vector: 6, reference: 7, user: 8, other: 9 } as const;
type Quick = (typeof QUICK)[keyof typeof QUICK];

/** What reading needs to know of a field, flat. */
export interface FieldCheck {
  readonly field: NamedField;
  readonly quick: Quick;
  readonly low: number;
  readonly high: number;
  /** Greatest length of a text, or how many numbers a vector has. */
  readonly size: number;
  readonly labels: ReadonlySet<unknown>;
  readonly saved: boolean;
}

/** What reading needs to know of a component type. */
export interface ComponentCheck {
  readonly component: Component;
  readonly fields: ReadonlyMap<string, FieldCheck>;
  /** The same, for whoever goes over the fields of one component after another. */
  readonly inOrder: NamesInOrder<FieldCheck>;
  /** Older names of fields, with the name that stands now. */
  readonly aliases: ReadonlyMap<string, string>;
}

/** A component key as it occurs in a scene: `null` where no type of the registry has this name. */
export interface KeyCheck {
  readonly check: ComponentCheck | null;
  /** Set where the key itself is wrong. */
  readonly fault: string | null;
}

const cache = new WeakMap<Component, ComponentCheck>();

/** The checks of a component type, made at first use. */
export function checksOf(component: Component): ComponentCheck {
  let check = cache.get(component);
  if (check === undefined) {
    const fields = new Map(component.fieldList.map((field) => [field.name, fieldCheckOf(field)]));
    check = {
      component,
      fields,
      inOrder: new NamesInOrder(fields),
      aliases: new Map(Object.entries(component.aliases)),
    };
    cache.set(component, check);
  }
  return check;
}

/** Checks by component key, remembered for one reading. */
export class KeyChecks {
  readonly used = new Map<string, Component>();
  readonly #seen = new NamesInOrder<KeyCheck>();
  readonly #components: ReadonlyMap<string, Component>;

  constructor(components: ReadonlyMap<string, Component>) {
    this.#components = components;
  }

  /** Names of the types that there are. */
  get types(): TypeNames {
    return this.#components;
  }

  of(key: string): KeyCheck {
    return this.#seen.get(key) ?? this.#seen.add(key, this.#look(key)).value;
  }

  /** Where the keys of an entity begin. */
  get begin(): Before<KeyCheck> {
    return this.#seen.begin;
  }

  /** The same as `of`, for a key that comes after another. */
  after(before: Before<KeyCheck>, key: string): Step<KeyCheck> {
    return this.#seen.find(before, key) ?? this.#seen.add(key, this.#look(key));
  }

  /** Names of types begin with a capital: the type that is named without. A look-up, and no search, since a scene may have any number of such keys. */
  #capital(key: string): string {
    const meant = key.charAt(0).toUpperCase() + key.slice(1);
    return this.#components.has(meant) ? `; did you mean ${meant}?` : '';
  }

  #look(key: string): KeyCheck {
    const parsed = parseKey(key);
    const component = parsed === undefined ? undefined : this.#components.get(parsed.type);
    const single = component?.single === true && parsed !== undefined && parsed.number > 1;
    const found: KeyCheck = {
      check: component === undefined ? null : checksOf(component),
      fault:
        parsed === undefined
          ? `a type name, or one followed by #2, #3, … for further ones of a type${this.#capital(key)}`
          : single
            ? `${component.name}, of which an entity holds at most one`
            : null,
    };
    if (component !== undefined && found.fault === null) this.used.set(key, component);
    return found;
  }
}

/** What reading needs to know of a field. */
export function fieldCheckOf(field: NamedField): FieldCheck {
  const schema = field.schema as {
    minimum?: number;
    maximum?: number;
    maxLength?: number;
    items?: readonly { minimum?: number; maximum?: number }[];
    anyOf?: readonly { maxLength?: number }[];
  };
  const limits = schema.items?.[0] ?? schema;
  const base = {
    field,
    low: limits.minimum ?? -Number.MAX_VALUE,
    high: limits.maximum ?? Number.MAX_VALUE,
    size: field.width,
    labels: new Set<unknown>(field.labels ?? []),
    saved: field.options.saved !== false,
  };
  // What a field accepts beyond its form only its own check can tell; a reference is put to that anyway.
  if (field.options.accepts !== undefined && !field.kind.endsWith('Ref')) return { ...base, quick: QUICK.other };
  switch (field.kind) {
    case 'bool':
      return { ...base, quick: QUICK.bool };
    case 'int':
      return { ...base, quick: QUICK.int };
    case 'float':
      return { ...base, quick: QUICK.number };
    case 'string':
      return { ...base, quick: QUICK.text, size: schema.maxLength ?? 0 };
    case 'uri':
      return { ...base, quick: QUICK.textOrNull, size: schema.anyOf?.find((one) => one.maxLength !== undefined)?.maxLength ?? 0 };
    case 'enumeration':
      return { ...base, quick: QUICK.label };
    case 'float2':
    case 'float3':
    case 'float4':
    case 'floatQ':
    case 'color':
      return { ...base, quick: QUICK.vector };
    case 'entityRef':
    case 'componentRef':
    case 'fieldRef':
      return { ...base, quick: QUICK.reference };
    case 'userRef':
      return { ...base, quick: QUICK.user };
    case 'json':
      return { ...base, quick: QUICK.other };
  }
}

/**
 * True if a value surely fits its field. False means: ask the field's own check, which is slower and has the last word.
 * References and structures are always left to that.
 */
export function quickly(check: FieldCheck, value: unknown): boolean {
  switch (check.quick) {
    case QUICK.bool:
      return typeof value === 'boolean';
    case QUICK.int:
      return Number.isInteger(value) && (value as number) >= check.low && (value as number) <= check.high;
    case QUICK.number:
      return typeof value === 'number' && value >= check.low && value <= check.high;
    case QUICK.text:
      return typeof value === 'string' && value.length <= check.size;
    case QUICK.textOrNull:
      return value === null || (typeof value === 'string' && value.length <= check.size);
    case QUICK.label:
      return check.labels.has(value);
    case QUICK.vector: {
      if (!Array.isArray(value) || value.length !== check.size) return false;
      for (let i = 0; i < value.length; i++) {
        const one: unknown = value[i];
        if (typeof one !== 'number' || !(one >= check.low && one <= check.high)) return false;
      }
      return true;
    }
    default:
      return value === null && check.quick !== QUICK.other;
  }
}
