import { areAlike } from '../values/same.ts';
import { OBJECT_TYPES, VALUE_TYPES, type DataType, type Value } from '../values/data-type.ts';
import { calls, defineNode, input } from '../node/node.ts';
import { END, type Call, type FlowNode, type Input, type Me } from '../node/node-types.ts';
import { sizeOf } from '../values/weigh.ts';

const category = 'Flow/Events';
const LOOKS = 'Looked at once in each tick: what is set and set back within one fires nothing, and neither does what it was as the world began.';
const USER = input('OnlyForUser', 'User');

/** Fires when a value becomes another. It stores the value that it has seen last, and whether it has seen any. */
function onChange(name: string, exit: string, value: Input, user: readonly Input[], generic: readonly DataType[] | undefined): FlowNode {
  return defineNode({
    name: generic === undefined ? name : `${name}<T>`,
    doc: `Fires when Value has become another. ${LOOKS}`,
    category,
    ...(generic === undefined ? {} : { generic }),
    inputs: [...user, value],
    exits: calls(exit),
    stores: ['nothing', 'nothing'],
    looks: true,
    ...acting(user),
    tick: (call, me, ...given) => {
      const now = given[user.length] as Value,
        before = call.stored[me.stored] as Value,
        isFirst = call.stored[me.stored + 1] !== true;
      // Numbers are looked at without fuel, see `watching.ts`. Whether two lists are one is known to this life of the world alone, and says nothing.
      const units = now === before && typeof now !== 'object' ? 0 : Math.floor(sizeOf(now) / 32);
      if (units > 0) call.spend(units);
      if (!isFirst && areAlike(now, before)) return END;
      if (!call.store(me, 0, now)) return END;
      call.stored[me.stored + 1] = true;
      return isFirst ? END : (me.to[0] as number);
    },
  });
}

/** Fires when a condition becomes true, or false. */
function onBecoming(name: string, exit: string, wanted: boolean, user: readonly Input[]): FlowNode {
  return defineNode({
    name,
    doc: `Fires when Condition becomes ${String(wanted)}. ${LOOKS}`,
    category,
    inputs: [...user, input('Condition', 'bool')],
    exits: calls(exit),
    stores: ['nothing'],
    looks: true,
    ...acting(user),
    tick: user.length === 0 ? (call, me, now = null) => become(call, me, now, wanted) : (call, me, _user = null, now = null) => become(call, me, now, wanted),
  });
}
function become(call: Call, me: Me, now: Value, wanted: boolean): number {
  const before = call.stored[me.stored];
  if (now === before) return END;
  call.stored[me.stored] = now;
  return before !== null && now === wanted ? (me.to[0] as number) : END;
}
function acting(user: readonly Input[]): Partial<FlowNode> {
  return user.length === 0 ? {} : { actsFor: (_me: Me, given: Value = null) => given };
}

/** The user of a node that has one beside its inputs, and whether it does nothing where there is none. */
const UPDATING = [
  { name: 'UpdatingUser', kind: 'value', type: 'User' },
  { name: 'SkipIfNull', kind: 'value', type: 'bool' },
] as const;

/** A node that fires by time. */
function updating(
  name: string,
  doc: string,
  inputs: readonly Input[],
  isLocal: boolean,
  stores: readonly DataType[],
  fires: (call: Call, me: Me, given: Value) => boolean,
): FlowNode {
  return defineNode({
    name,
    doc,
    category,
    inputs,
    refs: isLocal ? [] : UPDATING,
    exits: calls('OnUpdate'),
    stores,
    ...(isLocal ? {} : { actsFor: (me: Me) => me.literal }),
    tick: (call, me, given = null) => {
      if (!isLocal && me.literal === null && me.refs['SkipIfNull'] === true) return END;
      return fires(call, me, given) ? (me.to[0] as number) : END;
    },
  });
}

/** How many ticks a timer has counted since it fired last; it fires once in a tick at most, and makes up for nothing. */
function counted(call: Call, me: Me, wanted: number): boolean {
  const ticks = (call.stored[me.stored] as number) + 1;
  // A tenth of a second as a float is a little more than that, and is six ticks all the same.
  const isTime = !(ticks < wanted * (1 - 2 ** -20));
  call.stored[me.stored] = !isTime ? ticks : wanted >= 1 ? Math.max(0, Math.min(ticks - wanted, wanted)) : 0;
  return isTime;
}
const USERS = 'Its chains act for UpdatingUser, else for who wears the entity, else for the host; with SkipIfNull only where UpdatingUser is given.';

export const FIRING_NODES: readonly FlowNode[] = [
  onBecoming('FireOnTrue', 'OnChanged', true, [USER]),
  onBecoming('FireOnFalse', 'OnChanged', false, [USER]),
  onBecoming('FireOnLocalTrue', 'OnChange', true, []),
  onBecoming('FireOnLocalFalse', 'OnChange', false, []),
  onChange('FireOnValueChange', 'OnChanged', input('Value', 'T'), [USER], VALUE_TYPES),
  onChange('FireOnObjectValueChange', 'OnChanged', input('Value', 'T'), [USER], OBJECT_TYPES),
  onChange('FireOnRefChange', 'OnChanged', input('Value', 'T'), [USER], ['User', 'Slot', 'component']),
  onChange('FireOnTypeChange', 'OnChanged', input('Value', 'Type'), [USER], undefined),
  onChange('FireOnLocalValueChange', 'OnChange', input('Value', 'T'), [], VALUE_TYPES),
  onChange('FireOnLocalObjectChange', 'OnChange', input('Value', 'T'), [], OBJECT_TYPES),
  updating(
    'FireWhileTrue',
    `Fires in each tick in which Condition is true. ${USERS}`,
    [input('Condition', 'bool')],
    false,
    [],
    (_call, _me, now) => now === true,
  ),
  updating('LocalFireWhileTrue', 'Fires in each tick in which Condition is true.', [input('Condition', 'bool')], true, [], (_call, _me, now) => now === true),
  updating('Update', `Fires in each tick, in the order of UpdateOrder, then of creation, then of the text. ${USERS}`, [], false, [], () => true),
  updating('LocalUpdate', 'Fires in each tick, in the order of UpdateOrder, then of creation, then of the text.', [], true, [], () => true),
  updating(
    'SecondsTimer',
    `Fires every Interval seconds of the world, once in a tick at most. ${USERS}`,
    [input('Interval', 'float')],
    false,
    ['double'],
    (call, me, given) => counted(call, me, (given as number) * call.world.tickRate),
  ),
  updating('UpdatesTimer', `Fires every Interval ticks. ${USERS}`, [input('Interval', 'int')], false, ['double'], (call, me, given) =>
    counted(call, me, given as number),
  ),
];
