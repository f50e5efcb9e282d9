import type { DataType, Value } from '../values/data-type.ts';
import { componentOf } from '../node/lookup.ts';
import { defineNode, input, itself } from '../node/node.ts';
import type { Call, FlowNode, Input } from '../node/node-types.ts';
import { childrenOf, climb, costOf, ROOT, ROOT_NAME, rowOf, slotAt, TOP, rootRef, userOf, userRootOver } from '../node/slots.ts';

const category = 'Slots';
const INSTANCE = input('Instance', 'Slot');
type Given = Value | readonly Value[] | undefined;

/** A node that tells something of Instance; nothing where that is null or gone. */
function telling(
  name: string,
  doc: string,
  type: DataType,
  nothing: Value,
  tell: (call: Call, row: number, ...more: readonly Given[]) => Value,
  more: readonly Input[] = [],
): FlowNode {
  return defineNode({
    name,
    doc,
    category,
    inputs: [INSTANCE, ...more],
    outputs: itself(type),
    read: (call, _me, [instance, ...given]) => {
      const row = rowOf(call.world, instance);
      return row === undefined ? nothing : tell(call, row, ...given);
    },
  });
}

/** A node of one input that is a component of any type. */
function ofComponent(name: string, doc: string, port: string, type: DataType, tell: (call: Call, entity: number) => Value): FlowNode {
  return defineNode({
    name,
    doc,
    category,
    inputs: [input(port, 'IComponent')],
    outputs: itself(type),
    read: (call, _me, [component]) => {
      const found = componentOf(call.world, component as Value);
      return found === undefined ? null : tell(call, call.world.entities.rowOf(found.ref.entity) as number);
    },
  });
}

/** Entity of the Flow that a node is in. */
function own({ world, row }: Call): number {
  return world.storeOf('Flow').owner[row] as number;
}

const isSet = (flags: { readonly [row: number]: number }, row: number): boolean => row === TOP || flags[row] === 1;

export const SLOT_READ_NODES: readonly FlowNode[] = [
  defineNode({ name: 'RootSlot', doc: 'The top of the hierarchy, below which all of the world stands.', category, outputs: itself('Slot'), read: () => ROOT }),
  telling('GetParentSlot', 'What it hangs below: RootSlot at the top, null for RootSlot itself.', 'Slot', null, ({ world }, row) =>
    row === TOP ? null : slotAt(world, world.entities.parent[row] as number),
  ),
  telling('ChildrenCount', 'How many hang directly below it.', 'int', 0, ({ world }, row) => childrenOf(world, row).length),
  telling(
    'GetChild',
    'The child that ChildIndex counts, from 0; null where there is none.',
    'Slot',
    null,
    ({ world }, row, index) => {
      const child = childrenOf(world, row)[index as number];
      return child === undefined ? null : slotAt(world, child);
    },
    [input('ChildIndex', 'int')],
  ),
  telling('IndexOfChild', 'Which one it is among the children of what it hangs below, counted from 0; -1 for RootSlot.', 'int', -1, (call, row) => {
    if (row === TOP) return -1;
    const siblings = childrenOf(call.world, call.world.entities.parent[row] as number);
    call.spend(costOf(siblings.length >> 3));
    return siblings.indexOf(row);
  }),
  telling(
    'IsChildOf',
    'Whether it hangs below Other, however deep; with IncludeSelf also where it is Other itself.',
    'bool',
    false,
    (call, row, other, includeSelf) => {
      const wanted = rowOf(call.world, other);
      if (wanted === undefined) return false;
      if (row === wanted) return includeSelf === true;
      return climb(call, row, (at) => at === wanted) !== undefined;
    },
    [input('Other', 'Slot'), input('IncludeSelf', 'bool')],
  ),
  telling('GetSlotName', 'The name of Instance.', 'string', null, ({ world }, row) => (row === TOP ? ROOT_NAME : world.entities.name.get(row))),
  telling('GetTag', 'Its tag; an empty text where it has none.', 'string', null, ({ world }, row) => (row === TOP ? '' : world.entities.tag.get(row))),
  telling(
    'HasTag',
    'Whether its tag is Tag. Null stands for none.',
    'bool',
    false,
    ({ world }, row, tag) => (row === TOP ? '' : world.entities.tag.get(row)) === (tag ?? ''),
    [input('Tag', 'string')],
  ),
  telling('GetSlotActive', 'Whether it is active, and all above it.', 'bool', false, ({ world }, row) => row === TOP || world.entities.inactive[row] === 0),
  telling('GetSlotActiveSelf', 'Whether it is active by its own flag.', 'bool', false, ({ world }, row) => isSet(world.entities.active, row)),
  telling(
    'GetSlotPersistent',
    'Whether it is saved: it, and all above it.',
    'bool',
    false,
    (call, row) => climb(call, row, (at) => !isSet(call.world.entities.persistent, at)) === undefined,
  ),
  telling('GetSlotPersistentSelf', 'Whether it is saved by its own flag.', 'bool', false, ({ world }, row) => isSet(world.entities.persistent, row)),
  telling('GetActiveUser', 'The user who wears it: the nearest above it.', 'User', null, (call, row) => userOf(call, userRootOver(call, row))),
  telling('GetActiveUserRoot', 'The UserRoot of the user who wears it: the nearest above it.', 'UserRoot', null, (call, row) =>
    rootRef(call.world, userRootOver(call, row)),
  ),
  defineNode({
    name: 'GetActiveUserSelf',
    doc: 'The user who wears the entity of this Flow.',
    category,
    outputs: itself('User'),
    read: (call) => userOf(call, userRootOver(call, own(call))),
  }),
  ofComponent('GetSlot', 'The entity that a component is on.', 'Component', 'Slot', ({ world }, row) => slotAt(world, row)),
  ofComponent('GetUserFromComponent', 'The user who wears the entity that a component is on.', 'Instance', 'User', (call, row) =>
    userOf(call, userRootOver(call, row)),
  ),
];
