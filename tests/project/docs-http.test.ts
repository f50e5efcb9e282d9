import { beforeAll, describe, expect, it, test } from 'vitest';
import { ERRORS, type ErrorCode } from '../../engine/index.ts';
import { statusOf } from '../../server/answers/statuses.ts';
import { api, serve } from '../server/running.ts';
import { blocks, page, quoted, rows, section, table } from './pages.ts';

const PAGE = 'docs/http.md';

interface Shape {
  readonly type?: string;
  readonly properties?: { readonly [name: string]: Shape };
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
  readonly enum?: readonly string[];
  readonly required?: readonly string[];
}
interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Shape } } };
  readonly responses: { readonly [status: string]: { readonly content?: { readonly 'application/json': { readonly schema: Shape } } } };
}
interface OpenApi {
  readonly paths: { readonly [path: string]: { readonly [method: string]: Operation } };
  readonly components: { readonly schemas: { readonly Operation: { readonly anyOf: readonly Shape[] } } };
}
let described: OpenApi;
/** Each request that the page lists, as `GET /api/worlds/:world`, with the parameters of its query and the row's text. */
const listed = rows(page(PAGE).split('\n## ')[0] ?? '').flatMap(([request = '', answer = '']) => {
  const [first = '', ...others] = quoted(request);
  const [path = '', query = ''] = first.split('?');
  const all = [path, ...others.map((other) => path.replace(/[^/]+$/, other))];
  return all.map((each) => ({
    request: each,
    query: query
      .split('&')
      .map((part) => part.replace('=', ''))
      .filter(Boolean),
    answer,
  }));
});

beforeAll(async () => {
  const server = await serve();
  described = (await api(server, '/api/docs/json')).json as unknown as OpenApi;
  await server.close();
});
function operations(): { request: string; operation: Operation }[] {
  return Object.entries(described.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ request: `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`, operation })),
  );
}
const bodyOf = ({ requestBody }: Operation): Shape | undefined => {
  const schema = requestBody?.content['application/json'].schema;
  return schema?.anyOf?.find(({ type }) => type === 'object') ?? schema;
};
const answerOf = ({ responses }: Operation): Shape | undefined => (responses['200'] ?? responses['201'])?.content?.['application/json'].schema;
/** Every name of a property in a shape, however deep. */
function namesIn(shape: Shape | undefined): string[] {
  if (shape === undefined) return [];
  const inner = [...Object.values(shape.properties ?? {}), ...(shape.items === undefined ? [] : [shape.items]), ...(shape.anyOf ?? [])];
  return [...Object.keys(shape.properties ?? {}), ...inner.flatMap(namesIn)];
}
/** The names in a form as `{tick, results: [{entity, component?}…]}`. */
const namesShown = (text: string): string[] =>
  quoted(text)
    .filter((code) => code.startsWith('{') && !code.includes('"'))
    .flatMap((code) => [...code.matchAll(/[{,\s]([A-Za-z]\w*)\??(?=[,:}])/g)].map((match) => String(match[1])))
    .filter((name) => !['field', 'Type', 'value', 'id', 'false', 'true', 'number'].includes(name));

describe('docs/http.md', () => {
  it('lists every request that the API describes, with its query, and no other', () => {
    expect(listed.map(({ request }) => request).toSorted()).toEqual(
      operations()
        .map(({ request }) => request)
        .toSorted(),
    );
    for (const { request, operation } of operations())
      expect([request, ...(listed.find((each) => each.request === request)?.query ?? [])]).toEqual([
        request,
        ...(operation.parameters ?? []).filter((each) => each.in === 'query').map(({ name }) => name),
      ]);
  });

  it('names all that a request takes and what it answers, and nothing that it does not', () => {
    const about = page(PAGE);
    for (const { request, operation } of operations()) {
      const text = listed.find((each) => each.request === request)?.answer ?? '';
      const [body, answer] = [bodyOf(operation), answerOf(operation)];
      // What every edit may carry is told once, below the table.
      for (const name of Object.keys(body?.properties ?? {}))
        expect(about.includes(`\`${name}\``) || namesShown(text).includes(name) || text.includes(`\`${name}`), `${request} takes ${name}`).toBe(true);
      if (answer !== undefined && request !== 'POST /api/worlds')
        for (const name of answer.required ?? [])
          expect(quoted(about.split('\n').find((line) => line.includes(text)) ?? '').join(' ') + sharedAnswers(about), `${request} answers ${name}`).toMatch(
            new RegExp(`\\b${name}\\b`),
          );
      const known = [...namesIn(body), ...namesIn(answer)];
      for (const name of namesShown(text)) expect(known, `${request}: ${name}`).toContain(name);
    }
  });

  it('lists every operation with its keys', () => {
    const forms = new Map(described.components.schemas.Operation.anyOf.map(({ properties = {} }) => [properties['op']?.enum?.[0] ?? '', properties]));
    const ops = table(section(PAGE, 'Operations'), 'op');
    expect(ops.map(([op = '']) => quoted(op)[0] ?? '').toSorted()).toEqual([...forms.keys()].toSorted());
    for (const [op = '', keys = ''] of ops) {
      const form = Object.keys(forms.get(quoted(op)[0] ?? '') ?? {}).filter((key) => key !== 'op');
      // What stands in parentheses says what a key holds.
      expect([
        op,
        ...quoted(keys.replaceAll(/\([^)]*\)/g, ''))
          .filter((key) => /^\w+$/.test(key))
          .toSorted(),
      ]).toEqual([op, ...form.toSorted()]);
    }
    const entity = forms.get('addEntity')?.['entity'];
    const inside = /\(([^;)]+);/.exec(ops.find(([op]) => op === '`addEntity`')?.[1] ?? '')?.[1]?.split(', ');
    expect(inside?.toSorted()).toEqual(Object.keys(entity?.properties ?? {}).toSorted());
  });

  it('shows a batch that a world applies, and a request that it answers', async () => {
    const server = await serve({
      worlds: [
        {
          name: 'garden',
          scene: {
            format: 'worldwire/scene',
            version: 1,
            entities: [{ id: 'garden' }, { id: 'lamp', components: { WebsocketClient: {} } }],
          },
        },
      ],
    });
    const [batch = ''] = blocks(section(PAGE, 'Operations'), 'json');
    const { status, json } = await api(server, '/api/worlds/garden/operations', JSON.parse(batch));
    expect([status, json]).toEqual([
      200,
      { tick: expect.any(Number), results: [{ entity: 'lamp', component: 'WebsocketClient' }, { entity: expect.any(String) }] },
    ]);
    const [curl = ''] = blocks(page(PAGE), 'sh');
    const [, header = '', path = ''] = /-H "([^"]+)" http:\/\/127\.0\.0\.1:4600(\S+)/.exec(curl) ?? [];
    const [name = '', value = ''] = header.split(': ');
    const answer = await fetch(server.origin + path, { headers: { [name]: value.replace('$TOKEN', server.token) } });
    expect([answer.status, await answer.json()]).toEqual([200, { worlds: [expect.objectContaining({ name: 'garden' })] }]);
  });

  it('gives each code the status that it has, and lists no other status than there is', async () => {
    const statuses = table(section(PAGE, 'Refusals'), 'status').map(([status = '', when = '']) => ({
      status: Number(status),
      codes: quoted(when).filter((code) => code.startsWith('WW_')),
    }));
    const codes = Object.keys(ERRORS) as ErrorCode[];
    for (const { status, codes: named } of statuses.filter(({ status: each }) => each !== 400))
      expect([status, ...named.toSorted()]).toEqual([status, ...codes.filter((code) => statusOf(code) === status).toSorted()]);
    // Below the requests: a head that is too large, or too slow; and a body that is no JSON, which has no code of its own.
    expect(statuses.map(({ status }) => status)).toEqual([...new Set([...codes.map((code) => statusOf(code)), 408, 415, 431])].toSorted((a, b) => a - b));
    const server = await serve();
    expect((await fetch(`${server.origin}/healthz`, { headers: { 'x-long': 'x'.repeat(40_000) } })).status).toBe(431);
    const headers = { authorization: `Bearer ${server.token}`, 'content-type': 'text/plain' };
    expect((await fetch(`${server.origin}/api/worlds/small/operations`, { method: 'POST', headers, body: '{}' })).status).toBe(415);
  });
});

/** What is told of several requests at once: the answers of what changes a world and of how it runs, and what is told of every world. */
function sharedAnswers(about: string): string {
  const told = about.split('\n').filter((line) => line.includes('`{tick, paused}`') || line.startsWith('| `GET /api/worlds` |'));
  return [section(PAGE, 'Operations'), ...told].join(' ');
}

test('answers have the shape that the API describes', async () => {
  const server = await serve();
  await api(server, '/api/worlds/small/operations', { operations: [{ op: 'updateEntity', entity: 'lamp', name: 'Light' }] });
  for (const path of ['', '/entities', '/entities/lamp', '/log', '/users', '/changes', '/history']) {
    const { status, json } = await api(server, `/api/worlds/small${path}`);
    expect(status, path).toBe(200);
    const route = `/api/worlds/{world}${path.replace('/lamp', '/{id}')}`;
    const shape = answerOf(described.paths[route]?.['get'] as Operation);
    expect(wrongIn(json, shape, path)).toEqual([]);
  }
  const { json } = await api(server, '/api/worlds');
  expect(wrongIn(json, answerOf(described.paths['/api/worlds']?.['get'] as Operation), '/api/worlds')).toEqual([]);
});

/** Names that an answer has and its description has not, and the other way round. */
function wrongIn(value: unknown, shape: Shape | undefined, at: string): string[] {
  if (shape?.items !== undefined) return (value as unknown[]).flatMap((each) => wrongIn(each, shape.items, `${at}[]`));
  const { properties = {}, required = [] } = shape ?? {};
  if (Object.keys(properties).length === 0) return [];
  const found = value as { readonly [name: string]: unknown };
  return [
    ...Object.keys(found)
      .filter((name) => !Object.hasOwn(properties, name))
      .map((name) => `${at}: ${name} is not described`),
    ...required.filter((name) => !Object.hasOwn(found, name)).map((name) => `${at}: ${name} is missing`),
    ...Object.entries(found).flatMap(([name, inner]) => wrongIn(inner, properties[name], `${at}/${name}`)),
  ];
}
