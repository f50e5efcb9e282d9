import type { Operation } from '../door.ts';
import { WorldwireError, type ErrorCode } from '../errors.ts';
import type { Component } from '../schema/component.ts';
import { NONE } from '../world/entity-table.ts';
import type { Held } from '../world/holding.ts';
import type { Editable } from './editable.ts';

/** An operation by its name. */
export type Op<N extends Operation['op']> = Extract<Operation, { op: N }>;

/** A fault of an operation's content, at a place inside of it. */
export class OperationFault extends WorldwireError {
  constructor(code: ErrorCode, path: string, message: string, expected: string) {
    super(code, message, [{ path, expected, message, code }]);
  }
}

export function rowOf(world: Editable, id: string, path = 'entity'): number {
  const row = world.entities.rowOf(id);
  if (row === undefined) throw new OperationFault('WW_UNKNOWN_ENTITY', path, `no entity has the id ${id}`, 'the id of an entity');
  return row;
}

export function parentOf(world: Editable, id: string | null | undefined): number {
  return id === null || id === undefined ? NONE : rowOf(world, id, 'parent');
}

export function heldByKey(world: Editable, row: number, key: string): Held {
  const held = world.entities.held(row).find((each) => each.key === key);
  if (held === undefined)
    throw new OperationFault('WW_UNKNOWN_COMPONENT', 'component', `${world.entities.id.get(row)} has no component ${key}`, 'a component of the entity');
  return held;
}

export function componentOf(world: Editable, type: string): Component {
  const component = world.registry.components.get(type);
  if (component === undefined)
    throw new OperationFault('WW_UNKNOWN_COMPONENT', 'component', `no component type is named ${type}`, 'a registered component type');
  return component;
}
