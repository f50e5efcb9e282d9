/** A real HTTP server of the tests, on a free port of the loopback. */
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface TestWeb {
  readonly port: number;
  /** The address of a path, at 127.0.0.1 unless another host is named. */
  url(path?: string, host?: string): string;
  /** What has come to it, as `GET /path`, with what was sent. */
  readonly asked: { readonly line: string; readonly headers: IncomingMessage['headers']; readonly body: string }[];
  /** Connections that stand now. */
  open(): Promise<number>;
  close(): Promise<void>;
}

export async function startWeb(answer: RequestListener, tls?: { readonly key: string; readonly cert: string }): Promise<TestWeb> {
  const asked: { line: string; headers: IncomingMessage['headers']; body: string }[] = [];
  const hear: RequestListener = (request, response) => {
    const entry = { line: `${request.method} ${request.url}`, headers: request.headers, body: '' };
    asked.push(entry);
    request.setEncoding('utf8');
    request.on('data', (part: string) => {
      entry.body += part;
    });
    request.on('end', () => answer(request, response));
  };
  const server = tls === undefined ? createServer(hear) : createSecureServer(tls, hear);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    asked,
    url: (path = '/', host = '127.0.0.1') => `${tls === undefined ? 'http' : 'https'}://${host}:${port}${path}`,
    open: () =>
      new Promise((resolve, reject) => {
        server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
      }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
