import type { World } from '../world/world.ts';
import { mayCompile } from './compile.ts';
import type { Flows, FlowState, Fuel } from './flows.ts';
import { ASYNC_FUEL, CHANGES_FUEL, SYNC_FUEL, WORLD_FUEL, type Tank } from './turn.ts';

/** How graphs run, and with how much fuel: `interpreted` is what tests hold the compiled code against. The same in all worlds of a process. */
export const running = {
  as: mayCompile() ? ('compiled' as 'compiled' | 'interpreted') : 'interpreted',
  syncFuel: SYNC_FUEL,
  asyncFuel: ASYNC_FUEL,
  changesFuel: CHANGES_FUEL,
  worldFuel: WORLD_FUEL,
};

/** The fuel that a flow has in this step: a tick, or what comes in between two. So a world that begins from a snapshot between them has as much. */
export function fuelOf(world: World, flow: FlowState): Fuel {
  const fuel = (flow.fuel ??= { step: -1, sync: { left: 0 }, async: { left: 0 }, part: { left: 0 }, underWay: undefined });
  if (fuel.step !== world.steps) {
    fuel.step = world.steps;
    // One chain has half of it at most: see `takePart`.
    fuel.sync.left = 2 * running.syncFuel;
    fuel.async.left = running.asyncFuel;
  }
  return fuel;
}

/**
 * Takes out of what is left to a flow what one chain that cannot wait may have of it: half, so that one without an end leaves enough to those that come
 * after it.
 * @param own where it is put, if there is such a place already
 */
export function takePart(fuel: Fuel, own: Tank = { left: 0 }): Tank {
  fuel.underWay = own;
  own.left = Math.min(running.syncFuel, Math.max(0, fuel.sync.left >> 1));
  fuel.sync.left -= own.left;
  return own;
}
/** Puts back what that chain has left of it, or has taken too much. */
export function giveBack(fuel: Fuel, own: Tank): void {
  fuel.underWay = undefined;
  fuel.sync.left += own.left;
}

/** Of what is left to all flows of a world a chain may have one part of so many, and so much in any case. */
const PARTS = 32,
  LEAST = 256;

/**
 * Holds back of a tank what is more than the world lets a chain have: of many that come to no end each has less than the one before, so that a tick has
 * an end, and what takes little goes on.
 * @returns what is in it then, for `letGo`; undefined where that is done already, for the chain by which this one is set off
 */
export function holdBack(world: World, { fuel }: Flows, tank: Tank): number | undefined {
  if (tank.held !== undefined) return undefined;
  if (fuel.step !== world.steps) {
    fuel.step = world.steps;
    fuel.left = running.worldFuel;
  }
  tank.held = Math.max(0, tank.left - Math.max(LEAST, Math.floor(fuel.left / PARTS)));
  tank.left -= tank.held;
  return tank.left;
}
/** Puts that back, and takes what was used from what is left to the world. */
export function letGo({ fuel }: Flows, tank: Tank, before: number | undefined): void {
  if (before === undefined) return;
  fuel.left = Math.max(0, fuel.left - (before - tank.left));
  tank.left += tank.held ?? 0;
  tank.held = undefined;
}
export function isHeldBack({ held = 0 }: Tank): boolean {
  return held > 0;
}
