import type { Envelope, InputResult, Step, StepResult } from '../door.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import { refuseCountedOut } from './counted-out.ts';
import { takeInput, type ItemReader } from './inputs.ts';
import type { Scheduler } from './scheduler.ts';

/** What a step gives, before anybody has looked at the world. */
export type Stepped = Omit<StepResult, 'updates' | 'log'>;

/**
 * One step of a world: inputs in their order, then in a tick the systems by UpdateOrder, then the effects. A pass lets no
 * time go by and runs only what inputs and real time have woken.
 */
export function stepWorld(world: LiveWorld, scheduler: Scheduler, step: Step, readItem: ItemReader): Stepped {
  refuseCountedOut(world, step);
  world.steps++;
  // Clearing makes a new table, even of a set that is empty.
  if (world.touched.size > 0) world.touched.clear();
  if (world.touchedBy.size > 0) world.touchedBy.clear();
  world.passed = Math.max(0, step.real - world.real);
  world.real += world.passed;
  world.wall = step.wall;
  if (step.mode === 'tick') world.tick++;
  const results: InputResult[] = [];
  const { witness } = world;
  for (let at = 0; at < step.inputs.length; at++) {
    const envelope = step.inputs[at] as Envelope;
    witness?.enter({ kind: 'input', at });
    const result = takeInput(world, envelope, readItem);
    witness?.leave();
    if (envelope.input.type !== 'link') results.push(result);
  }
  scheduler.begin(step.mode);
  if (step.mode === 'tick') takeTurns(world, scheduler);
  else scheduler.pass();
  witness?.stepped();
  world.releaseRows();
  return { tick: world.tick, results, effects: world.takeEffects() };
}

function takeTurns(world: LiveWorld, scheduler: Scheduler): void {
  const { turns } = world;
  turns.taken = world.tick;
  turns.underWay = true;
  scheduler.tick();
  turns.underWay = false;
}
