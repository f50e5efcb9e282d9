import type { EntityData, FieldValues } from '../door.ts';
import type { Component } from '../schema/component.ts';
import type { Json } from '../schema/field.ts';
import { parseKey } from '../schema/component-key.ts';

/**
 * Gives every entity of a subtree a fresh id and points the references inside it at the copies; those that lead outside
 * stay as they are.
 * @param fresh makes a new id; told the old one, if there was one
 */
export function remapSubtree(root: EntityData, fresh: (old: string | undefined) => string, components: ReadonlyMap<string, Component>): EntityData {
  const ids = new Map<string, string>();
  const collect = (entity: EntityData): void => {
    if (entity.id !== undefined) ids.set(entity.id, fresh(entity.id));
    for (const child of entity.children ?? []) collect(child);
  };
  collect(root);
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
  const remapReference = (component: Component, name: string, value: Json): Json => {
    const kind = component.fieldList.find((field) => field.name === name)?.kind;
    if (kind === 'entityRef' && typeof value === 'string') return ids.get(value) ?? value;
    if ((kind === 'componentRef' || kind === 'fieldRef') && value !== null && typeof value === 'object') {
      const reference = value as { readonly entity: string };
      return { ...reference, entity: ids.get(reference.entity) ?? reference.entity };
    }
    return value;
  };
  return rewrite(root);
}
