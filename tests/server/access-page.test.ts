import { chmod, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startServer } from '../peers/servers.ts';
import type { RememberedDecision } from '../../agent/messages.ts';
import { ask, atEnd, connect, openPage, serve, signIn, until, type Page } from './running.ts';
import { WIRE_VERSION } from '../../server/protocol.ts';

async function listed(page: Page): Promise<string[]> {
  const answer = await ask(page, 'decisions', {});
  expect(answer.ok).toBe(true);
  return (answer['decisions'] as readonly RememberedDecision[]).map(({ decision, host, port, scope }) => `${decision} ${host}:${port} ${scope}`);
}
const decide = (page: Page, host: string, port: number, decision: string, scope = 'Websocket'): ReturnType<typeof ask> =>
  ask(page, 'decide', { scope, host, port, decision });

test('an Admin sees what the host has decided, and changes it; what stands on an allowance that is taken back is closed', async () => {
  const peer = await startServer();
  atEnd(() => peer.close());
  const scene = {
    format: 'worldwire/scene',
    version: 1,
    name: 'Small',
    entities: [
      { id: 'radio', name: 'Radio', components: { WebsocketClient: { URL: peer.url('/'), HandlingUser: { userId: 'host' }, AccessReason: 'Music.' } } },
    ],
  };
  const server = await serve({ worlds: [{ name: 'small', scene: scene as never }] });
  const page = await openPage(server, 'Ann', 'small');
  await until('the question', () => server.desk.prompts().length === 1);
  expect(await listed(page)).toEqual([]);
  // Spelled otherwise, it is the same place.
  expect(await decide(page, '0x7f.1', peer.port, 'allow')).toEqual({ ok: true });
  await until('the connection', () => peer.guests.length === 1);
  expect(server.desk.prompts()).toEqual([]);
  expect(await listed(page)).toEqual([`allow 127.0.0.1:${peer.port} Websocket`]);
  expect((await ask(page, 'decisions', {}))['decisions']).toMatchObject([{ by: page.welcome.you.userId, near: true }]);
  expect(await decide(page, '127.0.0.1', peer.port, 'forget')).toEqual({ ok: true });
  await peer.guests[0]?.gone;
  await until('it to ask anew', () => server.desk.prompts().length === 1);
  expect(await decide(page, '127.0.0.1', peer.port, 'forget')).toMatchObject({ ok: false, code: 'WW_NOT_FOUND' });
  expect(await decide(page, '127.0.0.1', peer.port, 'allow', 'HTTP')).toEqual({ ok: true });
  expect(server.desk.prompts().length, 'HTTP is a scope of its own').toBe(1);
  expect(await decide(page, '127.0.0.1', peer.port, 'deny')).toEqual({ ok: true });
  await until('the refusal', async () => (await server.worlds.get('small').ask({ ask: 'status' })).connections['Denied'] === 1);
  expect(peer.guests.length).toBe(1);
});

test('nobody but an Admin sees it, or changes it', async () => {
  const server = await serve();
  const cookie = await signIn(server, 'spectator-token-spectator-token');
  const page = connect(server, { cookie, origin: server.origin });
  await ask(page, 'hello', { version: WIRE_VERSION, name: 'Sam' });
  expect(await ask(page, 'decisions', {})).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
  expect(await decide(page, 'a.example', 80, 'allow')).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
  expect(server.desk.remembered).toEqual([]);
});

test('what is no host and port, and what only the configuration can allow, is refused', async () => {
  const server = await serve();
  const page = await openPage(server, 'Ann');
  for (const host of ['', 'a b', '*', 'ws://a.example', 'user:secret@a.example', 'a/b', '[::1', 'x'.repeat(400)]) {
    const answer = await decide(page, host, 80, 'allow');
    expect(answer, host).toMatchObject({ ok: false });
    expect(['WW_BAD_REQUEST', 'WW_ADDRESS_REFUSED']).toContain(answer['code']);
    expect(JSON.stringify(answer)).not.toContain('secret');
  }
  for (const port of [0, 65_536, 1.5, -1, '80', null])
    expect(await decide(page, 'a.example', port as number, 'allow')).toMatchObject({ code: 'WW_BAD_REQUEST' });
  expect(await decide(page, 'a.example', 80, 'once')).toMatchObject({ code: 'WW_BAD_REQUEST' });
  expect(await decide(page, 'a.example', 80, 'allow', 'FTP')).toMatchObject({ code: 'WW_BAD_REQUEST' });
  expect(await decide(page, 'fe80::1', 80, 'allow')).toMatchObject({ code: 'WW_ADDRESS_REFUSED' });
  expect(await decide(page, 'fe80::1', 80, 'deny')).toEqual({ ok: true });
  expect(server.desk.remembered.length).toBe(1);
});

test('a decision is answered when it is on the disk; where it cannot be written, the answer says so, it holds all the same, and is written later', async () => {
  const stateFolder = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(stateFolder, { recursive: true, force: true, maxRetries: 3 }));
  const file = join(stateFolder, 'access.json');
  const stands = async (): Promise<string | undefined> => /"decision": "(\w+)"/.exec(await readFile(file, 'utf8'))?.[1];
  const scene = {
    format: 'worldwire/scene',
    version: 1,
    name: 'Small',
    entities: [{ id: 'radio', components: { WebsocketClient: { URL: 'ws://b.example/', HandlingUser: { userId: 'host' } } } }],
  };
  const server = await serve({ stateFolder, worlds: [{ name: 'small', scene: scene as never }], decisionTimes: { again: 5 } });
  const page = await openPage(server, 'Ann', 'small');
  expect(await decide(page, 'a.example', 80, 'allow')).toEqual({ ok: true });
  expect(await stands()).toBe('allow');
  await chmod(file, 0o444);
  const unwritten = { ok: true, durable: false, reason: expect.stringContaining('access.json is read-only') as string };
  expect(await decide(page, 'a.example', 80, 'deny')).toEqual(unwritten);
  expect(await stands()).toBe('allow');
  expect(await listed(page)).toEqual(['deny a.example:80 Websocket']);
  expect(await ask(page, 'decisions', {})).toMatchObject(unwritten);
  expect(await decide(page, 'a.example', 80, 'forget')).toEqual(unwritten);
  // What is answered at a prompt is told in the same way, where it is to be remembered.
  await until('the question', () => server.desk.prompts().length === 1);
  const { ask: asked } = server.desk.prompts()[0] ?? { ask: 0 };
  expect(await ask(page, 'answer', { world: 'small', ask: asked, decision: 'deny' })).toEqual(unwritten);
  await chmod(file, 0o600);
  await until('all of it to be written', async () => !('durable' in (await ask(page, 'decisions', {}))));
  const { decisions } = JSON.parse(await readFile(file, 'utf8')) as { decisions: RememberedDecision[] };
  expect(decisions.map(({ decision, host }) => `${decision} ${host}`)).toEqual(['deny b.example']);
});

test('a lock that nobody lets go holds up neither the answer to a decision nor the end of the server for longer than its bound', async () => {
  const stateFolder = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(stateFolder, { recursive: true, force: true, maxRetries: 3 }));
  const server = await serve({ stateFolder, decisionTimes: { patience: 50, silence: 20, again: 3_600_000 } });
  const page = await openPage(server, 'Ann');
  // A folder in its place can be neither taken away nor asked whose it is.
  await mkdir(join(stateFolder, 'access.json.lock'));
  const answer = await decide(page, 'a.example', 80, 'deny');
  expect(answer).toMatchObject({ ok: true, durable: false, reason: expect.stringContaining('has held its lock') as string });
  await server.close();
  expect(await readdir(stateFolder)).not.toContain('access.json');
});
