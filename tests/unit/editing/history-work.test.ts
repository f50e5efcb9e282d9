import { expect, test } from 'vitest';
import { History, soleEntity } from '../../../engine/editing/history.ts';
import type { HistoryEntry } from '../../../engine/editing/history-entry.ts';

const MANY = 1_000;
/** Times that a path, or a step, is looked at, for each that there is. */
const FEW = 20;

/** A list that counts how often its members are looked at. */
function counted<T>(list: readonly T[]): { readonly list: readonly T[]; readonly looks: () => number } {
  let looks = 0;
  const proxy = new Proxy(list, {
    get: (target, key, self) => {
      if (typeof key === 'string' && /^\d+$/.test(key)) looks++;
      return Reflect.get(target, key, self) as unknown;
    },
  });
  return { list: proxy, looks: () => looks };
}

function edit(author: string, touched: readonly string[]): Parameters<History['record']>[0] {
  return { author, tick: 1, label: 'remove all', group: null, back: [{ op: 'removeEntity', entity: 'all' }], touched };
}

const ids = Array.from({ length: MANY }, (_, index) => `entity-${index}`);

test('a step of many paths turns with a few looks at each, all of them changed or left alone', () => {
  const history = new History();
  const touched = counted(ids);
  history.record(edit('anna', touched.list));
  const before = touched.looks();
  history.turn(history.entries[0] as HistoryEntry, [], { changed: ids.toReversed(), strayed: [], kept: [] });
  expect(touched.looks() - before).toBeLessThan(MANY * FEW);
  const kept = counted(ids.slice(0, MANY / 2).map((id) => `${id}/@name`));
  history.turn(history.entries[0] as HistoryEntry, [], { changed: ids.slice(MANY / 2), strayed: [], kept: kept.list });
  expect(kept.looks()).toBeLessThan(MANY * FEW);
  expect(history.entries[0]?.touched).toEqual(ids.slice(MANY / 2));
});

test('what others have done since is looked for once for a step, however many operations lead back from it; and anew once another has come', () => {
  const history = new History();
  history.record(edit('anna', ids));
  const turns = Array.from({ length: MANY }, (_, index) => {
    history.record(edit('ben', [`other-${index}`]));
    return counted([index + 2]);
  });
  // The steps' own turns are what is gone through to find those that came later.
  history.restore({ ...history.stored(), entries: history.entries.map((entry, at) => (at === 0 ? entry : { ...entry, turns: turns[at - 1]?.list ?? [] })) });
  const [step] = history.entries as [HistoryEntry];
  for (let index = 0; index < 100; index++) expect(history.changedSince(step, [`entity-${index}`])).toBeUndefined();
  expect(turns.reduce((sum, { looks }) => sum + looks(), 0)).toBeLessThan(MANY * FEW);
  history.record(edit('carl', ['entity-7/@name']));
  expect(history.changedSince(step, ['entity-7'])).toBe('carl');
});

test('whether a step is about one entity is known from its first two paths where it is about many', () => {
  const paths = counted(ids);
  expect(soleEntity(paths.list)).toBeNull();
  expect(paths.looks()).toBeLessThan(FEW);
  expect(soleEntity(['a/@name', 'a', 'a/FloatValue/Value'])).toBe('a');
  expect(soleEntity([])).toBeNull();
});
