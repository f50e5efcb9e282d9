import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { emptyFolder } from '../peers/agents/terminal.ts';
import { startServer, type TestServer } from '../peers/servers.ts';
import { ended, start, type Program } from './built.ts';
import { api, ask, atEnd, openPage, serve, until } from './running.ts';

/** Starts `worldwire join` in a process of its own, with folders of its own. */
function joining(folder: string, ...argv: string[]): Program {
  return start(['join', ...argv], { XDG_CONFIG_HOME: join(folder, 'config'), XDG_STATE_HOME: join(folder, 'state') });
}
const userOf = async (program: Program): Promise<string> =>
  (await until(`it to join; it printed:\n${program.out}\n${program.err}`, () => /user (u-\w+)/.exec(program.out)?.[1])) ?? '';

async function remote(): Promise<TestServer> {
  const started = await startServer();
  atEnd(() => started.close());
  return started;
}

/** The entity Lamp gets a WebsocketClient that a user handles. */
async function connects(server: RunningServer, userId: string, url: string): Promise<void> {
  const values = { URL: url, HandlingUser: { userId }, ConnectRetryInterval: 0.2 };
  const { status, json } = await api(server, '/api/worlds/small/operations', {
    operations: [{ op: 'addComponent', entity: 'lamp', component: 'WebsocketClient', values }],
  });
  expect(status, JSON.stringify(json)).toBe(200);
}
async function lamp(server: RunningServer): Promise<Record<string, unknown>> {
  const { json } = await api(server, '/api/worlds/small/entities/lamp');
  return (json['components'] as unknown as { WebsocketClient: Record<string, unknown> }).WebsocketClient;
}

test('join --help says what it is for, with examples', async () => {
  const program = start(['join', '--help']);
  expect(await ended(program)).toBe(0);
  for (const part of ['--user', '--token', '--me', '--world', '--allow-host', '--config', 'Examples:']) expect(program.out).toContain(part);
});

test('join carries what is allowed, and Ctrl-C closes it in good order and ends with 0', async () => {
  const server = await serve();
  const peer = await remote();
  const program = joining(await emptyFolder(), server.url, '--user', 'Sensors', '--allow-host', `127.0.0.1:${peer.port}`);
  await connects(server, await userOf(program), peer.url());
  await until('it to be opened', () => program.out.includes(`opened 127.0.0.1:${peer.port} for lamp`));
  program.child.kill('SIGINT');
  expect(await ended(program)).toBe(0);
  expect(await peer.guests[0]?.left).toMatchObject({ code: 1001 });
  await until('the world to see it', async () => (await lamp(server))['IsConnected'] === false);
});

test('a command line that is killed loses its connections, and carries new ones when it is back', async () => {
  const server = await serve();
  const peer = await remote();
  const folder = await emptyFolder();
  const argv = [server.url, '--user', 'Sensors', '--allow-host', `127.0.0.1:${peer.port}`];
  const program = joining(folder, ...argv);
  const user = await userOf(program);
  await connects(server, user, peer.url());
  await until('it to be open', async () => (await lamp(server))['State'] === 'Open');
  program.child.kill('SIGKILL');
  await peer.guests[0]?.gone;
  await until('the world to see it', async () => (await lamp(server))['CloseCode'] === 1006);
  expect(String((await lamp(server))['LastError'])).toMatch(/^WW_AGENT_LOST/);
  const again = joining(folder, ...argv);
  expect(await userOf(again)).toBe(user);
  await until('it to be open again', async () => (await lamp(server))['State'] === 'Open');
  expect(peer.guests).toHaveLength(2);
});

test('who cannot stay ends with 1 and what to do', async () => {
  const server = await serve();
  const damaged = await emptyFolder();
  await mkdir(join(damaged, 'config', 'worldwire'), { recursive: true });
  await writeFile(join(damaged, 'config', 'worldwire', 'identity.json'), 'not json');
  const cases: [Program, ...string[]][] = [
    [joining(await emptyFolder(), server.origin, '--user', 'Anna', '--token', 'wrong'), 'WW_UNAUTHENTICATED', '`worldwire token` made'],
    [joining(await emptyFolder(), server.url, '--user', 'Anna', '--world', 'moon'), 'WW_UNKNOWN_WORLD', 'these run: small'],
    [joining(damaged, server.url, '--user', 'Anna'), 'WW_CONFIG_INVALID', join(damaged, 'config', 'worldwire', 'identity.json')],
    [joining(await emptyFolder(), `ws://user:hunter2@127.0.0.1:${server.port}/`, '--user', 'Anna'), 'WW_BAD_REQUEST', 'not of a page'],
  ];
  for (const [program, ...parts] of cases) {
    expect(await ended(program), program.err).toBe(1);
    for (const part of parts) expect(program.err).toContain(part);
    expect(program.out + program.err).not.toContain('hunter2');
  }
});

test('who is removed ends with 1', async () => {
  const server = await serve({ tokens: [{ token: 'guest-token-guest-token-guest', role: 'Guest' }] });
  const program = joining(await emptyFolder(), server.origin, '--user', 'Gus', '--token', 'guest-token-guest-token-guest');
  const user = await userOf(program);
  const page = await openPage(server, 'Ada', 'small');
  expect(await ask(page, 'remove', { userId: user, back: false })).toMatchObject({ ok: true });
  expect(await ended(program)).toBe(1);
  expect(program.err).toContain('WW_REMOVED');
});

test('a server that is not there yet is waited for', async () => {
  const before = await serve();
  const { url, port, token } = before;
  await before.close();
  const program = joining(await emptyFolder(), url, '--user', 'Anna');
  await until('it to say so', () => program.out.includes('cannot be reached'));
  await serve({ port, token });
  await userOf(program);
  expect(program.out.split('cannot be reached')).toHaveLength(2);
});
