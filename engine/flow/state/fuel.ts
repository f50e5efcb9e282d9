import type { World } from '../../world/world.ts';
import type { Chain } from '../node/chain.ts';
import type { Flows, FlowState, Fuel, SharedFuel } from './flows.ts';
import { running } from '../code/limits.ts';
import type { Tank } from './turn.ts';

/** The fuel that a flow has in this step: a tick, or what comes in between two. It is no part of its state, since between steps it is whole. */
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

/**
 * The fuel that all flows of a world have in this tick, with all that comes in until the next: however many edits set chains off between two ticks, they
 * have it together. A world in which no ticks go by has it anew after as much real time as one takes. What is left of it is state of the world.
 */
export function sharedFuel(world: World, { fuel }: Flows): SharedFuel {
  if (fuel.tick !== world.tick || world.real - fuel.real >= 1000 / world.tickRate) {
    fuel.tick = world.tick;
    fuel.real = world.real;
    fuel.left = running.worldFuel;
    fuel.changes.left = running.changesFuel;
  }
  return fuel;
}

/** What of it is state; undefined where it is whole, or will be when it is used next. */
export function savedFuel({ tick }: World, { fuel }: Flows): readonly [real: number, left: number, changes: number] | undefined {
  const isWhole = fuel.left >= running.worldFuel && fuel.changes.left >= running.changesFuel;
  return isWhole || fuel.tick !== tick ? undefined : [fuel.real, fuel.left, fuel.changes.left];
}
export function loadFuel({ tick }: World, { fuel }: Flows, [real, left, changes]: readonly [number, number, number]): void {
  Object.assign(fuel, { tick, real, left: Math.min(left, running.worldFuel) });
  fuel.changes.left = changes;
}

/** Of what is left to all flows of a world a chain may have one part of so many, and so much in any case. */
const PARTS = 32,
  LEAST = 256;

/**
 * Holds back of a tank what is more than the world lets a chain have: of many that come to no end each has less than the one before, so that a tick has
 * an end, and what takes little goes on, until those have together taken as much again.
 * @returns what is in it then, for `letGo`; undefined where that is done already, for the chain by which this one is set off
 */
export function holdBack(world: World, flows: Flows, tank: Tank): number | undefined {
  if (tank.held !== undefined) return undefined;
  const { left } = sharedFuel(world, flows);
  const most = left > -running.worldFuel ? Math.max(LEAST, Math.floor(left / PARTS)) : 0;
  tank.held = Math.max(0, tank.left - most);
  tank.left -= tank.held;
  return tank.left;
}
/** Puts that back, and takes what was used from what is left to the world. */
export function letGo({ fuel }: Flows, tank: Tank, before: number | undefined): void {
  if (before === undefined) return;
  fuel.left = Math.max(-running.worldFuel, fuel.left - (before - tank.left));
  tank.left += tank.held ?? 0;
  tank.held = undefined;
}

/**
 * Whether there is fuel by which a chain that has waited may go on in this step; else it does in the next tick. What Guests have set off leaves
 * half of it to the rest, of its Flow and of the world.
 */
export function mayGoOn(world: World, flows: Flows, { sync, async }: Fuel, { isAsync, isOfGuest }: Chain): boolean {
  const tank = isAsync ? async : sync;
  if (!isOfGuest) return tank.left > 0;
  return tank.left > (isAsync ? running.asyncFuel / 2 : running.syncFuel) && sharedFuel(world, flows).left * 2 >= running.worldFuel;
}

export function isHeldBack({ held = 0 }: Tank): boolean {
  return held > 0;
}
