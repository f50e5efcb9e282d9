import { createDoor, createRegistry, openScene, type WorldDoor, type World } from '../../../engine/index.ts';
import { tell } from '../clock.ts';
import type { Pair } from '../pairs.ts';
import { sceneText } from '../scene-plan.ts';

/**
 * A scene's way into a world (`load`, `first` in its process) and out of it (`save`), for so many entities, so many times, and right before each
 * what any program pays for such a file: `JSON.parse` of its text, `JSON.stringify` of its value.
 */
const [what, entities, times] = process.argv.slice(2);
const text = sceneText(Number(entities));
const registry = createRegistry();
/** Times of each that are not told: until then it is compiled, and memory is fetched. */
const WARMUP = what === 'first' ? 0 : 2;

/**
 * The world that was loaded last stays until the next one is there, as it does in a server that loads a world again. Without any world V8 forgets
 * what objects of one look like, and with that all code that it has made for loading: each load would be the first one, which is told by itself.
 */
const held: World[] = [];
function load(): World {
  return (held[0] = openScene(text, { registry }).world);
}

/** Part by part, as a save gives them to the disk: nobody holds the whole text, and nobody joins what JSON.stringify gives in one. */
async function save(door: WorldDoor): Promise<void> {
  const { capture } = await door.ask({ ask: 'capture' });
  let length = 0;
  for (let done = false; !done;) {
    const part = await door.ask({ ask: 'pull', capture, entities: 1000 });
    length += part.text.length;
    done = part.done;
  }
  await door.ask({ ask: 'release', capture, durable: true });
  if (length < text.length / 2) throw new Error('the saved text is too short');
}

/** Milliseconds of a call that finds no garbage of another's. What it gives is held until the clock has stopped. */
async function timed(call: () => unknown): Promise<number> {
  globalThis.gc?.();
  const started = performance.now();
  const given = call();
  if (given instanceof Promise) await given;
  return performance.now() - started;
}

async function pairs(theirs: () => unknown, ours: () => unknown): Promise<Pair[]> {
  const told: Pair[] = [];
  for (let i = 0; i < WARMUP + Number(times); i++) {
    const baseline = await timed(theirs);
    const taken = await timed(ours);
    if (i >= WARMUP) told.push({ ours: taken, baseline });
  }
  return told;
}

if (what !== 'save') tell(await pairs(() => JSON.parse(text) as unknown, load));
else {
  const value: unknown = JSON.parse(text);
  const door = createDoor(load());
  tell(
    await pairs(
      () => JSON.stringify(value),
      () => save(door),
    ),
  );
}
