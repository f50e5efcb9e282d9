import { visible } from '../../engine/index.ts';
import { placeOf, type SystemError } from './system-error.ts';

const EXTRA = 'if it is an authority of your own, list its certificate under `extraCAs` in the configuration (--config) of the machine that connects';
const WORDS: { readonly [code: string]: string } = {
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'its certificate comes from an authority that this machine does not know, or the server leaves out ' + `those in between; ${EXTRA}`,
  UNABLE_TO_GET_ISSUER_CERT: `its certificate comes from an authority that this machine does not know; ${EXTRA}`,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: `its certificate comes from an authority that this machine does not know; ${EXTRA}`,
  SELF_SIGNED_CERT_IN_CHAIN: `its certificate comes from an authority that this machine does not know; ${EXTRA}`,
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'its certificate is signed by itself; if it is meant, list it under `extraCAs` in the configuration (--config) of the machine that connects',
  CERT_HAS_EXPIRED: "its certificate has expired; its owner must renew it (or this machine's clock is wrong)",
  CERT_NOT_YET_VALID: "its certificate is not valid yet; look at this machine's clock",
  CERT_REVOKED: 'its certificate was revoked; its owner must get a new one',
};

/** Errors of the network name the system call that failed; those of a certificate and of TLS itself do not, but for EPROTO. */
export function isTlsError(error: SystemError, code: string): boolean {
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_')) return true;
  return error.syscall === undefined && /^[A-Z]+(_[A-Z]+)+$/.test(code) && !code.startsWith('ERR_') && !code.startsWith('EAI_') && error.errors === undefined;
}

/** An error of TLS with a server in words: what is wrong, whose fault it is, what to do, and the code. */
export function tlsWords(error: SystemError, code: string, url: URL): string {
  const known = Object.hasOwn(WORDS, code) ? WORDS[code] : undefined;
  if (known !== undefined) return `${placeOf(url)}: ${known} (${code})`;
  const said = visible(error.message.replaceAll(/\s+/g, ' '), 500);
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `the certificate of ${placeOf(url)} is for another name than the URL has; look at the host in the URL: ${said} (${code})`;
  if (/wrong version number|packet length too long|http request|unknown protocol|record layer failure/i.test(error.message))
    return (
      `${placeOf(url)} does not speak TLS at this port (wrong version number); if nothing is to be encrypted, write ` +
      `${url.protocol === 'https:' ? 'http:// instead of https://' : 'ws:// instead of wss://'} (${code})`
    );
  if (/certificate required|alert certificate|bad certificate/i.test(error.message))
    return `${placeOf(url)} wants a certificate from this machine, which it cannot give: ${said} (${code})`;
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_'))
    return `TLS could not be agreed on with ${placeOf(url)}; look whether the server speaks TLS 1.2 or newer at this port: ${said} (${code})`;
  return `the certificate of ${placeOf(url)} was not accepted: ${said} (${code})`;
}
