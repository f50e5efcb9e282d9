/** How something ended that a node had done outside of the world. */
export interface ErrandResult {
  readonly as: 'response' | 'error' | 'granted' | 'denied' | 'ignored';
  /** Of a response. */
  readonly status: number;
  readonly content: string | null;
}
