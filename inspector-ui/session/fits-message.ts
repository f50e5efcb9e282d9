/** Bytes of one message, as many as the server takes with everything around it. */
const LONGEST = 900_000;

/** Whether something can be sent in one message: of what cannot the server ends the connection, and no answer comes. */
export function fitsMessage(what: unknown): boolean {
  return new Blob([JSON.stringify(what)]).size <= LONGEST;
}
