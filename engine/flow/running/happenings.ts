import type { Cause, ChildChange } from '../../world/system.ts';
import type { UsersChange } from '../../world/users.ts';
import type { World } from '../../world/world.ts';
import { begins, happened } from './ears.ts';
import { Flow } from '../flow.ts';
import type { Flows, FlowState } from '../state/flows.ts';
import { standStill } from './waiting.ts';

/* What the hooks of a world tell flows. What comes to be takes its turn in the next tick; all else is told as it happens, once the edit stands. */

/** A flow has come to be. */
export function cameToBe(world: World, flows: Flows, flow: FlowState, cause: Cause): void {
  if (cause === 'load' || cause === 'spawn') begins(world, flows, 'loaded', flow);
  if (cause === 'duplicate') begins(world, flows, 'duplicated', flow);
  if (cause === 'spawn') begins(world, flows, 'pasted', flow);
  begins(world, flows, 'started', flow);
}

/** A flow runs from now on, or stands still. Whether its entity was turned on or off is told; of one that is disabled nothing. */
export function eligibilityChanged(world: World, flows: Flows, flow: FlowState, eligible: boolean): void {
  const store = world.store(Flow);
  if (eligible) {
    const wasOff = flow.isOff;
    flow.isOff = false;
    standStill(world, flows, flow, true);
    if (wasOff) happened(world, flows, 'activated', String(flow.row));
    return;
  }
  if (flow.still === null && isOff(world, flow.row) && store.columns.Enabled.data[flow.row] === 1) {
    flow.isOff = true;
    // The last that runs of it.
    happened(world, flows, 'deactivated', String(flow.row));
  }
  standStill(world, flows, flow, false);
}

/** Whether the entity of a flow is inactive. */
export function isOff(world: World, row: number): boolean {
  return world.entities.inactive[world.store(Flow).owner[row] as number] === 1;
}

/** A flow has been removed: it is told so, and before that it is being destroyed, where whoever removed it has not said so already, or wanted to tell. */
export function hasGone(world: World, flows: Flows, { row }: FlowState): void {
  if (!flows.leaving.has(row)) happened(world, flows, 'destroying', String(row));
  happened(world, flows, 'destroyed', String(row));
}

export function childrenChanged(world: World, flows: Flows, changes: readonly ChildChange[]): void {
  for (const { parent, child, isGained } of changes) happened(world, flows, isGained ? 'childAdded' : 'childRemoved', parent, { child });
}

/** A user has come in on their first machine, or gone from their last. */
export function usersChanged(world: World, flows: Flows, user: string, change: UsersChange): void {
  if (change.type === 'leave') {
    if (!world.users.present(user)) happened(world, flows, 'userLeft', '', { user });
    return;
  }
  if (change.before !== undefined || world.users.of(user).length > 1) return;
  happened(world, flows, 'userJoined', '', { user });
  happened(world, flows, 'userSpawned', '', { user });
}
