import type { Resolve } from '../links/dial.ts';
import type { TerminalStreams } from './terminal.ts';

/** What a machine is told that joins a server. */
export interface JoinOptions {
  /** Address of the server's page, with or without its token. */
  readonly url: string;
  /** Name by which the others see the user. */
  readonly user: string;
  readonly token?: string | undefined;
  /** The user's secret for this server, brought from another machine. */
  readonly me?: string | undefined;
  /** Name of the world; may be left out where only one runs. */
  readonly world?: string | undefined;
  /** Hosts that worlds may connect to from here without anybody being asked. */
  readonly allowHosts?: readonly string[];
  /** Certificates in PEM that are trusted besides the usual, by the server's and by all other connections. */
  readonly extraCAs?: readonly string[];
  /** A proxy for the way to the server and for all connections: its URL, `environment`, or `none`; and what goes around it. */
  readonly proxy?: string | undefined;
  readonly noProxy?: readonly string[] | undefined;
  /** Folder of the user's identity, and of what they have decided. */
  readonly configFolder: string;
  readonly stateFolder: string;
  readonly streams: TerminalStreams;
  /** Turns names into addresses. Default: as the machine does. */
  readonly resolve?: Resolve;
  /** The user ends the command while a question has the terminal, so that no signal comes. */
  readonly interrupted?: () => void;
}
