/* What engine and page both know of the top of a hierarchy. */

/** Id of the entity under which those of users stand. */
export const USERS = 'users';

/** Siblings that are unfolded at a first visit: of more, nobody would see the others of their parents. */
const MOST_UNFOLDED = 40;

/** Whether who sees a world for the first time sees an entity unfolded: one at the top, with a few children. */
export function isUnfoldedAtFirst({ depth, children }: { readonly depth: number; readonly children: number }): boolean {
  return depth === 0 && children > 0 && children <= MOST_UNFOLDED;
}
