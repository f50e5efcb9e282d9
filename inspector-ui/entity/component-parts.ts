import type { TemplateResult } from 'lit';
import type { FieldValues } from '../../server/protocol.ts';
import type { Source } from '../cells/cell.ts';
import type { EditorBinding } from '../editors/editor.ts';

/** A component as its section shows it. */
export interface ShownComponent {
  readonly entity: string;
  /** Its key at the entity. */
  readonly component: string;
  readonly values: FieldValues;
  /** Keys of all components that the entity has. */
  readonly keys: readonly string[];
  /** Whether nothing can be changed now. */
  readonly locked: boolean;
}

/**
 * An editor that a type has for one of its fields, in the place of the one of its kind. It sends what is decided itself, says itself what is wrong, and
 * takes in what others set meanwhile. `by` is who has brought the value, in words; empty where it was no person.
 */
export type OwnEditor = (binding: EditorBinding, shown: ShownComponent, by: string) => TemplateResult;

/**
 * What a type of component has on the page besides the rows of its fields. It is there where one component is shown, and not where
 * several are edited as one. `shell/builtin-parts.ts` lists all.
 */
export interface ComponentPart {
  readonly type: string;
  /** Stands above the fields. */
  readonly above?: (shown: ShownComponent) => TemplateResult;
  /** Stands below the fields that have no heading, in place of the buttons of the type's commands, which it brings along. */
  readonly below?: (shown: ShownComponent) => TemplateResult;
  /** What is said beside a field; empty where nothing is. */
  readonly note?: (field: string, values: FieldValues) => string;
  /** Editors of its own, by the names of fields. */
  readonly editors?: { readonly [field: string]: OwnEditor };
  /** What the notes go by besides the values. */
  readonly follows?: readonly Source[];
}

const parts = new Map<string, ComponentPart>();

/** Adds parts, before the first component is shown. Throws where a type has one already: neither could say that the other is left out. */
export function registerComponentParts(added: readonly ComponentPart[]): void {
  for (const part of added) {
    if (parts.has(part.type)) throw new Error(`Two parts of the page are registered for components of type ${part.type}.`);
    parts.set(part.type, part);
  }
}

/** What a type has besides its fields; undefined where that is nothing. */
export function partOf(type: string): ComponentPart | undefined {
  return parts.get(type);
}

/** All parts, in order of registration. */
export function componentParts(): readonly ComponentPart[] {
  return [...parts.values()];
}
