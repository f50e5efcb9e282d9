import { describe, expect, it } from 'vitest';
import { HOST, createDoor, createRegistry, readScene, type Json } from '../../../engine/index.ts';
import { openWorld } from '../../../engine/scene/open-world.ts';
import type { LiveWorld } from '../../../engine/editing/live-world.ts';
import { readItem, remapItem, writeItem } from '../../../engine/scene/item.ts';
import { Gadget, Needy, failureOf, sceneOf } from './sample.ts';

const registry = createRegistry({ components: [Gadget, Needy] });
const open = (text: string): LiveWorld => openWorld({ registry, scene: readScene(text, { registry }).scene });
const parsed = (text: string): Json => JSON.parse(text) as Json;

const LAMP = sceneOf([
  {
    id: 'lamp',
    name: 'Lamp',
    children: ['b', 'a'],
    components: {
      Gadget: { Friend: 'a', Client: { entity: 'b', component: 'WebsocketClient' }, Target: { entity: 'elsewhere', component: 'Gadget', field: 'Size' } },
    },
  },
  { id: 'a', name: 'A', parent: 'lamp', glow: 1, components: { Gadget: { Friend: 'lamp', Data: { id: 'lamp' } } } },
  { id: 'b', name: 'B', parent: 'lamp', active: false, components: { WebsocketClient: { URL: 'ws://x/' } } },
]);

describe('an item', () => {
  it('in which a key stands twice is refused with both places', () => {
    const text = '{"format":"worldwire/scene","version":1,"name":"I","entities":[{"id":"a",\n"tag":"x","tag":"y"}]}';
    const { message } = failureOf(() => readItem(text, { registry, file: 'item.json' }));
    expect(message).toMatch(/^item\.json:2:11: entities\/0.*: the key "tag" stands twice .* at 2:1 and here/);
  });

  it('becomes a tree under new ids, whose references follow them; those that lead outside stay', () => {
    const { item } = readItem(LAMP, { registry });
    const tree = remapItem(item, { newId: (old) => `new-${String(old)}`, registry, spawnedBy: 'ada', name: 'My lamp' });
    expect(tree).toEqual({
      id: 'new-lamp',
      name: 'My lamp',
      spawnedBy: 'ada',
      components: {
        Gadget: {
          Friend: 'new-a',
          Client: { entity: 'new-b', component: 'WebsocketClient' },
          Target: { entity: 'elsewhere', component: 'Gadget', field: 'Size' },
        },
      },
      children: [
        { id: 'new-b', name: 'B', active: false, spawnedBy: 'ada', components: { WebsocketClient: { URL: 'ws://x/' } } },
        { id: 'new-a', name: 'A', spawnedBy: 'ada', components: { Gadget: { Friend: 'new-lamp', Data: { id: 'lamp' } } }, extras: { keys: { glow: 1 } } },
      ],
    });
  });

  it('can be spawned twice into a running world, with all that it held, and undone', async () => {
    const world = open(
      sceneOf([
        { id: 'a', name: 'Taken' },
        { id: 'room', name: 'Room' },
      ]),
    );
    const door = createDoor(world),
      ada = { userId: 'ada', role: 'Builder' } as const;
    const spawn = (real: number) =>
      door.step({ mode: 'pass', real, inputs: [{ author: ada, input: { type: 'spawn', item: parsed(LAMP), parent: 'room' } }] }).results[0];
    const first = spawn(1),
      second = spawn(2);
    if (first?.ok !== true || second?.ok !== true) throw new Error(`spawning failed: ${JSON.stringify([first, second])}`);
    const [one, two] = [first.results[0]?.entity as string, second.results[0]?.entity as string];
    const { components, children, spawnedBy } = await door.ask({ ask: 'entity', entity: two });
    expect(spawnedBy).toBe('ada');
    expect(one).not.toBe(two);
    expect(components['Gadget']).toMatchObject({ Friend: children[1], Client: { entity: children[0], component: 'WebsocketClient' } });
    expect(writeItem(world, world.entities.rowOf(children[1] as string) as number)).toContain('"glow": 1');
    expect((await door.ask({ ask: 'entity', entity: 'room' })).children).toEqual([one, two]);
    door.step({ mode: 'pass', real: 3, inputs: [{ author: ada, input: { type: 'undo' } }] });
    expect((await door.ask({ ask: 'entity', entity: 'room' })).children).toEqual([one]);
  });

  it('leaves what it was read from as it was', () => {
    const value = parsed(LAMP),
      before = JSON.stringify(value);
    readItem(value, { registry });
    expect(JSON.stringify(value)).toBe(before);
  });

  it('is written from a world and read back the same', () => {
    const world = open(LAMP.replace('"Sample"', '"Whole world"'));
    const text = writeItem(world, world.entities.rowOf('lamp') as number);
    expect(JSON.parse(text)).toMatchObject({ name: 'Lamp', entities: [{ id: 'lamp', children: ['b', 'a'] }, { id: 'a', glow: 1 }, { id: 'b' }] });
    const again = openWorld({ registry, scene: readItem(text, { registry }).item });
    expect(writeItem(again, again.entities.rowOf('lamp') as number)).toBe(text);
  });

  it('of a branch has no parent, and holds its root even where that is not persistent', () => {
    const world = open(
      sceneOf([
        { id: 'top', persistent: false },
        { id: 'a', parent: 'top', persistent: false },
        { id: 'b', parent: 'a' },
        { id: 'c', parent: 'a', persistent: false },
      ]),
    );
    const { entities } = JSON.parse(writeItem(world, 1)) as { entities: unknown[] };
    expect(entities).toEqual([
      { id: 'a', persistent: false },
      { id: 'b', parent: 'a' },
    ]);
  });

  it.each([
    ['no root', sceneOf([])],
    ['two roots', sceneOf([{ id: 'a' }, { id: 'b' }])],
    ['too many levels', sceneOf(Array.from({ length: 300 }, (_, i) => ({ id: `e${i}`, ...(i === 0 ? {} : { parent: `e${i - 1}` }) })))],
  ])('is refused with %s', (_, text) => {
    expect(failureOf(() => readItem(text, { registry })).code).toBe('WW_SCENE_INVALID');
  });

  it('that is no item is refused by a world with every fault, and nothing is added', () => {
    const world = open(sceneOf([{ id: 'room' }]));
    const answer = createDoor(world).step({
      mode: 'pass',
      real: 1,
      inputs: [
        { author: HOST, input: { type: 'spawn', parent: 'room', item: parsed(sceneOf([{ id: 'x', name: 5, components: { Gadget: { Level: 'high' } } }])) } },
      ],
    }).results[0];
    expect(answer).toMatchObject({
      ok: false,
      code: 'WW_SCENE_INVALID',
      errors: [{ path: 'entities/0 (x)/name' }, { path: 'entities/0 (x)/components/Gadget/Level' }],
    });
    expect(world.entities.count).toBe(1);
  });
});
