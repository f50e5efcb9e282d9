import { isKey } from '../actions/key-words.ts';
import { actions, type Action } from '../actions/registry.ts';
import { session } from '../session/session.ts';

/** What a key does anywhere at the page as it is now, or in the past where that is shown. */
export function pageAction(event: KeyboardEvent): Action | undefined {
  return actions.value.find(({ keys, where = 'page', enabled }) => {
    const counts = where === 'page' || (where === 'past' && session.past.value !== null);
    return counts && keys?.some((key) => isKey(event, key)) === true && enabled?.() !== false;
  });
}
