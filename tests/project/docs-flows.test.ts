/** Each example flow has its scene, its page, its line in docs/flows.md and its test, and its page shows the nodes that the scene has. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FLOW_NODES } from '../../engine/index.ts';
import { blocks, page, quoted, ROOT, rows, section } from './pages.ts';

type Nodes = { readonly [id: string]: { readonly type: string } };
type SceneFile = { readonly entities: readonly { readonly components?: { readonly [key: string]: { readonly Graph?: { readonly nodes: Nodes } } } }[] };

const named = (folder: string, end: string): string[] =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith(end))
    .map((name) => name.slice(0, -end.length))
    .sort();
const EXAMPLES = named('docs/flows', '.md');
/** The nodes of each graph of a scene. */
const graphsOf = (scene: string): Nodes[] =>
  (JSON.parse(readFileSync(join(ROOT, `worlds/flows/${scene}.scene.json`), 'utf8')) as SceneFile).entities.flatMap(({ components = {} }) =>
    Object.values(components).flatMap(({ Graph: graph }) => (graph === undefined ? [] : [graph.nodes])),
  );
/** Scenes of which a page tells: its own, and others that it links to. */
const scenesOf = (example: string): string[] =>
  [...page(`docs/flows/${example}.md`).matchAll(/worlds\/flows\/([\w-]+)\.scene\.json\)/g)].map(([, name]) => String(name));

it('docs/flows.md lists the examples that there are, each by its page', () => {
  const linked = rows(section('docs/flows.md', 'Examples')).map(([cell = '']) => /\]\(flows\/([\w-]+)\.md\)/.exec(cell)?.[1] ?? 'a line without a page');
  expect(linked.toSorted()).toEqual(EXAMPLES);
});

it('each scene in worlds/flows is told of by a page', () => {
  expect([...new Set(EXAMPLES.flatMap(scenesOf))].sort()).toEqual(named('worlds/flows', '.scene.json'));
});

describe.each(EXAMPLES)('the page of %s', (example) => {
  const text = page(`docs/flows/${example}.md`);

  it('links to its scene, and there is a test of it with real peers', () => {
    expect(scenesOf(example)).not.toEqual([]);
    expect(existsSync(join(ROOT, `tests/peers/examples/${example}.test.ts`))).toBe(true);
  });

  it('shows nodes as they stand in the scene, all of a block in one graph', () => {
    const graphs = scenesOf(example).flatMap(graphsOf);
    const shown = blocks(text, 'json')
      .map((block) => JSON.parse(block) as Nodes)
      .filter((block) => Object.values(block).some((node) => typeof node?.type === 'string'));
    expect(shown).not.toEqual([]);
    const plain = (nodes: Nodes): Nodes => JSON.parse(JSON.stringify(nodes, (key, value: unknown) => (key === 'at' ? undefined : value))) as Nodes;
    for (const block of shown) {
      const ids = Object.keys(block);
      const home = graphs.find((nodes) => ids.every((id) => Object.hasOwn(nodes, id))) ?? {};
      expect(plain(block)).toEqual(plain(Object.fromEntries(ids.map((id) => [id, home[id] ?? { type: 'not in the scene' }])) as Nodes));
    }
  });

  it('names only nodes and files that there are', () => {
    const known = new Set(FLOW_NODES.map(({ name }) => name.replace(/<.*/s, '')));
    const words = quoted(text.replaceAll(/^```[\s\S]*?^```/gm, ''));
    const like = /^(?:Websocket|DynamicImpulse|Async|FireOn|Delay|StartAsync|On[A-Z])\w+(?:<\w+>)?$/;
    const ports = new Set(FLOW_NODES.flatMap(({ exits, outputs }) => [...exits, ...outputs].map(({ name }) => name)));
    const strange = words.filter((word) => like.test(word) && !/^Websocket(?:Client|Server)$/.test(word)).map((word) => word.replace(/<.*/s, ''));
    expect(strange.filter((word) => !known.has(word) && !ports.has(word))).toEqual([]);
    const started = [...text.matchAll(/\bnode dist\/(worlds\/services\/[\w-]+)\.js/g)].map(([, file]) => `${file}.ts`);
    expect([...started, ...scenesOf(example).map((scene) => `worlds/flows/${scene}.scene.json`)].filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });
});
