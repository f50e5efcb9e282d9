/** What the links of a world are doing. */
export interface LinkStats {
  /** Connections past their handshake. */
  readonly open: number;
  /** Connections that the world knows, in whichever state. */
  readonly connections: number;
  /** TCP connections that live, those included that are closing unheard. */
  readonly sockets: number;
  /** Connections whose socket is paused for the world to catch up. */
  readonly paused: number;
  /** Connections that have messages waiting. */
  readonly queued: number;
  /** Bytes that wait, about. */
  readonly queuedBytes: number;
  /** Messages received and sent since the start. */
  readonly messagesIn: number;
  readonly messagesOut: number;
  /** Their sizes; text as UTF-8. */
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Messages that a tick is handed at most, now. */
  readonly budget: number;
}
