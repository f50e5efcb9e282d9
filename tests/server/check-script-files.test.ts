/** What `worldwire check` tells of scripts in files beside a scene. */
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { isTyped } from '../../server/scripting/type-check.ts';
import { ended, start, startProgram } from './built.ts';
import { performed } from './in-process.ts';
import { atEnd } from './running.ts';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A folder with a scene whose scripts are these, and files beside it. */
async function folder(scripts: readonly object[], files: Readonly<Record<string, string>> = {}): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'worldwire-check-'));
  atEnd(() => rm(path, { recursive: true, force: true }));
  const entities = scripts.map((Script, at) => ({ id: `lamp${at}`, components: { Script } }));
  for (const [name, text] of Object.entries({ ...files, 'scene.json': JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Test', entities }) })) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text);
  }
  return path;
}
async function linesOf(at: string): Promise<readonly string[]> {
  return (await performed(['check', 'scene.json'], {}, at)).out.trimEnd().split('\n');
}

describe('a file of a script', () => {
  test('that is not there, or lies elsewhere, is told where the scene names it', async () => {
    const at = await folder(
      [{ File: 'lib/none.js' }, { File: '../lamp.js' }, { File: '/etc/passwd.js' }, { File: 'out/lamp.js' }, { File: 'lamp.txt' }, { File: 'lamp.js' }],
      {
        'lamp.js': 'print(1)',
      },
    );
    await symlink(tmpdir(), join(at, 'out'));
    expect(await linesOf(at)).toEqual([
      'scene.json: warning: entities/0 (lamp0)/components/Script/File: lib/none.js: there is no such file in the folder of the scene',
      expect.stringContaining('lamp1)/components/Script/File: "../lamp.js" is no file of a script: expected a file in the folder of the scene or below it'),
      expect.stringContaining('lamp2)/components/Script/File: "/etc/passwd.js" is no file of a script'),
      expect.stringMatching(/lamp3\)\/components\/Script\/File: out\/lamp\.js: (?:it leads out of|there is no such file in) the folder of the scene/),
      expect.stringContaining('"lamp.txt" is no file of a script: expected a name that ends with .js, .mjs, .ts or .mts'),
      'scene.json: good, 6 entities, 5 warnings',
    ]);
  });

  test('that cannot be read has its fault told at its own line, once, whoever names it', async () => {
    const at = await folder([{ File: 'a.js' }, { File: 'b.mjs' }, { Source: "import './lib/c.ts';\nprint(1)" }, { File: 'lib/e.ts' }], {
      'a.js': 'let a = 1;\nlet a = 2;',
      'b.mjs': "import './lib/c.ts';\nimport './lib/d.js';",
      'lib/c.ts': 'let a: number = 1;\n\tenum B { c }',
      'lib/d.js': 'print(;',
      'lib/e.ts': 'let a: = 3',
    });
    expect(await linesOf(at)).toEqual([
      expect.stringMatching(/^a\.js:2:\d+: warning: SyntaxError: .*redefinition/),
      expect.stringMatching(/^lib\/c\.ts:2:2: warning: an enum is more than a type, so that it cannot be taken out; expected an object/),
      expect.stringMatching(/^lib\/d\.js:1:7: warning: SyntaxError: /),
      expect.stringMatching(/^lib\/e\.ts:1:8: warning: Unexpected token `=`; expected /),
      'scene.json: good, 4 entities, 4 warnings',
    ]);
  });

  test('that imports what is not there has it told where it does, and not where a comment does', async () => {
    const at = await folder([{ File: 'a.mjs' }, { Source: "// import './none.js'\nprint(1);\nimport './none.js';" }, { File: 'main.js' }, { File: 'd.mjs' }], {
      'a.mjs': [
        "import './b.js';",
        'import x from',
        "  '../out.js';",
        "import fs from 'node:fs';",
        "/* import '\u002e/other.js' */",
        "// import('\u002e/other.js')",
      ]
        .concat("await import('\u002e/late.js');")
        .join('\n'),
      'b.js': "import { there, missing } from './lib/c.js';\nexport {}",
      'lib/c.js': "import '../b.js';\nexport const there = 1;",
      'main.js': "Script.include('lib/plain.js');\nScript.include(`lib/none.js`);",
      'lib/plain.js': "Script.include('more.js'); var a = 1;",
      'd.mjs': "import { there, missing } from './lib/e.js';",
      'lib/e.js': 'export const there = 1;',
    });
    expect(await linesOf(at)).toEqual([
      expect.stringContaining('lamp1)/components/Script/Source: none.js: there is no such file in the folder of the scene (line 3, column 9 of the script)'),
      'a.mjs:3:4: warning: "../out.js" is no file of a script: expected a file in the folder of the scene or below it',
      expect.stringMatching(/^a\.mjs:4:17: warning: cannot import "node:fs": scripts import files beside their scene/),
      'a.mjs:7:15: warning: late.js: there is no such file in the folder of the scene',
      'lib/plain.js:1:17: warning: lib/more.js: there is no such file in the folder of the scene',
      'main.js:2:17: warning: lib/none.js: there is no such file in the folder of the scene',
      expect.stringMatching(/^d\.mjs.*: warning: SyntaxError: Could not find export 'missing' in module/),
      'scene.json: good, 4 entities, 7 warnings',
    ]);
  });

  test('is not run by that, however long it would take', async () => {
    const at = await folder([{ File: 'a.js' }, { Source: "import './b.mjs'" }], { 'a.js': 'for (;;);', 'b.mjs': 'for (;;); export {}' });
    expect(await linesOf(at)).toEqual(['scene.json: good, 2 entities']);
  });
});

describe('types', () => {
  const FILES = {
    'lamp.ts': "import { brighter } from './lib/brighter.ts';\n// é\nentity.get('FloatValue')!.Valu = brighter(1);\n",
    'lib/brighter.ts': "export function brighter(value: number): string {\n\treturn value * 2;\n}\nwindow.alert('x');\n",
    'checked.js': '// @ts-check\nworld.tick.toFixed().length.foo;\n',
    'plain.js': 'world.tick.foo;\n',
  };
  const FOUND = [
    expect.stringMatching(/^checked\.js:2:29: warning: Property 'foo' does not exist on type 'number'\. \(TS2339\)$/),
    expect.stringMatching(/^lamp\.ts:3:27: warning: Property 'Valu' does not exist on type 'FloatValue'\. Did you mean 'Value'\? \(TS2551\)$/),
    expect.stringMatching(/^lib\/brighter\.ts:2:2: warning: Type 'number' is not assignable to type 'string'\. \(TS2322\)$/),
    expect.stringMatching(/^lib\/brighter\.ts:4:1: warning: Cannot find name 'window'/),
  ];

  test('are looked at in TypeScript, and in JavaScript that asks for it', async () => {
    const at = await folder([{ File: 'lamp.ts' }, { Source: "import './checked.js'; import '\u002e/plain.js'" }], FILES);
    const { out, err, code } = await performed(['check', 'scene.json'], {}, at);
    const lines = out.trimEnd().split('\n');
    expect([lines.slice(0, -1).sort(), lines.at(-1), err, code]).toEqual([FOUND, 'scene.json: good, 2 entities, 4 warnings', '', 0]);
    expect((await performed(['check', 'scene.json', '--strict'], {}, at)).code).toBe(1);

    // As a process of its own, and as programs read it.
    const program = start(['check', join(at, 'scene.json'), '--json']);
    expect(await ended(program)).toBe(0);
    const [{ findings }] = JSON.parse(program.out) as [{ findings: { file: string; line: number; code: string }[] }];
    expect(findings.map(({ file, line, code: what }) => `${file.slice(at.length + 1)}:${line} ${what}`).sort()).toEqual([
      'checked.js:2 WW_SCRIPT_TYPES',
      'lamp.ts:3 WW_SCRIPT_TYPES',
      'lib/brighter.ts:2 WW_SCRIPT_TYPES',
      'lib/brighter.ts:4 WW_SCRIPT_TYPES',
    ]);
  });

  test('of files that are included see each other, and no others', async () => {
    const at = await folder([{ File: 'main.ts' }, { File: 'other.ts' }], {
      'main.ts': "Script.include('part.ts');\nconst mine = 1;\nshared.toFixed();\nshared.toFixe();\n",
      'part.ts': 'const shared: number = 3;\n',
      'other.ts': 'const mine = 2;\nconst shared = 4;\n',
    });
    expect(await linesOf(at)).toEqual([expect.stringContaining('main.ts:4:8: warning: '), 'scene.json: good, 2 entities, 1 warning']);
  });

  test('are looked at by no compiler that lies beside the scene', async () => {
    const at = await folder([{ File: 'lamp.ts' }], {
      ...FILES,
      'node_modules/typescript/package.json': '{"bin": {"tsc": "tsc.js"}}',
      'node_modules/typescript/tsc.js': 'console.log("lamp.ts(1,1): error TS1: a program of a stranger has run")',
    });
    // Not even where the command is given there.
    const { out } = await performed(['check', 'scene.json'], {}, at);
    expect(out).toContain('lamp.ts:3:27: warning: ');
    expect(out).not.toContain('stranger');
  });

  test('are asked for by the first comment of a file alone, however it looks', () => {
    const asks = (text: string): boolean => isTyped({ path: 'a.js', text });
    expect(
      ['// @ts-check', '/* a */\n\n// b\r\n//@ts-check\nlet a', '#!/x\n// @ts-check', 'let a;\n// @ts-check', '/* // @ts-check */', '// @ts-checked', ''].map(
        asks,
      ),
    ).toEqual([true, true, true, false, false, false, false]);
    const began = performance.now();
    expect(asks(`${'/'.repeat(100_000)}\n`.repeat(5))).toBe(false);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  test('are not looked at where there is no TypeScript, which is told in a line with what to do', async () => {
    const at = await folder([{ File: 'lamp.ts' }], FILES);
    // The package as somebody has it who has installed no TypeScript.
    const own = await mkdtemp(join(tmpdir(), 'worldwire-package-'));
    atEnd(() => rm(own, { recursive: true, force: true }));
    for (const part of ['package.json', 'bin', 'script', 'docs/scene.schema.json']) await cp(join(ROOT, part), join(own, part), { recursive: true });
    await cp(join(ROOT, 'dist'), join(own, 'dist'), {
      recursive: true,
      filter: (path) => !/dist\/(?:inspector-ui|tests)/.test(path) && !path.endsWith('.map'),
    });
    await mkdir(join(own, 'node_modules'));
    for (const name of await readdir(join(ROOT, 'node_modules')))
      if (name !== 'typescript' && !name.startsWith('.')) await symlink(join(ROOT, 'node_modules', name), join(own, 'node_modules', name), 'junction');
    const program = startProgram(['sh', '-c', 'cd "$0" && exec "$@"', at, process.execPath, join(own, 'bin/worldwire.js'), 'check', 'scene.json']);
    await ended(program);
    expect([program.out, program.code]).toEqual(['scene.json: good, 1 entity\n', 0]);
    expect(program.err).toMatch(
      /^types of scripts were not looked at: there is no TypeScript beside Worldwire; `npm install --save-dev typescript` in the project .*\n$/,
    );
  });
});
