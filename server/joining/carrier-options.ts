import type { OpenRequest } from '../../agent/frames.ts';
import type { LinkBudgets } from '../links/budget.ts';
import type { AddressCheck, Resolve } from '../links/dial.ts';
import type { OpenFiles } from '../links/open-files.ts';
import type { Proxies } from '../links/proxies.ts';

/** Hears what becomes of connections, for who sits at the machine. */
export interface CarrierTold {
  opened(connection: CarriedFor): void;
  /** `wasOpen` false: it never opened. */
  ended(connection: CarriedFor, wasOpen: boolean, why: string): void;
}
/** What a connection is for. */
export type CarriedFor = Pick<OpenRequest, 'url' | 'entity' | 'component'>;

export interface SocketCarrierOptions {
  readonly checkAddress: AddressCheck;
  readonly extraCAs?: readonly string[];
  readonly resolve?: Resolve;
  readonly budgets?: LinkBudgets;
  readonly told?: CarrierTold;
  /** Whether what was relayed waits to go out: nothing more is handed over then. */
  readonly clogged?: () => boolean;
  /** Connections at a time. Default 20,000. */
  readonly mostCarried?: number;
  /** Which connections go through a proxy. Default none does. */
  readonly proxies?: Proxies;
  /** How many connections the machine allows. Default: as many as are asked for. */
  readonly files?: OpenFiles;
}
