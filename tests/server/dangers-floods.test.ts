import { request } from 'node:http';
import type { Socket } from 'socket.io-client';
import { expect, test } from 'vitest';
import type { Prompt } from '../../agent/messages.ts';
import type { Json } from '../../server/protocol.ts';
import { ask, serve, until } from './running.ts';
import { comeIn, FreeAgent, goesOn, raided } from './raiders.ts';

/** Clients of one user, each with a server of its own unless they share one. */
function clients(count: number, userId: string, hostOf: (at: number) => string): { readonly entities: readonly Json[] } & { readonly [key: string]: Json } {
  const entities = Array.from({ length: count }, (_, at) => ({
    id: `client-${at}`,
    name: `Client ${at}`,
    components: { WebsocketClient: { URL: `ws://${hostOf(at)}/`, HandlingUser: { userId }, ConnectRetryInterval: 0.01 } },
  }));
  return { format: 'worldwire/scene', version: 1, name: 'Asking world', entities };
}
const own = (at: number): string => `host-${at}.invalid:${1000 + at}`;

test('a thousand prompts stand before the Admins while the world ticks; each is told once, and a denial is never asked again', async () => {
  const server = await serve({ worlds: [{ scene: clients(1000, 'host', own), name: 'raided' }] });
  const page = await comeIn(server, 'Admin', { world: null });
  let prompts: readonly Prompt[] = server.desk.prompts();
  let told = 0;
  page.on('prompts', (message) => {
    prompts = message.prompts;
    told += 1;
  });
  await ask(page, 'enter', { world: 'raided' });
  await until('a thousand prompts', () => server.desk.prompts().length === 1000);
  await goesOn(server);
  const [first, second] = server.desk.prompts() as [Prompt, Prompt];
  expect(await ask(page, 'answer', { world: 'raided', ask: first.ask, decision: 'deny' })).toMatchObject({ ok: true });
  expect(await ask(page, 'answer', { world: 'raided', ask: second.ask, decision: 'dismissed' })).toMatchObject({ ok: true });
  await until('the page to know', () => prompts.length === 998);
  for (let time = 0; time < 20; time += 1)
    await ask(page, 'command', { command: { command: 'Connect', entity: first.entity, component: 'WebsocketClient' }, requestId: `connect ${time}` });
  await goesOn(server);
  expect(server.desk.prompts().some((prompt) => prompt.host === first.host)).toBe(false);
  expect(told, 'changes are gathered').toBeLessThan(30);
});

test('a thousand clients of one host are one prompt, and one answer is for all', async () => {
  const server = await serve({ worlds: [{ scene: clients(1000, 'host', () => 'same.invalid:81'), name: 'raided' }] });
  const page = await comeIn(server, 'Admin');
  const prompt = await until('the prompt with all in it', () => server.desk.prompts().find(({ others }) => others === 999));
  expect(server.desk.prompts().length).toBe(1);
  expect(await ask(page, 'answer', { world: 'raided', ask: prompt.ask, decision: 'deny' })).toMatchObject({ ok: true });
  await until('all to be denied', async () => {
    const { connections } = await server.worlds.get('raided').ask({ ask: 'status' });
    return connections['Denied'] === 1000;
  });
  expect(server.desk.prompts()).toEqual([]);
  await goesOn(server);
});

test('a thousand questions reach the machine of their user and no other, some at a time, each once', async () => {
  const server = await raided();
  const agent = await FreeAgent.join(server);
  const other = await FreeAgent.join(server);
  const admin = await comeIn(server, 'Admin');
  const operations = clients(1000, agent.userId, own).entities.map((entity) => ({ op: 'addEntity', entity }));
  expect(await ask(admin, 'edit', { operations, requestId: 'all' })).toMatchObject({ ok: true });
  await until('a question', () => agent.asked.length > 0);
  await goesOn(server);
  const atOnce = agent.asked.length;
  expect(atOnce).toBeLessThan(1000);
  for (let from = 0; from < 1000;) {
    const to = await until('the next questions', () => (agent.asked.length > from ? agent.asked.length : undefined));
    expect(to - from, 'at once').toBeLessThanOrEqual(atOnce);
    const answers = agent.asked.slice(from, to).map((question) => question.ask);
    expect(await agent.answer('deny', answers)).toEqual({ ok: true });
    from = to;
  }
  expect(new Set(agent.asked.map((question) => question.ask)).size).toBe(1000);
  expect(agent.asked.length).toBe(1000);
  expect(other.asked).toEqual([]);
  expect(server.desk.prompts(), 'the host is not asked for them').toEqual([]);
  await until('all to be denied', async () => (await server.worlds.get('raided').ask({ ask: 'status' })).connections['Denied'] === 1000);
  await goesOn(server);
});

test('decisions that a machine tells over and over are looked into some times a second, not each time', async () => {
  const server = await raided();
  const agent = await FreeAgent.join(server);
  const admin = await comeIn(server, 'Admin');
  const count = 50;
  const operations = clients(count, agent.userId, () => 'same.invalid:81').entities.map((entity) => ({ op: 'addEntity', entity }));
  expect(await ask(admin, 'edit', { operations, requestId: 'all' })).toMatchObject({ ok: true });
  const answered = new Set<number>();
  const answer = async (): Promise<void> => {
    const fresh = agent.asked.map((question) => question.ask).filter((number) => !answered.has(number));
    for (const number of fresh) answered.add(number);
    if (fresh.length > 0) await agent.answer('allow', fresh);
  };
  await until('the first questions', () => agent.asked.length === count);
  await answer();
  const begun = performance.now();
  for (let time = 0; time < 300; time += 1) {
    const told = await ask(agent.page, 'decided', { scope: 'Websocket', host: 'same.invalid', port: 81 });
    if (!told.ok) expect(told['code']).toBe('WW_RATE_LIMITED');
    await answer();
  }
  await until('the world to have asked again', () => agent.asked.length > count);
  await goesOn(server);
  const times = (agent.asked.length - count) / count;
  expect(times).toBeLessThanOrEqual(3 + (performance.now() - begun) / 500);
});

/** Of ours none sends what nobody knows, so who does is put out; what is only too much is slowed. */
const FLOODS: readonly (readonly [what: string, becomes: 'put out' | 'slowed', send: (page: Socket, at: number) => unknown])[] = [
  ['events that are answered', 'slowed', (page, at) => page.emit('ping', { latency: at }, () => undefined)],
  ['events that nobody knows', 'put out', (page, at) => page.emit(`event ${at}`, { at }, () => undefined)],
  ['events without a way to answer', 'put out', (page, at) => page.emit('enter', { world: `raided ${at}` })],
  ['frames of no agent', 'slowed', (page, at) => page.emit('relay', Buffer.alloc(64, at))],
];
test.each(FLOODS)('of ten thousand %s at once the sender is %s, and nobody else feels it', async (_what, becomes, send) => {
  const server = await raided();
  const calm = await comeIn(server, 'Spectator');
  const raider = await comeIn(server, 'Spectator');
  for (let at = 0; at < 10_000; at += 1) send(raider as unknown as Socket, at);
  for (let time = 0; time < 10; time += 1) expect(await ask(calm, 'ping', {})).toEqual({ ok: true });
  await goesOn(server);
  if (becomes === 'put out') await until('the raider to be put out', () => !raider.connected);
  else await until('the raider to be heard again', async () => (await ask(raider, 'ping', {})).ok);
  expect(calm.connected).toBe(true);
});

/** Above any limit of ours. */
const HUGE = 100 * 1024 * 1024;

test('an event of a hundred megabytes, as text or in bytes, ends the connection that sends it and no other', async () => {
  const server = await raided();
  const calm = await comeIn(server, 'Spectator');
  for (const message of [{ world: 'x'.repeat(HUGE) }, Buffer.alloc(HUGE)] as const) {
    for (const event of ['enter', 'relay'] as const) {
      const raider = await comeIn(server, 'Guest');
      (raider as unknown as Socket).emit(event, message);
      await until(`${event} to end the connection`, () => !raider.connected);
    }
  }
  expect(await ask(calm, 'ping', {})).toEqual({ ok: true });
  await goesOn(server);
});

test('there is no polling: a hundred megabytes by it are refused before they are read', async () => {
  const server = await raided();
  const path = '/socket.io/?EIO=4&transport=polling';
  const sent = await new Promise<{ status: number; bytes: number }>((resolve) => {
    let bytes = 0;
    const post = request(
      { host: '127.0.0.1', port: server.port, path, method: 'POST', headers: { 'content-length': HUGE, 'content-type': 'text/plain', origin: server.origin } },
      (response) => {
        resolve({ status: response.statusCode ?? 0, bytes });
        post.destroy();
      },
    );
    const chunk = Buffer.alloc(64 * 1024, '4');
    const push = (): void => {
      while (bytes < HUGE && !post.destroyed) {
        bytes += chunk.length;
        if (!post.write(chunk)) return void post.once('drain', push);
      }
    };
    post.on('error', () => resolve({ status: 0, bytes }));
    push();
  });
  expect([0, 426]).toContain(sent.status);
  expect(sent.bytes).toBeLessThan(HUGE / 4);
  await goesOn(server);
});
