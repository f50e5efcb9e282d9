import { describe, expect, test, vi } from 'vitest';
import { hashWorld } from '../../../engine/index.ts';
import { besideFiles } from './beside.ts';

const script = (fields: object, id = 'lamp'): object => ({ id, name: id, components: { Script: fields, FloatValue: {} } });

describe('a file beside the scene', () => {
  test('is the program of a script that names it, once it has been read', () => {
    const world = besideFiles({ 'lib/hello.js': 'print("hello")' }, script({ File: 'lib/hello.js' }));
    world.tick();
    expect(world.value('State')).toBe('Loading');
    world.tick();
    expect([world.value('State'), world.log()]).toEqual(['Running', ['hello']]);
    expect(world.watched()).toEqual(['lib/hello.js']);
  });

  test('begins its script anew when it is saved, and where the new one has a fault, the old one runs on', () => {
    const world = besideFiles({ 'a.js': 'setInterval(() => print("old"), 15)' }, script({ File: 'a.js' }));
    world.tick(3);
    world.files.set('a.js', 'let = = 3');
    world.tick(3);
    expect(world.log().at(-1)).toBe('old');
    expect(world.value('LastError')).toMatch(/^SyntaxError: .*; the program that ran before runs on \(a\.js:1:\d+\)$/);
    world.files.set('a.js', 'print("new")');
    world.tick(3);
    expect(world.log().at(-1)).toBe('new');
    expect(world.value('LastError')).toBe('');
  });

  test('that is missing is told, and the script begins once it is there', () => {
    const world = besideFiles({}, script({ File: 'late.js' }));
    world.tick(3);
    expect(world.value('State')).toBe('Failed');
    expect(world.value('LastError')).toBe('WW_SCRIPT_FILE: late.js: there is no such file in the folder of the scene');
    world.files.set('late.js', 'print("here")');
    world.tick(2);
    expect(world.log().at(-1)).toBe('here');
  });

  test('goes before the Source, and is left alone again once nobody names it', () => {
    const world = besideFiles({ 'a.js': 'print("file")' }, script({ File: 'a.js', Source: 'print("source")' }));
    world.tick(2);
    world.edit({ op: 'setField', entity: 'lamp', component: 'Script', field: 'File', value: '' });
    world.tick(2);
    expect(world.log()).toEqual(['file', 'source']);
    expect(world.watched()).toEqual([]);
  });

  test.each([
    '../a.js',
    '/etc/a.js',
    'a/../../b.js',
    'C:\\a.js',
    'http://host/a.js',
    'data:text/javascript,1',
    'a.json',
    '.git/hooks.js',
    'a//b.js',
    'b /c.js',
    '\ud800.js',
  ])('is none where its name is %j: nothing is asked of the host', (File) => {
    const world = besideFiles({}, script({ File }));
    world.tick(2);
    expect(world.value('LastError')).toMatch(/^WW_SCRIPT_FILE: .*expected/);
    expect(world.watched()).toEqual([]);
  });

  test('is not watched for a script that is disabled, removed, or whose world has none', () => {
    const world = besideFiles({ 'a.js': 'print(1)', 'b.js': 'print(2)' }, script({ File: 'a.js' }), script({ File: 'b.js' }, 'other'));
    world.tick(3);
    expect(world.watched()).toEqual(['a.js', 'b.js']);
    world.edit({ op: 'setField', entity: 'lamp', component: 'Script', field: 'Enabled', value: false });
    world.tick(2);
    expect(world.watched()).toEqual(['b.js']);
    world.edit({ op: 'removeEntity', entity: 'other' });
    world.tick(2);
    expect(world.watched()).toEqual([]);
  });
});

describe('an import', () => {
  test('of files that import each other gives each once, with what they export', () => {
    const world = besideFiles(
      {
        'main.js': ['import { add } from "./lib/add.js"', 'import "./lib/count.js"', 'export const here = 2', 'print(add(1, here), globalThis.loads)'].join(
          ';',
        ),
        'lib/add.js': ['import { here } from "../main.js"', 'import "./count.js"', 'export const add = (a, b) => a + b + here'].join(';'),
        'lib/count.js': 'globalThis.loads = (globalThis.loads ?? 0) + 1',
      },
      script({ File: 'main.js' }),
    );
    world.tick(6);
    expect(world.log()).toEqual(['5 1']);
    expect(world.watched()).toEqual(['lib/add.js', 'lib/count.js', 'main.js']);
  });

  test('stands in the Source of a script as well, which is a module then', () => {
    const world = besideFiles({ 'lib/two.js': 'export default 2' }, script({ Source: 'import two from "./lib/two.js";\nprint(two, this === undefined)' }));
    world.tick(3);
    expect(world.log()).toEqual(['2 true']);
  });

  test('begins the script anew where what is imported is saved', () => {
    const world = besideFiles({ 'a.js': 'import { b } from "./b.js"; print(b)', 'b.js': 'export const b = 1' }, script({ File: 'a.js' }));
    world.tick(4);
    world.files.set('b.js', 'export const b = 22');
    world.tick(2);
    expect(world.log()).toEqual(['1', '22']);
  });

  test('of what is missing, outside, or no file of a script is an error that names who imports what', () => {
    const errors = ['./none.js', '../out.js', 'lodash', 'https://host/a.js', 'worldwire:host.js', './host.js'].map((name) => {
      const world = besideFiles({ 'a.js': `\nimport x from ${JSON.stringify(name)};` }, script({ File: 'a.js' }));
      world.tick(5);
      expect(world.value('State')).toBe('Failed');
      return world.value('LastError');
    });
    expect(errors[0]).toMatch(/none\.js: there is no such file in the folder of the scene/);
    expect(errors[1]).toMatch(/"\.\.\/out\.js" is no file of a script: expected a file in the folder of the scene or below it/);
    for (const error of errors.slice(2, 5)) expect(error).toMatch(/scripts import files beside their scene/);
    expect(errors[5]).toMatch(/host\.js: there is no such file/);
  });

  test('of a fault of syntax is told with its own file and line', () => {
    const world = besideFiles({ 'a.js': 'import "./b.js"', 'b.js': 'export const b = 1;\n\nconst 5 = b' }, script({ File: 'a.js' }));
    world.tick(4);
    expect(world.value('LastError')).toMatch(/^SyntaxError: .* \(b\.js:3:\d+\)$/);
  });

  test('of what a file does not export leaves the program running that ran before', () => {
    const world = besideFiles(
      { 'a.js': 'import { b } from "./b.js"; setInterval(() => print(b), 15)', 'b.js': 'export const b = 1' },
      script({ File: 'a.js' }),
    );
    world.tick(4);
    world.files.set('b.js', 'export const c = 22');
    world.tick(4);
    expect(world.value('LastError')).toMatch(/^SyntaxError: Could not find export 'b' in module 'b\.js'; the program that ran before runs on/);
    expect([world.value('State'), world.log().at(-1)]).toEqual(['Running', '1']);
  });

  test('that is asked for while the script runs gives a promise, and what was not named before is read first', () => {
    const world = besideFiles(
      { 'a.js': 'export const a = 1', 'b.js': 'export const b = 2' },
      script({
        Source: `
          import('./a.js').then(({ a }) => print('a', a));
          const name = './' + 'b.js';
          const again = () => import(name).then(({ b }) => print('b', b), (e) => { print(e.code, e instanceof Error); setTimeout(again, 50) });
          again();`,
      }),
    );
    world.tick(12);
    expect(world.log()).toEqual(['WW_SCRIPT_FILE true', 'a 1', 'b 2']);
  });

  test('may wait at its top, and what it throws there fails the script', () => {
    const waits = besideFiles({}, script({ Source: 'const wait = () => new Promise((go) => setTimeout(go, 30));\nprint("one"); await wait(); print("two")' }));
    waits.tick(5);
    expect([waits.log(), waits.value('State')]).toEqual([['one', 'two'], 'Running']);
    const throws = besideFiles({ 'b.js': '\n\n  throw new RangeError("no b")' }, script({ Source: 'import "./b.js"' }));
    throws.tick(4);
    expect(throws.value('State')).toBe('Failed');
    expect(throws.value('LastError')).toMatch(/^RangeError: no b \(b\.js:3:\d+\)$/);
    const loops = besideFiles({ 'b.js': '\nconst loop = () => { for (;;) Math.sin(1); };\nloop();' }, script({ Source: 'import "./b.js"; print("never")' }));
    loops.tick(4);
    expect(loops.value('State')).toBe('Failed');
    expect(loops.value('LastError')).toMatch(/^WW_SCRIPT_FUEL: stopped.* \(b\.js:2:\d+\)$/);
    expect(loops.log()).not.toContain('never');
  });
});

describe('Script.include', () => {
  test('runs a file within the script, once, relative to the file that asks', () => {
    const world = besideFiles(
      {
        'main.js': 'Script.include("lib/a.js"); Script.include("lib/a.js"); print(a, b)',
        'lib/a.js': 'Script.include("b.js"); var a = 1; print("a")',
        'lib/b.js': 'var b = 2',
      },
      script({ File: 'main.js' }),
    );
    world.tick(5);
    expect(world.log()).toEqual(['a', '1 2']);
  });

  test('throws what the file throws, with the place in it', () => {
    const world = besideFiles(
      { 'a.js': 'var x = 1;\nthrow "a text"', 'b.js': '\n  null.x' },
      script({ Source: 'try { Script.include("a.js") } catch (e) { print(typeof e, e) }\nScript.include("b.js")' }),
    );
    world.tick(4);
    expect(world.log()[0]).toBe('string a text');
    expect(world.value('LastError')).toMatch(/\(b\.js:2:\d+\)$/);
  });

  test('calls back once files that it was not known to need have been read, and have run', () => {
    const world = besideFiles(
      { 'a.js': 'var a = 1', 'b.js': 'var b = 2' },
      script({ Source: 'const ab = ["a", "b"].map((n) => n + ".js"); Script.include(ab, () => print(a + b))' }),
    );
    world.tick(4);
    expect(world.log()).toEqual(['3']);
    expect(world.value('State')).toBe('Running');
  });

  test('without a callback, of a file that has to be read first, says what to do', () => {
    const world = besideFiles({ 'a.js': 'var a = 1' }, script({ Source: 'Script.include("a" + ".js")' }));
    world.tick(3);
    expect(world.value('LastError')).toMatch(/a\.js was not read before the script began.*Script\.include\(path, callback\)/);
  });

  test('of a file that is missing tells that, and calls back all the same', () => {
    const world = besideFiles({}, script({ Source: 'Script.include("none.js", () => print("back"))' }));
    world.tick(4);
    expect(world.log()[0]).toMatch(/none\.js: there is no such file.*, in Script\.include/);
    expect(world.log()[1]).toBe('back');
  });
});

describe('files of scripts', () => {
  const scripts = (): ReturnType<typeof besideFiles> =>
    besideFiles(
      {
        'a.js': 'import { b } from "./b.js"; let n = b; setInterval(() => { entity.get("FloatValue").Value = n++ }, 16)',
        'b.js': 'export const b = 1',
        'c.js': 'var c = 3',
      },
      script({ File: 'a.js' }),
      script({ Source: 'setTimeout(() => Script.include(["c", ".js"].join(""), () => print(c)), 60)' }, 'other'),
    );

  test('are state: a world from a snapshot goes on with them as it would have, at any tick', () => {
    for (let at = 0; at < 9; at++) {
      const straight = scripts();
      straight.tick(12);
      const parted = scripts();
      parted.tick(at);
      const again = parted.restored();
      again.tick(12 - at);
      expect(hashWorld(again.rig.world), `restored after ${at} ticks`).toBe(hashWorld(straight.rig.world));
    }
  });

  test('are asked for anew where the world is taken up by another server, and what has changed by then begins anew', () => {
    const world = scripts();
    world.tick(6);
    world.files.set('b.js', 'export const b = 100');
    const again = world.restored(true);
    again.tick(3);
    expect(again.watched()).toContain('b.js');
    expect(again.rig.value('lamp', 'FloatValue', 'Value')).toBeGreaterThanOrEqual(100);
  });

  test('are no more than a world may have', () => {
    const many = Array.from({ length: 300 }, (_, at) => `import "./f${at}.js";`).join('\n');
    const world = besideFiles({}, script({ Source: many }));
    world.tick(2);
    expect(world.value('LastError')).toMatch(/WW_LIMIT: scripts of this world use 256 files already/);
    const files = Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`f${at}.js`, `//${'x'.repeat(950_000)}`]));
    const large = besideFiles(files, ...Object.keys(files).map((File) => script({ File }, File)));
    large.tick(20);
    const states = Object.keys(files).map((id) => large.value('State', id));
    expect(states.filter((state) => state === 'Running')).toHaveLength(8);
    expect(large.value('LastError', Object.keys(files)[states.indexOf('Failed')])).toMatch(/more than 8000000 characters/);
  });

  test('are looked through once for what they name, however many scripts use them', () => {
    const long = `//${'x'.repeat(50_000)}\n`;
    const files = { 'a.js': `import "./b.js"; ${long}`, 'b.js': `import "./c.js"; ${long}`, 'c.js': long };
    const world = besideFiles(files, ...Array.from({ length: 20 }, (_, at) => script({ Source: 'import "./a.js"' }, `s${at}`)));
    const looked = vi.spyOn(String.prototype, 'matchAll');
    world.tick(12);
    const times = looked.mock.contexts.filter((text) => String(text).includes('xxxxx')).length;
    looked.mockRestore();
    expect(world.value('State', 's19')).toBe('Running');
    expect(times).toBeLessThanOrEqual(3);
  });
});
