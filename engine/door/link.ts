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
  | { readonly type: 'activity'; readonly connection: number };

/** What a link must keep to for one connection. */
export interface LinkLimits {
  readonly maxMessageSize: number;
  readonly maxBufferedAmount: number;
  readonly maxMessagesPerTick: number;
}
