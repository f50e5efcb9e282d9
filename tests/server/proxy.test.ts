import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Json } from '../../engine/index.ts';
import { emptyFolder } from '../peers/agents/terminal.ts';
import { httpProxy, type ProxyManners, type TestProxy } from '../peers/proxies.ts';
import { startServer } from '../peers/servers.ts';
import { ended, start } from './built.ts';
import { api, atEnd, serve, until } from './running.ts';

async function proxy(manners?: ProxyManners): Promise<TestProxy> {
  const made = await httpProxy(manners);
  atEnd(() => made.close());
  return made;
}
async function remote(): Promise<string> {
  const peer = await startServer();
  atEnd(() => peer.close());
  return peer.url('/', 'remote.example');
}
async function config(settings: object): Promise<string> {
  const file = join(await emptyFolder(), 'config.json');
  await writeFile(file, JSON.stringify(settings));
  return file;
}
const sceneTo = (url: string): { readonly [key: string]: Json } => ({
  format: 'worldwire/scene',
  version: 1,
  name: 'Small',
  entities: [{ id: 'lamp', name: 'Lamp', components: { WebsocketClient: { URL: url, HandlingUser: { userId: 'host' }, ConnectRetryInterval: 1 } } }],
});
const clean = { HTTP_PROXY: '', HTTPS_PROXY: '', ALL_PROXY: '', http_proxy: '', https_proxy: '', all_proxy: '', NO_PROXY: '', no_proxy: '' };

test('worldwire run goes through the proxy of its configuration; its password is neither in the log nor on the page', async () => {
  const between = await proxy({ login: 'ann:secret-word' });
  const wrong = await proxy({ login: 'ann:another' });
  const url = await remote();
  for (const { port } of [between, wrong]) {
    const file = join(await emptyFolder(), 'small.scene.json');
    await writeFile(file, JSON.stringify(sceneTo(url)));
    const settings = { startWorlds: [file], port: 0, allowedUrlHosts: [url], proxy: `http://ann:secret-word@127.0.0.1:${port}`, logLevel: 'debug' };
    const program = start(['run', '--config', await config(settings)], clean);
    const address = new URL((await until('the address', () => /http:\S+token=\S+/.exec(program.out)?.[0])) ?? '');
    const lamp = async (): Promise<string> => {
      const answer = await fetch(`${address.origin}/api/worlds/small/entities/lamp`, {
        headers: { authorization: `Bearer ${address.searchParams.get('token')}` },
      });
      return answer.text();
    };
    await until('the connection, or its failure', async () =>
      (port === between.port ? /"State":"Open"/ : /WW_PROXY: the proxy http:\/\/127\.0\.0\.1:\d+ answered 407/).test(await lamp()),
    );
    expect(program.out).toContain(`connections go through the proxy http://127.0.0.1:${port}`);
    program.child.kill('SIGINT');
    await ended(program);
    expect(`${program.out}${program.err}`).not.toContain('secret-word');
  }
  expect(between.asked).toEqual([new URL(url).host]);
});

test('worldwire run says once at the start that the environment names proxies which nothing uses, and uses them where it is told to', async () => {
  const between = await proxy();
  const url = await remote();
  const file = join(await emptyFolder(), 'small.scene.json');
  await writeFile(file, JSON.stringify(sceneTo(url)));
  const environment = { ...clean, HTTP_PROXY: `http://u:hidden@127.0.0.1:${between.port}`, NO_PROXY: 'elsewhere.example' };
  const settings = { startWorlds: [file], port: 0, allowedUrlHosts: [url] };
  const unused = start(['run', '--config', await config(settings)], environment);
  await until('the words', () => unused.out.includes('HTTP_PROXY is set and not used'));
  unused.child.kill('SIGINT');
  await ended(unused);
  expect(between.asked).toEqual([]);
  expect(unused.out.split('is set and not used')).toHaveLength(2);
  const used = start(['run', '--config', await config({ ...settings, proxy: 'environment' })], environment);
  await until('the proxy to be asked', () => between.asked.length > 0);
  expect(used.out + unused.out).not.toContain('hidden');
  expect(used.out).toContain(`ws:// goes through the proxy http://127.0.0.1:${between.port}`);
});

test('a proxy that is none ends the start, without being shown', async () => {
  const program = start(['run', '--config', await config({ proxy: 'gopher://ann:secret-word@proxy' })], clean);
  expect(await ended(program)).toBe(1);
  expect(program.err).toMatch(/WW_CONFIG_INVALID[\s\S]*proxy: expected http:\/\/HOST:PORT/);
  expect(program.out + program.err).not.toContain('secret-word');
});

test('worldwire join reaches its server, and what it connects to, through the proxy', async () => {
  const between = await proxy({ login: 'ann:secret-word' });
  const url = await remote();
  const server = await serve({ worlds: [{ scene: sceneTo(url), name: 'small' }], allowedHosts: ['worldwire.example'] });
  const folder = await emptyFolder();
  const environment = { ...clean, XDG_CONFIG_HOME: join(folder, 'config'), XDG_STATE_HOME: join(folder, 'state') };
  const joined = async (password: string): Promise<ReturnType<typeof start>> => {
    const file = await config({ proxy: `http://ann:${password}@127.0.0.1:${between.port}`, allowedUrlHosts: [url] });
    return start(['join', server.url.replace('127.0.0.1', 'worldwire.example'), '--user', 'Ann', '--config', file], environment);
  };
  const barred = await joined('wrong-word');
  await until('it to be kept out by the proxy', () => /cannot be reached .*the proxy http:\/\/127\.0\.0\.1:\d+ answered 407/.test(barred.out));
  barred.child.kill('SIGINT');
  await ended(barred);
  const program = await joined('secret-word');
  const userId = await until('it to join', () => /user (u-\w+)/.exec(program.out)?.[1]);
  const operations = [{ op: 'setField', entity: 'lamp', component: 'WebsocketClient', field: 'HandlingUser', value: { userId } }];
  expect((await api(server, '/api/worlds/small/operations', { operations })).status).toBe(200);
  await until('it to be opened', () => program.out.includes('opened remote.example'));
  expect(new Set(between.asked)).toEqual(new Set([`worldwire.example:${server.port}`, new URL(url).host]));
  for (const { out, err } of [program, barred]) expect(out + err).not.toMatch(/secret-word|wrong-word/);
});
