import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRegistry, hashWorld, readScene, WorldwireError } from '../../../engine/index.ts';
import { openScene, openWorld } from '../../../engine/scene/open-world.ts';
import type { LiveWorld } from '../../../engine/editing/live-world.ts';
import { captureScene } from '../../../engine/scene/capture.ts';
import { piecesOf } from '../../../engine/scene/pieces.ts';
import { writeScene } from '../../../engine/scene/write.ts';
import { plugin } from '../../../worlds/echo-bot/index.ts';
import { samples } from '../../samples.ts';
import { entitiesOf, plainJson } from './arbitrary-scene.ts';
import { Gadget, Needy, sceneOf } from './sample.ts';

const registry = createRegistry(plugin, { components: [Gadget, Needy] });
const id = 'w';

interface Outcome {
  readonly hash?: string;
  readonly saved?: string;
  readonly created?: readonly number[];
  readonly warnings?: unknown;
  readonly fault?: unknown;
}
const outcomeOf = (open: () => { world: LiveWorld; warnings: unknown }): Outcome => {
  try {
    const { world, warnings } = open();
    return {
      hash: hashWorld(world),
      saved: writeScene(captureScene(world)),
      created: [...world.stores.values()].flatMap((store) => [...store.rows()].map((row) => store.created[row] as number)),
      warnings,
    };
  } catch (error) {
    if (!(error instanceof WorldwireError)) throw error;
    return { fault: [error.code, error.message, error.faults] };
  }
};
const whole = (text: string): Outcome =>
  outcomeOf(() => {
    const { scene, warnings } = readScene(text, { registry, file: 'a.scene.json' });
    return { world: openWorld({ registry, scene, id }), warnings };
  });
const inParts = (text: string, part: number): Outcome =>
  outcomeOf(() => openScene(text, { registry, file: 'a.scene.json', id, part }) as { world: LiveWorld; warnings: unknown });

const entities = entitiesOf(registry.components);
const part = fc.integer({ min: 1, max: 60 });
const indent = fc.constantFrom(0, 1, '\t');

describe('a scene that is opened while it is read', () => {
  it('is the world that it is when it is read whole first, with the same warnings', () => {
    fc.assert(
      fc.property(entities, part, indent, (list, size, space) => {
        const text = JSON.stringify(JSON.parse(sceneOf(list)), null, space);
        expect(inParts(text, size)).toEqual(whole(text));
      }),
      samples(300),
    );
  });

  it('has the same faults, in the same words, whatever is wrong with it and wherever', () => {
    const wrong = fc.oneof(
      plainJson,
      fc.constant({ id: 'e0' }),
      fc.constant({ id: 'x', parent: 'x' }),
      fc.constant({ id: 'y', parent: 'nobody' }),
      fc.constant({ id: 'z', components: { Gadget: 1 } }),
    );
    fc.assert(
      fc.property(entities, fc.nat(), wrong, part, (list, place, value, size) => {
        const all: unknown[] = [...list];
        all.splice(place % (all.length + 1), 0, value);
        const text = sceneOf(all as never);
        expect(inParts(text, size)).toEqual(whole(text));
      }),
      samples(300),
    );
  });

  it('is told where a text is cut, has a character too many, or says a thing twice', () => {
    fc.assert(
      fc.property(
        entities,
        fc.nat(),
        fc.constantFrom('', ',', ']', '}', '"', '{"id":"q"}', '"entities":[],', '"id":"q",'),
        fc.nat(40),
        part,
        (list, place, more, cut, size) => {
          const text = sceneOf(list),
            at = place % text.length;
          const harmed = text.slice(0, at) + more + text.slice(at + (more === '' ? cut : 0));
          expect(inParts(harmed, size)).toEqual(whole(harmed));
        },
      ),
      samples(400),
    );
  });
});

describe('the parts of a text', () => {
  const listOf = (text: string, size: number): unknown => {
    const pieces = piecesOf(text, size);
    return pieces === undefined ? undefined : [...pieces.lists].flat();
  };
  const thing = (text: string): string =>
    JSON.stringify({ format: 'worldwire/scene', version: 1, entities: [{ id: 'a', note: text }, { id: 'b' }, { id: 'c' }] });

  it('end between entities, and not in a text or a list that looks as if they did', () => {
    const list = [
      { id: 'a', note: '},{"id":"x"' },
      { id: 'b', list: [{ id: 'x' }, { id: 'y' }, [{ id: 'z' }, { id: 'z' }]] },
      { id: 'c', note: '\\"},{"id":1' },
      { id: 'd', note: ']' },
    ];
    const text = JSON.stringify({ format: 'worldwire/scene', version: 1, entities: list, name: 'last' });
    for (let size = 1; size < 20; size++) expect(listOf(text, size)).toEqual(list);
    expect([...(piecesOf(text, 4)?.lists ?? [])].length).toBeGreaterThan(1);
  });

  it('are not taken from a list of entities that is not the scene’s, nor from one behind which another list stands', () => {
    expect(listOf('{"deep":{"entities":[{"id":"a"},{"id":"b"}]},"entities":[{"id":"c"}]}', 1)).toBeUndefined();
    expect(listOf('{"deep":{"entities":[{"id":"a"},{"id":"b"}]},"entities":"here stand the entities"}', 1)).toBeUndefined();
    // The list is then found to end too late, when it comes to its last part.
    expect(() => listOf('{"entities":[{"id":"a"},{"id":"b"}],"roots":["b","a"]}', 1)).toThrow(SyntaxError);
    expect(listOf('["entities",[{"id":"a"}]]', 1)).toBeUndefined();
  });

  it('are the whole of it where entities do not begin with their ids', () => {
    const pieces = piecesOf('{"entities":[{"name":"A","id":"a"},{"name":"B","id":"b"}]}', 1);
    expect([...(pieces?.lists ?? [])]).toEqual([
      [
        { name: 'A', id: 'a' },
        { name: 'B', id: 'b' },
      ],
    ]);
    expect(listOf(thing('x'), 1)).toEqual([{ id: 'a', note: 'x' }, { id: 'b' }, { id: 'c' }]);
  });
});
