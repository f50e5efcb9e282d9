import type { LinkEffect, LinkEvent } from '../../engine/index.ts';
import type { LinkStats } from '../links/link-stats.ts';
import type { SocketInfo } from '../links/socket-info.ts';
import type { Turn } from './pacer.ts';

/** What connections have carried since the start, and what waits of it now. */
export type LinkTotals = Pick<LinkStats, 'open' | 'messagesIn' | 'messagesOut' | 'bytesIn' | 'bytesOut' | 'queuedBytes'>;

/** What carries a world's connections: `LinkManager` with real sockets, or nothing at all. */
export interface Links {
  perform(effect: LinkEffect): void;
  /** What has come in, within its budgets; in a pass only what is not behind a waiting message. */
  collect(mode: Turn): readonly LinkEvent[];
  /** Tells how the last tick went, so that the world's budget adapts: its milliseconds, the ticks left out before it, the milliseconds between two. */
  adapt(stats: { tickTime: number; late: number; interval: number }): void;
  /** What the socket of a connection is like; null where none is open. Left out where there are no sockets. */
  socketInfo?(connection: number): SocketInfo | null;
  /** Looks for what has come and no event has shown yet, so that it is told with the next step. Left out where there are no sockets. */
  sweep?(): void;
  /** Called now and then between two messages of many that come in, so that a tick need not wait for all of them. Set by the host. */
  between?: (() => void) | undefined;
  /** Closes every socket; resolves when all are closed, or after so many milliseconds by force. */
  closeAll(graceMs?: number): Promise<void>;
  readonly stats: LinkTotals;
}
