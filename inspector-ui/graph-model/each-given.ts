import type { Json } from '../../server/protocol.ts';
import type { Draft, Part } from './draft.ts';

/** Puts a function to all that the ports of a part of a node are given, the members of lists one by one; undefined takes it away. */
export function setEach(draft: Draft, id: string, part: Part, one: (given: Json) => Json | undefined): void {
  for (const [port, given] of Object.entries(draft.get(id)?.[part] ?? {}) as [string, Json][]) {
    const next = Array.isArray(given) ? (given as readonly Json[]).map(one).filter((each) => each !== undefined) : one(given);
    draft.give(id, part, port, next);
  }
}
