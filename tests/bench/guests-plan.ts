/** Tokens of a server that is flooded, and what its worlds are called. */
export const GUESTS_PLAN = {
  tokens: { Builder: 'builder-token-of-the-guests-bench', Guest: 'guest-token-of-the-guests-bench', Spectator: 'spectator-token-of-guests-bench' },
  crowded: 'crowded',
  neighbour: 'neighbour',
  entities: 100_000,
} as const;

/** What one process floods a server with. All rates are bounded, so that what gives out is the server and not the one who asks. */
export interface Flood {
  readonly origin: string;
  /** Users of this process, in turn Guests and Spectators. */
  readonly users: number;
  /** Requests that each has under way, and at most so many a second. */
  readonly inFlight: number;
  readonly perSecond: number;
  readonly what: FloodKind;
}
export type FloodKind = 'queries' | 'cheap' | 'sockets' | 'views' | 'events' | 'mixed';

/** How a world got on between two marks. */
export interface Mark {
  readonly at: number;
  readonly ticks: { readonly [world: string]: number };
  /** Processor time of the process, in milliseconds. */
  readonly busy: number;
  /** Milliseconds that the event loop was late since the mark before, 99 of 100 times at most. */
  readonly delay: number;
}
