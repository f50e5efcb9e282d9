import type { FromAgent, ToAgent } from '../../agent/frames.ts';
import type { AgentFeatures } from '../../agent/messages.ts';
import type { Failure } from './failure.ts';
import type { LinkOwner } from './link.ts';
import type { MessageData } from './message-queue.ts';

/** A connection that a machine carries. */
export interface CarriedConnection {
  readonly entity: string;
  readonly component: string;
  readonly url: string;
  readonly open: boolean;
}

/** A connection to the machine that holds its socket. */
export interface RelayEnd {
  readonly connection: number;
  readonly carried: CarriedConnection;
  /** Bytes that a message of it may have. */
  readonly mostBytes: number;
  /** Takes in what the agent says; gives what is wrong with it, in words. */
  hear(record: FromAgent, bytes: number): string | undefined;
  /** The agent has gone, or cannot be trusted. */
  lost(failure: Failure): void;
}

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
  carry(link: RelayEnd): void;
  /** It has ended. */
  release(link: RelayEnd): void;
}

/** What a relayed link needs of the one that owns it. */
export interface RelayedOwner extends LinkOwner {
  /** Connections that the world knows. */
  readonly connections: number;
}
