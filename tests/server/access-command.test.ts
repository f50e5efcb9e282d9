import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { ErrorCode } from '../../engine/index.ts';
import { changeAccess, listAccess } from '../../server/cli/access.ts';
import { joinedTerminal } from '../peers/agents/terminal.ts';
import { startServer, type TestServer } from '../peers/servers.ts';
import { ended, start, startProgram, type Program } from './built.ts';
import { performed } from './in-process.ts';
import { api, atEnd, serve, until } from './running.ts';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(path, { recursive: true, force: true, maxRetries: 3 }));
  return path;
}
async function peer(): Promise<TestServer & { readonly host: string; open(): number }> {
  const server = await startServer();
  atEnd(() => server.close());
  return { ...server, host: `127.0.0.1:${server.port}`, open: () => server.guests.filter((guest) => !guest.isGone).length };
}
const sceneOf = (url: string, userId = 'host'): object => ({
  format: 'worldwire/scene',
  version: 1,
  name: 'Small',
  entities: [
    {
      id: 'radio',
      name: 'Radio',
      components: { WebsocketClient: { URL: url, HandlingUser: { userId }, AccessReason: 'It plays music.', ConnectRetryInterval: 0.1 } },
    },
  ],
});
/** A configuration of its own state folder, for the functions behind the command. */
async function ownState(more: object = {}): Promise<{ config: string; state: string }> {
  const state = await folder();
  const config = join(state, 'config.json');
  await writeFile(config, JSON.stringify({ stateFolder: state, ...more }));
  return { config, state };
}
const fault = (code: ErrorCode, words: string): object => ({ code, message: expect.stringContaining(words) as string });

test('what is allowed, denied and forgotten on the command line, a running server heeds: it connects, closes what stands, and asks anew', async () => {
  const state = await folder();
  const server = await peer();
  const file = join(state, 'small.json');
  await writeFile(file, JSON.stringify(sceneOf(server.url('/'))));
  const cli = async (...argv: string[]): Promise<string> => {
    const program = await performed(['access', ...argv], { XDG_STATE_HOME: state });
    expect(program.code, program.err).toBe(0);
    return program.out;
  };
  const program: Program = start(['run', file, '--port', '0'], { XDG_STATE_HOME: state });
  const address = await until('the address', () => /http:\/\/\S+\/\?token=\S+/.exec(program.out)?.[0]);
  const radio = async (field: 'State' | 'StateReason'): Promise<string> => {
    const token = new URL(address).searchParams.get('token') ?? '';
    const response = await fetch(new URL('/api/worlds/small/entities/radio', address), { headers: { authorization: `Bearer ${token}` } });
    return ((await response.json()) as { components: { WebsocketClient: Record<string, string> } }).components.WebsocketClient[field] ?? '';
  };
  // Nobody sits there: the log says which entry would allow it.
  await until('the world to ask', async () => (await radio('State')) === 'AwaitingAccess');
  await until('the line', () => (program.out + program.err).includes(`--allow-host ${server.host}`));
  // The line is logged as the answer is given, which the world takes in with its next step.
  await until('the reason to show', async () => (await radio('StateReason')).includes(`"${server.host}" in allowedUrlHosts`));

  expect(await cli('allow', server.host, '--scope', 'HTTP')).toContain(`Allowed ${server.host} (HTTP)`);
  expect(await cli('allow', server.host)).toContain('also where it lies on this machine');
  await until('the connection', () => server.open() === 1);
  expect(await cli('forget', server.host)).toContain(`Forgot what was decided of ${server.host} (Websocket)`);
  await until('what stood on it to be closed', () => server.open() === 0);
  await until('it to ask anew', async () => (await radio('State')) === 'AwaitingAccess');
  expect(server.guests.length, 'the allowance for HTTP is none for Websocket').toBe(1);

  await cli('allow', server.host);
  await until('the second connection', () => server.open() === 1);
  expect(await cli('deny', server.host)).toContain(`Denied ${server.host}`);
  await until('it to be closed', () => server.open() === 0);
  await until('the refusal to show', async () => /^denied by Host at \d{4}-\d\d-\d\d \d\d:\d\d UTC$/.test(await radio('StateReason')));
  expect(await radio('State')).toBe('Denied');
  const told = (await cli('list')).split('\n').map((line) => line.replace(/at \S+Z/, 'at TIME'));
  expect(told[0]).toBe(`allow ${server.host} (HTTP), near this machine, decided by the command line at TIME: no reason was given`);
  expect(told[1]).toMatch(new RegExp(`^deny  ${server.host} \\(Websocket.*decided by the command line at TIME`));
  program.child.kill('SIGINT');
  expect(await ended(program)).toBe(0);
  expect(await cli('list', '--scope', 'Websocket')).toContain('“It plays music.”');
  expect(await cli('list', '--scope', 'Websocket')).not.toContain('HTTP');
});

const hasLimits = process.platform !== 'win32';
test.runIf(hasLimits)('what could not be written down was not decided: the command ends with 1, says why, and leaves nothing behind', async () => {
  const state = await folder();
  await mkdir(join(state, 'worldwire'));
  const bin = fileURLToPath(new URL('../../bin/worldwire.js', import.meta.url));
  for (const action of ['deny', 'allow']) {
    // No file may have a byte, as on a disk that is full, also for root.
    const full = ['sh', '-c', `trap '' XFSZ; ulimit -f 0; exec "$@"`, 'sh', process.execPath, bin, 'access', action, 'a.example:80'];
    const program = startProgram(full, { XDG_STATE_HOME: state });
    expect(await ended(program)).toBe(1);
    expect(program.out).toBe('');
    expect(program.err).toMatch(/WW_SAVE_FAILED.*access\.json could not be saved and is as it was/s);
    expect(await readdir(join(state, 'worldwire'))).toEqual([]);
  }
});

test('a server and a joined machine of one user heed the same decisions', async () => {
  const own = await folder();
  const state = join(own, 'state'),
    config = join(own, 'config.json');
  await writeFile(config, JSON.stringify({ stateFolder: state }));
  const server = await peer();
  const host = await serve({ stateFolder: state, worlds: [{ name: 'small', scene: sceneOf(server.url('/host')) as never }] });
  const far = await serve();
  const terminal = await joinedTerminal(far, { folder: own });
  const userId = terminal.machine.you?.userId ?? '';
  const { components } = (sceneOf(server.url('/joined'), userId) as { entities: { components: object }[] }).entities[0] ?? { components: {} };
  const operations = [{ op: 'addEntity', entity: { id: 'radio', name: 'Radio', components } }];
  expect((await api(far, '/api/worlds/small/operations', { operations })).status).toBe(200);
  const paths = (): string =>
    server.guests
      .filter((guest) => !guest.isGone)
      .map(({ request }) => request.url ?? '')
      .sort()
      .join();
  const waiting = (): number => host.desk.prompts().length + terminal.machine.desk.prompts().length;
  await until('both to wait', () => waiting() === 2);
  await changeAccess('allow', server.host, { config });
  await until('both to be open', () => paths() === '/host,/joined');
  await changeAccess('forget', server.host, { config });
  await until('both to be closed, and to ask anew', () => paths() === '' && waiting() === 2);
  await changeAccess('deny', server.host, { config });
  await until('nobody to be asked', () => waiting() === 0);
  expect(paths()).toBe('');
});

test('the list says of each who, when, where it lies and why, in order, and what a world wrote steers no terminal', async () => {
  const { config, state } = await ownState();
  expect(await listAccess({ config })).toEqual(['Nothing is remembered.']);
  const at = '2026-11-20T05:12:00.000Z';
  const decisions = [
    { scope: 'Websocket', host: 'b.example', port: 443, decision: 'deny', by: 'u-1', at, reason: 'To \u001b[31mgreet\u202e.' },
    { scope: 'Websocket', host: 'a.example', port: 8080, decision: 'allow', by: 'host', at, near: true, reason: 'x' },
    { scope: 'HTTP', host: 'a.example', port: 80, decision: 'allow', by: 'host', at },
    { scope: 'Websocket', host: '::1', port: 80, decision: 'allow', by: 'host', at },
  ];
  await writeFile(join(state, 'access.json'), JSON.stringify({ version: 1, decisions }));
  expect(await listAccess({ config })).toEqual([
    `allow [::1]:80 (Websocket), decided by the command line at ${at}: no reason was given`,
    `allow a.example:80 (HTTP), decided by the command line at ${at}: no reason was given`,
    `allow a.example:8080 (Websocket), near this machine, decided by the command line at ${at}: “x”`,
    `deny  b.example:443 (Websocket), decided by u-1 at ${at}: “To \\u{1b}[31mgreet\\u{202e}.”`,
  ]);
});

test('a name is allowed near only where that is said, a literal address by its own spelling', async () => {
  const { config } = await ownState();
  expect(await changeAccess('allow', 'a.example:80', { config })).toBe('Allowed a.example:80 (Websocket).');
  expect(await changeAccess('allow', 'a.example:80', { config, near: true })).toContain('on this machine or a network nearby');
  expect(await changeAccess('allow', 'ws://0x7f.1:9/', { config })).toBe(
    'Allowed 127.0.0.1:9 (Websocket), also where it lies on this machine or a network nearby.',
  );
});

test.each(['', 'a.example', '*:80', 'a.example:0', 'a.example:65536', 'a b:80', 'ftp://a.example', 'http://', '-1', '[::1', 'a.example:80/path', '\u0000:80'])(
  'the entry %j is refused with what is expected, and nothing is remembered',
  async (entry) => {
    const { config } = await ownState();
    for (const action of ['allow', 'deny', 'forget'] as const)
      await expect(changeAccess(action, entry, { config })).rejects.toMatchObject(fault('WW_BAD_REQUEST', 'write host:port, or a URL'));
    expect(await listAccess({ config })).toEqual(['Nothing is remembered.']);
  },
);

test('a password in an entry is not told again', async () => {
  const { config } = await ownState();
  const error = await changeAccess('allow', 'ws://user:secret@a.example/', { config }).catch((caught: unknown) => caught as Error);
  expect(error).toBeInstanceOf(Error);
  expect((error as Error).message).not.toContain('secret');
});

test('what only the configuration can allow is not allowed here, but where it does', async () => {
  const { config } = await ownState();
  await expect(changeAccess('allow', '169.254.169.254:80', { config })).rejects.toMatchObject(fault('WW_ADDRESS_REFUSED', 'metadata'));
  await expect(changeAccess('allow', `${'a'.repeat(300)}.example:80`, { config })).rejects.toMatchObject({ code: 'WW_ADDRESS_REFUSED' });
  expect(await changeAccess('deny', '169.254.169.254:80', { config })).toContain('Denied');
  const listed = await ownState({ allowedUrlHosts: ['169.254.169.254:80'] });
  expect(await changeAccess('allow', '169.254.169.254:80', listed)).toContain('Allowed');
});

test('a wrong scope, a wrong word and a damaged file end with 1 and say what to do', async () => {
  const state = await folder();
  const scope = start(['access', 'allow', 'a.example:80', '--scope', 'FTP'], { XDG_STATE_HOME: state });
  const word = await performed(['access', 'permit', 'a.example:80'], { XDG_STATE_HOME: state });
  const none = await performed(['access', 'allow'], { XDG_STATE_HOME: state });
  expect(await ended(scope)).toBe(1);
  expect(scope.err).toContain('Websocket, HTTP');
  expect(word.code).toBe(1);
  expect(none.code).toBe(1);
  expect(none.err).toContain('host:port');
  const { config, state: own } = await ownState();
  await writeFile(join(own, 'access.json'), '{ damaged');
  await expect(listAccess({ config })).rejects.toMatchObject(fault('WW_CONFIG_INVALID', 'is damaged'));
});
