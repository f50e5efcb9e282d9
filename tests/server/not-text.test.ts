/** Files and bodies of which a part would be lost without a word: bytes that are no UTF-8, keys that stand twice. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { WorldwireError } from '../../engine/index.ts';
import { readConfig } from '../../server/cli/config.ts';
import { api, atEnd, SCENE, serve } from './running.ts';
import type { RunningServer } from '../../server/index.ts';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(path, { recursive: true, force: true }));
  return path;
}
/** A text in which `?` is a byte that is no UTF-8. */
const bytes = (text: string): Buffer => Buffer.from(text.split('?').join('\u00ff'), 'latin1');
async function post(server: RunningServer, path: string, body: Buffer | string): Promise<{ status: number; json: { code?: string; message?: string } }> {
  const headers = { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' };
  const response = await fetch(server.origin + path, { method: 'POST', headers, body: typeof body === 'string' ? body : new Uint8Array(body) });
  return { status: response.status, json: (await response.json()) as object };
}

test('a body is refused with the place of what would be lost, and nothing of it is done', async () => {
  const server = await serve();
  const item = (more: string): string => `{"format":"worldwire/scene","version":1,"name":"I","entities":[{"id":"new","name":"A"${more}}]}`;
  for (const [path, body, says] of [
    ['operations', bytes('{"operations":[{"op":"updateEntity","entity":"lamp","name":"L?"}]}'), 'body:1:62: expected UTF-8, found the byte 0xff at offset 61'],
    ['operations', '{"operations":[{"op":"updateEntity","entity":"lamp","name":"L","name":"M"}]}', 'the key "name" stands twice'],
    ['items', bytes(`{"item":${item(',"tag":"?"')}}`), 'expected UTF-8'],
    ['items', `{"item":${item(',"na\\u006de":"B"')}}`, /body:1:95: item\/entities\/0.*: the key "name" stands twice in this object, at 1:84 and here/],
  ] as const) {
    const { status, json } = await post(server, `/api/worlds/small/${path}`, body);
    expect([status, json.code], JSON.stringify(json)).toEqual([400, 'WW_BAD_REQUEST']);
    expect(json.message).toMatch(says);
  }
  expect((await api(server, '/api/worlds/small/entities/lamp')).json).toMatchObject({ name: 'Lamp' });
  expect((await api(server, '/api/worlds/small/entities/new')).status).toBe(404);
});

test('a configuration in which a key stands twice, or a byte is no UTF-8, is a fault with its place', async () => {
  const file = join(await folder(), 'config.json');
  for (const [content, says] of [
    ['{"port": 1,\n "port": 2}', `${file}:2:2: `],
    [bytes('{"host": "?"}'), `${file}:1:11: expected UTF-8`],
  ] as const) {
    await writeFile(file, content);
    const failure = await readConfig(file).catch((error: unknown) => error as WorldwireError);
    expect(failure).toMatchObject({ code: 'WW_CONFIG_INVALID', message: expect.stringContaining(says) });
  }
});

test('a file that another program has put in the place of a world’s is compared and loaded only where it is text', async () => {
  const file = join(await folder(), 'garden.json');
  await writeFile(file, JSON.stringify(SCENE));
  const server = await serve({ worlds: [{ file, name: 'garden' }] });
  const bad = bytes(JSON.stringify(SCENE).replace('Stone', 'St?ne'));
  await writeFile(file, bad);
  const place = `expected UTF-8, found the byte 0xff at offset ${bad.indexOf(0xff)}`;
  expect((await api(server, '/api/worlds/garden/difference')).json).toMatchObject({ rows: [], fault: expect.stringContaining(place) });
  const reloaded = await api(server, '/api/worlds/garden/reload', {});
  expect([reloaded.status, reloaded.json]).toEqual([
    expect.any(Number),
    expect.objectContaining({ code: 'WW_SCENE_SYNTAX', message: expect.stringContaining(place) }),
  ]);
  // What runs goes on, and what stands there is left.
  expect((await api(server, '/api/worlds/garden/entities/stone')).json).toMatchObject({ name: 'Stone' });
  expect((await readFile(file)).equals(bad)).toBe(true);
});
