/** Flows that only look whether something has become another are looked at where it has; they do what they would, were they looked at in every tick. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashWorld, IntValue, snapshotWorld, type Operation } from '../../../engine/index.ts';
import { samples } from '../../samples.ts';
import { ANNA } from '../world-rig.ts';
import { flowRig, restored, type FlowRig } from './rig.ts';

const COUNT = 4,
  TICKS = 14;
const ids = Array.from({ length: COUNT }, (_, at) => `e${at}`);
const place = (entity: string, type: string) => ({ entity, component: type, field: 'Value' });
const source = (type: string, entity: string, component: string) => ({ type: `ValueSource<${type}>`, refs: { Source: place(entity, component) } });

const id = fc.constantFrom(...ids);
const flow = fc.record({
  fires: fc.constantFrom(
    'FireOnTrue',
    'FireOnFalse',
    'FireOnLocalTrue',
    'FireOnValueChange<int>',
    'FireOnLocalValueChange<float>',
    'FireOnValueChange<float3>',
  ),
  looksAt: id,
  also: id,
  limit: fc.integer({ min: -1, max: 3 }),
  writes: id,
  value: fc.integer({ min: -1, max: 3 }),
});

/** Looks at a number of one entity and at another's, counts how often it fires, and writes a third. */
function graphOf({ fires, looksAt, also, limit, writes, value }: typeof flow extends fc.Arbitrary<infer T> ? T : never, own: string): Record<string, object> {
  const isChange = fires.includes('Change');
  const exit = fires.includes('Local') ? 'OnChange' : 'OnChanged';
  const looked: Record<string, string> = { int: 'sum', float: 'inverse', float3: 'three' };
  const type = /<(.*)>/.exec(fires)?.[1] ?? '';
  return {
    a: source('int', looksAt, 'IntValue'),
    b: source('int', also, 'IntValue'),
    sum: { type: 'ValueAdd<int>', in: { A: { from: 'a' }, B: { from: 'b' } } },
    f: source('float', also, 'FloatValue'),
    // Tells 0 from -0.
    inverse: { type: 'ValueDiv<float>', in: { A: 1, B: { from: 'f' } } },
    three: { type: 'ValueSource<float3>', refs: { Source: { entity: looksAt, component: 'Transform', field: 'Position' } } },
    over: { type: 'ValueGreaterThan<int>', in: { A: { from: 'sum' }, B: limit } },
    fire: { type: fires, in: isChange ? { Value: { from: looked[type] } } : { Condition: { from: 'over' } }, then: { [exit]: 'count' } },
    before: source('int', own, 'IntValue#2'),
    more: { type: 'ValueInc<int>', in: { N: { from: 'before' } } },
    count: {
      type: 'ValueWrite<int>',
      refs: { Variable: place(own, 'IntValue#2') },
      in: { Value: { from: 'more' } },
      then: { OnWritten: 'write', OnFail: 'write' },
    },
    write: { type: 'ValueWrite<int>', refs: { Variable: place(writes, 'IntValue') }, in: { Value: value } },
  };
}

/** What is done to both worlds between two ticks. */
type Deed = { readonly operations: readonly Operation[] } | { readonly unseen: string; readonly value: number } | 'undo';
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ entity: id, value: fc.integer({ min: -1, max: 3 }) }).map(({ entity, value }) => edit({ op: 'setField', ...place(entity, 'IntValue'), value })),
  fc.record({ entity: id, value: fc.constantFrom(0, -0, 1.5) }).map(({ entity, value }) => edit({ op: 'setField', ...place(entity, 'FloatValue'), value })),
  fc
    .record({ entity: id, x: fc.integer({ min: 0, max: 1 }) })
    .map(({ entity, x }) => edit({ op: 'setField', entity, component: 'Transform', field: 'Position', value: [0, 0, x] })),
  fc.record({ unseen: id, value: fc.integer({ min: -1, max: 3 }) }),
  fc.record({ entity: id, value: fc.boolean() }).map(({ entity, value }) => edit({ op: 'setField', entity, component: 'Flow', field: 'Enabled', value })),
  fc.record({ entity: id, active: fc.boolean() }).map(({ entity, active }) => edit({ op: 'updateEntity', entity, active })),
  fc
    .record({ entity: id, value: fc.integer({ min: 0, max: 2 }) })
    .map(({ entity, value }) => edit({ op: 'setField', entity, component: 'Flow', field: 'UpdateOrder', value })),
  fc
    .record({ entity: id, value: fc.integer({ min: -1, max: 3 }) })
    .map(({ entity, value }) =>
      edit({ op: 'patchField', entity, component: 'Flow', field: 'Graph', patch: [{ op: 'replace', path: '/nodes/over/in/B', value }] }),
    ),
  id.map((entity) => edit({ op: 'removeEntity', entity })),
  id.map((entity) => edit({ op: 'removeComponent', entity, component: 'IntValue' })),
  id.map((entity) => edit({ op: 'addComponent', entity, component: 'IntValue', values: { Value: 2 } })),
  fc.constant<Deed>('undo'),
);
function edit(operation: Operation): Deed {
  return { operations: [operation] };
}

function done(rig: FlowRig, what: Deed): void {
  if (what === 'undo') rig.give({ type: 'undo' }, ANNA);
  else if ('operations' in what) rig.edit(what.operations, ANNA);
  else {
    const row = rig.world.entities.rowOf(what.unseen);
    const store = rig.world.store(IntValue);
    if (row !== undefined && store.has(row)) store.columns.Value.data[row] = what.value;
  }
}

function world(flows: readonly Parameters<typeof graphOf>[0][], more: object): FlowRig {
  return flowRig(
    flows.map((each, at) => {
      const own = `e${at}`;
      const components = { Transform: {}, IntValue: {}, FloatValue: {}, 'IntValue#2': {}, Flow: { Graph: { nodes: { ...graphOf(each, own), ...more } } } };
      return { id: own, name: own, components };
    }),
  );
}
function told(rig: FlowRig): unknown {
  return ids
    .filter((entity) => rig.world.entities.rowOf(entity) !== undefined)
    .map((entity) => [
      entity,
      ...rig.world.entities
        .held(rig.world.entities.rowOf(entity) as number)
        .map(({ key, component, row }) => [key, key === 'Flow' ? rig.value(entity, 'Flow', 'LastError') : rig.world.storeOf(component.name).values(row)]),
    ]);
}

test('what flows that only look do is what they do where they are looked at in every tick, and the same from a snapshot', () => {
  let fired = 0;
  fc.assert(
    fc.property(
      fc.array(flow, { minLength: COUNT, maxLength: COUNT }),
      fc.array(fc.array(deed, { maxLength: 2 }), { minLength: TICKS, maxLength: TICKS }),
      fc.integer({ min: 0, max: TICKS - 1 }),
      (flows, deeds, at) => {
        const looked = world(flows, {});
        // With this none of them only looks.
        const ticked = world(flows, { each: { type: 'LocalUpdate' } });
        let other: FlowRig | undefined;
        for (const [tick, each] of deeds.entries()) {
          for (const rig of [looked, ticked, other]) {
            for (const what of rig === undefined ? [] : each) done(rig as FlowRig, what);
            rig?.tick();
          }
          expect(told(looked), `tick ${tick}`).toEqual(told(ticked));
          if (other !== undefined) expect(hashWorld(other.world)).toBe(hashWorld(looked.world));
          if (tick === at) other = restored(snapshotWorld(looked.world));
        }
        fired += ids.filter((entity) => looked.world.entities.rowOf(entity) !== undefined && Number(looked.value(entity, 'IntValue#2', 'Value')) > 0).length;
      },
    ),
    samples(2_000),
  );
  expect(fired, 'flows that fired').toBeGreaterThan(20);
});

test('a zero of another sign is another number to who divides by it', () => {
  const each = { fires: 'FireOnLocalValueChange<float>', looksAt: 'e0', also: 'e0', limit: 0, writes: 'e0', value: 0 } as const;
  const rig = world([each], {});
  rig.tick(3);
  expect(rig.value('e0', 'IntValue#2', 'Value')).toBe(0);
  for (const [at, value] of [-0, 0].entries()) {
    rig.world
      .storeOf('FloatValue')
      .columnOf('Value')
      .set(rig.world.entities.rowOf('e0') as number, value);
    rig.tick(3);
    expect(rig.value('e0', 'IntValue#2', 'Value')).toBe(at + 1);
  }
});
