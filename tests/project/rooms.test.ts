import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { faultsOf } from '../../tools/check-rooms.js';
import { importsOf } from '../../tools/imports.js';

const made: string[] = [];

/** A house of these files; what is wrong with it. */
function faultsIn(files: Record<string, string>): string[] {
  const root = mkdtempSync(join(tmpdir(), 'rooms-'));
  made.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return faultsOf(root);
}

afterEach(() => {
  for (const root of made.splice(0)) rmSync(root, { recursive: true });
});

describe('the check of the rooms', () => {
  it('passes what the rooms may know', () => {
    expect(
      faultsIn({
        'engine/index.ts': `export * from './schema/field.ts';`,
        'engine/schema/field.ts': `import Type from 'typebox';\nexport const field = Type;`,
        'server/protocol.ts': `import type { Json } from '../engine/index.ts';\nexport type Wire = Json;`,
        'server/http/app.ts': `import { readFileSync } from 'node:fs';\nimport { field } from '../../engine/index.ts';\nexport const app = [field];`,
        'inspector-ui/app.ts': `import type { Wire } from '../server/protocol.ts';\nexport type App = Wire;`,
      }),
    ).toEqual([]);
  });

  it('refuses lines that are wider than 160 characters, templates and styles as well, with their place', () => {
    const wide = (length: number): string => `\nexport const a = '${'x'.repeat(length - 20)}';`;
    expect(faultsIn({ 'inspector-ui/a.ts': wide(160) })).toEqual([]);
    expect(faultsIn({ 'engine/world/a.ts': wide(161), 'tools/a.js': wide(170), 'inspector-ui/b.css': `a { content: '${'x'.repeat(160)}'; }` })).toEqual([
      'engine/world/a.ts:2: is 161 characters wide; break it, at most 160 are allowed',
      'inspector-ui/b.css:1: is 178 characters wide; break it, at most 160 are allowed',
      'tools/a.js:2: is 170 characters wide; break it, at most 160 are allowed',
    ]);
  });

  it('refuses an import of the insides of the engine by the server, with its place', () => {
    expect(
      faultsIn({
        'engine/world/world.ts': 'export const world = 1;',
        'server/hosting/a.ts': `\nimport { world } from '../../engine/world/world.ts';\nexport const a = world;`,
      }),
    ).toEqual(['server/hosting/a.ts:2: server/hosting may not know engine/world (../../engine/world/world.ts)']);
  });

  it('refuses files of one room that know each other in a circle, by types too, and names them', () => {
    expect(
      faultsIn({
        'engine/world/world.ts': `import type { Store } from './store.ts';\nexport type World = Store;`,
        'engine/world/store.ts': `import type { Column } from './column.ts';\nimport type { Row } from './row.ts';\nexport type Store = Column | Row;`,
        'engine/world/column.ts': `import type { World } from './world.ts';\nexport type Column = World;`,
        'engine/world/row.ts': 'export type Row = number;',
      }),
    ).toEqual([
      'engine/world/column.ts:1: files know each other in a circle: engine/world/column.ts, engine/world/store.ts, engine/world/world.ts ' +
        '(engine/world/column.ts:1, engine/world/store.ts:1, engine/world/world.ts:1)',
    ]);
  });

  it('refuses values of the protocol in the page, and engine code', () => {
    const faults = faultsIn({
      'engine/index.ts': 'export const x = 1;',
      'server/protocol.ts': 'export const VERSION = 1;',
      'inspector-ui/app.ts': `import { VERSION } from '../server/protocol.ts';\nimport type { x } from '../engine/index.ts';\nexport const v = [VERSION];`,
    });
    expect(faults).toEqual([
      'inspector-ui/app.ts:1: inspector-ui may know only types of protocol; write import type',
      'inspector-ui/app.ts:2: inspector-ui may not know engine/index (../engine/index.ts)',
    ]);
  });

  it('holds the rooms of the page apart: controls know no session, panes no frame, an entity none of its parts, and few the agent', () => {
    const faults = faultsIn({
      'agent/address.ts': 'export const address = 1;',
      'inspector-ui/session/session.ts': 'export const session = 1;',
      'inspector-ui/shell/app.ts': `import { session } from '../session/session.ts';\nexport const app = session;`,
      'inspector-ui/controls/menu.ts': `import { session } from '../session/session.ts';\nexport const menu = session;`,
      'inspector-ui/log/log-pane.ts': `import { app } from '../shell/app.ts';\nimport { at } from '../../agent/address.ts';\nexport const log = app + at;`,
      'inspector-ui/connection/connection-part.ts': `import type { Part } from '../entity/parts.ts';\nexport type Connection = Part;`,
      'inspector-ui/entity/parts.ts': 'export type Part = string;',
      'inspector-ui/entity/section.ts': `import type { Connection } from '../connection/connection-part.ts';\nexport type Section = Connection;`,
      'inspector-ui/access/entry.ts': `import { address } from '../../agent/address.ts';\nexport const entry = address;`,
    });
    expect(faults).toEqual([
      'inspector-ui/controls/menu.ts:1: inspector-ui/controls may not know inspector-ui/session (../session/session.ts)',
      'inspector-ui/entity/section.ts:1: inspector-ui/entity may not know inspector-ui/connection (../connection/connection-part.ts)',
      'inspector-ui/log/log-pane.ts:1: inspector-ui/log may not know inspector-ui/shell (../shell/app.ts)',
      'inspector-ui/log/log-pane.ts:2: inspector-ui/log may not know agent (../../agent/address.ts)',
    ]);
  });

  it('holds the rooms of the server apart, by types too: a world knows no wire, and what answers HTTP no sockets', () => {
    const faults = faultsIn({
      'server/protocol.ts': `import type { RunStatus } from './hosting/run-status.ts';\nexport type Run = RunStatus;`,
      'server/hosting/run-status.ts': `import type { Office } from '../users/office.ts';\nexport type RunStatus = Office;`,
      'server/users/office.ts': 'export type Office = string;',
      'server/http/user-routes.ts': `import { limit } from '../sockets/places.ts';\nimport type { Office } from '../users/office.ts';\nexport { limit };`,
      'server/sockets/places.ts': `import { routes } from '../http/user-routes.ts';\nexport const limit = routes;`,
      'server/security/sessions.ts': `import type { Office } from '../users/office.ts';\nexport type Session = Office;`,
    });
    expect(faults.filter((fault) => !fault.includes('circle'))).toEqual([
      'server/hosting/run-status.ts:1: server/hosting may not know server/users (../users/office.ts)',
      'server/http/user-routes.ts:1: server/http may not know server/sockets (../sockets/places.ts)',
      'server/security/sessions.ts:1: server/security may not know server/users (../users/office.ts)',
      'server/sockets/places.ts:1: server/sockets may not know server/http (../http/user-routes.ts)',
    ]);
  });

  it('refuses the server in the agent, its wire and its types included', () => {
    const faults = faultsIn({
      'engine/index.ts': 'export type Role = string;',
      'server/protocol.ts': `import type { Features } from '../agent/messages.ts';\nexport type Hello = Features;`,
      'agent/messages.ts': `import type { Role } from '../engine/index.ts';\nexport type Features = Role;`,
      'agent/desk.ts': `import type { Hello } from '../server/protocol.ts';\nexport type Desk = Hello;`,
    });
    expect(faults).toEqual(['agent/desk.ts:1: agent may not know protocol (../server/protocol.ts)']);
  });

  it('refuses clocks, chance and timers in the engine, but not the words in comments and texts', () => {
    const faults = faultsIn({
      'engine/world/now.ts': `// Date.now() is not used\nexport const a = 'Math.random';\nexport const at = Date.now();\nexport const t = setTimeout(f, 1);`,
    });
    expect(faults.map((fault) => fault.split(' ')[0] + ' ' + fault.split(' ')[1])).toEqual([
      'engine/world/now.ts:3: Date.now',
      'engine/world/now.ts:4: setTimeout(',
    ]);
  });

  it('refuses rooms that know each other in a circle', () => {
    const faults = faultsIn({
      'tests/world/a.test.ts': `import { b } from '../../tools/b.js';\nexport const a = b;`,
      'tools/b.js': `import { a } from '../tests/world/a.test.ts';\nexport const b = a;`,
    });
    expect(faults.filter((fault) => fault.includes('rooms know each other in a circle'))).toHaveLength(1);
  });

  it('refuses names that are not kebab-case and folders that say nothing', () => {
    expect(faultsIn({ 'server/http/MyFile.ts': 'export {};', 'server/http/utils/a.ts': 'export {};' })).toEqual([
      'server/http/MyFile.ts:1: file name is not kebab-case',
      'server/http/utils/a.ts:1: a folder called utils says nothing of what it holds',
    ]);
  });

  it('lets bitecs stand behind one module', () => {
    expect(faultsIn({ 'engine/systems/a.ts': `import { query } from 'bitecs';\nexport const a = query;` })).toEqual([
      'engine/systems/a.ts:1: bitecs stands behind one module and is imported nowhere else',
    ]);
  });
});

describe('the import scanner', () => {
  it('finds imports of all forms and knows which are types only', () => {
    const found = importsOf(
      [
        `import a from './a.ts';`,
        `import type { B } from './b.ts';`,
        `import { type C, type D } from './c.ts';`,
        `import './d.css';`,
        `export * from './e.ts';`,
        `export type * from './f.ts';`,
        `const g = await import('./g.ts');`,
        `type H = import('./h.ts').H;`,
        `import i, { type I } from './i.ts';`,
        `const w = new Worker(new URL('./w.js', import.meta.url));`,
      ].join('\n'),
    );
    expect(found.map((entry) => `${entry.line} ${entry.from}${entry.typesOnly ? ' types' : ''}`).sort((x, y) => parseInt(x, 10) - parseInt(y, 10))).toEqual([
      '1 ./a.ts',
      '2 ./b.ts types',
      '3 ./c.ts types',
      '4 ./d.css',
      '5 ./e.ts',
      '6 ./f.ts types',
      '7 ./g.ts',
      '8 ./h.ts types',
      '9 ./i.ts',
      '10 ./w.js',
    ]);
  });

  it('finds none in comments, texts and templates', () => {
    expect(
      importsOf(
        `/* import a from './a.ts' */\n// import './b.ts'\nconst t = "import './c.ts'";\n` +
          `const u = \`\nimport './d.ts';\n\${'x'}\`;\nconst r = /'/;\nconst v = '/*';`,
      ),
    ).toEqual([]);
  });
});
