import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'rolldown/parseAst';
import { expect, test } from 'vitest';
import { WorldwireError } from '../../../engine/index.ts';
import { quickJs } from '../../../sandbox/quickjs.ts';
import { stripTypes } from '../../../server/scripting/strip-types.ts';

function faultOf(text: string): string {
  try {
    return `none: ${stripTypes(text, 'lamps/lamp.ts')}`;
  } catch (error) {
    if (error instanceof WorldwireError && error.code === 'WW_SCRIPT_SYNTAX') return error.message;
    throw error;
  }
}

/** Each with what is left of it. Where that is a text, it is what the line without spaces comes to. */
const FORMS: readonly (readonly [typed: string, left: string])[] = [
  ['let a: number = 3, b: string | undefined;', 'leta=3,b;'],
  ['const bär: Map<string, { a: 1; b?: 2 }> = new Map<string, any>();', 'constbär=newMap();'],
  ["let word: 'ö中😀' = 'ö中😀' as const;", "letword='ö中😀';"],
  ['function f<T extends object>(this: Date, a?: T, ...b: number[]): a is T { return a! }', 'functionf(a,...b){returna}'],
  ['const g = async <T,>(a: T): Promise<T> => a satisfies T;', 'constg=async(a)=>a;'],
  ['interface A { a: number; b(): void }\ntype B = A | null;\ndeclare const c: B;', ''],
  [
    'abstract class A<T> { declare a: T; private readonly b = 3; static c?: number; d!: T; abstract e(): void; protected f(): void {} }',
    'classA{b=3;staticc;d;f(){}}',
  ],
  ['class A extends Array<number> implements Iterable<number> { override get length(): number { return 3 } }', 'classAextendsArray{getlength(){return3}}'],
  ["import type { A } from './a';\nimport { type B, b } from './b';\nexport type { A };", "import{b}from'./b';"],
  ['const { a }: A = await import(b as string);', 'const{a}=awaitimport(b);'],
  ['for (const each of list as string[]) (each as any)!.x?.();', 'for(consteachoflist)(each).x?.();'],
  ['try {} catch (error: unknown) {}', 'try{}catch(error){}'],
  ['f<number>(3), new (class<T> {})<string>();', 'f(3),new(class{})();'],
  [`const t = \`\${a as string}: number\`, r = /a: number/u;`, `constt=\`\${a}:number\`,r=/a:number/u;`],
  ['label: for (;;) { break label } const o = { a: 1, b: a ? b : c };', 'label:for(;;){breaklabel}consto={a:1,b:a?b:c};'],
  ['function f(a: string): void;\nfunction f(a: unknown) {}', 'functionf(a){}'],
  ["declare module 'x' { }\nnamespace Types { export type A = 3 }\nlet a: Types.A;", 'leta;'],
];

test('types are taken out, and what is left stands where it stood', () => {
  for (const [typed, left] of FORMS) {
    const stripped = stripTypes(typed, 'a.ts');
    expect(stripped.replace(/\s/g, ''), typed).toBe(left);
    expect(stripped.length, typed).toBe(typed.length);
    for (let at = 0; at < typed.length; at++) if (/\S/.test(stripped.charAt(at))) expect(typed[at], `${typed} at ${at}`).toBe(stripped[at]);
  }
});

test('what is left can be read by the sandbox', () => {
  for (const [typed] of FORMS) {
    const stripped = stripTypes(typed, 'a.ts');
    if (/\bimport\b/.test(stripped)) continue;
    const vm = quickJs.create({ memory: 16 * 2 ** 20, call: () => undefined, now: () => 0, resolve: (_from, name) => name, module: () => '' });
    expect(vm.faultOf({ source: stripped, name: 'a.js', kind: 'script' }, 1_000_000)?.message, typed).toBeUndefined();
  }
});

test('a program without types is left as it is, byte for byte', () => {
  const plain = '#!/usr/bin/env x\r\n\t// a: number\r\nlet a = 1;\u2028/* <T> */ a < b > c\n;[1].map((x) => x)\n';
  expect(stripTypes(plain, 'a.ts')).toBe(plain);
  expect(stripTypes('', 'a.ts')).toBe('');
  expect(stripTypes('\u{feff}let a: number', 'a.ts')).toBe('\u{feff}let a        ');
});

test('of whole programs is left what stood there, in its place, as JavaScript', () => {
  for (const folder of ['engine/world', 'sandbox', 'server/cli']) {
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts'))) {
      const typed = readFileSync(join(folder, file), 'utf8');
      const stripped = stripTypes(typed, file);
      expect(stripped.length, file).toBe(typed.length);
      const moved = stripped.split('').filter((unit, at) => /[^\s;]/.test(unit) && typed[at] !== unit);
      expect(moved, file).toEqual([]);
      expect(() => parseAst(stripped, { lang: 'js' }), file).not.toThrow();
    }
  }
});

test('lines that would go on with the one before are kept apart from it', () => {
  expect(stripTypes('a\ntype B = 3\n(b)', 'a.ts')).toBe('a\n;         \n(b)');
  expect(stripTypes('a\ndeclare let b: number\n;[1].x', 'a.ts')).toBe('a\n                     \n;[1].x');
  expect(stripTypes("a\nimport type { b } from './b'\n  ; (c)", 'a.ts')).toBe('a\n                            \n  ; (c)');
  expect(stripTypes('let a = b as any\n(c)', 'a.ts')).toBe('let a = b ;     \n(c)');
  expect(stripTypes('let a = b as { c: 1\n;d: 2 } + 3', 'a.ts')).toBe('let a = b          \n        + 3');
  // The head of an arrow stays in one line with its arrow.
  expect(stripTypes('let a = (b): b is\n  c => 3', 'a.ts')).toBe('let a = (b       \n  ) => 3');
});

test('TypeScript that is more than types is refused with its place and what to write instead', () => {
  expect(faultOf('\n  enum A { b }')).toBe(
    "lamps/lamp.ts:2:3: an enum is more than a type, so that it cannot be taken out; expected an object, as in `const Colour = { Red: 'red' } as const`",
  );
  expect(faultOf('namespace A { export const b = 1 }')).toMatch(
    /^lamps\/lamp\.ts:1:1: a namespace with code in it is more than a type.*; expected a file of its own/,
  );
  expect(faultOf('class A { constructor(private b: number) {} }')).toMatch(
    /^lamps\/lamp\.ts:1:31: a field in the head of a constructor .*; expected a field of the class/,
  );
  expect(faultOf("import a = require('a')")).toMatch(/:1:1: an import by `=` .*; expected `import … from`/);
  expect(faultOf('export = a')).toMatch(/:1:1: an export by `=` .*; expected `export default`/);
  expect(faultOf('let a = <string>b')).toMatch(/:1:9: a type in angle brackets before a value .*; expected `value as Type`/);
});

test('what is wrong is told with its line and column, whatever stands before it', () => {
  expect(faultOf('let a = ;')).toBe('lamps/lamp.ts:1:9: Expression expected');
  expect(faultOf('let a: = 3')).toMatch(/^lamps\/lamp\.ts:1:8: Unexpected token `=`; expected an identifier, /);
  expect(faultOf('return 3')).toBe('lamps/lamp.ts:1:1: Return statement is not allowed here; expected a program in TypeScript');
  for (const before of ['', 'a', 'ö', '中', '😀', '\t', '\u{200b}', 'e\u0301', '中😀\t ö'])
    expect(faultOf(`/* ö中 */\r\n/*${before}*/let a: = 3`), JSON.stringify(before)).toContain(`lamp.ts:2:${12 + before.length}: `);
  expect(faultOf('let \u{202e}a = 3')).toContain('lamp.ts:1:5: ');
});

test('what no reader can tell apart in reasonable time is refused, and so is what lies too deep', () => {
  const began = performance.now();
  expect(faultOf(`${'a<(b='.repeat(40)}x${')>'.repeat(40)}`)).toMatch(/^lamps\/lamp\.ts: its types cannot be told from its code in reasonable time; expected /);
  expect(performance.now() - began).toBeLessThan(20_000);
  for (const [open, close] of [
    ['(', ')'],
    ['[', ']'],
    ['{', '}'],
  ] as const)
    expect(faultOf(`${open.repeat(20_000)}${close.repeat(20_000)}`)).toMatch(/^lamps\/lamp\.ts: its parts lie too deep within each other; expected /);
  // It goes on with the next text as if nothing had been.
  expect(stripTypes('let a: number', 'a.ts')).toBe('let a        ');
});
