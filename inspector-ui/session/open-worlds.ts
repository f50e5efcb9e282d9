import { Cell } from '../cells/cell.ts';
import { recall, remember } from '../cells/memory.ts';
import { session } from './session.ts';

const REMEMBERED = 'worlds.open';

/** Worlds that somebody has before them, by name, in the order in which they were opened here. The page follows the one that it shows, and no other. */
export const openWorlds = new Cell<readonly string[]>(recalled());

session.entered.subscribe(() => {
  const name = session.world.value;
  if (name !== null && !openWorlds.value.includes(name)) openWorlds.value = [...openWorlds.value, name];
});
// One that was closed has no tab any more; a server that is away has closed none.
session.worlds.subscribe(() => {
  if (session.phase.value !== 'online') return;
  const running = new Set(session.worlds.value.map(({ name }) => name));
  if (openWorlds.value.some((name) => !running.has(name))) openWorlds.value = openWorlds.value.filter((name) => running.has(name));
});
openWorlds.subscribe(() => remember(REMEMBERED, [...openWorlds.value].slice(-20)));

/** Takes the tab of a world away; the world goes on. Gives the one that is to be shown then, where it was the one before somebody. */
export function leaveTab(name: string): string | undefined {
  const list = openWorlds.value;
  const at = list.indexOf(name);
  openWorlds.value = list.filter((each) => each !== name);
  return session.world.value === name ? (openWorlds.value[at] ?? openWorlds.value[at - 1]) : undefined;
}

function recalled(): readonly string[] {
  const known = recall(REMEMBERED);
  return Array.isArray(known) ? known.filter((each): each is string => typeof each === 'string').slice(-20) : [];
}
