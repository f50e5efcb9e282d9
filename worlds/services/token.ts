/** The API and the feed of the example `flows/token`, whose protocol `docs/flows/token.md` tells: `node dist/worlds/services/token.js`. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { WebSocket } from 'ws';
import { runAlone } from './alone.ts';
import { say, startService, textOf, whileOpen, type Service } from './service.ts';

/** Where the scene expects it, and whom it lets in. */
const PORT = 4616,
  USER = 'lamp',
  PASSWORD = 'open sesame';
/** Close code for those whose token is over, or none. */
const REFUSED = 4401;
/** Longest body of a request, in characters. */
const LONGEST = 10_000;

/**
 * An API that gives tokens and takes them, and a feed that takes them.
 * @param seconds how long a token is good
 * @param now tells the milliseconds by which it ages
 */
export function thermometer(port: number, seconds = 60, now = (): number => performance.now()): Promise<Service> {
  const tokens = new Map<string, number>();
  let lowest = 100;
  const isGood = (token: unknown): boolean => typeof token === 'string' && (tokens.get(token) ?? 0) > now();
  const measure = (): number => {
    const celsius = Math.round((21 + 3 * Math.sin(performance.now() / 20_000)) * 10) / 10;
    lowest = Math.min(lowest, celsius);
    return celsius;
  };
  const newToken = (): string => {
    for (const [token, end] of tokens) if (end < now()) tokens.delete(token);
    const token = randomBytes(16).toString('base64');
    tokens.set(token, now() + seconds * 1000);
    return token;
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://thermometer');
    const say = (status: number, what: object): void => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(what));
    if (request.method === 'POST' && pathname === '/login') {
      const { user, password } = read(await bodyOf(request));
      if (user === USER && password === PASSWORD) say(200, { token: newToken(), seconds });
      else say(401, { error: 'user or password is wrong' });
    } else if (request.method === 'GET' && pathname === '/lowest') {
      if (isGood(searchParams.get('token'))) say(200, { celsius: Math.min(lowest, measure()) });
      else say(401, { error: 'that token is none' });
    } else say(404, { error: 'POST /login and GET /lowest are all that there is' });
  };
  const feed = (socket: WebSocket): void =>
    void socket.once('message', (data) => {
      const { token } = read(textOf(data));
      if (!isGood(token)) {
        socket.close(REFUSED, 'that token is none');
        return;
      }
      say(socket, JSON.stringify({ ok: true }));
      whileOpen(socket, 1000, () => {
        if (isGood(token)) say(socket, JSON.stringify({ celsius: measure() }));
        else socket.close(REFUSED, 'that token is over');
      });
    });
  return startService('token', port, feed, {}, (request, response) => void answer(request, response).catch(() => response.destroy()));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  request.setEncoding('utf8');
  for await (const part of request) {
    body += part as string;
    if (body.length > LONGEST) throw new Error('too long');
  }
  return body;
}

/** What a JSON object holds; nothing where it is none. */
function read(text: string): { readonly [key: string]: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as { readonly [key: string]: unknown }) : {};
  } catch {
    return {};
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await runAlone(PORT, thermometer, 'http');
