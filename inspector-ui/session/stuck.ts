import { session } from './session.ts';

/** Whether the world that one is in does not answer, so that what is shown is the last that it told. Follows `session.worlds` and `session.world`. */
export function isStuck(): boolean {
  return session.worlds.value.find(({ name }) => name === session.world.value)?.stuck === true;
}
