import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { makeAuthority, makeCertificate } from '../../peers/certificates.ts';
import { freePort } from '../../peers/servers.ts';
import type { LinkOptions } from '../../../server/links/link-manager.ts';
import { rig, server } from './rigs.ts';

const open: { close(): unknown }[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

/** A server of HTTP that answers each upgrade with the same words, and says nothing else. */
async function answering(head: string): Promise<string> {
  const http: Server = createServer();
  http.on('upgrade', (_request, socket) => {
    socket.end(head);
  });
  return listening(http);
}

async function listening(listener: Server | ReturnType<typeof createTcpServer>): Promise<string> {
  open.push(listener);
  await new Promise<void>((resolve) => {
    listener.listen(0, '127.0.0.1', resolve);
  });
  return `ws://127.0.0.1:${(listener.address() as AddressInfo).port}`;
}

/** What a connection to there is told to have failed of. */
async function cause(url: string, { protocols = [], options }: { protocols?: string[]; options?: LinkOptions } = {}): Promise<string> {
  const links = rig(options);
  const { error } = await links.told(links.open(url, { protocols }), 'closed');
  return `${error?.code}: ${error?.message}`;
}

describe('an answer in HTTP says whose fault it is and what to do', () => {
  it.each([
    ['401 Unauthorized', /put what it asks for into Headers/],
    ['403 Forbidden', /Headers \(Authorization, Origin\)/],
    ['404 Not Found', /nothing at this path/],
    ['414 URI Too Long', /URL is too long/],
    ['426 Upgrade Required', /another version of WebSocket/],
    ['429 Too Many Requests', /ConnectRetryInterval/],
    ['500 Internal Server Error', /failed itself/],
    ['502 Bad Gateway', /cannot reach it/],
    ['503 Service Unavailable', /takes no connections now/],
    ['599 Own', /^WW_HANDSHAKE_REFUSED: the server answered 599 Own instead of an upgrade: it failed itself/],
    ['200 OK', /not as a WebSocket/],
  ])('%s', async (status, words) => {
    const told = await cause(await answering(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`));
    expect(told).toMatch(/^WW_HANDSHAKE_REFUSED: the server answered /);
    expect(told).toContain(status);
    expect(told).toMatch(words);
  });

  it('and its own words steer nothing, and are bounded', async () => {
    const told = await cause(await answering(`HTTP/1.1 418 \u009b2J${'x'.repeat(500)}\r\nConnection: close\r\n\r\n`));
    expect(told).not.toMatch(/\p{Cc}/u);
    expect(told).toContain('\\u{');
    expect(told.length).toBeLessThan(400);
  });

  it.each([
    ['https://other.example/live', 'wss://other.example/live'],
    ['/over/here?x=1', /ws:\/\/127\.0\.0\.1:\d+\/over\/here\?x=1/],
    ['http://[broken', 'is not an address'],
    ['https://user:secret@other.example/', 'wss://other.example/,'],
  ])('a redirect to %s says where to, as one would write it into URL', async (location, words) => {
    const told = await cause(await answering(`HTTP/1.1 301 Moved Permanently\r\nLocation: ${location}\r\nConnection: close\r\n\r\n`));
    expect(told).toMatch(words instanceof RegExp ? words : new RegExp(words.replaceAll(/[.[\]?]/g, '\\$&')));
    expect(told).not.toContain('secret');
  });

  it('a redirect of a megabyte is cut', async () => {
    const told = await cause(await answering(`HTTP/1.1 302 Found\r\nLocation: http://a.example/${'x'.repeat(10_000)}\u202e\r\nConnection: close\r\n\r\n`));
    expect(told).toContain('redirects to ws://a.example/xxx');
    expect(told.length).toBeLessThan(600);
  });

  it('a URL that is too long says so', async () => {
    const { url } = await server();
    expect(await cause(url(`/${'x'.repeat(20_000)}`))).toMatch(/431 .*the URL is too long for it, with 20001 characters/);
  });
});

describe('a server that hangs up', () => {
  const hangingUp = (): Promise<string> => listening(createTcpServer((socket) => socket.once('data', () => socket.destroy())));

  it('at a subprotocol hints at Protocols', async () => {
    expect(await cause(await hangingUp(), { protocols: ['chat.v9'] })).toMatch(/^WW_CONNECT_FAILED: .*socket hang up.*Protocols is chat\.v9/);
  });

  it('at a URL of many characters hints at those', async () => {
    expect(await cause(`${await hangingUp()}/${'x'.repeat(9000)}`)).toMatch(/socket hang up.*the URL has 9001 characters/);
  });

  it('at nothing in particular names what is likely', async () => {
    expect(await cause(await hangingUp())).toMatch(/socket hang up.*\(Protocols\).*wss:\/\//);
  });
});

describe('the wrong kind of port', () => {
  it('ws to a port of TLS says to write wss', async () => {
    const authority = await makeAuthority();
    const { url } = await server({ tls: await makeCertificate(authority) });
    expect(await cause(url().replace('wss:', 'ws:'))).toMatch(/wss:\/\//);
  });

  it('wss to a port without says to write ws', async () => {
    const { url } = await server();
    expect(await cause(url().replace('ws:', 'wss:'))).toMatch(/^WW_TLS: 127\.0\.0\.1:\d+ does not speak TLS at this port .*ws:\/\//);
  });

  it('a port of something else says what came', async () => {
    expect(await cause(await listening(createTcpServer((socket) => socket.end('SSH-2.0-x\r\n'))))).toMatch(/did not answer in HTTP/);
  });
});

describe('the network', () => {
  it('a port where nothing listens', async () => {
    const port = await freePort();
    expect(await cause(`ws://127.0.0.1:${port}/`)).toBe(
      `WW_CONNECT_FAILED: nothing listens at 127.0.0.1:${port}; look whether the server runs, and at host and port (ECONNREFUSED)`,
    );
  });

  const failing = (code: string, syscall = 'getaddrinfo'): LinkOptions => ({
    resolve: (hostname, _options, callback) => {
      callback(Object.assign(new Error(`${syscall} ${code} ${hostname}`), { code, syscall, hostname }), []);
    },
  });
  it.each([
    ['ENOTFOUND', /^WW_CONNECT_FAILED: there is no host called nowhere\.example; .*\(ENOTFOUND\)/],
    ['EAI_AGAIN', /^WW_CONNECT_FAILED: the name servers of this machine do not answer/],
    ['EMFILE', /^WW_MACHINE_FULL: this machine could not begin the connection: .*ulimit -n/],
  ])('a look-up that ends with %s', async (code, words) => {
    expect(await cause('ws://nowhere.example/', { options: failing(code) })).toMatch(words);
  });

  it.each(['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EACCES'])('%s names host and port, and what to look at', async (code) => {
    expect(await cause('ws://far.example:81/', { options: failing(code, 'connect') })).toMatch(
      new RegExp(`^WW_CONNECT_FAILED: .*far\\.example:81.*\\(${code}\\)$|network.*far\\.example:81`),
    );
  });

  it.each([
    ['EADDRNOTAVAIL', /no free port left/],
    ['ENFILE', /whole machine/],
    ['ENOBUFS', /no memory left/],
  ])('%s is this machine’s, and not the server’s', async (code, words) => {
    const told = await cause('ws://far.example:81/', { options: failing(code, 'connect') });
    expect(told).toMatch(/^WW_MACHINE_FULL: this machine/);
    expect(told).toMatch(words);
  });
});
