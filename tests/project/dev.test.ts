import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { atEnd, until } from '../server/running.ts';
import { ROOT } from './pages.ts';

const isScene = (name: string): boolean => name.endsWith('.scene.json');

it('npm run dev reloads the page when its source is edited, and runs an edited engine in worlds that are as people have left them', async () => {
  // A copy, so that no other test meets the edits.
  const copy = mkdtempSync(join(tmpdir(), 'worldwire-dev-'));
  atEnd(() => rmSync(copy, { recursive: true, force: true, maxRetries: 5 }));
  const sources = ['agent', 'engine', 'sandbox', 'server', 'inspector-ui', 'worlds', 'tools', 'bin', 'package.json', 'tsconfig.json', 'vite.config.ts'];
  for (const source of [...sources, 'tests/bench', 'tests/browser/find-browser.ts']) cpSync(join(ROOT, source), join(copy, source), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'), 'junction');
  const edit = (file: string, from: string, to: string): void => {
    const text = readFileSync(join(copy, file), 'utf8');
    expect(text).toContain(from);
    writeFileSync(join(copy, file), text.replace(from, to));
  };

  const dev = spawn(process.execPath, [join(copy, 'tools/dev.js')], { cwd: copy });
  let said = '';
  for (const stream of [dev.stdout, dev.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  const over = new Promise<number | null>((done) => dev.once('exit', done));
  atEnd(() => {
    dev.kill('SIGTERM');
    return over;
  });
  const { origin, searchParams, host, href } = new URL(await until('the address', () => /http:\/\/\S+\?token=\S+/.exec(said)?.[0]));
  const headers = { authorization: `Bearer ${searchParams.get('token')}`, 'content-type': 'application/json' };
  const api = async (path: string, body?: object): Promise<string> => {
    const init = body === undefined ? { headers } : { headers, method: 'POST', body: JSON.stringify(body) };
    return (await fetch(origin + path, init)).text().catch(() => '');
  };

  // Who follows the address comes in by the server, and then gets the page from its sources.
  const door = await fetch(href, { redirect: 'manual' });
  expect([door.status, door.headers.get('set-cookie')]).toEqual([303, expect.stringContaining('worldwire')]);
  expect(await (await fetch(origin)).text()).toContain('/@vite/client');

  // Of files it hands out what the page is made of, and nothing that the server keeps for its owner.
  const cache = join(copy, '.cache', readdirSync(join(copy, '.cache'))[0] as string);
  for (const kept of [join(cache, 'state/cookie-key'), join(cache, 'config.json'), join(copy, 'package.json')]) {
    expect(readFileSync(kept).length, kept).toBeGreaterThan(0);
    for (const how of ['', '?raw', '?import&raw']) expect((await fetch(`${origin}/@fs${kept}${how}`)).status, kept).toBe(403);
  }
  const read = await fetch(`${origin}/@fs${join(copy, 'server/protocol.ts')}`, { headers: { origin: 'http://localhost:9' } });
  expect([read.status, read.headers.get('access-control-allow-origin')]).toEqual([200, null]);

  const told: { type: string }[] = [];
  const client = await (await fetch(`${origin}/@vite/client`)).text();
  const page = new WebSocket(`ws://${host}/?token=${/wsToken = "([^"]+)"/.exec(client)?.[1]}`, 'vite-hmr');
  atEnd(() => page.terminate());
  page.on('message', (data) => told.push(JSON.parse((data as Buffer).toString()) as { type: string }));
  await until('the page to listen', () => told.some(({ type }) => type === 'connected') || undefined);
  // It is told of what it has asked for.
  await fetch(`${origin}/session/layout.ts`);
  edit('inspector-ui/session/layout.ts', 'import', '/* edited */\nimport');
  await until('the page to be told', () => told.some(({ type }) => type === 'full-reload' || type === 'update') || undefined);

  await api('/api/worlds/motion/operations', { operations: [{ op: 'addEntity', entity: { id: 'left-here', name: 'Left here' } }] });
  edit('engine/components/wiggler.ts', "doc: '", "doc: 'Edited just now. ");
  await until('the edited engine', async () => ((await api('/api/components')).includes('Edited just now.') ? true : undefined));
  expect(
    await until('the world', async () => {
      const told = await api('/api/worlds/motion/entities/left-here');
      // The server listens before all of its worlds are there.
      return told === '' || told.includes('WW_UNKNOWN_WORLD') ? undefined : told;
    }),
  ).toContain('Left here');
  // It was taken up, with its history, and not read from its scene.
  await api('/api/worlds/motion/undo', {});
  expect(await api('/api/worlds/motion/entities/left-here')).toContain('WW_UNKNOWN_ENTITY');
  expect(readFileSync(join(copy, 'worlds/motion.scene.json'), 'utf8')).toBe(readFileSync(join(ROOT, 'worlds/motion.scene.json'), 'utf8'));

  // What cannot be bundled stops nothing.
  edit('engine/version.ts', 'export', 'export export');
  await until('the word of it', () => said.includes('keeps the program from being bundled') || undefined);
  expect(await api('/api/worlds')).toContain('motion');

  // Ctrl-C under npm comes from the terminal and once more from npm, and an editor asks as well; it ends when the server has saved,
  // of which nothing is left undone.
  for (const signal of ['SIGINT', 'SIGINT', 'SIGTERM'] as const) dev.kill(signal);
  expect(await over).toBe(0);
  expect(said).not.toContain('not saved');
  expect(readdirSync(join(cache, 'states')).filter((name) => name.endsWith('.snapshot')).length).toBe(readdirSync(join(copy, 'worlds')).filter(isScene).length);
  await expect(fetch(`http://127.0.0.1:${basename(cache).slice('dev-'.length)}/`)).rejects.toThrow('fetch failed');
}, 600_000);
