import { describe, expect, test } from 'vitest';
import { quickJs } from '../../../sandbox/quickjs.ts';
import { ANNA, openRig, type Rig } from '../world-rig.ts';

const lamp = (source: string, id = 'lamp', more: object = {}): object => ({
  id,
  name: id,
  components: { Script: { Source: source }, FloatValue: {}, StringValue: {}, ...more },
});
const open = (...entities: readonly object[]): Rig => openRig(entities, { sandbox: quickJs });
const log = (rig: Rig): string[] =>
  rig.world.logged
    .after(0, 1000)
    .entries.filter(({ source }) => source === 'Script')
    .map(({ message }) => message);

describe('a query of a script', () => {
  const values = Array.from({ length: 5 }, (_, at) => ({
    id: `v${at}`,
    name: `v${at}`,
    components: { IntValue: { Value: at }, Transform: { Position: [at, 0, -at] } },
  }));

  test('gives the entities that have all of the types, in order, as they are by then', () => {
    const rig = open(
      lamp('const all = world.query("IntValue", "Transform"); print(all.ids); setTimeout(() => print(all.length, [...all][0].name), 40)'),
      ...values,
    );
    rig.tick(2);
    rig.edited([{ op: 'removeEntity', entity: 'v0' }]);
    rig.tick(4);
    expect(log(rig)).toEqual(['["v0","v1","v2","v3","v4"]', '4 v1']);
  });

  test('reads and writes a field of all at once, numbers and all else', () => {
    const rig = open(
      lamp(`const all = world.query("IntValue");
        const doubled = all.read("IntValue", "Value").map((value) => value * 2);
        all.write("IntValue", "Value", doubled);
        const placed = world.query("Transform");
        const places = placed.read("Transform", "Position");
        print(places instanceof Float64Array, [...places.slice(3, 6)]);
        placed.write("Transform", "Position", places.map((each) => each + 1));
        print(JSON.stringify(all.read("IntValue", "Enabled")), world.query("StringValue").read("StringValue", "Value"));
        world.query("StringValue").write("StringValue", "Value", ["told"]);`),
      ...values,
    );
    rig.tick();
    expect(log(rig)[0]).toBe('true [1,0,-1]');
    expect(values.map(({ id }) => rig.value(id, 'IntValue', 'Value'))).toEqual([0, 2, 4, 6, 8]);
    expect(rig.value('v2', 'Transform', 'Position')).toEqual([3, 1, -1]);
    expect(rig.value('lamp', 'StringValue', 'Value')).toBe('told');
  });

  test('refuses as many values as it has not, and types that are not there, by name', () => {
    const rig = open(
      lamp('try { world.query("IntValue").write("IntValue", "Value", new Float64Array(3)) } catch (e) { print(e.code, e.message) } world.query("Nothing")'),
      ...values,
    );
    rig.tick();
    expect(log(rig)[0]).toBe('WW_REFUSED the query has 5 entities by now, and 3 values were given');
    expect(rig.value('lamp', 'Script', 'LastError')).toContain('no component type is named Nothing');
  });
});

describe('a script that changes its world', () => {
  test('carries out operations whole, or none of them', () => {
    const rig = open(
      lamp(`print(JSON.stringify(world.apply([{ op: "addEntity", entity: { id: "new", name: "New", components: { IntValue: { Value: 7 } } }, parent: null }])));
        try { world.apply([{ op: "updateEntity", entity: "new", name: "Other" }, { op: "removeEntity", entity: "nobody" }]) } catch (e) { print(e.code) }`),
    );
    rig.tick();
    expect(rig.value('new', 'IntValue', 'Value')).toBe(7);
    expect(log(rig).at(-1)).toBe('WW_BAD_OPERATION');
    expect(rig.world.entities.name.get(rig.world.entities.rowOf('new') as number)).toBe('New');
  });

  test('is refused what would take more fuel than it has, and nothing of it is done', () => {
    const children = Array.from({ length: 2000 }, (_, at) => ({ id: `c${at}`, name: 'c', parent: 'many' }));
    const rig = open(
      { id: 'many', name: 'many' },
      ...children,
      lamp('try { world.apply([{ op: "duplicateEntity", entity: "many" }]) } catch (e) { print(e.code) }'),
    );
    rig.tick();
    expect(log(rig)).toEqual(['WW_SCRIPT_FUEL']);
    expect(rig.world.entities.count).toBe(2002);
  });

  test('gives commands, and is told why one is refused', () => {
    const rig = open(
      lamp('try { entity.get("WebsocketClient").command("Send", { Data: "hello" }) } catch (e) { print(e.code) }', 'lamp', { WebsocketClient: {} }),
    );
    rig.tick();
    expect(log(rig)).toEqual(['WW_NOT_OPEN']);
  });
});

describe('a script and impulses', () => {
  test('hears those that come, with what they carry and for whom', () => {
    const rig = open(lamp('Script.impulse.connect(({ tag, value, user }) => print(tag, JSON.stringify(value), user))'));
    rig.tick();
    expect(rig.give({ type: 'impulse', tag: 'go', value: { a: 1 } }, ANNA)).toMatchObject({ ok: true, triggered: 1 });
    rig.tick();
    expect(log(rig)).toEqual(['go {"a":1} anna']);
  });

  test('sets off flows and other scripts', () => {
    const rx = { type: 'DynamicImpulseReceiver', refs: { Tag: 'ping' }, then: { OnTriggered: 'write' } };
    const write = { type: 'ObjectWrite<string>', refs: { Variable: { entity: 'flow', component: 'StringValue', field: 'Value' } }, in: { Value: 'heard' } };
    const rig = open(
      lamp('Script.impulse.connect(({ tag }) => print("other heard", tag))', 'other'),
      { id: 'flow', name: 'flow', components: { StringValue: {}, Flow: { Graph: { nodes: { rx, write } } } } },
      lamp('setTimeout(() => print("receivers", world.impulse("ping")), 20)'),
    );
    rig.tick(6);
    expect(log(rig)).toEqual(['receivers 2', 'other heard ping']);
    expect(rig.value('flow', 'StringValue', 'Value')).toBe('heard');
  });
});

test('a script hears events of components until it wants no more of them', () => {
  const rig = open(
    lamp('const stop = entity.get("WebsocketClient").on("OnDisconnected", ({ code, reason }) => { print(code, reason); stop() })', 'lamp', {
      WebsocketClient: { URL: 'ws://127.0.0.1:1/', HandlingUser: { userId: 'host' } },
    }),
  );
  rig.tick(2);
  const client = rig.world.storeOf('WebsocketClient');
  rig.world.emit(client.component, 0, 'OnDisconnected' as never, { code: 1006, reason: 'gone' } as never);
  rig.world.emit(client.component, 0, 'OnDisconnected' as never, { code: 1007, reason: 'again' } as never);
  rig.tick();
  expect(log(rig)).toEqual(['1006 gone']);
});
