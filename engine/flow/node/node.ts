import type { DataType } from '../values/data-type.ts';
import type { Entrance, Exit, FlowNode, Input, Output } from './node-types.ts';

type Declared = Partial<FlowNode> & Pick<FlowNode, 'name' | 'doc' | 'category'>;

/** Describes a node. What it does not have is left out. */
export function defineNode(declared: Declared): FlowNode {
  return { inputs: [], outputs: [], exits: [], entrances: [], refs: [], ...declared };
}

/** Its name without the type that it may be for. */
export function bareName({ name }: FlowNode): string {
  return name.replace(/<.*$/s, '');
}
/** Whether its value is pulled when it is needed, and not set by the node itself. */
export function isPulledNode(node: FlowNode): boolean {
  return node.eval !== undefined || node.read !== undefined;
}

export const input = (name: string, type: DataType, more: Partial<Input> = {}): Input => ({ name, type, ...more });
/** The node's own output. */
export const itself = (type: DataType): readonly Output[] => [{ name: '*', type }];
export const output = (name: string, type: DataType): Output => ({ name, type });
export const next = (...names: readonly string[]): readonly Exit[] => names.map((name) => ({ name, kind: 'Impulse' }));
export const calls = (...names: readonly string[]): readonly Exit[] => names.map((name) => ({ name, kind: 'SyncImpulse' }));
export const asyncCalls = (...names: readonly string[]): readonly Exit[] => names.map((name) => ({ name, kind: 'AsyncImpulse' }));
/** The node itself takes impulses. */
export const SYNC: readonly Entrance[] = [{ name: '*', kind: 'Sync' }];
export const ASYNC: readonly Entrance[] = [{ name: '*', kind: 'Async' }];
