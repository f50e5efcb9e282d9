import type { Json, UserRef } from '../schema/field.ts';
import type { AccessQuestion } from './access.ts';
import type { LinkLimits, ListenSettings } from './link.ts';

/** What is asked of the link of one connection, wherever it is held. */
export type ConnectionEffect =
  | {
      readonly type: 'open';
      readonly connection: number;
      /** Whose machine opens it; the machine is always named. */
      readonly user: UserRef;
      /** Id of the entity and key of the component that it is for. */
      readonly entity: string;
      readonly component: string;
      readonly url: string;
      readonly protocols: readonly string[];
      readonly headers: { readonly [name: string]: string };
      readonly limits: LinkLimits;
    }
  | { readonly type: 'configure'; readonly connection: number; readonly limits: LinkLimits }
  | { readonly type: 'send'; readonly connection: number; readonly data: string | Uint8Array }
  /**
   * Stop receiving, hand over what was received, tell `drained`; the socket closes with this code in the background. `drained` waits a little
   * for what was sent before, so that what does not go out is told as failed first.
   */
  | { readonly type: 'close'; readonly connection: number; readonly code: number; readonly reason: string }
  /** Ask the remote for a sign of life; its answer is told as `activity`. */
  | { readonly type: 'ping'; readonly connection: number }
  /** Close and forget what was received; told as `discarded`, behind what could not be sent. */
  | { readonly type: 'drop'; readonly connection: number };

/** What is asked of whoever listens for a world. */
export type ListenEffect =
  /** Listen. `connection` is the number of the listener, of the same row as those of connections; answered by `listening`, or by `closed` with why not. */
  | {
      readonly type: 'listen';
      readonly connection: number;
      /** Id of the entity and key of the component that it is for. */
      readonly entity: string;
      readonly component: string;
      readonly settings: ListenSettings;
    }
  /** Whom a listener lets in from now on; host and port stay what they are. */
  | { readonly type: 'admit'; readonly connection: number; readonly settings: ListenSettings }
  /** Let nobody in any more, and forget those who were let in and not taken. Those who were taken stay. Nothing of the listener is told from then on. */
  | { readonly type: 'unlisten'; readonly connection: number }
  /** Whom a listener has let in becomes a connection of this number, of which is told as of any other: it is open already. */
  | { readonly type: 'take'; readonly connection: number; readonly listener: number; readonly guest: number; readonly limits: LinkLimits };

/** What is asked of the links of a world: of its connections, and of where it listens. */
export type LinkEffect = ConnectionEffect | ListenEffect;

/** What is asked of the users who handle connections: whether the world may connect from their machine. */
export type AccessEffect = { readonly type: 'ask'; readonly question: AccessQuestion } | { readonly type: 'withdraw'; readonly ask: number };

/** What is asked of the machine, and answered by the input `ran`. */
export type JobEffect =
  /** `name` is that of a registered job, and `user` for whom it is done. */
  | { readonly type: 'run'; readonly job: number; readonly name: string; readonly args: Json; readonly user: string }
  /** Nobody waits for it any more. */
  | { readonly type: 'stop'; readonly job: number };

/** All that leaves a world. */
export type Effect = LinkEffect | AccessEffect | JobEffect;

/** Who carries an effect out. */
export type Outlet = 'link' | 'access' | 'job';

/** Who carries out which type of effect: the gate goes by it, and a type that is not in here leaves no world. */
export const OUTLETS: {
  readonly [T in Effect['type']]: T extends LinkEffect['type'] ? 'link' : T extends AccessEffect['type'] ? 'access' : 'job';
} = {
  open: 'link',
  configure: 'link',
  send: 'link',
  close: 'link',
  ping: 'link',
  drop: 'link',
  listen: 'link',
  admit: 'link',
  unlisten: 'link',
  take: 'link',
  ask: 'access',
  withdraw: 'access',
  run: 'job',
  stop: 'job',
};

/** Who carries out effects of a type; undefined where nobody does. */
export function outletOf(type: string): Outlet | undefined {
  return Object.hasOwn(OUTLETS, type) ? OUTLETS[type as Effect['type']] : undefined;
}

/** Whether an effect is for the links of a world's connections. */
export function isLinkEffect(effect: Effect): effect is LinkEffect {
  return outletOf(effect.type) === 'link';
}
