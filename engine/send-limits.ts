/** Clients that one send may be for. */
export const SEND_TARGETS = 20_000;
/** Messages a second, and seconds for which an answer is waited for, where a send says nothing else. */
export const USUAL_RATE = 1_000,
  USUAL_WITHIN = 5;
