import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import {
  bool,
  color,
  componentRef,
  createDoor,
  createRegistry,
  defineComponent,
  entityRef,
  enumeration,
  fieldRef,
  float,
  float2,
  float3,
  float4,
  floatQ,
  int,
  openWorld,
  readScene,
  sceneSchema,
  string,
  strings,
  uri,
  userRef,
} from '../../engine/index.ts';
import { blocks, page, quoted, ROOT, rows, section, table } from './pages.ts';

const PAGE = 'docs/scenes.md';
const registry = createRegistry();
type Schema = { readonly properties: { readonly [key: string]: unknown }; readonly definitions: { readonly [name: string]: Schema } };
const schema = sceneSchema(registry) as unknown as Schema;
const names = (list: readonly string[][]): string[] => list.flatMap(([cell = '']) => quoted(cell));

function sceneOf(...entities: unknown[]): string {
  return JSON.stringify({ format: 'worldwire/scene', version: 1, entities });
}

describe('docs/scenes.md', () => {
  it('lists the keys of a scene and of an entity that there are, and no others', () => {
    expect(names(rows(section(PAGE, 'The scene'))).toSorted()).toEqual(Object.keys(schema.properties).toSorted());
    expect(names(rows(section(PAGE, 'An entity'))).toSorted()).toEqual(Object.keys(schema.definitions['entity']?.properties ?? {}).toSorted());
  });

  it('begins with a scene that holds, without a warning, and that runs', async () => {
    const [text = ''] = blocks(page(PAGE), 'json');
    const { scene, warnings } = readScene(text, { registry });
    expect(warnings).toEqual([]);
    const door = createDoor(openWorld({ registry, scene }));
    expect(await door.ask({ ask: 'entity', entity: 'lamp' })).toMatchObject({ name: 'Lamp', parent: 'garden', tag: 'demo' });
  });

  it('has no example in JSON that cannot be read', () => {
    expect(blocks(page(PAGE), 'json').map((text) => JSON.parse(text) as unknown)).toHaveLength(3);
  });

  it('shows a variable of every type that DynamicVariables knows, in an entity that holds', async () => {
    const [text = ''] = blocks(section(PAGE, 'DynamicVariables'), 'json');
    const { scene, warnings } = readScene(sceneOf({ id: 'lamp' }, JSON.parse(text)), { registry });
    expect(warnings).toEqual([]);
    const door = createDoor(openWorld({ registry, scene }));
    const { components } = await door.ask({ ask: 'entity', entity: 'notes' });
    const shown = components['DynamicVariables']?.['Variables'] as { readonly [name: string]: { readonly type: string } };
    const known = typesIn(schema.definitions['DynamicVariables']);
    expect(known.length).toBeGreaterThan(5);
    expect(Object.values(shown).map(({ type }) => type)).toEqual(known);
  });

  it('names the versions of the format that are read', () => {
    const versions = names(rows(section(PAGE, 'Older versions')).map(([version = '']) => [`\`${version}\``])).map(Number);
    expect(Math.max(...versions)).toBe((schema.properties['version'] as { const: number }).const);
    for (const version of versions)
      expect(() => readScene(JSON.stringify({ format: 'worldwire/scene', version, entities: version === 0 ? {} : [] }), { registry })).not.toThrow();
  });

  it('lists the scenes that ship', () => {
    const files = readdirSync(join(ROOT, 'worlds')).filter((name) => name.endsWith('.scene.json'));
    expect(names(rows(section(PAGE, 'The scenes that ship'))).toSorted()).toEqual(files.map((name) => `worlds/${name}`).toSorted());
  });
});

/** The words that `type` may be, wherever a schema says so, in the order in which it lists them. */
function typesIn(part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return [];
  const { properties } = part as { readonly properties?: { readonly type?: { readonly const?: string; readonly enum?: readonly string[] } } };
  const own = [...(properties?.type?.const === undefined ? [] : [properties.type.const]), ...(properties?.type?.enum ?? [])];
  return [...own, ...Object.values(part).flatMap((inner) => typesIn(inner))];
}

/** A component with a field of every type, called as the page calls the type. */
const doc = 'As the page says.';
const TYPES = {
  Bool: bool({ doc }),
  Int: int({ doc }),
  Float: float({ doc }),
  String: string({ doc }),
  Uri: uri({ doc }),
  Float2: float2({ doc }),
  Float3: float3({ doc }),
  Float4: float4({ doc }),
  FloatQ: floatQ({ doc }),
  Color: color({ doc }),
  Enum: enumeration(['Idle', 'Open'], { doc }),
  UserRef: userRef({ doc }),
  EntityRef: entityRef({ doc }),
  ComponentRef: componentRef({ doc }),
  FieldRef: fieldRef({ doc }),
  JSON: strings({ doc }),
};
const Everything = defineComponent('Everything', { doc, category: 'Data', disabled: 'Nothing.', fields: TYPES });

describe('the table of how values are written', () => {
  const list = table(section(PAGE, 'How values are written'), 'type').map(([types = '', , example = '']) => ({
    types: types.split(', '),
    example: JSON.parse(quoted(example)[0] ?? '') as unknown,
  }));

  it('has every type of a field', () => {
    const kinds = new Set(Object.values(TYPES).map(({ kind }) => kind));
    expect([...createRegistry().components.values()].flatMap(({ fieldList }) => fieldList.map(({ kind }) => kind)).filter((kind) => !kinds.has(kind))).toEqual(
      [],
    );
    expect(list.flatMap(({ types }) => types)).toEqual(Object.keys(TYPES));
  });

  test.each(list)('$types: $example', async ({ types, example }) => {
    const known = createRegistry({ components: [Everything] });
    // Of several types, the one whose length the example has.
    const type = types.length === 1 ? types[0] : types.find((name) => name.endsWith(String((example as unknown[]).length)));
    const lamp = { id: 'lamp', components: { Transform: {}, WebsocketClient: {}, 'WebsocketClient#2': {} } };
    const { scene, warnings } = readScene(sceneOf(lamp, { id: 'it', components: { Everything: { [String(type)]: example } } }), { registry: known });
    expect(warnings.filter(({ path }) => path.includes('Everything'))).toEqual([]);
    const door = createDoor(openWorld({ registry: known, scene }));
    const { components } = await door.ask({ ask: 'entity', entity: 'it' });
    expect(JSON.stringify(components['Everything']?.[String(type)])).toContain(JSON.stringify(example).slice(1, -1));
  });
});
