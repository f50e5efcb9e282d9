import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { createLog, startServer } from '../../../server/index.ts';
import { WIRE_VERSION, type SentUpdate } from '../../../server/protocol.ts';
import { tell } from '../clock.ts';
import { busyGraph, graphScene } from '../graph-scene.ts';

/** Bytes on the wire of a page that looks at a graph, with the heads of all frames: of an edit of one wire, and of a second in which 300 wires flash. */
const SECONDS = 10,
  EDITS = 20;
const TOKEN = 'bench-graph-token-0123456789';

const still = { ...busyGraph(), up: { type: 'Comment' } };
const server = await startServer({
  port: 0,
  token: TOKEN,
  worlds: [
    { name: 'busy', scene: graphScene(busyGraph()) as never },
    { name: 'still', scene: graphScene(still) as never },
  ],
  log: createLog({ level: 'silent' }),
});

const head = (length: number): number => (length < 126 ? 2 : length < 65_536 ? 4 : 10);
/** What the page has heard, and what that and what it has said took, of frames that a test of their beginning lets through. */
const heard = { updates: [] as SentUpdate[], down: 0, acknowledged: 0, up: 0 };

const entered = await fetch(`${server.origin}/?token=${TOKEN}`, { redirect: 'manual' });
const cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0] as string;
const socket = new WebSocket(`${server.origin.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, { headers: { cookie, origin: server.origin } });
const replies = new Map<number, (text: string) => void>();
let asked = 0;
function ask(event: string, message: object): Promise<string> {
  return new Promise((done) => {
    replies.set(++asked, done);
    const text = `42${asked}${JSON.stringify([event, message])}`;
    // A browser masks what it sends by four bytes more.
    heard.up += text.length + head(text.length) + 4;
    socket.send(text);
  });
}
const connected = new Promise((done) => replies.set(0, done));
socket.on('message', (data: Buffer) => {
  const text = data.toString();
  if (text === '2') socket.send('3');
  else if (text.startsWith('0')) socket.send('40');
  else if (text.startsWith('40')) replies.get(0)?.(text);
  else if (text.startsWith('43')) {
    heard.acknowledged += data.length + head(data.length);
    replies.get(Number(/^43(\d+)/u.exec(text)?.[1]))?.(text);
  } else if (text.startsWith('42["brief"')) {
    heard.down += data.length + head(data.length);
    heard.updates.push(...(JSON.parse(text.slice(2)) as [string, { updates: SentUpdate[] }])[1].updates);
  }
});
await once(socket, 'open');
await connected;
await ask('hello', { version: WIRE_VERSION, short: true });

function begin(): void {
  heard.down = heard.acknowledged = heard.up = 0;
  heard.updates.length = 0;
}
async function until(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !holds(); await wait(5)) if (Date.now() > end) throw new Error('nothing came');
}

/** One wire after another of a graph that rests: it takes no more than what the edit brings. */
async function editing(): Promise<{ down: number; both: number }> {
  await ask('enter', { world: 'still' });
  await ask('watch', { view: 1, what: { kind: 'graph', entity: 'lamp', component: 'Flow' } });
  await until(() => heard.updates.length > 0);
  await wait(500);
  begin();
  for (let edit = 0; edit < EDITS; edit++) {
    const at = 3 * edit + 1;
    const patch = [{ op: 'replace', path: `/nodes/n${at}/then/OnWritten`, value: `n${at + 2}` }];
    const before = heard.updates.length;
    const answer = await ask('edit', { operations: [{ op: 'patchField', entity: 'lamp', component: 'Flow', field: 'Graph', patch }], requestId: `e${edit}` });
    if (!answer.includes('"ok":true')) throw new Error(answer);
    await until(() => heard.updates.length > before);
  }
  return { down: heard.down / EDITS, both: (heard.down + heard.up + heard.acknowledged) / EDITS };
}

async function flashing(): Promise<number> {
  await ask('enter', { world: 'busy' });
  await ask('watch', { view: 1, what: { kind: 'graph', entity: 'lamp', component: 'Flow' } });
  await wait(3_000);
  begin();
  const begun = performance.now();
  await wait(SECONDS * 1000);
  return heard.down / ((performance.now() - begun) / 1000);
}

const edit = await editing();
const flash = await flashing();
tell({ ...edit, flash });
socket.terminate();
await server.close();
process.exit(0);
