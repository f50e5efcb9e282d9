import type { ErrorCode } from '../../server/protocol.ts';

/** Why a socket ended, for LastError. */
export interface SocketFault {
  readonly code: ErrorCode;
  readonly message: string;
}

/** What a socket tells. */
export interface SocketListener {
  opened(protocol: string, extensions: string): void;
  message(data: string | Uint8Array): void;
  /** The oldest of what was to be sent has been taken by the network. */
  sent(bytes: number): void;
  /** It has ended; every message has been told. `fault` where it did not end with a close frame. */
  ended(code: number, reason: string, fault?: SocketFault): void;
  /** Whether it should go on to read. */
  readonly wants: boolean;
}

/** A socket of the browser's own, of either kind. It begins to connect at once. */
export interface TabSocket {
  send(data: string | Uint8Array, bytes: number): void;
  /** Its listener wants more. */
  resume(): void;
  /** Closes once all has gone out; what comes meanwhile is not told. */
  close(code: number, reason: string): void;
  /** Lets go of it at once; nothing of it is told any more. */
  abandon(): void;
}

/** That the browser could not connect. It tells no page why: a page could look around in somebody's network by it. */
export function notConnected(url: string): SocketFault {
  const mixed = url.startsWith('ws:') && location.protocol === 'https:';
  const why = mixed
    ? 'this page came by https, and a browser lets such a page dial wss:// only'
    : 'why, it does not tell a page; the console of the browser may say';
  return { code: 'WW_CONNECT_FAILED', message: `the browser could not connect: ${why}` };
}

export const LOST: SocketFault = { code: 'WW_CONNECTION_LOST', message: 'the connection ended without a close frame' };
