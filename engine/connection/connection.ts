import { HOST, type ConnectionState } from '../door.ts';
import type { Asking, Linked } from '../world/owned.ts';

/** An event of a client that waits to be handed out, with the acting user for whom it came about. Messages are kept as the link told them. */
export type Pending =
  | { readonly type: 'message'; readonly data: string | Uint8Array }
  | { readonly type: 'connected'; readonly acting: string }
  | { readonly type: 'disconnected'; readonly code: number; readonly reason: string; readonly acting: string };

/** Why a client that could connect does not begin by itself. */
export type Hold = 'disconnected' | 'dismissed' | 'failed';

/** How a connection or an attempt ended, or is about to. */
export interface Ending {
  readonly code: number;
  readonly reason: string;
  /** Who or what ended it. */
  readonly by: 'server' | 'failure' | 'us' | 'user';
  /** Code and message of the failure, as LastError shows them. */
  readonly error?: string;
  /** What the close frame says instead of the reason, where that tells of a user: the server is told nothing of them. */
  readonly frame?: string;
}

/**
 * What is kept of a WebsocketClient that has something going on, besides its columns; data only. A client at rest has
 * none, so a hundred thousand of them cost nothing. A grant is that the handling user lets this client connect, until URL or HandlingUser change.
 */
export interface Connection extends Linked, Asking {
  readonly row: number;
  state: ConnectionState;
  /** User id of who has set off what goes on, and for whom it goes on; the host where that was a scene or time. */
  acting: string;
  /** The user and machine that hold its socket, as long as the link knows it. */
  carrier: { readonly userId: string; readonly machineId: string } | null;
  /** Whether that machine sees ping and pong frames; if not, silence says nothing. */
  pings: boolean;
  /** Whether the last attempt ended because the address lies near, so that the user was asked once more. */
  near: boolean;
  hold: Hold | null;
  /** What follows when the connection that stands has ended. */
  after: 'now' | 'retry' | 'denied';
  /** Real time in ms from which the timer of the state counts: start of the attempt or the wait, or when the remote was heard last. */
  since: number;
  /** When the remote was asked for a sign of life since it was heard last; null where it was not. */
  pingedAt: number | null;
  /** How it ended, or is about to. */
  ending: Ending | null;
  /** More words for StateReason: what to do to be let through, who refused. */
  words: string;
  /** Events to hand out in order; those before `handed` have been. While there are none it is `NO_EVENTS`, to which nothing is added. */
  out: Pending[];
  handed: number;
  /** Messages that were accepted for sending since it opened: the number of the newest. */
  sends: number;
  /** Bytes of the messages that were accepted for sending since it opened. */
  offered: number;
  /** Bytes that wait to be sent: as the link told last, and accepted since. */
  buffered: number;
  accepted: number;
  /** The step in which `accepted` was counted. Steps are counted anew in each process, and what one accepted is with the link before the next. */
  acceptedStep: number;
  /** The component is gone; whoever still holds this lets go. */
  gone: boolean;
}

/** The list of every connection that has no event to hand out: an empty one of its own would stay with each. */
export const NO_EVENTS: Pending[] = [];

/** The record of a client that is at rest and about to do something. */
export function newConnection(row: number): Connection {
  return {
    row,
    state: 'Idle',
    acting: HOST.userId,
    number: 0,
    carrier: null,
    pings: true,
    near: false,
    ask: 0,
    asked: null,
    grant: null,
    hold: null,
    after: 'now',
    since: 0,
    pingedAt: null,
    ending: null,
    words: '',
    out: NO_EVENTS,
    handed: 0,
    sends: 0,
    offered: 0,
    buffered: 0,
    accepted: 0,
    acceptedStep: 0,
    gone: false,
  };
}

/** Whether a record holds nothing that would be missed, so that the client needs none. */
export function isAtRest(connection: Connection): boolean {
  return connection.state === 'Idle' && connection.hold === null && connection.ask === 0 && connection.grant === null && connection.out.length === 0;
}
