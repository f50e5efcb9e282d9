import type { Registry, WorldDoor } from '../../engine/index.ts';
import { openLocal } from './open-local.ts';

/** Entities of a part of the text. */
const PART = 10_000;

/** A scene's text as a save of it would write it, so that what is written otherwise and means the same is no difference. Throws as `readScene` does. */
export function sceneAsSaved(text: string, name: string, registry: Registry): Promise<string> {
  return asSaved(openLocal({ scene: text.replace(/^\uFEFF/, ''), file: name }, registry).door);
}

/** What a save of the world of a snapshot would write. Throws as `restoreWorld` does. */
export function snapshotAsSaved(snapshot: string, registry: Registry): Promise<string> {
  return asSaved(openLocal({ snapshot }, registry).door);
}

async function asSaved(door: WorldDoor): Promise<string> {
  const { capture } = await door.ask({ ask: 'capture' });
  const parts: string[] = [];
  for (let done = false; !done;) {
    const part = await door.ask({ ask: 'pull', capture, entities: PART });
    done = part.done;
    parts.push(part.text);
  }
  return parts.join('');
}
