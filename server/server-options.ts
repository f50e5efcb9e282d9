import type { DecisionTimes } from './access/decisions.ts';
import type { Registry } from '../engine/index.ts';
import type { JournalsOptions, VersionsKept, WorldSource } from './hosting/opener.ts';
import type { Log } from './log/log.ts';
import type { TokenRole } from './security/tokens.ts';

/** What a server may be told. All of it has a default. */
export interface ServerOptions {
  /** Default 4600; 0 takes a free one. */
  readonly port?: number;
  /** Address to listen on. Default 127.0.0.1, which only this machine reaches. */
  readonly host?: string;
  /** Token of the Admin. Default a fresh one. */
  readonly token?: string;
  /** Tokens of other roles. */
  readonly tokens?: readonly TokenRole[];
  /** Worlds to run from the start. */
  readonly worlds?: readonly WorldSource[];
  /** Hosts that worlds may connect to without anybody being asked: a URL, `host:port`, or `host`. */
  readonly allowedUrlHosts?: readonly string[];
  /** Where worlds may listen: a port or `FROM-TO` for this machine alone, `ADDRESS:PORT` for whoever reaches that address. Default nowhere. */
  readonly allowedListenPorts?: readonly (string | number)[];
  /** Further names that this server answers for. */
  readonly allowedHosts?: readonly string[];
  /** Further origins whose pages may act here. */
  readonly allowedOrigins?: readonly string[];
  /** Proxies in front of this server that are believed when they name the address of who asks: addresses, and networks as `10.0.0.0/8`. */
  readonly trustedProxies?: readonly string[];
  /** Seconds between saves of changed worlds; 0 is never, the default. */
  readonly autosaveInterval?: number;
  /** Whether worlds that were edited are saved when the server ends. Default false. */
  readonly saveOnExit?: boolean;
  /** Most users in a world; 0, the default, is no limit. */
  readonly maxUsers?: number;
  /** Folder for what is remembered. Default: nothing is remembered beyond this server's life. */
  readonly stateFolder?: string;
  /** The journals of worlds of files, in the state folder. Default: there are none. */
  readonly journals?: Omit<JournalsOptions, 'stateFolder'>;
  /** Versions of the scenes of files, in the state folder. Default: none are kept. */
  readonly versions?: Omit<VersionsKept, 'stateFolder'>;
  /** Folder whose scenes may be opened through the API. */
  readonly worldsFolder?: string;
  /** Certificates that `wss` connections trust besides the usual: PEM text, or files of it. */
  readonly extraCAs?: readonly string[];
  /** A proxy that connections of worlds go through: its URL, `environment`, or `none`. Default none; what the environment names is then told in the log. */
  readonly proxy?: string;
  /** Hosts that are connected to without the proxy, as in NO_PROXY. */
  readonly noProxy?: readonly string[];
  /** Components and systems. Default the built-in ones and those of `plugins`. */
  readonly registry?: Registry;
  /** Modules that export `plugin`, with components and systems. */
  readonly plugins?: readonly string[];
  /** Bytes of messages that the timeline of each world keeps of what passed its connections. Default 32 MB; 0 for no timeline. */
  readonly trafficKeep?: number;
  /** Each world in a thread of its own. Such worlds know the components of `plugins`, not of `registry`. Default false. */
  readonly threads?: boolean;
  /** File to write what the worlds do when, in Chrome's Trace Event Format. Default: none. */
  readonly trace?: string;
  /** What the worlds of this server are a replay of, in words: they begin paused, and nothing goes out of them. Default: they are no replay. */
  readonly replayOf?: string;
  readonly log?: Log;
  /** Folder of the built page. */
  readonly page?: string;
  /** Requests of one address in ten seconds (2,000), and events of one user's pages in a second (200). */
  readonly requestsPerTenSeconds?: number;
  readonly eventsPerSecond?: number;
  /** Milliseconds in which the head of a request must have come (15,000), and in four times as many all of it. */
  readonly headersTimeout?: number;
  /** Milliseconds that a connection may stand without a byte of a request (5,000). */
  readonly silence?: number;
  /** Milliseconds in which who opens a socket must say who they are (10,000), and in which a page must answer when it is asked whether it is there (15,000). */
  readonly pageTimeout?: number;
  /** Milliseconds that a recorded world waits for a disk that does not keep up (1,000). */
  readonly diskPatience?: number;
  /** How long the file of access decisions is waited for where it cannot be written, or another process has its lock. */
  readonly decisionTimes?: DecisionTimes;
  /**
   * Milliseconds after which a world in a thread of its own that does not answer counts as stuck (5,000): whoever asks for something of it is told
   * then, and its thread is ended where it is to be closed.
   */
  readonly threadPatience?: number;
  /** Real time in milliseconds, as worlds count it for what they wait for. Default the machine's; what only tries worlds out may let it pass faster. */
  readonly now?: () => number;
}
