import { createDoor, HOST, type Effect, type Envelope, type LocalDoor, isLinkEffect, type World } from '../../../engine/index.ts';
import { LinkManager } from '../../../server/links/link-manager.ts';
import { PATIENCE } from '../../patience.ts';

/** A world with real sockets, whose host lets it connect wherever it asks to. */
export interface Hosted {
  readonly world: World;
  readonly door: LocalDoor;
  /** Lets ticks go by until something holds. Throws after 20 seconds without. */
  until(holds: () => boolean, what: string): Promise<void>;
  end(): Promise<void>;
}

export function host(world: World): Hosted {
  const door = createDoor(world),
    links = new LinkManager(),
    began = performance.now();
  let inputs: Envelope[] = [];
  const perform = (effects: readonly Effect[]): void => {
    for (const effect of effects) {
      if (effect.type === 'ask')
        inputs.push({
          author: HOST,
          input: { type: 'access', answer: { ask: effect.question.ask, decision: 'allow', by: 'host', at: new Date().toISOString() } },
        });
      else if (isLinkEffect(effect)) links.perform(effect);
    }
  };
  const tick = (): void => {
    const events = links.collect('tick');
    const taken: Envelope[] = events.length > 0 ? [{ author: HOST, input: { type: 'link', events } }, ...inputs] : inputs;
    inputs = [];
    perform(door.step({ mode: 'tick', real: Math.floor(performance.now() - began), inputs: taken }).effects);
  };
  return {
    world,
    door,
    async until(holds, what) {
      for (const end = performance.now() + PATIENCE; !holds();) {
        if (performance.now() > end) throw new Error(`waited in vain for: ${what}`);
        tick();
        await new Promise((resolve) => {
          setTimeout(resolve, 5);
        });
      }
    },
    async end() {
      perform(door.end());
      await links.closeAll(500);
    },
  };
}
