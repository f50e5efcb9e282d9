import type { Step, StepResult } from '../door.ts';
import type { World } from '../world/world.ts';
import { takeInput, type ItemReader } from './inputs.ts';

/** What a step gives, before anybody has looked at the world. */
export type Stepped = Omit<StepResult, 'updates' | 'log'>;

/**
 * One step of a world: inputs in their order, then in a tick the systems by UpdateOrder, then the effects. A pass lets no
 * time go by and runs only what inputs and real time have woken.
 */
export function stepWorld(world: World, step: Step, readItem: ItemReader): Stepped {
  world.touched.clear();
  world.real = Math.max(world.real, step.real);
  if (step.mode === 'tick') world.tick++;
  const results = [];
  for (const envelope of step.inputs) {
    const result = takeInput(world, envelope, readItem);
    if (envelope.input.type !== 'link') results.push(result);
  }
  for (const system of world.registry.systems) begin(world, system.name, system.begin);
  if (step.mode === 'tick') world.scheduler.tick(world);
  else world.scheduler.pass(world);
  world.releaseRows();
  return { tick: world.tick, results, effects: world.takeEffects() };
}

function begin(world: World, name: string, hook: ((world: World) => void) | undefined): void {
  if (hook === undefined) return;
  try {
    hook(world);
  } catch (error) {
    world.systemFailed(name, error);
  }
}
