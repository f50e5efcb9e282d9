import type { AccessScope } from '../access-scopes.ts';
import type { UserRef } from '../schema/field.ts';

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
  /** With `standing`: that allowance was for this once, so that no remembered one need be there. */
  readonly once?: true;
}
/**
 * The handling user's answer. `dismissed` decides nothing; `waiting` says that the question stands before somebody; `revoked`, of a standing
 * allowance, says that what it stood on was taken back: what stands is closed, and asks anew.
 */
export interface AccessAnswer {
  readonly ask: number;
  readonly decision: 'allow' | 'deny' | 'dismissed' | 'waiting' | 'revoked';
  /** Of an allowance: for this once, until URL or HandlingUser change or the world closes. */
  readonly once?: true;
  /** User id of who decided; `host` where the allow list did. */
  readonly by: string;
  /** Their name, for the words in StateReason where they are not in the world. */
  readonly name?: string;
  /** When, as ISO 8601, for the words in StateReason. */
  readonly at: string;
  /** In words, what to do, for `waiting`. */
  readonly note?: string;
}
