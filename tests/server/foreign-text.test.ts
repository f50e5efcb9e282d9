/** What foreign files, servers and people write, as it comes out of the command line's own process. */
import { createHash } from 'node:crypto';
import { createServer as createHttpServer } from 'node:http';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server } from 'socket.io';
import { io } from 'socket.io-client';
import { expect, test } from 'vitest';
import { WIRE_VERSION } from '../../server/protocol.ts';
import { seal, unseal } from '../../server/recording/recording.ts';
import { closeFrame } from '../peers/hostile-peer.ts';
import { ended, start, startProgram, type Program } from './built.ts';
import { performed, type Performed } from './in-process.ts';
import { ask, atEnd, SCENE, until, type Page } from './running.ts';

/** Begins what a line of ours never begins with, wherever a break let it begin one. */
const FORGED = 'FORGED all is well';
/** Controls of a terminal, breaks of a line and what hides or turns what is written; each part ends in what would then stand alone. */
const HOSTILE =
  '\u001b[2J\u001b]0;x\u0007\u009b2J\u007f\u0085\u200b\u061c\u202a\u202b\u202c\u202d\u202e' + `\u2066\u2067\u2068\u2069\ud800\u2028\u2029\r\n${FORGED}`;
/** The same without what no name in a file system and no text of UTF-8 can hold. */
const NAMEABLE = HOSTILE.replace('\ud800', '');
// oxlint-disable-next-line no-control-regex -- these are what must not be there
const UNSEEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd\ud800-\udfff]/;

/** Nothing that a program has printed steers the terminal, breaks one of its lines, or was lost on the way. */
function isPlain({ out, err }: Pick<Program, 'out' | 'err'>): void {
  for (const text of [out, err]) {
    // Colours are the log's own.
    // oxlint-disable-next-line no-control-regex -- the log's own colours
    const bare = text.replaceAll(/\u001b\[\d+m/g, '');
    expect(JSON.stringify(UNSEEN.exec(bare)?.[0] ?? ''), JSON.stringify(bare)).toBe('""');
    expect(
      bare.split('\n').filter((line) => line.trimStart().startsWith(FORGED)),
      bare,
    ).toEqual([]);
  }
}
async function toTheEnd(program: Program): Promise<Performed> {
  return { code: (await ended(program)) ?? -1, out: program.out, err: program.err };
}
/** Its lines that are not the address and what stands around it, which have to be JSON. */
function logOf({ out }: Program): { msg: string; [key: string]: unknown }[] {
  return out
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('  '))
    .map((line) => JSON.parse(line) as { msg: string });
}

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(path, { recursive: true, force: true, maxRetries: 3 }));
  return path;
}
async function written(name: string, content: object | string): Promise<string> {
  const file = join(await folder(), name);
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

/** A name of a component that no plugin has. */
const ODD = 'Odd';
/** A scene in which all that may be anything is hostile, and nothing is a fault. */
const odd = (clients: readonly object[] = []): object => ({
  ...SCENE,
  name: HOSTILE,
  [HOSTILE]: HOSTILE,
  entities: [
    { id: HOSTILE.replace('\ud800', ''), name: HOSTILE, tag: HOSTILE, [HOSTILE]: 1, components: { [ODD]: { [HOSTILE]: HOSTILE }, Comment: { [HOSTILE]: 1 } } },
    ...clients,
  ],
});
/** One in which as much as can be is a fault. */
const WRONG = {
  ...SCENE,
  entities: [
    { id: HOSTILE, parent: HOSTILE, name: 1, [HOSTILE]: 1, components: { Transform: { Position: HOSTILE }, [HOSTILE]: HOSTILE } },
    {
      id: HOSTILE,
      components: { WebsocketClient: { URL: `ws://x/${HOSTILE}`, Protocols: [HOSTILE], Headers: { [HOSTILE]: HOSTILE }, HandlingUser: HOSTILE } },
    },
    { id: 'x', components: { WebsocketClient: { URL: HOSTILE, HandlingUser: { userId: HOSTILE, machineId: HOSTILE, [HOSTILE]: 1 } } } },
  ],
};

test('check spells out what cannot be seen: names, ids, keys, values, and the name of the file itself', async () => {
  const files = [
    await written('wrong.json', WRONG),
    await written('odd.json', odd()),
    await written('twice.json', `{${JSON.stringify(NAMEABLE)}:1,${JSON.stringify(NAMEABLE)}:2}`),
    ...(await Promise.all(Array.from(NAMEABLE, (character, at) => written(`syntax-${at}.json`, `{"a":1}${character}`)))),
    await written('bytes.json', ''),
    join(await folder(), 'missing.json'),
    ...(process.platform === 'win32' ? [] : [await written(`${NAMEABLE}.json`, WRONG), join(await folder(), NAMEABLE)]),
  ];
  for (const more of [[], ['--json']]) {
    const program = more.length === 0 ? await toTheEnd(start(['check', ...files])) : await performed(['check', ...more, ...files]);
    expect(program.code).toBe(1);
    isPlain(program);
    expect(program.out).toContain(more.length === 0 ? '\\u{202e}' : '\\u202e');
    if (more.length > 0) expect((JSON.parse(program.out) as unknown[]).length).toBe(files.length);
    else for (const line of program.out.trimEnd().split('\n')) expect(files.some((file) => line.startsWith(file.slice(0, file.lastIndexOf('/'))))).toBe(true);
  }
});

/** A server that says hostile things in each place where a server may say something. */
async function liar(): Promise<{ readonly port: number; readonly asked: ReadonlySet<string> }> {
  const asked = new Set<string>();
  const reason = Buffer.from(NAMEABLE);
  const server = createServer((socket) => {
    socket
      .on('error', () => undefined)
      .once('data', (request) => {
        const path = /^GET (\/\S*)/.exec(request.toString('latin1'))?.[1] ?? '';
        const key = /^sec-websocket-key: *(\S+)/im.exec(request.toString('latin1'))?.[1] ?? '';
        const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
        const upgrade = `HTTP/1.1 101 ${PHRASE}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n`;
        asked.add(path);
        const say = (head: string): void => void socket.end(Buffer.from(head, 'latin1'));
        if (path === '/close') socket.write(Buffer.concat([Buffer.from(`${upgrade}\r\n`), closeFrame(4001, reason)]));
        else if (path === '/phrase') say(`HTTP/1.1 403 ${PHRASE}\r\nContent-Length: 0\r\n\r\n`);
        else if (path === '/location') say(`HTTP/1.1 302 Found\r\nLocation: ws://x/${BYTES}\r\nContent-Length: 0\r\n\r\n`);
        else if (path === '/nowhere') say(`HTTP/1.1 302 Found\r\nLocation: http://[${BYTES}\r\nContent-Length: 0\r\n\r\n`);
        else if (path === '/cookie') say(`${upgrade}Set-Cookie: ${BYTES}=${BYTES}; ${BYTES}\r\nSec-WebSocket-Protocol: ${BYTES}\r\n\r\n`);
        else if (path === '/extension') say(`${upgrade}Sec-WebSocket-Extensions: ${BYTES}\r\n\r\n`);
        else say(`HTTP/1.1 ${PHRASE}\r\n\r\n`);
      });
  }).listen(0, '127.0.0.1');
  atEnd(() => server.close());
  await until('the port', () => server.listening);
  return { port: (server.address() as AddressInfo).port, asked };
}
/** What may stand behind a status, and in a header, in bytes: HTTP takes no other there. */
const PHRASE = `\u001b[2J\u0007\u009b2J\u007f\u0085\u00ad ${FORGED}`,
  BYTES = '\u009b2J\u0085\u00ad\u00e2\u0080\u00ae';
const PATHS = ['/close', '/phrase', '/location', '/nowhere', '/cookie', '/extension', '/none'];

/** A world whose clients go to a liar, and one whose user is not there. */
async function lied(): Promise<{ file: string; asked: ReadonlySet<string>; port: number }> {
  const { port, asked } = await liar();
  const clients = PATHS.map((path) => ({
    id: `${NAMEABLE}${path}`,
    name: HOSTILE,
    components: { WebsocketClient: { URL: `ws://127.0.0.1:${port}${path}`, HandlingUser: { userId: 'host' }, AccessReason: HOSTILE } },
  }));
  const others = [
    { id: 'nobody', components: { WebsocketClient: { URL: 'ws://127.0.0.1:9/', HandlingUser: { userId: `u-${HOSTILE}`, machineId: HOSTILE } } } },
    { id: 'waits', components: { WebsocketClient: { URL: 'ws://waits.example/', HandlingUser: { userId: 'host' }, AccessReason: HOSTILE } } },
  ];
  return { file: await written(process.platform === 'win32' ? 'odd.json' : `${NAMEABLE}.json`, odd([...clients, ...others])), asked, port };
}

function fail(words: string): never {
  throw new Error(words);
}

/** A page by the printed address, which calls itself so. */
async function visit(program: Program, world: string): Promise<Page> {
  const address = await until(`the address; it printed:\n${program.out}\n${program.err}`, () =>
    program.code !== undefined ? fail(`it ended with ${program.code}: ${program.out} ${program.err}`) : /http:\/\/\S+\/\?token=\S+/.exec(program.out)?.[0],
  );
  const { origin } = new URL(address);
  const cookie = ((await fetch(address, { redirect: 'manual' })).headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const page: Page = io(origin, { transports: ['websocket'], extraHeaders: { cookie, origin }, forceNew: true, reconnection: false });
  atEnd(() => page.disconnect());
  await ask(page, 'hello', { version: WIRE_VERSION, name: HOSTILE });
  await ask(page, 'enter', { world });
  // What comes over HTTP may say anything as well.
  for (const path of [`/api/worlds/${encodeURIComponent(NAMEABLE)}`, `/api/worlds?x=${encodeURIComponent(NAMEABLE)}`, '/api/%ff'])
    await fetch(origin + path, { headers: { authorization: 'Bearer x', referer: encodeURIComponent(NAMEABLE) } });
  return page;
}
const worldOf = (file: string): string => file.slice(file.lastIndexOf('/') + 1).replace(/\.json$/, '');

test.each(['for people', 'as JSON'])('run %s spells out what a scene, the servers that it connects to, and its users say', async (how) => {
  const { file, asked, port } = await lied();
  const state = await folder();
  const config = await written('config.json', { stateFolder: state, logLevel: 'trace' });
  const argv = ['run', file, '--port', '0', '--allow-host', `127.0.0.1:${port}`, '--config', config];
  const program = how === 'as JSON' ? start(argv) : forPeople(argv);
  await visit(program, worldOf(file));
  await until(`the liar to be asked for everything; it was for ${[...asked].join()}:\n${program.out}\n${program.err}`, () => asked.size === PATHS.length);
  await until(
    `the close; it printed:\n${program.out}`,
    () => /closed 4001/.test(program.out) && /403/.test(program.out) && program.out.includes('redirects to'),
  );
  program.child.kill('SIGTERM');
  await ended(program);
  isPlain(program);
  if (how === 'as JSON') expect(logOf(program).length).toBeGreaterThan(3);
});

/** The command line as `npm start` has it, with lines for people. */
function forPeople(argv: readonly string[]): Program {
  const main = new URL('../../dist/server/cli/main.js', import.meta.url).href;
  return startProgram([
    process.execPath,
    '--input-type=module',
    '-e',
    `const { main } = await import(${JSON.stringify(main)}); await main(['node', 'worldwire', ...process.argv.slice(1)], { forPeople: true });`,
    '--',
    ...argv,
  ]);
}

test('replay spells out what a recording says of itself, whole, damaged and made up', async () => {
  const scene = await written('garden.json', SCENE);
  const recording = `${scene}.recording`;
  const recorded = start(['run', scene, '--port', '0', '--record', recording]);
  await until('the address', () => recorded.out.includes('?token='));
  recorded.child.kill('SIGTERM');
  expect(await ended(recorded), recorded.err).toBe(0);
  const head = JSON.parse(unseal((await readFile(recording, 'utf8')).split('\n')[0] ?? '')?.text ?? '') as { world: string };
  const first = seal('', { ...head, engine: HOSTILE, node: `v1${HOSTILE}` });
  const author = { userId: 'host', role: 'Admin' };
  const made = [
    seal(first.sum, { seq: 0, world: head.world, author, payload: { end: { hash: HOSTILE, tick: 0, reason: HOSTILE } } }).line,
    seal(first.sum, { seq: HOSTILE, world: HOSTILE, author, payload: {} }).line,
    `{"${NAMEABLE}`,
  ];
  const files = [
    ...(await Promise.all(made.map((line, at) => written(`${at}.recording`, `${first.line}\n${line}\n`)))),
    await written('head.recording', `${seal('', { ...head, version: HOSTILE }).line}\n`),
    await written('name.recording', `${seal('', { ...head, name: HOSTILE }).line}\n`),
    join(await folder(), NAMEABLE),
  ];
  const programs: Performed[] = [await toTheEnd(start(['replay', files[0] ?? '']))];
  for (const each of files.slice(1)) programs.push(await performed(['replay', each]));
  for (const program of programs) {
    expect(program.code).toBe(1);
    isPlain(program);
  }
  expect(programs[0]?.err).toContain(`recorded by Worldwire \\u{1b}[2J`);
  expect(programs[0]?.err).toContain('WW_REPLAY_DIVERGED');
  for (const program of programs.slice(1)) expect(program.err).toContain('WW_RECORDING_INVALID');
});

test('access list and token list spell out what their files hold, also where those are damaged', async () => {
  const state = await folder();
  const at = HOSTILE.slice(0, 40);
  const kept = { decision: 'allow', port: 443, at, name: HOSTILE, reason: HOSTILE, by: HOSTILE };
  const decisions = [
    { ...kept, scope: 'Websocket', host: HOSTILE },
    { ...kept, scope: 'HTTP', host: 'a.example', decision: 'deny' },
  ];
  const token = { id: '0123abcd', digest: 'd'.repeat(43), role: 'Guest', name: HOSTILE.slice(0, 100), at, user: HOSTILE };
  await mkdir(join(state, 'worldwire'));
  const put = (name: string, content: object | string | Buffer): Promise<void> =>
    writeFile(join(state, 'worldwire', name), typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content));
  const list = async (): Promise<Performed[]> => {
    const programs = [await performed(['access', 'list'], { XDG_STATE_HOME: state }), await performed(['token', 'list'], { XDG_STATE_HOME: state })];
    for (const program of programs) isPlain(program);
    return programs;
  };
  await put('access.json', { version: 1, decisions });
  await put('tokens.json', { version: 1, tokens: [token] });
  const listed = await list();
  expect(listed.map(({ out }) => out.trimEnd().split('\n').length)).toEqual([2, 1]);
  for (const { out } of listed) expect(out).toContain('\\u{1b}[2J');
  const damaged = Buffer.concat([Buffer.from(`{"version":1,"${NAMEABLE}":"`), Buffer.from([0xff]), Buffer.from('"}')]);
  await put('access.json', damaged);
  await put('tokens.json', damaged);
  for (const { code, err } of await list()) expect(`${code} ${err}`).toMatch(/^1 WW_CONFIG_INVALID \S+(access|tokens)\.json is damaged.* expected UTF-8/);
});

test('what a command line itself says wrongly is spelled out in the answer', async () => {
  const config = await written('config.json', { [HOSTILE]: 1, allowedUrlHosts: [HOSTILE], allowedHosts: [HOSTILE], host: HOSTILE, logLevel: HOSTILE });
  const place = { XDG_STATE_HOME: await folder(), XDG_CONFIG_HOME: await folder() };
  const programs: Performed[] = [await toTheEnd(start(['run', await written('wrong.json', WRONG), '--port', '0'], place))];
  for (const argv of [
    [NAMEABLE],
    ['run', '--port', NAMEABLE],
    ['run', '--config', config],
    ['check', '--plugin', NAMEABLE, 'x.json'],
    ['access', 'allow', NAMEABLE],
    ['token', 'revoke', NAMEABLE],
  ])
    programs.push(await performed(argv, place));
  for (const program of programs) {
    expect(program.code).toBe(1);
    isPlain(program);
    expect(program.err).toContain('\\u{');
  }
});

test('join spells out what the server that it joins says, in each place where it says something', async () => {
  const you = { userId: HOSTILE, machineId: HOSTILE, name: HOSTILE, role: HOSTILE, kind: HOSTILE };
  const question = {
    ask: 1,
    user: { userId: HOSTILE, machineId: null },
    scope: 'Websocket',
    host: 'echo.example',
    port: 80,
    url: `ws://echo.example/${NAMEABLE}`,
    reason: HOSTILE,
    entity: HOSTILE,
    path: [HOSTILE],
    component: HOSTILE,
    warning: HOSTILE,
  };
  const http = createHttpServer().listen(0, '127.0.0.1');
  const server = new Server(http);
  atEnd(() => server.close());
  const entered: unknown[] = [];
  server.on('connection', (line) => {
    line.on('hello', (_message, reply: (answer: object) => void) =>
      reply({ ok: true, version: WIRE_VERSION, epoch: HOSTILE, you, worlds: [{ name: 'trap', title: HOSTILE }] }),
    );
    line.on('answers', (_message, reply: (answer: object) => void) => reply({ ok: true }));
    line.on('enter', (_message, reply: (answer: object) => void) => {
      reply({ ok: true });
      entered.push(line);
      line.emit('you', { you });
      line.emit('questions', { world: 'trap', asked: [question], withdrawn: [] });
      line.emit('worlds', { worlds: [{ name: HOSTILE, title: HOSTILE }] });
      setTimeout(() => line.emit('bye', { code: 'WW_REMOVED', message: HOSTILE }), 500);
    });
  });
  await until('the port', () => http.listening);
  const { port } = http.address() as AddressInfo;
  const join0 = async (target: number): Promise<Program> =>
    start(['join', `http://127.0.0.1:${target}/`, '--user', NAMEABLE, '--token', 'x'.repeat(30)], {
      XDG_STATE_HOME: await folder(),
      XDG_CONFIG_HOME: await folder(),
    });
  // Nobody has such a role, so that nothing of what comes after is heard.
  const refused = await join0(port);
  expect(await ended(refused)).toBe(1);
  isPlain(refused);
  expect(refused.err).toContain('WW_WIRE_VERSION');
  expect(entered).toEqual([]);
  Object.assign(you, { role: 'Guest', kind: 'terminal' });
  const program = await join0(port);
  expect(await ended(program)).toBe(1);
  expect(entered, `${program.out}\n${program.err}`).toHaveLength(1);
  isPlain(program);
  expect(program.out).toContain('\\u{202e}');
  // One that is none: it answers in HTTP whatever it likes.
  const { port: other } = await liar();
  const away = await join0(other);
  await until(`a word; it printed:\n${away.out}\n${away.err}`, () => away.out.split('\n').length > 1 || away.code !== undefined);
  away.child.kill('SIGTERM');
  await ended(away);
  isPlain(away);
});
