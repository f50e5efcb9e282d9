/** Worlds of any graphs, by the numbers that they are drawn by. */
import { expect } from 'vitest';
import { WorldwireError } from '../../../engine/index.ts';
import { anyGraph } from './any-graph.ts';
import { flowRig, type FlowRig } from './rig.ts';

const COMPONENTS = { WebsocketClient: {}, IntValue: {}, FloatValue: {}, StringValue: {}, BoolValue: {}, ColorValue: {}, Transform: {} };
/** A world with all of these graphs, each in a Flow of its own, that may refer to the same entities. */
export function worldOf(seeds: readonly number[]): FlowRig {
  return flowRig([
    { id: 'space', name: 'Space', tag: 'tag', components: { DynamicVariableSpace: {}, DynamicVariables: { Variables: { tag: { type: 'int', value: 1 } } } } },
    { id: 'lamp', name: 'Lamp', parent: 'space', components: COMPONENTS },
    { id: 'box', name: 'Box', parent: 'space', components: COMPONENTS },
    { id: 'inner', name: 'Inner', parent: 'box', components: COMPONENTS },
    ...seeds.map((seed, at) => ({ id: `f${at}`, name: `Flow ${at}`, parent: 'space', components: { Flow: { Graph: { nodes: anyGraph(seed) } } } })),
  ]);
}
/** Those of them that are graphs at all; the others are refused with their scene, each with its place. */
export function readable(seeds: readonly number[]): readonly number[] {
  try {
    worldOf(seeds);
    return seeds;
  } catch (error) {
    if (!(error instanceof WorldwireError) || error.code !== 'WW_SCENE_INVALID') throw error;
    const refused = new Set((error.faults ?? []).filter(({ level }) => level !== 'warning').map(({ path }) => Number(/\(f(\d+)\)/.exec(path)?.[1])));
    expect(refused.size).toBeGreaterThan(0);
    return readable(seeds.filter((_, at) => !refused.has(at)));
  }
}
/** What their flows say is wrong. */
export const errorsOf = (rig: FlowRig, seeds: readonly number[]) => seeds.map((_, at) => rig.value(`f${at}`, 'Flow', 'LastError'));
