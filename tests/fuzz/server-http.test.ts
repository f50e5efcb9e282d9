import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ERRORS } from '../../engine/index.ts';
import { SCENE, serve, until } from '../server/running.ts';
import { INPUTS_AT_A_DOOR, SEED } from '../samples.ts';

const RUNS = INPUTS_AT_A_DOOR;
const BATCH = 50;

/** Ids that exist, ids that do not, and what should never have been an id. */
const id = fc.oneof({ weight: 6, arbitrary: fc.constantFrom('garden', 'lamp', 'stone', 'none', '__proto__', 'constructor', '') }, fc.string({ maxLength: 20 }));
const component = fc.oneof(
  fc.constantFrom('Transform', 'Spinner', 'FloatValue', 'WebsocketClient', 'WebsocketClient#2', 'Comment', 'None', '__proto__', 'toString'),
  fc.string({ maxLength: 10 }),
);
const field = fc.oneof(
  fc.constantFrom('Value', 'Position', 'Enabled', 'UpdateOrder', 'URL', 'Headers', 'State', 'hasOwnProperty'),
  fc.string({ maxLength: 10 }),
);
const json = fc.jsonValue({ maxDepth: 4 });
const op = fc.constantFrom(
  'addEntity',
  'removeEntity',
  'updateEntity',
  'moveEntity',
  'duplicateEntity',
  'addComponent',
  'removeComponent',
  'setField',
  'patchField',
  'explode',
);
const patch = fc.array(
  fc.record(
    {
      op: fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test', 'x'),
      path: fc.oneof(fc.constantFrom('', '/', '/a', '/0', '/-', '/__proto__/x'), fc.string({ maxLength: 8 })),
      from: fc.string({ maxLength: 4 }),
      value: json,
    },
    { requiredKeys: [] },
  ),
  { maxLength: 4 },
);
const operation = fc.oneof(
  { weight: 5, arbitrary: fc.record({ op, entity: id, component, field, value: json }, { requiredKeys: ['op'] }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('patchField'), entity: id, component, field, patch }) },
  {
    weight: 2,
    arbitrary: fc.record(
      {
        op: fc.constant('addEntity'),
        entity: fc.record(
          { id, name: fc.string(), components: fc.dictionary(component, json, { maxKeys: 2 }), children: fc.array(json, { maxLength: 2 }) },
          { requiredKeys: [] },
        ),
        parent: fc.option(id),
      },
      { requiredKeys: ['op'] },
    ),
  },
  { weight: 1, arbitrary: json },
);
const body = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record(
      { operations: fc.array(operation, { maxLength: 4 }), requestId: fc.string({ maxLength: 5 }), group: fc.string({ maxLength: 3 }), label: fc.string() },
      { requiredKeys: ['operations'] },
    ),
  },
  {
    weight: 2,
    arbitrary: fc.record(
      { command: fc.constantFrom('Connect', 'Disconnect', 'Send', 'x', '__proto__'), entity: id, component, args: json },
      { requiredKeys: ['command', 'entity', 'component'] },
    ),
  },
  {
    weight: 2,
    arbitrary: fc.record(
      {
        item: fc.oneof(
          json,
          fc.record({
            format: fc.constant('worldwire/scene'),
            version: fc.oneof(fc.constant(1), json),
            name: fc.string(),
            entities: fc.array(fc.oneof(json, fc.record({ id, parent: id, components: fc.dictionary(component, json) })), { maxLength: 3 }),
          }),
        ),
        parent: fc.option(id),
        name: fc.string(),
      },
      { requiredKeys: ['item'] },
    ),
  },
  { weight: 1, arbitrary: fc.record({ value: json, requestId: fc.string({ maxLength: 5 }) }, { requiredKeys: [] }) },
  { weight: 1, arbitrary: fc.record({ ticks: fc.oneof(fc.integer({ min: -1, max: 3 }), json), path: fc.string(), scene: json }, { requiredKeys: [] }) },
  { weight: 1, arbitrary: json },
);
const payload = fc.oneof(
  { weight: 8, arbitrary: body.map((value) => JSON.stringify(value)) },
  {
    weight: 1,
    arbitrary: body.chain((value) => {
      const text = JSON.stringify(value);
      return fc.nat(text.length).map((cut) => text.slice(0, cut));
    }),
  },
  { weight: 1, arbitrary: fc.string() },
);
/** What the injector of requests cannot read never gets as far as the server; bytes of that kind go over a real socket in the security tests. */
const readable = (url: string): boolean => URL.canParse(url, 'http://localhost');
const path = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .constantFrom(
        'operations',
        'commands',
        'items',
        'undo',
        'redo',
        'pause',
        'resume',
        'step',
        'save',
        'entities',
        'log',
        'users',
        'entities/lamp',
        'impulses/ring',
        'impulses/%00',
      )
      .map((end) => `/api/worlds/small/${end}`),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '/',
      '/api',
      '/api/worlds',
      '/api/worlds/none/pause',
      '/api/worlds/small',
      '/api/components',
      '/healthz',
      '/api/worlds/__proto__',
      '/api/worlds/constructor/entities',
      '/socket.io/',
    ),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 30 }).map((text) => `/api/worlds/small/entities/${encodeURIComponent(text)}`) },
  { weight: 1, arbitrary: fc.string({ maxLength: 30 }).map((text) => `/${text.replace(/[^!-~]/g, '')}`) },
);
const query = fc.oneof(
  { weight: 4, arbitrary: fc.constant('') },
  fc
    .tuple(
      fc.constantFrom('query', 'offset', 'limit', 'after', 'token', '__proto__', 'x'),
      fc.oneof(fc.string(), fc.integer().map(String), fc.constantFrom('c:Transform', 'name~"', 'Value>0', '((')),
    )
    .map(([key, value]) => `?${key}=${encodeURIComponent(value)}`),
);
const headers = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Record<string, string>>({}) },
  {
    weight: 1,
    arbitrary: fc.dictionary(
      fc.constantFrom('origin', 'cookie', 'authorization', 'content-type', 'host', 'x-forwarded-for', 'if-none-match', 'accept'),
      fc.string({ unit: 'grapheme-ascii', maxLength: 30 }),
    ),
  },
);
const request = fc.record({ method: fc.constantFrom('GET', 'POST', 'POST', 'POST', 'PUT', 'PATCH', 'HEAD', 'OPTIONS'), path, query, headers, payload });

test(
  `the API answers whatever is asked of it, with a code where it refuses (${RUNS} requests, seed ${SEED})`,
  { timeout: Math.max(60_000, RUNS * 20) },
  async () => {
    console.log(`fuzz http: FUZZ_RUNS=${RUNS} FUZZ_SEED=${SEED}`);
    const server = await serve({ requestsPerTenSeconds: 1e9, page: fileURLToPath(new URL('../../inspector-ui', import.meta.url)) });
    let round = 0;
    const authorization = `Bearer ${server.token}`;
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 2 * BATCH, size: 'max' }), async (requests) => {
        // What is removed would be missing for all that comes after, so the world begins anew now and then.
        if (round++ % 10 === 9) {
          await server.worlds.remove('small');
          await server.opener.open({ scene: SCENE, name: 'small' });
        }
        await Promise.all(
          requests
            .filter((each) => readable(each.path + each.query))
            .map(async ({ method, path: at, query: asked, headers: more, payload: sent }) => {
              const response = await server.app.inject({
                method: method as 'GET',
                url: `${at}${asked}`,
                headers: { host: `127.0.0.1:${server.port}`, authorization, 'content-type': 'application/json', ...more },
                ...(method === 'GET' || method === 'HEAD' ? {} : { payload: sent }),
              });
              const told = `${method} ${at}${asked} ${JSON.stringify(more)} ${sent} → ${response.statusCode} ${response.body.slice(0, 500)}`;
              if (response.statusCode >= 500 && !response.body.includes('WW_SAVE_FAILED')) throw new Error(told);
              if (
                response.statusCode >= 400 &&
                at.startsWith('/api/') &&
                method !== 'HEAD' &&
                !Object.hasOwn(ERRORS, (JSON.parse(response.body) as { code: string }).code)
              )
                throw new Error(`no code: ${told}`);
            }),
        );
      }),
      { numRuns: Math.ceil(RUNS / BATCH), seed: SEED, interruptAfterTimeLimit: RUNS * 15 },
    );
    const world = server.worlds.get('small');
    world.resume();
    const { tick } = world;
    await until('the world to go on', () => world.tick > tick + 3);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  },
);
