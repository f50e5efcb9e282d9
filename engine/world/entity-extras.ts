import type { FieldValues } from '../door.ts';
import type { Json } from '../schema/field.ts';

/** Parts of a scene's entity that this version does not know, kept value for value. */
export interface EntityExtras {
  readonly keys?: { readonly [key: string]: Json };
  readonly components?: { readonly [key: string]: Json };
  readonly fields?: { readonly [component: string]: FieldValues };
}
