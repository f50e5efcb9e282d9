/** The examples of scripts as they ship, each in two worlds that know nothing of each other but an address. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { ROOT } from '../../project/pages.ts';
import { performed } from '../../server/in-process.ts';
import { api, atEnd, serve, until } from '../../server/running.ts';
import type { RunningServer } from '../../../server/index.ts';
import { freePort } from '../servers.ts';
import { Example } from './running-example.ts';

const SCRIPTS = join(ROOT, 'worlds/scripts');

interface Both {
  readonly server: RunningServer;
  readonly folder: string;
  readonly port: number;
  readonly serving: Example;
  readonly asking: Example;
}

/** Runs a world that listens and one that connects, out of a copy of the examples, with another port in their scenes. */
async function running(serving: string, asking: string, usual: number): Promise<Both> {
  const folder = await mkdtemp(join(tmpdir(), 'worldwire-scripts-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  await cp(SCRIPTS, folder, { recursive: true });
  const port = await freePort();
  const worlds = [];
  for (const name of [serving, asking]) {
    const file = join(folder, `${name}.scene.json`);
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll(String(usual), String(port)));
    worlds.push({ file, name });
  }
  const server = await serve({ requestsPerTenSeconds: 1_000_000, worlds, allowedListenPorts: [port], allowedUrlHosts: [`127.0.0.1:${port}`] });
  return { server, folder, port, serving: new Example(server, serving), asking: new Example(server, asking) };
}

/** Waits until so many have spoken in the room: who comes later than others says its first words later too. Listens without a name, so that nobody is told. */
async function firstWordsOf(count: number, port: number): Promise<void> {
  const spoken = new Set<string>();
  let ear: WebSocket | undefined;
  await until(`${count} have said their first words`, () => {
    if (ear === undefined || ear.readyState === WebSocket.CLOSED) {
      ear = new WebSocket(`ws://127.0.0.1:${port}/chat`);
      ear.on('error', () => undefined);
      ear.on('message', (data: Buffer) => {
        const { from } = JSON.parse(data.toString()) as { from?: string };
        if (from !== undefined) spoken.add(from);
      });
    }
    return spoken.size >= count;
  });
  ear?.close();
}

async function linesOf(server: RunningServer, world: string): Promise<string[]> {
  const { json } = await api(server, `/api/worlds/${world}/log`);
  return (json as unknown as { entries: { source: string; message: string }[] }).entries
    .filter(({ source }) => source === 'Script')
    .map(({ message }) => message);
}

test('nothing is wrong with them, their types neither', async () => {
  const scenes = ['bots', 'chat', 'chatters', 'field', 'mqtt', 'ping', 'ping-server', 'proxy', 'rpc', 'rpc-server'].map((name) => `${name}.scene.json`);
  const { out, err } = await performed(['check', ...scenes], {}, SCRIPTS);
  expect(err).toBe('');
  expect(out.trimEnd().split('\n')).toEqual(scenes.map((name) => expect.stringMatching(new RegExp(`^${name}: good, \\d (?:entity|entities)$`))));
});

test('in the chat what one says is heard by all, also by a stranger, and the room keeps its lines where it is edited', async () => {
  const { server, folder, port, serving: room, asking: chatters } = await running('chat', 'chatters', 4621);
  await firstWordsOf(3, port);
  await room.shows('room/IntValue#2/Value', 3);
  await chatters.set({ 'anna/StringValue/Value': 'who has seen my lamp?' });
  for (const who of ['anna', 'ben', 'cleo']) await chatters.shows(`${who}/StringValue#2/Value`, 'Anna: who has seen my lamp?');
  await room.shows('room/StringValue/Value', 'Anna: who has seen my lamp?');

  const heard: { from?: string; text?: string }[] = [];
  const stranger = new WebSocket(`ws://127.0.0.1:${port}/chat`);
  stranger.on('message', (data: Buffer) => heard.push(JSON.parse(data.toString()) as { text?: string }));
  stranger.on('open', () => {
    stranger.send(JSON.stringify({ name: 'Anna' }));
    stranger.send(JSON.stringify({ from: 'Ben', text: `under\nthe table${'!'.repeat(1000)}` }));
  });
  await until('the stranger is heard', () => heard.some(({ from }) => from === 'Anna 4'));
  expect(heard).toContainEqual({ from: 'Anna', text: 'who has seen my lamp?' });
  expect(heard.find(({ from }) => from === 'Anna 4')?.text).toMatch(/^under the table!{385}$/);
  const closed = new Promise<number>((done) => stranger.on('close', done));
  stranger.send(Buffer.from('no JSON'));
  expect(await closed).toBe(4000);
  await chatters.shows('ben/StringValue#2/Value', 'Anna 4 has gone');

  // Saved in any editor, the room begins anew: all are closed, come again, and are told the last lines.
  const file = join(folder, 'chat.ts');
  await writeFile(file, (await readFile(file, 'utf8')).replaceAll('has gone', 'has left'));
  await room.shows('room/IntValue#2/Value', 3);
  const late: string[] = [];
  await until('one who comes is told what was said before the edit', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/chat`);
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer) => late.push(data.toString()));
    await new Promise((done) => setTimeout(done, 300));
    socket.close();
    return late.some((line) => line.includes('Anna 4 has gone'));
  });
  expect(await linesOf(server, 'chatters')).toEqual([]);
});

test("Overte's ping comes back", async () => {
  const { server } = await running('ping-server', 'ping', 4622);
  await until('it has come back', async () => (await linesOf(server, 'ping')).some((line) => line.startsWith('Echo received')));
  const [lines, served] = [await linesOf(server, 'ping'), await linesOf(server, 'ping-server')];
  expect(lines.slice(-3)).toEqual(expect.arrayContaining(['Send a test message: Hello', 'Echo received: Hello back!']));
  expect(served).toEqual(expect.arrayContaining(['New connection', 'Message received: Hello', 'Echo a message back: Hello back!']));
});

test('a thousand bots of one script are connected, go where they are told, and say that they have arrived', async () => {
  const { serving: field, asking: bots } = await running('field', 'bots', 4623);
  await bots.shows('fleet/IntValue#2/Value', 1000).catch(async (error: unknown) => {
    const why = [await bots.field('fleet/Script/LastError'), await field.field('field/Script/LastError')];
    throw new Error(`${(error as Error).message}; scripts say ${JSON.stringify(why)}`, { cause: error });
  });
  await field.shows('field/IntValue#2/Value', 1000);
  const before = (await field.field('field/IntValue#3/Value')) as number;
  await until('a hundred more have arrived', async () => ((await field.field('field/IntValue#3/Value')) as number) > before + 100);
  expect((await bots.entities('c:Transform')).length).toBe(1000);
  const at = (await bots.field('bot-1000/Transform/Position')) as number[];
  expect(at.some((each) => each !== 0)).toBe(true);
  expect([await bots.field('fleet/Script/LastError'), await field.field('field/Script/LastError')]).toEqual(['', '']);
});
