import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { NodeCatalogue } from '../../engine/index.ts';
import { api, atEnd, SCENE, serve, signIn, until } from './running.ts';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(path, { recursive: true, force: true }));
  return path;
}

test('the list of worlds has exactly the promised shape', async () => {
  const server = await serve();
  const { status, json } = await api(server, '/api/worlds');
  expect(status).toBe(200);
  expect(json).toEqual({
    worlds: [{ name: 'small', tick: expect.any(Number), tickRate: 60, paused: false, entities: 3, users: expect.any(Number), unsaved: false }],
  });
});

test('a world is told with how it runs', async () => {
  const server = await serve();
  const { json } = await api(server, '/api/worlds/small');
  expect(json).toMatchObject({
    name: 'small',
    title: 'Small world',
    tickRate: 60,
    paused: false,
    entities: 3,
    unsaved: false,
    connections: {},
    run: { speed: 1, late: expect.any(Number), recording: false },
  });
});

test('a world is told with what each of its systems costs, in this thread and in one of its own', async () => {
  for (const threads of [false, true]) {
    const server = await serve({ threads });
    const costs = await until('the spinner to have cost something', async () => {
      const systems = (await api(server, '/api/worlds/small')).json['systems'] as unknown as { name: string; milliseconds: number }[];
      return systems.some(({ name, milliseconds }) => name === 'spinner' && milliseconds > 0) && systems;
    });
    for (const cost of costs) expect(cost).toEqual({ name: expect.any(String), milliseconds: expect.any(Number) });
  }
});

test('an entity is told with every field of its components', async () => {
  const server = await serve();
  const { status, json } = await api(server, '/api/worlds/small/entities/lamp');
  expect(status).toBe(200);
  expect(json).toEqual({
    id: 'lamp',
    name: 'Lamp',
    parent: 'garden',
    tag: 'demo',
    active: true,
    persistent: true,
    orderOffset: 0,
    children: [],
    components: {
      Transform: expect.objectContaining({
        persistent: true,
        UpdateOrder: 0,
        Enabled: true,
        Position: [0, 0, 0],
        Rotation: expect.any(Array),
        Scale: [1, 1, 1],
      }),
      Spinner: expect.objectContaining({ Enabled: true }),
      FloatValue: { persistent: true, UpdateOrder: 0, Enabled: true, Value: 1 },
    },
  });
});

test('entities are listed in windows, all of them or those that a query finds', async () => {
  const server = await serve();
  const all = (await api(server, '/api/worlds/small/entities')).json as unknown as { total: number; entities: { id: string; components: object }[] };
  expect(all.total).toBe(3);
  expect(all.entities.map((entity) => entity.id)).toEqual(['garden', 'lamp', 'stone']);
  const window = (await api(server, '/api/worlds/small/entities?offset=1&limit=1')).json as unknown as typeof all;
  expect(window).toMatchObject({ total: 3, entities: [{ id: 'lamp' }] });
  const found = (await api(server, `/api/worlds/small/entities?query=${encodeURIComponent('c:FloatValue')}`)).json as unknown as typeof all;
  expect(found.entities.map((entity) => entity.id)).toEqual(['lamp']);
  const wrong = await api(server, `/api/worlds/small/entities?query=${encodeURIComponent('name~"')}`);
  expect(wrong).toMatchObject({ status: 400, json: { code: 'WW_BAD_QUERY' } });
});

test('a batch of operations answers with its tick and a result each', async () => {
  const server = await serve();
  const { status, json } = await api(server, '/api/worlds/small/operations', {
    operations: [
      { op: 'setField', entity: 'lamp', component: 'FloatValue', field: 'Value', value: 0.1 },
      { op: 'addEntity', entity: { id: 'bird', name: 'Bird' }, parent: 'garden' },
    ],
  });
  expect(status).toBe(200);
  expect(json).toEqual({ tick: expect.any(Number), results: [expect.objectContaining({ entity: 'lamp' }), expect.objectContaining({ entity: 'bird' })] });
  expect((await api(server, '/api/worlds/small/entities/lamp')).json).toMatchObject({ components: { FloatValue: { Value: 0.1 } } });
});

test('one bad operation of a batch keeps all of it out, and every fault has its index and path', async () => {
  const server = await serve();
  const { status, json } = await api(server, '/api/worlds/small/operations', {
    operations: [
      { op: 'updateEntity', entity: 'lamp', name: 'Changed' },
      { op: 'setField', entity: 'lamp', component: 'FloatValue', field: 'Value', value: 'many' },
    ],
  });
  expect(status).toBe(400);
  expect(json).toMatchObject({
    code: 'WW_BAD_OPERATION',
    message: expect.any(String),
    errors: [{ index: 1, path: expect.stringContaining('value'), expected: expect.any(String), message: expect.any(String) }],
  });
  expect((await api(server, '/api/worlds/small/entities/lamp')).json).toMatchObject({ name: 'Lamp' });
});

test('bodies of a wrong form are refused with what was expected', async () => {
  const server = await serve();
  for (const body of [{}, { operations: [] }, { operations: {} }, { operations: [{ op: 'removeEntity', entity: 'lamp' }], extra: 1 }, [], 'text', 7]) {
    expect(await api(server, '/api/worlds/small/operations', body), JSON.stringify(body)).toMatchObject({
      status: 400,
      json: { code: 'WW_BAD_REQUEST', message: expect.any(String) },
    });
  }
  for (const body of [{ operations: [{}] }, { operations: [null] }, { operations: [{ op: 'explode' }] }, { operations: [{ op: 'removeEntity', entity: 5 }] }]) {
    expect(await api(server, '/api/worlds/small/operations', body), JSON.stringify(body)).toMatchObject({
      status: 400,
      json: { code: 'WW_BAD_OPERATION', errors: [{ index: 0 }] },
    });
  }
  expect(await api(server, '/api/worlds/small/entities?offset=-1')).toMatchObject({ status: 400, json: { code: 'WW_BAD_REQUEST' } });
  expect(await api(server, '/api/worlds/small/log?after=x')).toMatchObject({ status: 400, json: { code: 'WW_BAD_REQUEST' } });
});

test('keys that reach prototypes, broken JSON, other types and deep nesting are refused before anything looks at them', async () => {
  const server = await serve();
  const post = (body: string, type = 'application/json') =>
    fetch(`${server.origin}/api/worlds/small/operations`, { method: 'POST', headers: { authorization: `Bearer ${server.token}`, 'content-type': type }, body });
  for (const body of [
    '{"__proto__":{"a":1},"operations":[]}',
    '{"operations":[{"op":"addEntity","entity":{"components":{"Transform":{"__proto__":{}}}}}]}',
    '{"constructor":{"prototype":{}},"operations":[]}',
    '{',
    '',
    `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
  ]) {
    const response = await post(body);
    expect(response.status, body.slice(0, 60)).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'WW_BAD_REQUEST' });
  }
  expect((await post('operations=1', 'application/x-www-form-urlencoded')).status).toBe(415);
  const good = '{"operations":[{"op":"addEntity","entity":{"id":"by-charset"}}]}';
  const foreign = await post(good, 'application/json; charset=utf-16');
  expect([foreign.status, await foreign.json()]).toMatchObject([
    415,
    { code: 'WW_BAD_REQUEST', message: 'Bodies are read as they come, as JSON in UTF-8; this one is said to have the charset utf-16.' },
  ]);
  const packed = await fetch(`${server.origin}/api/worlds/small/operations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json', 'content-encoding': 'gzip' },
    body: good,
  });
  expect([packed.status, await packed.json()]).toMatchObject([415, { message: expect.stringContaining('Content-Encoding gzip') as string }]);
  expect((await post(good, 'application/json; charset="UTF-8"')).status).toBe(200);
  expect(({} as Record<string, unknown>)['a']).toBeUndefined();
});

test('a long body is read like a short one: all of it counts, and what is wrong in it is told with its place', async () => {
  const server = await serve();
  const post = async (body: string): Promise<unknown> => {
    const response = await fetch(`${server.origin}/api/worlds/small/operations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
      body,
    });
    return [response.status, await response.json()];
  };
  const operations = Array.from({ length: 8_000 }, (_, at) => `{"op":"updateEntity","entity":"lamp","tag":"${'x'.repeat(600)}${at}"}`);
  const body = (last = ''): string => `{"operations":[\n${operations.join(',\n')}\n${last}]}`;
  expect(body().length).toBeGreaterThan(5_000_000);
  expect(await post(body())).toMatchObject([200, { results: { length: 8_000 } }]);
  expect((await api(server, '/api/worlds/small/entities/lamp')).json['tag']).toMatch(/^x{600}7999$/);
  for (const [last, message] of [
    [',{"op":"undo","op":"redo"}', /^The body cannot be read: body:8002:\d+: operations\/8000\/op: the key "op" stands twice in this object/],
    [',{"op" "undo"}', /^The body cannot be read: body:8002:8: expected ":", found "\\""$/],
    [',{"__proto__":1}', /^The body holds a key that is not allowed at \/operations\/8000\/__proto__\.$/],
  ] as const)
    expect(await post(body(last))).toMatchObject([400, { code: 'WW_BAD_REQUEST', message: expect.stringMatching(message) as string }]);
});

test('of a batch with thousands of faults the first hundred are told', async () => {
  const server = await serve();
  const values = Object.fromEntries(Array.from({ length: 150 }, (_, at) => [`Field${at}`, at]));
  const wrong = { op: 'addComponent', entity: 'lamp', component: 'FloatValue', values };
  for (const operations of [[wrong], Array.from({ length: 2_000 }, () => ({ op: 'explode' })), Array.from({ length: 50 }, () => wrong)]) {
    const { status, json } = await api(server, '/api/worlds/small/operations', { operations });
    expect([status, (json as { errors?: unknown[] }).errors?.length]).toEqual([400, 100]);
  }
});

test('a body that is too large is refused by its size', async () => {
  const server = await serve();
  const response = await server.app.inject({
    method: 'POST',
    url: '/api/worlds/small/operations',
    headers: { host: `127.0.0.1:${server.port}`, authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
    payload: JSON.stringify({ operations: ['x'.repeat(9_000_000)] }),
  });
  expect(response.statusCode).toBe(413);
  expect(response.json()).toMatchObject({ code: 'WW_TOO_LARGE' });
  expect((await api(server, '/api/worlds')).status).toBe(200);
});

test('what is not there is told by its code', async () => {
  const server = await serve();
  expect(await api(server, '/api/worlds/none')).toMatchObject({ status: 404, json: { code: 'WW_UNKNOWN_WORLD' } });
  expect(await api(server, '/api/worlds/small/entities/none')).toMatchObject({ status: 404, json: { code: 'WW_UNKNOWN_ENTITY' } });
  expect(await api(server, '/api/nothing')).toMatchObject({ status: 404, json: { code: 'WW_NOT_FOUND' } });
  expect(await api(server, '/assets/none.js')).toMatchObject({ status: 404, json: { code: 'WW_NOT_FOUND' } });
});

test('undo takes back and redo does again, each for the one who asks', async () => {
  const server = await serve();
  const name = async () => ((await api(server, '/api/worlds/small/entities/lamp')).json as { name?: string }).name;
  expect(await api(server, '/api/worlds/small/undo', {})).toMatchObject({ status: 409, json: { code: 'WW_NOTHING_TO_UNDO' } });
  await api(server, '/api/worlds/small/operations', { operations: [{ op: 'updateEntity', entity: 'lamp', name: 'Other' }] });
  expect(await api(server, '/api/worlds/small/undo', undefined, { method: 'POST' })).toMatchObject({ status: 200, json: { tick: expect.any(Number) } });
  expect(await name()).toBe('Lamp');
  expect(await api(server, '/api/worlds/small/redo', {})).toMatchObject({ status: 200 });
  expect(await name()).toBe('Other');
});

test('a request that arrives twice with one id counts once', async () => {
  const server = await serve();
  const body = { operations: [{ op: 'addEntity', entity: { name: 'Twin' }, parent: 'garden' }], requestId: 'same' };
  const first = await api(server, '/api/worlds/small/operations', body);
  const second = await api(server, '/api/worlds/small/operations', body);
  expect(second.json['results']).toEqual(first.json['results']);
  expect((await api(server, '/api/worlds/small')).json).toMatchObject({ entities: 4 });
});

test('another request under an id that was used is refused, on its way into a world and around it', async () => {
  const server = await serve();
  const ask = (path: string, body: object) => api(server, `/api/worlds/small/${path}`, { ...body, requestId: 'same' });
  const operations = [{ op: 'addEntity', entity: { name: 'Twin' }, parent: 'garden' }];
  expect(await ask('operations', { operations })).toMatchObject({ status: 200 });
  const refused = { status: 409, json: { code: 'WW_REQUEST_ID', errors: [{ path: 'requestId' }] } };
  expect(await ask('undo', {})).toMatchObject(refused);
  expect(await ask('impulses/tag', { value: 1 })).toMatchObject(refused);
  await api(server, '/api/worlds/small/pause', {});
  const stepped = await ask('step', { ticks: 2 });
  expect(stepped).toMatchObject({ status: 200 });
  expect(await ask('step', { ticks: 3 })).toMatchObject(refused);
  expect(await ask('reload', {})).toMatchObject({ status: 400 });
  expect(await ask('step', { ticks: 2 })).toEqual(stepped);
  expect((await api(server, '/api/worlds/small')).json).toMatchObject({ entities: 4, tick: stepped.json['tick'] });
});

test('a paused world stands, takes edits, and steps as far as it is told', async () => {
  const server = await serve();
  const paused = (await api(server, '/api/worlds/small/pause', {})).json as unknown as { tick: number; paused: boolean };
  expect(paused.paused).toBe(true);
  const edit = await api(server, '/api/worlds/small/operations', { operations: [{ op: 'updateEntity', entity: 'lamp', name: 'While paused' }] });
  expect(edit.json['tick']).toBe(paused.tick);
  expect((await api(server, '/api/worlds/small/step', { ticks: 5 })).json).toEqual({ tick: paused.tick + 5, paused: true });
  expect((await api(server, '/api/worlds/small/step', {})).json).toEqual({ tick: paused.tick + 6, paused: true });
  expect((await api(server, '/api/worlds/small/resume', {})).json).toMatchObject({ paused: false });
  await until('time to go on', async () => ((await api(server, '/api/worlds/small')).json as unknown as { tick: number }).tick > paused.tick + 8);
});

test('an item is spawned with fresh ids', async () => {
  const server = await serve();
  const item = {
    format: 'worldwire/scene',
    version: 1,
    name: 'Tree',
    entities: [
      { id: 'lamp', name: 'Trunk' },
      { id: 'leaf', name: 'Leaf', parent: 'lamp' },
    ],
  };
  const { status, json } = await api(server, '/api/worlds/small/items', { item, parent: 'garden' });
  expect(status).toBe(200);
  const id = (json['results'] as unknown as { entity: string }[])[0]?.entity ?? '';
  expect(id).not.toBe('lamp');
  expect((await api(server, `/api/worlds/small/entities/${id}`)).json).toMatchObject({ name: 'Trunk', parent: 'garden', children: [expect.any(String)] });
});

test('an item comes as text, too, and keys that stand twice in it are refused with both places', async () => {
  const server = await serve();
  const text = (position: string): string =>
    `{ "format": "worldwire/scene", "version": 1,\n  "entities": [{ "id": "a", "name": "Acorn", "components": { "Transform": { ${position} } } }] }`;
  const { status, json } = await api(server, '/api/worlds/small/items', { item: text('"Position": [1, 2, 3]') });
  expect(status).toBe(200);
  const id = (json['results'] as unknown as { entity: string }[])[0]?.entity ?? '';
  expect((await api(server, `/api/worlds/small/entities/${id}`)).json).toMatchObject({ name: 'Acorn' });
  const twice = await api(server, '/api/worlds/small/items', { item: text('"Position": [1, 2, 3], "Position": [9, 9, 9]') });
  expect(twice).toMatchObject({
    status: 400,
    json: { code: 'WW_SCENE_INVALID', message: expect.stringMatching(/^item:2:100: .*Position.* stands twice .* at 2:77 /) },
  });
});

test('the log is read on from where one was', async () => {
  const server = await serve();
  const begun = Date.now();
  await api(server, '/api/worlds/small/operations', { operations: [{ op: 'updateEntity', entity: 'lamp', name: 'Noted' }] });
  const first = (await api(server, '/api/worlds/small/log?after=0')).json as unknown as {
    entries: { seq: number; level: string; entity: string; source: string }[];
    next: number;
  };
  expect(first.entries.at(-1)).toEqual({
    seq: first.next,
    tick: expect.any(Number),
    time: expect.any(Number),
    wall: expect.toSatisfy((wall: number) => wall >= begun && wall <= Date.now(), 'the time of day of the edit'),
    level: 'edit',
    entity: 'lamp',
    source: 'api',
    message: expect.any(String),
  });
  expect((await api(server, `/api/worlds/small/log?after=${first.next}`)).json).toEqual({ entries: [], next: first.next });
});

test('the components are described for whoever draws them', async () => {
  const server = await serve();
  const { json } = await api(server, '/api/components');
  const components = json['components'] as unknown as { name: string; fields: { name: string }[] }[];
  expect(
    components
      .find((component) => component.name === 'WebsocketClient')
      ?.fields.slice(0, 3)
      .map((field) => field.name),
  ).toEqual(['persistent', 'UpdateOrder', 'Enabled']);
});

test('the nodes of graphs are described for whoever draws them, and sent anew only where they are others', async () => {
  const server = await serve();
  const { json } = await api(server, '/api/nodes');
  const { version, nodes, types } = json as unknown as NodeCatalogue;
  expect(nodes.find(({ name }) => name === 'ValueAdd')).toMatchObject({
    title: '+',
    inputs: [
      { name: 'A', type: 'T' },
      { name: 'B', type: 'T' },
    ],
    outputs: [{ name: '*', type: 'T' }],
    pure: true,
  });
  expect(nodes.find(({ name }) => name === 'Sequence')?.exits).toEqual([{ name: 'Calls', kind: 'SyncImpulse', list: true }]);
  expect(types.find(({ name }) => name === 'int')).toMatchObject({ widens: ['long', 'float', 'double', 'json', 'object'], literal: true, nothing: 0 });
  const ask = async (tag: string): Promise<Response> =>
    fetch(`${server.origin}/api/nodes`, { headers: { authorization: `Bearer ${server.token}`, 'if-none-match': tag } });
  const known = await ask(`"${version}"`);
  expect([known.status, known.headers.get('etag'), await known.text()]).toEqual([304, `"${version}"`, '']);
  expect((await ask('"another"')).status).toBe(200);
  expect((await fetch(`${server.origin}/api/nodes`)).status).toBe(401);
});

test('a world is opened from a scene, and closed again', async () => {
  const server = await serve();
  const opened = await api(server, '/api/worlds', { scene: { ...SCENE, name: 'Second world' } });
  expect(opened).toMatchObject({ status: 201, json: { name: 'second-world', entities: 3 } });
  expect(await api(server, '/api/worlds', { scene: { ...SCENE, name: 'Second world' } })).toMatchObject({ status: 400, json: { code: 'WW_BAD_REQUEST' } });
  expect((await api(server, '/api/worlds/second-world', undefined, { method: 'DELETE' })).status).toBe(204);
  expect((await api(server, '/api/worlds/second-world')).status).toBe(404);
});

test('a scene with faults opens no world, and each fault is told', async () => {
  const server = await serve();
  const answer = await api(server, '/api/worlds', {
    scene: {
      format: 'worldwire/scene',
      version: 1,
      name: 'Bad',
      entities: [
        { id: 'a', parent: 'none' },
        { id: 'a', components: { FloatValue: { Value: 'x' } } },
      ],
    },
  });
  expect(answer).toMatchObject({ status: 400, json: { code: 'WW_SCENE_INVALID' } });
  expect((answer.json['errors'] as unknown as unknown[]).length).toBeGreaterThanOrEqual(3);
  expect((await api(server, '/api/worlds')).json).toMatchObject({ worlds: [{ name: 'small' }] });
});

test('only scenes of the worlds folder are opened by path, and no link leads out of it', async () => {
  const inside = await folder(),
    outside = await folder();
  await writeFile(join(inside, 'good.json'), JSON.stringify(SCENE));
  await writeFile(join(outside, 'secret.json'), JSON.stringify(SCENE));
  await symlink(join(outside, 'secret.json'), join(inside, 'link.json'));
  const server = await serve({ worldsFolder: inside });
  expect(await api(server, '/api/worlds', { path: 'good.json' })).toMatchObject({ status: 201, json: { name: 'good' } });
  for (const path of [`../${outside.split('/').at(-1)}/secret.json`, join(outside, 'secret.json'), 'link.json', 'none.json', '/etc/passwd', '.', 'a\0.json']) {
    expect(await api(server, '/api/worlds', { path }), path).toMatchObject({ status: 400, json: { code: 'WW_SCENE_NOT_FOUND' } });
  }
  const shut = await serve();
  expect(await api(shut, '/api/worlds', { path: 'good.json' })).toMatchObject({ status: 403, json: { code: 'WW_FORBIDDEN' } });
});

test('saving writes the file whole, and saving again writes the same bytes', async () => {
  const file = join(await folder(), 'garden.json');
  await writeFile(file, JSON.stringify(SCENE));
  const server = await serve({ worlds: [{ file }] });
  await api(server, '/api/worlds/garden/pause', {});
  await api(server, '/api/worlds/garden/operations', { operations: [{ op: 'updateEntity', entity: 'lamp', name: 'Saved' }] });
  expect(await api(server, '/api/worlds/garden/save', {})).toMatchObject({ status: 200, json: { tick: expect.any(Number), durable: true } });
  const first = await readFile(file, 'utf8');
  expect(JSON.parse(first)).toMatchObject({ name: 'Small world', entities: [{ id: 'garden' }, { id: 'lamp', name: 'Saved' }, { id: 'stone' }] });
  await api(server, '/api/worlds/garden/save', {});
  expect(await readFile(file, 'utf8')).toBe(first);
});

test('a world without a file says that it cannot be saved', async () => {
  const server = await serve();
  expect(await api(server, '/api/worlds/small/save', {})).toMatchObject({ status: 500, json: { code: 'WW_SAVE_FAILED' } });
});

test('the page is served to who is signed in, its inner addresses too, and its files to anybody', async () => {
  const page = await folder();
  await mkdir(join(page, 'assets'));
  await writeFile(join(page, 'index.html'), '<!doctype html><title>The page</title>');
  await writeFile(join(page, 'assets', 'page.js'), 'export {};');
  await writeFile(join(page, '.hidden'), 'secret');
  const server = await serve({ page });
  const cookie = await signIn(server);
  const get = (path: string, headers: Record<string, string> = { cookie }) => fetch(server.origin + path, { headers });
  for (const path of ['/', '/worlds/small', '/worlds/small?entity=lamp']) {
    const response = await get(path);
    expect(response.status, path).toBe(200);
    expect(await response.text()).toContain('The page');
    expect((await get(path, {})).status).toBe(401);
  }
  expect((await get('/assets/page.js', {})).headers.get('content-type')).toContain('javascript');
  for (const path of ['/assets/none.js', '/.hidden', '/assets/..%2f..%2fpackage.json', '/api', '/api/none']) expect((await get(path)).status, path).toBe(404);
  // A build while the server runs gives files of other names.
  await writeFile(join(page, 'assets', 'later.js'), 'export {};');
  expect((await get('/assets/later.js')).status).toBe(200);
});

test('a page that is not built says how to build it', async () => {
  const server = await serve({ page: join(await folder(), 'none') });
  const response = await fetch(server.origin, { headers: { cookie: await signIn(server) } });
  expect(response.status).toBe(503);
  expect(await response.text()).toContain('npm run build');
});

test('too many requests are told to wait', async () => {
  const server = await serve({ requestsPerTenSeconds: 5 });
  const answers = await Promise.all(Array.from({ length: 8 }, () => fetch(`${server.origin}/healthz`)));
  const refused = answers.filter((answer) => answer.status === 429);
  expect(refused.length).toBe(3);
  expect(refused[0]?.headers.get('retry-after')).toMatch(/^\d+$/);
  expect(await refused[0]?.json()).toMatchObject({ code: 'WW_RATE_LIMITED' });
});

test('the API describes itself, and its page loads nothing from elsewhere', async () => {
  const server = await serve();
  const document = (await api(server, '/api/docs/json')).json as unknown as { openapi: string; paths: Record<string, object> };
  expect(document.openapi).toMatch(/^3\./);
  for (const path of ['/api/worlds', '/api/worlds/{world}/operations', '/api/worlds/{world}/entities/{id}', '/api/components', '/healthz'])
    expect(Object.keys(document.paths)).toContain(path);
  const authorization = { headers: { authorization: `Bearer ${server.token}` } };
  const page = await (await fetch(`${server.origin}/api/docs`, authorization)).text();
  expect(page).not.toMatch(/(src|href)="(https?:)?\/\//);
  expect(page).not.toMatch(/<script(?![^>]*src=)/);
  for (const [, source] of page.matchAll(/(?:src|href)="([^"]+)"/g))
    expect((await fetch(new URL(source ?? '', `${server.origin}/api/docs`), authorization)).status, source).toBe(200);
});
