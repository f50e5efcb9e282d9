/** A reference inside of a structure: to an entity, to a component of it, or to a field of that. */
export interface Pointer {
  /** Where in the structure: `nodes/tx/refs/Client`. */
  readonly inside: string;
  readonly entity: string;
  readonly component?: string;
  readonly field?: string;
  /** What that field is to hold: the type as whoever wrote it knows it, and the kinds of fields that do. Default: whatever it holds. */
  readonly holds?: { readonly type: string; readonly kinds: readonly string[] };
}
