import { once } from 'node:events';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { WIRE_VERSION, type SentUpdate } from '../../server/protocol.ts';
import type { RunningServer } from '../../server/index.ts';
import { api, atEnd, serve, signIn, until } from './running.ts';

const COUNT = 200;
const KEYS = Array.from({ length: COUNT }, (_, at) => (at === 0 ? 'FloatValue' : `FloatValue#${at + 1}`));
/** An entity with one number, one with two hundred, and two hundred with one each. */
const NUMBERS = {
  format: 'worldwire/scene',
  version: 1,
  name: 'Numbers',
  tickRate: 60,
  entities: [
    { id: 'one', name: 'One', components: { FloatValue: {} } },
    { id: 'many', name: 'Many', components: Object.fromEntries(KEYS.map((key) => [key, {}])) },
    ...Array.from({ length: COUNT }, (_, at) => ({ id: `row-${at}`, name: `Row ${at}`, components: { FloatValue: {} } })),
  ],
};

/** A page down to its frames. */
interface RawPage {
  ask(event: string, message: object): Promise<void>;
  readonly updates: SentUpdate[];
  /** Bytes that updates have taken on the wire, with the heads of their frames. */
  bytes: number;
}

async function rawPage(server: RunningServer): Promise<RawPage> {
  const headers = { cookie: await signIn(server), origin: server.origin };
  const socket = new WebSocket(`${server.origin.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, { headers });
  atEnd(() => socket.terminate());
  const replies = new Map<number, () => void>();
  let asked = 0;
  const page: RawPage = {
    updates: [],
    bytes: 0,
    ask: (event, message) =>
      new Promise((done) => {
        replies.set(++asked, done);
        socket.send(`42${asked}${JSON.stringify([event, message])}`);
      }),
  };
  const entered = new Promise<void>((done) => replies.set(0, done));
  socket.on('message', (data: Buffer) => {
    const text = data.toString();
    if (text === '2') socket.send('3');
    else if (text.startsWith('0')) socket.send('40');
    else if (text.startsWith('40')) replies.get(0)?.();
    else if (text.startsWith('43')) replies.get(Number(/^43(\d+)/u.exec(text)?.[1]))?.();
    else if (text.startsWith('42["brief"')) {
      page.bytes += data.length + (data.length < 126 ? 2 : data.length < 65_536 ? 4 : 10);
      page.updates.push(...(JSON.parse(text.slice(2)) as [string, { updates: SentUpdate[] }])[1].updates);
    }
  });
  await once(socket, 'open');
  await entered;
  await page.ask('hello', { version: WIRE_VERSION, short: true });
  await page.ask('enter', { world: 'numbers' });
  return page;
}

/** Bytes on the wire for each changed number, where every change sets all of some numbers anew. */
async function bytesPerNumber(what: object, numbers: readonly { readonly entity: string; readonly component: string }[]): Promise<number> {
  const server = await serve({ worlds: [{ scene: NUMBERS, name: 'numbers' }] });
  const page = await rawPage(server);
  await page.ask('watch', { view: 7, what });
  await until('the view to open', () => page.updates.length === 1);
  page.bytes = 0;
  const changes = 10;
  for (let change = 1; change <= changes; change++) {
    const operations = numbers.map(({ entity, component }, at) => ({ op: 'setField', entity, component, field: 'Value', value: at + change / 8 }));
    expect(await api(server, '/api/worlds/numbers/operations', { operations })).toMatchObject({ status: 200 });
    await until('the change to be told', () => page.updates.length === change + 1);
  }
  expect(page.updates.slice(1).every((update) => JSON.stringify(update).length < 20_000)).toBe(true);
  return page.bytes / changes / numbers.length;
}

test('one number that changes alone takes less than 120 bytes on the wire', async () => {
  const bytes = await bytesPerNumber({ kind: 'entity', entity: 'one' }, [{ entity: 'one', component: 'FloatValue' }]);
  expect(bytes).toBeGreaterThan(20);
  expect(bytes).toBeLessThan(120);
});

test('two hundred numbers of an entity that change together take less than 15 bytes each', async () => {
  const bytes = await bytesPerNumber(
    { kind: 'entity', entity: 'many' },
    KEYS.map((component) => ({ entity: 'many', component })),
  );
  expect(bytes).toBeGreaterThan(4);
  expect(bytes).toBeLessThan(15);
});

test('two hundred numbers of a table that change together take less than 25 bytes each', async () => {
  const bytes = await bytesPerNumber(
    { kind: 'table', component: 'FloatValue', columns: ['name', 'Value'], query: 'name~Row', offset: 0, limit: COUNT },
    Array.from({ length: COUNT }, (_, at) => ({ entity: `row-${at}`, component: 'FloatValue' })),
  );
  expect(bytes).toBeGreaterThan(4);
  expect(bytes).toBeLessThan(25);
});
