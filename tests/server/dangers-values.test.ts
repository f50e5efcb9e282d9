import { expect, test } from 'vitest';
import type { Socket } from 'socket.io-client';
import { WIRE_VERSION } from '../../server/protocol.ts';
import { api, ask, until, type Page } from './running.ts';
import { comeIn, FreeAgent, goesOn, raided } from './raiders.ts';

/** Every event of the wire, with a message in its form. */
const RIGHT: { readonly [event: string]: Record<string, unknown> } = {
  hello: { version: WIRE_VERSION, name: 'Ann', agent: { kind: 'terminal', headers: true, pings: true, pauses: true, checksAddresses: true } },
  enter: { world: 'raided' },
  watch: { view: 1, what: { kind: 'tree', expanded: [], offset: 0, limit: 10 } },
  unwatch: { view: 1 },
  scroll: { view: 1, offset: 0, limit: 10 },
  locate: { what: { kind: 'tree', expanded: [], offset: 0, limit: 10 }, wanted: { entity: 'lamp' } },
  rows: { what: { kind: 'tree', expanded: [], offset: 0, limit: 10 }, from: 0, to: 1 },
  kin: { of: ['lamp'], to: 'children' },
  texts: { find: 'a', limit: 10 },
  edit: { operations: [{ op: 'updateEntity', entity: 'lamp', name: 'Lamp' }], requestId: 'a' },
  command: { command: { command: 'Connect', entity: 'client', component: 'WebsocketClient' }, requestId: 'b' },
  commands: { commands: [{ command: 'Connect', entity: 'client', component: 'WebsocketClient' }], requestId: 'c' },
  revert: { changes: [1], requestId: 'd' },
  connection: { entity: 'client', component: 'WebsocketClient' },
  presence: { selection: ['lamp'], editing: null },
  past: { tick: null },
  searchField: { entity: 'lamp', component: 'FloatValue', field: 'Value', before: { segment: 1, step: -1, part: 0 } },
  endSearch: {},
  timeline: { after: -1 },
  control: { action: 'resume', requestId: 'e' },
  answer: { world: 'raided', ask: 1, decision: 'deny' },
  spawn: { item: { format: 'worldwire/scene', version: 1, entities: [{ id: 'x' }] }, parent: null, requestId: 'f' },
  item: { entity: 'lamp' },
  history: {},
  answers: { world: 'raided', answers: [{ ask: 1, decision: 'deny', at: '2026-01-01T00:00:00.000Z' }] },
  decided: { scope: 'Websocket', host: 'a.example', port: 80 },
  decisions: {},
  decide: { scope: 'Websocket', host: 'a.example', port: 80, decision: 'deny' },
  role: { userId: 'u-0', role: 'Guest' },
  remove: { userId: 'u-0', back: true },
  carried: { userId: 'u-0', machineId: 'm-0' },
  joinCommand: {},
  ping: { latency: 1 },
};
const WRONG = [null, true, 7, -1, 1.5, Number.MAX_VALUE, 'x', '', [], [[]], {}, { a: 1 }, Buffer.from('bytes'), 'x'.repeat(100_000), Array(3).fill({})];

test('values of a wrong type, in any place of any event, are refused by a code, and who sends them is put out in the end', async () => {
  const server = await raided();
  for (const [event, message] of Object.entries(RIGHT)) {
    // Patience is per page, so each event has its own.
    const page = await comeIn(server, 'Admin');
    for (const wrong of [null, 7, 'x', [], true, Buffer.from('x')]) expect(await ask(page, event, wrong), `${event} ${String(wrong)}`).toEqual(badRequest);
    expect(await ask(page, event, { ...message, more: 1 }), `${event} with a key too many`).toEqual(badRequest);
    page.disconnect();
  }
  for (const [event, message] of Object.entries(RIGHT)) {
    if (event === 'control') continue;
    for (const key of Object.keys(message)) {
      const page = await comeIn(server, 'Admin');
      const codes = new Set<unknown>();
      for (const wrong of WRONG) {
        const answer = await ask(page, event, { ...message, [key]: wrong });
        if (!answer.ok) codes.add(answer['code']);
      }
      expect([...codes], `${event}.${key}`).not.toContain('WW_INTERNAL');
      expect([...codes], `${event}.${key}`).toContain('WW_BAD_REQUEST');
      page.disconnect();
    }
  }
  await goesOn(server);
});

test('values of a wrong type in a component that is added are refused with their place, and nothing is added', async () => {
  const server = await raided();
  const page = await comeIn(server, 'Admin');
  let tried = 0;
  for (const [component, values, path, code] of [
    ['FloatValue', { Value: 'x' }, 'values/Value', 'WW_BAD_VALUE'],
    ['FloatValue', { Value: null }, 'values/Value', 'WW_BAD_VALUE'],
    ['WebsocketClient', { URL: 5 }, 'values/URL', 'WW_BAD_VALUE'],
    ['WebsocketClient', { HandlingUser: 'host' }, 'values/HandlingUser', 'WW_BAD_VALUE'],
    ['WebsocketClient', { Nothing: 1 }, 'values/Nothing', 'WW_UNKNOWN_FIELD'],
    ['Nothing', {}, 'component', 'WW_UNKNOWN_COMPONENT'],
  ] as const) {
    const operations = [{ op: 'addComponent', entity: 'client', component, values }];
    const answer = await ask(page, 'edit', { operations, requestId: `wrong ${tried++}` });
    expect(answer, `${component} ${path}`).toMatchObject({ ok: false, code: 'WW_BAD_OPERATION' });
    const fault = (answer['errors'] as { path: string; code?: string }[])[0];
    expect([fault?.path.startsWith(path), fault?.code ?? 'WW_BAD_VALUE'], `${component} ${JSON.stringify(fault)}`).toEqual([true, code]);
  }
  expect(Object.keys((await api(server, '/api/worlds/raided/entities/client')).json['components'] as unknown as object)).toEqual(['WebsocketClient']);
  await goesOn(server);
});

test('fifty senseless messages in a row end the page’s connection', async () => {
  const server = await raided();
  const page = await comeIn(server, 'Spectator');
  const gone = new Promise((resolve) => {
    page.on('disconnect', resolve);
  });
  for (let time = 0; time < 60; time += 1) (page as unknown as Socket).emit('hello', time);
  expect(await gone).toBe('io server disconnect');
  await goesOn(server);
});

test('keys that reach prototypes are refused in any place of any event, and change nothing', async () => {
  const server = await raided();
  for (const [event, message] of Object.entries(RIGHT)) {
    const page = await comeIn(server, 'Admin');
    const evil = JSON.parse('{"__proto__":{"role":"Admin","raided":true}}') as object;
    expect(await asText(page, event, { ...message }, evil), event).toEqual(badRequest);
    for (const key of Object.keys(message)) {
      const answer = await asText(page, event, message, { [key]: evil });
      expect(answer, `${event}.${key}`).toEqual(badRequest);
    }
    for (const key of ['constructor', 'prototype', 'toString', 'hasOwnProperty'])
      expect(await ask(page, event, { ...message, [key]: { prototype: { raided: true } } }), `${event} with ${key}`).toEqual(badRequest);
    page.disconnect();
  }
  const page = await comeIn(server, 'Admin');
  // Deep inside of what the schemas leave open, too.
  const evil = JSON.parse('{"deep":[{"__proto__":{"raided":true}}]}') as object;
  for (const [event, message] of Object.entries({
    edit: { operations: [{ op: 'setField', entity: 'lamp', component: 'FloatValue', field: 'Value', value: evil }], requestId: 'evil' },
    spawn: { item: { format: 'worldwire/scene', version: 1, entities: [{ id: 'x', components: evil }] }, parent: null, requestId: 'evil' },
    command: { command: { command: 'Send', entity: 'client', component: 'WebsocketClient', args: evil }, requestId: 'evil' },
  })) {
    const answer = await ask(page, event, message);
    expect(answer, event).toEqual(badRequest);
    expect(String(answer['message']), event).toContain('__proto__');
  }
  for (const event of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) expect(await ask(page, event, {}), event).toEqual(badRequest);
  // Where a name is asked for, these are names like any other, of nothing that there is.
  for (const name of ['__proto__', 'constructor', 'toString']) {
    expect(await ask(page, 'enter', { world: name })).toMatchObject({ ok: false, code: 'WW_UNKNOWN_WORLD' });
    for (const operation of [
      { op: 'setField', entity: name, component: 'FloatValue', field: 'Value', value: 1 },
      { op: 'setField', entity: 'lamp', component: name, field: 'Value', value: 1 },
      { op: 'setField', entity: 'lamp', component: 'FloatValue', field: name, value: 1 },
      { op: 'addComponent', entity: 'lamp', component: name },
      { op: name, entity: 'lamp' },
    ])
      expect((await ask(page, 'edit', { operations: [operation], requestId: JSON.stringify(operation).slice(0, 90) })).ok, JSON.stringify(operation)).toBe(
        false,
      );
  }
  expect(({} as { raided?: unknown }).raided).toBeUndefined();
  await goesOn(server);
});

test('keys that reach prototypes in what an agent relays reach nothing', async () => {
  const server = await raided();
  const agent = await FreeAgent.join(server);
  for (const kind of [7, 9, 11, 12, 13, 15]) agent.relay(record(kind, 1, '{"__proto__":{"raided":true},"constructor":{"prototype":{"raided":true}}}'));
  await goesOn(server);
  expect(({} as { raided?: unknown }).raided).toBeUndefined();
});

test('what is no packet of socket.io ends that connection and no other', async () => {
  const server = await raided();
  const calm = await comeIn(server, 'Spectator');
  for (const text of ['42["hello"', '49999["x"]', '42{"a":1}', '451-["relay"]42', '42[]', '459999999-["relay",{"_placeholder":true,"num":0}]']) {
    const page = await comeIn(server, 'Guest');
    (page.io.engine.transport as unknown as { ws: { send(text: string): void } }).ws.send(text);
    await until(`${text} to end the connection`, () => !page.connected, 5000);
  }
  expect(await ask(calm, 'ping', {})).toEqual({ ok: true });
  await goesOn(server);
});

const badRequest = expect.objectContaining({ ok: false, code: 'WW_BAD_REQUEST' });

/** Sends an event whose message has keys that `emit` would not carry: they are own keys here, as JSON.parse makes them. */
function asText(page: Page, event: string, message: object, more: object): Promise<{ ok: boolean }> {
  const whole: object = JSON.parse(
    `{${Object.entries({ ...message })
      .filter(([key]) => !Object.hasOwn(more, key))
      .map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`)
      .concat(Object.keys(more).map((key) => `${JSON.stringify(key)}:${JSON.stringify((more as Record<string, unknown>)[key])}`))
      .join(',')}}`,
  ) as object;
  return ask(page, event, whole);
}

/** A record of an agent, of a kind by its number, with any text as its body. */
function record(kind: number, connection: number, text: string): Buffer {
  const body = Buffer.from(text);
  const head = Buffer.alloc(10);
  head[0] = kind;
  head.writeUInt32LE(connection, 2);
  head.writeUInt32LE(body.length, 6);
  return Buffer.concat([head, body]);
}

test('a message that holds more than any does is refused by what it holds, before it is parsed, and the page goes on', async () => {
  const server = await raided();
  const page = await comeIn(server, 'Builder');
  const set = (value: unknown): object => ({
    operations: [{ op: 'setField', entity: 'lamp', component: 'FloatValue', field: 'Value', value }],
    requestId: 'a',
  });
  let deep: unknown = 1;
  for (let level = 0; level < 1_000; level += 1) deep = [deep];
  for (const [message, words] of [
    [set(Array.from({ length: 300_000 }, () => 0)), 'The message holds more than 250000 values.'],
    [set(['x'.repeat(20_000), deep]), 'The message holds something nested deeper than 600 levels.'],
    [
      { operations: Array.from({ length: 10_001 }, () => ({})), requestId: 'b' },
      'The message holds more than 10000 members in one of its lists; send them in several.',
    ],
  ] as const)
    expect(await ask(page, 'edit', message)).toMatchObject({ ok: false, code: 'WW_BAD_REQUEST', message: words });
  // Whoever says by themselves that something was not parsed is told so, and nothing else.
  expect(await ask(page, 'edit', { unparsed: 'because' })).toMatchObject({ ok: false, code: 'WW_BAD_REQUEST', message: 'because' });
  // As much as a message may hold is taken in as before.
  const operations = Array.from({ length: 10_000 }, (_, at) => ({ op: 'updateEntity', entity: 'lamp', tag: `t${at}` }));
  expect(await ask(page, 'edit', { operations, requestId: 'c' })).toMatchObject({ ok: true });
  await goesOn(server);
});
