/** Fields that name entities, users and components, as what a flow writes. */
import { expect, test } from 'vitest';
import { defineComponent, entityRef, componentRef } from '../../../engine/index.ts';
import { flowing, flowRig, rx, write } from './rig.ts';

const Holder = defineComponent('Holder', {
  doc: 'Names what it likes.',
  category: 'Test',
  disabled: 'Nothing.',
  fields: {
    Entity: entityRef({ doc: 'An entity.' }),
    Client: componentRef({ doc: 'A client.' }),
  },
});
const at = (component: string, field: string) => ({ entity: 'holder', component, field });
const indirect = (type: string, variable: string, value: string, then: string) => ({
  type: `ObjectIndirectWrite<${type}>`,
  in: { Variable: { from: variable }, Value: { from: value } },
  then: { OnWritten: then, OnFail: 'failed' },
});

test('what a field names is written by reference: an entity, a component, a user; and what is gone fails', () => {
  const nodes = {
    rx: rx('entity'),
    slot: { type: 'SlotSource', refs: { Source: { entity: 'holder' } } },
    client: { type: 'ElementSource<WebsocketClient>', refs: { Source: { entity: 'lamp', component: 'WebsocketClient' } } },
    user: { type: 'HostUser' },
    e: { type: 'SlotRefSource', refs: { Source: at('Holder', 'Entity') } },
    c: { type: 'ElementSource<SyncRef<WebsocketClient>>', refs: { Source: at('Holder', 'Client') } },
    u: { type: 'UserRefSource', refs: { Source: at('UserRoot', 'User') } },
    ev: { type: 'ReferenceAsVariable<Slot>', in: { Reference: { from: 'e' } } },
    cv: { type: 'ReferenceInterfaceAsVariable<WebsocketClient>', in: { Reference: { from: 'c' } } },
    uv: { type: 'UserRefAsVariable', in: { UserRef: { from: 'u' } } },
    entity: indirect('Slot', 'ev', 'slot', 'component'),
    component: indirect('WebsocketClient', 'cv', 'client', 'whom'),
    whom: indirect('User', 'uv', 'user', 'done'),
    done: write('int', 1),
    failed: write('int', 2),
  };
  const rig = flowRig([flowing(nodes), { id: 'holder', name: 'holder', components: { Holder: {}, UserRoot: {} } }], [Holder]);
  expect(rig.value('lamp', 'Flow', 'LastError')).toBe('');
  rig.hear('go');
  expect(rig.value('lamp', 'IntValue', 'Value')).toBe(1);
  expect(rig.value('holder', 'Holder', 'Entity')).toBe('holder');
  expect(rig.value('holder', 'Holder', 'Client')).toEqual({ entity: 'lamp', component: 'WebsocketClient' });
  expect(rig.value('holder', 'UserRoot', 'User')).toMatchObject({ userId: 'host' });
  rig.edited([{ op: 'removeComponent', entity: 'holder', component: 'Holder' }]);
  rig.hear('go');
  expect(rig.value('lamp', 'IntValue', 'Value')).toBe(2);
});

test('a field of another kind is none, and neither is a type that no field holds', () => {
  const rig = flowRig(
    [
      flowing({
        rx: rx('note'),
        wrong: { type: 'ElementSource<SyncRef<WebsocketClient>>', refs: { Source: at('Holder', 'Entity') } },
        long: { type: 'RefObjectInput<IField<long>>', refs: { Target: at('Holder', 'Client') } },
        text: { type: 'FormatString', in: { Format: '{0}|{1}', Parameters: [{ from: 'wrong' }, { from: 'long' }] } },
        note: write('string', { from: 'text' }),
      }),
      { id: 'holder', name: 'holder', components: { Holder: {} } },
    ],
    [Holder],
  );
  rig.hear('go');
  expect(rig.value('lamp', 'Flow', 'LastError')).toBe('');
  expect(rig.value('lamp', 'StringValue', 'Value')).toBe('|');
});
