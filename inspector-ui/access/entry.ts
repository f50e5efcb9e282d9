import { targetOf } from '../../agent/address.ts';
import type { AccessScope } from '../../server/protocol.ts';

/** What somebody typed: a host and port, and the scope that a URL's scheme tells. */
export interface Entry {
  readonly host: string;
  readonly port: number;
  readonly scope?: AccessScope;
}

/** Reads `host:port` or a URL; null for what is neither. */
export function readEntry(text: string): Entry | null {
  const typed = text.trim();
  if (!typed.includes('://')) {
    const target = /^(?:\[[^\]/?#@\\\s]+\]|[^:[\]/?#@\\\s%*]+):\d{1,5}$/.test(typed) ? targetOf(`ws://${typed}/`) : undefined;
    return target === undefined ? null : { host: target.host, port: target.port };
  }
  const target = targetOf(typed);
  if (target === undefined || /[*%]/.test(target.host)) return null;
  return { host: target.host, port: target.port, scope: target.scheme.startsWith('http') ? 'HTTP' : 'Websocket' };
}

/** A host and port as one types them. */
export function entryText({ host, port }: Pick<Entry, 'host' | 'port'>): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
