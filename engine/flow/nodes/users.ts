import { UserRoot } from '../../components/user-root.ts';
import { HOST } from '../../door.ts';
import { lower } from '../values/case.ts';
import type { DataType, Value } from '../values/data-type.ts';
import { defineNode, input, itself } from '../node/node.ts';
import type { Call, FlowNode } from '../node/node-types.ts';
import { rootRef, ROOT, slotAt, TOP } from '../node/slots.ts';
import { USERS } from '../../hierarchy-top.ts';

const category = 'Users';
type Given = Value | readonly Value[] | undefined;

/** A node without inputs. */
const of = (name: string, doc: string, type: DataType, tell: (call: Call) => Value): FlowNode =>
  defineNode({ name, doc, category, outputs: itself(type), read: tell });

/** A node that tells something of a user; nothing where that is null. */
function telling(name: string, doc: string, type: DataType, nothing: Value, tell: (call: Call, userId: string) => Value): FlowNode {
  return defineNode({
    name,
    doc,
    category,
    inputs: [input('User', 'User')],
    outputs: itself(type),
    read: (call, _me, [user]) => (typeof user === 'string' ? tell(call, user) : nothing),
  });
}

/** The acting user, where they are here. */
function local({ world }: Call): string | null {
  return world.users.present(world.acting) ? world.acting : null;
}
/** Row of the entity that stands for a user. */
function entityOf({ world }: Call, userId: string | null): number | undefined {
  return userId === null ? undefined : world.entities.rowOf(world.users.entityOf(userId));
}
function slotOf(call: Call, userId: string | null): string | null {
  const row = entityOf(call, userId);
  return row === undefined ? null : slotAt(call.world, row);
}
function rootOf(call: Call, userId: string | null): Value {
  const row = entityOf(call, userId);
  return row !== undefined && call.world.store(UserRoot).has(row) ? rootRef(call.world, row) : null;
}

/** Where things of the acting user belong: what their entity hangs below, unless that is only the list of users. */
function spaceOf(call: Call): string | null {
  const { entities } = call.world,
    row = entityOf(call, local(call));
  if (row === undefined) return null;
  const above = entities.parent[row] as number;
  return above === TOP || entities.id.get(above) === USERS ? ROOT : slotAt(call.world, above);
}

/** The first user of a name, in the order of joining. */
function named({ world }: Call, name: Given, ignoresCase: Given, partly: Given): string | null {
  if (typeof name !== 'string' || name === '') return null;
  const fold = ignoresCase === true ? lower : (text: string) => text;
  const wanted = fold(name);
  const found = world.users.people.find((user) => (partly === true ? fold(user.name).includes(wanted) : fold(user.name) === wanted));
  return found?.userId ?? null;
}

/** The user of an id, on a machine where that is named as well; or whoever is on the machine. */
function identified({ world }: Call, userId: Given, machineId: Given): string | null {
  const machine = typeof machineId === 'string' && machineId !== '' ? machineId : undefined;
  if (typeof userId === 'string' && userId !== '') {
    const isHere = machine === undefined ? world.users.present(userId) : world.users.on(userId, machine) !== undefined;
    return isHere ? userId : null;
  }
  return (machine === undefined ? undefined : world.users.list.find((user) => user.machineId === machine)?.userId) ?? null;
}

export const USER_NODES: readonly FlowNode[] = [
  of(
    'LocalUser',
    'The acting user, for whom the chain runs: who pressed, sent or joined; the host for what time sets off. Null where they are not here.',
    'User',
    local,
  ),
  of('HostUser', 'The server itself, which is always here.', 'User', () => HOST.userId),
  of('LocalUserSlot', 'The entity of the acting user.', 'Slot', (call) => slotOf(call, local(call))),
  of('LocalUserRoot', 'The UserRoot of the acting user.', 'UserRoot', (call) => rootOf(call, local(call))),
  of('LocalUserSpace', 'What the entity of the acting user hangs below; RootSlot where nobody has put it elsewhere.', 'Slot', spaceOf),
  telling('IsLocalUser', 'Whether it is the acting user.', 'bool', false, ({ world }, user) => user === world.acting),
  telling('IsUserHost', 'Whether it is the server itself.', 'bool', false, (_call, user) => user === HOST.userId),
  telling('IsUserPresent', 'Whether they are in this world.', 'bool', false, ({ world }, user) => world.users.present(user)),
  telling('IsUserPresentInWorld', 'Whether they are in this world.', 'bool', false, ({ world }, user) => world.users.present(user)),
  telling(
    'UserUsername',
    'The name of a user; of somebody who has left the one that they had.',
    'string',
    null,
    ({ world }, user) => world.users.nameOf(user) ?? null,
  ),
  telling('UserUserID', 'The id of a user.', 'string', null, (_call, user) => user),
  telling(
    'UserMachineID',
    'The id of the machine that they came in on last; null where they are not here.',
    'string',
    null,
    ({ world }, user) => world.users.find(user)?.machineId ?? null,
  ),
  telling('UserRootSlot', 'The entity that stands for them.', 'Slot', null, slotOf),
  telling('UserUserRoot', 'The UserRoot of the entity that stands for them.', 'UserRoot', null, rootOf),
  defineNode({
    name: 'UserFromID',
    doc: 'The user of an id who is here, with MachineId on that machine; without UserId whoever is on the machine. Null where there is none.',
    category,
    inputs: [input('UserId', 'string'), input('MachineId', 'string')],
    outputs: itself('User'),
    read: (call, _me, [userId, machineId]) => identified(call, userId, machineId),
  }),
  defineNode({
    name: 'UserFromUsername',
    doc: 'The first user here of a name, with AllowPartialMatch of one that holds it, with IgnoreCase in small or capital letters. Null where there is none.',
    category,
    inputs: [input('Username', 'string'), input('IgnoreCase', 'bool'), input('AllowPartialMatch', 'bool')],
    outputs: itself('User'),
    read: (call, _me, [name, ignoresCase, partly]) => named(call, name, ignoresCase, partly),
  }),
];
