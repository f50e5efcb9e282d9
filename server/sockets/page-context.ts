import type { Agents } from '../agents/agents.ts';
import type { Desks } from '../hosting/desks.ts';
import type { HostedWorld } from '../hosting/hosted-world.ts';
import type { Log } from '../log/log.ts';
import type { SpareTime } from '../limits/spare-time.ts';
import type { Worlds } from '../hosting/worlds.ts';
import type { Person } from '../protocol.ts';
import type { Identity } from '../security/sessions.ts';
import type { Tokens } from '../security/tokens.ts';
import type { Allowances } from './allowances.ts';
import type { Office } from '../users/office.ts';
import type { People } from '../users/people.ts';
import type { Written } from './on-disk.ts';
import type { ViewShares } from './view-shares.ts';

/** What the sessions of a server share. */
export interface PageContext {
  readonly worlds: Worlds;
  readonly desks: Desks;
  /** What the host's desk remembers, and whether that is on the disk. */
  readonly decisions: Written;
  readonly agents: Agents;
  readonly people: People;
  readonly office: Office;
  readonly tokens: Tokens;
  readonly allowances: Allowances;
  readonly viewShares: ViewShares;
  /** Who somebody is as they stand now; throws where they are not let in any more. */
  readonly renew: (identity: Identity) => Identity;
  /** The time that worlds leave over. */
  readonly spare: SpareTime;
  readonly epoch: string;
  readonly log: Log;
  /** Who looks where has changed in a world, or how it runs. */
  readonly moved: (world: HostedWorld) => void;
  readonly ran: (world: HostedWorld) => void;
  /** Who is in a world, as far as it was told. */
  readonly here: (world: HostedWorld) => readonly Person[];
}
