import { createDoor, createRegistry, openScene, type WorldDoor, type World } from '../../../engine/index.ts';
import { leastOf, tell } from '../clock.ts';
import { sceneText } from '../scene-plan.ts';

/** A scene's way into a world (`load`) and out of it (`save`), for so many entities, so many times. */
const [what, entities, times] = process.argv.slice(2);
const text = sceneText(Number(entities));
const registry = createRegistry();

function load(): World {
  return openScene(text, { registry }).world;
}

/** Milliseconds from asking for a save until its text is whole. */
async function save(door: WorldDoor): Promise<number> {
  globalThis.gc?.();
  const started = performance.now();
  const { capture } = await door.ask({ ask: 'capture' });
  const parts: string[] = [];
  for (let done = false; !done;) {
    const part = await door.ask({ ask: 'pull', capture, entities: 1000 });
    parts.push(part.text);
    done = part.done;
  }
  const taken = performance.now() - started;
  if (parts.join('').length < text.length / 2) throw new Error('the saved text is too short');
  return taken;
}

if (what === 'load') tell(leastOf(() => () => void load(), Number(times)));
else {
  const door = createDoor(load());
  let best = Infinity;
  for (let i = 0; i < Number(times); i++) best = Math.min(best, await save(door));
  tell(best);
}
