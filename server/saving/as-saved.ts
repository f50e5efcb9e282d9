import type { Registry } from '../../engine/index.ts';
import { openLocal } from '../doors/open-local.ts';
import { savedText, standing } from '../doors/paced-copy.ts';

/** A scene's text as a save of it would write it, so that what is written otherwise and means the same is no difference. Throws as `readScene` does. */
export async function sceneAsSaved(text: string, name: string, registry: Registry): Promise<string> {
  return savedText(standing(openLocal({ scene: text.replace(/^\uFEFF/, ''), file: name }, registry).door));
}

/** What a save of the world of a snapshot would write. Throws as `restoreWorld` does. */
export async function snapshotAsSaved(snapshot: string, registry: Registry): Promise<string> {
  return savedText(standing(openLocal({ snapshot }, registry).door));
}
