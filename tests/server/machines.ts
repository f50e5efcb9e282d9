import { io } from 'socket.io-client';
import type { RunningServer } from '../../server/index.ts';
import { atEnd, type Page } from './running.ts';

/** What a program sends with its handshake, right or wrong. */
export type Auth = { readonly [key: string]: unknown };

/** A socket of a program: it sends its token, and its secrets if it has any, and no cookie. */
export function come(server: RunningServer, auth: Auth, headers: { readonly [name: string]: string } = {}): Page {
  const page: Page = io(server.origin, { transports: ['websocket'], auth, extraHeaders: headers, forceNew: true, reconnection: false });
  atEnd(() => page.disconnect());
  return page;
}

/** Code with which a socket is refused, or what its client said; where it is let in, that. */
export function refusalOf(page: Page): Promise<string> {
  return new Promise((resolve) => {
    page.on('connect', () => resolve('connected'));
    page.on('connect_error', (error: Error & { data?: { code: string } }) => resolve(error.data?.code ?? error.message));
  });
}
