/** What scripts know from browsers: they tell what it comes to by lines of the log. */
import { describe, expect, test } from 'vitest';
import { quickJs } from '../../../sandbox/quickjs.ts';
import { openRig } from '../world-rig.ts';

/** What a script prints in its first ticks. */
function printed(source: string, ticks = 3): readonly string[] {
  const rig = openRig([{ id: 'lamp', name: 'lamp', components: { Script: { Source: source } } }], { sandbox: quickJs });
  rig.tick(ticks);
  return rig.world.logged
    .after(0, 1000)
    .entries.filter(({ source: from }) => from === 'Script')
    .map(({ message }) => message);
}

describe('events', () => {
  test('go to functions and objects in their order, those that capture first, and each only once', () => {
    const source = `
      const target = new EventTarget();
      const hear = (event) => print('function', event.type, event.target === target, event.eventPhase);
      target.addEventListener('a', hear);
      target.addEventListener('a', hear);
      target.addEventListener('a', { handleEvent(event) { print('object', this !== undefined, event.currentTarget === target) } }, { once: true });
      target.addEventListener('a', () => print('captures'), true);
      const event = new Event('a');
      target.dispatchEvent(event);
      target.dispatchEvent(new Event('a'));
      print(event.currentTarget, event.eventPhase, event.isTrusted);`;
    expect(printed(source)).toEqual(['captures', 'function a true 2', 'object true true', 'captures', 'function a true 2', 'null 0 false']);
  });

  test('are cancelled where they may be, and not by who promised not to', () => {
    const source = `
      const target = new EventTarget();
      target.addEventListener('a', (event) => event.preventDefault());
      print(target.dispatchEvent(new Event('a')), target.dispatchEvent(new Event('a', { cancelable: true })));
      const other = new EventTarget();
      other.addEventListener('a', (event) => event.preventDefault(), { passive: true });
      print(other.dispatchEvent(new Event('a', { cancelable: true })));`;
    expect(printed(source)).toEqual(['true false', 'true']);
  });

  test('reach the rest where a listener throws, which is told', () => {
    const source = `
      const target = new EventTarget();
      target.addEventListener('a', () => { throw new Error('mine') });
      target.addEventListener('a', { handleEvent: 1 });
      target.addEventListener('a', () => print('heard'));
      target.dispatchEvent(new Event('a'));`;
    const lines = printed(source);
    expect(lines[0]).toContain('Error: mine, in ona');
    expect(lines[1]).toContain('no function handleEvent');
    expect(lines[2]).toBe('heard');
  });

  test('go by what they are, and not by what a script has made of their prototype', () => {
    const source = `
      Object.defineProperty(Event.prototype, 'type', { get: () => 'other' });
      const target = new EventTarget();
      target.addEventListener('a', () => print('heard'));
      target.dispatchEvent(new Event('a'));`;
    expect(printed(source)).toEqual(['heard']);
  });

  test('classes look as Web IDL says', () => {
    const source = `
      for (const type of [Event, EventTarget, MessageEvent, CloseEvent, WebSocket, Blob, AbortController, AbortSignal, TextEncoder, TextDecoder]) {
        const hidden = Object.getOwnPropertyNames(type.prototype).filter((name) => name !== 'constructor' && name !== 'CloseCode' && name !== 'SocketError'
          && !Object.getOwnPropertyDescriptor(type.prototype, name).enumerable);
        if (hidden.length > 0 || type.prototype[Symbol.toStringTag] !== type.name) print(type.name, hidden);
      }
      print(Event.length, WebSocket.length, Blob.length, EventTarget.prototype.addEventListener.length, WebSocket.prototype.close.length);
      print(WebSocket.OPEN, WebSocket.prototype.CLOSED, Event.AT_TARGET, WebSocket.CloseCode.CloseCodeGoingAway, WebSocket.SocketError.SocketAccessError);
      try { WebSocket.prototype.url } catch (error) { print(error.name) }`;
    expect(printed(source)).toEqual(['1 1 0 2 0', '1 3 2 1001 3', 'TypeError']);
  });
});

describe('what is aborted', () => {
  test('is told to those who listen, with its reason, and takes their listeners away', () => {
    const source = `
      const controller = new AbortController(), { signal } = controller;
      const target = new EventTarget();
      target.addEventListener('a', () => print('heard'), { signal });
      signal.onabort = (event) => print(event.type, signal.reason.name, signal.aborted);
      target.dispatchEvent(new Event('a'));
      const either = AbortSignal.any([new AbortController().signal, signal]);
      controller.abort();
      controller.abort('again');
      target.dispatchEvent(new Event('a'));
      print(either.aborted, either.reason === signal.reason);
      try { signal.throwIfAborted() } catch (error) { print(error.name) }
      try { new AbortSignal() } catch (error) { print(error.name) }
      print(AbortSignal.abort(7).reason);`;
    expect(printed(source)).toEqual(['heard', 'abort AbortError true', 'true true', 'AbortError', 'TypeError', '7']);
  });

  test('may be aborted by the time of the world', () => {
    const source = `
      const signal = AbortSignal.timeout(30);
      signal.addEventListener('abort', () => print(signal.reason.name, Date.now() >= 30));`;
    expect(printed(source, 5)).toEqual(['TimeoutError true']);
  });
});

describe('texts', () => {
  test('become UTF-8 and come back', () => {
    const source = `
      print([...new TextEncoder().encode('aß日😀\\ud800')]);
      print(new TextDecoder().decode(new TextEncoder().encode('aß日😀')) === 'aß日😀');
      const into = new Uint8Array(4);
      print(new TextEncoder().encodeInto('aß😀', into), [...into]);
      print(new TextDecoder('UTF8').encoding, new TextDecoder().decode());
      print(new TextDecoder().decode(new Uint8Array([0xef, 0xbb, 0xbf, 65])));
      print(new TextDecoder('utf-8', { ignoreBOM: true }).decode(new Uint8Array([0xef, 0xbb, 0xbf])).length);`;
    expect(printed(source)).toEqual([
      '[97,195,159,230,151,165,240,159,152,128,239,191,189]',
      'true',
      '{"read":2,"written":3} [97,195,159,0]',
      'utf-8 ',
      'A',
      '1',
    ]);
  });

  test('are read in parts, wherever a character is parted', () => {
    const source = `
      const bytes = new TextEncoder().encode('\\ufeffaß日😀z');
      for (const size of [1, 2, 3]) {
        const decoder = new TextDecoder();
        let text = '';
        for (let at = 0; at < bytes.length; at += size) text += decoder.decode(bytes.subarray(at, at + size), { stream: true });
        print(text + decoder.decode());
      }
      const cut = new TextDecoder();
      print(cut.decode(new Uint8Array([0xe6, 0x97]), { stream: true }).length, cut.decode());`;
    expect(printed(source)).toEqual(['aß日😀z', 'aß日😀z', 'aß日😀z', '0 \ufffd']);
  });

  test('that are none are replaced, or refused where that was asked for', () => {
    const source = `
      print(new TextDecoder().decode(new Uint8Array([0xff, 65, 0xc0, 0x80])));
      const strict = new TextDecoder('utf-8', { fatal: true });
      try { strict.decode(new Uint8Array([0xff])) } catch (error) { print(error.name, strict.decode(new Uint8Array([65]))) }
      try { new TextDecoder('latin1') } catch (error) { print(error.name, error.message) }`;
    expect(printed(source)).toEqual(['\ufffdA\ufffd\ufffd', 'TypeError A', 'RangeError "latin1" is not read here: a script reads utf-8']);
  });
});

test('a Blob joins texts and bytes, and is cut and read', () => {
  const source = `
    (async () => {
      const blob = new Blob(['aß', new Uint8Array([1, 2]), new Blob(['z'])], { type: 'Text/Plain' });
      print(blob.size, blob.type, [...(await blob.bytes())], (await blob.slice(-1).text()), Object.prototype.toString.call(blob));
      try { new Blob('text') } catch (error) { print(error.name) }
    })()`;
  expect(printed(source)).toEqual(['6 text/plain [97,195,159,1,2,122] z [object Blob]', 'TypeError']);
});

test('a URL shows its parts, and its query goes with it both ways', () => {
  const source = `
    const url = new URL('../b?x=1&y=a+b%20c', 'https://me:pw@Example.com:444/a/c#f');
    print(url.href, url.origin, url.host, url.port, url.pathname, url.search, url.hash === '', url.username);
    url.searchParams.append('z', 'ä&');
    print(url.search, url.searchParams.get('y'));
    url.search = '?only';
    print(url.searchParams.size, String(url.searchParams), JSON.stringify({ url }));
    url.port = 'none';
    url.hash = 'h';
    print(url + '', URL.canParse('nothing'), URL.parse('nothing'));
    try { new URL('nothing') } catch (error) { print(error.name, error.message) }`;
  expect(printed(source)).toEqual([
    'https://me:pw@example.com:444/b?x=1&y=a+b%20c https://example.com:444 example.com:444 444 /b ?x=1&y=a+b%20c true me',
    '?x=1&y=a+b+c&z=%C3%A4%26 a b c',
    '1 only= {"url":"https://me:pw@example.com:444/b?only"}',
    'https://me:pw@example.com:444/b?only#h false null',
    'TypeError nothing is no URL',
  ]);
});

test('a query is made of pairs and objects, and gone through', () => {
  const source = `
    const query = new URLSearchParams({ b: 2, a: "x y" });
    query.append('b', '3');
    print(query.getAll('b'), query.has('b', '3'), query.has('c'), [...query]);
    query.sort(); query.set('b', '~(4)'); query.delete('none');
    print(query.toString(), [...query.keys()], new URLSearchParams([['a', '%ff']]).get('a'), new URLSearchParams('?a=%ff').get('a'));
    try { new URLSearchParams([['a']]) } catch (error) { print(error.name) }`;
  expect(printed(source)).toEqual(['["2","3"] true false [["b","2"],["a","x y"],["b","3"]]', 'a=x+y&b=%7E%284%29 ["a","b"] %ff \ufffd', 'TypeError']);
});

test('a copy by structuredClone holds all that was held, each thing once', () => {
  const source = `
    const shared = { deep: [1, , undefined, 2n] };
    const value = { shared, again: shared, map: new Map([[{}, new Set([1])]]), when: new Date(5), like: /a/gi, bytes: new Uint16Array([1, 2]).subarray(1) };
    value.self = value;
    const copy = structuredClone(value);
    print(copy !== value && copy.self === copy, copy.shared === copy.again && copy.shared !== shared, copy.shared.deep.length, 1 in copy.shared.deep);
    print([...copy.map.values()][0].has(1), copy.when.getTime(), String(copy.like), copy.bytes.constructor.name, [...copy.bytes], copy.bytes.byteOffset);
    const wrong = structuredClone(new RangeError('far', { cause: { a: 1 } }));
    print(wrong instanceof RangeError, wrong.message, wrong.cause.a);
    const buffer = new Uint8Array([7, 8]).buffer;
    const { view } = structuredClone({ view: new Uint8Array(buffer, 1) }, { transfer: [buffer] });
    print(buffer.byteLength, [...view], structuredClone(new Blob(['a'])).size, structuredClone(Object(1n)) instanceof BigInt);
    for (const each of [() => 1, Symbol('s'), new WeakMap(), Promise.resolve(), { a: { f() {} } }])
      try { structuredClone(each); print('copied') } catch (error) { print(error.name) }
    print(Object.keys(structuredClone(JSON.parse('{"__proto__":1}'))));`;
  expect(printed(source)).toEqual([
    'true true 4 false',
    'true 5 /a/gi Uint16Array [2] 2',
    'true far 1',
    '0 [8] 1 true',
    ...Array.from({ length: 5 }, () => 'DataCloneError'),
    '["__proto__"]',
  ]);
});
