import type { UserRef } from '../../engine/index.ts';
import type { LinkBudgets } from './budget.ts';
import type { AddressCheck, Resolve } from './dial.ts';
import type { ListenPort, Taker } from './listen-port.ts';
import type { OpenFiles } from './open-files.ts';
import type { Proxies } from './proxies.ts';
import type { Relay } from './relay.ts';

/** What a manager of links may be told. All of it has a default. */
export interface LinkOptions {
  /** Certificates in PEM that `wss` connections trust besides those that Node brings. Default none. */
  readonly extraCAs?: readonly string[];
  readonly budgets?: LinkBudgets;
  /** Refuses addresses after their names have been resolved. Default: refuses link-local, cloud metadata, multicast and reserved ones. */
  readonly checkAddress?: AddressCheck;
  /** Default: as the machine resolves names. */
  readonly resolve?: Resolve;
  /**
   * Offer permessage-deflate, without context takeover. Default false: it costs some 100 KiB a connection that uses it, and a
   * server that was not offered it cannot make us inflate anything.
   */
  readonly compression?: boolean;
  /** Milliseconds after which a socket whose peer does not answer our close is ended hard. Default 2,000. */
  readonly closeTimeout?: number;
  /** Which connections go through a proxy. Default none does. */
  readonly proxies?: Proxies;
  /** How many connections the machine allows, shared by all managers of a process. Default: as many as are asked for. */
  readonly files?: OpenFiles;
  /** Makes what listens where the world wants to. Default: it may listen nowhere. */
  readonly listening?: (taker: Taker) => ListenPort;
  /** The machine that opens what is asked for another user than the host; undefined where none of theirs is here. Default none. */
  readonly agents?: (user: UserRef) => Relay | undefined;
}
