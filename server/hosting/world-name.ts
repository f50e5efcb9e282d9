import { parse } from 'node:path';
import type { Json } from '../../engine/index.ts';
import { takeUpFile } from '../recording/take-up.ts';

/** What a world is called that nobody has given a name. */
export async function calledAs({ file, from, scene }: { readonly file?: string; readonly from?: string; readonly scene?: Json }): Promise<string> {
  if (file !== undefined) return parse(file).name.replace(/\.scene$/, '');
  return from === undefined ? nameOf(scene) : (await takeUpFile(from)).name;
}

/** A name for a world without a file, from its title. */
function nameOf(scene: Json | undefined): string {
  const title: unknown = typeof scene === 'object' && scene !== null && 'name' in scene ? (scene as { name?: unknown }).name : undefined;
  const name =
    typeof title === 'string'
      ? title
          .toLowerCase()
          .replace(/[^a-z0-9]+/g, '-')
          .replace(/^-+|-+$/g, '')
          .slice(0, 100)
      : '';
  return name === '' ? 'world' : name;
}
