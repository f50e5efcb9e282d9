/** What the declarations for editors say that a script finds, held against what it does find, both ways. */
import { readFileSync } from 'node:fs';
import { parseAst } from 'rolldown/parseAst';
import { describe, expect, test } from 'vitest';
import { createRegistry, defineComponent, carries, string, Type } from '../../../engine/index.ts';
import { scriptDeclarations } from '../../../engine/script/declarations.ts';
import { quickJs } from '../../../sandbox/quickjs.ts';
import { openRig } from '../world-rig.ts';

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}
/** Names of one thing: its own, and of a class, those of what it makes. */
interface Names {
  readonly own: readonly string[];
  readonly made: readonly string[];
}

const FILES = ['world', 'web', 'sockets', 'fetching'].map((name) => readFileSync(`script/${name}.d.ts`, 'utf8'));
const PROGRAMS = FILES.map((text) => parseAst(text, { lang: 'dts', astType: 'ts' }).body as unknown as readonly Node[]);

/** Everything global that is declared, and of the namespace the interfaces. */
const globals = new Map<string, Names>();
const interfaces = new Map<string, readonly string[]>();
for (const statement of PROGRAMS.flat()) {
  const declared = (statement['declaration'] ?? statement) as Node;
  if (declared.type === 'TSModuleDeclaration') {
    for (const inner of (declared['body'] as { body: readonly Node[] }).body)
      if (inner.type === 'TSInterfaceDeclaration') interfaces.set(nameOf(inner['id']), names((inner['body'] as { body: readonly Node[] }).body).made);
  } else if (declared.type === 'ClassDeclaration') globals.set(nameOf(declared['id']), names((declared['body'] as { body: readonly Node[] }).body));
  else if (declared.type === 'VariableDeclaration')
    for (const { id } of declared['declarations'] as readonly { id: Node }[]) globals.set(nameOf(id), { own: typed(id), made: [] });
  else globals.set(nameOf(declared['id']), { own: [], made: [] });
}

function nameOf(node: unknown): string {
  const { name, value } = node as { name?: string; value?: string };
  return name ?? value ?? '';
}
function names(members: readonly Node[]): Names {
  const named = members
    .map((member) => ({ name: member['computed'] === true || member['key'] === undefined ? '' : nameOf(member['key']), isStatic: member['static'] === true }))
    .filter(({ name }) => name !== '' && name !== 'constructor');
  const of = (isStatic: boolean): string[] => [...new Set(named.filter((each) => each.isStatic === isStatic).map(({ name }) => name))].sort();
  return { own: of(true), made: of(false) };
}
/** Names of an object whose type stands with it. */
function typed(id: Node): string[] {
  const { members } = (id['typeAnnotation'] as { typeAnnotation: { members?: readonly Node[] } }).typeAnnotation;
  return members === undefined ? [] : [...names(members).made];
}

/** What a script prints, as JSON. */
function printed(source: string): unknown {
  const rig = openRig([{ id: 'lamp', name: 'lamp', components: { Script: { Source: source }, FloatValue: {} } }], { sandbox: quickJs });
  rig.tick(3);
  const lines = rig.world.logged.after(0, 1000).entries.filter(({ source: from }) => from === 'Script');
  return JSON.parse(lines.map(({ message }) => message).join(''));
}
/** Names are told in parts, since a line of the log has an end. */
const TELL = `const tell = (value) => JSON.stringify(value).match(/[^]{1,1500}/g).forEach((part) => print(part));
  const namesOf = (value) => Object.getOwnPropertyNames(value);`;

/** What is JavaScript's own, and so is declared by its `lib`, or by a later one than that which scripts are checked with. */
const JAVASCRIPT = new Set(
  `AggregateError Array ArrayBuffer AsyncDisposableStack BigInt BigInt64Array BigUint64Array Boolean DataView Date DisposableStack Error EvalError
  FinalizationRegistry Float16Array Float32Array Float64Array Function Infinity Int16Array Int32Array Int8Array InternalError Iterator JSON Map Math NaN Number
  Object Promise Proxy RangeError ReferenceError Reflect RegExp Set String SuppressedError Symbol SyntaxError TypeError URIError Uint16Array Uint32Array
  Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet decodeURI decodeURIComponent encodeURI encodeURIComponent escape eval globalThis isFinite isNaN
  parseFloat parseInt undefined unescape`.split(/\s+/),
);
/** What makes one of each class. */
const MADE: Readonly<Record<string, string>> = {
  AbortController: 'new AbortController()',
  AbortSignal: 'AbortSignal.abort()',
  Blob: 'new Blob()',
  CloseEvent: "new CloseEvent('a')",
  DOMException: 'new DOMException()',
  Entity: 'entity',
  Event: "new Event('a')",
  EventTarget: 'new EventTarget()',
  Headers: 'new Headers()',
  MessageEvent: "new MessageEvent('a')",
  Request: "new Request('http://a')",
  Response: 'new Response()',
  TextDecoder: 'new TextDecoder()',
  TextEncoder: 'new TextEncoder()',
  URL: "new URL('http://a')",
  URLSearchParams: 'new URLSearchParams()',
  WebSocket: "new WebSocket('ws://127.0.0.1:1')",
  WebSocketServer: 'new WebSocketServer()',
};

describe('what is declared is what a script finds', () => {
  test('by the names that are there everywhere', () => {
    const found = printed(`${TELL} tell(namesOf(globalThis))`) as string[];
    expect([...globals.keys()].sort()).toEqual(found.filter((name) => !JAVASCRIPT.has(name)).sort());
    // None of JavaScript's own is missing, as one would be that the sandbox took away.
    expect([...JAVASCRIPT].filter((name) => !found.includes(name))).toEqual([]);
  });

  test('by the members of each class, and of what it makes', () => {
    const classes = [...globals].filter(([name]) => Object.hasOwn(MADE, name));
    expect(classes.map(([name]) => name).sort()).toEqual(Object.keys(MADE).sort());
    const source = `${TELL}
      const own = ['length', 'name', 'prototype'];
      const all = {};
      for (const [name, made] of [${Object.entries(MADE).map(([name, made]) => `['${name}', ${made}]`)}]) {
        const type = globalThis[name];
        all[name] = { own: namesOf(type).filter((each) => !own.includes(each)).sort(),
          made: [...new Set([...namesOf(made), ...namesOf(type.prototype)])].filter((each) => each !== 'constructor').sort() };
      }
      tell(all)`;
    const found = printed(source) as Record<string, Names>;
    const inherited = new Set(['isTrusted', 'addEventListener', 'stack']);
    // Those are of the class before it, though they stand in what is made, or are declared once more where more is known of them.
    const without = (list: readonly string[], name: string): readonly string[] =>
      name === 'Event' || name === 'EventTarget' ? list : list.filter((each) => !inherited.has(each));
    for (const [name, declared] of classes) {
      const { own = [], made = [] } = found[name] ?? {};
      expect({ own: declared.own, made: without(declared.made, name) }, name).toEqual({ own, made: without(made, name) });
    }
  });

  test('by the members of what stands alone', () => {
    const objects = ['Script', 'console', 'performance', 'world'];
    const found = printed(`${TELL} tell(Object.fromEntries(${JSON.stringify(objects)}.map((name) => [name, namesOf(globalThis[name]).sort()])))`);
    expect(Object.fromEntries(objects.map((name) => [name, globals.get(name)?.own]))).toEqual(found);
  });

  test('by the members of what it is given', () => {
    const made = { Signal: 'Script.update', Query: "world.query('FloatValue')", Component: "entity.get('FloatValue')" };
    const source = `${TELL}
      tell({ ${Object.entries(made).map(([name, one]) => `${name}: namesOf(Object.getPrototypeOf(${one})).filter((each) => each !== 'constructor').sort()`)},
        CloseCode: namesOf(WebSocket.CloseCode).sort(), SocketError: namesOf(WebSocket.SocketError).sort() })`;
    const found = printed(source) as Record<string, string[]>;
    for (const [name, members] of Object.entries(found)) expect(interfaces.get(name), name).toEqual(members);
  });

  test('by the fields of each component', () => {
    const { components } = createRegistry();
    const registry = [...components.values()].filter(({ name }) => name !== 'Script');
    const given = Object.fromEntries(registry.map(({ name }) => [name, {}]));
    const rig = openRig(
      [{ id: 'lamp', name: 'lamp', components: { ...given, Script: { Source: 'print(JSON.stringify(Object.keys(entity.get("Wiggler"))))' } } }],
      {
        sandbox: quickJs,
      },
    );
    rig.tick(3);
    const [line] = rig.world.logged.after(0, 1000).entries.filter(({ source }) => source === 'Script');
    const text = scriptDeclarations(components.values());
    const body = /interface Wiggler [^]*?\n {2}\}/.exec(text)?.[0] ?? '';
    const declared = [...body.matchAll(/^ {4}(?:readonly )?(\w+): /gm)].map(([, name]) => name);
    expect(['persistent', 'UpdateOrder', 'Enabled', ...declared]).toEqual(JSON.parse(line?.message ?? '[]'));
  });
});

test('what a plugin says of its components stays what it is: words are words, and a type that is none is unknown', () => {
  const Bell = defineComponent('Bell', {
    doc: 'A bell. */ declare const evil: any; /*',
    category: 'Test',
    fields: { Tone: string({ doc: 'Its\ntone */' }), on: string({ doc: 'Would hide what each component has.' }) },
    commands: {
      Ring: { doc: 'Rings.', args: Type.Object({ 'how often': Type.Integer(), Loud: Type.Optional(Type.Union([Type.Literal('yes'), Type.Null()])) }) },
    },
    events: {
      OnRung: {
        doc: 'Rung.',
        payload: { times: carries<number>('how often', 'number'), by: carries<object>('whom'), to: { words: 'x', type: 'any; }' as 'string' } },
      },
    },
  });
  const text = scriptDeclarations([Bell]);
  expect(parseAst(text, { lang: 'dts' }).body.map(({ type }) => type)).toEqual(['TSModuleDeclaration', 'TSModuleDeclaration']);
  expect(text).toContain('/** A bell. *\\/ declare const evil: any; /* */');
  expect(text).toContain('/** Its tone *\\/ */\n    Tone: string;');
  expect(text).toContain('readonly "how often": number;\n');
  expect(text).toContain('readonly Loud?: "yes" | null;\n');
  expect(text).toContain('readonly times: number;\n');
  expect(text).toContain('readonly by: unknown;\n');
  expect(text).toContain('readonly to: unknown;\n');
  expect(text).not.toMatch(/^ {4}on: /m);
});
