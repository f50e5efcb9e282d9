import type { IdIndex } from '../world/id-index.ts';
import type { FieldValues } from '../door.ts';
import type { Advice, NamedField } from '../schema/component.ts';
import type { Json } from '../schema/field.ts';
import { didYouMean } from '../nearest.ts';
import type { EntityExtras } from '../world/entity-extras.ts';
import type { Rows } from '../world/row-pages.ts';
import { errorWords } from '../world/plugin-faults.ts';
import { QUICK, quickly, type ComponentCheck, type FieldCheck, type KeyChecks } from './component-checks.ts';
import { placeOfEntity, shown, type Findings } from './findings.ts';
import { References, type Holdings } from './references.ts';
import { userFromAliases } from './migrate.ts';
import { hiddenFault } from './syntax.ts';
import { keysIn } from './twice.ts';

type Components = { readonly [key: string]: FieldValues };
type Raw = Record<string, unknown>;

/** Checks the components of one entity after another. What is good is used as it is; older and unknown parts are set aside. */
export class ComponentReader {
  /** Keys of the components that were read so far. */
  counted = 0;
  readonly #keys: KeyChecks;
  readonly #findings: Findings;
  readonly #references: References;
  #strangeComponents: Record<string, Json> | undefined;
  #strangeFields: Record<string, Record<string, Json>> | undefined;

  constructor(keys: KeyChecks, findings: Findings) {
    this.#keys = keys;
    this.#findings = findings;
    this.#references = new References(keys, findings);
  }

  /** What the last entity held that this version does not know. */
  takeStrange(): Pick<EntityExtras, 'components' | 'fields'> {
    const taken = {
      ...(this.#strangeComponents === undefined ? {} : { components: this.#strangeComponents }),
      ...(this.#strangeFields === undefined ? {} : { fields: this.#strangeFields }),
    };
    this.#strangeComponents = undefined;
    this.#strangeFields = undefined;
    return taken;
  }

  /** The known components of an entity: the same object where there is nothing else in it. */
  read(components: Raw, at: number, entity: Raw): Components {
    /** Made once something has to differ from the file. */
    let remade: Record<string, unknown> | undefined;
    let requires = false,
      before = this.#keys.begin;
    for (const key in components) {
      const step = this.#keys.after(before, key),
        values = components[key],
        { check, fault } = step.value;
      before = step;
      const isRead = fault === null && check !== null && typeof values === 'object' && values !== null && !Array.isArray(values);
      this.counted += isRead ? 1 : 1 + keysIn(values);
      if (fault !== null) {
        this.#findings.fault(`${placeOfEntity(at, entity)}/components/${key}`, fault, `expected ${fault}`);
        continue;
      }
      if (check === null) {
        remade ??= { ...components };
        delete remade[key];
        this.#setAside(key, values, at, entity);
        continue;
      }
      if (check.component.requires.length > 0) requires = true;
      if (!isRead) {
        this.#findings.fault(`${placeOfEntity(at, entity)}/components/${key}`, 'fields by name', `expected fields by name, found ${shown(values)}`);
        continue;
      }
      const { faults } = this.#findings;
      const read = this.#readFields(values as Raw, check, key, at, entity);
      if (read !== values) (remade ??= { ...components })[key] = read;
      // What has a fault is of any form, and its adviser knows but one.
      if (check.component.advise !== undefined && this.#findings.faults === faults)
        this.#advise(check.component.advise(read, this.#keys.types), key, at, entity);
    }
    const known = (remade ?? components) as Components;
    return requires ? this.#complete(known) : known;
  }

  /** Warns of references to what the scene does not hold. They are kept: the target may come later. */
  checkReferences(positions: IdIndex, ids: Rows<string>, taken: Holdings): void {
    this.#references.check(positions, ids, taken);
  }

  #advise(advice: readonly Advice[], key: string, at: number, entity: Raw): void {
    for (const { field, inside, expected, message } of advice) {
      const path = `${placeOfEntity(at, entity)}/components/${key}/${field}${inside === undefined ? '' : `/${inside}`}`;
      this.#findings.warn(path, expected, message, 'WW_SCENE_ADVICE');
    }
  }

  #readFields(values: Raw, check: ComponentCheck, key: string, at: number, entity: Raw): Raw {
    let strange: string[] | undefined,
      before = check.inOrder.begin;
    for (const name in values) {
      const step = check.inOrder.find(before, name),
        field = step?.value,
        value = values[name];
      before = step ?? before;
      this.counted++;
      if (field !== undefined && field.saved && quickly(field, value)) continue;
      this.counted += keysIn(value);
      if (field === undefined || !field.saved) (strange ??= []).push(name);
      else this.#readSlowly(field, value, key, at, entity);
    }
    return strange === undefined ? values : this.#withoutStrange(values, strange, check, key, at, entity);
  }

  /** Asks the field's own check, notes references, and completes a user without a machine. */
  #readSlowly(check: FieldCheck, value: unknown, key: string, at: number, entity: Raw): void {
    const { field } = check;
    if (typeof value === 'object' && value !== null) {
      const hidden = hiddenFault(value, '');
      if (hidden !== null) {
        this.#findings.fault(`${placeOfEntity(at, entity)}/components/${key}/${field.name}${hidden.path}`, hidden.expected, `expected ${hidden.expected}`);
        return;
      }
    }
    const faults = field.check(value);
    if (faults.length > 0) {
      const at0 = `${placeOfEntity(at, entity)}/components/${key}/${field.name}`,
        seen = new Set<string>();
      for (const { path, expected, message } of faults) {
        // A union tells every way in which it does not fit; the place and what is expected there say it once. What is wrong inside of a user follows from that.
        if (seen.has(path) || (check.quick === QUICK.user && seen.has(''))) continue;
        seen.add(path);
        this.#findings.fault(
          path === '' ? at0 : `${at0}/${path}`,
          expected,
          message.endsWith(`; expected ${expected}`)
            ? `expected ${expected}, found ${shown(inside(value, path))}${check.quick === QUICK.user && path === '' ? userMeant(value) : ''}`
            : message,
          'WW_BAD_VALUE',
        );
      }
      return;
    }
    if (check.quick === QUICK.reference) this.#references.note(at, `components/${key}/${field.name}`, value);
    else if (field.references !== undefined) this.#referencesInside(field, value, `components/${key}/${field.name}`, at, entity);
    else if (check.quick === QUICK.user) (value as { machineId?: string | null }).machineId ??= null;
  }

  /** Notes the references inside of a structure, as its component type finds them. */
  #referencesInside(field: NamedField, value: unknown, path: string, at: number, entity: Raw): void {
    try {
      const { pointers } = field.options;
      if (pointers !== undefined) for (const pointer of pointers(value)) this.#references.note(at, `${path}/${pointer.inside}`, pointer);
      else
        field.references?.(value, (id) => {
          this.#references.note(at, path, id);
          return id;
        });
    } catch (error) {
      this.#findings.fault(`${placeOfEntity(at, entity)}/${path}`, field.expected, `the references in it could not be read: ${errorWords(error)}`);
    }
  }

  /** A component without the fields that are unknown, older or not read from scenes. */
  #withoutStrange(values: Raw, strange: readonly string[], check: ComponentCheck, key: string, at: number, entity: Raw): Raw {
    const read: Raw = {},
      aliased: Raw = {};
    for (const name of Object.keys(values)) if (!strange.includes(name)) read[name] = values[name];
    for (const name of strange) {
      const value = values[name],
        path = `${placeOfEntity(at, entity)}/components/${key}/${name}`;
      const newer = check.aliases.get(name);
      if (newer !== undefined && check.fields.has(newer)) {
        if (check.fields.get(newer)?.quick === QUICK.user) aliased[newer] = userFromAliases(aliased[newer], name, value);
        else aliased[newer] = value;
      } else if (check.fields.has(name)) {
        this.#findings.warn(path, 'a field that scenes hold', 'the world writes this field itself; what the scene says of it is not used', 'WW_SCENE_IGNORED');
      } else {
        const fault = name === '__proto__' ? { path, expected: 'another name than __proto__' } : hiddenFault(value, path);
        if (fault !== null) {
          this.#findings.fault(fault.path, fault.expected, `expected ${fault.expected}`);
          continue;
        }
        ((this.#strangeFields ??= {})[key] ??= {})[name] = value as Json;
        this.#findings.warn(
          path,
          `a field of ${check.component.name}`,
          `this version's ${check.component.name} has no such field; it is kept as it is${didYouMean(name, check.fields.keys())}`,
          'WW_SCENE_UNKNOWN',
        );
      }
    }
    for (const [name, value] of Object.entries(aliased)) {
      if (Object.hasOwn(read, name)) continue;
      const field = check.fields.get(name) as FieldCheck;
      read[name] = value;
      if (!quickly(field, value)) this.#readSlowly(field, value, key, at, entity);
    }
    return read;
  }

  #setAside(key: string, values: unknown, at: number, entity: Raw): void {
    const path = `${placeOfEntity(at, entity)}/components/${key}`;
    const fault = hiddenFault(values, path);
    if (fault !== null) {
      this.#findings.fault(fault.path, fault.expected, `expected ${fault.expected}`);
      return;
    }
    (this.#strangeComponents ??= {})[key] = values as Json;
    const meant = didYouMean(key.split('#')[0] as string, this.#keys.types.keys());
    this.#findings.warn(
      path,
      'a component type of this version',
      `neither this version nor a plugin that is loaded has such a component type; it is kept as it is${meant}`,
      'WW_SCENE_UNKNOWN',
    );
  }

  /** Puts what a component needs in front of it, where the entity does not have it. */
  #complete(components: Components): Components {
    let complete: Record<string, FieldValues> | undefined;
    for (const key in components) {
      const requires = this.#keys.of(key).check?.component.requires;
      if (requires === undefined || requires.length === 0) continue;
      for (const needed of requires) {
        if (holdsType(complete ?? components, needed) || this.#keys.of(needed).check === null) continue;
        complete = { [needed]: {}, ...(complete ?? components) };
      }
    }
    return complete === undefined ? components : this.#complete(complete);
  }
}

/** Whether one of the type is among them, under whatever number. */
function holdsType(components: Components, type: string): boolean {
  return Object.hasOwn(components, type) || Object.keys(components).some((key) => key.startsWith(`${type}#`));
}

/** The part of a value at a path such as `a/0`. */
function inside(value: unknown, path: string): unknown {
  let at = value;
  for (const step of path === '' ? [] : path.split('/')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<string, unknown>)[step];
  }
  return at;
}

/** What to write for a user, where it can be told what was meant. */
function userMeant(value: unknown): string {
  if (typeof value === 'string' && value !== '') return `; write {"userId": ${JSON.stringify(value)}}`;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return '';
  const wrong = Object.keys(value).find((key) => key !== 'userId' && key !== 'machineId');
  return wrong === undefined ? '' : `, in which ${JSON.stringify(wrong)} is not known${didYouMean(wrong, ['userId', 'machineId'])}`;
}
