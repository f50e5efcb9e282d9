import type { Operation } from '../../door.ts';
import { keep, kept, waitUntil } from '../node/call.ts';
import type { Value } from '../values/data-type.ts';
import { defineNode, input, next, SYNC } from '../node/node.ts';
import { END, type Call, type FlowNode, type Me } from '../node/node-types.ts';
import { childrenOf, rowOf, TOP } from '../node/slots.ts';
import { OPERATION, payForPlace, payForTouch } from '../node/weight.ts';
import { change } from './slots-write.ts';

const category = 'Slots';
const PORTS = {
  category,
  entrances: SYNC,
  inputs: [input('Instance', 'Slot'), input('PreserveAssets', 'bool', { initially: true }), input('SendDestroyingEvent', 'bool', { initially: true })],
  exits: next('Next'),
} as const;

/** Fuel that a chain which can wait takes in a tick for children to be removed; the others are removed in the next. */
const A_TICK = 30_000;
/** What a batch may come to in siblings that are looked through, well below what an edit may cost. */
const LOOKED_THROUGH = 200_000_000;

/** Removes entities that are there still once their flows were told. False where the world refuses it. */
function remove(call: Call, me: Me, rows: readonly number[], isTold: boolean): boolean {
  const { entities } = call.world;
  return call.removing(rows, isTold, () => {
    const operations = rows.filter((row) => entities.alive(row)).map((row): Operation => ({ op: 'removeEntity', entity: entities.id.get(row) }));
    return operations.length === 0 || change(call, me, operations) !== undefined;
  });
}

function destroy(call: Call, me: Me, instance: Value, isTold: boolean): number {
  const row = rowOf(call.world, instance);
  if (row === undefined || row === TOP) return END;
  payForPlace(call, childrenOf(call.world, call.world.entities.parent[row] as number).length);
  call.spend(OPERATION, 'world');
  payForTouch(call, row);
  return remove(call, me, [row], isTold) ? (me.to[0] as number) : END;
}

/** Entities that stand for users who are here, and those that hold one: these stay. */
function staying({ world }: Call): ReadonlySet<number> {
  const rows = new Set<number>();
  for (const { userId } of world.users.people)
    for (let row = world.entities.rowOf(world.users.entityOf(userId)) ?? TOP; row !== TOP && !rows.has(row); row = world.entities.parent[row] as number)
      rows.add(row);
  return rows;
}

/** Removes the children; in a chain that can wait as many in a tick as there is fuel for. What is removed is paid for before. */
function destroyChildren(call: Call, me: Me): number {
  const row = rowOf(call.world, kept(call, me, 0)),
    isTold = kept(call, me, 1) === true;
  if (row === undefined) return END;
  const stays = staying(call),
    children = childrenOf(call.world, row),
    before = call.fuel;
  const portion: number[] = [];
  let left = children.length;
  // From the last on, so that no other has to move up.
  while (left > 0 && (!call.chain.isAsync || before - call.fuel < A_TICK)) {
    const child = children[--left] as number;
    if (stays.has(child)) continue;
    call.spend(OPERATION / 10, 'world');
    payForTouch(call, child);
    portion.push(child);
  }
  const atOnce = Math.max(1, Math.floor(LOOKED_THROUGH / children.length));
  for (let at = 0; at < portion.length; at += atOnce) if (!remove(call, me, portion.slice(at, at + atOnce), isTold)) return END;
  return left === 0 ? (me.to[0] as number) : waitUntil(call, me, call.world.tick + 1, 0);
}

const GONE =
  'Users who are here stay, and so does what holds them. ' +
  'With SendDestroyingEvent flows that go are told before (OnDestroying). PreserveAssets makes no difference.';
export const SLOT_DESTROY_NODES: readonly FlowNode[] = [
  defineNode({
    name: 'DestroySlot',
    doc: `Removes Instance with all that hangs below it. Where it is gone, or RootSlot, the chain ends here; so it does where this Flow goes with it. ${GONE}`,
    ...PORTS,
    acts: { '*': (call, me, instance = null, _preserve = null, isTold = null) => destroy(call, me, instance, isTold === true) },
  }),
  defineNode({
    name: 'DestroySlotChildren',
    doc:
      'Removes all that hangs below Instance. A chain that can wait removes some thousand in a tick; another is ended, and removes none, where they are ' +
      `more than there is fuel for. ${GONE}`,
    ...PORTS,
    keeps: 2,
    acts: {
      '*': (call, me, instance = null, _preserve = null, isTold = null) => {
        keep(call, me, 0, instance);
        keep(call, me, 1, isTold);
        return destroyChildren(call, me);
      },
    },
    resume: destroyChildren,
  }),
];
