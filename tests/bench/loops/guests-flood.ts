import { Agent, request, type IncomingMessage } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import { WIRE_VERSION } from '../../../server/protocol.ts';
import { tell } from '../clock.ts';
import { GUESTS_PLAN as PLAN, type Flood } from '../guests-plan.ts';

/** Guests and Spectators who ask as much as they can, until the input ends: each with a cookie of their own, by HTTP and by a page's socket. */
const flood = JSON.parse(process.argv[2] ?? '{}') as Flood;
const { origin, users, inFlight, perSecond, what } = flood;
process.stdin.on('end', () => process.exit(0)).resume();
process.on('unhandledRejection', () => undefined);

let answered = 0,
  refused = 0;

function get(path: string, headers: Record<string, string>, agent?: Agent): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asked = request(origin + path, { headers, ...(agent === undefined ? {} : { agent }) }, (response) => {
      response.resume();
      response.on('end', () => resolve(response));
      response.on('error', reject);
    });
    asked.on('error', reject);
    asked.end();
  });
}

const CROWDED = `/api/worlds/${PLAN.crowded}`;
const QUERIES = [
  `${CROWDED}/entities?limit=1000&query=${encodeURIComponent('name~"9" -tag=x')}`,
  `${CROWDED}/entities?limit=1000&offset=90000`,
  `${CROWDED}/entities?limit=1&query=${encodeURIComponent('Position~"7"')}`,
  `${CROWDED}/entities?limit=1000&query=${encodeURIComponent('c:Transform not (in=group-1 or in=group-2 or parent=group-3)')}`,
];
const CHEAP = [
  '/healthz',
  '/api/worlds',
  `${CROWDED}`,
  `${CROWDED}/entities/group-1`,
  `${CROWDED}/log`,
  '/api/components',
  '/api/docs/json',
  `${CROWDED}/changes`,
  `${CROWDED}/users`,
  '/api/nothing',
];

/** One user who asks by HTTP. */
async function asks(cookie: string, paths: readonly string[], first: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: inFlight });
  const pause = (1000 * inFlight) / perSecond;
  for (let line = 0; line < inFlight; line++)
    void (async () => {
      for (let at = first + line; ; at++) {
        const begun = performance.now();
        // One in eight comes with nothing, or with a token that is none.
        const headers: Record<string, string> = at % 8 === 7 ? { authorization: `Bearer ${'x'.repeat(40)}${at}` } : { cookie };
        const status = (await get(paths[at % paths.length] as string, headers, agent).catch(() => undefined))?.statusCode ?? 0;
        if (status === 200) answered++;
        else refused++;
        const rest = pause - (performance.now() - begun);
        if (rest > 0 || status === 0) await wait(Math.max(rest, status === 0 ? 50 : 0));
      }
    })();
}

const TABLE = (sort: string, query: string): object => ({
  kind: 'table',
  component: 'Transform',
  columns: ['name', 'Position', 'Rotation'],
  offset: 0,
  limit: 200,
  query,
  sort: { by: sort, descending: true },
  rate: 60,
});
const GROUPS = Array.from({ length: 1000 }, (_, at) => `group-${at}`);
const SOME = Array.from({ length: 10_000 }, (_, at) => `entity-${at + 1}`).filter((_, at) => (at + 1) % 100 !== 0);
const VIEWS: readonly object[] = [
  TABLE('Rotation', ''),
  TABLE('name', 'name~"1"'),
  { kind: 'tree', expanded: GROUPS, offset: 5000, limit: 500 },
  { kind: 'tree', expanded: [], offset: 0, limit: 500, query: 'Rotation~"0.7" or name~"x"' },
  { kind: 'poses', limit: 20_000, rate: 60 },
  { kind: 'common', entities: SOME, rate: 60 },
  { kind: 'changes', limit: 10_000 },
  { kind: 'status', rate: 60 },
  { kind: 'entity', entity: 'group-1', rate: 60 },
];
const EVENTS: readonly (readonly [string, (at: number) => object])[] = [
  ['rows', (at) => ({ what: TABLE('Position', `name~"${at % 10}"`), from: 0, to: 9_999 })],
  ['locate', () => ({ what: { kind: 'tree', expanded: GROUPS, offset: 0, limit: 0 }, wanted: { prefix: 'nobody', after: -1 } })],
  ['item', (at) => ({ entity: `group-${at % 1000}` })],
  ['rows', (at) => ({ what: { kind: 'tree', expanded: [], offset: 0, limit: 0, query: `name~"${at % 100}"` }, from: 0, to: 9_999 })],
  ['history', () => ({})],
  ['locate', (at) => ({ what: TABLE('name', ''), wanted: { entity: `entity-${at}` } })],
];

/** One user at a page. */
async function looks(cookie: string, how: Exclude<Flood['what'], 'queries' | 'cheap'>, first: number): Promise<void> {
  const page: Socket = io(origin, { transports: ['websocket'], extraHeaders: { cookie, origin }, forceNew: true });
  page.on('error', () => undefined);
  const ask = (event: string, message: object): Promise<{ ok: boolean }> => page.emitWithAck(event, message) as Promise<{ ok: boolean }>;
  await ask('hello', { version: WIRE_VERSION, short: true });
  for (let entered = false; !entered;) {
    entered = (await ask('enter', { world: PLAN.crowded })).ok;
    if (!entered) await wait(200);
  }
  const heard = (answer: { ok: boolean }): void => void (answer.ok ? answered++ : refused++);
  if (how === 'views' || how === 'mixed')
    void (async () => {
      for (let view = first; ; view++) {
        heard(await ask('watch', { view: view % 20, what: VIEWS[view % VIEWS.length] as object }));
        await wait(view < first + 20 ? 50 : 1000);
      }
    })();
  if (how === 'events')
    setInterval(() => {
      for (let i = 0; i < Math.ceil(perSecond / 10); i++) page.emit('ping', { latency: (i * 100) % 3000 }, heard);
      page.emit('presence', { selection: [`entity-${Math.floor(Math.random() * 1000)}`], editing: null }, heard);
    }, 100);
  if (how === 'sockets' || how === 'mixed')
    for (let line = 0; line < inFlight; line++)
      void (async () => {
        for (let at = first + line; ; at++) {
          const [event, message] = EVENTS[at % EVENTS.length] as (typeof EVENTS)[number];
          const begun = performance.now();
          const answer = await ask(event, message(at));
          heard(answer);
          const rest = (1000 * inFlight) / perSecond - (performance.now() - begun);
          if (rest > 0) await wait(rest);
        }
      })();
}

for (let user = 0; user < users; user++) {
  const token = PLAN.tokens[user % 2 === 0 ? 'Guest' : 'Spectator'];
  const response = await get(`/?token=${token}`, {});
  const cookie = (response.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';
  if (what === 'queries' || what === 'mixed') await asks(cookie, QUERIES, user);
  if (what === 'cheap' || what === 'mixed') await asks(cookie, CHEAP, user);
  if (what !== 'queries' && what !== 'cheap') void looks(cookie, what, user).catch(() => undefined);
}
tell({ ready: true });
setInterval(() => {
  tell({ answered, refused });
  answered = refused = 0;
}, 1000);
