import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import type { Prompt } from '../../agent/messages.ts';
import type { AccessAnswer, AccessQuestion } from '../../server/protocol.ts';
import { AgentDesk } from '../../server/agents/agent-desk.ts';
import { Agents } from '../../server/agents/agents.ts';
import { Desks } from '../../server/hosting/desks.ts';
import { hostDesk, Decisions, hostRules } from '../../server/index.ts';
import { api, ask, atEnd, openPage, serve, until } from './running.ts';

const log = pino({ level: 'silent' });
async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(path, { recursive: true, force: true }));
  return path;
}
let asks = 0;
function question(host: string, port: number, more: Partial<AccessQuestion> = {}): AccessQuestion {
  asks += 1;
  return {
    ask: asks,
    user: { userId: 'host', machineId: null },
    scope: 'Websocket',
    host,
    port,
    url: `ws://${host.includes(':') ? `[${host}]` : host}:${port}/`,
    reason: 'A test.',
    entity: `e${asks}`,
    path: ['Garden', `E${asks}`],
    component: 'WebsocketClient',
    ...more,
  };
}
async function desk(allowed: string[], file?: string) {
  const lines: { msg: string }[] = [];
  const decisions = await Decisions.open(file, log);
  const telling = pino(
    { level: 'warn' },
    {
      write: (line: string) => {
        lines.push(JSON.parse(line) as { msg: string });
      },
    },
  );
  const changed: string[] = [];
  const made = hostDesk({ rules: hostRules(allowed), decisions, log: telling, changed: (scope, host, port) => changed.push(`${scope} ${host}:${port}`) });
  const answers = new Map<number, AccessAnswer[]>();
  const put = (asked: AccessQuestion, world = 'w'): AccessAnswer[] => {
    const list: AccessAnswer[] = [];
    answers.set(asked.ask, list);
    made.ask(world, asked, (answer) => list.push(answer));
    return list;
  };
  return { desk: made, put, lines, changed, decisions };
}
const words = (answers: AccessAnswer[]): string[] => answers.map((answer) => answer.decision);

test('what the allow list names is allowed at once, and nothing beside it', async () => {
  const { put } = await desk(['127.0.0.1:4601', 'echo.example', 'wss://other.example/path']);
  expect(words(put(question('127.0.0.1', 4601)))).toEqual(['allow']);
  expect(words(put(question('127.0.0.1', 4602)))).toEqual(['waiting']);
  expect(words(put(question('other.example', 443)))).toEqual(['allow']);
  expect(words(put(question('other.example', 80)))).toEqual(['waiting']);
});

test('what is not listed waits before the Admins, with the entry that would allow it in note and log, told once', async () => {
  const { desk: made, put, lines } = await desk([]);
  const first = put(question('echo.example', 8080)),
    second = put(question('echo.example', 8080));
  expect(first).toEqual([expect.objectContaining({ decision: 'waiting', note: expect.stringContaining('echo.example:8080') })]);
  expect(lines.map((line) => line.msg)).toEqual([expect.stringContaining('--allow-host echo.example:8080')]);
  expect(made.prompts()).toEqual([
    expect.objectContaining({ world: 'w', host: 'echo.example', port: 8080, also: [expect.objectContaining({ entity: expect.any(String) })] }),
  ]);
  const prompt = made.prompts()[0] as Prompt;
  expect(made.decide('w', prompt.ask, 'once', 'u-1')).toBe(true);
  expect(words(first)).toEqual(['waiting', 'allow']);
  expect(words(second)).toEqual(['waiting', 'allow']);
  expect(made.prompts()).toEqual([]);
  // Once holds for those who asked, and for nobody after them.
  expect(words(put(question('echo.example', 8080)))).toEqual(['waiting']);
});

test('an answer to what a world asked before it was loaded again decides nothing, though it counts its questions from one again', async () => {
  const { desk: made, decisions } = await desk([]);
  const desks = new Desks(made, new AgentDesk(new Agents(), () => undefined));
  desks.ask('w', question('good.example', 80, { ask: 1 }), () => undefined);
  const shown = made.prompts()[0] as Prompt;
  desks.forgetWorld('w');
  const told: AccessAnswer[] = [];
  desks.ask('w', question('evil.example', 81, { ask: 1 }), (answer) => told.push(answer));
  expect(made.decide('w', shown.ask, 'always', 'u-1')).toBe(false);
  expect(decisions.list).toEqual([]);
  expect(made.decide('w', (made.prompts()[0] as Prompt).ask, 'deny', 'u-1')).toBe(true);
  expect(told.map(({ ask: number, decision }) => [number, decision])).toEqual([
    [1, 'waiting'],
    [1, 'deny'],
  ]);
  desks.ask('w', question('other.example', 80, { ask: 2 }), () => undefined);
  desks.withdraw('w', 2);
  expect(made.prompts()).toEqual([]);
});

test('always and deny are remembered in a file and hold in the next start; a denial can be taken back', async () => {
  const file = join(await folder(), 'deep', 'access.json');
  const before = await desk([], file);
  const one = question('a.example', 80),
    two = question('b.example', 80);
  before.put(one);
  before.put(two);
  before.desk.decide('w', one.ask, 'always', 'u-1');
  before.desk.decide('w', two.ask, 'deny', 'u-1');
  expect(before.changed).toEqual(['Websocket a.example:80', 'Websocket b.example:80']);
  await before.decisions.settled();
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
    version: 1,
    decisions: [
      { host: 'a.example', decision: 'allow', by: 'u-1' },
      { host: 'b.example', decision: 'deny' },
    ],
  });

  const after = await desk(['b.example'], file);
  expect(words(after.put(question('a.example', 80)))).toEqual(['allow']);
  expect(after.put(question('b.example', 80)), 'a remembered denial wins over the allow list').toEqual([
    expect.objectContaining({ decision: 'deny', by: 'u-1' }),
  ]);
  expect(words(after.put(question('a.example', 80, { scope: 'HTTP' }))), 'another scope is asked for on its own').toEqual(['waiting']);
  expect(after.desk.forget('Websocket', 'b.example', 80)).toBe(true);
  expect(words(after.put(question('b.example', 80)))).toEqual(['allow']);
  await after.decisions.settled();
});

test('a damaged file of decisions allows nothing and is not written over', async () => {
  const file = join(await folder(), 'access.json');
  await writeFile(file, '{"version":1,"decisions":[{"host":"a.example"}]}');
  const { desk: made, put, decisions } = await desk([], file);
  const asked = question('a.example', 80);
  expect(words(put(asked))).toEqual(['waiting']);
  made.decide('w', asked.ask, 'always', 'u-1');
  await expect(decisions.settled()).rejects.toMatchObject({ code: 'WW_CONFIG_INVALID' });
  expect(await readFile(file, 'utf8')).toContain('"host":"a.example"}]');
});

test('a closed prompt decides nothing; a question that is withdrawn, or whose world closes, leaves', async () => {
  const { desk: made, put } = await desk([]);
  const asked = question('a.example', 80);
  const answers = put(asked);
  made.decide('w', asked.ask, 'dismissed', 'u-1');
  expect(words(answers)).toEqual(['waiting', 'dismissed']);
  expect(words(put(question('a.example', 80)))).toEqual(['waiting']);
  const other = question('b.example', 80);
  put(other, 'v');
  expect(made.prompts().length).toBe(2);
  made.withdraw('v', other.ask);
  expect(made.prompts().length).toBe(1);
  made.forgetWorld('w');
  expect(made.prompts()).toEqual([]);
  expect(made.decide('w', asked.ask, 'always', 'u-1')).toBe(false);
});

test('always decides for every world, once only for the one that asked', async () => {
  const { desk: made, put } = await desk([]);
  const a = question('a.example', 80),
    b = question('a.example', 80),
    c = question('c.example', 80),
    d = question('c.example', 80);
  const answers = [put(a, 'one'), put(b, 'two'), put(c, 'one'), put(d, 'two')];
  made.decide('one', a.ask, 'always', 'u-1');
  made.decide('one', c.ask, 'once', 'u-1');
  expect(answers.map(words)).toEqual([['waiting', 'allow'], ['waiting', 'allow'], ['waiting', 'allow'], ['waiting']]);
});

test("an entry without a port allows the own port of the scheme that asks, and not the other scheme's", async () => {
  const { put } = await desk(['echo.example', '169.254.169.254']);
  const ask = (url: string, host: string, port: number): string[] => words(put(question(host, port, { url })));
  expect(ask('ws://echo.example/', 'echo.example', 80)).toEqual(['allow']);
  expect(ask('wss://echo.example/', 'echo.example', 443)).toEqual(['allow']);
  expect(ask('ws://echo.example:443/', 'echo.example', 443)).toEqual(['waiting']);
  expect(ask('wss://echo.example:80/', 'echo.example', 80)).toEqual(['waiting']);
  expect(ask('wss://169.254.169.254/', '169.254.169.254', 443)).toEqual(['allow']);
  expect(ask('wss://169.254.169.254:80/', '169.254.169.254', 80)).toEqual(['deny']);
  const rules = hostRules(['169.254.169.254']);
  expect(rules.checkAddress('meta.example', ['169.254.169.254'], 443, 'wss:', false)).toBeNull();
  expect(rules.checkAddress('meta.example', ['169.254.169.254'], 443, 'ws:', false)?.message).toContain('169.254.169.254');
});

test('link-local and metadata addresses are refused unless they are listed in so many words', async () => {
  const { put } = await desk([]);
  for (const host of ['169.254.169.254', '169.254.1.2', 'fe80::1', 'fd00:ec2::254']) {
    expect(put(question(host, 80)), host).toEqual([expect.objectContaining({ decision: 'deny', note: expect.stringContaining('link-local') })]);
  }
  const listed = await desk(['169.254.169.254']);
  expect(words(listed.put(question('169.254.169.254', 80)))).toEqual(['allow']);
  expect(words(listed.put(question('169.254.169.254', 8080)))).toEqual(['deny']);
});

test('a prompt says where a near address lies', () => {
  const rules = hostRules([]);
  for (const host of ['127.0.0.1', 'localhost', 'app.localhost', '::1']) expect(rules.warning(host), host).toMatch(/machine/);
  for (const host of ['192.168.1.5', '10.0.0.1', 'printer', 'router.lan', 'box.local']) expect(rules.warning(host), host).toMatch(/network/);
  for (const host of ['echo.example', '93.184.216.34']) expect(rules.warning(host), host).toBeUndefined();
});

test('an edited URL moves the connection after one click at the page', async () => {
  const old = new WebSocketServer({ port: 0, host: '127.0.0.1' }),
    fresh = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  for (const peer of [old, fresh])
    atEnd(() => {
      for (const client of peer.clients) client.terminate();
      peer.close();
    });
  await Promise.all(
    [old, fresh].map(
      (peer) =>
        new Promise((resolve) => {
          peer.once('listening', resolve);
        }),
    ),
  );
  const portOf = (peer: WebSocketServer): number => (peer.address() as { port: number }).port;
  const server = await serve({
    allowedUrlHosts: [`127.0.0.1:${portOf(old)}`],
    worlds: [
      {
        name: 'small',
        scene: {
          format: 'worldwire/scene',
          version: 1,
          name: 'Small',
          entities: [
            {
              id: 'lamp',
              name: 'Lamp',
              components: { WebsocketClient: { URL: `ws://127.0.0.1:${portOf(old)}/`, HandlingUser: { userId: 'host' }, AccessReason: 'It asks.' } },
            },
          ],
        },
      },
    ],
  });
  await until('the first connection', () => old.clients.size === 1);
  const page = await openPage(server, 'Ann', 'small');
  let prompts: readonly Prompt[] = [];
  page.on('prompts', (message) => {
    prompts = message.prompts;
  });
  const state = async () =>
    ((await api(server, '/api/worlds/small/entities/lamp')).json as { components?: { WebsocketClient?: { State: string; StateReason: string } } }).components
      ?.WebsocketClient;
  await ask(page, 'edit', {
    operations: [{ op: 'setField', entity: 'lamp', component: 'WebsocketClient', field: 'URL', value: `ws://127.0.0.1:${portOf(fresh)}/` }],
    requestId: '1',
  });
  const prompt = await until('the prompt', () => prompts[0]);
  expect(prompt).toMatchObject({
    world: 'small',
    host: '127.0.0.1',
    port: portOf(fresh),
    reason: 'It asks.',
    path: ['Lamp'],
    entity: 'lamp',
    warning: expect.stringContaining('machine'),
  });
  expect((await state())?.State).toBe('AwaitingAccess');
  await until('the old connection to be closed', () => old.clients.size === 0);
  expect(await ask(page, 'answer', { world: 'small', ask: prompt.ask, decision: 'once' })).toEqual({ ok: true });
  await until('the new connection', () => fresh.clients.size === 1);
  await until('the prompt to be gone', () => prompts.length === 0);
  await until('the client to be open', async () => (await state())?.State === 'Open');
  expect(await ask(page, 'answer', { world: 'small', ask: prompt.ask, decision: 'once' })).toMatchObject({ ok: false, code: 'WW_NOT_FOUND' });
});
