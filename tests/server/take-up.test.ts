import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { createDoor, createRegistry, restoreWorld } from '../../engine/index.ts';
import { replay, type RunningServer } from '../../server/index.ts';
import { ended, start, type Program } from './built.ts';
import { atEnd, openPage, until } from './running.ts';

const TOKEN = 'take-up-token-take-up-token';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** A server that sends back what it hears, and how often somebody came. */
async function echo(): Promise<{ readonly host: string; count: number }> {
  const peer = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((resolve) => {
    peer.once('listening', resolve);
  });
  atEnd(() => {
    for (const client of peer.clients) client.terminate();
    peer.close();
  });
  const told = { host: `127.0.0.1:${(peer.address() as { port: number }).port}`, count: 0 };
  peer.on('connection', (socket) => {
    told.count++;
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
  });
  return told;
}

interface World {
  readonly program: Program;
  readonly origin: string;
  get(path: string, body?: object): Promise<Record<string, unknown>>;
  lamp(): Promise<{ State: string; LastError: string }>;
}

async function run(...flags: string[]): Promise<World> {
  const program = start(['run', ...flags, '--port', '0', '--no-open', '--token', TOKEN]);
  await until('the address', () => program.out.includes('/?token='));
  const origin = /(http:\/\/\S+)\/\?token=/.exec(program.out)?.[1] ?? '';
  const get = async (path: string, body?: object): Promise<Record<string, unknown>> => {
    const response = await fetch(`${origin}/api/worlds/garden${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return (await response.json()) as Record<string, unknown>;
  };
  return {
    program,
    origin,
    get,
    lamp: async () => ((await get('/entities/lamp')) as { components: { WebsocketClient: never } }).components.WebsocketClient,
  };
}

const sceneFor = (host: string): object => ({
  format: 'worldwire/scene',
  version: 1,
  name: 'Garden',
  entities: [
    {
      id: 'lamp',
      name: 'Lamp',
      components: {
        Transform: {},
        Spinner: {},
        WebsocketClient: { URL: `ws://${host}/`, HandlingUser: { userId: 'host' }, ConnectRetryInterval: 0.2 },
      },
    },
  ],
});

const restore = (snapshot: string) => createDoor(restoreWorld(snapshot, createRegistry()));

test.each([[[]], [['--threads']]])(
  'a world whose process was killed goes on from its recording: %j',
  async (flags) => {
    const at = await folder();
    const peer = await echo();
    const [scene, first, second, state] = ['garden.json', 'first.recording', 'second.recording', 'state.snapshot'].map((name) => join(at, name)) as [
      string,
      string,
      string,
      string,
    ];
    await writeFile(scene, JSON.stringify(sceneFor(peer.host)));
    const before = await run(scene, '--record', first, '--allow-host', peer.host);
    await until('the connection', async () => (await before.lamp()).State === 'Open');
    await openPage({ origin: before.origin, token: TOKEN } as RunningServer, 'Anna', 'garden');
    await until('Anna', async () => JSON.stringify(await before.get('/users')).includes('"Anna"'));
    await before.get('/operations', { operations: [{ op: 'updateEntity', entity: 'lamp', name: 'Lantern' }] });
    const { tick } = (await before.get('')) as { tick: number };
    await until('some ticks on the disk', async () => (await readFile(first, 'utf8')).includes(`"tick":${tick + 20},`));
    before.program.child.kill('SIGKILL');
    await ended(before.program);

    const after = await run(scene, '--from', first, '--record', second, '--allow-host', peer.host, ...flags);
    expect(await after.get('')).toMatchObject({ unsaved: true });
    expect(((await after.get('')) as { tick: number }).tick).toBeGreaterThan(tick + 19);
    expect(await after.get('/entities/lamp')).toMatchObject({ name: 'Lantern' });
    await until('the connection once more', async () => peer.count === 2 && (await after.lamp()).State === 'Open');
    const log = JSON.stringify(await after.get('/log'));
    expect(log).toContain("Anna left: the world's server was restarted");
    expect(JSON.stringify(await after.get('/users'))).not.toContain('"Anna"');
    expect(log).toContain("the world's server was restarted, retry in 0.2 s (WW_CONNECTION_LOST)");
    after.program.child.kill('SIGTERM');
    await ended(after.program);

    // No peer is there for a replay, so that all of it comes from the recording.
    const result = await replay(second, restore);
    expect(result.hash).toBe(result.expected);

    // The state that a replay writes is taken up as well, under the name of its file where no scene is named.
    const again = start(['replay', second, '--snapshot', state]);
    expect(await ended(again)).toBe(0);
    const third = await run('--from', state, ...flags);
    expect(third.program.out).toContain('  state\n');
  },
  60_000,
);

test('a file that no world can be taken up from is refused by its name, and what it is', async () => {
  const at = await folder();
  const [scene, damaged, snapshot] = [join(at, 'a.json'), join(at, 'a.recording'), join(at, 'a.snapshot')];
  await writeFile(scene, JSON.stringify(sceneFor('127.0.0.1:1')));
  await writeFile(damaged, '{"format":"worldwire/recording","version":9,"sum":"0"}\n{}\n');
  await writeFile(snapshot, '{"format":"worldwire/snapshot","version":9}');
  for (const [file, words] of [
    [scene, 'WW_SNAPSHOT_INVALID'],
    [damaged, 'WW_RECORDING_INVALID'],
    [snapshot, 'WW_SNAPSHOT_INVALID'],
    [join(at, 'none'), 'WW_SNAPSHOT_INVALID'],
  ] as const) {
    const program = start(['run', '--from', file, '--port', '0', '--no-open']);
    expect(await ended(program)).toBe(1);
    expect(program.err).toContain(words);
    expect(program.err).toContain(file);
  }
});
