/** Certificates of an authority of our own, made when a test asks for them. */
import { generate } from 'selfsigned';

export interface Authority {
  readonly cert: string;
  readonly key: string;
}
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

const DAY = 24 * 3600 * 1000;

/** A certificate authority that no machine trusts unless told to. */
export async function makeAuthority(name = 'Worldwire test authority'): Promise<Authority> {
  const made = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - 30 * DAY),
    notAfterDate: new Date(Date.now() + 30 * DAY),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return { cert: made.cert, key: made.private };
}

/** A server's certificate, signed by the authority; without one it signs itself. */
export async function makeCertificate(authority: Authority | undefined, more: { name?: string; ip?: string; expired?: boolean } = {}): Promise<Certificate> {
  const altNames =
    more.name !== undefined && more.ip === undefined ? [{ type: 2 as const, value: more.name }] : [{ type: 7 as const, ip: more.ip ?? '127.0.0.1' }];
  const made = await generate([{ name: 'commonName', value: more.name ?? 'worldwire.test' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - 20 * DAY),
    notAfterDate: new Date(Date.now() + (more.expired === true ? -1 : 20) * DAY),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'subjectAltName', altNames },
    ],
    ...(authority === undefined ? {} : { ca: authority }),
  });
  return { cert: made.cert, key: made.private };
}
