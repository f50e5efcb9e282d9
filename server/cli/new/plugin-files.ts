/** What the files of a new plugin are made of. */
export interface NewPlugin {
  /** As its folder and its package are called: `door-bell`. */
  readonly name: string;
  /** As its component type is called: `DoorBell`. */
  readonly type: string;
  /** As its code calls its system: `doorBellSystem`. */
  readonly system: string;
  /** The versions of Worldwire that it is for. */
  readonly range: string;
  /** Versions of what it is built with, as this package has them. */
  readonly typescript: string;
  readonly nodeTypes: string;
}

/** The files of a new plugin, by their paths in its folder: one that works, to be changed piece by piece. docs/plugins.md goes through them. */
export function pluginFiles(plugin: NewPlugin): { readonly [path: string]: string } {
  const { name } = plugin;
  return {
    'package.json': json({
      name,
      version: '0.1.0',
      private: true,
      type: 'module',
      exports: './dist/index.js',
      files: ['dist', `${name}.scene.json`],
      scripts: {
        build: 'tsc',
        test: `tsc && node --test dist/${name}.test.js`,
        check: `tsc && worldwire check --strict ${name}.scene.json --plugin dist/index.js`,
        start: `tsc && worldwire run ${name}.scene.json --plugin dist/index.js`,
      },
      peerDependencies: { worldwire: plugin.range },
      devDependencies: { '@types/node': plugin.nodeTypes, typescript: plugin.typescript },
    }),
    'tsconfig.json': json({
      compilerOptions: {
        target: 'ES2023',
        lib: ['ES2023'],
        module: 'NodeNext',
        types: ['node'],
        strict: true,
        verbatimModuleSyntax: true,
        erasableSyntaxOnly: true,
        rewriteRelativeImportExtensions: true,
        skipLibCheck: true,
        sourceMap: true,
        rootDir: 'src',
        outDir: 'dist',
      },
      include: ['src'],
    }),
    '.gitignore': 'dist/\nnode_modules/\n',
    'README.md': readme(plugin),
    [`${name}.scene.json`]: json({
      format: 'worldwire/scene',
      version: 1,
      name: plugin.type,
      entities: [{ id: 'first', name: 'First', components: { Transform: {}, WebsocketClient: {}, [plugin.type]: { Interval: 2 } } }],
    }),
    [`src/${name}.ts`]: component(plugin),
    [`src/${name}-system.ts`]: system(plugin),
    'src/index.ts': index(plugin),
    [`src/${name}.test.ts`]: test(plugin),
  };
}

/** By what the files of a plugin import each other. */
const besides = { component: (name: string) => `./${name}.ts`, system: (name: string) => `./${name}-system.ts`, index: './index.ts' };

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function component({ type }: NewPlugin): string {
  return `import { Type, carries, counter, defineComponent, double, float } from 'worldwire';

/** All that is known of the component: its columns, its form in scenes and its editors in the inspector follow from this. */
export const ${type} = defineComponent('${type}', {
  doc: 'Beats every so often, when it is told to, and when the WebsocketClient of its entity hears something.',
  category: 'Plugins',
  single: true,
  disabled: 'It beats no more.',
  fields: {
    Interval: float({ default: 2, min: 0, softMax: 60, step: 0.1, unit: 's', doc: 'How often it beats of its own accord. 0: never.' }),
    Count: counter({ doc: 'How often it has beaten.' }),
    Due: double({ readOnly: true, saved: false, unit: 's', doc: 'When it beats next, in simulated time.' }),
  },
  commands: {
    Beat: {
      doc: 'Beats now, as often as it is told.',
      args: Type.Object({ Times: Type.Integer({ minimum: 1, maximum: 100 }) }, { additionalProperties: false }),
    },
    Rest: { label: 'Rest', doc: 'Lets it beat no more of its own accord.' },
  },
  events: {
    OnBeat: { doc: 'It has beaten.', payload: { count: carries<number>('how often it has beaten by now', 'number') } },
  },
});
`;
}

function system({ name, type, system: constant }: NewPlugin): string {
  return `import { WebsocketClient, WorldwireError, defineSystem, listen, type World } from 'worldwire';
import { ${type} } from '${besides.component(name)}';

/** Gives ${type} its life. Time and chance come from the world alone, so that a recording replays to the same. */
export const ${constant} = defineSystem({
  name: '${name}',
  over: ${type},

  added: schedule,
  changed(world, row, field) {
    if (field === 'Interval') schedule(world, row);
  },

  update(world, rows) {
    const { columns } = world.store(${type});
    for (let i = 0; i < rows.length; i++) {
      const row = rows.data[i];
      if (columns.Interval.data[row] === 0 || world.time < columns.Due.data[row]) continue;
      schedule(world, row);
      beat(world, row);
    }
  },

  commands: {
    Beat(world, row, { Times }) {
      for (let i = 0; i < Times; i++) beat(world, row);
    },
    Rest(world, row) {
      const store = world.store(${type});
      if (store.columns.Interval.data[row] === 0) throw new WorldwireError('WW_REFUSED', 'it rests already');
      world.setValue(store, row, 'Interval', 0);
    },
  },

  on: [
    listen(WebsocketClient, 'OnMessage', (world, { entity }) => {
      // Of a component that is \`single\` the row is that of its entity.
      const store = world.store(${type});
      if (store.has(entity) && store.eligible(entity)) beat(world, entity);
    }),
  ],
});

function schedule(world: World, row: number): void {
  const { columns } = world.store(${type});
  columns.Due.data[row] = world.time + columns.Interval.data[row];
}

function beat(world: World, row: number): void {
  const { columns } = world.store(${type});
  columns.Count.data[row] += 1;
  world.emit(${type}, row, 'OnBeat', { count: columns.Count.data[row] });
}
`;
}

function index({ name, type, system: constant, range }: NewPlugin): string {
  return `import type { Plugin } from 'worldwire';
import { ${type} } from '${besides.component(name)}';
import { ${constant} } from '${besides.system(name)}';

/** What \`worldwire run --plugin\` takes. It is refused, with a code, by a Worldwire that is none of the versions that it is for. */
export const plugin: Plugin = {
  name: '${name}',
  worldwire: '${range}',
  components: [${type}],
  systems: [${constant}],
};
`;
}

function test({ name, type }: NewPlugin): string {
  return `import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { HOST, WebsocketClient, commandTo, createDoor, createRegistry, openWorld, readScene, type Input } from 'worldwire';
import { plugin } from '${besides.index}';
import { ${type} } from '${besides.component(name)}';

/** The world of the scene, without a server: sixty ticks are a second. */
function open() {
  const registry = createRegistry(plugin);
  const text = readFileSync(new URL('../${name}.scene.json', import.meta.url), 'utf8');
  const world = openWorld({ registry, scene: readScene(text, { registry }).scene });
  const door = createDoor(world);
  const store = world.store(${type});
  const row = world.entities.rowOf('first') ?? -1;
  return {
    world,
    row,
    count: () => store.columns.Count.data[row],
    tick: (ticks: number) => {
      for (let i = 0; i < ticks; i++) door.step({ mode: 'tick', real: (world.tick + 1) * (1000 / 60), inputs: [] });
    },
    give: (input: Input) => door.step({ mode: 'pass', real: world.real, inputs: [{ author: HOST, input }] }).results[0],
  };
}

test('it beats of its own accord, every two seconds', () => {
  const { count, tick } = open();
  tick(119);
  assert.equal(count(), 0);
  tick(121);
  assert.equal(count(), 2);
});

test('it beats when it is told to, and when its client hears something', () => {
  const { count, give, row, world } = open();
  assert.equal(give(commandTo('first', ${type}, 'Beat', { Times: 3 })).ok, true);
  assert.equal(count(), 3);
  world.emit(WebsocketClient, row, 'OnMessage', { data: 'hello' });
  assert.equal(count(), 4);
});

test('it rests when it is told to, and says so when it does already', () => {
  const { count, give, tick } = open();
  assert.equal(give(commandTo('first', ${type}, 'Rest')).ok, true);
  tick(300);
  assert.equal(count(), 0);
  const again = give(commandTo('first', ${type}, 'Rest'));
  assert.equal(again.ok ? '' : again.code, 'WW_REFUSED');
});
`;
}

function readme({ name, type }: NewPlugin): string {
  return `# ${name}

A plugin for Worldwire: the component \`${type}\`, and the system that gives it its life. ${type} is an
example, so that there is something to run and to test: change it piece by piece, or delete it, once a component of your own stands in
\`src/index.ts\`.

\`\`\`sh
npm install
npm test
npm start
\`\`\`

| file | what it holds |
| --- | --- |
| \`src/${name}.ts\` | the component: fields, commands and events |
| \`src/${name}-system.ts\` | the system: what it does in each tick, what its commands do, what it listens to |
| \`src/index.ts\` | the plugin: its name, the versions of Worldwire that it is for, and all that it brings |
| \`src/${name}.test.ts\` | what it promises |
| \`${name}.scene.json\` | a world with one \`${type}\` |

\`worldwire run ${name}.scene.json --plugin dist/index.js\` runs it by itself. It always runs with the \`worldwire\` that loads it; what
\`node_modules\` holds under that name is for the compiler and the test. How all of it works: \`docs/plugins.md\` of Worldwire.
`;
}
