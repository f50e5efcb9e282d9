import { BelowSums } from './below.ts';
import { PlacedLists } from './placed.ts';
import { Places } from './places.ts';

/** What the views of one world share. */
export class Pool {
  readonly below = new BelowSums();
  readonly places = new Places();
  readonly placed = new PlacedLists();
}
