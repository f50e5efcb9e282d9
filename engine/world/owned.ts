/** What a question of access was for: a host and port, from a machine of a user. */
export interface Asked {
  readonly userId: string;
  readonly machineId: string;
  readonly host: string;
  readonly port: number;
}

/**
 * That a user lets a host and port be connected to from a machine of theirs. `once`: it is remembered nowhere else than on that machine, for as
 * long as its agent runs. `stale`: to be confirmed before it is used again, since that user has decided anew.
 */
export interface Grant extends Asked {
  readonly once: boolean;
  readonly stale: boolean;
}

/** What a system keeps for each thing of its own that asks for access; `world.access` writes it, and the system saves it as its own. */
export interface Asking {
  /** Number of the question that stands before the user; 0 without one. */
  ask: number;
  /** The user and machine that the newest question was put to, and the host and port that it was for. */
  asked: Asked | null;
  grant: Grant | null;
}

/** What a system keeps of a connection; `world.links` writes it. */
export interface Linked {
  /** Number under which the link knows the connection; 0 without one. */
  number: number;
}

/**
 * What a user's answer comes to. Allowed: a grant stands. Denied: none does. Revoked: the one that stood was taken back. Dismissed: nothing was
 * decided. Waiting: the question stands before somebody, and no grant does.
 */
export type Outcome = 'allowed' | 'denied' | 'revoked' | 'dismissed' | 'waiting';

/** What a system keeps of a job that is being done for it; `world.jobs` writes it. Data, which the system saves along with the rest of it. */
export interface Working {
  /** Number of the job; 0 without one. */
  job: number;
  /** Name of the job that was asked for last, and for whom; empty before the first. */
  name: string;
  user: string;
}
