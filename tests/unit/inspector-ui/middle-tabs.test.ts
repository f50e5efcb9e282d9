import { expect, test } from 'vitest';
import type { MiddleTab, MiddleTabName } from '../../../inspector-ui/session/middle-tab.ts';
import type { timeTab } from '../../../inspector-ui/time/time-tab.ts';

/** A tab as one of the page's stands there, under a name. */
const named = (name: MiddleTabName): Pick<MiddleTab, 'name'> => ({ name });

test('a tab of the middle is named by those that there are: a misspelled name does not compile', () => {
  const known: (typeof timeTab)['name'] = 'time';
  expect(named(known)).toEqual({ name: 'time' });
  // @ts-expect-error no tab is named so
  expect(named('tiem')).toEqual({ name: 'tiem' });
});
