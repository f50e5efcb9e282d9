/** Recorded traffic that is said again: what is read of files, and a peer that speaks as the other side did, to a foreign client. */
import { WebSocket } from 'ws';
import { describe, expect, test } from 'vitest';
import { WorldwireError, type PassedEntry } from '../../engine/index.ts';
import { readConversations } from '../../server/traffic/conversation.ts';
import { harOf } from '../../server/traffic/har.ts';
import { lineOf } from '../../server/traffic/json-lines.ts';
import { startRecordedPeer } from '../../server/traffic/recorded-peer.ts';
import { atEnd } from './running.ts';

const entry = (what: PassedEntry['what'], data: string, more: Partial<PassedEntry> = {}): PassedEntry => ({
  seq: 1,
  tick: 1,
  real: 0,
  wall: 1_700_000_000_000,
  entity: 'ann',
  name: 'Ann',
  component: 'WebsocketClient',
  what,
  size: data.length,
  binary: false,
  data,
  cut: false,
  ...more,
});
const TALK: readonly PassedEntry[] = [
  entry('handshake', 'Connecting: ws://old.example:9/ann?key=1'),
  entry('in', 'hello', { real: 10, wall: 1_700_000_000_010 }),
  entry('out', 'who are you', { real: 20, wall: 1_700_000_000_020 }),
  entry('in', 'AQI=', { binary: true, size: 2, real: 50, wall: 1_700_000_000_050 }),
  entry('in', 'to ben', { entity: 'ben', name: 'Ben', real: 60, wall: 1_700_000_000_060 }),
];

interface Guest {
  readonly socket: WebSocket;
  readonly heard: string[];
  readonly closed: Promise<number>;
}
function come(url: string): Guest {
  const socket = new WebSocket(url);
  const heard: string[] = [];
  socket.on('message', (data: Buffer, isBinary: boolean) => heard.push(isBinary ? data.toString('hex') : data.toString()));
  atEnd(() => socket.terminate());
  return { socket, heard, closed: new Promise((resolve) => socket.on('close', (code) => resolve(code))) };
}
async function listening(isFast = true): Promise<{ readonly url: string; readonly said: string[] }> {
  const said: string[] = [];
  const conversations = readConversations(TALK.map(lineOf).join(''), 'talk.jsonl');
  const peer = await startRecordedPeer(conversations, { host: '127.0.0.1', port: 0, isFast, tell: (words) => said.push(words) });
  atEnd(() => peer.close());
  return { url: `ws://127.0.0.1:${peer.port}`, said };
}

describe('a file of recorded traffic', () => {
  test.each([
    ['JSON lines', TALK.map(lineOf).join('')],
    ['HAR', JSON.stringify(harOf(TALK, '0.1.0'))],
  ])('as %s holds each conversation with its path, its order and its pace', (_as, text) => {
    const [ann, ben] = readConversations(text, 'file');
    expect(ann).toMatchObject({ path: '/ann', cut: 0 });
    expect(ann?.messages).toEqual([
      { by: 'peer', at: 0, data: 'hello' },
      { by: 'world', at: 10, data: 'who are you' },
      { by: 'peer', at: 40, data: Buffer.from([1, 2]) },
    ]);
    expect(ben).toMatchObject({ path: '/', messages: [{ by: 'peer', at: 0, data: 'to ben' }] });
  });
  test.each([
    ['{"log":', 'talk.har is no JSON'],
    ['{"log":{"entries":[]}}', 'talk.har holds no message of a WebSocket'],
    ['{"what":"sent","text":"x"}\nnot json', 'talk.har, line 2: expected a JSON object'],
    ['', 'talk.har holds no message'],
  ])('that is none is told so: %j', (text, said) => {
    expect(() => readConversations(text, 'talk.har')).toThrow(WorldwireError);
    expect(() => readConversations(text, 'talk.har')).toThrow(said);
  });
});

describe('a recorded peer', () => {
  test('says what was heard, waits where the recorded world spoke, and closes when all is said', async () => {
    const { url, said } = await listening();
    const guest = come(`${url}/ann`);
    await expect.poll(() => guest.heard).toEqual(['hello']);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(guest.heard).toEqual(['hello']);
    guest.socket.send('who are you');
    expect(await guest.closed).toBe(1000);
    expect(guest.heard).toEqual(['hello', '0102']);
    expect(said).toEqual(['/ann connected: it hears what Ann heard', 'Ann: all was said']);
  });
  test('tells where what comes is not what was recorded, and who leaves early', async () => {
    const { url, said } = await listening();
    const first = come(`${url}/ann`);
    await expect.poll(() => first.heard.length).toBe(1);
    first.socket.send('something else');
    await first.closed;
    const second = come(`${url}/ann`);
    await expect.poll(() => second.heard.length).toBe(1);
    second.socket.close();
    await expect
      .poll(() => said.filter((words) => words.startsWith('Ann:')))
      .toEqual(['Ann: all was said; 1 of what came was not what was recorded', 'Ann: left before all was said']);
  });
  test('gives whoever comes with another path the conversations in turn', async () => {
    const { url } = await listening();
    const guests = [come(`${url}/x`), come(`${url}/y`)];
    await expect.poll(() => guests.flatMap(({ heard }) => heard).toSorted()).toEqual(['hello', 'to ben']);
  });
  test('keeps the pace of then where it is not told to hurry', async () => {
    const { url } = await listening(false);
    const guest = come(`${url}/ann`);
    await expect.poll(() => guest.heard.length).toBe(1);
    guest.socket.send('who are you');
    expect(await guest.closed).toBe(1000);
    expect(guest.heard).toEqual(['hello', '0102']);
  });
});
