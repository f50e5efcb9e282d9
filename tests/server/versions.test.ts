import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunningServer, ServerOptions } from '../../server/index.ts';
import { perform } from '../../server/cli/main.ts';
import { api, ask, atEnd, openPage, SCENE, serve, until, type Page } from './running.ts';

interface House {
  readonly file: string;
  readonly state: string;
  readonly config: string;
  serve(more?: ServerOptions): Promise<RunningServer>;
  /** The folder of its versions. */
  kept(): Promise<string>;
}

/** A scene in a file, and servers that keep versions of it. */
async function house(interval = 60_000): Promise<House> {
  const home = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(home, { recursive: true, force: true }));
  const file = join(home, 'garden.scene.json'),
    state = join(home, 'state'),
    config = join(home, 'server.json');
  await writeFile(file, JSON.stringify(SCENE));
  await writeFile(config, JSON.stringify({ stateFolder: state }));
  return {
    file,
    state,
    config,
    serve: (more = {}) => serve({ worlds: [{ file }], stateFolder: state, versions: { bytes: 1e9, interval }, ...more }),
    kept: async () => join(state, 'journals', (await readdir(join(state, 'journals')))[0] ?? '', 'versions'),
  };
}

interface Listed {
  readonly number: number;
  readonly why: string;
  readonly edits: number;
  readonly changes: readonly string[];
  readonly authors: readonly { readonly userId: string; readonly edits: number }[];
}
async function listed(server: RunningServer): Promise<Listed[]> {
  return (await api(server, '/api/worlds/garden/versions')).json['versions'] as unknown as Listed[];
}
function edit(server: RunningServer, ...operations: object[]): Promise<{ readonly status: number }> {
  return api(server, '/api/worlds/garden/operations', { operations });
}
const brighten = (value: number): object => ({ op: 'setField', entity: 'lamp', component: 'FloatValue', field: 'Value', value });
async function brightness(server: RunningServer): Promise<unknown> {
  const { json } = await api(server, '/api/worlds/garden/entities/lamp');
  return (json as { components?: { FloatValue?: { Value?: unknown } } }).components?.FloatValue?.Value;
}
async function save(server: RunningServer, body: object = {}): Promise<void> {
  expect((await api(server, '/api/worlds/garden/save', body)).status).toBe(200);
}
async function cli(...argv: string[]): Promise<{ readonly code: number; readonly out: string }> {
  const said: string[] = [];
  const tell = (text: string): void => void said.push(text);
  const { code } = await perform(['node', 'worldwire', ...argv], {}, { out: tell, err: tell });
  return { code, out: said.join('') };
}

test('each save is a version: what it wrote to the byte, who edited since the one before and what; so is what the file held at first', async () => {
  const { serve: run, file, kept } = await house();
  const server = await run();
  await until('the first version', async () => (await listed(server)).length === 1);
  await edit(server, brighten(7));
  await edit(server, { op: 'removeEntity', entity: 'stone' });
  await save(server);
  await until('the second version', async () => (await listed(server)).length === 2);
  expect(await listed(server)).toMatchObject([
    { number: 1, why: 'file', edits: 0 },
    {
      number: 2,
      why: 'save',
      edits: 2,
      authors: [{ userId: 'api', edits: 2 }],
      changes: [expect.stringContaining('FloatValue'), expect.stringContaining('remove Stone')],
    },
  ]);
  expect((await api(server, '/api/worlds/garden/versions/1')).json['text']).toBe(JSON.stringify(SCENE));
  expect((await api(server, '/api/worlds/garden/versions/2')).json['text']).toBe(await readFile(file, 'utf8'));
  // What is saved once more as it is, is no other version.
  await save(server);
  await server.close();
  expect(await readdir(await kept())).toEqual(['00000001.version', '00000002.version']);
});

test('between saves the world is kept from time to time where it was edited, and the file is not written for it', async () => {
  const { serve: run, file } = await house(100);
  const server = await run();
  await edit(server, brighten(7));
  await until('the state', async () => (await listed(server)).some(({ why, edits }) => why === 'state' && edits === 1));
  expect(await readFile(file, 'utf8')).toBe(JSON.stringify(SCENE));
  const before = (await listed(server)).length;
  const { tick } = server.worlds.get('garden');
  await until('time to pass', () => server.worlds.get('garden').tick > tick + 60);
  expect(await listed(server), 'what moves by itself is no edit').toHaveLength(before);
  expect(server.worlds.get('garden').unsaved, 'a version is no save').toMatchObject({ edits: 1 });
});

test('a version is compared with another and with now, by entity and field', async () => {
  const { serve: run } = await house();
  const server = await run();
  await edit(server, brighten(7));
  await save(server);
  await edit(server, brighten(9), { op: 'removeEntity', entity: 'stone' });
  await until('both versions', async () => (await listed(server)).length === 2);
  const { json } = await api(server, '/api/worlds/garden/versions/1/difference?with=2');
  expect(json).toMatchObject({ total: 1, rows: [{ entity: 'lamp', what: 'FloatValue.Value', before: '1', after: '7' }] });
  const now = await api(server, '/api/worlds/garden/versions/2/difference');
  expect(now.json).toMatchObject({
    total: 2,
    rows: [
      { what: 'FloatValue.Value', before: '7', after: '9' },
      { entity: 'stone', what: '', after: null },
    ],
  });
  expect(JSON.stringify(now.json['text'])).toContain('- ');
  expect(await api(server, '/api/worlds/garden/versions/9/difference')).toMatchObject({ status: 404, json: { code: 'WW_NO_VERSION' } });
});

test('one field, one entity or all is taken back from a version as one edit, which one undo takes back', async () => {
  const { serve: run } = await house();
  const server = await run();
  await until('the first version', async () => (await listed(server)).length === 1);
  await edit(server, brighten(7));
  await edit(server, { op: 'removeEntity', entity: 'stone' });
  await edit(server, { op: 'addEntity', entity: { id: 'new', name: 'New' }, parent: 'lamp' });
  const back = (parts?: object[]): Promise<{ status: number; json: object }> =>
    api(server, '/api/worlds/garden/versions/1/take-back', parts === undefined ? {} : { parts });
  const entities = async (): Promise<string[]> =>
    ((await api(server, '/api/worlds/garden/entities')).json['entities'] as unknown as { id: string }[]).map(({ id }) => id);
  expect(await back([{ entity: 'lamp', what: 'FloatValue.Value' }])).toMatchObject({ status: 200, json: { operations: 1, left: [] } });
  expect(await brightness(server)).toBe(1);
  expect(await entities()).not.toContain('stone');
  await back([{ entity: 'stone' }]);
  expect(await entities()).toEqual(expect.arrayContaining(['stone', 'new']));
  await api(server, '/api/worlds/garden/undo', {});
  await api(server, '/api/worlds/garden/undo', {});
  expect(await brightness(server)).toBe(7);
  expect((await back()).json).toMatchObject({ operations: 3 });
  expect(await entities()).not.toContain('new');
  expect((await api(server, '/api/worlds/garden/versions/1/difference')).json).toMatchObject({ total: 0 });
  const { json } = await api(server, '/api/worlds/garden/history');
  expect(JSON.stringify(json)).toContain('take back from version 1');
  // What was there before it is a version, since none held it yet.
  expect((await listed(server)).at(-1)).toMatchObject({ why: 'before', edits: 7 });
  await api(server, '/api/worlds/garden/undo', {});
  expect(await entities()).toContain('new');
  expect((await back([{ entity: 'lamp', what: 'name' }])).json).toMatchObject({ operations: 0 });
});

test('whoever may not edit sees no versions and takes nothing back', async () => {
  const { serve: run } = await house();
  const server = await run();
  await until('the first version', async () => (await listed(server)).length === 1);
  const token = 'spectator-token-spectator-token';
  for (const path of ['', '/1', '/1/difference'])
    expect((await api(server, `/api/worlds/garden/versions${path}`, undefined, { token })).status, path).toBe(403);
  expect((await api(server, '/api/worlds/garden/versions/1/take-back', {}, { token })).status).toBe(403);
});

test('what another program has put into the file stays as a version where it is written over, and what was edited where the file is taken', async () => {
  const { serve: run, file } = await house();
  const server = await run();
  await edit(server, brighten(7));
  const theirs = JSON.stringify({ ...SCENE, name: 'Theirs' });
  await writeFile(file, theirs);
  await save(server, { overwrite: true });
  const all = await until('the save', async () => {
    const versions = await listed(server);
    return versions.at(-1)?.why === 'save' && versions;
  });
  expect(all.map(({ why }) => why)).toEqual(['file', 'file', 'save']);
  expect((await api(server, '/api/worlds/garden/versions/2')).json['text']).toBe(theirs);
  await edit(server, brighten(8));
  await api(server, '/api/worlds/garden/reload', {});
  expect((await listed(server)).at(-1)).toMatchObject({ number: 4, why: 'before', edits: 1 });
  expect((await api(server, '/api/worlds/garden/versions/4')).json['text']).toContain('"Value": 8');
});

test('the next server goes on with the versions of the one before, tells what is damaged or foreign, and passes over it', async () => {
  const { serve: run, kept } = await house();
  const first = await run();
  await edit(first, brighten(7));
  await save(first);
  await first.close();
  await writeFile(join(await kept(), '00000003.version'), 'no version');
  await writeFile(join(await kept(), 'mine.txt'), 'mine');
  const second = await run();
  await edit(second, brighten(8));
  await save(second);
  await until('the new version', async () => (await listed(second)).length === 3);
  expect((await listed(second)).map(({ number }) => number)).toEqual([1, 2, 4]);
  const { json } = await api(second, '/api/worlds/garden/log');
  expect(JSON.stringify(json)).toMatch(/00000003\.version is cut off, or no version, so it is left out/);
  expect(await readdir(await kept())).toContain('mine.txt');
});

test('edits that a crash left unsaved stand in the next version with their author, where the world is taken up from its journal', async () => {
  const { serve: run } = await house();
  const journals = { mode: 'all', flush: 10, keep: { bytes: 1e9, milliseconds: 1e9 } } as const;
  const first = await run({ journals });
  await edit(first, brighten(7));
  await first.close();
  const second = await run({ journals });
  await save(second);
  await until('the save', async () => (await listed(second)).at(-1)?.why === 'save');
  expect((await listed(second)).at(-1)).toMatchObject({ edits: 1, authors: [{ userId: 'api', edits: 1 }] });
});

test('the command line lists versions, shows how they differ, writes one to a new file alone, and puts the file back', async () => {
  const { serve: run, file, config, kept } = await house();
  const server = await run();
  await edit(server, brighten(7));
  await save(server);
  await server.close();
  const list = await cli('versions', file, '--config', config);
  expect(list).toMatchObject({ code: 0 });
  expect(list.out).toMatch(/ 1 {2}\d{4}-.*as it stood in the file; edited by nobody\n +2 {2}.*saved at tick \d+; edited by api \(1\)\n.*FloatValue/);
  const shown = await cli('versions', 'show', file, '1', '--config', config);
  expect(shown.out).toContain('1 difference: in version 1');
  expect(shown.out).toContain('Garden / Lamp  FloatValue.Value: 1 → 7');
  expect((await cli('versions', 'show', file, '2', '--with', '1', '--config', config)).out).toContain('FloatValue.Value: 7 → 1');
  const again = `${file}.again`;
  expect((await cli('versions', 'show', file, '1', '--scene', again, '--config', config)).code).toBe(0);
  expect(await readFile(again, 'utf8')).toBe(JSON.stringify(SCENE));
  expect(await cli('versions', 'show', file, '2', '--scene', again, '--config', config)).toMatchObject({
    code: 1,
    out: expect.stringContaining('WW_FILE_EXISTS'),
  });
  const own = `${(await readFile(file, 'utf8')).trimEnd()}\n\n`;
  await writeFile(file, own);
  expect((await cli('versions', 'restore', file, '1', '--config', config)).out).toContain('is version 1 again. What it held is version 3.');
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(SCENE);
  expect(await readdir(await kept())).toContain('00000003.version');
  expect((await cli('versions', 'restore', file, '9', '--config', config)).out).toContain('There is no version 9');
  expect((await cli('versions', 'show', file, 'x', '--config', config)).code).not.toBe(0);
});

test('where a server runs the scene, the command line has it taken back there as an edit, and leaves the file and no token behind', async () => {
  const { serve: run, file, config, state } = await house();
  const server = await run();
  await until('the first version', async () => (await listed(server)).length === 1);
  await edit(server, brighten(7));
  const { out, code } = await cli('versions', 'restore', file, '1', '--config', config);
  expect(out).toContain(`The world garden at ${server.origin} is version 1 again, by one edit of one operation.`);
  expect(code).toBe(0);
  expect(await brightness(server)).toBe(1);
  expect(await readFile(file, 'utf8')).toBe(JSON.stringify(SCENE));
  expect(JSON.parse(await readFile(join(state, 'tokens.json'), 'utf8'))).toMatchObject({ tokens: [] });
  expect((await cli('versions', 'restore', file, '1', '--config', config)).out).toContain('so nothing was changed');
});

test('a server that only the note beside the scene names is told no token', async () => {
  const { serve: run, file, state } = await house();
  const server = await run();
  await until('the first version', async () => (await listed(server)).length === 1);
  const other = await house();
  await cp(join(state, 'journals'), join(other.state, 'journals'), { recursive: true });
  const { code, out } = await cli('versions', 'restore', file, '1', '--config', other.config);
  expect({ code, out }).toMatchObject({ code: 1, out: expect.stringContaining(`WW_FILE_IN_USE ${file} is open in the world garden`) });
  expect(await readdir(other.state)).toEqual(['journals']);
});

test('a note beside a scene that names another world has nothing of that one taken back', async () => {
  const { serve: run, file, config } = await house();
  const other = join(dirname(file), 'other.scene.json');
  await writeFile(other, JSON.stringify({ ...SCENE, name: 'Other' }));
  const first = await run({ worlds: [{ file: other }] });
  const versions = async (server: RunningServer, world: string): Promise<unknown> => (await api(server, `/api/worlds/${world}/versions`)).json['total'];
  await until('its version', async () => (await versions(first, 'other')) === 1);
  await first.close();
  const server = await run();
  await until('the first version', async () => (await listed(server)).length === 1);
  await edit(server, brighten(7));
  const [note] = (await readdir(dirname(file))).filter((name) => name.startsWith('.garden.scene.json.'));
  await cp(join(dirname(file), note ?? ''), join(dirname(file), (note ?? '').replace('garden', 'other')));
  const { code, out } = await cli('versions', 'restore', other, '1', '--config', config);
  expect({ code, out }).toMatchObject({ code: 1, out: expect.stringContaining('WW_NO_VERSION') });
  expect(await brightness(server)).toBe(7);
});

/** What a view of an entity tells next, until it says so. */
function lampOf(page: Page): { readonly value: () => unknown; readonly past: () => unknown } {
  let value: unknown, past: unknown;
  page.on('updates', (message) => {
    if (message.past !== undefined) past = message.past;
    for (const update of message.updates) {
      if (update.view !== 7) continue;
      const components = update.kind === 'entity' ? update.whole.components : update.kind === 'fields' ? update.changed : {};
      value = components['FloatValue']?.['Value'] ?? value;
    }
  });
  return { value: () => value, past: () => past };
}

test('a page lists versions, looks at one as a ghost that nobody edits, comes back, and takes one field back from it', async () => {
  const { serve: run } = await house();
  const server = await run();
  await until('the first version', async () => (await listed(server)).length === 1);
  await edit(server, brighten(7));
  const page = await openPage(server, 'Anna', 'garden');
  expect(await ask(page, 'versions', {})).toMatchObject({ ok: true, total: 1, versions: [{ number: 1, why: 'file' }] });
  expect(await ask(page, 'version', { version: 1 })).toMatchObject({ ok: true, total: 1, rows: [{ what: 'FloatValue.Value', before: '1', after: '7' }] });
  const lamp = lampOf(page);
  await ask(page, 'watch', { view: 7, what: { kind: 'entity', entity: 'lamp' } });
  await until('the lamp', () => lamp.value() === 7);
  expect(await ask(page, 'past', { tick: 3, version: 1 })).toMatchObject({ ok: true, tick: 3 });
  await until('the lamp as it was', () => lamp.value() === 1 && lamp.past() === 3);
  const operations = [brighten(9)];
  expect(await ask(page, 'edit', { operations, requestId: 'a' })).toMatchObject({ ok: false, code: 'WW_IN_THE_PAST' });
  expect(await ask(page, 'takeBack', { version: 1, requestId: 'b' })).toMatchObject({ ok: false, code: 'WW_IN_THE_PAST' });
  expect(await ask(page, 'past', { tick: 3, version: 8 })).toMatchObject({ ok: false, code: 'WW_NO_VERSION' });
  expect(await ask(page, 'past', { tick: null })).toMatchObject({ ok: true, tick: null });
  await until('the lamp as it is', () => lamp.value() === 7 && lamp.past() === null);
  const parts = [{ entity: 'lamp', what: 'FloatValue.Value' }];
  const taken = await ask(page, 'takeBack', { version: 1, parts, requestId: 'c' });
  expect(taken).toMatchObject({ ok: true, operations: 1, left: [] });
  expect(await ask(page, 'takeBack', { version: 1, parts, requestId: 'c' }), 'asked once more it counts once').toEqual(taken);
  await until('the lamp as it was', () => lamp.value() === 1);
  await ask(page, 'control', { action: 'undo', requestId: 'd' });
  await until('the lamp as it is', () => lamp.value() === 7);
});

test('who looks at a version and may no more is brought back to now', async () => {
  const { serve: run } = await house();
  const server = await run();
  await until('the first version', async () => (await listed(server)).length === 1);
  await edit(server, brighten(7));
  const admin = await openPage(server, 'Anna', 'garden');
  const page = await openPage(server, 'Ben', 'garden');
  const lamp = lampOf(page);
  await ask(page, 'watch', { view: 7, what: { kind: 'entity', entity: 'lamp' } });
  await ask(page, 'past', { tick: 3, version: 1 });
  await until('the lamp as it was', () => lamp.value() === 1);
  expect(await ask(admin, 'role', { userId: page.welcome.you.userId, role: 'Spectator' })).toMatchObject({ ok: true });
  await until('the lamp as it is', () => lamp.value() === 7 && lamp.past() === null);
  expect(await ask(page, 'past', { tick: 3, version: 1 })).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
});
