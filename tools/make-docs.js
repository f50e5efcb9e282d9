/**
 * Writes the pages that follow from the code: `npm run docs`. With `--check` nothing is written; it ends with 1 and names
 * the pages that are out of date.
 *
 * - `docs/errors.md` from the table of errors,
 * - `docs/components.md` from the definitions of the built-in components,
 * - `docs/nodes.md` from the definitions of the nodes that graphs are made of, and from `docs/original-nodes.json`, what the original has,
 * - `script/components.d.ts` from the components, for editors of scripts and for `worldwire check`,
 * - `docs/scene.schema.json` from the components, for editors that complete and check scene files.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** @typedef {import('../engine/index.ts').ComponentManifest} ComponentManifest */
/** @typedef {import('../engine/index.ts').FieldManifest} FieldManifest */

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const NOTE = '<!-- Written by `npm run docs`; edit the code that it names, not this page. -->';

const DECLARATIONS_NOTE = '/* Written by `npm run docs` from the definitions of the components; edit those, not this file. */';

/** Text for a cell of a table. @param {string} text */
const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
/** A value as JSON, on one line. @param {unknown} value */
const json = (value) => `\`${JSON.stringify(value).replaceAll('|', '\\|')}\``;
/** @param {readonly string[]} head @param {readonly (readonly string[])[]} rows */
const table = (head, rows) =>
  [`| ${head.join(' | ')} |`, `| ${head.map(() => '---').join(' | ')} |`, ...rows.map((row) => `| ${row.map(cell).join(' | ')} |`)].join('\n');

/** @param {Readonly<Record<string, readonly [string, string]>>} errors */
function errorsPage(errors) {
  const rows = Object.entries(errors).map(([code, [meaning, remedy]]) => [`<a id="${code.toLowerCase()}"></a>\`${code}\``, meaning, remedy]);
  return [
    '# Errors',
    NOTE,
    'Every failure that a person can meet has a code. The message beside it says what went wrong in the case at hand; this page says what the ' +
      'code means and what to do.',
    table(['code', 'what it means', 'what to do'], rows),
    '',
  ].join('\n\n');
}

/** @param {FieldManifest} field */
function fieldType(field) {
  const names = {
    bool: 'Bool',
    int: 'Int',
    float: 'Float',
    string: 'String',
    uri: 'Uri',
    userRef: 'UserRef',
    entityRef: 'EntityRef',
    componentRef: 'ComponentRef',
    fieldRef: 'FieldRef',
    enumeration: 'Enum',
    json: 'JSON',
  };
  const name = Object.hasOwn(names, field.kind)
    ? names[/** @type {keyof typeof names} */ (field.kind)]
    : field.kind.charAt(0).toUpperCase() + field.kind.slice(1);
  return field.unit === undefined ? name : `${name}, ${field.unit}`;
}

/** @param {FieldManifest} field */
function fieldLimits(field) {
  const notes = [];
  if (field.labels !== undefined) notes.push(`One of ${field.labels.map((label) => `\`${label}\``).join(', ')}.`);
  if (field.min !== undefined && field.max !== undefined) notes.push(`From ${field.min} to ${field.max}.`);
  else if (field.min !== undefined) notes.push(`At least ${field.min}.`);
  else if (field.max !== undefined) notes.push(`At most ${field.max}.`);
  if (field.target !== undefined) notes.push(`Must be or hold a \`${field.target}\`.`);
  if (field.readOnly === true) notes.push('Read-only.');
  if (field.notSaved === true) notes.push('Not saved.');
  return [field.doc, ...notes].join(' ');
}

/** @param {import('../engine/index.ts').CommandManifest} command */
function commandArguments(command) {
  const args = /** @type {{ properties?: Record<string, unknown>, required?: string[] } | undefined} */ (command.args);
  const names = Object.keys(args?.properties ?? {});
  return names.length === 0 ? 'none' : names.map((name) => `\`${name}\`${args?.required?.includes(name) === true ? '' : ' (optional)'}`).join(', ');
}

/** @param {ComponentManifest} component @param {ReadonlySet<string>} base */
function componentSection(component, base) {
  const parts = [
    `## ${component.name}`,
    component.doc,
    `Category: ${component.category}.${component.single ? ' At most one on an entity.' : ''}${
      component.requires.length > 0 ? ` Needs ${component.requires.map((name) => `\`${name}\``).join(', ')}, which is added along with it.` : ''
    }`,
  ];
  const own = component.fields.filter((field) => !base.has(field.name));
  if (own.length > 0)
    parts.push(
      table(
        ['field', 'type', 'default', 'meaning'],
        own.map((field) => [`\`${field.name}\``, fieldType(field), json(field.default), fieldLimits(field)]),
      ),
    );
  if (component.commands.length > 0)
    parts.push(
      'Commands:',
      table(
        ['command', 'arguments', 'what it asks'],
        component.commands.map((command) => [`\`${command.name}\``, commandArguments(command), command.doc]),
      ),
    );
  if (component.events.length > 0) {
    parts.push(
      'Events:',
      table(
        ['event', 'carries', 'when'],
        component.events.map((event) => [
          `\`${event.name}\``,
          Object.entries(event.payload)
            .map(([name, doc]) => `\`${name}\`: ${doc}`)
            .join('; ') || 'nothing',
          event.doc,
        ]),
      ),
    );
  }
  if (component.drives.length > 0)
    parts.push(
      `**Drives:** ${component.drives.map((field) => `\`${field}\``).join(', ')} of its entity. While it is enabled and active, edits of ` +
        `${component.drives.length === 1 ? 'that field' : 'those fields'} are refused (WW_DRIVEN).`,
    );
  parts.push(`**When disabled:** ${component.disabled}`);
  return parts.join('\n\n');
}

/** @param {readonly ComponentManifest[]} components */
function componentsPage(components) {
  const sorted = [...components].sort((a, b) => (a.name < b.name ? -1 : 1));
  const first = sorted[0];
  const base = new Set(['persistent', 'UpdateOrder', 'Enabled']);
  const baseRows = (first?.fields ?? [])
    .filter((field) => base.has(field.name))
    .map((field) => [`\`${field.name}\``, fieldType(field), json(field.default), field.doc]);
  return [
    '# Components',
    NOTE,
    'Every component begins with these three fields:',
    table(['field', 'type', 'default', 'meaning'], baseRows),
    table(
      ['component', 'category', 'what it is'],
      sorted.map((component) => [`[${component.name}](#${component.name.toLowerCase()})`, component.category, String(component.doc.split(/(?<=\.)\s/)[0])]),
    ),
    ...sorted.map((component) => componentSection(component, base)),
    '',
  ].join('\n\n');
}

/** What readers see of a type that may hold brackets. @param {string} type */
const typed = (type) => `\`${type}\``;
/** The anchor of a heading that is one name. @param {string} name */
const anchorOf = (name) =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9_ -]/g, '')
    .replaceAll(' ', '-');

/** @param {import('../engine/index.ts').FlowNode} node @param {string | undefined} title what the original shows on it */
function nodeSection(node, title) {
  /** @param {readonly string[]} names */
  const named = (names) => names.map((name) => `\`${name}\``).join(', ');
  const rows = [
    ['takes impulses', node.entrances.map(({ name, kind }) => `${name === '*' ? 'itself' : `\`${name}\``}${kind === 'Async' ? ', and waits' : ''}`).join(', ')],
    ['inputs', node.inputs.map(({ name, type, list }) => `\`${name}\`: ${typed(type)}${list === true ? ', any number' : ''}`).join('; ')],
    ['outputs', node.outputs.map(({ name, type }) => `${name === '*' ? 'itself' : `\`${name}\``}: ${typed(type)}`).join('; ')],
    [
      'impulses on',
      node.exits.map(({ name, kind }) => `\`${name}\`${kind === 'Impulse' ? '' : kind === 'SyncImpulse' ? ' (call)' : ' (call that may wait)'}`).join('; '),
    ],
    ['refers to', node.refs.map(({ name, kind, type }) => `\`${name}\`: ${type === undefined ? kind : typed(type)}`).join('; ')],
    ['T is', named((node.generic ?? []).map((type) => (type === 'component' ? 'any component type' : type)))],
  ].filter(([, what]) => what !== '');
  const shown = title === undefined ? '' : ` The original shows it as *${title.replaceAll('*', '\\*')}*.`;
  return [`### \`${node.name}\``, `${node.doc}${shown}`, ...(rows.length === 0 ? [] : [table(['', ''], rows)])].join('\n\n');
}

/** A node's name without the type that it may be for. @param {string} name */
const bare = (name) => name.replace(/<.*/s, '');
const ORIGINAL = 'What the original has';
/**
 * Its nodes by families, and those that are absent with the reason.
 * @typedef {{ readonly families: Readonly<Record<string, readonly string[]>>, readonly absent: Readonly<Record<string, string>> }} Originals
 */

/**
 * Every node of the original: here, to come, or absent and why. Whatever is told as absent and is here is a mistake.
 * @param {readonly import('../engine/index.ts').FlowNode[]} nodes
 * @param {Originals} originals
 */
function originalNodes(nodes, { families, absent }) {
  const here = new Set(nodes.map(({ name }) => bare(name)));
  const wrong = Object.keys(absent).filter((name) => here.has(bare(name)));
  if (wrong.length > 0) throw new Error(`docs/original-nodes.json tells nodes as absent that are here: ${wrong.join(', ')}`);
  /** @param {readonly string[]} names */
  const listed = (names) => (names.length === 0 ? 'none' : names.map((name) => `\`${name}\``).join(', '));
  return Object.entries(families).flatMap(([family, names]) => {
    const gone = names.filter((name) => Object.hasOwn(absent, name));
    const reasons = [...new Set(gone.map((name) => absent[name]))];
    return [
      `### ${family}`,
      `Here: ${listed(names.filter((name) => here.has(bare(name))))}.`,
      `To come with a later version: ${listed(names.filter((name) => !here.has(bare(name)) && !Object.hasOwn(absent, name)))}.`,
      ...(gone.length === 0
        ? []
        : [
            table(
              ['absent', 'why'],
              reasons.map((why) => [listed(gone.filter((name) => absent[name] === why)), String(why)]),
            ),
          ]),
    ];
  });
}

/**
 * @param {readonly import('../engine/index.ts').FlowNode[]} nodes
 * @param {import('../engine/index.ts').NodeCatalogue} catalogue
 * @param {Originals} originals
 */
function nodesPage(nodes, catalogue, originals) {
  const categories = [...new Set(nodes.map(({ category }) => category))].sort();
  const titles = new Map(catalogue.nodes.map(({ name, title }) => [name, title]));
  /** @param {string} category */
  const of = (category) => nodes.filter((node) => node.category === category);
  return [
    '# Nodes',
    NOTE,
    'What graphs of [flows](flows.md) are made of, with the names and ports of the original. `T` is the type that a node is for: it is written behind the ' +
      'name (`ValueAdd<int>`), or follows from what is wired.',
    'Whoever knows a node by the title that the original shows on it finds it here by that: each node names its title, where one is known.',
    table(
      ['family', 'nodes'],
      [...categories.map((category) => [`[${category}](#${anchorOf(category)})`, String(of(category).length)]), [`[${ORIGINAL}](#${anchorOf(ORIGINAL)})`, '']],
    ),
    ...categories.flatMap((category) => [
      `## ${category}`,
      of(category)
        .map(({ name }) => `[\`${bare(name)}\`](#${anchorOf(name)})`)
        .join(' · '),
      ...of(category).map((node) => nodeSection(node, titles.get(bare(node.name)))),
    ]),
    `## ${ORIGINAL}`,
    'Each of its nodes: here, to come, or absent and why.',
    ...originalNodes(nodes, originals),
    '',
  ].join('\n\n');
}

async function pages() {
  const built = join(ROOT, 'dist/engine/index.js');
  if (!existsSync(built)) throw new Error('dist/ is missing; run npm run build');
  const engine = /** @type {typeof import('../engine/index.ts')} */ (await import(pathToFileURL(built).href));
  const registry = engine.createRegistry();
  const components = [...registry.components.values()].map((component) => engine.manifestOf(component));
  const originals = /** @type {Originals} */ (JSON.parse(readFileSync(join(ROOT, 'docs/original-nodes.json'), 'utf8')));
  return {
    'docs/errors.md': errorsPage(engine.ERRORS),
    'docs/components.md': componentsPage(components),
    'docs/nodes.md': nodesPage(engine.FLOW_NODES, engine.nodeCatalogue(), originals),
    'script/components.d.ts': `${DECLARATIONS_NOTE}\n\n${engine.scriptDeclarations(registry.components.values())}`,
    'docs/scene.schema.json': `${JSON.stringify(engine.sceneSchema(registry), null, 2)}\n`,
  };
}

const stale = [];
for (const [path, text] of Object.entries(await pages())) {
  const file = join(ROOT, path);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  stale.push(path);
  if (process.argv.includes('--check')) continue;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
if (process.argv.includes('--check')) {
  console.log(stale.length === 0 ? 'docs: up to date' : `docs: out of date: ${stale.join(', ')}; run npm run docs`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else console.log(stale.length === 0 ? 'docs: nothing changed' : `docs: wrote ${stale.join(', ')}`);
