import { WorldwireError } from '../errors.ts';
import type { World } from '../world/world.ts';
import { happened, isFull } from './sockets.ts';
import type { ScriptState } from './state.ts';
import { tellLogged } from './telling.ts';

/** Somebody has typed a line to a running script, which runs it in its next turn. Throws WW_REFUSED where it does not run. */
export function typed(world: World, script: ScriptState, line: string): void {
  if (script.vm === undefined) throw new WorldwireError('WW_REFUSED', 'the script does not run, so nothing can be typed to it');
  if (isFull(world, script, 'what was typed')) throw new WorldwireError('WW_LIMIT', 'too much waits for the script already, so what was typed was not taken');
  tellLogged(world, script, `> ${line}`);
  happened(world, script, { kind: 'line', args: [line], acting: world.acting });
}
