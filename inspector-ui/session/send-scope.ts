import { Cell } from '../cells/cell.ts';
import { middle, pane } from './place.ts';
import { session } from './session.ts';

/** Whom somebody wants to say something to: a query or ids, and how those are called. A new object each time; null once it was taken over. */
export const sendScope = new Cell<{ readonly to: string | readonly string[]; readonly words: string } | null>(null);
session.entered.subscribe(() => {
  sendScope.value = null;
});

/** Opens what says something to many, for these. */
export function sendTo(to: string | readonly string[], words: string): void {
  sendScope.value = { to, words };
  middle.value = 'send';
  pane.value = 'world';
}
