import { afterEveryTest } from '../after-every-test.ts';
import { pino } from 'pino';
import { io, type Socket } from 'socket.io-client';
import { startServer, type RunningServer, type ServerOptions } from '../../server/index.ts';
import { WIRE_VERSION, type PageToServer, type Reply, type ServerToPage, type Welcome } from '../../server/protocol.ts';
import { PATIENCE } from '../patience.ts';
import { listen, wrongAnswer } from './said.ts';

/** A small world: a parent, two entities below it, one with a field that a system moves. */
export const SCENE = {
  format: 'worldwire/scene',
  version: 1,
  name: 'Small world',
  tickRate: 60,
  entities: [
    { id: 'garden', name: 'Garden' },
    { id: 'lamp', name: 'Lamp', parent: 'garden', tag: 'demo', components: { Transform: {}, Spinner: {}, FloatValue: { Value: 1 } } },
    { id: 'stone', name: 'Stone', parent: 'garden', components: { Transform: { Position: [1, 2, 3] } } },
  ],
};

const ends: (() => unknown)[] = [];
afterEveryTest(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
  const [wrong] = misheard.splice(0);
  if (wrong !== undefined) throw new Error(wrong);
});
/** What the server has told pages and answered in another form than the wire's. */
const misheard: string[] = [];
/** Runs when the test is over, last first. */
export function atEnd(end: () => unknown): void {
  ends.push(end);
}

/** A server on a free port with the small world, ended with the test. */
export async function serve(options: ServerOptions = {}): Promise<RunningServer> {
  const server = await startServer({
    port: 0,
    worlds: [{ scene: SCENE, name: 'small' }],
    log: pino({ level: 'silent' }),
    tokens: [{ token: 'spectator-token-spectator-token', role: 'Spectator' }],
    ...options,
  });
  atEnd(() => server.close());
  return server;
}

/** Asks the API with the Admin's token, over a real socket. */
export async function api(
  server: RunningServer,
  path: string,
  body?: unknown,
  more: { method?: string; token?: string } = {},
): Promise<{ status: number; json: Record<string, never> & { [key: string]: unknown } }> {
  const response = await fetch(server.origin + path, {
    method: more.method ?? (body === undefined ? 'GET' : 'POST'),
    headers: { authorization: `Bearer ${more.token ?? server.token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, json: text === '' ? {} : (JSON.parse(text) as Record<string, never>) };
}

/** Exchanges the token for a cookie, as a browser that opens the printed address does. */
export async function signIn(server: RunningServer, token = server.token): Promise<string> {
  const response = await fetch(`${server.origin}/?token=${token}`, { redirect: 'manual' });
  return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

export type Page = Socket<ServerToPage, PageToServer>;

/** A page's socket. */
export function connect(server: RunningServer, headers: Record<string, string>): Page {
  const page: Page = io(server.origin, { transports: ['websocket'], extraHeaders: headers, forceNew: true, reconnection: false });
  atEnd(() => page.disconnect());
  listen(page as unknown as Socket, (what) => misheard.push(what));
  return page;
}

/** A page that came in by the printed address, said hello and, where a world is named, entered it. */
export async function openPage(server: RunningServer, name: string, world?: string): Promise<Page & { welcome: Welcome }> {
  const cookie = await signIn(server);
  const page = connect(server, { cookie, origin: server.origin });
  const welcome = (await ask(page, 'hello', { version: WIRE_VERSION, name })) as unknown as Reply<Welcome>;
  if (!welcome.ok) throw new Error(welcome.message);
  if (world !== undefined) await ask(page, 'enter', { world });
  return Object.assign(page, { welcome });
}

/** Sends an event and gives what was answered; who was put out meanwhile gets none. An answer in another form than the wire's fails the test. */
export async function ask(page: Page, event: string, message: unknown): Promise<{ ok: boolean; [key: string]: unknown }> {
  const socket = page as unknown as Socket;
  const answer = (await socket.timeout(PATIENCE / 6).emitWithAck(event, message)) as { ok: boolean };
  const wrong = wrongAnswer(event, answer);
  if (wrong !== undefined) misheard.push(wrong);
  return answer;
}

/** Waits until something holds, and says what does not if it never does. */
export async function until<T>(what: string, holds: () => T | undefined | false | Promise<T | undefined | false>, patience = PATIENCE): Promise<T> {
  const end = Date.now() + patience;
  for (;;) {
    const value = await holds();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error(`waited ${patience} ms in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
