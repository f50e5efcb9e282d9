/** Requests to real HTTP servers, well behaved and not, as the job `fetch` makes them. */
import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import type { FetchAnswer, FetchArgs, JobContext } from '../../engine/index.ts';
import { hostRules } from '../../server/access/host-rules.ts';
import { fetchJob, type FetcherOptions } from '../../server/fetching/fetcher.ts';
import { OpenFiles } from '../../server/links/open-files.ts';
import { Proxies } from '../../server/links/proxies.ts';
import { makeAuthority, makeCertificate } from './certificates.ts';
import { httpProxy, socksProxy } from './proxies.ts';
import { freePort } from './servers.ts';
import { startWeb, type TestWeb } from './web.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
async function web(answer: RequestListener, tls?: { readonly key: string; readonly cert: string }): Promise<TestWeb> {
  const server = await startWeb(answer, tls);
  closing.push(() => server.close());
  return server;
}

const ARGS: Omit<FetchArgs, 'url'> = { entity: 'lamp', component: 'Flow', method: 'GET', body: '', mediaType: '' };
function fetching(options: Partial<FetcherOptions> = {}) {
  const job = fetchJob({ permits: () => true, checkAddress: () => null, ...options });
  return (url: string, args: Partial<FetchArgs> = {}, signal = new AbortController().signal): Promise<FetchAnswer> =>
    (async () => (await job.run({ ...ARGS, url, ...args }, { signal, user: 'host', world: 'small' } satisfies JobContext)) as FetchAnswer)();
}
const get = fetching();
const text =
  (body: string | Buffer, type = 'text/plain', status = 200): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, { 'Content-Type': type }).end(body);

describe('an answer', () => {
  test('is its status and its body, whatever the status: 404 and 500 as well', async () => {
    const server = await web((request, response) => void response.writeHead(Number(request.url?.slice(1))).end(`said ${request.url}`));
    for (const status of [200, 404, 500]) expect(await get(server.url(`/${status}`))).toEqual({ status, content: `said /${status}` });
  });

  test('of no content is the empty text', async () => {
    const server = await web((_request, response) => void response.writeHead(204).end());
    expect(await get(server.url())).toEqual({ status: 204, content: '' });
  });

  test.each([
    ['text/plain', Buffer.from('grün'), 'grün'],
    ['text/plain; charset=iso-8859-1', Buffer.from('grün', 'latin1'), 'grün'],
    ['text/plain; charset="UTF-16LE"; x=y', Buffer.from('grün', 'utf16le'), 'grün'],
    ['application/json', Buffer.from('\ufeff{}', 'utf16le'), '{}'],
    ['text/plain', Buffer.from([0x67, 0xfc, 0x6e]), 'g\ufffdn'],
    ['text/plain; charset=shift_jis', Buffer.from([0x83, 0x65]), 'テ'],
  ])('of type %s is read by its charset, else by its mark, else as UTF-8', async (type, body, content) => {
    const server = await web(text(body, type));
    expect(await get(server.url())).toMatchObject({ content });
  });

  test('in a charset that nobody knows is none', async () => {
    const server = await web(text('x', 'text/plain; charset=klingon'));
    await expect(get(server.url())).rejects.toMatchObject({ code: 'WW_FETCH_FAILED', message: expect.stringContaining('"klingon"') as string });
  });

  test('that is compressed though nobody asked for it is none', async () => {
    const server = await web((_request, response) => void response.writeHead(200, { 'Content-Encoding': 'gzip' }).end('x'));
    await expect(get(server.url())).rejects.toMatchObject({ code: 'WW_FETCH_FAILED', message: expect.stringContaining('gzip') as string });
  });

  test('that leads on is told, and nobody goes there', async () => {
    const other = await web(text('secret'));
    const server = await web((request, response) => void response.writeHead(request.url === '/a' ? 302 : 308, { Location: other.url('/x?y') }).end('moved'));
    expect(await get(server.url('/a'))).toEqual({ status: 302, content: '', redirect: other.url('/x?y') });
    const near = await web((_request, response) => void response.writeHead(301, { Location: '../there' }).end());
    expect(await get(near.url('/a/b/c'))).toMatchObject({ redirect: near.url('/a/there') });
    expect(other.asked).toEqual([]);
  });
});

describe('a request', () => {
  test('carries what was asked for and nothing else', async () => {
    const server = await web((_request, response) => void response.writeHead(200, { 'Set-Cookie': 'a=1' }).end());
    await get(server.url('/p?q=1#part'));
    await get(server.url('/p'));
    expect(server.asked.map(({ line }) => line)).toEqual(['GET /p?q=1', 'GET /p']);
    for (const { headers } of server.asked)
      expect(headers).toEqual({
        accept: '*/*',
        'accept-encoding': 'identity',
        'user-agent': 'Worldwire',
        host: `127.0.0.1:${server.port}`,
        connection: 'close',
      });
  });

  test('posts text as UTF-8, of the type that is named, JSON where none is', async () => {
    const server = await web(text('ok'));
    await get(server.url(), { method: 'POST', body: 'grün', mediaType: '' });
    await get(server.url(), { method: 'POST', body: '', mediaType: 'text/csv' });
    await get(server.url(), { method: 'POST', body: '', mediaType: 'text/plain; charset=US-ASCII' });
    expect(server.asked.map(({ body, headers }) => [body, headers['content-type'], headers['content-length']])).toEqual([
      ['grün', 'application/json; charset=utf-8', '5'],
      ['', 'text/csv; charset=utf-8', '0'],
      ['', 'text/plain; charset=US-ASCII', '0'],
    ]);
    for (const mediaType of ['text', 'text/plain\r\nCookie: a=1', 'a/b; x=ü'])
      await expect(get(server.url(), { method: 'POST', mediaType })).rejects.toMatchObject({ code: 'WW_FETCH_FAILED' });
    expect(server.asked).toHaveLength(3);
  });

  test('is not made where what stands decided does not let it', async () => {
    const server = await web(text('secret'));
    const asked: unknown[] = [];
    const denied = fetching({
      permits: (...what) => {
        asked.push(what);
        return false;
      },
    });
    await expect(denied(server.url())).rejects.toMatchObject({ code: 'WW_ACCESS_DENIED' });
    expect(asked).toEqual([['small', server.url(), 'lamp', 'Flow']]);
    expect(server.asked).toEqual([]);
  });

  test.each([['file:///etc/passwd'], ['ws://127.0.0.1/'], ['http://mika:secret@127.0.0.1/'], ['nonsense'], ['']])('to %s is none', async (url) => {
    await expect(get(url)).rejects.toMatchObject({ code: 'WW_FETCH_FAILED', message: expect.not.stringContaining('secret') as string });
  });

  test('goes to no address that a name leads to and that the look at addresses does not let through', async () => {
    const server = await web(text('secret'));
    const rules = hostRules([]);
    const resolve: FetcherOptions['resolve'] = (_host, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]);
    const checked = fetching({ resolve, checkAddress: (host, addresses, port, scheme) => rules.checkAddress(host, addresses, port, scheme, false) });
    await expect(checked(server.url('/', 'public.example'))).rejects.toMatchObject({ code: 'WW_ADDRESS_NEAR' });
    await expect(checked(server.url('/'))).rejects.toMatchObject({ code: 'WW_ADDRESS_NEAR' });
    await expect(checked('http://169.254.169.254/latest')).rejects.toMatchObject({ code: 'WW_ADDRESS_REFUSED' });
    await expect(checked('http://[::ffff:169.254.169.254]/latest')).rejects.toMatchObject({ code: 'WW_ADDRESS_REFUSED' });
    expect(server.asked).toEqual([]);
    // What is dialled is what was looked at: the name is looked up once.
    let looked = 0;
    const pinned = fetching({
      resolve: (_host, _options, callback) => {
        looked += 1;
        callback(null, [{ address: looked === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }]);
      },
      checkAddress: (_host, addresses) => (addresses[0] === '127.0.0.1' ? null : { code: 'WW_ADDRESS_REFUSED', message: 'no' }),
    });
    expect(await pinned(server.url('/', 'public.example'))).toMatchObject({ content: 'secret' });
    expect(looked).toBe(1);
  });

  test('by TLS is made only where the certificate is trusted', async () => {
    const authority = await makeAuthority();
    const server = await web(text('secret'), await makeCertificate(authority));
    await expect(get(server.url())).rejects.toMatchObject({ code: 'WW_TLS', message: expect.stringContaining('extraCAs') as string });
    expect(await fetching({ extraCAs: [authority.cert] })(server.url())).toMatchObject({ content: 'secret' });
    const plain = await web(text('x'));
    await expect(get(plain.url().replace('http:', 'https:'))).rejects.toMatchObject({
      code: 'WW_TLS',
      message: expect.stringContaining('http:// instead of https://') as string,
    });
  });

  test('goes through the proxy that connections go through', async () => {
    const authority = await makeAuthority();
    const certificate = await makeCertificate(authority, { name: 'web.example' });
    const [plain, secure] = [await web(text('plain')), await web(text('secure'), certificate)];
    for (const [scheme, start] of [
      ['http', httpProxy],
      ['socks5h', socksProxy],
    ] as const) {
      const proxy = await start();
      closing.push(() => proxy.close());
      const through = fetching({ proxies: new Proxies({ proxy: `${scheme}://127.0.0.1:${proxy.port}` }, {}), extraCAs: [authority.cert] });
      expect(await through(plain.url('/', 'web.example'))).toMatchObject({ content: 'plain' });
      expect(await through(secure.url('/', 'web.example'))).toMatchObject({ content: 'secure' });
      expect(proxy.asked).toHaveLength(2);
      expect(proxy.heard.join('\n')).not.toContain('Cookie');
    }
    const refusing = await httpProxy({ refuses: '403 Forbidden' });
    closing.push(() => refusing.close());
    const refused = fetching({ proxies: new Proxies({ proxy: `http://127.0.0.1:${refusing.port}` }, {}) });
    await expect(refused(plain.url('/', 'web.example'))).rejects.toMatchObject({ code: 'WW_PROXY' });
  });

  test('is not begun where the machine has no open file left for it', async () => {
    const server = await web(text('x'));
    const files = new OpenFiles({ reserve: () => 0, warn: () => undefined, machine: { limit: () => 11, open: () => 10 } });
    const limited = fetching({ files });
    expect(await limited(server.url())).toMatchObject({ content: 'x' });
    files.born();
    await expect(limited(server.url())).rejects.toMatchObject({ code: 'WW_MACHINE_FULL' });
  });
});

describe('a server that', () => {
  const small = fetching({ limits: { body: 1000, headers: 2000 } }),
    short = fetching({ limits: { time: 300 } });
  const gone = async (server: TestWeb): Promise<void> => {
    await expect.poll(() => server.open(), { timeout: 60_000 }).toBe(0);
  };

  test('sends without end is left once that is too much', async () => {
    const server = await web((_request, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(1000)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    await expect(small(server.url())).rejects.toMatchObject({ code: 'WW_FETCH_FAILED', message: expect.stringContaining('more than 1000 bytes') as string });
    await gone(server);
  });

  test('says that it will send too much is left at once', async () => {
    const server = await web((_request, response) => response.writeHead(200, { 'Content-Length': 1001 }).flushHeaders());
    await expect(small(server.url())).rejects.toMatchObject({ message: expect.stringContaining('more than 1000 bytes') as string });
    await gone(server);
  });

  test.each([
    ['drips', (write: () => void) => setInterval(write, 20)],
    ['says nothing more', () => undefined],
  ])('%s is left when its time is over', async (_what, drip) => {
    const server = await web((_request, response) => {
      response.writeHead(200).write('a');
      const timer = drip(() => void response.write('a'));
      response.on('close', () => clearInterval(timer));
    });
    await expect(short(server.url())).rejects.toMatchObject({ code: 'WW_FETCH_FAILED', message: expect.stringContaining('longer than 0.3 s') as string });
    await gone(server);
  });

  test('never answers is left when nobody waits any more', async () => {
    const server = await web(() => undefined);
    const stop = new AbortController();
    const answer = get(server.url(), {}, stop.signal);
    await expect.poll(() => server.asked.length, { timeout: 60_000 }).toBe(1);
    stop.abort();
    await expect(answer).rejects.toMatchObject({ code: 'WW_FETCH_FAILED' });
    await gone(server);
  });

  test.each([
    ['a length', { 'Content-Length': 100 }],
    ['chunks', {}],
  ])('ends the connection in the middle of an answer in %s has not answered', async (_what, headers) => {
    const server = await web((request, response) => {
      response.writeHead(200, headers).write('half');
      setImmediate(() => request.socket.destroy());
    });
    await expect(get(server.url())).rejects.toMatchObject({ code: 'WW_FETCH_FAILED' });
  });

  const PARTS = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
  test.each([
    ['announces its answer', '', 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n', /announced an answer \d+ times and gave none/],
    ['sends empty lines', '', '\r\n', /hardly anything of an answer/],
    ['sends the length of a part', PARTS, '0', /hardly anything of an answer/],
    ['sends words beside the length of a part', PARTS, `1;${'x'.repeat(5000)}\r\na\r\n`, /hardly anything of an answer/],
    ['sends parts of one byte', PARTS, '1\r\na\r\n', /hardly anything of an answer/],
  ])('%s without end is left long before its time is over', async (_what, first, again, words) => {
    const server = await web((request) => {
      const { socket } = request;
      const more = (): void => {
        while (!socket.destroyed && socket.write(again.repeat(Math.ceil(20_000 / again.length))));
        if (!socket.destroyed) socket.once('drain', more);
      };
      socket.write(first);
      more();
    });
    await expect(get(server.url())).rejects.toMatchObject({ code: 'WW_FETCH_FAILED', message: expect.stringMatching(words) as string });
    await gone(server);
  });

  test.each([
    ['goes over to another protocol', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n', /another protocol/],
    ['has a status that there is none of', 'HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n', /status 99/],
    ['compresses on the way', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n1\r\na\r\n0\r\n\r\n', /compressed \(gzip\)/],
  ])('%s is told so at once', async (_what, answer, words) => {
    const server = await web((request) => void request.socket.write(answer));
    await expect(get(server.url())).rejects.toMatchObject({ code: 'WW_FETCH_FAILED', message: expect.stringMatching(words) as string });
    await gone(server);
  });

  test('hangs up, sends too many headers, or speaks no HTTP, is told so', async () => {
    const mute = await web((request) => void request.socket.destroy());
    await expect(get(mute.url())).rejects.toMatchObject({ code: 'WW_FETCH_FAILED', message: expect.stringContaining('before it had answered') as string });
    const wordy = await web((_request, response) => void response.writeHead(200, { 'X-Many': 'x'.repeat(3000) }).end());
    await expect(small(wordy.url())).rejects.toMatchObject({ message: expect.stringContaining('more headers') as string });
    const odd = await web((request) => void request.socket.end('220 mail.example ESMTP\r\n'));
    await expect(get(odd.url())).rejects.toMatchObject({ message: expect.stringContaining('did not answer in HTTP') as string });
    const secure = await web(text('x'), await makeCertificate(undefined));
    await expect(get(secure.url().replace('https:', 'http:'))).rejects.toMatchObject({ code: 'WW_FETCH_FAILED' });
  });

  test('is not there, or has no name, is told so', async () => {
    await expect(get(`http://127.0.0.1:${await freePort()}/`)).rejects.toMatchObject({
      code: 'WW_CONNECT_FAILED',
      message: expect.stringMatching(/nothing listens/) as string,
    });
    const nameless = fetching({
      resolve: (host, _options, callback) => callback(Object.assign(new Error('x'), { code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: host }), []),
    });
    await expect(nameless('http://nowhere.example/')).rejects.toMatchObject({
      code: 'WW_CONNECT_FAILED',
      message: expect.stringContaining('no host called nowhere.example') as string,
    });
  });
});
