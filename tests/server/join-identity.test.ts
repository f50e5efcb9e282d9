import { chmod, mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultConfigFolder, identityFor } from '../../server/joining/identity.ts';
import { readServerAddress } from '../../server/joining/server-address.ts';
import { emptyFolder } from '../peers/agents/terminal.ts';

const A = 'https://a.example',
  B = 'https://b.example';

test('each server is shown other secrets, always the same ones, of the form that servers take', async () => {
  const folder = join(await emptyFolder(), 'worldwire');
  const shown = [await identityFor(folder, A), await identityFor(folder, B)];
  const all = shown.flatMap(({ secret, machine }) => [secret, machine]);
  expect(new Set(all).size).toBe(4);
  for (const secret of all) expect(secret).toMatch(/^[A-Za-z0-9_-]{32,64}$/);
  expect([await identityFor(folder, A), await identityFor(folder, B)]).toEqual(shown);
});

test('who comes by another machine’s secret is that user at that server alone', async () => {
  const folder = await emptyFolder();
  const before = await identityFor(folder, A);
  const me = 'M'.repeat(40);
  expect(await identityFor(folder, A, me)).toEqual({ secret: me, machine: before.machine });
  expect((await identityFor(folder, A)).secret).toBe(me);
  expect((await identityFor(folder, B)).secret).not.toBe(me);
});

test('many that begin at once agree on one identity, and leave nothing else behind', async () => {
  const folder = join(await emptyFolder(), 'worldwire');
  const all = await Promise.all(Array.from({ length: 20 }, () => identityFor(folder, A)));
  expect(new Set(all.map(({ secret }) => secret)).size).toBe(1);
  expect(await readdir(folder)).toEqual(['identity.json']);
});

test('an identity that others could read is made private again', async () => {
  const folder = await emptyFolder();
  await mkdir(folder, { recursive: true });
  await identityFor(folder, A);
  const file = join(folder, 'identity.json');
  await chmod(file, 0o644);
  await identityFor(folder, A);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('settings lie where the system has them', () => {
  expect(defaultConfigFolder({ XDG_CONFIG_HOME: '/x' })).toBe(join('/x', 'worldwire'));
  expect(defaultConfigFolder({ APPDATA: '/a' })).toBe(join('/a', 'worldwire'));
  expect(defaultConfigFolder({ XDG_CONFIG_HOME: '' })).toMatch(/\.config.worldwire$/);
});

test('the address of a server is read as it is printed, and otherwise', () => {
  expect(readServerAddress('http://127.0.0.1:4600/?token=T')).toEqual({ origin: 'http://127.0.0.1:4600', path: '/socket.io/', token: 'T' });
  expect(readServerAddress('127.0.0.1:4600', 'T')).toEqual({ origin: 'http://127.0.0.1:4600', path: '/socket.io/', token: 'T' });
  expect(readServerAddress('https://a.example/worlds/index.html?token=T', 'other')).toEqual({ origin: A, path: '/worlds/socket.io/', token: 'other' });
  expect(readServerAddress('http://a.example').token).toBeUndefined();
});

test.each(['ws://127.0.0.1:4600', 'wss://a.example', 'ftp://a.example', 'http://user:hunter2@a.example/', 'http://', 'a b', ''])(
  'the address %j is refused with what to write instead',
  (text) => {
    expect(() => readServerAddress(text)).toThrow(/http:\/\/host:port\/\?token=/);
    expect(() => readServerAddress(text)).not.toThrow(/hunter2/);
  },
);
