import { expect, test } from 'vitest';
import type { Role } from '../../server/protocol.ts';
import { api, ask, signIn, type Page } from './running.ts';
import { comeIn, goesOn, raided, TOKENS } from './raiders.ts';

/** Who must not edit, and all the ways in which a HandlingUser or anything else would be set. */
const EDITS = [
  { op: 'setField', entity: 'client', component: 'WebsocketClient', field: 'HandlingUser', value: { userId: 'host', machineId: null } },
  { op: 'setField', entity: 'lamp', component: 'FloatValue', field: 'Value', value: 9 },
  { op: 'addComponent', entity: 'lamp', component: 'WebsocketClient', values: { HandlingUser: { userId: 'host', machineId: null } } },
  { op: 'addEntity', entity: { id: 'spy', components: { WebsocketClient: { HandlingUser: { userId: 'host', machineId: null } } } } },
  { op: 'removeEntity', entity: 'lamp' },
];
const ITEM = { format: 'worldwire/scene', version: 1, entities: [{ id: 'spy', components: { WebsocketClient: { HandlingUser: { userId: 'host' } } } }] };

async function state(server: Awaited<ReturnType<typeof raided>>): Promise<string> {
  const { json } = await api(server, '/api/worlds/raided/entities?limit=100');
  const entities = json['entities'] as unknown as { id: string }[];
  const whole = await Promise.all(entities.filter(({ id }) => !/^(user|users)/i.test(id)).map(({ id }) => api(server, `/api/worlds/raided/entities/${id}`)));
  const fields = whole.map((answer) => JSON.stringify(answer.json));
  return fields.filter((text) => !text.includes('UserRoot')).join('\n');
}

for (const role of ['Guest', 'Spectator'] as const)
  test(`a ${role} edits nothing, no HandlingUser either, by page or by HTTP, alone or in an item`, async () => {
    const server = await raided();
    const page = await comeIn(server, role);
    const before = await state(server);
    for (const [at, operation] of EDITS.entries()) {
      expect(await ask(page, 'edit', { operations: [operation], requestId: `edit ${at}` }), operation.op).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
      const answer = await api(server, '/api/worlds/raided/operations', { operations: [operation] }, { token: TOKENS[role] });
      expect([answer.status, answer.json['code']], operation.op).toEqual([403, 'WW_FORBIDDEN']);
    }
    expect(await ask(page, 'spawn', { item: ITEM, parent: null, requestId: 'spawn' })).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
    expect((await api(server, '/api/worlds/raided/items', { item: ITEM }, { token: TOKENS[role] })).json['code']).toBe('WW_FORBIDDEN');
    for (const [event, message] of [
      ['control', { action: 'undo', requestId: 'undo' }],
      ['control', { action: 'pause', requestId: 'pause' }],
      ['revert', { changes: [1], requestId: 'revert' }],
      ['command', { command: { command: 'Connect', entity: 'client', component: 'WebsocketClient' }, requestId: 'command' }],
    ] as const)
      expect(refused(await ask(page, event, message)), `${event} ${JSON.stringify(message)}`).toBe(true);
    expect(await state(server)).toBe(before);
    await goesOn(server);
    // They are right as such: who may edit is not refused.
    const builder = await comeIn(server, 'Builder');
    expect(await ask(builder, 'edit', { operations: EDITS, requestId: 'all' })).toMatchObject({ ok: true });
    expect(await state(server)).not.toBe(before);
  });

/** Refused by its role, where several commands are refused one by one or together. */
const refused = (answer: { ok: boolean; [key: string]: unknown }): boolean => !answer.ok && answer['code'] === 'WW_FORBIDDEN';

test('what the world writes itself, such as IsConnected, is written by nobody, not in a new component or an item either', async () => {
  const server = await raided();
  const page = await comeIn(server, 'Admin');
  const connected = async (entity = 'client'): Promise<unknown> => {
    const { json } = await api(server, `/api/worlds/raided/entities/${entity}`);
    const found = JSON.stringify(json);
    expect(found).toContain('"IsConnected"');
    return found.includes('"IsConnected":true') || /"IsConnected":\{[^}]*"value":true/.test(found);
  };
  for (const [field, value] of [
    ['IsConnected', true],
    ['State', 'Open'],
    ['MessagesReceived', 5],
    ['LastError', 'none'],
  ] as const) {
    const set = { op: 'setField', entity: 'client', component: 'WebsocketClient', field, value };
    const answer = await ask(page, 'edit', { operations: [set], requestId: field });
    expect(answer, field).toMatchObject({ ok: false, code: 'WW_BAD_OPERATION' });
    expect(JSON.stringify(answer['errors']), field).toMatch(/read.only|written by the world/i);
    expect((await api(server, '/api/worlds/raided/operations', { operations: [set] })).json['ok'], field).not.toBe(true);
  }
  const patch = { op: 'patchField', entity: 'client', component: 'WebsocketClient', field: 'IsConnected', patch: [{ op: 'replace', path: '', value: true }] };
  expect((await ask(page, 'edit', { operations: [patch], requestId: 'patch' })).ok).toBe(false);
  const add = { op: 'addComponent', entity: 'lamp', component: 'WebsocketClient', values: { IsConnected: true } };
  expect((await ask(page, 'edit', { operations: [add], requestId: 'add' })).ok).toBe(false);
  const item = { format: 'worldwire/scene', version: 1, entities: [{ id: 'liar', components: { WebsocketClient: { IsConnected: true, State: 'Open' } } }] };
  const spawned = await ask(page, 'spawn', { item, parent: null, requestId: 'item' });
  if (spawned.ok) expect(await connected((spawned['results'] as { entity: string }[])[0]?.entity)).toBe(false);
  expect(await connected()).toBe(false);
  await goesOn(server);
});

test('nobody raises their own role: not in hello, not by asking for it, not with a cookie of another role’s making', async () => {
  const server = await raided();
  for (const role of ['Spectator', 'Guest', 'Builder', 'Moderator'] as const) {
    const page = await comeIn(server, role);
    const { userId } = page.welcome.you;
    expect(page.welcome.you.role).toBe(role);
    expect(await ask(page, 'hello', { version: page.welcome.version, role: 'Admin' })).toMatchObject({ ok: false, code: 'WW_BAD_REQUEST' });
    expect(await ask(page, 'role', { userId, role: 'Admin' }), role).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
    expect(await ask(page, 'role', { userId: 'host', role: 'Spectator' }), role).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
    expect(await ask(page, 'decide', { scope: 'Websocket', host: 'a.example', port: 1, decision: 'allow' })).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
    expect(await ask(page, 'decisions', {}), role).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
    expect(await roleOf(page)).toBe(role);
    // The signature of one's own cookie, with words of the Admin's.
    const [name, value = ''] = page.cookie.split('=');
    const [secret = '', signature = ''] = value.split('.');
    for (const forged of [`${secret}.${signature}.Admin`, `${secret}.`, `Admin.${signature}`, `${secret}A.${signature}`]) {
      const answer = await fetch(`${server.origin}/api/worlds`, { headers: { cookie: `${name}=${forged}` } });
      expect(answer.status, forged).toBe(401);
    }
  }
  const admin = await comeIn(server, 'Admin');
  expect(await ask(admin, 'role', { userId: admin.welcome.you.userId, role: 'Spectator' }), 'an Admin does not change their own').toMatchObject({ ok: false });
  await goesOn(server);
});

/** The role that hello tells now. */
async function roleOf(page: Page & { readonly welcome: { readonly version: number } }): Promise<Role> {
  const answer = (await ask(page, 'hello', { version: page.welcome.version })) as unknown as { you: { role: Role } };
  return answer.you.role;
}

test('nobody joins as another: an id is not believed, a name grants nothing, and a cookie made up opens nothing', async () => {
  const server = await raided();
  const ann = await comeIn(server, 'Admin', { name: 'Ann' });
  const { userId } = ann.welcome.you;
  const guest = await comeIn(server, 'Guest', { name: 'Ann' });
  expect(guest.welcome.you).toMatchObject({ name: 'Ann', role: 'Guest' });
  expect(guest.welcome.you.userId).not.toBe(userId);
  for (const more of [{ userId }, { you: { userId } }, { userId: 'host' }, { machineId: ann.welcome.you.machineId }])
    expect(await ask(guest, 'hello', { version: guest.welcome.version, ...more }), JSON.stringify(more)).toMatchObject({ ok: false, code: 'WW_BAD_REQUEST' });
  const [name] = ann.cookie.split('=');
  for (const value of [userId, 'host', `${userId}.`, `${'a'.repeat(32)}.${'b'.repeat(43)}`]) {
    const answer = await fetch(`${server.origin}/?token=${TOKENS.Guest}`, { redirect: 'manual', headers: { cookie: `${name}=${value}` } });
    const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const come = await comeIn(server, 'Guest', { cookie, world: null });
    expect(come.welcome.you.userId, value).not.toBe(userId);
    expect(come.welcome.you.userId, value).not.toBe('host');
  }
  // The same browser again is the same user.
  expect((await comeIn(server, 'Admin', { cookie: ann.cookie, world: null })).welcome.you.userId).toBe(userId);
  expect(await signIn(server, 'no-token')).toBe('');
  await goesOn(server);
});
