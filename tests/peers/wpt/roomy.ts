import type { Sandbox, Turn, Vm, VmOptions } from '../../../engine/index.ts';
import { quickJs } from '../../../sandbox/quickjs.ts';

/** By how much more fuel a harness of two hundred kilobytes needs than a script of a world. */
const TIMES = 200;

/** The sandbox of worlds, in which fuel lasts longer; all else is as it is there. */
export const roomy: Sandbox = {
  build: quickJs.build,
  create: (options: VmOptions) => longer(quickJs.create(options)),
  restore: (saved, options) => longer(quickJs.restore(saved, options)),
};

function longer(vm: Vm): Vm {
  const told = (turn: Turn): Turn => ({ ...turn, fuel: Math.ceil(turn.fuel / TIMES) });
  return {
    get grown() {
      return vm.grown;
    },
    get memory() {
      return vm.memory;
    },
    faultOf: (program, fuel) => vm.faultOf(program, fuel * TIMES),
    evaluate: (program, fuel) => told(vm.evaluate(program, fuel * TIMES)),
    deliver: (kind, args, fuel) => told(vm.deliver(kind, args, fuel * TIMES)),
    save: () => vm.save(),
  };
}
