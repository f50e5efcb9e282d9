import { didYouMean } from '../nearest.ts';

/** What a reference names that there is not: what was expected there, and a sentence that says so. */
export interface Lack {
  readonly expected: string;
  readonly message: string;
}

/** Keys of an entity that one sentence tells. */
const MOST_KEYS = 8;

export function lacksEntity(entity: string): Lack {
  return { expected: 'the id of an entity of this scene', message: `refers to ${quoted(entity)}, and no entity of this scene has this id` };
}

/** @param keys those of the components that the entity has */
export function lacksComponent(entity: string, component: string, keys: readonly string[]): Lack {
  return {
    expected: 'a component of that entity',
    message: `refers to ${quoted(component)} on ${quoted(entity)}, which has no such component${componentsThere(component, keys)}`,
  };
}

/** @param fields the names of those that the component has */
export function lacksField(at: { readonly entity: string; readonly component: string; readonly field: string }, fields: Iterable<string>): Lack {
  return { expected: `a field of ${at.component}`, message: `${theField(at)}, and there is no such field${didYouMean(at.field, fields)}` };
}

/** @param kind what the field holds @param wanted the type that it is to hold */
export function otherField(at: { readonly entity: string; readonly component: string; readonly field: string }, kind: string, wanted: string): Lack {
  return { expected: `a field of ${wanted}`, message: `${theField(at)}, a field of ${kind}, and one of ${wanted} is wanted` };
}

function theField({ entity, component, field }: { readonly entity: string; readonly component: string; readonly field: string }): string {
  return `refers to ${quoted(field)} of ${quoted(component)} on ${quoted(entity)}`;
}

/** Which component was meant, perhaps, or those that an entity has. */
function componentsThere(wrong: string, keys: readonly string[]): string {
  const meant = didYouMean(wrong, keys);
  if (meant !== '') return meant;
  return keys.length === 0 ? '; it has none' : `; it has ${keys.slice(0, MOST_KEYS).join(', ')}${keys.length > MOST_KEYS ? ', …' : ''}`;
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}…` : text);
}
