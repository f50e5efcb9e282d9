import type { Json } from '../../server/protocol.ts';
import { session } from '../session/session.ts';
import { sameJson } from '../../engine/same-json.ts';

/** The value that one sets oneself has been set otherwise: by somebody who came last, or by whatever it is while one types. */
export interface Rival {
  /** Who set it; absent where it was no other person: a component of the world, or oneself on another page. */
  readonly by?: string;
  readonly value: Json;
  /** What was sent from here and is lost; absent where it was not yet sent. */
  readonly mine?: Json;
}

/** For so long after it was sent one is told that another has set it again. */
const MINE = 5_000;

/** Whose value stands in a field, as seen by somebody who edits it: who loses is told. */
export class Rivalry {
  #sent: { readonly value: Json; readonly at: number } | null = null;

  sent(value: Json): void {
    this.#sent = { value, at: performance.now() };
  }

  /** A value came in from the world. Gives what is to be told: a rival, nothing (null), or that all stays as it is (undefined). */
  came(value: Json, author: string | undefined, typing: boolean): Rival | null | undefined {
    if (author === undefined || author === session.me.value?.userId) return typing ? { value } : author === undefined ? undefined : null;
    const sent = this.#sent;
    if (sent !== null && performance.now() - sent.at < MINE && !sameJson(sent.value, value)) return { by: author, value, mine: sent.value };
    return typing ? { by: author, value } : undefined;
  }
}
