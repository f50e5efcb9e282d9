import { visible, WorldwireError } from '../../engine/index.ts';
import { failureBefore, isHangUp, type Attempt, type Failure } from '../links/failure.ts';
import { networkWords } from '../links/network-words.ts';
import { placeOf, wordsOf, type SystemError } from '../links/system-error.ts';
import { isTlsError, tlsWords } from '../links/tls-words.ts';

/** The code and the words for why a request has no answer: whose fault, where, what next. */
export function fetchFailure(error: SystemError, attempt: Attempt): Failure {
  if (error instanceof WorldwireError) return { code: error.code, message: error.message };
  const before = failureBefore(error, attempt);
  if (before !== undefined) return before;
  const { url } = attempt,
    code = error.code ?? '';
  if (code === 'HPE_HEADER_OVERFLOW') return failed(`${placeOf(url)} answered with more headers than are taken in`);
  if (code.startsWith('HPE_')) return failed(`${placeOf(url)} did not answer in HTTP (${visible(error.message, 200)})${otherScheme(error, url)}`);
  if (url.protocol === 'https:' && isTlsError(error, code)) return { code: 'WW_TLS', message: tlsWords(error, code, url) };
  if (isHangUp(error) || code === 'ECONNRESET' || code === 'EPIPE')
    return failed(`${placeOf(url)} ended the connection before it had answered to the end (${code === '' ? visible(error.message, 200) : code})`);
  return { code: 'WW_CONNECT_FAILED', message: networkWords(error, placeOf(url)) ?? wordsOf(error) };
}

function failed(message: string): Failure {
  return { code: 'WW_FETCH_FAILED', message };
}

/** Where what came is a record of TLS, that is what is spoken there. */
function otherScheme(error: Error, url: URL): string {
  const { rawPacket } = error as { rawPacket?: unknown };
  const first = rawPacket instanceof Uint8Array ? rawPacket[0] : undefined;
  const isTls = url.protocol === 'http:' && first !== undefined && first >= 0x14 && first <= 0x17 && (rawPacket as Uint8Array)[1] === 3;
  return isTls ? '; it speaks TLS at this port, so write https:// instead of http://' : '';
}
