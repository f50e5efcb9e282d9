import { describe, expect, it } from 'vitest';
import { readScene } from '../../../engine/scene/read.ts';
import { failureOf, faultsOf, registry, sceneOf } from './sample.ts';

const read = (text: string) => readScene(text, { registry, file: 'garden.scene.json' });

describe('a scene file', () => {
  it('gives entities, parents and components as they are written', () => {
    const { scene, warnings } = read(
      sceneOf(
        [
          { id: 'garden', name: 'Garden' },
          {
            id: 'lamp',
            name: 'Lamp',
            parent: 'garden',
            tag: 'demo',
            components: { Gadget: { Position: [0, 1, 0] }, WebsocketClient: { URL: 'ws://127.0.0.1:9/', HandlingUser: { userId: 'host' } } },
          },
        ],
        { tickRate: 30, id: 'w1', seed: 'dice' },
      ),
    );
    expect(warnings).toEqual([]);
    expect(scene).toMatchObject({ name: 'Sample', tickRate: 30, id: 'w1', seed: 'dice' });
    expect(scene.entities[1]).toEqual({
      id: 'lamp',
      name: 'Lamp',
      parent: 'garden',
      tag: 'demo',
      components: { Gadget: { Position: [0, 1, 0] }, WebsocketClient: { URL: 'ws://127.0.0.1:9/', HandlingUser: { userId: 'host', machineId: null } } },
    });
    expect([...scene.parents]).toEqual([-1, 0]);
    expect([...scene.keys.keys()]).toEqual(['Gadget', 'WebsocketClient']);
  });

  it('runs at 60 ticks a second where it does not say', () => {
    expect(read(sceneOf([])).scene.tickRate).toBe(60);
  });

  it('may list a parent after its children', () => {
    expect([...read(sceneOf([{ id: 'a', parent: 'c' }, { id: 'b', parent: 'a' }, { id: 'c' }])).scene.parents]).toEqual([2, 0, -1]);
  });

  it('may begin with a byte order mark', () => {
    expect(read(`\ufeff${sceneOf([{ id: 'a' }])}`).scene.entities).toHaveLength(1);
  });

  it('brings along what a component needs, in front of it', () => {
    expect(read(sceneOf([{ id: 'a', components: { Needy: { Depth: 2 } } }])).scene.entities[0]?.components).toEqual({ Gadget: {}, Needy: { Depth: 2 } });
  });

  it('tells the order of children that stand in another one than that of their offset and creation', () => {
    const { order } = read(
      sceneOf(
        [
          { id: 'p', children: ['b', 'a'] },
          { id: 'a', parent: 'p' },
          { id: 'b', parent: 'p' },
          { id: 'late', parent: 'p' },
          { id: 'first', parent: 'p', orderOffset: -1 },
          { id: 'usual', children: ['x', 'y'] },
          { id: 'x', parent: 'usual' },
          { id: 'y', parent: 'usual' },
        ],
        { roots: ['usual', 'p'] },
      ),
    ).scene;
    expect([...order]).toEqual([
      [-1, [5, 0]],
      [0, [4, 2, 1, 3]],
    ]);
  });

  it('may hold several components of a type', () => {
    expect(Object.keys(read(sceneOf([{ id: 'a', components: { Gadget: {}, 'Gadget#2': {}, 'Gadget#17': {} } }])).scene.entities[0]?.components ?? {})).toEqual([
      'Gadget',
      'Gadget#2',
      'Gadget#17',
    ]);
  });
});

describe('a scene file that is not JSON', () => {
  const place = (text: string): string => failureOf(() => read(text)).message;
  it.each([
    ['', 'garden.scene.json:1:1: expected a value, found the end of the file'],
    ['{\n  "a": 1,\n}', 'garden.scene.json:3:1: expected a name in double quotes, found "}"'],
    ['{\n  "a": tru\n}', 'garden.scene.json:2:8: expected a value, found "t"'],
    ['[1 2]', 'garden.scene.json:1:4: expected "," or "]", found "2"'],
    ['{"a" 1}', 'garden.scene.json:1:6: expected ":", found "1"'],
    ['{"a": "x\ny"}', 'garden.scene.json:1:9: expected the closing " of the text (line breaks inside are written \\n), found "\\n"'],
    ['{"a": "\\x"}', 'garden.scene.json:1:8: expected one of the escapes \\" \\\\ \\/ \\b \\f \\n \\r \\t \\u0000, found "\\\\"'],
    ['{} {}', 'garden.scene.json:1:4: expected the end of the file, found "{"'],
    ['{"a": 01}', 'garden.scene.json:1:8: expected "," or "}", found "1"'],
    ['{"a": [1,', 'garden.scene.json:1:10: expected a value, found the end of the file'],
    ["{'a': 1}", 'garden.scene.json:1:2: expected a name in double quotes or "}", found "\'"'],
  ])('is refused with line and column: %j', (text, message) => {
    expect(failureOf(() => read(text)).code).toBe('WW_SCENE_SYNTAX');
    expect(place(text)).toBe(message);
  });

  it('is refused however deep it is nested', () => {
    expect(failureOf(() => read('['.repeat(200_000))).code).toBe('WW_SCENE_SYNTAX');
    expect(failureOf(() => read('['.repeat(200_000) + ']'.repeat(200_000))).code).toBe('WW_SCENE_INVALID');
  });
});

describe('a scene with faults', () => {
  it('names all of them at once, each by file, entity, component and field', () => {
    const error = failureOf(() =>
      read(
        sceneOf([
          {
            id: 'lamp',
            name: 3,
            components: { WebsocketClient: { URL: 5, ConnectTimeout: 0 }, Gadget: { Position: [1, 2], Mood: 'sad' }, 'Gadget#1': {}, Needy: [] },
          },
          { id: 'lamp', parent: 'nobody', active: 'yes', orderOffset: 1.5 },
          7,
          { name: 'without id' },
        ]),
      ),
    );
    expect(error.code).toBe('WW_SCENE_INVALID');
    expect(error.faults.map(({ path }) => path)).toEqual([
      'entities/0 (lamp)/name',
      'entities/0 (lamp)/components/WebsocketClient/URL',
      'entities/0 (lamp)/components/WebsocketClient/ConnectTimeout',
      'entities/0 (lamp)/components/Gadget/Position',
      'entities/0 (lamp)/components/Gadget/Mood',
      'entities/0 (lamp)/components/Gadget#1',
      'entities/0 (lamp)/components/Needy',
      'entities/1 (lamp)/id',
      'entities/1 (lamp)/parent',
      'entities/1 (lamp)/active',
      'entities/1 (lamp)/orderOffset',
      'entities/2',
      'entities/3/id',
    ]);
    expect(error.message).toMatch(
      /^garden\.scene\.json has 13 faults, the first of them: garden\.scene\.json:1:89: entities\/0 \(lamp\)\/name: expected text, found 3$/,
    );
    expect(error.faults[1]?.message).toBe('garden.scene.json:1:130: entities/0 (lamp)/components/WebsocketClient/URL: expected an address, or null, found 5');
  });

  it.each([
    ['an unknown parent', [{ id: 'a', parent: 'b' }], 'entities/0 (a)/parent', 'WW_UNKNOWN_ENTITY'],
    ['an entity that is its own parent', [{ id: 'a', parent: 'a' }], 'entities/0 (a)/parent', 'WW_CYCLE'],
    [
      'a circle of parents',
      [
        { id: 'a', parent: 'c' },
        { id: 'b', parent: 'a' },
        { id: 'c', parent: 'b' },
        { id: 'd', parent: 'c' },
      ],
      'entities/0 (a)/parent',
      'WW_CYCLE',
    ],
    ['an id twice', [{ id: 'a' }, { id: 'a' }], 'entities/1 (a)/id', 'WW_DUPLICATE_ID'],
    ['a number past its limits', [{ id: 'a', components: { Gadget: { Level: 6 } } }], 'entities/0 (a)/components/Gadget/Level', 'WW_BAD_VALUE'],
    ['what a field does not accept', [{ id: 'a', components: { Gadget: { Even: 3 } } }], 'entities/0 (a)/components/Gadget/Even', 'WW_BAD_VALUE'],
    ['a fault inside of a structure', [{ id: 'a', components: { Gadget: { Words: ['x', 4] } } }], 'entities/0 (a)/components/Gadget/Words/1', 'WW_BAD_VALUE'],
    ['a child that is none', [{ id: 'a', children: ['b'] }, { id: 'b' }], 'entities/0 (a)/children/0', 'WW_SCENE_INVALID'],
    [
      'a child twice',
      [
        { id: 'a', children: ['b', 'b'] },
        { id: 'b', parent: 'a' },
      ],
      'entities/0 (a)/children/1',
      'WW_SCENE_INVALID',
    ],
    ['a second of a single type', [{ id: 'a', components: { Needy: {}, 'Needy#2': {} } }], 'entities/0 (a)/components/Needy#2', 'WW_SCENE_INVALID'],
    ['an id that is too long', [{ id: 'x'.repeat(201) }], `entities/0 (${'x'.repeat(57)}…)/id`, 'WW_SCENE_INVALID'],
  ])('is refused for %s', (_, entities, path, code) => {
    expect(faultsOf(() => read(sceneOf(entities)))).toEqual([{ path, code }]);
  });

  it('tells the line of each, or of the nearest that is there', () => {
    const text = `{
  "format": "worldwire/scene", "version": 1, "odd": ["}", "\\"]", {"deep": [1, {}]}],
  "entities": [
    { "id": "a", "note": "]}\\" {" },
    { "id": "b/c (d)", "components": {
      "Gadget": { "Level": 1,
        "Words": ["x",
          7] }
    } },
    { "name": "no id",
      "active": 3 }
  ],
  "roots": ["b/c (d)",
    "nobody"]
}`;
    const { faults } = failureOf(() => read(text));
    expect(faults.map(({ path, line, column, level }) => `${level ?? 'fault'} ${path} ${line}:${column}`)).toEqual([
      'warning odd 2:46',
      'warning entities/0 (a)/note 4:18',
      'fault entities/1 (b/c (d))/components/Gadget/Words/1 8:11',
      'fault entities/2/id 10:5',
      'fault entities/2/active 11:17',
      'fault roots/1 14:5',
    ]);
    expect(faults.every(({ message, line, column }) => message.startsWith(`garden.scene.json:${line}:${column}: `))).toBe(true);
  });

  it.each(['":b"', '"a\\"b:c"', '"a\\\\"', '":"', '"\\":"'])('takes a text such as %s for no key, and finds the key that stands twice beside it', (value) => {
    const text = (tag: string): string => `{"format":"worldwire/scene","version":1,"name" :${value},"entities":[{"id":"a","tag":${value}${tag}}]}`;
    expect(read(text('')).scene.entities).toHaveLength(1);
    expect(() => read(text(`,"tag"\n:${value}`))).toThrow(/the key "tag" stands twice/);
  });

  it('tells both places of a key that stands twice, beside all else', () => {
    const text = `{ "format": "worldwire/scene", "version": 1, "entities": [
  { "id": "a", "name": "A", "name": "B", "components": { "Gadget": { "Level": 1, "Data": [{ "x": 1, "x": 2 }], "Level": 99 } } },
  { "id": "b", "Name": "\\"a\\": \\\\" , "tag" : "x" , "tag" : "y" } ] }`;
    expect(failureOf(() => read(text)).faults.map(({ message }) => message)).toEqual([
      'garden.scene.json:2:29: entities/0/name: the key "name" stands twice in this object, at 2:16 and here; keep one of them',
      expect.stringMatching(/^garden.scene.json:2:101: .*the key "x" stands twice in this object, at 2:93/),
      expect.stringMatching(/^garden.scene.json:2:112: .*the key "Level" stands twice/),
      expect.stringMatching(/^garden.scene.json:2:121: .*Level: .*99/),
      expect.stringMatching(/^garden.scene.json:3:16: entities\/1 \(b\)\/Name: .*did you mean name\?$/),
      expect.stringMatching(/^garden.scene.json:3:52: .*the key "tag" stands twice in this object, at 3:38/),
    ]);
  });

  it('tells which type was meant by a name without its capital', () => {
    const { message } = failureOf(() => read(sceneOf([{ id: 'a', components: { gadget: {}, other: {} } }])));
    expect(message).toMatch(/components\/gadget: .*; did you mean Gadget\?/);
    expect(message).not.toMatch(/components\/other: .*did you mean/);
  });

  it('shows the sentence of a field that has one of its own', () => {
    expect(failureOf(() => read(sceneOf([{ id: 'a', components: { Gadget: { Even: 3 } } }]))).message).toContain('3 is odd');
  });

  it('is refused for __proto__ wherever it stands', () => {
    const with1 = (text: string): string =>
      sceneOf([{ id: 'a', X: 1, components: { Gadget: { Data: 1, Y: 2 }, Strange: { Z: 3 } } }], { T: 4 }).replace(text, '"__proto__":{"active":false}');
    const places = ['"X":1', '"Y":2', '"Z":3', '"T":4'].map((text) => failureOf(() => read(with1(text))).faults.find(({ level }) => level === undefined)?.path);
    expect(places).toEqual([
      'entities/0 (a)/__proto__',
      'entities/0 (a)/components/Gadget/__proto__',
      'entities/0 (a)/components/Strange/__proto__',
      '__proto__',
    ]);
    expect(
      failureOf(() => read(sceneOf([{ id: 'a', components: { Gadget: { Data: 1 } } }]).replace('"Data":1', '"Data":{"__proto__":1}'))).faults[0]?.path,
    ).toBe('entities/0 (a)/components/Gadget/Data/__proto__');
    expect(failureOf(() => read(sceneOf([{ id: 'a', components: { Gadget: {} } }]).replace('"Gadget"', '"__proto__"'))).faults[0]?.path).toBe(
      'entities/0 (a)/components/__proto__',
    );
  });

  it('is refused for numbers past every limit and for nesting without end', () => {
    expect(
      faultsOf(() => read('{"format":"worldwire/scene","version":1,"entities":[{"id":"a","odd":1e999,"components":{"Gadget":{"When":1e999}}}]}')).map(
        ({ path }) => path,
      ),
    ).toEqual(['entities/0 (a)/odd', 'entities/0 (a)/components/Gadget/When']);
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    expect(failureOf(() => read(sceneOf([{ id: 'a', components: { Gadget: { Data: 1 } } }]).replace('"Data":1', `"Data":${deep}`))).faults[0]?.expected).toBe(
      'at most 100 levels of lists and objects',
    );
  });

  it('counts the faults beyond a thousand instead of listing them', () => {
    const error = failureOf(() => read(sceneOf(Array.from({ length: 1500 }, (_, i) => ({ id: `e${i}`, name: i })))));
    expect(error.faults).toHaveLength(1001);
    expect(error.faults.at(-1)?.message).toBe('garden.scene.json: and 500 more faults');
  });

  it.each([
    [[], ''],
    [{}, 'format'],
    [{ format: 'worldwire/scene' }, 'version'],
    [{ format: 'worldwire/scene', version: 1 }, 'entities'],
    [{ format: 'worldwire/scene', version: 1, entities: [], tickRate: 0 }, 'tickRate'],
    [{ format: 'worldwire/scene', version: 1, entities: [], roots: 'a' }, 'roots'],
  ])('is refused where it is no scene: %j', (value, path) => {
    expect(faultsOf(() => read(JSON.stringify(value))).map((fault) => fault.path)).toContain(path);
  });
});

describe('parts that this version does not know', () => {
  it('are kept value for value, with a warning for each', () => {
    const { scene, warnings } = read(
      sceneOf([{ id: 'a', glow: [1, { x: null }], components: { Gadget: { Level: 1, Weight: 'heavy' }, Hologram: { Colour: 1 }, 'Hologram#2': 5 } }], {
        $schema: './scene.schema.json',
        mood: 'calm',
      }),
    );
    expect(scene.extras).toEqual({ $schema: './scene.schema.json', mood: 'calm' });
    expect(scene.entities[0]).toEqual({
      id: 'a',
      components: { Gadget: { Level: 1 } },
      extras: { keys: { glow: [1, { x: null }] }, components: { Hologram: { Colour: 1 }, 'Hologram#2': 5 }, fields: { Gadget: { Weight: 'heavy' } } },
    });
    expect(warnings.map(({ path, code }) => `${code} ${path}`)).toEqual([
      'WW_SCENE_UNKNOWN mood',
      'WW_SCENE_UNKNOWN entities/0 (a)/glow',
      'WW_SCENE_UNKNOWN entities/0 (a)/components/Gadget/Weight',
      'WW_SCENE_UNKNOWN entities/0 (a)/components/Hologram',
      'WW_SCENE_UNKNOWN entities/0 (a)/components/Hologram#2',
    ]);
  });

  it('do not spread to the entities after it', () => {
    const { scene } = read(
      sceneOf([
        { id: 'a', components: { Gadget: { Weight: 1 } } },
        { id: 'b', odd: 1, components: { Gadget: {} } },
      ]),
    );
    expect(scene.entities[1]).toEqual({ id: 'b', components: { Gadget: {} }, extras: { keys: { odd: 1 } } });
  });

  it('are not looked for in what the world writes itself, which is passed over with a warning', () => {
    const { scene, warnings } = read(sceneOf([{ id: 'a', components: { Gadget: { Count: 7 } } }]));
    expect(scene.entities[0]?.components).toEqual({ Gadget: {} });
    expect(warnings.map(({ code }) => code)).toEqual(['WW_SCENE_IGNORED']);
  });
});

describe('references', () => {
  it('to what the scene does not hold are kept, with a warning', () => {
    const { scene, warnings } = read(
      sceneOf([
        {
          id: 'a',
          components: {
            Gadget: { Friend: 'nobody', Client: { entity: 'a', component: 'WebsocketClient' }, Target: { entity: 'a', component: 'Gadget', field: 'Size' } },
          },
        },
      ]),
    );
    expect(scene.entities[0]?.components?.['Gadget']?.['Friend']).toBe('nobody');
    expect(warnings.map(({ path, code }) => `${code} ${path}`)).toEqual([
      'WW_UNKNOWN_ENTITY entities/0 (a)/components/Gadget/Friend',
      'WW_UNKNOWN_COMPONENT entities/0 (a)/components/Gadget/Client',
    ]);
  });
});

describe('older scenes', () => {
  it('are migrated: a draft holds entities by id, and hz', () => {
    const { scene } = read(JSON.stringify({ format: 'worldwire/scene', version: 0, hz: 20, entities: { lamp: { name: 'Lamp' }, bulb: { parent: 'lamp' } } }));
    expect(scene.tickRate).toBe(20);
    expect(scene.entities).toEqual([
      { id: 'lamp', name: 'Lamp' },
      { id: 'bulb', parent: 'lamp' },
    ]);
  });

  it.each([
    [{ User: { userId: 'U-ada' } }, { userId: 'U-ada', machineId: null }],
    [{ User: { _userId: 'U-ada', _machineId: 'm1' } }, { userId: 'U-ada', machineId: 'm1' }],
    [
      { _userId: 'U-ada', _machineId: 'm1' },
      { userId: 'U-ada', machineId: 'm1' },
    ],
    [
      { _machineId: 'm1', _userId: 'U-ada' },
      { userId: 'U-ada', machineId: 'm1' },
    ],
    [{ User: 'U-ada' }, { userId: 'U-ada', machineId: null }],
    [{ User: null }, null],
  ])('name the handling user as Neos did: %j', (values, user) => {
    const { scene, warnings } = read(sceneOf([{ id: 'a', components: { WebsocketClient: values } }]));
    expect(scene.entities[0]?.components).toEqual({ WebsocketClient: { HandlingUser: user } });
    expect(warnings).toEqual([]);
  });

  it('use older names of fields, unless the newer one is there too', () => {
    expect(read(sceneOf([{ id: 'a', components: { Gadget: { Place: [1, 2, 3] } } }])).scene.entities[0]?.components).toEqual({
      Gadget: { Position: [1, 2, 3] },
    });
    expect(read(sceneOf([{ id: 'a', components: { Gadget: { Place: [1, 2, 3], Position: [4, 5, 6] } } }])).scene.entities[0]?.components).toEqual({
      Gadget: { Position: [4, 5, 6] },
    });
    expect(faultsOf(() => read(sceneOf([{ id: 'a', components: { Gadget: { Place: 'here' } } }]))).map(({ path }) => path)).toEqual([
      'entities/0 (a)/components/Gadget/Position',
    ]);
  });

  it('of a newer version are refused', () => {
    const error = failureOf(() => read('{"format":"worldwire/scene","version":2,"somethingNew":true}'));
    expect(error.code).toBe('WW_SCENE_VERSION');
    expect(error.message).toBe('garden.scene.json: version 2 of the format is newer than 1, which this version reads; update Worldwire to open it');
  });
});
