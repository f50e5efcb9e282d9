import { HOST, type Operation, type OperationResult } from '../../door.ts';
import { WorldwireError } from '../../errors.ts';
import { put } from '../node/call.ts';
import type { Value } from '../values/data-type.ts';
import { bareName, defineNode, input, next, output, SYNC } from '../node/node.ts';
import { END, type Act, type Call, type FlowNode, type Input, type Me } from '../node/node-types.ts';
import { mayCopy } from './field-texts.ts';
import { childrenOf, rowOf, slotAt, TOP } from '../node/slots.ts';
import { heldBelow, mayHold } from './variable-spaces.ts';
import { OPERATION, payForCopy, payForPlace, payForTouch } from '../node/weight.ts';

const category = 'Slots';
const INSTANCE = input('Instance', 'Slot');

/** Entities of a world to which flows add no more. */
export const MOST_ENTITIES = 200_000;

/**
 * Changes the structure of the world for the acting user, as a Builder may. Undefined where the world refuses it, which the Flow tells.
 * Nothing of it is in anybody's history.
 */
export function change(call: Call, me: Me, operations: readonly Operation[]): readonly OperationResult[] | undefined {
  try {
    return call.world.apply(HOST, operations);
  } catch (error) {
    if (!(error instanceof WorldwireError)) throw error;
    const [fault] = error.faults;
    call.tell({ code: fault?.code ?? error.code, message: `${bareName(me.node)} ${JSON.stringify(me.id)} did nothing: ${fault?.message ?? error.message}` });
    return undefined;
  }
}

/**
 * A node that changes an entity. Nothing is done, and the chain ends there, where Instance is null, gone, or RootSlot, as the original's do.
 * @param operations none where all is so already; undefined where the chain ends here
 */
function changing(
  name: string,
  doc: string,
  more: readonly Input[],
  operations: (call: Call, row: number, ...given: readonly Value[]) => readonly Operation[] | undefined,
): FlowNode {
  const act: Act = (call, me, instance = null, ...given) => {
    const row = rowOf(call.world, instance);
    if (row === undefined || row === TOP) return END;
    const wanted = operations(call, row, ...given);
    if (wanted === undefined) return END;
    if (wanted.length === 0) return me.to[0] as number;
    call.spend(OPERATION, 'world');
    return change(call, me, wanted) === undefined ? END : (me.to[0] as number);
  };
  return defineNode({
    name,
    doc: `${doc} Where Instance is gone, or RootSlot, the chain ends here.`,
    category,
    entrances: SYNC,
    inputs: [INSTANCE, ...more],
    exits: next('Next'),
    acts: { '*': act },
  });
}

const text = (value: Value | undefined): string => (typeof value === 'string' ? value : '');
const idOf = ({ world }: Call, row: number): string => world.entities.id.get(row);
/** The parent in an operation, of a row. */
const parentId = (call: Call, row: number): string | null => (row === TOP ? null : slotAt(call.world, row));

function moveTo(call: Call, row: number, given: Value | undefined): readonly Operation[] {
  const { entities } = call.world;
  // As the original does with no parent, and with one that is gone.
  const parent = rowOf(call.world, given) ?? TOP,
    before = entities.parent[row] as number;
  if (parent === before) return [];
  payForPlace(call, childrenOf(call.world, before).length + childrenOf(call.world, parent).length);
  // All that hangs below becomes active or inactive with it.
  const isOff = (at: number): boolean => at !== TOP && entities.inactive[at] === 1;
  if (isOff(parent) !== isOff(before)) payForTouch(call, row);
  return [{ op: 'moveEntity', entity: idOf(call, row), parent: parentId(call, parent) }];
}

function placeAt(call: Call, row: number, index: number): readonly Operation[] | undefined {
  if (index < 0) return undefined;
  const { entities } = call.world;
  const siblings = childrenOf(call.world, entities.parent[row] as number);
  payForPlace(call, siblings.length * 2);
  const at = siblings.indexOf(row);
  const wanted = Math.min(index, siblings.length - 1);
  if (wanted === at) return [];
  const entity = idOf(call, row);
  const before = siblings[wanted < at ? wanted : wanted + 1];
  if (before !== undefined) return [{ op: 'moveEntity', entity, before: idOf(call, before) }];
  // Behind the last it stays only with an order offset that is no lower.
  const last = entities.orderOffset[siblings.at(-1) as number] as number;
  const offset = last > (entities.orderOffset[row] as number) ? ([{ op: 'updateEntity', entity, orderOffset: last }] as const) : [];
  return [...offset, { op: 'moveEntity', entity, before: null }];
}

function duplicate(call: Call, me: Me, template: Value, override: Value): number {
  const { world } = call;
  const row = rowOf(world, template);
  if (row === undefined || row === TOP) return END;
  const parent = rowOf(world, override) ?? (world.entities.parent[row] as number);
  payForPlace(call, childrenOf(world, parent).length * 2);
  call.spend(OPERATION, 'world');
  const count = payForCopy(call, row);
  if (world.entities.count + count > MOST_ENTITIES) {
    call.tell({
      code: 'WW_LIMIT',
      message:
        `${bareName(me.node)} ${JSON.stringify(me.id)} did nothing: flows add no more to a world of ${MOST_ENTITIES} entities; ` + 'have it remove some first',
    });
    return END;
  }
  if (!mayHold(call, me, heldBelow(world, row)) || !mayCopy(call, me, row)) return END;
  const results = change(call, me, [{ op: 'duplicateEntity', entity: idOf(call, row), parent: parentId(call, parent) }]);
  if (results?.[0] === undefined) return END;
  put(call, me, 0, results[0].entity);
  return me.to[0] as number;
}

export const SLOT_WRITE_NODES: readonly FlowNode[] = [
  changing(
    'SetParent',
    'Has Instance hang below NewParent, without one below RootSlot. PreserveGlobalPosition makes no difference: its Transform stays as it is.',
    [input('NewParent', 'Slot'), input('PreserveGlobalPosition', 'bool', { initially: true })],
    (call, row, parent) => moveTo(call, row, parent),
  ),
  changing(
    'SetChildIndex',
    'Makes Instance the child that Index counts, from 0, among those that hang below the same; the last where there are fewer.',
    [input('Index', 'int')],
    (call, row, index) => placeAt(call, row, index as number),
  ),
  changing('SetSlotName', 'Gives Instance a name.', [input('Name', 'string')], (call, row, name) =>
    call.world.entities.name.get(row) === text(name) ? [] : [{ op: 'updateEntity', entity: idOf(call, row), name: text(name) }],
  ),
  changing('SetTag', 'Gives Instance a tag; null takes it away.', [input('Tag', 'string')], (call, row, tag) =>
    call.world.entities.tag.get(row) === text(tag) ? [] : [{ op: 'updateEntity', entity: idOf(call, row), tag: text(tag) }],
  ),
  changing('SetSlotActiveSelf', 'Turns Instance on or off, with all that hangs below it.', [input('Active', 'bool')], (call, row, active) => {
    if ((call.world.entities.active[row] === 1) === active) return [];
    payForTouch(call, row);
    return [{ op: 'updateEntity', entity: idOf(call, row), active: active === true }];
  }),
  changing('SetSlotPersistentSelf', 'Says whether Instance is saved.', [input('Persistent', 'bool')], (call, row, persistent) =>
    (call.world.entities.persistent[row] === 1) === persistent ? [] : [{ op: 'updateEntity', entity: idOf(call, row), persistent: persistent === true }],
  ),
  defineNode({
    name: 'DuplicateSlot',
    doc:
      `Copies Template with all that hangs below it, right behind it, or below OverrideParent. Duplicate is the copy, which names the acting user as who has ` +
      'spawned it, and takes its turn in the next tick. Where Template is gone, or RootSlot, the chain ends here; so it does in a world of ' +
      `${MOST_ENTITIES} entities.`,
    category,
    entrances: SYNC,
    inputs: [input('Template', 'Slot'), input('OverrideParent', 'Slot')],
    outputs: [output('Duplicate', 'Slot')],
    exits: next('Next'),
    acts: { '*': (call, me, template = null, override = null) => duplicate(call, me, template, override) },
  }),
];
