import { createDoor, createRegistry, openScene, type WorldDoor, type World } from '../../../engine/index.ts';
import { leastOf, tell } from '../clock.ts';
import { sceneText } from '../scene-plan.ts';

/** A scene's way into a world (`load`) and out of it (`save`). */
const text = sceneText(100_000);
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

if (process.argv[2] === 'load') tell(leastOf(() => () => void load(), 8));
else {
  const door = createDoor(load());
  let best = Infinity;
  for (let i = 0; i < 8; i++) best = Math.min(best, await save(door));
  tell(best);
}
