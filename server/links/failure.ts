import { STATUS_CODES } from 'node:http';
import { WorldwireError, type ErrorCode } from '../../engine/index.ts';

/** Why a connection failed, as the world is told. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
}

/** What Node and ws put on their errors. */
interface SystemError extends Error {
  readonly code?: string;
  readonly syscall?: string;
  readonly errors?: readonly Error[];
}

/**
 * The code and the words for an error of a socket.
 * @param secure whether it was a `wss` connection
 * @param opened whether the handshake was done
 */
export function failureOf(error: Error, secure: boolean, opened: boolean): Failure {
  if (error instanceof WorldwireError) return { code: error.code, message: error.message };
  const code = (error as SystemError).code ?? '';
  if (code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH' || code === 'WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH') {
    return { code: 'WW_MESSAGE_TOO_LARGE', message: 'the server sent a message larger than MaxMessageSize' };
  }
  if (code.startsWith('WS_ERR_') || code.startsWith('Z_')) return { code: 'WW_PROTOCOL_ERROR', message: error.message };
  if (opened) return { code: 'WW_CONNECTION_LOST', message: wordsOf(error) };
  return handshakeFailure(error, secure, code);
}

function handshakeFailure(error: SystemError, secure: boolean, code: string): Failure {
  const status = /^Unexpected server response: (\d+)$/.exec(error.message)?.[1];
  if (status !== undefined) {
    return { code: 'WW_HANDSHAKE_REFUSED', message: `the server answered ${status} ${STATUS_CODES[status] ?? ''}`.trimEnd() + ' instead of an upgrade' };
  }
  if (code.startsWith('HPE_')) return { code: 'WW_HANDSHAKE_REFUSED', message: `the server did not answer in HTTP (${error.message})` };
  if (secure && isTls(error, code)) return { code: 'WW_TLS', message: tlsWords(error, code) };
  if (code === '') return { code: 'WW_HANDSHAKE_REFUSED', message: error.message };
  if (code.startsWith('ERR_INVALID_')) return { code: 'WW_HEADER_INVALID', message: error.message };
  return { code: 'WW_CONNECT_FAILED', message: wordsOf(error) };
}

/** Errors of the network name the system call that failed; those of a certificate and of TLS itself do not, but for EPROTO. */
function isTls(error: SystemError, code: string): boolean {
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_')) return true;
  return error.syscall === undefined && /^[A-Z]+(_[A-Z]+)+$/.test(code) && !code.startsWith('ERR_') && error.errors === undefined;
}

function tlsWords(error: Error, code: string): string {
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) return `TLS could not be agreed on (${code}); does the server speak TLS at this port?`;
  return `${error.message.replaceAll(/\s+/g, ' ').slice(0, 500)} (${code})`;
}

/** Where several addresses were tried, Node's error has no words of its own. */
function wordsOf(error: SystemError): string {
  if (error.errors !== undefined && error.errors.length > 0) return [...new Set(error.errors.map((each) => each.message))].join('; ');
  return error.message === '' ? (error.code ?? 'unknown error') : error.message;
}
