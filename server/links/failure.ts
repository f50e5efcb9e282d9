import { visible, WorldwireError, type ErrorCode } from '../../engine/index.ts';
import { answerWords, type Answer } from './answer-words.ts';
import { networkWords } from './network-words.ts';
import type { OpenFiles } from './open-files.ts';
import { placeOf, wordsOf, type SystemError } from './system-error.ts';
import { isTlsError, tlsWords } from './tls-words.ts';

/** Why a connection failed, as the world is told. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  /** The close code that we sent for it, where it was we who ended an open connection. Default 1006, which nobody sends. */
  readonly closeCode?: number;
}

/** What an attempt was to do, for the words of its failure. */
export interface Attempt {
  readonly url: URL;
  readonly protocols: readonly string[];
  /** The proxy that it goes through, and what is known of that. */
  readonly proxy?: ProxyAttempt;
  readonly files?: OpenFiles | undefined;
}

/** An attempt that goes through a proxy. */
export interface ProxyAttempt {
  /** Its address for people, without user and password. */
  readonly name: string;
  /** The proxy has made the connection: from then on what fails is the server's. */
  through: boolean;
  /** What it answered instead. */
  refusal: Answer | undefined;
}

/** Most characters of words that come from elsewhere. */
const MOST_WORDS = 500;
/** Close codes that ws sends for what it finds wrong; for all else 1002. */
const SENT: { readonly [code: string]: number } = {
  WS_ERR_INVALID_UTF8: 1007,
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: 1009,
  WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH: 1009,
  WS_ERR_TOO_MANY_BUFFERED_PARTS: 1008,
};

/**
 * The code and the words for an error of a socket: whose fault, where, what next.
 * @param attempt what it was to do; undefined where it has not begun, or the error came of an open connection
 * @param peer what is at the other end
 */
export function failureOf(error: Error, attempt: Attempt | undefined, peer: 'server' | 'client' = 'server'): Failure {
  if (error instanceof WorldwireError) return { code: error.code, message: error.message };
  const code = (error as SystemError).code ?? '';
  const closeCode = attempt === undefined ? (SENT[code] ?? 1002) : 1006;
  if (SENT[code] === 1009) return { code: 'WW_MESSAGE_TOO_LARGE', message: `the ${peer} sent a message larger than MaxMessageSize`, closeCode };
  if (code.startsWith('WS_ERR_') || code.startsWith('Z_'))
    return { code: 'WW_PROTOCOL_ERROR', message: `the ${peer} broke the WebSocket protocol (${visible(error.message, MOST_WORDS)})`, closeCode };
  if (attempt === undefined) return { code: 'WW_CONNECTION_LOST', message: `the connection broke: ${wordsOf(error)}` };
  return attemptFailure(error, attempt, code);
}

/** The failure of an attempt that was answered in HTTP, by the server or by the proxy before it. */
export function refusalOf(answer: Answer, attempt: Attempt): Failure {
  const { proxy } = attempt;
  if (proxy !== undefined && !proxy.through) return proxyRefusal(proxy, proxy.refusal ?? answer, attempt);
  return { code: 'WW_HANDSHAKE_REFUSED', message: answerWords(answer, attempt.url, attempt.protocols) };
}

/** What went wrong before the server was reached: with this machine, or with the proxy; undefined where it was neither. */
export function failureBefore(error: SystemError, attempt: Attempt): Failure | undefined {
  const machine = machineFailure(error, attempt);
  if (machine !== undefined) return machine;
  const { proxy, url } = attempt;
  if (proxy === undefined || proxy.through) return undefined;
  if (proxy.refusal !== undefined) return proxyRefusal(proxy, proxy.refusal, attempt);
  // A name that is looked up here is the server's, whoever is to carry the connection there.
  if (isLookupOf(error, url)) return undefined;
  return { code: 'WW_PROXY', message: `the proxy ${proxy.name} could not be used: ${proxyWords(error, proxy, attempt)}` };
}

function attemptFailure(error: SystemError, attempt: Attempt, code: string): Failure {
  const before = failureBefore(error, attempt);
  if (before !== undefined) return before;
  const { url } = attempt;
  if (code.startsWith('HPE_')) return { code: 'WW_HANDSHAKE_REFUSED', message: notHttp(error, attempt) };
  if (url.protocol === 'wss:' && isTlsError(error, code)) return { code: 'WW_TLS', message: tlsWords(error, code, url) };
  if (isHangUp(error)) return { code: 'WW_CONNECT_FAILED', message: hungUp(attempt) };
  const status = /^Unexpected server response: (\d+)$/.exec(error.message)?.[1];
  if (status !== undefined) return refusalOf({ status: Number(status), statusText: '' }, attempt);
  if (code === '') return { code: 'WW_HANDSHAKE_REFUSED', message: handshakeWords(error.message, attempt) };
  if (code.startsWith('ERR_INVALID_')) return { code: 'WW_HEADER_INVALID', message: visible(error.message, MOST_WORDS) };
  return { code: 'WW_CONNECT_FAILED', message: networkWords(error, placeOf(url)) ?? wordsOf(error) };
}

/* ---------- this machine ---------- */

/** Codes of what this machine has run out of; neither the server nor the network is at fault. */
const SPENT: { readonly [code: string]: string } = {
  ENFILE: 'the open files of the whole machine are used up (fs.file-max of the system)',
  EADDRNOTAVAIL: 'it has no free port left for a connection to there (net.ipv4.ip_local_port_range), or no address of this kind',
  ENOBUFS: 'the network of the system has no memory left',
  ENOMEM: 'the system has no memory left',
};

/** A failure of this machine itself, which says nothing of the server. */
function machineFailure(error: SystemError, { files }: Attempt): Failure | undefined {
  const codes = [error, ...(error.errors ?? [])].map((each) => (each as SystemError).code ?? '');
  if (codes.includes('EMFILE')) {
    const words = files?.words ?? 'this program may open no more files; raise the limit before the start (ulimit -n)';
    return { code: 'WW_MACHINE_FULL', message: `this machine could not begin the connection: ${words}` };
  }
  const spent = codes.find((code) => Object.hasOwn(SPENT, code));
  return spent === undefined ? undefined : { code: 'WW_MACHINE_FULL', message: `this machine could not begin the connection: ${SPENT[spent]} (${spent})` };
}

/* ---------- a proxy ---------- */

function proxyRefusal({ name }: ProxyAttempt, { status, statusText }: Answer, { url }: Attempt): Failure {
  const said = `the proxy ${name} answered ${status} ${visible(statusText, 100)}`.trimEnd();
  const place = placeOf(url);
  const next =
    status === 407
      ? 'it wants user and password; write them into `proxy` as http://USER:PASSWORD@HOST:PORT, or mend those that stand there'
      : status === 502 || status === 503 || status === 504
        ? `it could not reach ${place}; look whether the server runs, and whether the proxy may go there`
        : status === 403
          ? `it does not let this machine through to ${place}; its owner decides that, or \`noProxy\` goes around it`
          : `it makes no connection to ${place}; look whether it takes CONNECT`;
  return { code: 'WW_PROXY', message: `${said}: ${next}` };
}

function proxyWords(error: SystemError, { name }: ProxyAttempt, { url }: Attempt): string {
  if (isTlsError(error, error.code ?? '')) return `TLS with it failed (${visible(error.message.replaceAll(/\s+/g, ' '), 200)})`;
  const rejected = /rejected connection - (\w+)/.exec(error.message)?.[1];
  if (rejected !== undefined) return `it could not reach ${placeOf(url)} (${rejected}); look whether the server runs, and whether the proxy may go there`;
  if (/authentication failed/i.test(error.message)) return 'it does not take the user and password of `proxy`';
  // The library for SOCKS keeps the words of an error and drops its code.
  const code = error.code ?? /\bE[A-Z]{4,}\b/.exec(error.message)?.[0];
  return networkWords(code === undefined ? error : Object.assign(error, { code }), name) ?? wordsOf(error);
}

function isLookupOf(error: SystemError, { hostname }: URL): boolean {
  return error.syscall === 'getaddrinfo' && error.hostname === hostname;
}

/* ---------- the handshake ---------- */

export function isHangUp({ code, message }: SystemError): boolean {
  return (
    (code === 'ECONNRESET' && message === 'socket hang up') || message === 'Client network socket disconnected before secure TLS connection was established'
  );
}

/** The server took the connection and ended it without a word. */
function hungUp({ url, protocols }: Attempt): string {
  const { length } = url.pathname + url.search;
  const likely =
    length > 8000
      ? `the URL has ${length} characters behind the host, and many servers take no more than 8,000`
      : url.protocol === 'wss:'
        ? 'it may not speak TLS at this port (then ws:// is right)'
        : protocols.length > 0
          ? `some servers do so at a subprotocol that they do not know; Protocols is ${visible(protocols.join(', '), 200)}`
          : 'some servers do so where a subprotocol is missing (Protocols), or where they speak TLS at this port (then wss:// is right)';
  return `${placeOf(url)} hung up without an answer to the handshake (socket hang up): ${likely}`;
}

/** What came is no HTTP; where it is a record of TLS, that is what is spoken there. */
function notHttp(error: SystemError, { url }: Attempt): string {
  const { rawPacket } = error as { rawPacket?: unknown };
  const first = rawPacket instanceof Uint8Array ? rawPacket[0] : undefined;
  if (url.protocol === 'ws:' && first !== undefined && first >= 0x14 && first <= 0x17 && (rawPacket as Uint8Array)[1] === 3)
    return `${placeOf(url)} speaks TLS at this port; write wss:// instead of ws://`;
  if (error.code === 'HPE_HEADER_OVERFLOW') return `${placeOf(url)} answered with more headers than are taken in`;
  return `${placeOf(url)} did not answer in HTTP (${visible(error.message, 200)}); look whether a WebSocket server listens at this port`;
}

/** What ws finds wrong with an upgrade, with what to do. */
function handshakeWords(message: string, { protocols }: Attempt): string {
  const offered = visible(protocols.join(', '), 200);
  switch (message) {
    case 'Server sent no subprotocol':
      return `the server chose none of the subprotocols that Protocols offers (${offered}); look which it knows, or leave Protocols empty`;
    case 'Server sent an invalid subprotocol':
      return `the server chose a subprotocol that Protocols does not offer (${offered})`;
    case 'Server sent a subprotocol but none was requested':
      return 'the server chose a subprotocol though Protocols offers none; write the one that it speaks into Protocols';
    case 'Invalid Upgrade header':
    case 'Invalid Sec-WebSocket-Accept header':
      return `what answers is no WebSocket server, or something in between rewrites its answer (${message})`;
    default:
      return visible(message, MOST_WORDS);
  }
}
