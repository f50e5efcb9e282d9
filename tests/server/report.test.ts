import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import type { RunningServer } from '../../server/index.ts';
import { reportScene } from '../../server/cli/report.ts';
import { LifeReader } from '../../server/journal/life-reader.ts';
import { openReport } from '../../server/report/opened-report.ts';
import { ABOUT, type ReportAbout } from '../../server/report/report-form.ts';
import { ZipReader } from '../../server/report/zip-file.ts';
import { performed } from './in-process.ts';
import { brighten, folder } from './journal-house.ts';
import { api, atEnd, SCENE, serve, until } from './running.ts';

// What is secret, each planted in another place of a world, its files and its logs.
const HEADER = 'Bearer hdr-4f9c2e7ab1d8',
  OTHER_HEADER = 'plain words of a header',
  EDITED = 'edited-77aa31c0ffee',
  PATCHED = 'patched-5d21e0b9',
  FIELD = 'the combination of the safe',
  URL_PASSWORD = 'pa55-of-the-gate',
  QUERY = 'query-9911-zz',
  TOKEN = 'token-of-the-configuration-0001',
  OTHER_TOKEN = 'token-of-the-configuration-0002',
  PROXY = 'proxy-pa55word',
  NOTED = 'noted-in-the-log-31337',
  IN_MESSAGE = 'cookie-of-the-answer-808',
  IN_SCRIPT = 'scripted-1234-secret',
  IN_VERSION = 'only-in-a-version-4242',
  BASIC = 'basic-pass-0815';
const SECRETS = [
  HEADER,
  'hdr-4f9c2e7ab1d8',
  OTHER_HEADER,
  EDITED,
  PATCHED,
  FIELD,
  URL_PASSWORD,
  QUERY,
  TOKEN,
  OTHER_TOKEN,
  PROXY,
  NOTED,
  IN_MESSAGE,
  IN_SCRIPT,
  IN_VERSION,
  BASIC,
];
const ENGINE = new URL('../../dist/engine/index.js', import.meta.url).href;
const PLUGIN = `import { defineComponent, string } from '${ENGINE}';
const fields = { Combination: string({ default: '', secret: true, doc: 'What opens it.' }) };
export const plugin = { name: 'safes', components: [defineComponent('Safe', { doc: 'A safe.', category: 'Tests', fields })] };
`;
const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIBsecretcertificate0123456789\n-----END CERTIFICATE-----\n';

interface Place {
  readonly home: string;
  readonly file: string;
  readonly state: string;
  readonly config: string;
  readonly server: RunningServer;
  cli(...argv: string[]): ReturnType<typeof performed>;
  edit(operations: readonly object[]): Promise<unknown>;
}

/** A world that talks to a server which says what it hears, with secrets in all that it has. */
async function place(): Promise<Place> {
  const home = await folder();
  const peer = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  atEnd(() => {
    for (const client of peer.clients) client.terminate();
    peer.close();
  });
  await new Promise((resolve) => {
    peer.once('listening', resolve);
  });
  peer.on('connection', (socket, request) => {
    socket.send(JSON.stringify({ heard: request.headers.authorization, 'set-cookie': IN_MESSAGE }));
    socket.send(Buffer.from(`in bytes: ${request.headers.authorization}`), { binary: true });
  });
  const host = `127.0.0.1:${(peer.address() as { port: number }).port}`;
  const [file, state, config] = ['garden.scene.json', 'state', 'config.json'].map((name) => join(home, name)) as [string, string, string];
  await mkdir(join(home, 'plugin'));
  await writeFile(join(home, 'plugin', 'safe.mjs'), PLUGIN);
  const scene = {
    ...SCENE,
    entities: [
      ...SCENE.entities,
      {
        id: 'radio',
        name: 'Radio',
        components: {
          WebsocketClient: {
            URL: `ws://${host}/?access_token=${QUERY}`,
            HandlingUser: { userId: 'host', machineId: null },
            Headers: { Authorization: HEADER, 'X-Words': OTHER_HEADER },
          },
        },
      },
      { id: 'safe', name: 'Safe', components: { Safe: { Combination: FIELD } } },
      {
        id: 'script',
        name: 'Script',
        components: {
          Script: {
            Source: `const password = '${IN_SCRIPT}';\nconst address = 'https://anna:${URL_PASSWORD}@gate.example/';\nsetInterval(() => password, 1000);`,
          },
        },
      },
      {
        id: 'note',
        name: 'Note',
        components: {
          StringValue: { Value: IN_VERSION },
          Comment: { Text: `curl -u, then Authorization: Basic ${Buffer.from(`anna:${BASIC}`).toString('base64')}` },
        },
      },
    ],
  };
  await writeFile(file, JSON.stringify(scene));
  const plugins = [join(home, 'plugin', 'safe.mjs')];
  await writeFile(
    config,
    JSON.stringify({
      stateFolder: state,
      plugins,
      token: TOKEN,
      tokens: [{ token: OTHER_TOKEN, role: 'Guest' }],
      proxy: `http://anna:${PROXY}@proxy.example:3128`,
      extraCAs: [CERTIFICATE],
    }),
  );
  const server = await serve({
    worlds: [{ file }],
    stateFolder: state,
    plugins,
    allowedUrlHosts: [host],
    journals: { mode: 'all', flush: 10, keep: { bytes: 1e9, milliseconds: 1e9 } },
    versions: { bytes: 1e9 },
  });
  const edit = (operations: readonly object[]): Promise<unknown> => api(server, '/api/worlds/garden/operations', { operations, durable: true });
  return { home, file, state, config, server, edit, cli: (...argv) => performed([...argv, '--config', config], {}, home) };
}

/** Everything that lies in a report, as text, by name. */
async function unpacked(file: string): Promise<Map<string, string>> {
  const zip = await ZipReader.open(file);
  const found = new Map<string, string>();
  for (const name of zip.entries.keys()) found.set(name, (await zip.read(name, 1e9)).toString('utf8'));
  await zip.close();
  return found;
}
const aboutOf = (parts: Map<string, string>): ReportAbout => JSON.parse(parts.get(ABOUT) ?? '') as ReportAbout;

/** Bytes that stand in base64 anywhere, as text. */
function inBase64(text: string): string {
  return [...text.matchAll(/[A-Za-z0-9+/]{12,}={0,2}/g)].map(([all]) => Buffer.from(all, 'base64').toString('latin1')).join('\n');
}

async function lived({ server, edit }: Place): Promise<void> {
  await until('the answers', async () => {
    const { json } = await api(server, '/api/worlds/garden/entities/radio');
    return (json as { components?: { WebsocketClient?: { MessagesReceived?: number } } }).components?.WebsocketClient?.MessagesReceived === 2;
  });
  await edit([{ op: 'setField', entity: 'radio', component: 'WebsocketClient', field: 'Headers', value: { 'X-Edited': EDITED } }]);
  await edit([
    { op: 'patchField', entity: 'radio', component: 'WebsocketClient', field: 'Headers', patch: [{ op: 'add', path: '/X-Patched', value: PATCHED }] },
  ]);
  await edit([{ op: 'setField', entity: 'note', component: 'Comment', field: 'Text', value: `the answer was ${EDITED} and then ${PATCHED.slice(0, 12)}…` }]);
  await edit([{ op: 'addComponent', entity: 'stone', component: 'Safe', values: { Combination: NOTED } }]);
  await edit([{ op: 'updateEntity', entity: 'stone', name: `opens with ${NOTED}` }]);
  await edit([{ op: 'updateEntity', entity: 'lamp', name: `opens with ${FIELD}` }]);
  await api(server, '/api/worlds/garden/save', {});
  // It is in no other place any more, and in no secret one: only the version told of it as a secret would be known by it.
  await edit([{ op: 'setField', entity: 'note', component: 'StringValue', field: 'Value', value: '' }]);
  await edit([{ op: 'addComponent', entity: 'note', component: 'Safe', values: { Combination: IN_VERSION } }]);
  await edit([{ op: 'removeComponent', entity: 'note', component: 'Safe' }]);
  await brighten(server, 9);
}

test('an incident report holds nothing of what is secret, wherever it was, is told before it is written, and replays', async () => {
  const house = await place();
  const { cli, file, home, server } = house;
  await lived(house);
  await writeFile(
    join(home, 'server.log'),
    [
      `{"level":30,"msg":"asked http://127.0.0.1:4600/?token=${TOKEN}"}`,
      `plain words: ${NOTED}, and Authorization: ${HEADER}`,
      `{"req":{"headers":{"x-api-key":"${PROXY}"}}}\n`,
    ].join('\n'),
  );
  const dry = await cli('report', file, '--log', join(home, 'server.log'), '--dry-run');
  expect(dry, dry.err).toMatchObject({ code: 0, err: '' });
  expect((await readdir(home)).filter((name) => name.endsWith('.zip'))).toEqual([]);

  const out = join(home, 'incident.zip');
  const made = await cli('report', file, '--log', join(home, 'server.log'), '--out', out, '--yes');
  expect(made, made.err).toMatchObject({ code: 0, err: `wrote ${out}\n` });
  expect((await stat(out)).mode & 0o777).toBe(0o600);
  const parts = await unpacked(out);
  expect([...parts.keys()].map((name) => name.replace(/\d{8}/, 'N'))).toEqual(
    expect.arrayContaining([
      ABOUT,
      'contents.txt',
      'journal/N.snapshot.json',
      'journal/N.log',
      'log.jsonl',
      'server-log.txt',
      'scene.json',
      'versions/list.json',
      'versions/N.scene.json',
      'configuration.json',
    ]),
  );
  for (const [name, text] of parts) {
    for (const secret of SECRETS) {
      expect(text.includes(secret), `${secret} in ${name}`).toBe(false);
      expect(inBase64(text).includes(secret), `${secret} in the bytes of ${name}`).toBe(false);
    }
    expect(text.includes('MIIBsecret'), name).toBe(false);
  }
  expect(made.out + dry.out + made.err).not.toMatch(new RegExp(SECRETS.join('|')));
  // What is no secret is there.
  const log = parts.get('log.jsonl') ?? '',
    journal = [...parts].find(([name]) => name.endsWith('.log'))?.[1] ?? '';
  expect(log).toContain('Radio');
  expect(journal).toContain('X-Patched');
  expect(journal).toContain('left-out-');
  expect(parts.get('versions/list.json')).toContain('"why"');
  // What it says of itself: what is in it, and that values are not.
  const about = aboutOf(parts);
  expect(about).toMatchObject({ scene: 'garden.scene.json', world: 'garden', runs: server.origin, journal: { mode: 'all', isEnded: false } });
  expect(about.leftOut).toMatchObject({ messages: false });
  expect(about.leftOut.values).toBeGreaterThan(12);
  expect(made.out).toContain(`${about.leftOut.values} values of Headers`);
  expect(made.out).toContain(`with ${about.journal?.messages} messages that came to the world, and what they say`);
  expect(parts.get('contents.txt')).toBe(made.out);
  expect(about.journal?.messages).toBeGreaterThan(1);
  expect(about.missing).toEqual([]);

  const again = join(home, 'again.scene.json');
  const replayed = await cli('replay', out, '--save', again);
  expect(replayed, replayed.err).toMatchObject({ code: 0, out: expect.stringMatching(/^[0-9a-f]{8,}\n$/) });
  expect(replayed.err).toContain(`${about.leftOut.values} values were left out of it`);
  expect(replayed.err).toContain(`goes up to tick ${about.journal?.to.tick}`);
  expect(await readFile(again, 'utf8')).toMatch(/"Value": 9/);
  expect(await cli('replay', out)).toMatchObject({ out: replayed.out });

  // It never takes the place of a file, and says so before anything is put together.
  const bytes = await readFile(out);
  expect(await cli('report', file, '--out', out, '--yes')).toMatchObject({ code: 1, out: '', err: expect.stringContaining('WW_FILE_EXISTS') });
  expect((await readFile(out)).equals(bytes)).toBe(true);
});

test('a report opens without us', async () => {
  const house = await place();
  await brighten(house.server, 3);
  const out = join(house.home, 'incident.zip');
  await house.cli('report', house.file, '--out', out, '--yes');
  const list = execFileSync(
    'python3',
    ['-c', 'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(z.testzip()); print(*z.namelist(), sep="\\n")', out],
    {
      encoding: 'utf8',
    },
  );
  expect(list.split('\n')).toEqual(expect.arrayContaining(['None', ABOUT, 'contents.txt', 'scene.json']));
});

test('without messages a report tells neither what came nor what was sent', async () => {
  const house = await place();
  await lived(house);
  await api(house.server, '/api/worlds/garden/commands', {
    command: 'Send',
    entity: 'radio',
    component: 'WebsocketClient',
    args: { Data: 'what nobody is to read' },
  });
  await brighten(house.server, 4);
  const out = join(house.home, 'quiet.zip');
  const made = await house.cli('report', house.file, '--without-messages', '--out', out, '--yes');
  expect(made, made.err).toMatchObject({ code: 0 });
  expect(made.out).toContain('without what messages say');
  const parts = await unpacked(out);
  for (const [name, text] of parts) if (name.startsWith('journal/')) expect(text).not.toMatch(/heard|what nobody is to read|in bytes/);
  expect(aboutOf(parts).leftOut.messages).toBe(true);
  expect((await house.cli('replay', out)).code).toBe(0);
});

test('a report is asked about at a terminal, and without one wants --yes; one that is not wanted is not written', async () => {
  const house = await place();
  const { file, home, config } = house;
  await brighten(house.server, 3);
  expect(await house.cli('report', file)).toMatchObject({ code: 1, out: '', err: expect.stringContaining('give --yes') });
  const said: string[] = [];
  const voice = { print: () => undefined, say: (...lines: readonly string[]) => void said.push(...lines), printJson: () => undefined };
  const asked: string[] = [];
  const asks = (answer: string) => (question: string) => {
    asked.push(question);
    return Promise.resolve(answer);
  };
  const out = join(home, 'asked.zip');
  expect(await reportScene(file, { config, out }, voice, asks(''))).toBe(1);
  expect((await readdir(home)).includes('asked.zip')).toBe(false);
  expect(await reportScene(file, { config, out }, voice, asks('y'))).toBe(0);
  expect(asked).toEqual([expect.stringContaining(`to ${out}? [y/N] `), expect.any(String)]);
  expect(said).toEqual(['Nothing was written.', `wrote ${out}`]);
});

test('a report reaches back as far as is asked for, over restarts, and one whose world has ended replays to its end', async () => {
  const house = await place();
  await brighten(house.server, 3);
  await house.server.close();
  const plugins = [join(house.home, 'plugin', 'safe.mjs')];
  const second = await serve({
    worlds: [{ file: house.file }],
    stateFolder: house.state,
    plugins,
    journals: { mode: 'all', flush: 10, keep: { bytes: 1e9, milliseconds: 1e9 } },
  });
  await brighten(second, 5);
  await second.close();
  const [all, short] = [join(house.home, 'all.zip'), join(house.home, 'short.zip')];
  expect((await house.cli('report', house.file, '--out', all, '--yes')).code).toBe(0);
  expect((await house.cli('report', house.file, '--last', '0.001s', '--out', short, '--yes')).code).toBe(0);
  expect(aboutOf(await unpacked(all)).journal).toMatchObject({ segments: [1, 2], states: 2, isEnded: true });
  expect(aboutOf(await unpacked(short)).journal).toMatchObject({ segments: [2], states: 1, isEnded: true });
  for (const report of [all, short]) {
    const replayed = await house.cli('replay', report);
    expect(replayed, replayed.err).toMatchObject({ code: 0 });
  }
  // What was unpacked is one chain again: the second life goes on from the sealed end of the first.
  const opened = await openReport(all);
  atEnd(() => opened.end());
  const reader = new LifeReader(opened.folder);
  let heads = 0;
  for await (const event of reader.through([1, 2])) if (event.kind === 'head') heads += 1;
  expect({ heads, missing: reader.missing }).toEqual({ heads: 2, missing: [] });
});

test('a report that was changed, cut off, or is none is refused with what is wrong with it', async () => {
  const house = await place();
  await brighten(house.server, 3);
  const out = join(house.home, 'incident.zip');
  await house.cli('report', house.file, '--out', out, '--yes');
  const bytes = await readFile(out);
  const harmed = join(house.home, 'harmed.zip');
  for (const [name, changed] of [
    ['cut off', bytes.subarray(0, bytes.length - 100)],
    ['changed', Buffer.concat([bytes.subarray(0, bytes.length / 2), Buffer.from('XXXX'), bytes.subarray(bytes.length / 2 + 4)])],
    ['a mark alone', Buffer.from('PK\u0003\u0004')],
  ] as const) {
    await writeFile(harmed, changed);
    const { code, err } = await house.cli('replay', harmed);
    expect({ name, code }).toEqual({ name, code: 1 });
    expect(err).toContain('WW_REPORT_INVALID');
  }
});

test('where there is no journal, a report tells of the scene and of what is kept; where there is nothing, it is refused', async () => {
  const house = await place();
  await house.server.close();
  const empty = join(house.home, 'empty.json');
  await writeFile(empty, JSON.stringify({ stateFolder: join(house.home, 'elsewhere'), plugins: [join(house.home, 'plugin', 'safe.mjs')] }));
  const out = join(house.home, 'bare.zip');
  const made = await performed(['report', house.file, '--config', empty, '--out', out, '--yes'], {}, house.home);
  expect(made, made.err).toMatchObject({ code: 0 });
  expect(made.out).toContain('missing: there is no journal');
  expect((await unpacked(out)).get('scene.json')).not.toContain(HEADER);
  expect(await performed(['replay', out], {}, house.home)).toMatchObject({ code: 1, err: expect.stringContaining('holds no journal') });
  expect(await performed(['report', 'none.json', '--config', empty, '--yes'], {}, house.home)).toMatchObject({
    code: 1,
    err: expect.stringContaining('nothing to report of none.json'),
  });
});
