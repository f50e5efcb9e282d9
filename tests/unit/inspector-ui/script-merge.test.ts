import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffLines, lineIn } from '../../../inspector-ui/script/line-diff.ts';
import { changed, merge, takingBoth, takingTheirs, type Clash } from '../../../inspector-ui/script/merge.ts';

const text = (...lines: readonly string[]): string => lines.join('\n');
const BASE = text('one', 'two', 'three', 'four', 'five');
const merged = (base: string, mine: string, theirs: string): string => changed(mine, merge(base, mine, theirs).changes);
/** Few lines, so that they often are the same. */
const lines = fc.array(fc.constantFrom('a', 'b', 'c', '', '}'), { maxLength: 12 });
const texts = lines.map((each) => each.join('\n'));

test('what differs between two texts makes the one of the other, by as few lines as can be', () => {
  fc.assert(
    fc.property(lines, lines, (a, b) => {
      const out: string[] = [];
      let at = 0,
        edits = 0;
      for (const { fromA, toA, fromB, toB } of diffLines(a, b)) {
        out.push(...a.slice(at, fromA), ...b.slice(fromB, toB));
        at = toA;
        edits += toA - fromA + (toB - fromB);
      }
      expect([...out, ...a.slice(at)]).toEqual(b);
      expect(edits).toBe(a.length + b.length - 2 * longestCommon(a, b));
    }),
  );
});

/** How many lines two lists have in common, in their order. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  const row = Array.from({ length: b.length + 1 }, () => 0);
  for (const line of a) {
    let diagonal = 0;
    for (let at = 1; at <= b.length; at++) {
      const above = row[at] as number;
      row[at] = line === b[at - 1] ? diagonal + 1 : Math.max(above, row[at - 1] as number);
      diagonal = above;
    }
  }
  return row[b.length] as number;
}

test('texts of which nearly all differs are told as one difference, and take no long', () => {
  const a = Array.from({ length: 20_000 }, (_, at) => `a${at}`),
    b = Array.from({ length: 20_000 }, (_, at) => `b${at}`);
  expect(diffLines(['same', ...a, 'end'], ['same', ...b, 'end'])).toEqual([{ fromA: 1, toA: 20_001, fromB: 1, toB: 20_001 }]);
});

test('a line is found again where others have come and gone before it', () => {
  const hunks = diffLines(['a', 'b', 'c', 'd'], ['new', 'a', 'c', 'x', 'd']);
  expect([0, 1, 2, 3].map((line) => lineIn(hunks, line))).toEqual([1, 2, 2, 4]);
});

test('what two have changed in other lines stands both', () => {
  expect(merged(BASE, text('ONE', 'two', 'three', 'four', 'five'), text('one', 'two', 'three', 'four', 'FIVE', 'six'))).toBe(
    text('ONE', 'two', 'three', 'four', 'FIVE', 'six'),
  );
  expect(merged(BASE, text('one', 'TWO', 'three', 'four', 'five'), text('one', 'two', 'THREE', 'four', 'five')), 'lines beside each other').toBe(
    text('one', 'TWO', 'THREE', 'four', 'five'),
  );
  expect(merged(BASE, text('zero', 'one', 'two', 'three', 'four', 'five'), text('one', 'two', 'three', 'four'))).toBe(
    text('zero', 'one', 'two', 'three', 'four'),
  );
});

test('what both have changed alike is no clash', () => {
  const same = text('one', 'two', '3', 'four', 'five', 'six');
  expect(merge(BASE, same, same)).toEqual({ changes: [], clashes: [] });
});

test('what both have changed otherwise stays as it is here, and is told with what the other has', () => {
  const mine = text('one', 'two', 'mine', 'four', 'five');
  const { changes, clashes } = merge(BASE, mine, text('one', 'two', 'theirs', 'and more', 'four', 'FIVE'));
  expect(clashes).toEqual([{ from: 8, to: 12, isEmpty: false, theirs: text('theirs', 'and more') }]);
  expect(changed(mine, changes)).toBe(text('one', 'two', 'mine', 'four', 'FIVE'));
  const [clash] = clashes as [Clash];
  expect(changed(mine, [takingTheirs(mine, clash)])).toBe(text('one', 'two', 'theirs', 'and more', 'four', 'five'));
  expect(changed(mine, [takingBoth(mine, clash)])).toBe(text('one', 'two', 'mine', 'theirs', 'and more', 'four', 'five'));
});

test('lines that one has taken out and the other has changed are a clash, on either side and at the end', () => {
  const gone = text('one', 'two', 'four', 'five'),
    other = text('one', 'two', 'THREE', 'four', 'five');
  const [here] = merge(BASE, gone, other).clashes as [Clash];
  expect(here).toEqual({ from: 8, to: 8, isEmpty: true, theirs: 'THREE' });
  expect(changed(gone, [takingTheirs(gone, here)])).toBe(other);
  const [there] = merge(BASE, other, gone).clashes as [Clash];
  expect(there).toMatchObject({ theirs: null });
  expect(changed(other, [takingTheirs(other, there)])).toBe(gone);
  expect(changed(other, [takingBoth(other, there)])).toBe(other);
  const short = text('one', 'two', 'three', 'four'),
    last = text('one', 'two', 'three', 'four', 'FIVE');
  const [end] = merge(BASE, short, last).clashes as [Clash];
  expect(changed(short, [takingTheirs(short, end)])).toBe(last);
  const [endless] = merge(BASE, last, short).clashes as [Clash];
  expect(changed(last, [takingTheirs(last, endless)])).toBe(short);
});

test('who has changed nothing gets what the other has, and what one has changed stays where the other has nothing', () => {
  fc.assert(
    fc.property(texts, texts, (base, other) => {
      expect(merge(base, base, other).clashes).toEqual([]);
      expect(merged(base, base, other)).toBe(other);
      expect(merge(base, other, base)).toEqual({ changes: [], clashes: [] });
    }),
  );
});

test('of what the other has brought nothing is lost: with all clashes taken, and nothing changed elsewhere, it is their text', () => {
  fc.assert(
    fc.property(texts, texts, texts, (base, mine, theirs) => {
      const { changes, clashes } = merge(base, mine, theirs);
      // One's own lines that do not clash stand beside theirs; so each line of theirs is in the merged text, or in a clash.
      const all = [...changed(mine, changes).split('\n'), ...clashes.flatMap((clash) => clash.theirs?.split('\n') ?? []), ...base.split('\n')];
      for (const line of theirs.split('\n')) expect(all).toContain(line);
      // And the other way round it clashes as often.
      expect(merge(base, theirs, mine).clashes).toHaveLength(clashes.length);
    }),
  );
});

/** What somebody makes of each line: it stays, goes, is another, or another comes before it. */
const edits = fc.array(fc.constantFrom('stays', 'stays', 'stays', 'goes', 'changes', 'comes'), { minLength: 8, maxLength: 8 });
const edited = (who: string, made: readonly string[]): string[] =>
  made.flatMap((how, at) => (how === 'stays' ? [`${at}`] : how === 'goes' ? [] : how === 'changes' ? [`${who}${at}`] : [`${who}${at}`, `${at}`]));

test('with all clashes taken, each line of the other’s is there once, and none that they have taken out', () => {
  fc.assert(
    fc.property(edits, edits, (ours, others) => {
      const base = Array.from({ length: 8 }, (_, at) => `${at}`),
        mine = edited('mine', ours).join('\n'),
        theirs = edited('theirs', others);
      const { changes, clashes } = merge(base.join('\n'), mine, theirs.join('\n'));
      const all = [...changes, ...clashes.map((clash) => takingTheirs(mine, clash))].sort((a, b) => a.from - b.from || a.to - b.to);
      fc.pre(all.every((change, at) => at === 0 || (all[at - 1]?.to ?? 0) <= change.from));
      const taken = changed(mine, all).split('\n');
      for (const line of theirs.filter((each) => each.startsWith('theirs'))) expect(taken.filter((each) => each === line)).toEqual([line]);
      for (const line of base) if (!theirs.includes(line)) expect(taken).not.toContain(line);
      // And of one's own is what the other had nothing to do with, nor lay beside.
      ours.forEach((how, at) => {
        const isAlone = others.slice(Math.max(0, at - 1), at + 2).every((theirHow) => theirHow === 'stays');
        const isBesideOwn = ours.slice(Math.max(0, at - 1), at + 2).filter((each) => each !== 'stays').length > 1;
        if (how !== 'stays' && how !== 'goes' && isAlone && !isBesideOwn) expect(taken).toContain(`mine${at}`);
      });
    }),
  );
});
