/** What a loop of the agents' figures is told. */
export interface AgentsWorld {
  /** Of the echo server. */
  readonly url: string;
  readonly connections: number;
  /** Users on machines of their own among whom the connections are divided; 0: the host opens them all. */
  readonly users: number;
  /** Messages that each connection keeps under way, each answered with the next. */
  readonly inFlight: number;
  /** Or, above 0: ticks after which each connection is sent the next message, answered or not. */
  readonly every: number;
}
/** What it tells. */
export interface AgentsRun {
  readonly rate: number;
  readonly ticks: number;
  readonly tickRate: number;
}

/** Times in milliseconds. */
export const AGENTS_PLAN = { warmup: 3000, measured: 5000, admin: 'admin-token-of-the-agents-bench', guest: 'guest-token-of-the-agents-bench' } as const;
