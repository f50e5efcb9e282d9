/** Headers, Request and Response by themselves, as scripts have them from browsers. */
import { describe, expect, test } from 'vitest';
import { answer, RequestStage } from './request-stage.ts';

function printed(source: string, ticks = 2): readonly string[] {
  const stage = RequestStage.of(source);
  for (let tick = 0; tick < ticks; tick++) stage.tick();
  return stage.log;
}

describe('Headers', () => {
  test('join what is there twice, but for cookies, and are gone through by name', () => {
    const source = `
      const h = new Headers({ B: ' 1 ', a: 2 });
      h.append('b', '3'); h.append('Set-Cookie', 'x=1'); h.append('set-cookie', 'y=2, z');
      print(h.get('B'), h.get('none'), h.has('A'), h.has('c'), h.getSetCookie());
      print([...h], [...h.keys()], [...h.values()]);
      h.set('B', 'new'); h.delete('A'); h.forEach((value, name, all) => print(name, value, all === h));
      print(h, Object.prototype.toString.call(h), Headers.length, h.append.length);`;
    expect(printed(source)).toEqual([
      '1, 3 null true false ["x=1","y=2, z"]',
      '[["a","2"],["b","1, 3"],["set-cookie","x=1"],["set-cookie","y=2, z"]] ["a","b","set-cookie","set-cookie"] ["2","1, 3","x=1","y=2, z"]',
      'b new true',
      'set-cookie x=1 true',
      'set-cookie y=2, z true',
      '{} [object Headers] 0 2',
    ]);
  });

  test.each([
    ["new Headers([['a']])", 'TypeError'],
    ['new Headers(null)', 'TypeError'],
    ["new Headers({ 'a b': 'c' })", 'WW_HEADER_INVALID'],
    ["new Headers({ a: 'b\\nc' })", 'WW_HEADER_INVALID'],
    ["new Headers({ a: '\\u{1f600}' })", 'WW_HEADER_INVALID'],
    ["new Headers().get('')", 'WW_HEADER_INVALID'],
    ["new Headers().append('a')", 'TypeError'],
    ['new Headers({ [Symbol("a")]: "b" })', 'TypeError'],
    ["Headers.prototype.get.call({}, 'a')", 'TypeError'],
    ["Response.error().headers.set('a', 'b')", 'TypeError'],
  ])('refuse %s', (code, why) => {
    expect(printed(`try { ${code}; print('none') } catch (e) { print(e instanceof TypeError, e.code ?? e.name) }`)).toEqual([`true ${why}`]);
  });
});

describe('Response', () => {
  test('is made by a script as well, and read once', () => {
    const source = `
      const r = new Response('grün', { status: 202, statusText: 'Yes', headers: { a: 'b' } });
      const other = r.clone();
      print(r.status, r.statusText, r.ok, r.type, r.url, r.headers.get('content-type'), r.bodyUsed);
      r.text().then((t) => { print(t, r.bodyUsed); try { r.clone() } catch (e) { print(e.name) } });
      other.bytes().then((b) => print(b.length));
      Response.json({ a: 1 }).json().then((v) => print(JSON.stringify(v)));
      print(Response.json([]).headers.get('Content-Type'), Response.error().status, Response.error().type, new Response().status);
      new Response('{').json().catch((e) => print(e.name));
      new Response('\\ufeffx').text().then((t) => print(t.length));`;
    expect(printed(source)).toEqual([
      '202 Yes true default  text/plain;charset=UTF-8 false',
      'application/json 0 error 200',
      '5',
      'grün true',
      'TypeError',
      '{"a":1}',
      'SyntaxError',
      '1',
    ]);
  });

  test.each([
    ["new Response('', { status: 600 })", 'RangeError'],
    ["new Response('x', { status: 204 })", 'TypeError'],
    ["new Response('', { statusText: 'a\\nb' })", 'TypeError'],
    ['Response.json(undefined)', 'TypeError'],
    ['Response.prototype.clone.call({})', 'TypeError'],
  ])('refuses %s', (code, why) => {
    expect(printed(`try { ${code}; print('none') } catch (e) { print(e.name) }`)).toEqual([why]);
  });
});

describe('fetch', () => {
  test('goes by what it is, and not by what a script has made of what it is made of', () => {
    const stage = RequestStage.of(`
      const wrong = () => { throw new Error('mine') };
      const kept = { fetch, apply: Reflect.apply };
      const catching = Promise.prototype.then;
      for (const type of [Array, Map, Set, String, RegExp, Uint8Array, Promise, Function, Headers, Request, Response, URLSearchParams])
        for (const name of Object.getOwnPropertyNames(type.prototype)) 
          if (name !== 'constructor' && name !== 'length') try { type.prototype[name] = wrong } catch { }
      Array.prototype[Symbol.iterator] = wrong;
      Object.prototype.toJSON = wrong;
      Object.defineProperty(Object.prototype, 'value', { get: wrong, configurable: true });
      delete Object.prototype.value;
      JSON.parse = JSON.stringify = Object.keys = Object.create = wrong;
      globalThis.Promise = globalThis.TypeError = globalThis.Uint8Array = wrong;
      const promise = kept.fetch('http://a.example/', { method: 'POST', body: 'x' });
      kept.apply(catching, promise, [(r) => kept.fetch('http://a.example/' + r.status), (e) => kept.fetch('http://a.example/failed')]);`);
    stage.allowed();
    expect(stage.runs[0]?.args).toMatchObject({ method: 'POST', raw: { headers: ['content-type', 'text/plain;charset=UTF-8'], body: 'eA==' } });
    stage.tick(stage.ran(answer('x', { headers: ['a', 'b'] })));
    expect(stage.questions.at(-1)?.url).toBe('http://a.example/200');
  });

  test('is held to what may be sent, also where a script has changed what looks at it', () => {
    const stage = RequestStage.of(`
      String.prototype.toLowerCase = () => 'other';
      RegExp.prototype.test = RegExp.prototype.exec = () => true;
      const headers = new Headers({ Host: 'b.example' });
      fetch('http://a.example/', { headers }).catch((e) => print(e.code));`);
    stage.tick();
    expect([stage.log, stage.effects]).toEqual([['WW_HEADER_INVALID'], []]);
  });
});
