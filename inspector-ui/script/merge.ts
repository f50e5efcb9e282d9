import { diffLines, type Hunk } from './line-diff.ts';

/** A change of a text, by characters of it as it was. */
export interface TextChange {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}
/** Lines that both have changed, each otherwise: where they stand in the one's text, and what the other has in their place. */
export interface Clash {
  readonly from: number;
  readonly to: number;
  /** No line stands there any more: the one has taken them out. */
  readonly isEmpty: boolean;
  /** Null where the other has taken these lines out. */
  readonly theirs: string | null;
}
export interface Merged {
  /** What the other has changed elsewhere. */
  readonly changes: readonly TextChange[];
  /** In characters of the text before `changes`. */
  readonly clashes: readonly Clash[];
}

/** Brings what somebody else has made of a text into what one has made of it oneself, line by line. What both have changed stays as it is here, and is told. */
export function merge(base: string, mine: string, theirs: string): Merged {
  const lines = mine.split('\n'),
    other = theirs.split('\n'),
    first = base.split('\n');
  const starts = startsOf(lines);
  const changes: TextChange[] = [],
    clashes: Clash[] = [];
  let moved = 0,
    movedOther = 0;
  for (const { own, others } of grouped(diffLines(first, lines), diffLines(first, other))) {
    const whole = span(own, others);
    const [from, to] = placeIn(own, whole, moved),
      [fromOther, toOther] = placeIn(others, whole, movedOther);
    moved = to - whole.to;
    movedOther = toOther - whole.to;
    const theirLines = other.slice(fromOther, toOther);
    if (others.length === 0 || same(lines.slice(from, to), theirLines)) continue;
    if (own.length === 0) changes.push(replacing(starts, lines.length, mine.length, { from, to }, theirLines));
    else {
      const at = starts[from] ?? mine.length;
      clashes.push({
        from: at,
        to: to > from ? at + lines.slice(from, to).join('\n').length : at,
        isEmpty: to === from,
        theirs: theirLines.length === 0 ? null : theirLines.join('\n'),
      });
    }
  }
  return { changes, clashes };
}

/** A text with changes made, which stand in their order. */
export function changed(text: string, changes: readonly TextChange[]): string {
  let out = '',
    at = 0;
  for (const { from, to, insert } of changes) {
    out += text.slice(at, from) + insert;
    at = to;
  }
  return out + text.slice(at);
}

/** What puts the other's lines where those of a clash stand. */
export function takingTheirs(text: string, { from, to, isEmpty, theirs }: Clash): TextChange {
  const start = from === 0 ? 0 : text.lastIndexOf('\n', from - 1) + 1,
    found = text.indexOf('\n', to),
    end = found < 0 ? text.length : found;
  if (theirs !== null) {
    if (!isEmpty) return { from: start, to: end, insert: theirs };
    // Lines come in before the one that stands there, or behind the last.
    if (from === start) return { from, to: from, insert: `${theirs}\n` };
    return { from: end, to: end, insert: `\n${theirs}` };
  }
  if (isEmpty) return { from, to: from, insert: '' };
  return end < text.length ? { from: start, to: end + 1, insert: '' } : { from: Math.max(0, start - 1), to: end, insert: '' };
}

/** What puts the other's lines behind those that stand there. */
export function takingBoth(text: string, clash: Clash): TextChange {
  if (clash.isEmpty || clash.theirs === null) return takingTheirs(text, { ...clash, isEmpty: true });
  const found = text.indexOf('\n', clash.to),
    end = found < 0 ? text.length : found;
  return { from: end, to: end, insert: `\n${clash.theirs}` };
}

interface Group {
  readonly own: readonly Hunk[];
  readonly others: readonly Hunk[];
}

/** What both have changed, in the order of the base, with what touches each other in one group. */
function grouped(own: readonly Hunk[], others: readonly Hunk[]): Group[] {
  const all = [...own.map((hunk) => ({ hunk, isOwn: true })), ...others.map((hunk) => ({ hunk, isOwn: false }))].sort(
    (a, b) => a.hunk.fromA - b.hunk.fromA || a.hunk.toA - b.hunk.toA,
  );
  const groups: { own: Hunk[]; others: Hunk[]; from: number; to: number }[] = [];
  for (const { hunk, isOwn } of all) {
    const last = groups.at(-1);
    let group = last;
    if (group === undefined || !touches(group, hunk)) groups.push((group = { own: [], others: [], from: hunk.fromA, to: hunk.toA }));
    (isOwn ? group.own : group.others).push(hunk);
    group.to = Math.max(group.to, hunk.toA);
  }
  return groups;
}

/** Lines that only lie beside each other are no clash; lines that come in at the edge of others may belong before them or behind. */
function touches(group: { readonly from: number; readonly to: number }, { fromA, toA }: Hunk): boolean {
  return fromA < group.to || (fromA === group.to && (fromA === toA || group.from === group.to));
}

/** The lines of the base that a group is about. */
function span(own: readonly Hunk[], others: readonly Hunk[]): { readonly from: number; readonly to: number } {
  const all = [...own, ...others];
  return { from: Math.min(...all.map(({ fromA }) => fromA)), to: Math.max(...all.map(({ toA }) => toA)) };
}

/** Where lines of the base stand in the text that came of it by these changes. @param moved how far those before them have moved */
function placeIn(hunks: readonly Hunk[], { from, to }: { readonly from: number; readonly to: number }, moved: number): readonly [number, number] {
  const last = hunks.at(-1);
  return [from + moved, last === undefined ? to + moved : last.toB + (to - last.toA)];
}

function startsOf(lines: readonly string[]): number[] {
  let at = 0;
  return lines.map((line) => {
    const start = at;
    at += line.length + 1;
    return start;
  });
}

/** Puts lines in the place of others. The last line has no end of its own, so that what stands there takes the end before it. */
function replacing(
  starts: readonly number[],
  count: number,
  length: number,
  { from, to }: { readonly from: number; readonly to: number },
  lines: readonly string[],
): TextChange {
  const at = (line: number): number => starts[line] ?? length + 1;
  if (to < count) return { from: at(from), to: at(to), insert: lines.map((line) => `${line}\n`).join('') };
  if (from > 0) return { from: at(from) - 1, to: length, insert: lines.map((line) => `\n${line}`).join('') };
  return { from: 0, to: length, insert: lines.join('\n') };
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, at) => line === b[at]);
}

/** The changes that make one text of another, line by line: what stands elsewhere keeps its place. */
export function lineChanges(before: string, after: string): readonly TextChange[] {
  return merge(before, before, after).changes;
}
