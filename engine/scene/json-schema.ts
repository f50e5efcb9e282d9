import type { Json } from '../schema/field.ts';
import { jsonSchemaOf } from '../schema/manifest.ts';
import type { KnownComponents } from './read.ts';
import { DEFAULT_TICK_RATE, SCENE_FORMAT, SCENE_VERSION } from './scene.ts';

const ID = { type: 'string', minLength: 1, maxLength: 200 } as const;

/**
 * The JSON Schema (draft 7) of a scene file, made from the component definitions, so that editors complete and check scenes. It
 * lets unknown keys, components and fields through, since a scene keeps them.
 */
export function sceneSchema(registry: KnownComponents): Json {
  const definitions: Record<string, Json> = {},
    exact: Record<string, Json> = {},
    further: Record<string, Json> = {};
  for (const [name, component] of [...registry.components].sort(([a], [b]) => (a < b ? -1 : 1))) {
    definitions[name] = jsonSchemaOf(component);
    exact[name] = { $ref: `#/definitions/${name}` };
    if (!component.single) further[`^${name}#([2-9]|[1-9][0-9]+)$`] = { $ref: `#/definitions/${name}` };
  }
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Worldwire scene',
    type: 'object',
    required: ['format', 'version', 'entities'],
    properties: {
      $schema: { type: 'string', description: 'Where this schema lies, for editors.' },
      format: { const: SCENE_FORMAT },
      version: { const: SCENE_VERSION, description: 'Version of the format.' },
      id: { ...ID, description: "The world's own id. Default: a name made from the scene." },
      name: { type: 'string', description: 'Name of the world.', default: 'World' },
      tickRate: { type: 'number', exclusiveMinimum: 0, maximum: 1000, default: DEFAULT_TICK_RATE, description: 'Ticks a second.' },
      seed: { type: 'string', description: "What the world's chance begins with. Default: its id." },
      roots: {
        type: 'array',
        items: ID,
        description: 'Ids of the entities at the top, where they are in another order than that of orderOffset and creation.',
      },
      entities: { type: 'array', description: 'Every entity, in order of creation.', items: { $ref: '#/definitions/entity' } },
    },
    definitions: {
      entity: {
        type: 'object',
        required: ['id'],
        properties: {
          id: { ...ID, description: 'Its id; no other entity has it.' },
          name: { type: 'string', default: '', description: 'Its name, as shown.' },
          parent: { anyOf: [{ type: 'null' }, ID], default: null, description: 'Id of the entity that it hangs below; null is the top.' },
          tag: { type: 'string', default: '', description: 'A word to find it by.' },
          active: { type: 'boolean', default: true, description: 'Whether it and what hangs below it takes part.' },
          persistent: { type: 'boolean', default: true, description: 'Whether it and what hangs below it is saved.' },
          orderOffset: {
            type: 'integer',
            minimum: -2147483648,
            maximum: 2147483647,
            default: 0,
            description: 'Its place among its siblings: the lower first, equals in order of creation.',
          },
          spawnedBy: { anyOf: [{ type: 'null' }, { type: 'string' }], description: 'User id of who added, spawned or duplicated it.' },
          children: { type: 'array', items: ID, description: 'Ids of its children, where they are in another order than that of orderOffset and creation.' },
          components: {
            type: 'object',
            description: 'Its components by type; further ones of a type as Type#2, Type#3, …',
            properties: exact,
            patternProperties: further,
          },
        },
      },
      ...definitions,
    },
  };
}
