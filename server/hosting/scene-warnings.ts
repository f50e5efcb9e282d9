import type { Log } from '../log/log.ts';

/** Warnings of a scene that the log tells. */
const MOST_WARNINGS = 20;

/** Tells what is odd in the scene of a world. What stands in many places of it, such as a component of a plugin that is not loaded, is one line. */
export function tellWarnings(log: Log, world: string, messages: readonly string[]): void {
  for (const line of gathered(messages).slice(0, MOST_WARNINGS)) log.warn({ world, code: 'WW_SCENE_UNKNOWN' }, line);
}

/** Warnings that say the same of several entities become one, that of the first, with the count of the others. */
function gathered(messages: readonly string[]): string[] {
  const groups = new Map<string, { first: string; more: number }>();
  for (const message of messages) {
    // Where in its file each stands, and whose it is, tells them apart for people only.
    const key = message.replace(/^.*?:\d+:\d+: (?=entities\/)/s, '').replace(/entities\/\d+(?: \([^)]*\))?/, 'entities');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: message, more: 0 });
    else group.more += 1;
  }
  return Array.from(groups.values(), ({ first, more }) => (more === 0 ? first : `${first} (and so in ${more} more ${more === 1 ? 'place' : 'places'})`));
}
