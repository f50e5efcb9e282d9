import { describe, expect, it } from 'vitest';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Compile } from 'typebox/compile';
import { createRegistry, sceneSchema } from '../../../engine/index.ts';
import { sceneOf } from './sample.ts';

const registry = createRegistry();
const check = Compile(sceneSchema(registry) as object);
const accepts = (text: string): boolean => check.Check(JSON.parse(text));

describe('the JSON Schema of scenes', () => {
  it('accepts a scene, and what this version does not know of one', () => {
    expect(
      accepts(sceneOf([{ id: 'a', name: 'A', parent: null, components: { Transform: { Position: [1, 2, 3] }, 'WebsocketClient#2': { URL: null } } }])),
    ).toBe(true);
    expect(accepts(sceneOf([{ id: 'a', glow: 1, components: { Hologram: 5, Transform: { Skew: 1 } } }], { mood: 1 }))).toBe(true);
  });

  it.each([
    ['an entity without id', [{ name: 'A' }]],
    ['a vector that is too short', [{ id: 'a', components: { Transform: { Position: [1, 2] } } }]],
    ['an address that is a number', [{ id: 'a', components: { 'WebsocketClient#3': { URL: 5 } } }]],
    ['an active that is text', [{ id: 'a', active: 'yes' }]],
  ])('refuses %s', (_, entities) => {
    expect(accepts(sceneOf(entities))).toBe(false);
  });

  it('refuses another format and another version', () => {
    expect(accepts('{"format":"worldwire/scene","version":2,"entities":[]}')).toBe(false);
    expect(accepts('{"format":"scene","version":1,"entities":[]}')).toBe(false);
  });

  it('accepts every scene that ships', () => {
    const folder = join(import.meta.dirname, '../../../worlds');
    const files = readdirSync(folder).filter((file) => file.endsWith('.scene.json'));
    expect(files.length).toBeGreaterThanOrEqual(5);
    expect(files.filter((file) => !accepts(readFileSync(join(folder, file), 'utf8')))).toEqual([]);
  });

  it('documents every field with its default', () => {
    expect(sceneSchema(registry)).toMatchObject({
      definitions: { Spinner: { properties: { Speed: { default: [0, 90, 0], description: expect.stringContaining('°/s') as string } } } },
    });
  });
});
