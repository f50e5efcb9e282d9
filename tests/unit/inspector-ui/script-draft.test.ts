import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changed } from '../../../inspector-ui/script/merge.ts';
import { SourceDraft, type Coming } from '../../../inspector-ui/script/draft.ts';

const BASE = 'one\ntwo\nthree';
/** Does what the editor does with what has come: makes the changes, and tells of them. Gives what is undecided. */
function take(draft: SourceDraft, coming: Coming): number {
  if (coming.kind !== 'merge') return 0;
  draft.typed(changed(draft.text, coming.changes), coming.clashes.length);
  return coming.clashes.length;
}

test('where nothing is written it follows the world; what is written stays, with what others save beside it', () => {
  const draft = new SourceDraft(BASE);
  expect(draft.came('one\ntwo\n3')).toEqual({ kind: 'follow', text: 'one\ntwo\n3' });
  draft.typed('ONE\ntwo\n3', 0);
  expect(draft.isDirty).toBe(true);
  expect(take(draft, draft.came('one\ntwo\n3\nfour'))).toBe(0);
  expect(draft.text).toBe('ONE\ntwo\n3\nfour');
  expect(draft.seen, 'a save is held against what others have saved by now').toBe('one\ntwo\n3\nfour');
});

test('its own save that comes back is no news, also where one has written on meanwhile', () => {
  const draft = new SourceDraft(BASE);
  draft.typed('one\n2\nthree', 0);
  draft.sending();
  draft.typed('one\n22\nthree', 0);
  expect(draft.came('one\n2\nthree'), 'while it is being saved nobody knows whose it is').toEqual({ kind: 'nothing' });
  draft.sent(true);
  expect(draft.came('one\n2\nthree')).toEqual({ kind: 'nothing' });
  expect(draft.text).toBe('one\n22\nthree');
  expect(draft.seen).toBe('one\n2\nthree');
});

test('what another has saved right after it is merged with that save as the base', () => {
  const draft = new SourceDraft(BASE);
  draft.typed('one\n2\nthree', 0);
  draft.sending();
  draft.typed('one\n2\nthree\nfour', 0);
  expect(draft.came('ONE\n2\nthree')).toEqual({ kind: 'nothing' });
  draft.sent(true);
  expect(take(draft, draft.came('ONE\n2\nthree'))).toBe(0);
  expect(draft.text).toBe('ONE\n2\nthree\nfour');
});

test('a save that was refused leaves all as it was, and what came is merged', () => {
  const draft = new SourceDraft(BASE);
  draft.typed('one\n2\nthree', 0);
  draft.sending();
  draft.sent(false);
  expect(take(draft, draft.came('one\ntwo\n3'))).toBe(0);
  expect(draft.text).toBe('one\n2\n3');
  expect(draft.isDirty).toBe(true);
});

test('the text from before a save is no news until the world has told of that save, and is one where it holds after all', () => {
  const draft = new SourceDraft(BASE);
  draft.typed('new', 0);
  draft.sending();
  draft.sent(true);
  expect(draft.came(BASE), 'an element that is drawn anew meanwhile').toEqual({ kind: 'nothing' });
  expect(draft.isDirty).toBe(false);
  draft.heard();
  expect(draft.came(BASE), 'somebody has taken it back at once').toEqual({ kind: 'follow', text: BASE });
});

test('what is kept over a reload brings the places again that are not decided', () => {
  const draft = new SourceDraft(BASE);
  draft.typed('one\nmine\nthree', 0);
  expect(take(draft, draft.came('one\ntheirs\nthree'))).toBe(1);
  const again = new SourceDraft('one\ntheirs\nthree', draft.kept);
  expect(take(again, again.came('one\ntheirs\nthree'))).toBe(1);
  expect(again.text).toBe('one\nmine\nthree');
  draft.typed('one\nmine\nthree', 0);
  const decided = new SourceDraft('one\ntheirs\nthree', draft.kept);
  expect(take(decided, decided.came('one\ntheirs\nthree')), 'and none that are').toBe(0);
});

/** A world with two people at one source, as the server has it: a save is taken where it was made upon what stands there. */
test('whatever two people write and save in whatever order, each line that somebody has written and nobody taken out is there or asked about', () => {
  const act = fc.record({ who: fc.nat(1), what: fc.constantFrom('write', 'save', 'look'), at: fc.nat(20) });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
      let world = BASE,
        count = 0;
      const people = [new SourceDraft(BASE), new SourceDraft(BASE)] as const;
      const undecided = [0, 0];
      const written = new Set<string>();
      const asked = new Set<string>();
      const look = (who: number): void => {
        const draft = people[who] as SourceDraft;
        const coming = draft.came(world);
        if (coming.kind === 'merge') for (const { theirs } of coming.clashes) for (const line of theirs?.split('\n') ?? []) asked.add(line);
        undecided[who] = take(draft, coming);
      };
      for (const { who, what, at } of acts) {
        const draft = people[who] as SourceDraft;
        if (what === 'look') look(who);
        else if (what === 'write') {
          const lines = draft.text.split('\n');
          const line = `line ${(count += 1)}`;
          written.add(line);
          draft.typed(lines.toSpliced(at % (lines.length + 1), 0, line).join('\n'), 0);
        } else if (draft.isDirty) {
          draft.sending();
          const isTaken = world === draft.seen;
          if (isTaken) world = draft.text;
          draft.sent(isTaken);
          if (!isTaken) look(who);
        }
      }
      const all = [world, ...people.map(({ text }) => text)].join('\n').split('\n');
      for (const line of written) expect(all.includes(line) || asked.has(line), line).toBe(true);
    }),
  );
});
