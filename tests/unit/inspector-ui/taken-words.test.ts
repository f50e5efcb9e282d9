import { expect, test } from 'vitest';
import { keptWords } from '../../../inspector-ui/changes/taken-words.ts';

const change = (by: string, what: string): { path: string; by: string; entity: string; name: string; what: string } => ({
  path: 'a',
  by,
  entity: 'a',
  name: 'Lamp',
  what,
});
const words = (...kept: ReturnType<typeof change>[]): string => keptWords({ ok: true, tick: 0, results: [], kept }, () => 'Ben');

test('what an undo left alone is told by who changed it, and what a fault of ours kept is nobody else’s', () => {
  expect(words()).toBe('');
  expect(words(change('ben', 'name'), change('another edit', 'order'))).toBe(
    '. Left as it is, since it was changed by others: name of Lamp (by Ben), order of Lamp (by another edit)',
  );
  const fault = '. Left as it is because of a fault in Worldwire, which the log tells of: Spinner.Speed of Lamp';
  expect(words(change('WW_INTERNAL', 'Spinner.Speed'))).toBe(fault);
  expect(words(change('WW_INTERNAL', 'Spinner.Speed'), change('ben', 'name'))).toBe(
    `. Left as it is, since it was changed by others: name of Lamp (by Ben)${fault}`,
  );
});
