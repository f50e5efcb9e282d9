/** A reference inside of a structure: to an entity, to a component of it, or to a field of that. */
export interface Pointer {
  /** Where in the structure: `nodes/tx/refs/Client`. */
  readonly inside: string;
  readonly entity: string;
  readonly component?: string;
  readonly field?: string;
}
