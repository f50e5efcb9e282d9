import type { EntityData, FieldValues } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import type { Component, NamedField } from '../schema/component.ts';
import type { Json } from '../schema/field.ts';
import { parseKey } from '../schema/component-key.ts';
import { INSTANCE, partId } from '../instance-marks.ts';
import { errorWords } from '../world/plugin-faults.ts';

/**
 * Gives every entity of a subtree a fresh id and points the references inside it at the copies; those that lead outside
 * stay as they are.
 * @param fresh makes a new id; told the old one, if there was one
 */
export function remapSubtree(root: EntityData, fresh: (old: string | undefined) => string, components: ReadonlyMap<string, Component>): EntityData {
  const ids = new Map<string, string>();
  /** Parts of instances, by the instance that they are in: their ids follow from its new one. */
  const parts = new Map<string, string>();
  const collect = (entity: EntityData, instances: readonly string[]): void => {
    const { id } = entity;
    if (id !== undefined) {
      const instance = instances.find((each) => id.startsWith(partId(each, '')));
      if (instance === undefined) ids.set(id, fresh(id));
      else parts.set(id, instance);
    }
    const inner = id !== undefined && entity.components !== undefined && Object.hasOwn(entity.components, INSTANCE) ? [...instances, id] : instances;
    for (const child of entity.children ?? []) collect(child, inner);
  };
  collect(root, []);
  // A part is named by what it corresponds to, which may be a copy as well.
  const ofPart = (id: string, instance: string): string => partId(mappedPart(instance), mappedPart(id.slice(partId(instance, '').length)));
  const mappedPart = (id: string): string => {
    const known = ids.get(id);
    const instance = parts.get(id);
    if (known !== undefined || instance === undefined) return known ?? id;
    const made = ofPart(id, instance);
    ids.set(id, made);
    return made;
  };
  for (const id of parts.keys()) mappedPart(id);
  const rewrite = (entity: EntityData): EntityData => ({
    ...entity,
    id: entity.id === undefined ? fresh(undefined) : (ids.get(entity.id) as string),
    ...(entity.components === undefined
      ? {}
      : { components: Object.fromEntries(Object.entries(entity.components).map(([key, values]) => [key, remapValues(key, values)])) }),
    ...(entity.children === undefined ? {} : { children: entity.children.map(rewrite) }),
  });
  const remapValues = (key: string, values: FieldValues): FieldValues => {
    const component = components.get(parseKey(key)?.type ?? '');
    if (component === undefined) return values;
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, remapReference(component, name, value)]));
  };
  const mapped = (id: string): string => ids.get(id) ?? id;
  const remapReference = (component: Component, name: string, value: Json): Json => {
    const field = component.fieldList.find((each) => each.name === name);
    return field?.references === undefined ? value : mapReferences(component, field, value, mapped);
  };
  return rewrite(root);
}

/** A value with `map` put to its ids. What a plugin does there is held to what it promises, since nothing checks the value again. */
export function mapReferences(component: Component, field: NamedField, value: Json, map: (entity: string) => string): Json {
  const refuse = (what: string): never => {
    throw new WorldwireError('WW_PLUGIN_INVALID', `${component.name}.${field.name}: the references of a value could not be mapped, since ${what}`);
  };
  let found: unknown;
  try {
    found = field.references?.(value, map);
  } catch (error) {
    refuse(`its code threw: ${errorWords(error)}`);
  }
  const faults = field.check(found);
  if (faults[0] !== undefined) refuse(faults[0].message);
  return found as Json;
}
