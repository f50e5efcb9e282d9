import { describe, expect, it } from 'vitest';
import { headersFaults, protocolsFaults, readUrl, urlFault } from '../../../engine/access/handshake.ts';

describe('a URL', () => {
  it.each(['ws://a', 'wss://a:9/b?c=d', 'WS://A/', 'ws://[::1]:80/', 'ws://127.0.0.1', 'ws://a/@b', 'ws://a/?x=y@z'])('%s can be dialled', (url) => {
    expect(urlFault(url)).toBeNull();
  });

  it.each([
    'http://a',
    'https://a',
    'ws+unix:/a',
    'file:///a',
    'javascript:1',
    'a',
    '',
    'ws:',
    'ws://',
    'ws://a#',
    'ws://a/#b',
    'ws://u@a',
    'ws://u:p@a',
    'ws://@a',
    'ws://:p@a',
    'ws://a:0',
    'ws://a:99999',
    'ws://a b',
  ])('%j cannot', (url) => {
    expect(urlFault(url)).toMatchObject({ path: 'URL', code: 'WW_URL_INVALID' });
  });

  it('is read as host, port and normalised text', () => {
    expect(readUrl('WSS://Example.COM./a b')).toEqual({ host: 'example.com', port: 443, scheme: 'wss:', href: 'wss://example.com./a%20b' });
  });

  it('that is very long is cut in its fault', () => {
    expect(urlFault('x'.repeat(5_000))?.message.length).toBeLessThan(300);
  });
});

describe('subprotocols', () => {
  it.each([[[]], [['graphql-ws', 'echo.v1']]])('%j can be offered', (protocols) => {
    expect(protocolsFaults(protocols)).toEqual([]);
  });
  it.each([[['']], [['a b']], [['a', 'a']], [['a,b']], [['ü']], [['a\r\nX: y']]])('%j cannot', (protocols) => {
    expect(protocolsFaults(protocols)[0]).toMatchObject({ code: 'WW_HEADER_INVALID' });
  });
});

describe('headers', () => {
  it.each([[{}], [{ Authorization: 'Bearer x', Cookie: 'a=b', Origin: 'https://a', 'User-Agent': 'Lamp/1' }], [{ 'X-Latin': 'gr\u00fcn' }]])(
    '%j can be sent',
    (headers) => {
      expect(headersFaults(headers)).toEqual([]);
    },
  );

  it.each([
    [{ Host: 'b' }],
    [{ HOST: 'b' }],
    [{ Connection: 'close' }],
    [{ Upgrade: 'x' }],
    [{ 'Sec-WebSocket-Key': 'x' }],
    [{ 'sec-websocket-extensions': 'x' }],
    [{ 'Content-Length': '1' }],
    [{ 'Transfer-Encoding': 'chunked' }],
    [{ 'a b': 'x' }],
    [{ '': 'x' }],
    [{ a: 'x\r\nb: c' }],
    [{ a: 'x\ny' }],
    [{ a: '\u0000' }],
    [{ a: '€' }],
    [{ a: '1', A: '2' }],
    [{ a: 'x'.repeat(20_000) }],
  ] as { [name: string]: string }[][])('%j cannot', (headers) => {
    expect(headersFaults(headers as never)[0]).toMatchObject({ code: 'WW_HEADER_INVALID' });
  });
});
