import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { ERRORS } from '../../engine/index.ts';
import { ask, atEnd, openPage, SCENE, serve, signIn, until, type Page } from '../server/running.ts';
import { INPUTS_AT_A_DOOR, SEED } from '../samples.ts';

const RUNS = INPUTS_AT_A_DOOR;
const BATCH = 25;
const timeout = Math.max(60_000, RUNS * 20);

const id = fc.oneof({ weight: 6, arbitrary: fc.constantFrom('garden', 'lamp', 'stone', 'none', '__proto__', '') }, fc.string({ maxLength: 20 }));
const component = fc.oneof(fc.constantFrom('Transform', 'Spinner', 'FloatValue', 'WebsocketClient', 'None', '__proto__'), fc.string({ maxLength: 10 }));
const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
  fc.constantFrom(undefined, Infinity, -0, 1e308),
);
const requestId = fc.oneof(fc.string({ minLength: 1, maxLength: 8 }), anything);
const view = fc.oneof(
  fc.record(
    {
      kind: fc.constant('tree'),
      expanded: fc.array(id, { maxLength: 4 }),
      offset: fc.oneof(fc.nat(10), anything),
      limit: fc.oneof(fc.nat(2000), anything),
      query: fc.oneof(fc.constantFrom('', 'c:Transform', 'name~"', '(('), fc.string()),
      root: fc.option(id),
    },
    { requiredKeys: ['kind', 'expanded', 'offset', 'limit'] },
  ),
  fc.record({ kind: fc.constant('entity'), entity: id, rate: fc.double() }, { requiredKeys: ['kind', 'entity'] }),
  fc.record({ kind: fc.constantFrom('log', 'status', 'x'), after: fc.oneof(fc.nat(), anything), limit: fc.nat(3000), userId: id }, { requiredKeys: ['kind'] }),
  anything,
);
const operation = fc.oneof(
  fc.record(
    {
      op: fc.constantFrom(
        'addEntity',
        'removeEntity',
        'updateEntity',
        'moveEntity',
        'duplicateEntity',
        'addComponent',
        'removeComponent',
        'setField',
        'patchField',
        'x',
      ),
      entity: id,
      component,
      field: fc.constantFrom('Value', 'Position', 'URL', 'x'),
      value: fc.jsonValue(),
    },
    { requiredKeys: ['op'] },
  ),
  anything,
);
const event = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.tuple(
      fc.constant('edit'),
      fc.record(
        { operations: fc.oneof(fc.array(operation, { maxLength: 4 }), anything), requestId, group: fc.string(), label: anything },
        { requiredKeys: ['operations', 'requestId'] },
      ),
    ),
  },
  { weight: 2, arbitrary: fc.tuple(fc.constant('watch'), fc.record({ view: fc.oneof(fc.nat(200), anything), what: view })) },
  fc.tuple(fc.constant('unwatch'), fc.record({ view: fc.oneof(fc.nat(200), anything) })),
  fc.tuple(
    fc.constant('command'),
    fc.record({
      command: fc.record({ command: fc.constantFrom('Connect', 'Disconnect', 'Send', 'x'), entity: id, component, args: fc.jsonValue() }),
      requestId,
    }),
  ),
  fc.tuple(
    fc.constant('control'),
    fc.record(
      {
        action: fc.constantFrom('pause', 'resume', 'step', 'save', 'undo', 'redo', 'x'),
        requestId,
        ticks: fc.oneof(fc.integer({ min: -1, max: 3 }), anything),
      },
      { requiredKeys: ['action', 'requestId'] },
    ),
  ),
  fc.tuple(
    fc.constant('answer'),
    fc.record({
      world: fc.constantFrom('small', 'none'),
      ask: fc.oneof(fc.nat(5), anything),
      decision: fc.constantFrom('once', 'always', 'deny', 'dismissed', 'x'),
    }),
  ),
  fc.tuple(
    fc.constant('spawn'),
    fc.record({
      item: fc.oneof(
        anything,
        fc.record({
          format: fc.constant('worldwire/scene'),
          version: fc.constant(1),
          name: fc.string(),
          entities: fc.array(fc.record({ id, parent: id, components: fc.dictionary(component, fc.jsonValue()) }, { requiredKeys: ['id'] }), { maxLength: 3 }),
        }),
      ),
      parent: fc.option(id),
      requestId,
    }),
  ),
  fc.tuple(fc.constant('item'), fc.record({ entity: id })),
  fc.tuple(
    fc.constantFrom('hello', 'enter', 'history', 'ping'),
    fc.oneof(anything, fc.record({ world: fc.constantFrom('small', 'none'), version: fc.constant(1) }, { requiredKeys: [] })),
  ),
  fc.tuple(fc.oneof(fc.constantFrom('__proto__', 'constructor', 'error', 'toString', ''), fc.string({ maxLength: 12 })), anything),
);
/** What the client itself keeps for its own use. */
const RESERVED = new Set(['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener']);

test(`a page's socket answers whatever is sent on it, with a code where it refuses (${RUNS} events, seed ${SEED})`, { timeout }, async () => {
  console.log(`fuzz sockets: FUZZ_RUNS=${RUNS} FUZZ_SEED=${SEED}`);
  const server = await serve({ eventsPerSecond: 1e9, maxUsers: 0 });
  let page: Page | undefined,
    round = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 2 * BATCH, size: 'max' }), async (events) => {
      // What is removed would be missing for all that comes after, so the world begins anew now and then.
      if (round++ % 20 === 19) {
        await server.worlds.remove('small');
        await server.opener.open({ scene: SCENE, name: 'small' });
        page?.disconnect();
      }
      if (page?.connected !== true) page = await openPage(server, 'Fuzz', 'small');
      const socket = page;
      const gone = new Promise<'gone'>((resolve) => {
        socket.once('disconnect', () => resolve('gone'));
      });
      await Promise.all(
        events
          .filter(([name]) => !RESERVED.has(name))
          .map(async ([name, message]) => {
            const answer = await Promise.race([ask(socket, name, message), gone]);
            if (answer === 'gone' || answer.ok) return;
            expect(Object.keys(ERRORS), `${name} ${JSON.stringify(message)} → ${JSON.stringify(answer)}`).toContain(answer['code']);
            expect(answer['code'], `${name} ${JSON.stringify(message)}`).not.toBe('WW_INTERNAL');
          }),
      );
    }),
    { numRuns: Math.ceil(RUNS / BATCH), seed: SEED, interruptAfterTimeLimit: RUNS * 15 },
  );
  const world = server.worlds.get('small');
  world.resume();
  const { tick } = world;
  await until('the world to go on', () => world.tick > tick + 3);
});

test(`bytes that no socket.io client would send do no harm (${RUNS} packets, seed ${SEED})`, { timeout }, async () => {
  const server = await serve({ eventsPerSecond: 1e9 });
  const cookie = await signIn(server);
  const packet = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
    fc
      .tuple(
        fc.constantFrom('0', '1', '2', '3', '40', '41', '42', '43', '44', '45', '46', '451-', '462-', '42/x,', '4299999999999', '42["hello",', '40{"token":'),
        fc.oneof(fc.string({ maxLength: 30 }), fc.json({ maxDepth: 3 })),
      )
      .map(([head, rest]) => head + rest),
    fc.constantFrom(
      '42["error",{}]',
      '42["__proto__",{}]',
      '420["hello",{"version":1}]',
      '42[]',
      '42[[]]',
      '42{}',
      '451-["hello",{"_placeholder":true,"num":0}]',
      '451-["hello",{"_placeholder":true,"num":9}]',
      `42["ping",${'['.repeat(2000)}${']'.repeat(2000)}]`,
      '41',
      '40',
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(packet, { minLength: 1, maxLength: 2 * BATCH, size: 'max' }), async (packets) => {
      const socket = new WebSocket(`ws://127.0.0.1:${server.port}/socket.io/?EIO=4&transport=websocket`, { headers: { cookie, origin: server.origin } });
      atEnd(() => socket.terminate());
      await new Promise((resolve, reject) => {
        socket.once('open', resolve).once('error', reject);
      });
      socket.on('error', () => undefined);
      socket.send('40');
      for (const each of packets) if (socket.readyState === socket.OPEN) socket.send(each);
      await new Promise((resolve) => {
        socket.once('close', resolve);
        socket.close();
      });
    }),
    { numRuns: Math.ceil(RUNS / BATCH), seed: SEED, interruptAfterTimeLimit: RUNS * 15 },
  );
  const page = await openPage(server, 'After', 'small');
  expect(await ask(page, 'ping', {})).toEqual({ ok: true });
  const world = server.worlds.get('small');
  const { tick } = world;
  await until('the world to go on', () => world.tick > tick + 3);
});
