/** What nodes tell of users and of the world, compiled and interpreted. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { JoinedUser } from '../../../engine/index.ts';
import { ANNA } from '../world-rig.ts';
import { asking, slot } from './asking.ts';
import { running } from './graphs.ts';

const ANNA_HERE: JoinedUser = { userId: 'anna', machineId: 'm1', name: 'Anna', role: 'Builder', kind: 'browser' };
const BEN_HERE: JoinedUser = { userId: 'ben', machineId: 'm2', name: 'Benjamin', role: 'Guest' };
const from = (type: string, more: object) => ({ type, in: more });
const user = (node: string) => ({ User: { from: node } });
const id = (node: string) => from('UserUserID', user(node));
const strings = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, ['string', name] as const]));

describe.each(['compiled', 'interpreted'] as const)('%s', (as) => {
  beforeEach(() => {
    running.as = as;
  });
  afterEach(() => {
    running.as = 'compiled';
  });

  test('users are found by id, machine and name, as long as they are here', () => {
    const nodes = {
      byId: from('UserFromID', { UserId: 'anna' }),
      onMachine: from('UserFromID', { UserId: 'anna', MachineId: 'm2' }),
      byMachine: from('UserFromID', { MachineId: 'm2' }),
      byName: from('UserFromUsername', { Username: 'Anna' }),
      otherCase: from('UserFromUsername', { Username: 'anna' }),
      ignoresCase: from('UserFromUsername', { Username: 'anna', IgnoreCase: true }),
      partly: from('UserFromUsername', { Username: 'jam', AllowPartialMatch: true }),
      noName: from('UserFromUsername', { Username: '', AllowPartialMatch: true }),
      host: { type: 'HostUser' },
    };
    const names = Object.keys(nodes);
    const { answers, give } = asking(
      [],
      {
        ...nodes,
        ...Object.fromEntries(names.map((name) => [`${name}Id`, id(name)])),
        name: from('UserUsername', user('byId')),
        machine: from('UserMachineID', user('byId')),
      },
      { ...Object.fromEntries(names.map((name) => [name, ['string', `${name}Id`] as const])), ...strings(['name', 'machine']) },
    );
    const nobody = Object.fromEntries([...names, 'name', 'machine'].map((name) => [name, '']));
    expect(answers()).toEqual({ ...nobody, host: 'host' });
    give({ type: 'join', user: ANNA_HERE });
    give({ type: 'join', user: BEN_HERE });
    const all = {
      byId: 'anna',
      onMachine: '',
      byMachine: 'ben',
      byName: 'anna',
      otherCase: '',
      ignoresCase: 'anna',
      partly: 'ben',
      noName: '',
      host: 'host',
      name: 'Anna',
      machine: 'm1',
    };
    expect(answers()).toEqual(all);
    give({ type: 'leave', userId: 'anna', machineId: 'm1', reason: 'done' });
    expect(answers()).toEqual({ ...all, byId: '', byName: '', ignoresCase: '', name: '', machine: '' });
  });

  test('the local user is the acting one: whoever set the chain off, the host for what time does', () => {
    const { give, value, answers } = asking(
      [],
      {
        local: { type: 'LocalUser' },
        me: id('local'),
        own: { type: 'LocalUserSlot' },
        ownName: from('GetSlotName', { Instance: { from: 'own' } }),
        space: { type: 'LocalUserSpace' },
        spaceName: from('GetSlotName', { Instance: { from: 'space' } }),
        root: { type: 'LocalUserRoot' },
        onRoot: from('GetUserFromComponent', { Instance: { from: 'root' } }),
        rootUser: id('onRoot'),
        anna: from('UserFromID', { UserId: 'anna' }),
        isMe: from('IsLocalUser', user('anna')),
        isHost: from('IsUserHost', user('local')),
      },
      { ...strings(['me', 'ownName', 'spaceName', 'rootUser']), isMe: ['bool', 'isMe'], isHost: ['bool', 'isHost'] },
    );
    expect(answers()).toEqual({ me: 'host', ownName: '', spaceName: '', rootUser: '', isMe: false, isHost: true });
    give({ type: 'join', user: ANNA_HERE });
    give({ type: 'impulse', tag: 'bell', value: 'x' }, ANNA);
    const told = [0, 1, 2, 3].map((at) => value(`asker${at}`, 'StringValue', 'Value'));
    expect(told).toEqual(['anna', 'Anna', 'Root', 'anna']);
    expect(value('asker4', 'BoolValue', 'Value')).toBe(true);
    expect(value('asker5', 'BoolValue', 'Value')).toBe(false);
  });

  test('the active user of an entity is who wears it: the nearest above it', () => {
    const { answers, edited, give } = asking(
      [{ id: 'hat', name: 'Hat', children: [{ id: 'bobble', name: 'Bobble' }] }],
      {
        bobble: slot('bobble'),
        wearer: from('GetActiveUser', { Instance: { from: 'bobble' } }),
        name: from('UserUsername', user('wearer')),
        root: from('GetActiveUserRoot', { Instance: { from: 'bobble' } }),
        on: from('GetSlot', { Component: { from: 'root' } }),
        rootName: from('GetSlotName', { Instance: { from: 'on' } }),
        mine: { type: 'GetActiveUserSelf' },
        mineId: id('mine'),
        slot: from('UserRootSlot', user('wearer')),
        slotName: from('GetSlotName', { Instance: { from: 'slot' } }),
      },
      strings(['name', 'rootName', 'mineId', 'slotName']),
    );
    give({ type: 'join', user: ANNA_HERE });
    expect(answers()).toEqual({ name: '', rootName: '', mineId: '', slotName: '' });
    edited([
      { op: 'moveEntity', entity: 'hat', parent: 'user:anna' },
      { op: 'moveEntity', entity: 'askers', parent: 'hat' },
    ]);
    expect(answers()).toEqual({ name: 'Anna', rootName: 'Anna', mineId: 'anna', slotName: 'Anna' });
  });

  test('how many are here, and whether somebody is', () => {
    const { answers, give } = asking(
      [],
      {
        all: { type: 'WorldUserCount' },
        people: { type: 'WorldActiveUserCount' },
        name: { type: 'WorldName' },
        session: { type: 'WorldSessionID' },
        here: from('IsUserPresent', { User: 'ben' }),
        inWorld: from('IsUserPresentInWorld', { User: 'ben' }),
      },
      { all: ['int', 'all'], people: ['int', 'people'], ...strings(['name', 'session']), here: ['bool', 'here'], inWorld: ['bool', 'inWorld'] },
    );
    expect(answers()).toEqual({ all: 1, people: 0, name: 'Test', session: 'Test', here: false, inWorld: false });
    give({ type: 'join', user: BEN_HERE });
    expect(answers()).toEqual({ all: 2, people: 1, name: 'Test', session: 'Test', here: true, inWorld: true });
  });
});

test('what a field names is a value of its own: an entity, a user, a component; null where that is gone', () => {
  const source = (entity: string, component: string, field: string) => ({ Source: { entity, component, field } });
  const { answers, edited, give } = asking(
    [
      { id: 'goal', name: 'Goal' },
      { id: 'holder', name: 'Holder', components: { WebsocketClient: { HandlingUser: { userId: 'anna' } }, UserRoot: { User: { userId: 'ben' } } } },
    ],
    {
      user: { type: 'ReferenceSource<User>', refs: source('holder', 'WebsocketClient', 'HandlingUser') },
      userId: id('user'),
      none: { type: 'ReferenceSource<User>', refs: source('holder', 'UserRoot', 'User') },
      noneId: id('none'),
      wrong: { type: 'ReferenceSource<Slot>', refs: source('holder', 'UserRoot', 'User') },
      wrongName: from('GetSlotName', { Instance: { from: 'wrong' } }),
      goal: slot('goal'),
      goalName: from('GetSlotName', { Instance: { from: 'goal' } }),
    },
    strings(['userId', 'noneId', 'wrongName', 'goalName']),
  );
  give({ type: 'join', user: ANNA_HERE });
  expect(answers()).toEqual({ userId: 'anna', noneId: '', wrongName: '', goalName: 'Goal' });
  edited([{ op: 'removeEntity', entity: 'goal' }]);
  give({ type: 'leave', userId: 'anna', machineId: 'm1', reason: 'done' });
  expect(answers()).toEqual({ userId: '', noneId: '', wrongName: '', goalName: '' });
});
