/** A number that has been decided on. */
export interface NumberChange {
  readonly value: number;
  /** Joins the steps of one drag. */
  readonly group?: string;
  /** Of the last step of a drag: the number that it began with. */
  readonly from?: number;
  /** The same change for another present value: `+=5`. */
  readonly relative?: (present: number) => number;
  /** What was typed, to be reckoned out for each of several: `lerp(0, 10)`. `value` is then no more than what was there. */
  readonly expression?: string;
  /** By how much it has changed since the drag began, where all parts of a vector are to move along. */
  readonly together?: number;
}
