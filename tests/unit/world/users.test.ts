import { describe, expect, it, test } from 'vitest';
import {
  HOST,
  restoreWorld,
  snapshotWorld,
  createRegistry,
  hashWorld,
  type Author,
  type Input,
  type JoinedUser,
  type Operation,
  type Role,
} from '../../../engine/index.ts';
import { ANNA, openRig, rigOf, type Rig } from '../world-rig.ts';

const MIKA: JoinedUser = { userId: 'mika', machineId: 'm1', name: 'Mika', role: 'Builder', kind: 'browser' };
const join = (more: Partial<JoinedUser> = {}): Input => ({ type: 'join', user: { ...MIKA, ...more } });
const leave = (machineId = 'm1'): Input => ({ type: 'leave', userId: 'mika', machineId, reason: 'tab closed' });

/** A world with Mika in it, and a box. */
function withMika(): Rig {
  const rig = openRig([{ id: 'box', name: 'Box' }]);
  rig.give(join());
  return rig;
}
const entity = (rig: Rig, id = 'user:mika') => {
  const { entities } = rig.world;
  const row = entities.rowOf(id);
  return row === undefined
    ? undefined
    : { name: entities.name.get(row), parent: entities.id.get(entities.parent[row] as number), saved: entities.isSaved(row) };
};

describe('a user who is here', () => {
  it('has an entity of their own below Users, with a UserRoot, which is not saved', () => {
    const rig = withMika();
    expect(entity(rig)).toEqual({ name: 'Mika', parent: 'users', saved: false });
    expect(rig.value('user:mika', 'UserRoot', 'User')).toEqual({ userId: 'mika', machineId: null });
    expect(rig.text()).not.toContain('Mika');
    expect(rig.text()).not.toContain('Users');
  });

  it('keeps it until their last machine has gone', () => {
    const rig = withMika();
    rig.give(join({ machineId: 'm2', kind: 'terminal' }));
    rig.give(leave('m1'));
    expect(entity(rig)).toBeDefined();
    rig.give(leave('m2'));
    expect(entity(rig)).toBeUndefined();
    expect(rig.edit([{ op: 'removeEntity', entity: 'users' }], ANNA).ok).toBe(true);
    rig.give(join());
    expect(entity(rig)).toEqual({ name: 'Mika', parent: 'users', saved: false });
  });

  it('gives it their new name', () => {
    const rig = withMika();
    rig.give(join({ name: 'Mika the Great' }));
    expect(entity(rig)?.name).toBe('Mika the Great');
    expect(rig.world.users.list.map(({ name }) => name)).toEqual(['Host', 'Mika the Great']);
  });

  it('is listed once for each machine, with its kind, the newest last', async () => {
    const rig = withMika();
    rig.give(join({ machineId: 'm2', kind: 'terminal' }));
    const machines = async (): Promise<string[]> => (await rig.door.ask({ ask: 'status' })).users.map(({ machineId, kind }) => `${machineId} ${kind}`);
    expect(await machines()).toEqual(['host server', 'm1 browser', 'm2 terminal']);
    rig.give(join({ machineId: 'm1', name: 'Mi' }));
    expect(await machines()).toEqual(['host server', 'm1 browser', 'm2 terminal']);
    rig.give(join({ machineId: 'm1', name: 'Mi' }));
    expect(await machines()).toEqual(['host server', 'm2 terminal', 'm1 browser']);
  });

  it('takes over an entity that a scene has under their id', () => {
    const rig = openRig([{ id: 'user:mika', name: 'Impostor', components: { UserRoot: { User: { userId: 'jo' } } } }]);
    rig.give(join());
    expect(entity(rig)).toMatchObject({ name: 'Mika', saved: false });
    expect(rig.value('user:mika', 'UserRoot', 'User')).toEqual({ userId: 'mika', machineId: null });
    const bare = openRig([{ id: 'user:mika', name: 'Mika' }]);
    bare.give(join());
    expect(bare.value('user:mika', 'UserRoot', 'User')).toEqual({ userId: 'mika', machineId: null });
  });

  it('is there after a restore, on the same machines', () => {
    const rig = withMika();
    rig.give(join({ machineId: 'm2' }));
    const again = rigOf(restoreWorld(snapshotWorld(rig.world), createRegistry()));
    expect(hashWorld(again.world)).toBe(hashWorld(rig.world));
    for (const each of [rig, again]) each.give(leave('m2'));
    expect(again.world.users.machineFor({ userId: 'mika', machineId: null })).toBe('m1');
    expect(hashWorld(again.world)).toBe(hashWorld(rig.world));
  });

  it.each<[what: string, operations: readonly Operation[]]>([
    ['removing their entity', [{ op: 'removeEntity', entity: 'user:mika' }]],
    ['removing Users', [{ op: 'removeEntity', entity: 'users' }]],
    [
      'removing what their entity hangs below',
      [
        { op: 'moveEntity', entity: 'user:mika', parent: 'box' },
        { op: 'removeEntity', entity: 'box' },
      ],
    ],
    ['removing their UserRoot', [{ op: 'removeComponent', entity: 'user:mika', component: 'UserRoot' }]],
    ['making it another’s', [{ op: 'setField', entity: 'user:mika', component: 'UserRoot', field: 'User', value: { userId: 'jo' } }]],
    ['renaming it', [{ op: 'updateEntity', entity: 'user:mika', name: 'Root' }]],
    ['saving it', [{ op: 'updateEntity', entity: 'user:mika', persistent: true }]],
  ])('stays: %s is refused, and the batch with it', (_what, operations) => {
    const rig = withMika();
    const before = hashWorld(rig.world);
    const result = rig.edit([{ op: 'updateEntity', entity: 'box', name: 'Chest' }, ...operations], ANNA);
    expect(result).toMatchObject({ ok: false, code: 'WW_BAD_OPERATION', errors: [{ code: 'WW_USER_HERE', index: operations.length }] });
    expect(hashWorld(rig.world)).toBe(before);
  });

  it('is not taken away by an undo either', () => {
    const rig = openRig([]);
    rig.edited([{ op: 'addEntity', entity: { id: 'seat' } }], ANNA);
    rig.give(join());
    rig.edited([{ op: 'moveEntity', entity: 'user:mika', parent: 'seat' }], { userId: 'mika', role: 'Builder' });
    expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject({ ok: false, code: 'WW_UNDO_BLOCKED' });
    expect(entity(rig)?.parent).toBe('seat');
  });

  it('marks nobody else’s entity by a UserRoot that somebody else has made: it grants nothing, and goes when its maker likes', () => {
    const rig = withMika();
    rig.edited([{ op: 'addEntity', entity: { id: 'mask', name: 'Mika', components: { UserRoot: { User: { userId: 'mika' } } } } }], ANNA);
    rig.edited([{ op: 'updateEntity', entity: 'mask', name: 'Nobody' }], ANNA);
    rig.give(join({ name: 'Mi' }));
    expect([entity(rig)?.name, entity(rig, 'mask')?.name]).toEqual(['Mi', 'Nobody']);
    rig.give(leave());
    expect([entity(rig), entity(rig, 'mask')?.name]).toEqual([undefined, 'Nobody']);
  });

  it('wears what is put below their entity, which goes with them', () => {
    const rig = withMika();
    rig.edited([{ op: 'addEntity', parent: 'user:mika', entity: { id: 'hat' } }], ANNA);
    expect(rig.edit([{ op: 'removeEntity', entity: 'hat' }], ANNA).ok).toBe(true);
    rig.edited([{ op: 'addEntity', parent: 'user:mika', entity: { id: 'hat' } }], ANNA);
    rig.give(leave());
    expect(entity(rig, 'hat')).toBeUndefined();
  });
});

describe('what only the host may tell', () => {
  const told: readonly Input[] = [
    join(),
    { type: 'leave', userId: 'jo', machineId: 'm', reason: '' },
    { type: 'access', answer: { ask: 1, decision: 'allow', by: 'host', at: '' } },
    { type: 'accessChanged', userId: 'host', scope: 'Websocket', host: 'a', port: 1 },
    { type: 'takenUp', reason: 'restarted' },
  ];
  it.each(told.map((input) => [input.type, input] as const))('%s is refused from anybody else', (_type, input) => {
    const rig = withMika();
    const before = hashWorld(rig.world);
    for (const role of ['Admin', 'Guest'] as const) {
      const { results, log } = rig.door.step({ mode: 'pass', real: rig.world.real, inputs: [{ author: { userId: 'mika', role }, requestId: role, input }] });
      expect(results).toMatchObject([{ ok: false, code: 'WW_FORBIDDEN' }]);
      expect(log).toEqual([]);
    }
    expect(hashWorld(rig.world)).toBe(before);
  });

  test('nobody joins as the host, and the host does not leave', () => {
    const rig = withMika();
    expect(rig.give(join({ userId: 'host', name: 'Not the host' }))).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
    expect(rig.give({ type: 'leave', userId: 'host', machineId: 'host', reason: '' }).ok).toBe(false);
    expect(rig.world.users.find('host')?.name).toBe('Host');
  });
});

describe('roles', () => {
  it('nobody joins with one that there is not, which is named with those that there are', () => {
    const rig = withMika();
    const before = hashWorld(rig.world);
    for (const role of ['Owner', 'admin', '', undefined, 7])
      expect(rig.give(join({ userId: 'jo', role: role as Role })), String(role)).toMatchObject({
        ok: false,
        code: 'WW_BAD_VALUE',
        message: `there is no role ${JSON.stringify(role)}; expected one of Admin, Moderator, Builder, Guest, Spectator`,
      });
    expect(hashWorld(rig.world)).toBe(before);
    // Whoever is here stays what they were.
    expect(rig.give(join({ role: 'Owner' as Role }))).toMatchObject({ ok: false, code: 'WW_BAD_VALUE' });
    expect(rig.world.users.find('mika')?.role).toBe('Builder');
  });

  const edits: readonly Operation[] = [
    { op: 'setField', entity: 'box', component: 'WebsocketClient', field: 'HandlingUser', value: { userId: 'host' } },
    { op: 'patchField', entity: 'box', component: 'WebsocketClient', field: 'Protocols', patch: [{ op: 'add', path: '/-', value: 'a' }] },
    { op: 'addEntity' },
    { op: 'removeEntity', entity: 'box' },
    { op: 'updateEntity', entity: 'box', name: 'Chest' },
    { op: 'moveEntity', entity: 'box', parent: 'shelf' },
    { op: 'duplicateEntity', entity: 'box' },
    { op: 'addComponent', entity: 'box', component: 'Spinner' },
    { op: 'removeComponent', entity: 'box', component: 'WebsocketClient' },
  ];
  const inputs: readonly (readonly [string, Input])[] = [
    ...edits.map((operation) => [operation.op, { type: 'operations', operations: [operation] } as Input] as const),
    ['Connect', { type: 'command', command: { command: 'Connect', entity: 'box', component: 'WebsocketClient' } }],
    ['Send', { type: 'command', command: { command: 'Send', entity: 'box', component: 'WebsocketClient', args: { Data: 'x' } } }],
    ['undo', { type: 'undo' }],
    ['redo', { type: 'redo' }],
    ['spawn', { type: 'spawn', item: {}, parent: null }],
    ['revert', { type: 'revert', changes: [1] }],
  ];
  const room = (): Rig => openRig([{ id: 'box', name: 'Box', components: { WebsocketClient: {} } }, { id: 'shelf' }]);
  const by = (role: Role): Author => ({ userId: 'mika', role });

  it.each(inputs)('%s is refused to Guests and Spectators, and to nobody else', (_what, input) => {
    const rig = room();
    const before = hashWorld(rig.world);
    for (const role of ['Guest', 'Spectator'] as const) expect(rig.give(input, by(role))).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
    expect(hashWorld(rig.world)).toBe(before);
    for (const role of ['Admin', 'Moderator', 'Builder'] as const) {
      const result = room().give(input, by(role));
      expect(result.ok || result.code).not.toBe('WW_FORBIDDEN');
    }
  });

  it('an impulse is refused to Spectators alone', () => {
    const rig = room();
    const give = (role: Role) => rig.give({ type: 'impulse', tag: 'bell' }, by(role));
    expect(give('Spectator')).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
    for (const role of ['Admin', 'Moderator', 'Builder', 'Guest'] as const) expect(give(role).ok).toBe(true);
  });

  it.each(['IsConnected', 'HandlingMachine', 'State'])('%s is written by nobody, in whatever way', (field) => {
    const value = field === 'IsConnected' ? true : field === 'State' ? 'Open' : 'm1';
    const ways: readonly Operation[] = [
      { op: 'setField', entity: 'box', component: 'WebsocketClient', field, value },
      { op: 'patchField', entity: 'box', component: 'WebsocketClient', field, patch: [{ op: 'replace', path: '', value }] },
      { op: 'addComponent', entity: 'shelf', component: 'WebsocketClient', values: { [field]: value } },
      { op: 'addEntity', entity: { components: { WebsocketClient: { [field]: value } } } },
    ];
    for (const operation of ways) {
      for (const author of [HOST, ANNA])
        expect(room().edit([operation], author), operation.op).toMatchObject({ ok: false, errors: [{ code: 'WW_READ_ONLY' }] });
    }
  });
});
