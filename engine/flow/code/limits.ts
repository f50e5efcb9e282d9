import { mayCompile } from './compile.ts';

/** Fuel of a chain that cannot wait: one that uses it up has no end that anybody could wait for, and is ended. Those of a Flow share twice that in a tick. */
const SYNC_FUEL = 200_000;
/** Fuel of all chains of a Flow in a tick that can wait: where it is used up, they go on in the next. */
const ASYNC_FUEL = 100_000;
/** Fuel of all flows of a world in a tick, with what comes in until the next: however many have chains without an end, a tick has one. */
const WORLD_FUEL = 8_000_000;
/** Fuel of all flows of a world in a tick for changes of its structure: copies that copy themselves would else take as much as they are many. */
const CHANGES_FUEL = 400_000;
/** Characters and bytes that all flows of a world hold at most, and as many that dynamic variables do. The state of flows is one text in a snapshot. */
const MOST_HELD = 64_000_000;

/** How graphs run, with how much fuel, and what they hold: `interpreted` is what tests hold the compiled code against. The same in all worlds of a process. */
export const running = {
  as: mayCompile() ? ('compiled' as 'compiled' | 'interpreted') : 'interpreted',
  syncFuel: SYNC_FUEL,
  asyncFuel: ASYNC_FUEL,
  changesFuel: CHANGES_FUEL,
  worldFuel: WORLD_FUEL,
  mostHeld: MOST_HELD,
};
