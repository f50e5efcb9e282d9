import type { SendSpec } from '../door.ts';
import { parseTemplate } from '../template/template.ts';
import type { Saying } from '../world/system.ts';
import type { World } from '../world/world.ts';
import { Addressee } from './context.ts';
import { demandSpec, SAID } from './spec.ts';

/** A send as it would be said now, for who looks before it is sent. Throws what `demandSpec` throws. */
export function saying(world: World, spec: SendSpec): Saying {
  demandSpec(spec, world.registry.components);
  const read = parseTemplate(spec.text, SAID);
  return {
    to: (now, row, place, chance) => {
      if ('fault' in read) return { fault: read.fault.message };
      const said = read.template.say(new Addressee(now, row, { ...place, counter: 1 }, chance));
      return 'fault' in said ? { fault: said.fault.message } : { text: said.value };
    },
  };
}
