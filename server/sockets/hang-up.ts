/** What can be ended at once: a WebSocket of `ws`. */
interface Terminable {
  terminate(): void;
}

/** Ends the connection below a transport of engine.io at once: who reads nothing never answers a close, and would be waited for. */
export function hangUp(transport: unknown): void {
  if (typeof transport !== 'object' || transport === null || !('socket' in transport)) return;
  const { socket } = transport;
  if (typeof socket === 'object' && socket !== null && 'terminate' in socket && typeof socket.terminate === 'function') (socket as Terminable).terminate();
}
