import type { WorldwireError } from '../errors.ts';
import type { World } from '../world/world.ts';
import type { Chain } from './chain.ts';
import { compile, mayCompile } from './compile.ts';
import { dropEnded } from './errands.ts';
import type { Flows, FlowState } from './flows.ts';
import { interpret } from './interpret.ts';
import type { Graph } from './node-types.ts';
import { FlowErrands } from './outside.ts';
import { tellEnded, tellError } from './telling.ts';
import { ASYNC_FUEL, CHAIN_COST, SYNC_FUEL, Turn } from './turn.ts';
import { waits } from './waiting.ts';

const canCompile = mayCompile();
/** How graphs run, and with how much fuel: `interpreted` is what tests hold the compiled code against. The same in all worlds of a process. */
export const running = { as: canCompile ? ('compiled' as 'compiled' | 'interpreted') : 'interpreted', syncFuel: SYNC_FUEL, asyncFuel: ASYNC_FUEL };

/** The fuel that a flow has in this tick. */
export function fuelOf(world: World, flow: FlowState): FlowState['fuel'] {
  if (flow.fuel.tick !== world.tick) flow.fuel = { tick: world.tick, sync: running.syncFuel, async: running.asyncFuel };
  return flow.fuel;
}

/** Runs a chain from where it stands. Gives the fuel that is left. */
export function run(world: World, flows: Flows, flow: FlowState, chain: Chain, fuel: number, begins: (turn: Turn) => boolean): number {
  const graph = flow.graph as Graph;
  flow.code ??= running.as === 'compiled' ? compile(graph) : interpret(graph);
  const turn = new Turn(
    {
      world,
      row: flow.row,
      graph,
      code: flow.code,
      asyncFuel: running.asyncFuel,
      waits: (waiting) => waits(world, flows, flow, waiting),
      errands: () => new FlowErrands(world, flows, flow),
      tell: ({ code, message }) => tellError(world, flow, `${code}: ${message}`),
    },
    chain,
    fuel,
  );
  if (!begins(turn)) return fuel + CHAIN_COST;
  try {
    turn.run();
  } catch (error) {
    tellError(world, flow, `WW_INTERNAL: ${(error as WorldwireError).message}`);
    throw error;
  } finally {
    if (flows.errands.size > 0) dropEnded(world, flows, chain);
  }
  if (turn.ended !== undefined) tellEnded(world, flow, graph, turn.ended);
  return turn.fuel;
}
