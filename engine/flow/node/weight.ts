import type { Component } from '../../schema/component.ts';
import type { Json } from '../../schema/field.ts';
import type { Call } from './node-types.ts';

/* What structural changes cost, in units of fuel, each about half a microsecond: measured, and rounded up. All flows of a world share a budget of it. */

/** An operation by itself. */
export const OPERATION = 100;

/** What an entity, a component and a member of a structured value cost that are copied, */
const COPIED = { entity: 25, component: 15, member: 3 };
/** and those that are removed, or become active or inactive. */
const TOUCHED = { entity: 6, component: 5, member: 0 };

/** Characters of a text that cost as much as a member. */
const TEXT = 1_000;
/** Siblings among which a place is looked for that cost a unit. */
const SIBLINGS = 256;

/** Takes the fuel for copying what hangs below an entity, itself included, with all that it holds. */
export function payForCopy(call: Call, row: number): number {
  return pay(call, row, COPIED);
}

/** Takes the fuel for removing it, or for turning it on or off. */
export function payForTouch(call: Call, row: number): number {
  return pay(call, row, TOUCHED);
}

/** Takes the fuel for finding a place among the children of a parent. */
export function payForPlace(call: Call, siblings: number): void {
  call.spend(Math.ceil(siblings / SIBLINGS), 'world');
}

/** Goes without recursion, and no further than there is fuel. Gives the number of entities. */
function pay(call: Call, from: number, costs: typeof COPIED): number {
  const { entities } = call.world;
  const open = [from];
  let count = 0;
  for (let row = open.pop(); row !== undefined; row = open.pop()) {
    count++;
    const held = entities.held(row);
    call.spend(costs.entity + held.length * costs.component, 'world');
    if (costs.member > 0) for (const each of held) payForValues(call, each.component, each.row, costs.member);
    for (const child of entities.children.get(row) ?? []) open.push(child);
  }
  return count;
}

function payForValues(call: Call, component: Component, row: number, member: number): void {
  const store = call.world.storeOf(component.name);
  for (const { name, storage } of component.fieldList) if (storage === 'object') payForValue(call, store.get(row, name), member);
}

function payForValue(call: Call, value: Json, member: number): void {
  const open: Json[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next === 'string') {
      if (next.length >= TEXT) call.spend(member * Math.ceil(next.length / TEXT), 'world');
      continue;
    }
    if (typeof next !== 'object' || next === null) continue;
    const inside = Object.values(next) as readonly Json[];
    call.spend(member * inside.length, 'world');
    for (const each of inside) open.push(each);
  }
}
