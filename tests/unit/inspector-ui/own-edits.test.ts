import { expect, test } from 'vitest';
import { OwnEdits, type EditStore } from '../../../inspector-ui/session/own-edits.ts';
import type { FileStatus, Json } from '../../../server/protocol.ts';

function store(): EditStore & { kept: Json | undefined } {
  const made = {
    kept: undefined as Json | undefined,
    read: () => made.kept,
    write: (value: Json) => {
      made.kept = JSON.parse(JSON.stringify(value)) as Json;
    },
  };
  return made;
}
const status = (of: Partial<FileStatus> = {}): FileStatus => ({
  name: 'garden.scene.json',
  life: 'first/1',
  edits: 0,
  savedEdits: 0,
  unsaved: 0,
  hash: 'a',
  state: 'same',
  trouble: null,
  ...of,
});

test('a server that was started again is told from one that was not, and what it lost is counted', () => {
  const edits = new OwnEdits(store());
  expect(edits.heard('garden', status())).toBeUndefined();
  edits.made('garden', 1, undefined);
  edits.made('garden', 3, undefined);
  expect(edits.heard('garden', status({ edits: 3, unsaved: 3 })), 'the second was of another').toBeUndefined();
  edits.made('garden', 4, undefined);
  expect(edits.heard('garden', status({ life: 'second/1' }))).toEqual({ world: 'garden', own: 3, all: 4, how: 'restarted', sure: true });
  expect(edits.heard('garden', status({ life: 'second/1' })), 'once').toBeUndefined();
});

test('what a save has reached is not lost, and what came after its copy is', () => {
  const edits = new OwnEdits(store());
  edits.heard('garden', status());
  for (const edit of [1, 2, 3]) edits.made('garden', edit, undefined);
  edits.heard('garden', status({ edits: 3, savedEdits: 2, unsaved: 1, hash: 'b' }));
  expect(edits.heard('garden', status({ life: 'second/1', hash: 'b' }))).toMatchObject({ own: 1, all: 1, sure: true });
  edits.made('garden', 1, undefined);
  edits.heard('garden', status({ life: 'second/1', edits: 1, savedEdits: 1, hash: 'c' }));
  expect(edits.heard('garden', status({ life: 'third/1', hash: 'c' }))).toBeUndefined();
});

test('where a world is taken up, those edits are lost that it came without, and its numbers go on', () => {
  const edits = new OwnEdits(store());
  edits.heard('garden', status());
  for (const edit of [1, 2, 3]) edits.made('garden', edit, undefined);
  edits.heard('garden', status({ edits: 4, unsaved: 4 }));
  const second = { life: 'second/1', edits: 3, unsaved: 3, takenUp: 3 };
  expect(edits.heard('garden', status(second)), 'one of another').toEqual({ world: 'garden', own: 0, all: 1, how: 'restarted', sure: true });
  expect(edits.heard('garden', status({ ...second, life: 'third/1' })), 'all of them came').toBeUndefined();
  expect(edits.heard('garden', status({ ...second, life: 'fourth/1', takenUp: 2, edits: 2 }))).toMatchObject({ own: 1, all: 1 });
  expect(edits.heard('garden', status({ life: 'fifth/1' })), 'not taken up').toMatchObject({ own: 2, all: 2 });
});

test('where the file was written to after this page heard of it last, nothing is claimed', () => {
  const edits = new OwnEdits(store());
  edits.heard('garden', status());
  edits.made('garden', 1, undefined);
  expect(edits.heard('garden', status({ life: 'second/1', hash: 'b' }))).toMatchObject({ own: 1, sure: false });
});

test('a drag is one edit', () => {
  const edits = new OwnEdits(store());
  edits.heard('garden', status());
  for (let edit = 1; edit <= 50; edit++) edits.made('garden', edit, 'drag');
  edits.made('garden', 51, 'another');
  expect(edits.heard('garden', status({ life: 'second/1' }))).toMatchObject({ own: 2, all: 2 });
});

test('a world that was put back while one was away says so; one that somebody puts back before one’s eyes does not', () => {
  const edits = new OwnEdits(store());
  edits.heard('garden', status());
  edits.made('garden', 1, undefined);
  expect(edits.heard('garden', status({ life: 'first/2' }))).toMatchObject({ how: 'putBack', own: 1 });
  edits.made('garden', 1, undefined);
  edits.putBack('garden');
  expect(edits.heard('garden', status({ life: 'first/3' }))).toBeUndefined();
});

test('a page that is loaded anew knows what it had done, and believes nothing that it has not written itself', () => {
  const kept = store();
  const before = new OwnEdits(kept);
  before.heard('garden', status());
  before.made('garden', 1, undefined);
  expect(new OwnEdits(kept).heard('garden', status({ life: 'second/1' }))).toMatchObject({ own: 1 });
  for (const wrong of [
    null,
    [],
    'x',
    { garden: null },
    { garden: { life: 1 } },
    { garden: { life: 'a', hash: 'a', edits: 0, unsaved: 0, since: 0, own: ['x'] } },
  ]) {
    kept.kept = wrong as Json;
    expect(new OwnEdits(kept).heard('garden', status())).toBeUndefined();
  }
});

test('what was made and undone again is no loss', () => {
  const edits = new OwnEdits(store());
  edits.heard('garden', status());
  edits.made('garden', 1, undefined);
  edits.made('garden', 2, undefined);
  edits.differs('garden', false);
  edits.heard('garden', status({ edits: 2, unsaved: 2 }));
  expect(edits.heard('garden', status({ life: 'second/1' }))).toBeUndefined();
  edits.made('garden', 1, undefined);
  edits.differs('garden', false);
  edits.made('garden', 2, undefined);
  expect(edits.heard('garden', status({ life: 'third/1' }))).toMatchObject({ how: 'restarted' });
});
