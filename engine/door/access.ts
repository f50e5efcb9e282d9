import type { UserRef } from '../schema/field.ts';

export type AccessScope = 'Websocket' | 'HTTP';
export interface AccessQuestion {
  /** Number of the question in its world. */
  readonly ask: number;
  readonly user: UserRef;
  readonly scope: AccessScope;
  readonly host: string;
  readonly port: number;
  readonly url: string;
  readonly reason: string;
  /** Id of the entity, and its names from the top. */
  readonly entity: string;
  readonly path: readonly string[];
  /** Key of the component. */
  readonly component: string;
  /** True where an earlier allowance of this connection stands, and only a remembered refusal matters: nobody need be prompted, and `waiting` lets it stand. */
  readonly standing?: true;
}
/** The handling user's answer. `dismissed` decides nothing; `waiting` says that the question stands before somebody. */
export interface AccessAnswer {
  readonly ask: number;
  readonly decision: 'allow' | 'deny' | 'dismissed' | 'waiting';
  /** User id of who decided; `host` where the allow list did. */
  readonly by: string;
  /** When, as ISO 8601, for the words in StateReason. */
  readonly at: string;
  /** In words, what to do, for `waiting`. */
  readonly note?: string;
}
