import { readFileSync } from 'node:fs';
import { CompletionContext } from '@codemirror/autocomplete';
import { javascript } from '@codemirror/lang-javascript';
import { ensureSyntaxTree } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { describe, expect, test } from 'vitest';
import { createRegistry, manifestOf } from '../../../engine/index.ts';
import { quickJs } from '../../../sandbox/quickjs.ts';
import { completionsOf } from '../../../inspector-ui/script/completion.ts';
import { toldAt } from '../../../inspector-ui/script/hover.ts';
import { GLOBALS, MEMBERS } from '../../../inspector-ui/script/library.ts';

const manifest = new Map([...createRegistry({ sandbox: quickJs }).components.values()].map((component) => [component.name, manifestOf(component)]));
const known = { manifest, keys: ['Script', 'FloatValue', 'FloatValue#2'] };
function stateOf(text: string): EditorState {
  const state = EditorState.create({ doc: text.replace('|', ''), extensions: [javascript()] });
  // A state is read for 20 ms at first; on a machine that others keep busy that may not suffice.
  ensureSyntaxTree(state, state.doc.length, 60_000);
  return state.update({}).state;
}
/** What is offered where a bar stands in the text, or at its end. */
function offered(text: string): string[] {
  const at = text.includes('|') ? text.indexOf('|') : text.length;
  const found = completionsOf(() => known)(new CompletionContext(stateOf(text), at, false));
  if (found instanceof Promise) throw new Error('it is answered at once');
  return found?.options.map(({ label }) => label) ?? [];
}
function told(text: string): string {
  return toldAt(stateOf(text), text.indexOf('|'), 1, known)?.sign ?? '';
}

describe('completion in a script', () => {
  test('names of the library stand where a name may begin, and nowhere else', () => {
    expect(offered('wor')).toEqual(expect.arrayContaining(['world', 'entity', 'print', 'WebSocket']));
    for (const elsewhere of ['const wor', '// wor', '"wor', '`wor', '({ wor', 'nobody.wor', 'lamp.', '']) expect(offered(elsewhere), elsewhere).toEqual([]);
  });

  test('behind a dot stands what the value before it has, as far as the text tells it', () => {
    expect(offered('world.')).toContain('query');
    expect(offered('world.fi')).toContain('find');
    expect(offered('Script.update.')).toEqual(['connect', 'disconnect']);
    for (const socket of [
      'new WebSocket("ws://a").',
      'const socket = new WebSocket("ws://a");\nsocket.',
      'const server = new WebSocketServer();\nserver.newConnection.connect((socket) => { socket.| });',
      'const a = b, b = new WebSocket("ws://a");\n(a).',
    ])
      expect(offered(socket), socket).toContain('bufferedAmount');
    for (const entity of ['entity.', 'world.find("Lamp")?.', 'for (const each of world.query("A")) each.', 'world.query("A").entities.map((each) => each.|)'])
      expect(offered(entity), entity).toEqual(['id', 'name', 'tag', 'components', 'exists', 'get']);
    expect(offered("const answer = await fetch('http://a');\nanswer.")).toContain('status');
    expect(offered("socket.onmessage = (event) => event.|; const socket = new WebSocket('ws://a')")).toContain('data');
  });

  test('a name of the script’s own hides that of the library, and is only what it is where it holds', () => {
    expect(offered('const world = 1;\nworld.')).toEqual([]);
    expect(offered('function f() { const world = 1; }\nworld.')).toContain('query');
    expect(offered('const a = a;\na.'), 'a name that is given itself ends').toEqual([]);
  });

  test('a component has its fields before what all have', () => {
    const lamp = offered("const value = entity.get('FloatValue#2');\nvalue.");
    expect(lamp).toEqual(expect.arrayContaining(['Value', 'Enabled', 'on', 'command', 'key']));
    expect(offered("entity.get('NoSuchType').")).toEqual(['key', 'owner', 'on', 'command']);
  });

  test('texts that name something of the world are completed: types, events, commands, fields, operations', () => {
    expect(offered("entity.get('").slice(0, 3), 'those of the entity itself first').toEqual(['Script', 'FloatValue', 'FloatValue#2']);
    expect(offered("world.query('A', '")).toContain('WebsocketClient');
    expect(offered("new Map().get('Fl"), 'what is not known may be one').toContain('FloatValue');
    expect(offered("world.get('")).toEqual([]);
    expect(offered("const c = entity.get('WebsocketClient'); c.on('")).toEqual(['OnConnected', 'OnDisconnected', 'OnSendFailed', 'OnMessage']);
    expect(offered("whatever.on('")).toEqual(expect.arrayContaining(['OnMessage', 'OnClientConnected']));
    expect(offered("entity.get('WebsocketClient').command('")).toEqual(expect.arrayContaining(['Connect', 'Disconnect', 'Send']));
    expect(offered("entity.get('WebsocketClient').command('Send', { ")).toContain('Data');
    expect(offered("entity.get('WebsocketClient').on('OnDisconnected', ({ ")).toEqual(['code', 'reason']);
    expect(offered("world.query('A').read('IntValue', '")).toContain('Value');
    expect(offered("world.apply([{ op: '")).toContain('duplicateEntity');
    expect(offered("new WebSocket('ws://a').addEventListener('")).toEqual(['open', 'message', 'error', 'close']);
    expect(offered("print('")).toEqual([]);
  });

  test('names such as those of Object’s prototype are none of ours', () => {
    expect(offered('world.constructor.')).toEqual([]);
    expect(told('|toString')).toBe('');
    expect(told('world.|hasOwnProperty')).toBe('');
    expect(offered("entity.get('__proto__').")).toEqual(['key', 'owner', 'on', 'command']);
  });
});

test('what is pointed at is told with how it is called', () => {
  expect(told('|world')).toBe('world: World');
  expect(told('world.|find("a")')).toBe('World.find(name: string): Entity | undefined');
  expect(told("entity.get('|FloatValue')")).toBe('FloatValue');
  expect(told("entity.get('FloatValue').|Value")).toBe('FloatValue.Value: float');
  expect(told("const socket = new WebSocket('a'); |socket")).toBe('socket: WebSocket');
  expect(told("new |WebSocket('a')")).toBe('new WebSocket(url: string, protocols?: string | string[])');
  expect(told("entity.get('WebsocketClient').on('|OnDisconnected', f)")).toBe('WebsocketClient: OnDisconnected({ code, reason })');
  expect(told("entity.get('WebsocketClient').command('|Send', {})")).toMatch(/^WebsocketClient: Send\(\{ Data: string/);
  expect(told('|debugger;')).toBe('debugger');
  expect(told('const world = 1; |world')).toBe('');
});

test('all that is told of is there, and all that is there is told of', () => {
  const lines: string[] = [];
  const vm = quickJs.create({
    memory: 16 * 2 ** 20,
    call: (op, args) => {
      if (op === 'log') lines.push(String(args[1]));
      return null;
    },
    now: () => 0,
    resolve: (_from, name) => name,
    module: () => '',
  });
  vm.deliver('begin', ['lamp', 1, 2, 3, '', ''], 1_000_000);
  const own = vm.evaluate(
    {
      kind: 'script',
      name: 'x.js',
      source: `const plain = new Set(${JSON.stringify(PLAIN)});
     print(Object.getOwnPropertyNames(globalThis).filter((name) => !plain.has(name) && !name.startsWith('__')).sort().join());
     for (const [type, value] of Object.entries({ World: world, Entity: entity, Script, Console: console, WebSocket: WebSocket.prototype,
       WebSocketServer: WebSocketServer.prototype, URL: URL.prototype, AbortSignal: AbortSignal.prototype, Performance: performance }))
       print(type, [...new Set([value, Object.getPrototypeOf(value)].flatMap((each) => Object.getOwnPropertyNames(each)))].join());`,
    },
    1_000_000,
  );
  expect(own).toMatchObject({ end: 'done' });
  const [globals = '', ...types] = lines;
  expect(globals.split(',').filter((name) => name !== 'plain')).toEqual(Object.keys(GLOBALS).sort());
  const NOT_TOLD = new Set([...Object.getOwnPropertyNames(Object.prototype), 'toJSON', 'username', 'password']);
  const ELSEWHERE = new Set([
    'addEventListener',
    'removeEventListener',
    'dispatchEvent',
    'remoteAddress',
    'path',
    'newConnection',
    'listeningChanged',
    'error',
  ]);
  for (const line of types) {
    const [type = '', names = ''] = line.split(' ');
    const there = names.split(',').filter((name) => !NOT_TOLD.has(name));
    const toldOf = Object.keys(MEMBERS[type] ?? {});
    expect(
      there.filter((name) => !toldOf.includes(name)),
      `what ${type} has is told`,
    ).toEqual([]);
    expect(
      toldOf.filter((name) => !there.includes(name) && !ELSEWHERE.has(name)),
      `what is told of ${type} is there`,
    ).toEqual([]);
  }
});

test('the names are those that are declared for compilers', () => {
  const declared = ['world', 'web', 'sockets', 'fetching'].flatMap((name) =>
    [...readFileSync(new URL(`../../../script/${name}.d.ts`, import.meta.url), 'utf8').matchAll(/^declare (?:var|function|class|const|let) ([\w$]+)/gm)].map(
      ([, found = '']) => found,
    ),
  );
  expect([...new Set(declared)].sort()).toEqual(Object.keys(GLOBALS).sort());
});

/** What is JavaScript's own, and told by the editor of that. */
const PLAIN = [
  'Object Function Error EvalError RangeError ReferenceError SyntaxError TypeError URIError InternalError AggregateError Array Iterator Number Boolean',
  'String Symbol Map Set WeakMap WeakSet WeakRef FinalizationRegistry Promise Proxy Reflect RegExp Date Math JSON BigInt ArrayBuffer DataView',
  'Uint8ClampedArray Int8Array Uint8Array Int16Array Uint16Array Int32Array Uint32Array BigInt64Array BigUint64Array Float16Array Float32Array',
  'Float64Array Generator GeneratorFunction AsyncFunction globalThis undefined NaN Infinity eval parseInt parseFloat isNaN isFinite decodeURI',
  'decodeURIComponent encodeURI encodeURIComponent escape unescape DisposableStack AsyncDisposableStack SuppressedError',
].flatMap((names) => names.split(' '));
