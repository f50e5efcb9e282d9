/**
 * What a machine that opens sockets for its user and the server tell each other, besides the records of its connections (records.ts).
 * The page's wire carries it.
 */
import type { AccessAnswer, AccessQuestion, AccessScope, MachineKind } from '../engine/index.ts';

/** Questions for a machine, and the numbers of those taken back. `whole`: what was asked before stands no longer. */
export interface MachineQuestions {
  readonly world: string;
  readonly asked: readonly AgentQuestion[];
  readonly withdrawn: readonly number[];
  readonly whole?: true;
}
/** Answers of a machine's user, or of its memory. */
export interface MachineAnswers {
  readonly world: string;
  readonly answers: readonly AgentAnswer[];
}

/** What a server tells a machine that offered to open sockets. */
export interface ServerToMachine {
  /** Questions for this machine, and those taken back. `whole`: what was asked before stands no longer. */
  questions: (message: MachineQuestions) => void;
  /** Records for the connections that this machine carries (frames.ts); what it has to say goes the other way. */
  relay: (frame: Uint8Array) => void;
}
/** What such a machine tells besides the page's messages. */
export interface MachineToServer {
  /** Records of the connections that it carries (frames.ts). They have no acknowledgement. */
  relay: (frame: Uint8Array) => void;
}

/** What a machine that offers to open sockets can do. */
export interface AgentFeatures {
  readonly kind: Exclude<MachineKind, 'server'>;
  /** Sends handshake headers. */
  readonly headers: boolean;
  /** Sees ping and pong frames. */
  readonly pings: boolean;
  /** Can slow a server down. */
  readonly pauses: boolean;
  /** Looks at the addresses behind a name before it dials them. */
  readonly checksAddresses: boolean;
  /** Nobody sits there who could be asked. */
  readonly unattended?: true;
}

/** A question as an agent is asked it. */
export interface AgentQuestion extends AccessQuestion {
  /** Where the address lies, if it lies near, as far as its spelling tells. */
  readonly warning?: string;
}

/** An agent's answer; the server says by whom. */
export type AgentAnswer = Omit<AccessAnswer, 'by' | 'name'>;

/** A standing question: of the host, for Admins; or of one's own machine. `warning` says where the address lies, if it lies near. */
export interface Prompt extends AccessQuestion {
  readonly world: string;
  readonly warning?: string;
  /** The first of the others that ask for the same host and port. */
  readonly also: readonly { readonly entity: string; readonly path: readonly string[] }[];
  /** How many others there are. */
  readonly others: number;
  /** Number of the newest of them all: with it an answer counts for those alone that were shown. */
  readonly newest: number;
}

/** What was decided for good of a host and port. */
export interface RememberedDecision {
  readonly scope: AccessScope;
  readonly host: string;
  readonly port: number;
  readonly decision: 'allow' | 'deny';
  /** User id of who decided, and their name then. */
  readonly by: string;
  readonly name?: string;
  /** ISO 8601. */
  readonly at: string;
  /** The AccessReason that was given last. */
  readonly reason?: string;
  /** Who decided was told that the address lies on their machine or a network nearby. */
  readonly near?: true;
}

/** What whoever holds a socket knows of it. What a browser does not tell is empty, 0 or null. */
export interface SocketFacts {
  readonly url: string;
  /** Address and port that it is connected to. */
  readonly remote: string;
  /** Real time at which it opened, ISO 8601. */
  readonly openedAt: string;
  /** Milliseconds from the start of the attempt to open. */
  readonly took: number;
  readonly status: number;
  readonly statusText: string;
  /** Headers of the server's answer; at most 100, values cut at 1,000 characters. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly protocol: string;
  readonly extensions: string;
  /** Milliseconds of the newest ping and its pong; null before one came back. Asking sends the next ping. */
  readonly roundTrip: number | null;
  /** Messages received that wait for their tick, and bytes that wait to be sent. */
  readonly queued: number;
  readonly buffered: number;
}
