import type { ErrorCode } from '../errors.ts';

/** What a link tells of its connections. `connection` is the number that the world gave it when it asked for it to be opened. */
export type LinkEvent =
  /** `pings` false: whoever holds the socket sees no ping and pong frames, so silence says nothing. Default true. */
  | { readonly type: 'opened'; readonly connection: number; readonly protocol: string; readonly extensions: string; readonly pings?: false }
  | { readonly type: 'message'; readonly connection: number; readonly data: string | Uint8Array }
  /** The connection failed or the remote ended it; every message received before has been told. */
  | {
      readonly type: 'closed';
      readonly connection: number;
      readonly code: number;
      readonly reason: string;
      readonly error?: { readonly code: ErrorCode; readonly message: string };
    }
  /** After `close`: every message received up to then has been told. */
  | { readonly type: 'drained'; readonly connection: number }
  /** After `drop`: how many received messages were thrown away. */
  | { readonly type: 'discarded'; readonly connection: number; readonly messages: number }
  /**
   * A send did not go out, or `messages` of them in a row, the first of which was the connection's send number `number`, counted from 1.
   * `code` absent: WW_SEND_BUFFER_FULL.
   */
  | {
      readonly type: 'sendFailed';
      readonly connection: number;
      readonly number?: number;
      readonly messages?: number;
      readonly bytes: number;
      readonly message: string;
      readonly code?: ErrorCode;
    }
  /** Bytes of all messages that were to be sent and that the network has not taken; told whenever it is another than what was told last. */
  | { readonly type: 'buffered'; readonly connection: number; readonly bytes: number }
  /** The remote was heard of without a message to hand over: ping, pong, part of a message, messages that wait for their budget. */
  | { readonly type: 'activity'; readonly connection: number }
  /** A listener listens, at this address and port. */
  | { readonly type: 'listening'; readonly connection: number; readonly host: string; readonly port: number }
  /**
   * A listener has let somebody in, who waits to be taken (effect `take`) and says nothing until then. `guest` is a number of the listener's own.
   * `path` is what the client asked for, with its query; `protocol` what was agreed on; `address` where it comes from, as `127.0.0.1:50123`.
   */
  | {
      readonly type: 'accepted';
      readonly connection: number;
      readonly guest: number;
      readonly path: string;
      readonly protocol: string;
      readonly address: string;
    }
  /** A listener has turned so many away since it told that last; `reason` is why the last of them. */
  | { readonly type: 'turnedAway'; readonly connection: number; readonly count: number; readonly reason: string };

/** What a link must keep to for one connection. */
export interface LinkLimits {
  readonly maxMessageSize: number;
  readonly maxBufferedAmount: number;
  readonly maxMessagesPerTick: number;
}

/** Where a world listens, and whom it lets in. */
export interface ListenSettings {
  /** An IP address of the machine, and the port; 0 takes a free one. */
  readonly host: string;
  readonly port: number;
  /** The one path at which it answers; empty: at any. */
  readonly path: string;
  /** Subprotocols that it speaks, the most wanted first. With any, who speaks none of them is turned away. */
  readonly protocols: readonly string[];
  /** Origins whose pages may connect; `*` is any. */
  readonly origins: readonly string[];
  readonly maxClients: number;
}
