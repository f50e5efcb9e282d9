import type { SocketFacts } from '../../agent/messages.ts';
import type { MachineKind } from '../../engine/index.ts';

/** The socket of a connection, as its link knows it; the world itself does not hold this. */
export interface SocketInfo extends SocketFacts {
  /** Number of the connection. */
  readonly connection: number;
  /** Who carries it, and how. */
  readonly machine: { readonly userId: string; readonly machineId: string; readonly kind: MachineKind };
}
