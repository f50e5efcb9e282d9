/** Scripts that fetch from real HTTP servers, well behaved and not, as a server does it for them. */
import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { FETCH, type JobEffect } from '../../engine/index.ts';
import { hostRules } from '../../server/access/host-rules.ts';
import { fetchJob, type FetcherOptions } from '../../server/fetching/fetcher.ts';
import { Jobs } from '../../server/hosting/jobs.ts';
import { createLog } from '../../server/log/log.ts';
import { startWeb, type TestWeb } from './web.ts';
import { WorldRig } from './world-rig.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
async function web(answer: RequestListener): Promise<TestWeb> {
  const server = await startWeb(answer);
  closing.push(() => server.close());
  return server;
}

/** A world whose script's requests are made. */
function scripted(source: string, options: Partial<FetcherOptions> = {}): WorldRig {
  const rig = new WorldRig([{ id: 'lamp', components: { Script: { Source: source } } }]);
  const known = new Map([[FETCH.name, fetchJob({ permits: () => true, checkAddress: () => null, ...options })]]);
  const log = createLog({ level: 'silent' });
  const jobs = new Jobs({ world: 'rig', known, log, ended: (_epoch, job, outcome) => rig.tell({ type: 'ran', job, outcome }) });
  rig.perform = (effect) => {
    if (effect.type === 'run' || effect.type === 'stop') jobs.perform(effect satisfies JobEffect, 'rig');
  };
  closing.push(async () => {
    jobs.end();
    await rig.close();
  });
  return rig;
}
const lines = (rig: WorldRig): string[] => rig.log.filter(({ source }) => source === 'Script').map(({ message }) => message);
async function printed(rig: WorldRig, count = 1): Promise<string[]> {
  await rig.until('it has printed', () => lines(rig).length >= count);
  return lines(rig);
}

test('what browsers do with fetch is done: a request with its headers and body, and an answer with its own', async () => {
  const server = await web((request, response) => {
    response.writeHead(
      201,
      'Made',
      [
        ['Content-Type', 'application/json; charset=utf-8'],
        ['X-Two', 'a'],
        ['X-Two', 'b'],
        ['Set-Cookie', 'a=1, x'],
        ['Set-Cookie', 'b=2'],
      ].flat(),
    );
    response.end(JSON.stringify({ got: request.method }));
  });
  const rig = scripted(`
    const response = fetch('${server.url('/things?a=b')}', {
      method: 'PUT',
      headers: { 'Content-Type': 'text/csv', Cookie: 'session=1', 'X-Mine': 'ü' },
      body: new TextEncoder().encode('grün'),
    });
    response.then(async (r) => {
      print(r.status, r.statusText, r.ok, r.url, r.redirected, r.type, r.headers.get('x-two'), r.headers.getSetCookie().length);
      print(r.bodyUsed, JSON.stringify(await r.json()), r.bodyUsed);
      await r.text().catch((e) => print(e.name, e.code));
    });`);
  expect(await printed(rig, 3)).toEqual([`201 Made true ${server.url('/things?a=b')} false basic a, b 2`, 'false {"got":"PUT"} true', 'TypeError WW_REFUSED']);
  const [asked] = server.asked;
  expect([asked?.line, asked?.body]).toEqual(['PUT /things?a=b', 'grün']);
  expect(asked?.headers).toEqual({
    accept: '*/*',
    'accept-encoding': 'identity',
    'user-agent': 'Worldwire',
    host: `127.0.0.1:${server.port}`,
    connection: 'close',
    'content-length': '5',
    'content-type': 'text/csv',
    cookie: 'session=1',
    'x-mine': Buffer.from('ü', 'latin1').toString('latin1'),
  });
});

test('bytes come as they were sent, and HEAD brings none', async () => {
  const bytes = Buffer.from([0, 255, 0xc3, 0x28, 13, 10]);
  const server = await web((_request, response) => void response.writeHead(200, { 'Content-Length': bytes.length, 'Content-Type': 'Image/PNG' }).end(bytes));
  const rig = scripted(`
    const get = (init) => fetch('${server.url()}', init);
    (async () => {
      print([...new Uint8Array(await (await get()).arrayBuffer())]);
      const blob = await (await get()).blob();
      print(blob.size, blob.type);
      const head = await get({ method: 'HEAD' });
      print(head.status, head.headers.get('content-length'), (await head.text()).length);
    })()`);
  expect(await printed(rig, 3)).toEqual(['[0,255,195,40,13,10]', '6 image/png', '200 6 0']);
});

test('redirects are followed to where they are allowed, and told', async () => {
  const end = await web((_request, response) => void response.end('there'));
  const server = await web((_request, response) => void response.writeHead(302, { Location: end.url('/end') }).end());
  const source = `fetch('${server.url()}').then(async (r) => print(r.redirected, r.url, await r.text()), (e) => print(e.name, e.code))`;
  expect(await printed(scripted(source))).toEqual([`true ${end.url('/end')} there`]);
  const refused = scripted(source);
  refused.decide = ({ port }) => (port === end.port ? 'deny' : 'allow');
  expect(await printed(refused)).toEqual(['TypeError WW_ACCESS_DENIED']);
  expect(end.asked).toHaveLength(1);
});

test('an address that a name leads to is looked at, however it was allowed', async () => {
  const server = await web((_request, response) => void response.end('secret'));
  const rules = hostRules([]);
  const rig = scripted(`fetch('${server.url('/', 'public.example')}').catch((e) => print(e.code))`, {
    resolve: (_host, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]),
    checkAddress: (host, addresses, port, scheme) => rules.checkAddress(host, addresses, port, scheme, false),
  });
  expect(await printed(rig)).toEqual(['WW_ADDRESS_NEAR']);
  expect(server.asked).toEqual([]);
});

describe('a server that means harm', () => {
  test.each<[string, RequestListener, RegExp]>([
    ['answers without end', (_request, response) => endless(response), /WW_FETCH_FAILED .*more than 1000 bytes/],
    [
      'answers with more headers than are taken in',
      (_request, response) => void response.writeHead(200, { a: 'x'.repeat(20_000) }).end(),
      /WW_FETCH_FAILED .*headers/,
    ],
    ['says nothing', () => undefined, /WW_FETCH_FAILED .*took longer/],
    ['drips', (_request, response) => void setInterval(() => response.write('x'), 50).unref(), /WW_FETCH_FAILED .*took longer/],
    ['ends in the midst', (_request, response) => void response.writeHead(200, { 'Content-Length': 9 }).write('x', () => response.destroy()), /WW_/],
    ['compresses what nobody asked it to', (_request, response) => void response.writeHead(200, { 'Content-Encoding': 'br' }).end('x'), /compressed/],
  ])('and %s rejects, and costs the script nothing else', async (what, answer, why) => {
    const server = await web(answer);
    const rig = scripted(`fetch('${server.url()}').catch((e) => print(e.code, e.message))`, {
      limits: { time: /nothing|drips/.test(what) ? 400 : 30_000, body: 1000, headers: 8192 },
    });
    expect((await printed(rig))[0]).toMatch(why);
    expect(rig.value('lamp', 'Script', 'State')).toBe('Running');
  });

  test('may send what is no text, names of headers that are ones of objects, and a status of its own', async () => {
    const server = await web((_request, response) => {
      response.writeHead(599, 'x'.repeat(100), ['__proto__', 'a', 'constructor', 'b', 'then', 'c', 'set-cookie', '']);
      response.end(Buffer.from([0xff, 0xfe, 0x00, 0xd8]));
    });
    const rig = scripted(`fetch('${server.url()}').then(async (r) => {
      print(r.status, r.ok, r.statusText.length,
        ['__proto__', 'constructor', 'then', 'set-cookie'].map((name) => r.headers.get(name)), r.headers.get('toString'));
      print([...await r.text()].map((c) => c.charCodeAt(0)));
    })`);
    expect(await printed(rig, 2)).toEqual(['599 false 100 ["a","b","c",""] null', '[65533,65533,0,65533]']);
  });
});

test('what is aborted ends at the server, too', async () => {
  const server = await web(() => undefined);
  const rig = scripted(`const c = new AbortController();
    fetch('${server.url()}', { signal: c.signal }).catch((e) => print(e.name)); Script.impulse.connect(() => c.abort())`);
  await rig.until('it is asked', () => server.asked.length === 1);
  rig.tell({ type: 'impulse', tag: 'stop' });
  expect(await printed(rig)).toEqual(['AbortError']);
  await expect.poll(() => server.open()).toBe(0);
});

test('a thousand requests are made in their turn, a few at a time', async () => {
  let open = 0;
  let most = 0;
  const server = await web((_request, response) => {
    most = Math.max(most, ++open);
    setTimeout(() => {
      open--;
      response.end('x');
    }, 2);
  });
  const rig = scripted(`let done = 0, begun = 0;
    const again = () => { if (++done === 1000) print('done') };
    Script.update.connect(() => { for (; begun < 1000 && begun - done < 30; begun++) fetch('${server.url()}').then(again) });`);
  await printed(rig);
  expect(most).toBeLessThanOrEqual(6);
  expect(rig.value('lamp', 'Script', 'LastError')).toBe('');
});

/** Writes as much as is taken. */
function endless(response: Parameters<RequestListener>[1]): void {
  const write = (): void => {
    while (!response.destroyed && response.write('x'.repeat(16_384)));
    if (!response.destroyed) response.once('drain', write);
  };
  write();
}
