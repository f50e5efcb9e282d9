/** Writes one field of a component type from code: checked, and told to whom it concerns. `World.writer` makes one. */
export interface FieldWriter<V> {
  /**
   * Sets the field of a row. Systems over the type hear of it (`changed`, `eligibility`) before it returns, where the value is another than it was, and a
   * driver of the field goes on from there. It is part of no history.
   * @throws WorldwireError WW_BAD_VALUE where the value is none for the field, WW_NESTED_TOO_DEEP where events and edits have set each other off too
   *   deep; then nothing is changed
   */
  write(row: number, value: V): void;
}
