import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { canOpenBrowser } from '../../server/cli/browser.ts';
import { checkConfig, readConfig } from '../../server/cli/config.ts';
import { failureLines } from '../../server/cli/failure.ts';
import { recordingName } from '../../server/cli/recording-name.ts';
import { ended, start, startProgram, type Program } from './built.ts';
import { performed } from './in-process.ts';
import { atEnd, SCENE, until } from './running.ts';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(path, { recursive: true, force: true }));
  return path;
}
async function sceneFile(scene: object = SCENE, name = 'garden.json'): Promise<string> {
  const file = join(await folder(), name);
  await writeFile(file, JSON.stringify(scene));
  return file;
}
const addressOf = (program: Program): Promise<URL> =>
  until('the printed address', () => {
    const found = /http:\/\/\S+\/\?token=\S+/.exec(program.out)?.[0];
    return found === undefined ? undefined : new URL(found);
  });
async function call(address: URL, path: string, body?: object): Promise<Record<string, unknown>> {
  const response = await fetch(new URL(path, address), {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${address.searchParams.get('token') ?? ''}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await response.json()) as Record<string, unknown>;
}

test('help says what there is, with examples', async () => {
  const help = start(['--help']);
  expect(await ended(help)).toBe(0);
  const ofRun = await performed(['run', '--help']);
  expect(ofRun.code).toBe(0);
  for (const { out } of [help, ofRun]) {
    expect(out).toContain('Examples:');
    expect(out).toContain('--allow-host');
  }
});

test('run prints an address with a token, and serves the world there', async () => {
  const program = start(['run', await sceneFile(), '--port', '0']);
  const address = await addressOf(program);
  expect(Buffer.from(address.searchParams.get('token') ?? '', 'base64url').length).toBeGreaterThanOrEqual(16);
  expect(await call(address, '/api/worlds')).toMatchObject({ worlds: [{ name: 'garden', tickRate: 60 }] });
});

test('what npm start prints is the address, however much goes wrong in the example worlds', async () => {
  const client = (id: string): object => ({ id, components: { WebsocketClient: { URL: 'ws://127.0.0.1:9/', HandlingUser: { userId: 'host' } } } });
  const scene = await sceneFile({ ...SCENE, entities: ['a', 'b', 'c'].map(client) });
  const services = 'data:text/javascript,export const allowedHosts = ["127.0.0.1:9"]; export const startServices = async () => ({ close() {} })';
  const example = new URL('../../dist/server/cli/example.js', import.meta.url).href;
  const program = startProgram([
    process.execPath,
    '--input-type=module',
    '-e',
    `const { runExample } = await import(${JSON.stringify(example)});
     const services = new URL(${JSON.stringify(services)}), plugins = new URL('file:///none/');
     await runExample({ services, plugins, scenes: [${JSON.stringify(scene)}], argv: ['--port', '0'] });`,
  ]);
  const address = await addressOf(program);
  await until('a failure in the log of the world', async () => JSON.stringify(await call(address, '/api/worlds/garden/log')).includes('WW_CONNECT_FAILED'));
  program.child.kill('SIGTERM');
  expect(await ended(program)).toBe(0);
  expect(program.out).toBe(`\n  garden\n\n  ${address.href}\n\n`);
  expect(program.err).toBe('');
});

test('a tick rate and a token given on the command line hold', async () => {
  const token = 'A-token-of-my-own-that-is-long';
  const program = start(['run', await sceneFile(), '--port', '0', '--tick-rate', '20', '--token', token]);
  const address = await addressOf(program);
  expect(address.searchParams.get('token')).toBe(token);
  expect(await call(address, '/api/worlds')).toMatchObject({ worlds: [{ tickRate: 20 }] });
});

test('a world runs at the rate of the command line, else at that of its own entry, else at that of the configuration', async () => {
  const scene = await sceneFile();
  const config = `${scene}.config.json`;
  const other = `${scene}.other.scene.json`;
  await writeFile(other, await readFile(scene));
  await writeFile(
    config,
    JSON.stringify({
      port: 0,
      journal: 'off',
      tickRate: 40,
      startWorlds: [
        { path: scene, name: 'own', tickRate: 30 },
        { path: other, name: 'none' },
      ],
    }),
  );
  for (const [flags, rates] of [
    [[], [30, 40]],
    [
      ['--tick-rate', '20'],
      [20, 20],
    ],
  ] as const) {
    const program = start(['run', '--config', config, ...flags]);
    const { worlds } = (await call(await addressOf(program), '/api/worlds')) as { worlds: { name: string; tickRate: number }[] };
    expect(['own', 'none'].map((name) => worlds.find((world) => world.name === name)?.tickRate)).toEqual(rates);
    program.child.kill('SIGTERM');
    await ended(program);
  }
});

test('Ctrl-C saves where the configuration says so, closes every connection in good order, and ends with 0', async () => {
  const peer = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((resolve) => {
    peer.once('listening', resolve);
  });
  atEnd(() => peer.close());
  const { port } = peer.address() as { port: number };
  const closed: number[] = [];
  peer.on('connection', (socket) => socket.on('close', (code) => closed.push(code)));
  const file = await sceneFile({
    ...SCENE,
    entities: [
      ...SCENE.entities,
      { id: 'radio', name: 'Radio', components: { WebsocketClient: { URL: `ws://127.0.0.1:${port}/`, HandlingUser: { userId: 'host' } } } },
    ],
  });
  const config = join(await folder(), 'config.json');
  await writeFile(config, JSON.stringify({ saveOnExit: true, startWorlds: [file], allowedUrlHosts: [`127.0.0.1:${port}`], port: 0 }));
  const program = start(['run', '--config', config]);
  const address = await addressOf(program);
  await until('the connection', () => peer.clients.size === 1);
  await call(address, '/api/worlds/garden/operations', { operations: [{ op: 'updateEntity', entity: 'lamp', name: 'Kept' }] });
  program.child.kill('SIGINT');
  expect(await ended(program), program.out + program.err).toBe(0);
  expect(await readFile(file, 'utf8')).toContain('"Kept"');
  await until('the close to arrive', () => closed.length === 1);
  expect(closed[0], 'a clean close, not a lost connection').not.toBe(1006);
});

test('without saveOnExit the file stays as it was', async () => {
  const file = await sceneFile();
  const before = await readFile(file, 'utf8');
  const program = start(['run', file, '--port', '0']);
  await call(await addressOf(program), '/api/worlds/garden/operations', { operations: [{ op: 'updateEntity', entity: 'lamp', name: 'Lost' }] });
  program.child.kill('SIGTERM');
  expect(await ended(program)).toBe(0);
  expect(await readFile(file, 'utf8')).toBe(before);
});

test('a recorded run is replayed to the same hash', async () => {
  const recording = join(await folder(), 'run.recording');
  const program = start(['run', await sceneFile(), '--port', '0', '--record', recording]);
  await call(await addressOf(program), '/api/worlds/garden/operations', { operations: [{ op: 'duplicateEntity', entity: 'lamp' }] });
  program.child.kill('SIGINT');
  expect(await ended(program)).toBe(0);
  const again = start(['replay', recording]);
  expect(await ended(again), again.err).toBe(0);
  expect(again.out.trim()).toMatch(/^[0-9a-f]{64}$/);
  expect(await readFile(recording, 'utf8')).toContain(again.out.trim());

  const scene = `${recording}.scene.json`;
  const saving = await performed(['replay', recording, '--save', scene]);
  expect(saving.code, saving.err).toBe(0);
  expect(JSON.parse(await readFile(scene, 'utf8'))).toMatchObject({ format: 'worldwire/scene', entities: { length: 4 } });
  expect((await performed(['check', scene])).code).toBe(0);
  const twice = await performed(['replay', recording, '--save', scene]);
  expect(twice.code).toBe(1);
  expect(twice.err).toContain('WW_FILE_EXISTS');

  const whole = await readFile(recording);
  await writeFile(recording, whole.subarray(0, -20));
  const torn = await performed(['replay', recording, '--save', `${scene}.torn`]);
  expect(torn.code).toBe(1);
  expect(torn.err).toMatch(/saved the scene of tick \d+ as \S+torn/);
  expect(torn.err).toMatch(/WW_RECORDING_INVALID line \d+, byte \d+: the line is incomplete/);
  expect(await readFile(`${scene}.torn`, 'utf8')).toBe(await readFile(scene, 'utf8'));

  const lines = whole.toString('utf8').split('\n');
  const stepped = lines.findLastIndex((line) => line.includes('"real":'));
  lines[stepped] = lines[stepped]?.replace('"real":', '"real":1') ?? '';
  await writeFile(recording, lines.join('\n'));
  const damaged = await performed(['replay', recording, '--save', `${scene}.damaged`]);
  expect(damaged.code).toBe(1);
  expect(damaged.err).toContain('the checksum does not hold');
  expect(JSON.parse(await readFile(`${scene}.damaged`, 'utf8'))).toMatchObject({ format: 'worldwire/scene', name: 'Small world' });
});

test('a recording never writes over another: a second run to the same file is refused, one to a folder or a pattern gets a name of its own', async () => {
  const place = await folder();
  const scene = await sceneFile();
  const run = async (...argv: string[]): Promise<Program> => {
    const program = start(['run', scene, '--port', '0', ...argv]);
    await until('it to run, or to end', () => program.out.includes('?token=') || program.code !== undefined);
    program.child.kill('SIGINT');
    await ended(program);
    return program;
  };
  const file = join(place, 'a.recording');
  expect((await run('--record', file)).code).toBe(0);
  const first = await readFile(file);
  const refused = await run('--record', file);
  expect(refused.code).toBe(1);
  expect(refused.err).toContain('WW_FILE_EXISTS');
  expect(await readFile(file)).toEqual(first);
  const inside = join(place, 'many/');
  for (let count = 1; count <= 2; count++) {
    expect((await run('--record', inside)).code).toBe(0);
    expect((await readdir(inside)).length).toBe(count);
  }
  const [name = ''] = await readdir(inside);
  // Of the same second, the later one is numbered.
  expect(name).toMatch(/^garden-\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d(?:-2)?\.recording$/);
  expect((await stat(join(inside, name))).mode & 0o777).toBe(0o600);
});

test('the name of a recording tells world and time, and only those', async () => {
  const place = await folder();
  const at = new Date(2026, 10, 28, 20, 15, 2);
  expect(recordingName('a.recording', 'garden', false, at)).toBe('a.recording');
  expect(recordingName('a.recording', 'garden', true, at)).toBe('a-garden.recording');
  expect(recordingName(join(place, '{world} {date}.rec'), '../gar:den', true, at)).toBe(join(place, '..-gar-den 2026-11-28.rec'));
  expect(recordingName(place, 'garden', false, at)).toBe(join(place, 'garden-2026-11-28-20-15-02.recording'));
  await writeFile(join(place, 'garden-2026-11-28-20-15-02.recording'), '');
  expect(recordingName(place, 'garden', false, at)).toBe(join(place, 'garden-2026-11-28-20-15-02-2.recording'));
  expect(() => recordingName('{constructor}', 'garden', false, at)).toThrow(/\{constructor\} stands for nothing/);
});

test('worlds in threads run, are edited and saved as those in the main thread', async () => {
  const file = await sceneFile();
  const program = start(['run', file, '--port', '0', '--threads']);
  const address = await addressOf(program);
  await call(address, '/api/worlds/garden/operations', { operations: [{ op: 'updateEntity', entity: 'lamp', name: 'Threaded' }] });
  const tick = async () => ((await call(address, '/api/worlds'))['worlds'] as { tick: number }[])[0]?.tick ?? 0;
  const before = await tick();
  await until('time to pass', async () => (await tick()) > before + 5);
  expect(await call(address, '/api/worlds/garden/save', {})).toMatchObject({ durable: true });
  expect(await readFile(file, 'utf8')).toContain('"Threaded"');
  program.child.kill('SIGINT');
  expect(await ended(program), program.out + program.err).toBe(0);
});

test('a world in a thread, with components of a plugin and a real server, is recorded and lived through again', async () => {
  const peer = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((resolve) => {
    peer.once('listening', resolve);
  });
  atEnd(() => peer.close());
  peer.on('connection', (socket) => socket.on('message', (data, binary) => socket.send(data, { binary })));
  const { port } = peer.address() as { port: number };
  const plugin = fileURLToPath(new URL('../../dist/worlds/echo-bot/index.js', import.meta.url));
  const components = { WebsocketClient: { URL: `ws://127.0.0.1:${port}/`, HandlingUser: { userId: 'host' } }, EchoBot: { Interval: 0.1, Binary: true } };
  const recording = join(await folder(), 'bot.recording');
  const file = await sceneFile({ ...SCENE, entities: [{ id: 'bot', name: 'Bot', components }] });
  const program = start(['run', file, '--port', '0', '--threads', '--plugin', plugin, '--record', recording, '--allow-host', `127.0.0.1:${port}`]);
  const address = await addressOf(program);
  const bot = async () => ((await call(address, '/api/worlds/garden/entities/bot'))['components'] as { EchoBot: { Heard: number } }).EchoBot;
  await until('the bot to hear itself', async () => (await bot()).Heard >= 5);
  expect(JSON.stringify(await call(address, '/api/components'))).toContain('EchoBot');
  program.child.kill('SIGINT');
  expect(await ended(program), program.out + program.err).toBe(0);
  for (const client of peer.clients) client.terminate();
  const again = start(['replay', recording, '--plugin', plugin]);
  expect(await ended(again), again.err).toBe(0);
  expect(again.err).toContain('same state as recorded');
});

/** A program whose world is connected to a server that never answers a close, so that its end takes a while. */
async function slowToEnd(): Promise<Program> {
  const stubborn = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (request) => {
      const key = /sec-websocket-key: (\S+)/i.exec(request.toString())?.[1] ?? '';
      const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
      socket.write(`HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-accept: ${accept}\r\n\r\n`);
    });
    atEnd(() => socket.destroy());
  });
  await new Promise<void>((resolve) => {
    stubborn.listen(0, '127.0.0.1', resolve);
  });
  atEnd(() => stubborn.close());
  const { port } = stubborn.address() as { port: number };
  const file = await sceneFile({
    ...SCENE,
    entities: [{ id: 'radio', name: 'Radio', components: { WebsocketClient: { URL: `ws://127.0.0.1:${port}/`, HandlingUser: { userId: 'host' } } } }],
  });
  const program = start(['run', file, '--port', '0', '--allow-host', `127.0.0.1:${port}`]);
  const address = await addressOf(program);
  await until('the connection', async () => JSON.stringify(await call(address, '/api/worlds/garden')).includes('"Open":1'));
  return program;
}

test('a second Ctrl-C ends at once, even where a server does not let go', async () => {
  const program = await slowToEnd();
  await call(await addressOf(program), '/api/worlds/garden/operations', { operations: [{ op: 'updateEntity', entity: 'radio', name: 'Lost' }] });
  program.child.kill('SIGINT');
  await until('the first answer', () => program.err.includes('press Ctrl-C again'));
  await new Promise((resolve) => setTimeout(resolve, 600));
  program.child.kill('SIGINT');
  expect(await ended(program)).toBe(130);
  expect(program.err).toMatch(/ended at once\ngarden: in no scene file, and kept in its journal: 1 edit since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d/);
});

test('a Ctrl-C that arrives twice, as it does under npm, ends in good order', async () => {
  const program = await slowToEnd();
  program.child.kill('SIGINT');
  await until('the first answer', () => program.err.includes('press Ctrl-C again'));
  program.child.kill('SIGINT');
  expect(await ended(program)).toBe(0);
  expect(program.err).not.toContain('ended at once');
});

test('a denial is taken back from the command line, and a running server asks anew', async () => {
  const state = await folder();
  const file = await sceneFile({
    ...SCENE,
    entities: [{ id: 'radio', name: 'Radio', components: { WebsocketClient: { URL: 'ws://127.0.0.1:9/', HandlingUser: { userId: 'host' } } } }],
  });
  const cli = async (...argv: string[]): Promise<string> => {
    const program = start(argv, { XDG_STATE_HOME: state });
    expect(await ended(program), program.err).toBe(0);
    return program.out;
  };
  expect(await cli('access', 'list')).toContain('Nothing is remembered.');
  expect(await cli('access', 'deny', '127.0.0.1:9')).toContain('Denied 127.0.0.1:9');
  const program = start(['run', file, '--port', '0'], { XDG_STATE_HOME: state });
  const address = await addressOf(program);
  const radio = async () =>
    ((await call(address, '/api/worlds/garden/entities/radio'))['components'] as { WebsocketClient: { State: string } }).WebsocketClient.State;
  await until('the denial to hold', async () => (await radio()) === 'Denied');
  expect(await cli('access', 'list')).toMatch(/deny +127\.0\.0\.1:9 \(Websocket\)/);
  expect(await cli('access', 'forget', 'ws://127.0.0.1:9/')).toContain('Forgot');
  await until('the world to ask anew', async () => (await radio()) === 'AwaitingAccess');
  expect(await cli('access', 'allow', '127.0.0.1:9')).toContain('Allowed');
  await until('the connection to be tried', async () => ['Connecting', 'WaitingToRetry'].includes(await radio()));
});

test('check tells every fault of every file and ends with 1', async () => {
  const good = await sceneFile(),
    bad = await sceneFile(
      {
        format: 'worldwire/scene',
        version: 1,
        name: 'Bad',
        entities: [
          { id: 'a', parent: 'none' },
          { id: 'b', components: { FloatValue: { Value: 'x' } } },
        ],
      },
      'bad.json',
    );
  const program = start(['check', good, bad]);
  expect(await ended(program)).toBe(1);
  expect(program.out).toContain(`${good}: good, 3 entities`);
  expect(program.out.split('\n').filter((line) => new RegExp(`^${bad}:\\d+:\\d+: fault: `).test(line)).length).toBe(2);
  expect((await performed(['check', good])).code).toBe(0);
});

test('a scene with faults is told before anything runs', async () => {
  const program = start([
    'run',
    await sceneFile({ format: 'worldwire/scene', version: 1, name: 'Bad', entities: [{ id: 'a', parent: 'none' }] }),
    '--port',
    '0',
  ]);
  expect(await ended(program)).toBe(1);
  expect(program.err).toContain('WW_SCENE_INVALID');
  expect(program.err).toContain('none');
});

test('a port that is taken is told by its code', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => {
    other.listen(0, '127.0.0.1', resolve);
  });
  atEnd(() => other.close());
  const program = start(['run', await sceneFile(), '--port', String((other.address() as { port: number }).port)]);
  expect(await ended(program)).toBe(1);
  expect(program.err).toContain('WW_PORT_IN_USE');
  expect(program.err.match(/--port/g)).toHaveLength(1);
});

test('an address beyond this machine is told in the log', async () => {
  const program = start(['run', await sceneFile(), '--port', '0', '--host', '0.0.0.0']);
  await addressOf(program);
  expect(await until('the warning', () => /whoever reaches it over the network[^"]*/.exec(program.out)?.[0])).toContain('not encrypted');
});

test('a fault in a configuration hides none of the others, and a key in the wrong case is told the right one', async () => {
  const file = join(await folder(), 'config.json');
  await writeFile(
    file,
    JSON.stringify({
      startWorlds: [{ pat: 'x' }, 3],
      allowedUrlHosts: [3, 'ok:1', 4],
      allowedOrigins: [1],
      tickRate: 'x',
      port: -1,
      maxUsers: 1.5,
      saveonexit: true,
    }),
  );
  const program = await performed(['run', '--config', file]);
  expect(program.code).toBe(1);
  for (const place of ['startWorlds/0', 'startWorlds/1', 'allowedUrlHosts/0', 'allowedUrlHosts/2', 'allowedOrigins/0', 'tickRate', 'port', 'maxUsers'])
    expect(program.err).toContain(`  ${place}: expected`);
  expect(program.err).toContain('saveonexit: no such key; expected saveOnExit');
  expect(program.err).toContain('9 faults');
});

test('every fault of a configuration is told at once', async () => {
  const file = join(await folder(), 'config.json');
  await writeFile(
    file,
    JSON.stringify({
      tickRate: -1,
      startWorlds: 'x',
      allowedUrlHosts: ['ok.example', 'http://', 'a b'],
      port: 'x',
      token: 'short',
      allowedOrigins: ['page'],
      allowedHosts: ['a b'],
      colour: 'red',
    }),
  );
  const error = await readConfig(file).then(
    () => undefined,
    (reason: unknown) => reason as { code: string; message: string },
  );
  expect(error?.code).toBe('WW_CONFIG_INVALID');
  for (const place of ['tickRate', 'startWorlds', 'allowedUrlHosts/1', 'allowedUrlHosts/2', 'port', 'token', 'allowedOrigins/0', 'allowedHosts/0', 'colour'])
    expect(failureLines(error).join('\n'), place).toContain(place);
  expect(() =>
    checkConfig(
      {
        tickRate: 30,
        startWorlds: ['a.json', { path: 'b.json', name: 'b' }],
        allowedUrlHosts: ['127.0.0.1:4601'],
        autosaveInterval: 300,
        saveOnExit: true,
        maxUsers: 8,
        port: 4600,
        host: '127.0.0.1',
        threads: true,
        $schema: 'x',
      },
      'x',
    ),
  ).not.toThrow();
});

test('paths of a configuration are relative to it', async () => {
  const place = await folder();
  await writeFile(join(place, 'config.json'), JSON.stringify({ startWorlds: ['a.json', { path: 'sub/b.json' }], extraCAs: ['ca.pem'], worldsFolder: '.' }));
  expect(await readConfig(join(place, 'config.json'))).toEqual({
    startWorlds: [join(place, 'a.json'), { path: join(place, 'sub/b.json') }],
    extraCAs: [join(place, 'ca.pem')],
    worldsFolder: place,
  });
});

test('a browser is opened only where there is one to open', () => {
  expect(canOpenBrowser({ DISPLAY: ':0' }, 'linux', true)).toBe(true);
  expect(canOpenBrowser({}, 'darwin', true)).toBe(true);
  expect(canOpenBrowser({}, 'linux', true)).toBe(false);
  expect(canOpenBrowser({ DISPLAY: ':0', CI: 'true' }, 'linux', true)).toBe(false);
  expect(canOpenBrowser({ DISPLAY: ':0' }, 'linux', false)).toBe(false);
  expect(canOpenBrowser({ SSH_CONNECTION: 'x' }, 'darwin', true)).toBe(false);
});
