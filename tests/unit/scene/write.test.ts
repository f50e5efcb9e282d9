import { describe, expect, it } from 'vitest';
import { HOST, createRegistry, readScene } from '../../../engine/index.ts';
import { openWorld } from '../../../engine/scene/open-world.ts';
import type { LiveWorld } from '../../../engine/editing/live-world.ts';
import { captureScene } from '../../../engine/scene/capture.ts';
import { SceneWriter, writeScene } from '../../../engine/scene/write.ts';
import { Gadget, Needy, sceneOf } from './sample.ts';

const registry = createRegistry({ components: [Gadget, Needy] });
const open = (text: string): LiveWorld => openWorld({ registry, scene: readScene(text, { registry }).scene });
const save = (world: LiveWorld): string => writeScene(captureScene(world));
const entitiesOf = (text: string): Record<string, unknown>[] => (JSON.parse(text) as { entities: Record<string, unknown>[] }).entities;

describe('a saved scene', () => {
  it('has a line for each entity and one for each of its components', () => {
    const world = open(
      sceneOf(
        [
          { id: 'garden', name: 'Garden' },
          {
            id: 'lamp',
            name: 'Lamp',
            parent: 'garden',
            tag: 'demo',
            active: false,
            orderOffset: -3,
            spawnedBy: 'ada',
            components: {
              Transform: { Position: [0, 1, 0] },
              Spinner: {},
              WebsocketClient: { URL: 'ws://127.0.0.1:9/', HandlingUser: { userId: 'host' }, Protocols: ['a', 'b'] },
            },
          },
        ],
        { id: 'w1', $schema: './scene.schema.json', tickRate: 30 },
      ),
    );
    expect(save(world)).toBe(`{
  "$schema": "./scene.schema.json",
  "format": "worldwire/scene",
  "version": 1,
  "id": "w1",
  "name": "Sample",
  "tickRate": 30,
  "entities": [
    { "id": "garden", "name": "Garden" },
    { "id": "lamp", "name": "Lamp", "parent": "garden", "tag": "demo", "active": false, "orderOffset": -3, "spawnedBy": "ada", "components": {
      "Transform": { "Position": [0, 1, 0] },
      "Spinner": {},
      "WebsocketClient": { "URL": "ws://127.0.0.1:9/", "HandlingUser": { "userId": "host" }, "Protocols": ["a", "b"] }
    } }
  ]
}
`);
  });

  it('of an empty world is one all the same', () => {
    const text = save(open(sceneOf([])));
    expect(entitiesOf(text)).toEqual([]);
    expect(save(open(text))).toBe(text);
  });

  it('leaves out what has its default, what the world writes itself, and what is not persistent', () => {
    const world = open(
      sceneOf([
        { id: 'kept', components: { Gadget: { Size: 0.1, Text: 'hello', Words: [], Even: 0 }, WebsocketClient: { persistent: false, URL: 'ws://x/' } } },
        { id: 'gone', persistent: false },
        { id: 'below', parent: 'gone' },
        { id: 'deeper', parent: 'below' },
      ]),
    );
    world.store(Gadget).columns.Count.data[0] = 5;
    expect(entitiesOf(save(world))).toEqual([{ id: 'kept', components: { Gadget: {} } }]);
  });

  it('writes a Float32 by the fewest digits that read back the same', () => {
    const values = ['0.1', '0.7', '0.33333333333333331', '16777217', '1e-7', '2e38', '-2.5', '123456.789', '1e-45', '-0', '3.4028234663852886e38'];
    const entities = values.map((_, i) => ({ id: `e${i}`, components: { FloatValue: { Value: 9000 + i } } }));
    const text = save(open(sceneOf(entities).replace(/"Value":9(\d+)/g, (_, i) => `"Value":${String(values[Number(i)])}`)));
    expect(text.match(/"Value": [^ ]+/g)?.map((one) => one.slice(9))).toEqual([
      '0.1',
      '0.7',
      '0.33333334',
      '16777216',
      '1e-7',
      '2e+38',
      '-2.5',
      '123456.79',
      '1e-45',
      '-0',
      '3.4028234663852886e+38',
    ]);
    expect(save(open(text))).toBe(text);
  });

  it('keeps a user’s machine only where one was chosen', () => {
    const text = save(
      open(
        sceneOf([
          { id: 'a', components: { WebsocketClient: { HandlingUser: { userId: 'ada', machineId: null } } } },
          { id: 'b', components: { WebsocketClient: { HandlingUser: { userId: 'ada', machineId: 'm1' } } } },
        ]),
      ),
    );
    expect(text).toContain('"HandlingUser": { "userId": "ada" }');
    expect(text).toContain('"HandlingUser": { "userId": "ada", "machineId": "m1" }');
  });

  it('keeps what this version does not know, value for value', () => {
    const text = sceneOf(
      [
        { id: 'a', glow: [1, { deep: null }], components: { Gadget: { Level: 1, Weight: 'heavy' }, Hologram: { Colour: [1, 2] }, 'Hologram#2': 'odd' } },
        { id: 'b', components: { OnlyUnknown: {} } },
      ],
      { $schema: 's', mood: { calm: true }, seed: 'dice', id: 'w' },
    );
    const saved = save(open(text));
    expect(JSON.parse(saved)).toEqual({ ...(JSON.parse(text) as object), tickRate: 60 });
    expect(save(open(saved))).toBe(saved);
  });

  it('puts a long structure on several lines, and a short one on one', () => {
    const long = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`key${i}`, { value: i }]));
    const text = save(
      open(
        sceneOf([
          { id: 'a', components: { Gadget: { Data: long } } },
          { id: 'b', components: { Gadget: { Data: { x: [1, 2] } } } },
        ]),
      ),
    );
    expect(text).toContain('\n        "key7": { "value": 7 },\n');
    expect(text).toContain('"Data": { "x": [1, 2] }');
    expect(save(open(text))).toBe(text);
  });

  it('escapes what JSON wants escaped, in names as in fields', () => {
    const odd = 'a "quoted" \\ back\nline \u0000 \u2028 ü 語 😀 \ud800';
    const text = save(open(sceneOf([{ id: 'ü"', name: odd, tag: odd, components: { StringValue: { Value: odd } } }])));
    expect(entitiesOf(text)).toEqual([{ id: 'ü"', name: odd, tag: odd, components: { StringValue: { Value: odd } } }]);
  });

  it('loads again even where a system has written past a field’s limits', () => {
    const world = open(sceneOf([{ id: 'a', components: { Gadget: { Size: 1 }, ColorValue: {} } }]));
    const { Size, Level, Position, Tint } = world.store(Gadget).columns;
    Size.data[0] = -7;
    Level.data[0] = 99;
    Position.data[1] = Infinity;
    Tint.data.set([2, -1, 0.5, NaN]);
    expect(entitiesOf(save(world))).toEqual([{ id: 'a', components: { Gadget: { Size: 0.1, Level: 5 }, ColorValue: {} } }]);
    Tint.data.set([2, -1, 0.5, 1]);
    expect(entitiesOf(save(world))[0]).toEqual({ id: 'a', components: { Gadget: { Tint: [2, 0, 0.5, 1], Size: 0.1, Level: 5 }, ColorValue: {} } });
  });

  it('tells the order of siblings where creation does not give it', () => {
    const world = open(sceneOf([{ id: 'p' }, { id: 'a', parent: 'p' }, { id: 'b', parent: 'p' }, { id: 'c', parent: 'p' }]));
    world.apply(HOST, [{ op: 'moveEntity', entity: 'c', parent: 'p', before: 'a' }]);
    const text = save(world);
    expect(entitiesOf(text)[0]).toEqual({ id: 'p', children: ['c', 'a', 'b'] });
    const again = open(text);
    expect(again.entities.children.get(again.entities.rowOf('p') as number)?.map((row) => again.entities.id.get(row))).toEqual(['c', 'a', 'b']);
    expect(save(again)).toBe(text);
    world.apply(HOST, [
      { op: 'moveEntity', entity: 'c', parent: 'p' },
      { op: 'moveEntity', entity: 'b', parent: null, before: 'p' },
    ]);
    expect(JSON.parse(save(world))).toMatchObject({ roots: ['b', 'p'], entities: [{ id: 'p' }, { id: 'a' }, { id: 'b' }, { id: 'c' }] });
    expect(entitiesOf(save(world))[0]).not.toHaveProperty('children');
  });

  it('does not name children that are not saved', () => {
    const world = open(sceneOf([{ id: 'p' }, { id: 'a', parent: 'p' }, { id: 'b', parent: 'p', persistent: false }]));
    world.apply(HOST, [{ op: 'moveEntity', entity: 'b', parent: 'p', before: 'a' }]);
    expect(entitiesOf(save(world))).toEqual([{ id: 'p' }, { id: 'a', parent: 'p' }]);
  });

  it('lists entities in order of creation, also after removals and undo', () => {
    const world = open(sceneOf([{ id: 'a' }, { id: 'b' }, { id: 'c', components: { Gadget: {} } }]));
    world.apply(HOST, [{ op: 'removeEntity', entity: 'a' }]);
    world.releaseRows();
    world.apply(HOST, [{ op: 'addEntity', entity: { id: 'd', name: 'D', components: { Gadget: { Level: 2 } } } }]);
    world.apply(HOST, [{ op: 'addComponent', entity: 'c', component: 'Gadget', values: { Level: 3 } }]);
    expect(entitiesOf(save(world)).map(({ id }) => id)).toEqual(['b', 'c', 'd']);
    expect(save(open(save(world)))).toBe(save(world));
  });
});

describe('saving in parts', () => {
  const world = open(sceneOf(Array.from({ length: 57 }, (_, i) => ({ id: `e${i}`, components: { Gadget: { Position: [i, 0.1, 0] } } }))));

  it('gives the same text, however large the parts are', () => {
    for (const count of [1, 7, 57, 1000]) {
      const writer = new SceneWriter(captureScene(world)),
        parts: string[] = [];
      for (let done = false; !done;) {
        const part = writer.next(count);
        parts.push(part.text);
        done = part.done;
      }
      expect(parts.join('')).toBe(save(world));
      expect(parts).toHaveLength(Math.max(1, Math.ceil(57 / count)));
    }
  });

  it('tells of the world as it was when it was captured', () => {
    const before = save(world);
    const writer = new SceneWriter(captureScene(world));
    const first = writer.next(10);
    world.apply(HOST, [
      { op: 'setField', entity: 'e30', component: 'Gadget', field: 'Position', value: [9, 9, 9] },
      { op: 'setField', entity: 'e30', component: 'Gadget', field: 'Words', value: ['new'] },
    ]);
    world.apply(HOST, [
      { op: 'addComponent', entity: 'e31', component: 'Gadget' },
      { op: 'removeEntity', entity: 'e40' },
      { op: 'addEntity', entity: { id: 'late', name: 'Late' }, parent: 'e0' },
    ]);
    world.releaseRows();
    expect(first.text + writer.next(1000).text).toBe(before);
  });
});
