import type { ToAgent } from '../../agent/frames.ts';
import type { AgentFeatures } from '../protocol.ts';
import type { LinkOwner } from './link.ts';
import type { MessageData } from './message-queue.ts';
import type { RelayedLink } from './relayed-link.ts';

/** The machine that holds the sockets of relayed links. */
export interface Relay {
  readonly user: { readonly userId: string; readonly machineId: string };
  readonly features: AgentFeatures;
  write(record: Exclude<ToAgent, { type: 'send' }>): void;
  /** Sends a message; gives the bytes that it carries. */
  send(connection: number, data: MessageData): number;
  /** So many messages that were sent are no longer on their way. */
  settled(messages: number, bytes: number): void;
  /** Hears what is said of it from now on. */
  carry(link: RelayedLink): void;
  /** It has ended. */
  release(link: RelayedLink): void;
}

/** What a relayed link needs of the one that owns it. */
export interface RelayedOwner extends LinkOwner {
  /** Connections that the world knows. */
  readonly connections: number;
}
